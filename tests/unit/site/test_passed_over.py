"""A target's page tells of every draw whose lists name it: those that chose it and those that did not."""

import json
from pathlib import Path

from sunlot.core.identity import current
from sunlot.core.views import findable
from sunlot.jobs.site.contents import gather
from sunlot.store.repository import Store

TOP = Path(__file__).parents[3]
SITE, _ = gather(Store.open(TOP), "2026-08-21")


def test_every_line_of_every_list_is_told_once() -> None:
    heirs = current(SITE.registry)
    listed: dict[str, list[str]] = {}
    for draw, record in SITE.records.items():
        for key in [*(one.key for one in record.lists.roster), *(one.key for one in record.lists.exclusions)]:
            listed.setdefault(heirs.get(key, key), []).append(draw)
    told = {key: [one.draw.id for one in ones] for key, ones in SITE.passed_over.items()}
    for view in SITE.draws:
        for one in view.chosen:
            told.setdefault(heirs.get(one.target.id, one.target.id), []).append(view.id)
    assert {key: sorted(draws) for key, draws in told.items()} == {key: sorted(draws) for key, draws in listed.items()}


def test_the_chance_is_that_of_the_stratum_and_an_exclusion_has_its_reason() -> None:
    told = [one for ones in SITE.passed_over.values() for one in ones]
    assert {one.how.split("（")[0] for one in told if one.chance} == {"列入名单"}
    assert all(one.how.startswith("未列入名单：") and len(one.how) > 6 for one in told if not one.chance)
    strata = {(view.id, stratum.title): stratum.chance for view in SITE.draws for stratum in view.strata}
    for one in told:
        if one.chance:
            title = one.how.removeprefix("列入名单（").rpartition("），")[0]
            assert strata[one.draw.id, title] == one.chance


def test_an_undrawn_target_reads_of_it_in_the_register() -> None:
    rows = {key: dict(lines) for key, _, lines in findable.register(SITE)}
    undrawn = next(key for key in SITE.passed_over if key in rows and key not in SITE.names.drawn)
    told = rows[undrawn][findable.DRAWS]
    assert [address for _, address in told] == [one.draw.address for one in SITE.passed_over[undrawn]]
    assert json.dumps(told, ensure_ascii=False).count("名单") >= len(told)
