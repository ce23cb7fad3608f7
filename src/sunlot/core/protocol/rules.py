"""The rules of a stage: one function a code, in the order in which they are judged (section 12).

`malformed` and `files` are judged while reading.
"""

from collections.abc import Callable, Mapping
from typing import Final

from sunlot.core.protocol import rules_binding, rules_outcome, rules_public
from sunlot.core.protocol.case import Case

RULES: Final[Mapping[str, Callable[[Case], None]]] = {
    "names": rules_binding.names,
    "chain": rules_binding.chain,
    "task": rules_binding.task,
    "inputs": rules_binding.inputs,
    "time": rules_binding.time,
    "beacon": rules_public.beacon,
    "seed": rules_public.seed,
    "strata": rules_outcome.strata,
    "selected": rules_outcome.selected,
    "recusals": rules_outcome.recusals,
    "teams": rules_outcome.teams,
    "vacancies": rules_outcome.vacancies,
    "replacements": rules_outcome.replacements,
    "reliefs": rules_outcome.reliefs,
    "void": rules_public.void,
    "receipt": rules_public.receipt,
}
"""Code → rule, which raises `Refusal` with that code."""
