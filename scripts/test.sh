#!/bin/sh
# Every test. The ones marked `browser` need a Chromium: without one the others run, and then this fails and says why.
set -eu
cd "$(dirname "$0")/.."

# One worker a core; a file stays with one worker, which builds what its tests share once.
run() { .venv/bin/python -m pytest --numprocesses auto --dist loadfile "$@"; }

if CHROMIUM=$(.venv/bin/python scripts/browser.py --get); then
    export CHROMIUM
    run "$@"
    exit
fi
run -m 'not browser' "$@" || true
.venv/bin/python scripts/browser.py
