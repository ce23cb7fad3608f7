"""The life of an inspection: from the draw to the day on which nothing is owed any more (domain, section 4.2).

`table` says which step rests on which; `steps` finds the steps that happened; `holding` compares the two; `standing`
says how far an inspection has come; `tombstones` takes back what was lawfully withdrawn. Nothing of it is stored.
"""

from sunlot.core.life.holding import Barred, Early, Missing, broken
from sunlot.core.life.standing import standing
from sunlot.core.life.steps import Step, steps_of

__all__ = ["Barred", "Early", "Missing", "Step", "broken", "standing", "steps_of"]
