"""The vectors of an independent implementation: what is good verifies, what is bad is refused as expected."""

import json
from pathlib import Path

import pytest

from sunlot.core.protocol.documents import Beacon
from sunlot.core.protocol.drawing import draw
from sunlot.core.protocol.folder import FilesInMemory
from sunlot.core.protocol.outcomes import TeamsOutcome
from sunlot.core.protocol.reading import read
from sunlot.core.protocol.verify import verify

DRAWS = Path(__file__).parents[2] / "vectors" / "draws"
GOOD = sorted(DRAWS.glob("good-*/*/"))
BAD = sorted(path for path in DRAWS.glob("bad-*/*/") if path.is_dir())


def in_memory(draw_folder: Path) -> FilesInMemory:
    files = (path for path in draw_folder.rglob("*") if path.is_file())
    return FilesInMemory({path.relative_to(draw_folder).as_posix(): path.read_bytes() for path in files})


def test_there_are_vectors():
    assert len(GOOD) >= 5
    assert len(BAD) >= 19


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.parent.name)
def test_good_draws_verify(path):
    verdict = verify(in_memory(path), path.name)
    assert verdict.last_line("en") == "verified"


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.parent.name)
def test_bad_draws_are_refused(path):
    expected = json.loads((path.parent / "expected.json").read_text())
    verdict = verify(in_memory(path), path.name)
    assert verdict.failure
    assert str(verdict.failure.stage) == expected["stage"]
    assert verdict.failure.code in expected["codes"]


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.parent.name)
def test_drawing_again_gives_the_same_outcomes(path):
    record = read(in_memory(path), path.name)
    for stage in (record.stage(one.id) for one in record.stages):
        if stage.outcome and stage.beacon:
            decided = stage.outcome.value
            openings = decided.recusals if isinstance(decided, TeamsOutcome) else ()
            assert isinstance(stage.beacon.value, Beacon)
            assert draw(record, stage.id, stage.beacon.value, openings=openings) == decided
