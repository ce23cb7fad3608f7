"""Draws that were decided in another way: from `strata` to `reliefs`."""

from functools import partial

from tests.support.drawfolders import edit, redraw
from tests.unit.protocol.forging import CHAIN, FULL, Table, files, lines, office, sealed
from tests.unit.protocol.forging import forgery as enter

FORGERIES: Table = []
forgery = partial(enter, FORGERIES)


# seed, strata, selected


@forgery("seed.differs", "targets")
def a_seed_of_choice():
    return sealed("targets/outcome.json", lambda outcome: outcome.update(seed="0" * 64))


@forgery("strata.names", "targets")
def a_stratum_of_nobody():
    def add(freeze):
        freeze["strata"]["Z"] = {"rule": {"count": 1}, "size": 0, "take": 0}

    return sealed("targets/freeze.json", add)


@forgery("strata.take", "targets")
def one_too_few():
    def fewer(freeze):
        freeze["strata"]["K"]["take"] -= 1

    return redraw(edit(files("small"), "targets/freeze.json", fewer), "2026-001", "targets", chain=CHAIN)


@forgery("strata.take", "targets")
def one_too_many_in_a_waiting_draw():
    def more(freeze):
        freeze["strata"]["A"]["size"] += 1

    return sealed("targets/freeze.json", more, "waiting")


@forgery("selected.differ", "targets")
def ranks_swapped():
    def swap(outcome):
        first, second, *_ = outcome["selected"]
        first["key"], second["key"] = second["key"], first["key"]

    return sealed("targets/outcome.json", swap)


@forgery("selected.differ", "targets")
def one_left_out():
    return sealed("targets/outcome.json", lambda outcome: outcome["selected"].pop())


# recusals, teams


@forgery("recusals.unlisted", "teams")
def recusals_of_a_stranger():
    return lines("teams/recusals.csv", lambda rows: sorted([*rows, f"stranger,{'0' * 64}"]), "waiting")


@forgery("recusals.missing", "teams")
def a_recusal_left_closed():
    return sealed("teams/outcome.json", lambda outcome: outcome["recusals"].pop())


@forgery("recusals.extra", "teams")
def an_opening_of_another_target():
    def more(outcome):
        outcome["recusals"].append({"target": "zzz", "salt": "0" * 64, "inspectors": []})

    return sealed("teams/outcome.json", more)


@forgery("recusals.wrong", "teams")
def a_recusal_added_afterwards():
    def add(outcome):
        outcome["recusals"][0]["inspectors"] = ["g1-001", "g1-002", "g1-003"]

    return sealed("teams/outcome.json", add)


@forgery("teams.officers", "teams")
def a_single_officer():
    return sealed("teams/freeze.json", lambda freeze: freeze["groups"][0].update(size=1))


@forgery("teams.groups", "teams-2")
def other_groups_later():
    return sealed("teams-2/freeze.json", lambda freeze: freeze["groups"][0].update(size=3))


@forgery("teams.no_such_group", "teams")
def an_inspector_of_another_group():
    return lines("teams/inspectors.csv", lambda rows: sorted([*rows, "x,g2,65"]), "waiting")


@forgery("teams.withdrawn", "teams-2")
def one_withdrawn_comes_back():
    return sealed("teams-2/freeze.json", lambda freeze: freeze.update(withdrawn=[]))


@forgery("teams.withdrawn", "teams-2")
def one_withdrawn_for_another_reason():
    return sealed("teams-2/freeze.json", lambda freeze: freeze["withdrawn"][0].update(reason="leave"))


@forgery("teams.members", "teams")
def the_second_leads():
    return sealed("teams/outcome.json", lambda outcome: outcome["teams"][0]["members"].reverse())


@forgery("teams.count", "teams")
def a_target_without_team():
    return sealed("teams/outcome.json", lambda outcome: outcome["teams"].pop())


@forgery("teams.count", "teams-2")
def a_team_for_a_vacated_target():
    def more(outcome):
        outcome["teams"].append({"target": office(FULL).selected()[2], "group": "g1", "members": ["g1-001"]})

    return sealed("teams-2/outcome.json", more)


# vacancies, replacements, reliefs


@forgery("vacancies.none", "substitutes-1")
def no_vacancy():
    return sealed("substitutes-1/freeze.json", lambda freeze: freeze.update(vacancies=[]))


@forgery("vacancies.none", "relief-1")
def nobody_to_relieve():
    return sealed("relief-1/freeze.json", lambda freeze: freeze.update(vacancies=[]))


@forgery("vacancies.reason", "substitutes-1")
def an_inspector_s_reason_for_a_target():
    return sealed("substitutes-1/freeze.json", lambda freeze: freeze["vacancies"][0].update(reason="illness"))


@forgery("vacancies.reason", "relief-1")
def a_target_s_reason_for_an_inspector():
    return sealed("relief-1/freeze.json", lambda freeze: freeze["vacancies"][0].update(reason="closed"))


def unselected() -> str:
    roster = (row.split(",")[0] for row in files()["targets/roster.csv"].decode().splitlines()[1:])
    return next(key for key in roster if key not in office(FULL).selected())


@forgery("vacancies.not_live", "substitutes-1")
def a_vacancy_at_one_never_selected():
    return sealed("substitutes-1/freeze.json", lambda freeze: freeze["vacancies"][0].update(target=unselected()))


@forgery("vacancies.no_member", "relief-1")
def a_relief_of_one_who_is_not_there():
    def other(freeze):
        freeze["vacancies"] = [{**freeze["vacancies"][0], "inspector": "g1-zzz"}]

    return sealed("relief-1/freeze.json", other)


@forgery("replacements.differ", "substitutes-1")
def a_substitute_of_choice():
    return sealed("substitutes-1/outcome.json", lambda outcome: outcome["replacements"][0].update({"in": unselected()}))


@forgery("replacements.differ", "substitutes-1")
def nobody_steps_in():
    none = {"in": None, "ticket": None}
    return sealed("substitutes-1/outcome.json", lambda outcome: outcome["replacements"][0].update(none))


@forgery("reliefs.differ", "relief-1")
def a_relief_of_choice():
    return sealed("relief-1/outcome.json", lambda outcome: outcome["reliefs"][0].update({"in": "g1-001"}))
