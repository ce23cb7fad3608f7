"""The published data as others expect to find it: flat tables, their description, feeds, a calendar.

Everything here is pure: from the contents of the site to values; `jobs/site/opendata.py` writes them.
"""
