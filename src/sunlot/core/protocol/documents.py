"""How a JSON document is read and written, and the types of those that every stage shares (sections 3 and 10).

A document is read by decoding it into its type and writing it again: only the same bytes are accepted, which
leaves no room for repeated keys, another order, floats, spaces or a byte order mark.
"""

import re
from typing import Literal, TypeVar

import msgspec
from msgspec import UNSET, Struct, UnsetType

from sunlot.core.protocol.grammar import (
    SLUG,
    AuthorityText,
    Count,
    DateText,
    DigestText,
    DrawText,
    InstantText,
    ReasonText,
    Refusal,
    StageText,
    check_date,
    seconds,
)

Source = Literal["drand", "lottery", "document", "date"]
T = TypeVar("T", bound=Struct)


class Plan(Struct, frozen=True, forbid_unknown_fields=True):
    """The public random value that a stage waits for: who gives it, when, and its number there."""

    source: Source
    chain: str
    time: InstantText
    round: Count | str

    def __post_init__(self) -> None:
        seconds(self.time)
        _check_round(self.source, self.chain, self.round)


class Beacon(Struct, frozen=True, forbid_unknown_fields=True):
    """``beacon.json``: the public random value itself."""

    source: Source
    chain: str
    round: Count | str
    signature: str

    def __post_init__(self) -> None:
        _check_round(self.source, self.chain, self.round)


class Void(Struct, frozen=True, forbid_unknown_fields=True):
    """``void.json``: a stage is set aside, in public."""

    protocol: str
    authority: AuthorityText
    draw: DrawText
    stage: StageText
    freeze: DigestText
    reason: ReasonText
    explanation: str
    approved_by: tuple[str, ...]
    voided_at: InstantText

    def __post_init__(self) -> None:
        seconds(self.voided_at)


class Attestation(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """``evidence/attestation.json``: who saw the public value, where and when; of a lottery also its date."""

    attesters: tuple[str, ...]
    source: str
    seen_at: InstantText
    date: DateText | UnsetType = UNSET

    def __post_init__(self) -> None:
        seconds(self.seen_at)
        if self.date is not UNSET:
            check_date(self.date)


def decode(data: bytes, shape: type[T], path: str) -> T:
    """Read a document; ``Refusal`` (``malformed``) unless these are exactly the bytes it is written as."""
    try:
        value = msgspec.json.decode(data, type=shape)
    except (ValueError, RecursionError) as error:
        raise Refusal("malformed.json", path=path, detail=error) from None
    if _written(value) != data:
        raise Refusal("malformed.canonical", path=path)
    return value


def encode(value: Struct) -> bytes:
    """Write a document; ``Refusal`` (``malformed``) if it could not be read back as the same value."""
    data = _written(value)
    if decode(data, type(value), type(value).__name__) != value:
        raise AssertionError(f"{type(value).__name__} does not survive being written")
    return data


def _written(value: Struct) -> bytes:
    # the bytes of json.dumps(…, indent=2, ensure_ascii=False) + "\n": a test holds it to that
    return msgspec.json.format(msgspec.json.encode(value, order="deterministic"), indent=2) + b"\n"


def _check_round(source: Source, chain: str, number: int | str) -> None:
    if isinstance(number, int) != (source == "drand"):
        raise ValueError("a drand round is an integer, any other is text")
    if source == "lottery" and re.fullmatch("[0-9]+", str(number)) is None:
        raise ValueError("the issue of a lottery is digits")
    if source in {"document", "date"}:
        check_date(str(number))
    if source == "document" and re.fullmatch(SLUG, chain) is None:
        raise ValueError("a document is named by lower-case letters, digits and -")
