"""Draws whose documents do not fit together: `names`, `chain`, `task` and `inputs`."""

from functools import partial
from hashlib import sha256

from tests.support.drawfolders import edit, remove, reseal, write
from tests.unit.protocol.forging import Table, files, sealed
from tests.unit.protocol.forging import forgery as enter

FORGERIES: Table = []
forgery = partial(enter, FORGERIES)


# names


@forgery("names.differ", "teams")
def another_authority():
    return sealed("teams/freeze.json", lambda freeze: freeze.update(authority="other"))


@forgery("names.differ", "targets")
def another_protocol():
    return sealed("targets/freeze.json", lambda freeze: freeze.update(protocol="sunlot/2"))


@forgery("names.differ", "relief-1")
def the_stage_of_another():
    return sealed("relief-1/outcome.json", lambda outcome: outcome.update(stage="relief-2"))


@forgery("names.differ", "relief-1")
def the_stage_with_the_greatest_number():
    return sealed("relief-1/freeze.json", lambda freeze: freeze.update(stage="relief-" + "9" * 5000))


@forgery("names.differ", "targets", draw="2026-009")
def the_draw_of_another():
    return files()


# chain


@forgery("chain.previous", "teams")
def another_previous():
    return edit(files(), "teams/freeze.json", lambda freeze: freeze.update(previous="0" * 64))


@forgery("chain.previous", "substitutes-1")
def a_stage_that_vanished():
    return remove(files(), "relief-1")


@forgery("chain.of", "relief-1")
def a_relief_of_targets():
    return sealed("relief-1/freeze.json", lambda freeze: freeze["of"].update(stage="targets"))


@forgery("chain.of", "relief-1")
def a_relief_of_what_comes_later():
    return sealed("relief-1/freeze.json", lambda freeze: freeze["of"].update(stage="teams-2"))


@forgery("chain.of", "teams-2")
def a_stage_on_what_does_not_exist():
    return sealed("teams-2/freeze.json", lambda freeze: freeze["of"].update(stage="substitutes-7"))


@forgery("chain.of", "teams-2")
def a_stage_on_one_that_no_draw_can_have():
    return sealed("teams-2/freeze.json", lambda freeze: freeze["of"].update(stage="substitutes-" + "9" * 5000))


@forgery("chain.of_outcome", "substitutes-1")
def another_outcome():
    return edit(files(), "substitutes-1/freeze.json", lambda freeze: freeze["of"].update(outcome="0" * 64))


@forgery("chain.of_outcome", "teams")
def teams_that_know_their_targets():
    known = sha256(files()["targets/outcome.json"]).hexdigest()
    return sealed("teams/freeze.json", lambda freeze: freeze["of"].update(outcome=known))


@forgery("chain.of_undrawn", "teams-2")
def a_stage_on_an_undrawn_one():
    undrawn = ("substitutes-1/beacon.json", "substitutes-1/outcome.json")
    return remove(files(), *undrawn, "teams-2/beacon.json", "teams-2/outcome.json")


@forgery("chain.second_teams", "teams-2")
def two_teams_for_the_same_targets():
    unvoided = remove(files("void-and-repeat"), "teams/void.json")
    return reseal(edit(unvoided, "teams-2/freeze.json", lambda freeze: freeze.update(repeats=None)))


@forgery("chain.repeats", "teams-2")
def a_repeat_that_does_not_say_so():
    return sealed("teams-2/freeze.json", lambda freeze: freeze.update(repeats=None), "void-and-repeat")


@forgery("chain.repeats", "teams-2")
def a_repeat_of_nothing():
    return sealed("teams-2/freeze.json", lambda freeze: freeze.update(repeats={"stage": "teams", "void": "0" * 64}))


@forgery("chain.repeats", "teams-2")
def another_void():
    return edit(files("void-and-repeat"), "teams/void.json", lambda void: void.update(explanation="其他"))


@forgery("chain.freeze", "targets")
def an_outcome_of_another_freeze():
    return edit(files(), "targets/outcome.json", lambda outcome: outcome.update(freeze="0" * 64))


@forgery("chain.freeze", "teams")
def a_void_of_another_freeze():
    return edit(files("void-and-repeat"), "teams/void.json", lambda void: void.update(freeze="0" * 64))


@forgery("chain.beacon", "targets")
def an_outcome_of_another_beacon():
    return edit(files(), "targets/outcome.json", lambda outcome: outcome.update(beacon="0" * 64))


# task, inputs


@forgery("task.digest", "targets")
def another_task():
    return write(files(), "task.yaml", b"title: another\n")


@forgery("inputs.names", "targets")
def a_list_left_out():
    return sealed("targets/freeze.json", lambda freeze: freeze["inputs"].pop("targets/exclusions.csv"))


@forgery("inputs.names", "substitutes-1")
def a_list_too_many():
    def add(freeze):
        freeze["inputs"]["targets/zzz.csv"] = dict(freeze["inputs"]["targets/roster.csv"])

    return sealed("substitutes-1/freeze.json", add)


@forgery("inputs.differ", "targets")
def another_count():
    return edit(
        files("waiting"), "targets/freeze.json", lambda one: one["inputs"]["targets/roster.csv"].update(count=1)
    )


@forgery("inputs.differ", "targets")
def another_sm3():
    def change(freeze):
        freeze["inputs"]["targets/roster.csv"]["sm3"] = "0" * 64

    return edit(files("waiting"), "targets/freeze.json", change)


@forgery("inputs.differ", "targets")
def a_row_struck_after_the_freeze():
    roster = files()["targets/roster.csv"].splitlines(keepends=True)
    return write(files(), "targets/roster.csv", b"".join(roster[:-1]))
