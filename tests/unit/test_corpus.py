"""The corpus before its judges: package, `verify.py` and `verify.sql` give the same verdict, stage and code.

The browser's verifier judges the same folders in `tests/e2e/test_corpus_in_browser.py`.
"""

import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import msgspec
import pytest
from tests.support.corpus import Case, corpus, fingerprint
from tests.support.corpus_honest import CHAIN
from tests.support.corpus_judges import ROOT, laid_out, of_script, script_of_own_chain, sql_of_own_chain
from tests.unit.test_verify_sql import NOT_JUDGED, of_sql

from sunlot.core.protocol import lists
from sunlot.core.protocol.documents import Attestation, Beacon, Void
from sunlot.core.protocol.folder import FilesInMemory
from sunlot.core.protocol.freezes import Freeze
from sunlot.core.protocol.grammar import CODES
from sunlot.core.protocol.outcomes import Outcome
from sunlot.core.protocol.verify import verify

DOCUMENTS = (*get_args(Freeze), *get_args(Outcome), Beacon, Void, Attestation)
SHEETS = [one for one in vars(lists).values() if isinstance(one, lists.Sheet)]
SQL_EACH = int(os.environ.get("SUNLOT_SQL_EACH", "60"))
"""Every which folder SQL judges, since a database takes its time; `SUNLOT_SQL_EACH=1`: all, in some ten minutes."""
NOBODY_MAY_GO = "Entry division far, drawn again"
"""A draw in which nobody is eligible for one of the targets; it is right, and was once refused by SQL."""

LEGAL: Mapping[str, str] = {
    r"\w+Freeze lead shorter": "the office chooses how long it waits, from ten minutes on",
    r"TargetsFreeze previous .+": "of another draw, which is not at hand",
    r"\w+Freeze frozen_at transplanted": "an instant that fits as well; without a receipt it is the office's word",
    r"\w+Freeze (vacancies|withdrawn)\.(reason|evidence) .+": "why somebody falls out is the office's word",
    r"\w+Freeze withdrawn .+": "whom the office withdraws, and nobody withdrew before, is its word",
    r"\w+Freeze vacancies(\.target|\.inspector)? .+": "who falls out is the office's word, if nothing is drawn yet",
    r"TeamsFreeze groups swapped": "the task's order of groups, and nothing is drawn yet",
    r"Void (reason|explanation|approved_by|voided_at) .+": "another reason, sentence, name, later time: a void too",
    r"Attestation (attesters|source|seen_at) .+": "what the attesters say is theirs",
    r"(Exclusion|Absence) \w+ (a row left out|no rows)": "nothing is drawn from this list",
    r" task\.yaml .+": "bytes to a verifier",
    r" folder evidence of anything": "evidence may hold anything",
    r" [a-z0-9/-]+/void\.json a line twice": "a name twice beside another is two names",
    r" teams/\w+\.csv a line gone": "nothing is drawn from this row, or nothing is drawn yet",
    r"(Entry|Inspector|Recusal) \w+ .+, again": "the lists of another draw, as honest as the first",
    r"\w+Freeze (groups\.\w+|vacancies\S*|of\.stage|strata.*) .+, again": "rules as honest as the first ones",
}
"""What a forgery that is accepted was, and why nothing in the folder speaks against it; ``again``: drawn again.

What these leave to the office's word is for receipts and for the project's own checks, which hold lists to registers.
"""


@dataclass(frozen=True, slots=True)
class Judged:
    """A case, its folder on disk, and what the package says: verdict, stage and code, and the name of the refusal."""

    case: Case
    folder: Path
    verdict: list[str]
    name: str


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> list[Judged]:
    place = tmp_path_factory.mktemp("corpus")
    found = []
    for n, case in enumerate(corpus()):
        verdict = verify(FilesInMemory(case.files), case.draw, chain=CHAIN)
        name = verdict.failure.refusal.name if verdict.failure else ""
        last = verdict.last_line("en").split(": ")[:3]
        found.append(Judged(case, laid_out(place / str(n), case.draw, case.files), last, name))
    return found


