"""The folder of a draw in memory, and one with files laid over it that are yet to be written."""

from sunlot.core.protocol.folder import FilesInMemory, Overlaid

BASE = FilesInMemory(
    {"task.yaml": b"task", "targets/freeze.json": b"old", "targets/evidence/x/document": b"d", "targets.txt": b""},
    frozenset({"link", "targets/pipe"}),
)


class Strict(FilesInMemory):
    """As on disk: what is no folder cannot be listed."""

    def entries(self, path):
        found = super().entries(path)
        if not found:
            raise NotADirectoryError(path)
        return found


def test_what_stands_directly_in_a_folder():
    assert BASE.entries("") == {"task.yaml": "file", "targets": "folder", "targets.txt": "file", "link": "other"}
    assert BASE.entries("targets") == {"freeze.json": "file", "evidence": "folder", "pipe": "other"}
    assert BASE.entries("targets/evidence") == {"x": "folder"}
    assert BASE.entries("teams") == {}
    assert BASE.read("targets/freeze.json") == b"old"


def test_files_laid_over_a_folder():
    added = FilesInMemory({"targets/freeze.json": b"new", "teams/freeze.json": b"teams", "targets/evidence/y": b"y"})
    both = Overlaid(Strict(BASE.files, BASE.others), added)
    assert both.entries("") == {**BASE.entries(""), "teams": "folder"}
    assert both.entries("targets") == BASE.entries("targets")
    assert both.entries("targets/evidence") == {"x": "folder", "y": "file"}
    assert both.entries("targets/evidence/x") == {"document": "file"}
    assert both.entries("teams") == {"freeze.json": "file"}
    assert both.read("targets/freeze.json") == b"new"
    assert both.read("task.yaml") == b"task"
    assert BASE.read("targets/freeze.json") == b"old"
