"""From records and draws to the contents of a site."""

from collections.abc import Mapping, Sequence

from sunlot.core.corrections import in_force
from sunlot.core.dates import end_of
from sunlot.core.decided import decided
from sunlot.core.divisions import Divisions
from sunlot.core.protocol.record import Record
from sunlot.core.registry import Registry
from sunlot.core.views.contents import Contents, DrawFile
from sunlot.core.views.draw_views import DrawViews
from sunlot.core.views.draws import Verdict
from sunlot.core.views.last_time import LastTime
from sunlot.core.views.names import Names
from sunlot.core.views.passed_over import passed_over
from sunlot.core.views.vocabulary import Vocabulary


def assemble(
    registry: Registry,
    words: Vocabulary,
    day: str,
    *,
    records: Mapping[str, Record],
    verdicts: Mapping[str, Verdict],
    files: Mapping[str, Sequence[DrawFile]],
    revision: str | None = None,
) -> Contents:
    """Gather what the pages of one day show.

    Args:
        registry: All records; the settings have to be there.
        words: Labels.
        day: The ISO date in Beijing.
        records: The draws of which something is frozen.
        verdicts: What the verifier says of each of them.
        files: Every draw, with the files in its folder.
        revision: The commit that was read.

    Raises:
        ValueError: If the registry has no settings.
    """
    if registry.settings is None:
        raise ValueError("a site belongs to somebody: the registry has no settings")
    divisions = Divisions.of(row.value for rows in registry.divisions.values() for row in rows)
    plain = DrawViews(words, Names(registry, day, divisions), day)
    chosen = {one.target.id for record in records.values() for one in plain.of(record.draw, None, record, None).chosen}
    draws = sorted({*files, *registry.tasks}, reverse=True)
    names = Names(registry, day, divisions, frozenset(chosen), frozenset(draws))
    views = DrawViews(words, names, day, LastTime(registry, records))
    tasks = {draw: placed.value for draw, placed in registry.tasks.items()}
    shown = [views.of(draw, tasks.get(draw), records.get(draw), verdicts.get(draw)) for draw in draws]
    return Contents(
        day=day,
        settings=registry.settings.value,
        registry=registry,
        words=words,
        names=names,
        draws=shown,
        passed_over=passed_over(registry, words, names, shown, records),
        records=records,
        drawn={draw: decided(record, end_of(day)) for draw, record in records.items()},
        files=files,
        results=in_force(registry.results, until=day),
        circulars={draw: placed for (draw, _), placed in in_force(registry.circulars, until=day).items()},
        revision=revision,
    )
