"""The demonstration's data, one module a job; `scripts/make_demo.py` puts them in their order in time.

Nothing here is a fact about a person or a firm: every name says 演示, every credit code has `DEM` in its organisation
part, every text is invented. Only the statutes cited in `items.py` are real, and what was not read in them says so.
"""
