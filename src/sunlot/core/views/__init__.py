"""View models of the public site: what a page shows, as plain values. Pure; templates turn them into HTML."""
