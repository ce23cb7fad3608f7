"""What a job takes from the vault: who is away, who must keep apart from whom, and the closed rows of a draw."""

from collections.abc import Iterable, Mapping

import msgspec

from sunlot.core.eligibility import Private
from sunlot.core.freezing import Closed
from sunlot.core.model import Expert, Inspector
from sunlot.core.problems import Problem, problem
from sunlot.core.protocol.outcomes import Opening
from sunlot.core.registry import Placed
from sunlot.store.vault import Vault

CLOSED_ROWS = "recusals.json"
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


def keep_closed(vault: Vault, draw: str, closed: Mapping[str, Closed]) -> None:
    """Leave in the vault what will open the rows of a draw's recusals; those of a freeze that was cut off are lost."""
    rows = [Opening(key, row.salt, row.inspectors) for key, row in sorted(closed.items())]
    vault.put_draw_secret(
        draw, CLOSED_ROWS, msgspec.json.format(msgspec.json.encode(rows), indent=2) + b"\n", replace=True
    )


def closed_rows(vault: Vault, draw: str) -> Mapping[str, Opening] | None:
    """Read the closed rows of a draw; None where this vault has none."""
    data = vault.get_draw_secret(draw, CLOSED_ROWS)
    if data is None:
        return None
    return {row.target: row for row in msgspec.json.decode(data, type=list[Opening])}
