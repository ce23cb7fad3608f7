"""The verifier's word on a draw as a problem: what does not verify is neither frozen nor drawn."""

from sunlot.core.problems import Place, Problem, ProblemsError, problem
from sunlot.core.protocol.folder import Folder
from sunlot.core.protocol.grammar import Refusal, StageId
from sunlot.core.protocol.verify import verify


def must_verify(folder: Folder, draw: str) -> None:
    """Let the verifier judge a draw as it stands, or as it will once files are written.

    Raises:
        ProblemsError: If it refuses the draw (F443).
    """
    failure = verify(folder, draw).failure
    if failure is not None:
        raise ProblemsError([refused(draw, failure.stage, failure.refusal)])


def refused(draw: str, stage: StageId, refusal: Refusal) -> Problem:
    """Say why a stage is refused."""
    values = {"sentence": refusal.sentence("zh"), "sentence_en": refusal.sentence("en")}
    return problem(Place(f"draws/{draw}/{stage}"), "F443", draw=draw, stage=str(stage), code=refusal.code, **values)


def would_be_refused(draw: str, stage: StageId, file: str, refusal: Refusal) -> Problem:
    """Say why a file that was asked for is not written: every verifier would refuse it (F453)."""
    values = {"sentence": refusal.sentence("zh"), "sentence_en": refusal.sentence("en")}
    place = Place(f"draws/{draw}/{stage}/{file}")
    return problem(place, "F453", draw=draw, stage=str(stage), code=refusal.code, **values)
