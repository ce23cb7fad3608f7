#!/bin/sh
# Every test. The ones marked `browser` need a Chromium: without one the others run, and then this fails and says why.
set -eu
cd "$(dirname "$0")/.."

if CHROMIUM=$(.venv/bin/python scripts/browser.py --get); then
    export CHROMIUM
    exec .venv/bin/python -m pytest "$@"
fi
.venv/bin/python -m pytest -m 'not browser' "$@" || true
.venv/bin/python scripts/browser.py
