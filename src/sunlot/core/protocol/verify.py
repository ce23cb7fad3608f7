"""The verifier: reads a draw's folder, does every stage again, and says what it found (section 12)."""

from sunlot.core.protocol.case import Case, ReceiptCheck
from sunlot.core.protocol.drand import QUICKNET, Chain
from sunlot.core.protocol.facts import StageFacts, describe
from sunlot.core.protocol.folder import Folder
from sunlot.core.protocol.grammar import Refusal
from sunlot.core.protocol.history import histories
from sunlot.core.protocol.reading import read
from sunlot.core.protocol.record import Record, Stage, Unread
from sunlot.core.protocol.rules import RULES
from sunlot.core.protocol.verdict import Failure, Verdict


def verify(
    folder: Folder,
    draw: str,
    *,
    chain: Chain = QUICKNET,
    now: str | None = None,
    receipt_check: ReceiptCheck | None = None,
) -> Verdict:
    """Judge one draw.

    Args:
        folder: the draw's folder.
        draw: the name of that folder.
        chain: the drand chain; only tests give another than the protocol's.
        now: an instant, to tell which stages are overdue; ``None``: not told.
        receipt_check: how to check receipts; ``None``: they are not checked.
    """
    return judge(read(folder, draw), chain=chain, now=now, receipt_check=receipt_check)


def judge(
    record: Record,
    *,
    chain: Chain = QUICKNET,
    now: str | None = None,
    receipt_check: ReceiptCheck | None = None,
) -> Verdict:
    """Judge a draw that was read; arguments as of `verify`."""
    found: list[StageFacts] = []
    failure = None
    for stage in record.stages:
        if isinstance(stage, Unread):
            failure = Failure(stage.id, stage.failure)
            break
        try:
            case = _judge_stage(record, stage, chain, receipt_check)
        except Refusal as refusal:
            failure = Failure(stage.id, refusal)
            break
        found.append(describe(case, now))
    return Verdict(record.draw, tuple(found), failure)


def _judge_stage(record: Record, stage: Stage, chain: Chain, receipt_check: ReceiptCheck | None) -> Case:
    """Judge one stage by every rule, in each view of what came before it that may be the right one."""
    first: Refusal | None = None
    for history in histories(record, stage):
        case = Case(record, stage, record.before(stage.id), history, chain, receipt_check)
        try:
            for rule in RULES.values():
                rule(case)
        except Refusal as refusal:
            first = first or refusal
        else:
            return case
    assert first is not None
    raise first
