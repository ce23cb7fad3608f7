"""What stands in a draw's folder: what may, what must, and what is said when it cannot be read."""

import pytest
from tests.support.drawfolders import edit, remove, reseal, write
from tests.unit.protocol.forging import CHAIN, DRAW, files

from sunlot.core.protocol import reading
from sunlot.core.protocol.folder import FilesInMemory
from sunlot.core.protocol.grammar import TARGETS, TEAMS, Kind, StageId
from sunlot.core.protocol.verify import verify


def last_line(folder: FilesInMemory) -> str:
    return verify(folder, DRAW, chain=CHAIN).last_line("en")


def test_evidence_may_stand_beside_the_stages_and_in_them():
    for path in ("evidence/letter.pdf", "evidence/teams/freeze.json", "teams-2/evidence/x"):
        assert last_line(FilesInMemory(write(files(), path, b"x"))) == "verified"


@pytest.mark.parametrize("name", ["teams-3", "relief-2", "evidence"])
def test_a_file_cannot_bear_the_name_of_a_folder(name):
    told = last_line(FilesInMemory(write(files(), name, b"x")))
    assert told == f"refused: targets: files: {name} does not belong in the folder of a draw"


def test_task_yaml_is_no_folder():
    changed = dict(files())
    changed["task.yaml/x"] = changed.pop("task.yaml")
    told = last_line(FilesInMemory(changed))
    assert told == "refused: targets: files: task.yaml does not belong in the folder of a draw"


class Failing(FilesInMemory):
    """A disk that fails at one path."""

    path = ""

    def read(self, path):
        if path == self.path:
            raise OSError("worn out")
        return super().read(path)

    def entries(self, path):
        if path == self.path:
            raise OSError("worn out")
        return super().entries(path)


@pytest.mark.parametrize("path", ["relief-1", "relief-1/freeze.json", "teams/inspectors.csv"])
def test_what_cannot_be_read_is_told_with_the_reason(path):
    folder = Failing(files())
    object.__setattr__(folder, "path", path)
    stage = path.partition("/")[0]
    assert last_line(folder) == f"refused: {stage}: files: {path} cannot be read: worn out"


def test_where_there_is_no_sm3_it_stays_empty(monkeypatch):
    assert len(reading.describe(b"", 0).sm3) == 64

    def unknown(*_):
        raise ValueError("unsupported hash type")

    monkeypatch.setattr(reading, "new", unknown)
    assert reading.describe(b"", 0).sm3 == ""
    assert last_line(FilesInMemory(files())) == "verified"


def test_a_stage_that_cannot_be_read_keeps_its_place_if_its_freeze_can():
    changed = write(files(), "teams-2/outcome.json", b"{}")
    assert last_line(FilesInMemory(changed)).startswith("refused: teams-2: malformed: ")
    changed = edit(changed, "substitutes-1/outcome.json", lambda outcome: outcome.update(seed="0" * 64))
    assert last_line(FilesInMemory(changed)).startswith("refused: substitutes-1: seed: ")


def test_the_void_of_an_undrawn_stage_bears_its_names():
    changed = reseal(edit(files("void-undrawn"), "targets/void.json", lambda void: void.update(stage="teams")))
    assert last_line(FilesInMemory(changed)).startswith("refused: targets: names: ")


def test_an_empty_file_is_read_as_empty():
    assert last_line(FilesInMemory(reseal(write(files(), "task.yaml", b"")))) == "verified"
    changed = write(files("other-beacons"), "teams/evidence/document", b"")
    record = reading.read(FilesInMemory(write(changed, "teams/freeze.tsr", b"")), DRAW)
    assert record.stage(TEAMS).evidence["evidence/document"] == b""
    assert record.stage(TEAMS).receipts == {"freeze.tsr": b""}
    assert record.stage(TARGETS).receipts == {}


def test_a_record_of_what_is_there():
    record = reading.read(FilesInMemory(files("waiting")), DRAW)
    assert record.stage(TEAMS).evidence == {}
    with pytest.raises(KeyError, match="relief-9"):
        record.stage(StageId(Kind.RELIEF, 9))
    assert verify(FilesInMemory(files("waiting")), DRAW, chain=CHAIN).draw == DRAW


class Strict(FilesInMemory):
    """As on disk: what is no folder cannot be listed."""

    def entries(self, path):
        found = super().entries(path)
        if not found:
            raise NotADirectoryError(path)
        return found


def test_evidence_that_is_not_there_is_missing_and_not_unreadable():
    changed = remove(files("other-beacons"), "targets/evidence/attestation.json")
    told = last_line(Strict(changed))
    assert told == "refused: targets: files: targets/evidence/attestation.json is missing"
