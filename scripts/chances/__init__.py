"""Statistical tests of the draw: do its outcomes come as often as the protocol promises?

Each test counts outcomes over fixed seeds, `sha256("sunlot/statistics|<case>|<n>")` with n from 1, and compares them
with the exact expectation by chi-square. Fixed seeds give fixed figures: a second run must give the same ones.
"""
