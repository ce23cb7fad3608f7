"""Set a stage aside, in public: with it goes all that rests on it (protocol, section 3.2)."""

from collections.abc import Sequence
from dataclasses import dataclass

from sunlot.core.following import dependents, void_of
from sunlot.core.problems import Place, ProblemsError, problem
from sunlot.core.protocol.folder import FilesInMemory, Overlaid
from sunlot.core.protocol.grammar import Refusal, StageId
from sunlot.core.protocol.reading import read
from sunlot.core.protocol.record import Record, Stage
from sunlot.core.protocol.verify import verify
from sunlot.jobs.judging import must_verify, would_be_refused
from sunlot.store.drawfolders import DRAWS, DrawFolder
from sunlot.store.repository import Store

LONGEST = 2000
"""Characters of an explanation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """Why a stage is set aside, and who answers for it.

    Attributes:
        reason: One of the protocol's reasons.
        explanation: What happened, in words for the public.
        approved_by: At least two different offices or names.
    """

    reason: str
    explanation: str
    approved_by: Sequence[str]


def void(store: Store, draw: str, wanted: StageId, grounds: Grounds, *, now: str, along: bool) -> list[StageId]:
    """Write the `void.json` of a stage and of all that rests on it, and name them; nothing if it is void already.

    A stage rests on another if it is built on it, or if it would not be right any more without it, such as a later
    draw of substitutes that left out those who had been brought in.

    Args:
        store: The work tree.
        draw: The id of the draw.
        wanted: The stage.
        grounds: Why, and who approved.
        now: The instant, UTC.
        along: Whether all that rests on it may be set aside, too.

    Raises:
        ProblemsError: If there is no such stage (F430), the draw does not verify (F443), the grounds are refused
            (F453), or something rests on it and `along` does not allow it (F463); nothing was written.
    """
    folder = DrawFolder(store.source, draw)
    record = read(folder, draw)
    known = {one.id: one for one in record.stages if isinstance(one, Stage)}
    if wanted not in known:
        shown = "、".join(map(str, known)) or "—"
        place = Place(f"{DRAWS}/{draw}/{wanted}")
        values = {"id": f"{draw} {wanted}", "what": "阶段", "what_en": "stage", "known": shown}
        raise ProblemsError([problem(place, "F430", **values)])
    must_verify(folder, draw)
    if known[wanted].void is not None:
        return []
    _look(draw, wanted, grounds)
    files, voided = _closed(store, record, wanted, grounds, now)
    if len(voided) > 1 and not along:
        others = "、".join(str(one) for one in voided if one != wanted)
        place = Place(f"{DRAWS}/{draw}/{wanted}")
        raise ProblemsError([problem(place, "F463", draw=draw, stage=str(wanted), others=others)])
    store.write({f"{DRAWS}/{draw}/{path}": data for path, data in files.items()})
    return voided


def _closed(
    store: Store, record: Record, wanted: StageId, grounds: Grounds, now: str
) -> tuple[dict[str, bytes], list[StageId]]:
    """Set aside a stage, what is built on it, and then whatever the verifier cannot follow any more."""
    folder = DrawFolder(store.source, record.draw)
    voided = [wanted, *dependents(record, wanted)]
    while True:
        try:
            files = {f"{one}/void.json": _document(record, one, grounds, now) for one in voided}
        except Refusal as refusal:
            raise ProblemsError([would_be_refused(record.draw, wanted, "void.json", refusal)]) from None
        failure = verify(Overlaid(folder, FilesInMemory(files)), record.draw).failure
        if failure is None:
            return files, voided
        if failure.stage in voided or record.stage(failure.stage).void is not None:  # what was published stays
            raise ProblemsError([would_be_refused(record.draw, failure.stage, "void.json", failure.refusal)])
        voided += [failure.stage, *(one for one in dependents(record, failure.stage) if one not in voided)]


def _document(record: Record, stage: StageId, grounds: Grounds, now: str) -> bytes:
    return void_of(record.stage(stage), grounds.reason, grounds.explanation, grounds.approved_by, now)


def _look(draw: str, stage: StageId, grounds: Grounds) -> None:
    """Refuse what could not be stored, or is no explanation any more (F453).

    Half of a pair of UTF-16 is what a terminal of another encoding hands over.
    """
    for text in (grounds.explanation, *grounds.approved_by):
        if len(text) <= LONGEST and not any("\ud800" <= character <= "\udfff" for character in text):
            continue
        values = {
            "code": "malformed",
            "sentence": f"文字须为有效的 UTF-8，且不超过 {LONGEST} 字",
            "sentence_en": f"texts are UTF-8 of at most {LONGEST} characters",
        }
        place = Place(f"{DRAWS}/{draw}/{stage}/void.json")
        raise ProblemsError([problem(place, "F453", draw=draw, stage=str(stage), **values)])
