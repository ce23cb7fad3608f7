"""Every way in which a draw is refused, each on a draw forged and sealed again by a dishonest office."""

import pytest
from tests.support.drawfolders import SCENARIOS, Files, RealRounds, edit, honest, remove, reseal, write
from tests.unit.protocol import (
    forgeries_binding,
    forgeries_form,
    forgeries_outcome,
    forgeries_public,
    forgeries_time,
)
from tests.unit.protocol.forging import CHAIN, DRAW, files, office

from sunlot.core.protocol.case import DoesNotHoldError
from sunlot.core.protocol.folder import FilesInMemory
from sunlot.core.protocol.grammar import CODES
from sunlot.core.protocol.sentences_refused import REFUSED
from sunlot.core.protocol.verify import verify

FORGERIES = [
    *forgeries_form.FORGERIES,
    *forgeries_binding.FORGERIES,
    *forgeries_time.FORGERIES,
    *forgeries_public.FORGERIES,
    *forgeries_outcome.FORGERIES,
]


@pytest.mark.parametrize("one", FORGERIES, ids=str)
def test_a_forgery_is_refused(one):
    failure = verify(FilesInMemory(one.make(), one.others), one.draw, chain=CHAIN).failure
    assert failure
    assert (str(failure.stage), failure.refusal.name) == (one.stage, one.name)


class Unreadable(FilesInMemory):
    """A folder on a failing disk."""

    def read(self, path):
        if path == "teams/outcome.json":
            raise PermissionError(13, "no\nway")
        return super().read(path)

    def entries(self, path):
        if path == "relief-1":
            raise OSError
        return super().entries(path)


def test_what_cannot_be_read_is_refused():
    verdict = verify(Unreadable(files()), DRAW, chain=CHAIN)
    assert verdict.last_line("en").startswith("refused: teams: files: teams/outcome.json cannot be read: ")
    readable = Unreadable(remove(files(), "teams/outcome.json", "teams/beacon.json"))
    verdict = verify(readable, DRAW, chain=CHAIN)
    assert verdict.failure
    assert (str(verdict.failure.stage), verdict.failure.refusal.name) == ("relief-1", "files.unreadable")


def test_a_receipt_that_does_not_hold_is_refused():
    def check(stage, name, content):
        raise ValueError(f"{stage.id} {name} {content!r}")

    receipted = FilesInMemory(write(files(), "teams/freeze.tsr", b"x"))
    verdict = verify(receipted, DRAW, chain=CHAIN, receipt_check=check)
    assert verdict.last_line("en") == "refused: teams: receipt: freeze.tsr does not hold: teams freeze.tsr b'x'"
    assert str(DoesNotHoldError("签名不对", "the signature is wrong")) == "the signature is wrong"


def test_every_refusal_is_met_above():
    elsewhere = {"files.unreadable", "receipt.does_not_hold"}
    assert {one.name for one in FORGERIES} | elsewhere == REFUSED.keys()
    assert {name.partition(".")[0] for name in REFUSED} == set(CODES)


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_the_honest_draws_behind_the_forgeries_verify(scenario):
    assert verify(office(scenario).folder, DRAW, chain=CHAIN).last_line("zh") == "verified"
    assert reseal(files(scenario)) == files(scenario)


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_the_same_draws_with_real_rounds_verify(scenario):
    assert verify(honest(scenario, values=RealRounds()).folder, DRAW).last_line("en") == "verified"


def test_a_draw_of_another_chain_is_refused_without_being_told_of_it():
    failure = verify(office("small").folder, DRAW).failure
    assert failure
    assert failure.refusal.name == "beacon.chain"


def test_the_first_failure_counts():
    # a later stage is forged worse; an earlier code of the same stage comes first
    both = edit(files(), "relief-1/freeze.json", lambda freeze: freeze.update(note="x"))
    both = edit(both, "targets/freeze.json", lambda freeze: freeze.update(lead=1))
    assert _failure(both) == ("targets", "chain")
    assert _failure(reseal(edit(files(), "targets/freeze.json", lambda freeze: freeze.update(lead=1)))) == (
        "targets",
        "time",
    )


def test_a_stage_that_cannot_be_read_stands_after_teams():
    broken = write(files(), "teams-2/freeze.json", b"{}")
    broken = edit(broken, "relief-1/outcome.json", lambda outcome: outcome.update(seed="0" * 64))
    assert _failure(broken) == ("teams-2", "malformed")


def _failure(changed: Files) -> tuple[str, str]:
    failure = verify(FilesInMemory(changed), DRAW, chain=CHAIN).failure
    assert failure
    return str(failure.stage), failure.code
