"""Which draws still wait for a public value."""

from sunlot.core.protocol.reading import read
from sunlot.core.protocol.record import Stage
from sunlot.store.drawfolders import DrawFolder, draw_ids
from sunlot.store.repository import Store


def waiting_draws(store: Store) -> list[str]:
    """Name the draws with a stage that is frozen and not drawn, in order of their ids.

    A void stage still owes its outcome (protocol, section 3.2). A stage that cannot be read is frozen and may wait; who
    draws it is told what is wrong.
    """
    return [draw for draw in draw_ids(store.source) if _waits(DrawFolder(store.source, draw), draw)]


def _waits(folder: DrawFolder, draw: str) -> bool:
    if "freeze.json" not in folder.entries("targets"):
        return False
    stages = read(folder, draw).stages
    return any(stage.outcome is None if isinstance(stage, Stage) else True for stage in stages)
