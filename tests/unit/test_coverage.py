"""The table of clauses: complete, in the notice's own words, and every place and test it names is there."""

import ast
import json
import re
from functools import cache
from hashlib import sha256
from pathlib import Path

import jsonschema
import pytest
from tests.repos.running import cases

from sunlot.cli import COMMANDS
from sunlot.core.catalogue import CATALOGUE
from sunlot.core.problems import ProblemsError
from sunlot.core.views.clause_pages import Clause
from sunlot.jobs.site.clauses import SCHEMA, TABLE, parsed, shipped
from sunlot.store import schemas, strict

TOP = Path(__file__).parents[2]
PAGES = TOP / "docs" / "site"
CLAUSES = [*(f"R{n}" for n in range(1, 51)), *(f"L{n}" for n in range(1, 13))]
COVERAGE = parsed(shipped(TABLE))
EVERY = pytest.mark.parametrize("clause", list(COVERAGE.clauses), ids=lambda clause: clause.id)


def plain(text: str) -> str:
    """Text without the marks of Markdown and without white space."""
    return re.sub(r"\{ ?#[^}]*\}|(?m:^## )|[*\\\s]", "", text)


def notice() -> str:
    """The notice's own words: its page below our introduction and our first heading."""
    page = authored(COVERAGE.rule.page)
    assert page is not None
    return plain(page.partition("\n## ")[2].partition("\n")[2])


@cache
def authored(page: str) -> str | None:
    """The source of a page that stands at an address of its own; shells for records have none."""
    folder = page.rstrip("/")
    for path in (PAGES / folder / "index.md", PAGES / f"{folder}.md"):
        if path.is_file() and "SUNLOT-TITLE" not in path.read_text("utf-8"):
            return path.read_text("utf-8")
    return None


@cache
def functions(path: Path) -> frozenset[str]:
    """The tests that a file defines."""
    tree = ast.parse(path.read_text("utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def test_the_schema_is_one_and_the_table_fits_it() -> None:
    schema = json.loads(shipped(SCHEMA))
    jsonschema.Draft202012Validator.check_schema(schema)
    reading, problems = strict.read(TABLE, shipped(TABLE))
    assert reading is not None, problems
    assert list(jsonschema.Draft202012Validator(schema).iter_errors(reading.value)) == []


def test_every_clause_stands_there_once_and_in_order() -> None:
    assert [clause.id for clause in COVERAGE.clauses] == CLAUSES


def test_the_notice_is_kept_character_for_character() -> None:
    """The digest is that of the published text without its line breaks."""
    assert len(notice()) == 2314
    digest = sha256(notice().encode()).hexdigest()
    assert digest == "54d150a853ddce33472ab284f0fed95c45132baa10e814040c7a1aa90dc0afd1"


def test_quotes_stand_in_the_notice_word_for_word() -> None:
    text = notice()
    quoted = {clause.id: clause.quote for clause in COVERAGE.clauses if clause.quote}
    assert quoted.keys() == {one for one in CLAUSES if one.startswith("R")}
    assert [(one, piece) for one, pieces in quoted.items() for piece in pieces if plain(piece) not in text] == []


def test_anchors_lead_to_where_the_words_stand() -> None:
    page = authored(COVERAGE.rule.page) or ""
    for clause in COVERAGE.clauses:
        if clause.anchor is None:
            assert clause.id.startswith("L")
            continue
        before, anchor, after = re.split(rf"(\{{ ?#{clause.anchor} ?\}})", page)
        # an anchor stands after its paragraph, or at a heading before what belongs to it
        start = before.rpartition("\n\n")[2]
        section = start + anchor + (after.partition("\n## ")[0] if start.startswith("## ") else "")
        if clause.id != "R50":  # it quotes two paragraphs
            assert [piece for piece in clause.quote if plain(piece) not in plain(section)] == [], clause.id


@EVERY
def test_what_is_built_says_where_and_what_is_not_says_what_is_missing(clause: Clause) -> None:
    places = clause.places
    if clause.state == "built":
        assert places.pages or places.commands or places.fields or places.codes
        assert clause.tests
        assert clause.missing is None
    else:
        assert clause.missing is not None
    if clause.state == "partly":
        assert clause.tests


@EVERY
def test_every_place_is_there(clause: Clause) -> None:
    for address in clause.places.pages:
        page, _, anchor = address.partition("#")
        source = authored(page)
        assert source is not None, address
        held = "".join(path.read_text("utf-8") for path in (TOP / "src/sunlot/templates").glob("*.html"))
        assert not anchor or f"{{#{anchor}}}" in source or f'id="{anchor}"' in held, address
    assert set(clause.places.commands) <= COMMANDS.keys()
    assert set(clause.places.codes) <= CATALOGUE.keys()
    for name in clause.places.fields:
        kind, field = name.split(".")
        assert field in schemas.schema(kind)["properties"], name


@EVERY
def test_every_test_is_there(clause: Clause) -> None:
    for name in clause.tests:
        path, _, function = name.partition("::")
        if path.startswith("tests/repos/bad/"):
            assert path.removeprefix("tests/repos/bad/") in cases(), name
            assert not function
        else:
            assert (TOP / path).is_file(), name
            found = functions(TOP / path)
            assert function in found if function else any(one.startswith("test_") for one in found), name


@pytest.mark.parametrize("kind", schemas.KINDS)
def test_every_kind_of_record_takes_fields_of_ones_own(kind: str) -> None:
    checker = jsonschema.Draft202012Validator(schemas.public(kind))
    own = {error.validator for error in checker.iter_errors({"x_own": "1"})}
    other = {error.validator for error in checker.iter_errors({"own": "1"})}
    assert "additionalProperties" in other - own


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        (('state: "built"', 'state: "done"'), {"F107", "F109"}),
        (('state: "built"', 'state: "open"'), {"F107"}),
        (("        tests:\n", "        shown:\n"), {"F106", "F107"}),
        (('- id: "R1"', '- id: "1"'), {"F110"}),
        (('"tests/', '"scripts/'), {"F110"}),
        (("        answer:\n", "        answer: {}\n        x:\n"), {"F106", "F107"}),
        (("parts:", "parts: &all"), {"F104"}),
    ],
)
def test_a_table_that_does_not_fit_is_told_by_its_place(change: tuple[str, str], codes: set[str]) -> None:
    with pytest.raises(ProblemsError) as stopped:
        parsed(shipped(TABLE).replace(*(text.encode() for text in change), 1))
    assert {one.code for one in stopped.value.problems} == codes
    assert {one.place.file for one in stopped.value.problems} == {TABLE}


def test_what_is_built_lacks_nothing() -> None:
    built = 'state: "built"\n        missing:\n          zh: "无"\n          en: "nothing"'
    with pytest.raises(ProblemsError) as stopped:
        parsed(shipped(TABLE).replace(b'state: "built"', built.encode(), 1))
    assert {one.code for one in stopped.value.problems} == {"F108"}
