"""The pure core: model, protocol, rules, disclosure, calendar. Nothing here opens a file or asks the time."""
