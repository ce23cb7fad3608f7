"""Draws with a false public value, or set aside in a wrong way: `beacon`, `seed` and `void`."""

import json
from collections.abc import Callable
from functools import partial

from tests.support.drawfolders import Files, canonical, edit, reseal, write
from tests.unit.protocol.forging import Table, at, files, sealed
from tests.unit.protocol.forging import forgery as enter

FORGERIES: Table = []
forgery = partial(enter, FORGERIES)


# beacon


@forgery("beacon.chain", "targets")
def another_chain():
    return sealed("targets/freeze.json", lambda freeze: freeze["beacon"].update(chain="0" * 64))


@forgery("beacon.chain", "targets")
def another_lottery():
    return sealed("targets/freeze.json", lambda freeze: freeze["beacon"].update(chain="qlc"), "other-beacons")


@forgery("beacon.chain", "targets")
def a_date_under_another_name():
    return sealed("targets/freeze.json", lambda freeze: freeze["beacon"].update(chain="today"), "training")


@forgery("beacon.differs", "targets")
def another_round():
    return sealed("targets/beacon.json", lambda beacon: beacon.update(round=1))


@forgery("beacon.signature", "targets")
def the_signature_of_another_round():
    other = json.loads(files()["teams-2/beacon.json"])["signature"]
    return sealed("targets/beacon.json", lambda beacon: beacon.update(signature=other))


@forgery("beacon.signature", "targets")
def an_upper_case_signature():
    return sealed("targets/beacon.json", lambda beacon: beacon.update(signature=beacon["signature"].upper()))


def lottery(signature: str) -> Callable[[], Files]:
    def make() -> Files:
        return sealed("targets/beacon.json", lambda beacon: beacon.update(signature=signature), "other-beacons")

    make.__name__ = f"lottery_numbers_{signature}"
    return make


for numbers in (
    "01.07.12.20.28.33",
    "01.07.12.20.28.33.16.16",
    "01.07.12.20.33.28.16",
    "01.07.12.20.28.28.16",
    "01.07.12.20.28.34.16",
    "00.07.12.20.28.33.16",
    "01.07.12.20.28.33.17",
    "1.7.12.20.28.33.16",
    "01 07 12 20 28 33 16",
    "",
):
    forgery("beacon.signature", "targets")(lottery(numbers))


@forgery("beacon.signature", "teams")
def another_document():
    return write(files("other-beacons"), "teams/evidence/document", b"")


@forgery("beacon.signature", "targets")
def another_date():
    return sealed("targets/beacon.json", lambda beacon: beacon.update(signature="0" * 64), "training")


@forgery("beacon.attestation", "targets")
def an_attestation_in_prose():
    return write(files("other-beacons"), "targets/evidence/attestation.json", "开奖了\n".encode())


@forgery("beacon.attestation", "targets")
def an_attestation_written_otherwise():
    path = "targets/evidence/attestation.json"
    return write(files("other-beacons"), path, files("other-beacons")[path] + b"\n")


@forgery("beacon.attesters", "targets")
def one_attester_twice():
    return edit(
        files("other-beacons"), "targets/evidence/attestation.json", lambda one: one.update(attesters=["甲", "甲 "])
    )


@forgery("beacon.attested_date", "targets")
def the_draw_of_another_day():
    return edit(files("other-beacons"), "targets/evidence/attestation.json", lambda one: one.update(date="2026-01-01"))


@forgery("beacon.attested_date", "teams")
def a_document_with_a_date():
    return edit(files("other-beacons"), "teams/evidence/attestation.json", lambda one: one.update(date="2026-07-22"))


# void


@forgery("void.follows", "relief-1")
def a_stage_that_outlives_what_it_is_built_on():
    void = json.loads(files("void-and-repeat")["teams/void.json"])
    return reseal(write(files(), "teams/void.json", canonical(void)))


@forgery("void.follows", "teams")
def another_reason_than_what_it_is_built_on():
    return sealed("teams/void.json", lambda void: void.update(reason="procedure"), "void-all")


@forgery("void.ended", "substitutes-1")
def a_stage_frozen_after_the_end():
    ended = at("targets", "void-all")["frozen_at"]
    return sealed("targets/void.json", lambda void: void.update(voided_at=ended), "void-all")


def voided(**changes: object) -> Files:
    return sealed("targets/void.json", lambda void: void.update(changes), "void-all")


@forgery("void.reason", "targets")
def a_reason_that_is_none():
    return voided(reason="regret")


@forgery("void.explanation", "targets")
def a_void_without_a_word():
    return voided(explanation=" ")


@forgery("void.approved_by", "targets")
def a_void_by_one():
    return voided(approved_by=["甲", "甲"])


@forgery("void.before_freeze", "targets")
def a_void_before_the_freeze():
    return voided(voided_at="2026-07-01T00:00:00Z")
