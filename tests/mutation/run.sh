#!/bin/sh
# Mutation testing of the protocol and verifier modules, in a copy of the tree below build/; see README.md beside this.
# Mutants of functions that have not changed keep their results; `rm -rf build/mutation` starts afresh.
set -eu
cd "$(dirname "$0")/../.."
place=$PWD/build/mutation
tree=$place/tree

if ! [ -x "$place/venv/bin/mutmut" ]; then
    .venv/bin/python -m venv "$place/venv"
    "$place/venv/bin/python" -m pip --disable-pip-version-check install --quiet mutmut==3.8.1
    # what the tests need is in .venv already; its own line of this kind is not read, so `sunlot` is the mutated one
    .venv/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))' \
        > "$("$place/venv/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/zz_project.pth"
fi

mkdir -p "$tree"
for part in src tests schemas scripts pyproject.toml; do
    rm -rf "${tree:?}/$part"
    cp -R "$part" "$tree/$part"
done
find "$tree/src" "$tree/tests" -name __pycache__ -type d -prune -exec rm -rf {} +

export CI=1 # the same examples in every property test
cd "$tree"
PYTHONPATH=src:. "$place/venv/bin/python" -m tests.mutation.corpus_verdicts > verdicts.json
"$place/venv/bin/python" tests/mutation/make_mutants.py
cd mutants
tests="tests/unit/protocol --ignore=tests/unit/protocol/test_mutations.py --ignore=tests/unit/protocol/test_statistics.py"
run() {
    PYTHONPATH=src:. "$place/venv/bin/python" -m pytest -q -s --tb=native -p no:cacheprovider -p tests.mutation.loop "$@"
}
MUTANTS_KILLED=1 run tests/unit/protocol/test_said.py # most mutants fail it at once
# shellcheck disable=SC2086 # they are words
run $tests
# shellcheck disable=SC2086
MUTANTS=survived run $tests tests/mutation/corpus_verdicts.py
cd ..
exec "$place/venv/bin/python" tests/mutation/report.py .
