"""Which draws still wait for a public value."""

from sunlot.core.protocol.reading import read
from sunlot.core.protocol.record import Stage
from sunlot.store.drawfolders import DrawFolder, draw_ids
from sunlot.store.repository import Store


def waiting_draws(store: Store) -> list[str]:
    """Name the draws with a stage that is frozen, not drawn and not void, in order of their ids."""
    return [draw for draw in draw_ids(store.source) if _waits(read(DrawFolder(store.source, draw), draw).stages)]


def _waits(stages: tuple[object, ...]) -> bool:
    return any(isinstance(stage, Stage) and stage.outcome is None and stage.void is None for stage in stages)
