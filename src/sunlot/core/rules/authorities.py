"""Rules on authorities (notice, 四（三）)."""

from collections.abc import Iterator

from sunlot.core.problems import Problem, problem
from sunlot.core.registry import Registry
from sunlot.core.rules.base import Context, rule


@rule("F220")
def authority_above_itself(registry: Registry, _: Context) -> Iterator[Problem]:
    """No authority stands above itself, or "all its inspectors" would have no end (domain, section 5)."""
    for id_, placed in registry.authorities.items():
        chain = [id_]
        parent = placed.value.parent
        while parent is not None and parent not in chain:
            chain.append(parent)
            above = registry.authorities.get(parent)
            parent = above.value.parent if above else None
        if parent == id_:
            yield problem(placed.place("parent"), "F220", id=id_, chain=" → ".join([*chain, id_]))
