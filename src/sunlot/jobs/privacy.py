"""What a job takes from the vault: who is away, who must keep apart from whom, and the closed rows of a draw."""

from collections.abc import Iterable, Mapping

import msgspec

from sunlot.core.eligibility import Private
from sunlot.core.freezing import Closed
from sunlot.core.model import Expert, Inspector
from sunlot.core.problems import Place, Problem, ProblemsError, problem
from sunlot.core.protocol.grammar import Digest
from sunlot.core.protocol.outcomes import Opening
from sunlot.core.registry import Placed
from sunlot.store.vault import Vault

FOLDERS: Mapping[type, str] = {Inspector: "inspectors", Expert: "experts"}


def private_of(people: Iterable[Placed[Inspector | Expert]], vault: Vault) -> tuple[Private, list[Problem]]:
    """Read the unavailability and relations of people; a problem (F434) for each whose internal fields are not here."""
    unavailable, relations, problems = {}, {}, []
    for placed in people:
        person = placed.value
        if person.internal is None:
            continue
        fields = vault.get(FOLDERS[type(person)], person.id, person.internal)
        if fields is None:
            problems.append(problem(placed.place("internal"), "F434", record=person.id))
            continue
        unavailable[person.id] = [(one["valid_from"], one["valid_to"]) for one in fields.get("unavailable", ())]
        relations[person.id] = frozenset(one["target"] for one in fields.get("relations", ()))
    return Private(unavailable, relations), problems


def keep_closed(vault: Vault, draw: str, bound: Digest, closed: Mapping[str, Closed]) -> None:
    """Leave in the vault what will open the rows of a draw's recusals, beside those of a freeze that was given up.

    Args:
        vault: Where they are kept.
        draw: The id of the draw.
        bound: SHA-256 of the frozen `teams/recusals.csv` that these rows open; it names the file, never replaced.
        closed: Roster key → its closed row.
    """
    rows = [Opening(key, row.salt, row.inspectors) for key, row in sorted(closed.items())]
    vault.put_draw_secret(draw, _name(bound), msgspec.json.format(msgspec.json.encode(rows), indent=2) + b"\n")


def closed_rows(vault: Vault, draw: str, bound: Digest) -> tuple[Opening, ...] | None:
    """Read the rows that open a frozen `teams/recusals.csv`, given its SHA-256; None where this vault has none.

    Raises:
        ProblemsError: If they cannot be read (F450).
    """
    data = vault.get_draw_secret(draw, _name(bound))
    if data is None:
        return None
    try:
        return msgspec.json.decode(data, type=tuple[Opening, ...])
    except (ValueError, RecursionError):
        raise ProblemsError([damaged(draw, bound)]) from None


def damaged(draw: str, bound: Digest) -> Problem:
    """The problem of closed rows that cannot be read, or do not open what was frozen."""
    return problem(Place(f"draws/{draw}/teams/recusals.csv"), "F450", draw=draw, name=_name(bound))


def _name(bound: Digest) -> str:
    return f"recusals-{bound}.json"
