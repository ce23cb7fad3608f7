"""Damaged folders: whatever they hold, there is a verdict; and no byte of a drawn draw can change unnoticed."""

import json
import re

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.drawfolders import SCENARIOS, Files, canonical, remove, reseal, write
from tests.unit.protocol.forging import CHAIN, DRAW, FULL, files

from sunlot.core.protocol.folder import FilesInMemory
from sunlot.core.protocol.verify import verify

LAST = re.compile(r"verified|refused: (targets|[a-z]+(-[1-9][0-9]*)?): [a-z]+: [^\n]+")
scenarios = st.sampled_from(sorted(SCENARIOS))
many = settings(max_examples=150, deadline=None)


def judged(changed: Files, others: frozenset[str] = frozenset()) -> bool:
    """Verify a folder, and hold the verdict to its form."""
    verdict = verify(FilesInMemory(changed, others), DRAW, chain=CHAIN, now="2026-12-01T00:00:00Z")
    for lang in ("zh", "en"):
        lines = verdict.lines(lang)
        assert all(line.isprintable() for line in lines)
        assert LAST.fullmatch(lines[-1])
        assert (lines[-1] == "verified") == verdict.verified
    return verdict.verified


@st.composite
def damaged(draw: st.DrawFn, of: st.SearchStrategy[str]) -> tuple[str, bytes, bytes]:
    """A path, its content, and the content with some bytes cut out and others put in."""
    scenario = draw(of)
    path = draw(st.sampled_from(sorted(files(scenario))))
    content = files(scenario)[path]
    start = draw(st.integers(0, len(content)))
    end = draw(st.integers(start, min(len(content), start + 40)) | st.just(len(content)))
    piece = draw(
        st.binary(max_size=4) | st.sampled_from([b"0", b"\n", b'"', b"{", b"[[[[", b",", b"null", b"\\", b"-1"])
    )
    return scenario, path, content[:start] + piece + content[end:]


@many
@given(damaged(scenarios))
def test_a_damaged_file_never_crashes_the_verifier(damage):
    scenario, path, content = damage
    judged(write(files(scenario), path, content))


@many
@given(damaged(st.sampled_from(["small", "joint-withheld", FULL])))
def test_no_byte_of_a_drawn_draw_changes_unnoticed(damage):
    scenario, path, content = damage
    assert judged(write(files(scenario), path, content)) == (content == files(scenario)[path])


odd = st.sampled_from(
    [None, True, 0, -1, 2**53, 2**64, 1e300, "", "|", "~", "teams-2", "2026-02-30", [], [[]], {}, {"": 0}]
)


@st.composite
def rewritten(draw: st.DrawFn) -> Files:
    """A draw in which a value of a document is another, with every digest set right where that is possible."""
    scenario = draw(scenarios)
    path = draw(st.sampled_from(sorted(path for path in files(scenario) if path.endswith(".json"))))
    document = json.loads(files(scenario)[path])
    place = document
    for _ in range(draw(st.integers(0, 3))):
        inner = [
            value for value in (place.values() if isinstance(place, dict) else place) if isinstance(value, dict | list)
        ]
        if not any(inner):
            break
        place = draw(st.sampled_from([value for value in inner if value]))
    keys = sorted(place) if isinstance(place, dict) else range(len(place))
    key = draw(st.sampled_from(keys))
    place[key] = draw(odd | st.just(place[key]) | st.text(max_size=5) | st.integers(0, 2**53))
    changed = write(files(scenario), path, canonical(document) if _is_text(document) else b"{}")
    try:
        return reseal(changed)
    except (KeyError, TypeError, AttributeError, ValueError):
        return changed


def _is_text(document: object) -> bool:
    return json.dumps(document, ensure_ascii=False).isprintable()


@many
@given(rewritten())
def test_a_rewritten_document_never_crashes_the_verifier(changed):
    judged(changed)


@many
@given(scenarios, st.data())
def test_missing_and_moved_files_never_crash_the_verifier(scenario, data):
    changed = dict(files(scenario))
    paths = sorted(changed)
    for path in data.draw(st.sets(st.sampled_from(paths), max_size=3)):
        changed = remove(changed, path)
    moved = data.draw(st.sampled_from(paths))
    onto = data.draw(st.sampled_from([*paths, "teams-9/freeze.json", "relief-1/void.json", "targets", "x/y/z"]))
    changed[onto] = files(scenario)[moved]
    others = frozenset(data.draw(st.sets(st.sampled_from([*paths, "teams", "evidence"]), max_size=1)))
    judged({path: content for path, content in changed.items() if path not in others}, others)
