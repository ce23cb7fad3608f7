"""The corpus in mutation runs: a mutant of the package must not judge a folder otherwise than the package does.

In the project's own tests `scripts/verify.py` says what is right for every folder of the corpus
(`tests/unit/test_corpus.py`), which takes a minute. Here its word is written down once, before any mutant:

    python -m tests.mutation.corpus_verdicts > verdicts.json

A folder on which script and package differ stops that. Not collected by itself; ``run.sh`` names it.
"""

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from tests.support.corpus import Case, corpus
from tests.support.corpus_honest import CHAIN
from tests.support.corpus_judges import laid_out, of_package, of_script, script_of_own_chain

RECORDED = Path(__file__).parents[2] / "verdicts.json"
EACH = {"malformed": 6, "files": 2, "names": 4, "inputs": 2, "chain": 2}
"""Of refusals with these codes every so many a folder is judged: the others hold a reader's mutants as well."""

Recorded = dict[str, list[str]]


def package(case: Case) -> list[str]:
    """Verdict, stage and code of the package."""
    return of_package(case.files, case.draw, chain=CHAIN)


def record() -> Recorded:
    """Verdict, stage and code by name of the case, as the script gives them, which are the package's."""
    script = script_of_own_chain()
    said = {}
    with TemporaryDirectory() as place:
        for number, case in enumerate(corpus()):
            said[case.name] = of_script(script, laid_out(Path(place) / str(number), case.draw, case.files))
            assert said[case.name] == package(case), case.name
    return said


@pytest.fixture(scope="module")
def recorded() -> Recorded:
    return json.loads(RECORDED.read_text(encoding="utf-8"))


def chosen(recorded: Recorded) -> list[Case]:
    met: dict[str, int] = {}
    found = []
    for case in corpus():
        code = recorded[case.name][-1]
        met[code] = met.get(code, -1) + 1
        if met[code] % EACH.get(code, 1) == 0:
            found.append(case)
    return found


def test_honest_folders(recorded):
    for case in chosen(recorded):
        if not case.forged:
            assert package(case) == recorded[case.name], case.name


def test_forged_folders(recorded):
    for case in chosen(recorded):
        if case.forged:
            assert package(case) == recorded[case.name], case.name


if __name__ == "__main__":
    print(json.dumps(record(), indent=0, ensure_ascii=False))
