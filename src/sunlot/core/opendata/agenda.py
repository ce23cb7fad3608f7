"""What is to come, as a calendar: when waiting draws get their random value, visits to come, and what is owed."""

from collections.abc import Iterator
from datetime import date

from sunlot.core.deadlines import Facts, chosen, deadlines
from sunlot.core.icalendar import Event, event_of
from sunlot.core.protocol.record import Stage as Frozen
from sunlot.core.views.contents import Contents


def events(site: Contents) -> list[Event]:
    """Give the events of the days from the one that the site shows, and what is late."""
    return [*_draws(site), *_windows(site), *_owed(site)]


def _draws(site: Contents) -> Iterator[Event]:
    for draw in sorted(site.draws, key=lambda draw: draw.id):
        record = site.records.get(draw.id)
        titles = {stage.id: stage.title for stage in draw.stages if stage.state_code == "waiting"}
        for stage in record.stages if record else ():
            if isinstance(stage, Frozen) and str(stage.id) in titles:
                at = stage.freeze.value.beacon.time
                said = f"公开随机数：{site.names.draw(draw.id).text} · {titles[str(stage.id)]}"
                yield Event(
                    f"beacon|{draw.id}|{stage.id}",
                    at,
                    said,
                    "名单已冻结；届时公布的随机数决定结果。",
                    url=_url(site, f"draws/{draw.id}/"),
                )


def _windows(site: Contents) -> Iterator[Event]:
    for key, placed in sorted(site.registry.tasks.items()):
        task = placed.value
        if task.window_to >= site.day:
            day = date.fromisoformat(task.window_from)
            until = f"{task.window_from} — {task.window_to}"
            said = f"开始现场检查：{site.names.draw(key).text}"
            yield Event(f"window|{key}", day, said, until, url=_url(site, f"draws/{key}/"))


def _owed(site: Contents) -> Iterator[Event]:
    facts = Facts(registry=site.registry, day=date.fromisoformat(site.day), drawn=site.drawn)
    for one in chosen(deadlines(facts)):
        whom = site.names.target(one.subject).text if one.about in ("target", "result") else one.subject
        yield event_of(one, f"{one.what('zh', site.words.term)}：{whom}")


def _url(site: Contents, path: str) -> str:
    return f"{site.settings.site_url}{path}" if site.settings.site_url else ""
