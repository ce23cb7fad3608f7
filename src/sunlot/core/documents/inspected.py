"""Who is inspected, as far as it is known here: from the register, and from the vault where it is at hand."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sunlot.core.documents.paper import Field, Words
from sunlot.core.identity import current
from sunlot.core.model import Target
from sunlot.core.protocol.grammar import is_withheld
from sunlot.core.registry import Registry

Inside = Callable[[str, str, str | None], Mapping[str, Any]]
"""Register, id and commitment → internal fields; nothing where the vault does not have them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspected:
    """A drawn target.

    Attributes:
        key: What was drawn.
        id: Its present id; None for a withheld one whose key is not opened.
        code: Its credit code or id; the key where nothing else is known.
        name, representative, address, liaison, phone: Empty where they are not known.
    """

    key: str
    id: str | None
    name: str = ""
    code: str = ""
    representative: str = ""
    address: str = ""
    liaison: str = ""
    phone: str = ""

    @property
    def called(self) -> str:
        """Its name, or room to write one."""
        return self.name or "＿＿＿＿＿＿＿＿＿＿＿＿＿＿"

    @property
    def rows(self) -> tuple[Field, ...]:
        """Who it is, as every paper says it."""
        return (
            Field("name", Words("检查对象"), self.name),
            Field("code", Words("统一社会信用代码（编号）"), self.code, code=True),
            Field("representative", Words("法定代表人（负责人）"), self.representative),
            Field("address", Words("地址"), self.address),
            Field("liaison", Words("联系人"), self.liaison),
            Field("phone", Words("联系电话"), self.phone),
        )


def inspected(registry: Registry, key: str, inside: Inside) -> Inspected:
    """Tell who stands behind a key, with contact and the unmasked fields if the vault has them."""
    id_ = current(registry).get(key, key)
    if is_withheld(id_):
        return Inspected(key=key, id=None, code=key)
    if placed := registry.withheld.get(id_):
        return _of(key, id_, {}, inside("withheld", id_, placed.value.internal))
    known = registry.targets.get(id_)
    if known is None:
        return Inspected(key=key, id=id_, code=id_)
    return _of(key, id_, _public(known.value), inside("targets", id_, known.value.internal))


def _public(target: Target) -> Mapping[str, str]:
    return {
        "name": target.name,
        "uscc": target.uscc or target.id,
        "legal_representative": target.legal_representative,
        "address": target.address,
    }


def _of(key: str, id_: str, public: Mapping[str, str], internal: Mapping[str, Any]) -> Inspected:
    told = {**public, **internal}
    contact = told.get("contact") or {}
    return Inspected(
        key=key,
        id=id_,
        name=str(told.get("name", "")),
        code=str(told.get("uscc", "")),
        representative=str(told.get("legal_representative", "")),
        address=str(told.get("address", "")),
        liaison=str(contact.get("liaison", "")),
        phone=str(contact.get("phone", "")),
    )
