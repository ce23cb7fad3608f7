"""The one place that writes: beside first, then into place, so that a crash leaves the old state or the new.

Files are built and synced in a folder `.sunlot-tmp-…` at the top of the given root, which must lie on one file system,
and then renamed. The folder is locked while it is in use; a later run removes what a killed one left. Nothing is
written outside the root, through a symbolic link or into `.git`.
"""

from sunlot.store.writing.batch import Batch, remove, write
from sunlot.store.writing.disk import LEFTOVER, WriteError
from sunlot.store.writing.stage import clean
from sunlot.store.writing.trees import beside, fill, make_folder, replace_tree

__all__ = [
    "LEFTOVER",
    "Batch",
    "WriteError",
    "beside",
    "clean",
    "fill",
    "make_folder",
    "remove",
    "replace_tree",
    "write",
]
