"""Who may enforce at all: the government's examination, and no training failed since (notice, 四（四）; R46, R47)."""

from sunlot.core.model import Inspector, InspectorTraining


def examined(person: Inspector, day: str) -> bool:
    """Tell whether somebody had passed the examination by a day."""
    return person.qualification_exam is not None and person.qualification_exam.passed_on <= day


def failed_training(person: Inspector, day: str) -> InspectorTraining | None:
    """Give the last training by a day if it was not passed: until one is, the person is not drawn."""
    held = [one for one in person.trainings if one.held_on <= day]
    last = max(held, key=lambda one: (one.held_on, one.passed), default=None)
    return last if last and not last.passed else None