def keys_of(shape: type[msgspec.Struct], above: str = "") -> Iterator[str]:
    """Name every key of a document from its type: nested keys after a dot, the free keys of a map as ``*``."""
    hints = get_type_hints(shape)
    for field in msgspec.structs.fields(shape):
        key = f"{above}{field.encode_name}"
        yield key
        yield from _below(hints[field.name], key)


def _below(hint: Any, key: str) -> Iterator[str]:
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        yield from keys_of(hint, f"{key}.")
    elif get_origin(hint) is dict:
        yield f"{key}.*"
        yield from _below(get_args(hint)[1], f"{key}.*")
    elif get_origin(hint) in {tuple, Union, UnionType}:
        for inner in get_args(hint):
            yield from _below(inner, key)


def test_every_key_of_every_document_is_attacked():
    keys = {(shape.__name__, key) for shape in DOCUMENTS for key in keys_of(shape)}
    attacks = Counter((case.owner, case.key) for case in corpus() if case.owner.endswith(("Freeze", "Outcome")))
    attacks += Counter((case.owner, case.key) for case in corpus() if case.owner in {"Beacon", "Void", "Attestation"})
    assert attacks.keys() == keys
    assert min(attacks.values()) >= 2


def test_every_column_of_every_list_is_attacked():
    columns = {(sheet.row.__name__, column) for sheet in SHEETS for column in sheet.row.__struct_fields__}
    names = {sheet.row.__name__ for sheet in SHEETS}
    attacks = Counter((case.owner, case.key) for case in corpus() if case.owner in names)
    assert attacks.keys() == columns
    assert len(columns) == 12
    assert min(attacks.values()) >= 5


def test_the_corpus_is_large_and_mostly_forged():
    cases = corpus()
    assert len(cases) >= 400
    assert sum(case.forged for case in cases) / len(cases) >= 0.7
    assert len({case.name for case in cases}) == len(cases)


def test_the_corpus_is_always_the_same():
    own = os.environ.get("PYTHONHASHSEED", "random")
    other = {**os.environ, "PYTHONHASHSEED": "1" if own != "1" else "2"}
    run = [sys.executable, "-m", "tests.support.corpus"]
    printed = subprocess.run(run, cwd=ROOT, env=other, capture_output=True, text=True, check=True).stdout
    assert printed.strip() == fingerprint()


def test_honest_draws_verify_and_forged_ones_do_not(judged):
    assert [one.case.name for one in judged if not one.case.forged and one.verdict != ["verified"]] == []
    forged = [one for one in judged if one.case.forged]
    accepted = [one.case for one in forged if one.verdict == ["verified"]]
    assert len(accepted) <= 0.05 * len(forged)
    assert [case.name for case in accepted if not why_legal(case)] == []
    assert {one.verdict[2] for one in forged if len(one.verdict) > 2} == {*CODES} - {"receipt"}


def why_legal(case: Case) -> str | None:
    """Why nothing speaks against a forgery, if we know."""
    done = f"{case.owner} {case.key} {case.how}{', again' if case.again else ''}"
    return next((why for pattern, why in LEGAL.items() if re.fullmatch(pattern, done)), None)


def test_the_script_says_the_same(judged):
    script = script_of_own_chain()
    differ = [(one.case.name, one.verdict, of_script(script, one.folder)) for one in judged]
    assert [one for one in differ if one[1] != one[2]] == []


def test_sql_says_the_same_of_what_it_judges(judged):
    script = sql_of_own_chain()
    for_sql = [one for one in judged if one.name not in NOT_JUDGED and one.case.key != "inputs.*.sm3"]
    some = [one for n, one in enumerate(for_sql) if n % SQL_EACH == 0 or one.case.name.endswith(NOBODY_MAY_GO)]
    assert any(one.case.name.endswith(NOBODY_MAY_GO) and one.verdict == ["verified"] for one in some)
    assert {one.verdict[0] for one in some} == {"verified", "refused"}
    differ = [(one.case.name, one.verdict, of_sql(one.folder, script)) for one in some]
    assert [one for one in differ if one[1] != one[2]] == []
