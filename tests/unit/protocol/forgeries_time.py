"""Draws out of their order in time: `time`."""

from functools import partial

from tests.support.drawfolders import remove
from tests.unit.protocol.forging import Table, at, files, later, retimed, sealed
from tests.unit.protocol.forging import forgery as enter

FORGERIES: Table = []
forgery = partial(enter, FORGERIES)


# time


@forgery("time.round", "targets")
def the_end_of_the_calendar():
    def change(freeze):
        freeze["frozen_at"] = "9999-12-31T20:00:00Z"
        freeze["lead"] = 600
        freeze["beacon"]["time"] = "9999-12-31T23:00:00Z"

    return sealed("targets/freeze.json", change)


@forgery("time.lead", "targets")
def a_short_lead():
    return sealed("targets/freeze.json", lambda freeze: freeze.update(lead=599))


@forgery("time.too_late", "targets")
def a_freeze_at_the_time_of_the_beacon():
    return sealed("targets/freeze.json", lambda freeze: freeze.update(frozen_at=at("targets")["beacon"]["time"]))


@forgery("time.too_late", "relief-1")
def a_lead_beyond_all_times():
    return sealed("relief-1/freeze.json", lambda freeze: freeze.update(lead=2**53 - 1))


@forgery("time.register", "targets")
def a_register_of_tomorrow():
    return sealed("targets/freeze.json", lambda freeze: freeze["register"].update(as_of="2026-07-22"))


@forgery("time.register_differs", "teams")
def another_register_for_teams():
    return sealed("teams/freeze.json", lambda freeze: freeze["register"].update(as_of="2026-07-20"))


@forgery("time.freeze_order", "substitutes-1")
def a_freeze_before_the_one_before():
    frozen_at = later(at("substitutes-1")["frozen_at"], -1)
    return sealed("substitutes-1/freeze.json", lambda freeze: freeze.update(frozen_at=frozen_at))


@forgery("time.beacon_order", "teams")
def a_beacon_at_the_time_of_the_one_before():
    return retimed("teams", at("targets")["beacon"]["time"])


@forgery("time.together", "teams")
def teams_frozen_after_targets():
    frozen_at = later(at("teams")["frozen_at"], 1)
    return sealed("teams/freeze.json", lambda freeze: freeze.update(frozen_at=frozen_at))


@forgery("time.before_of", "relief-1")
def a_relief_frozen_before_the_teams_were_drawn():
    frozen_at = later(at("teams")["beacon"]["time"], -1)
    return sealed("relief-1/freeze.json", lambda freeze: freeze.update(frozen_at=frozen_at))


@forgery("time.before_void", "teams-2")
def a_repeat_before_the_void():
    voided_at = later(at("teams-2", "void-and-repeat")["frozen_at"], 1)
    return sealed("teams/void.json", lambda void: void.update(voided_at=voided_at), "void-and-repeat")


@forgery("time.not_its_turn", "teams")
def teams_before_targets():
    return remove(files("small"), "targets/beacon.json", "targets/outcome.json")


@forgery("time.round", "targets")
def a_round_of_choice():
    def change(freeze):
        freeze["beacon"]["round"] += 1

    return sealed("targets/freeze.json", change)


@forgery("time.round", "teams")
def a_document_of_another_day():
    return sealed("teams/freeze.json", lambda freeze: freeze["beacon"].update(round="2026-01-01"), "other-beacons")
