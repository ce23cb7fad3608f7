"""Whether the registers are complete: duties on the list, bodies above each target, inspectors for each place.

The notice asks for all of it: every duty that fits joins the list (三（一）; R14, R15), every supervised subject is in
the register (三（二）; R18, R20), the force is enough (四（二）; R40), nobody is supervised by many without a joint
draw, and nobody by none (四（三）; R43).
"""

from dataclasses import dataclass

from sunlot.core.completeness.bodies import Bodies, bodies
from sunlot.core.completeness.duties import Duty, Share, duties, shares
from sunlot.core.completeness.staffing import Staffing, staffing
from sunlot.core.registry import Registry


@dataclass(frozen=True, slots=True)
class Completeness:
    """All of it on one day.

    Attributes:
        day: The ISO date in Beijing.
        duties: Every statutory duty that the register of items knows, by id.
        shares: How many of them are on the list, at each day on which that changed or is planned to.
        bodies: Who supervises the targets.
        staffing: Who could inspect them today.
    """

    day: str
    duties: tuple[Duty, ...]
    shares: tuple[Share, ...]
    bodies: Bodies
    staffing: tuple[Staffing, ...]


def completeness(registry: Registry, day: str) -> Completeness:
    """Judge the registers at an ISO date in Beijing."""
    return Completeness(
        day,
        tuple(duties(registry, day)),
        tuple(shares(registry, day)),
        bodies(registry, day),
        tuple(staffing(registry, day)),
    )
