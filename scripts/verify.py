#!/usr/bin/env python3
"""Verify one draw folder of the protocol `sunlot/1` with nothing but Python.

    python3 scripts/verify.py draws/2026-002 [--now 2026-11-22T00:00:00Z] [--tsa-roots ROOT.pem]… [--lang zh|en]

One file, Python 3.11 or later, the standard library alone, no network, nothing of ours imported: read it from top to
bottom, then trust it or write your own. It follows the protocol (numbers in brackets name its sections) and, where
the protocol leaves a choice, ADR 0005. The last line it prints is `verified` (exit 0) or
`refused: <stage>: <code>: <sentence>` (exit 1); a wrong call exits with 2.

What `verified` proves of the folder as it lies here:
  - every file has the one form the protocol allows, and the lists are those whose digests were frozen;
  - each stage names the stage frozen before it, and each beacon was announced for a time after the freeze;
  - a drand signature is the network's own for that round (BLS12-381, checked here in plain Python);
  - seed, selection, teams, substitutes and reliefs are what arithmetic gives, in stages later set aside too.

What it does not prove:
  - that `frozen_at` is true, unless a stage is witnessed: with --tsa-roots a time stamp (freeze.tsr) is checked by the
    `openssl` program; without the one or the other it is unchecked, as are proofs of a log, and the stage declared;
  - that no later stage was removed, or that no other freeze of a stage exists: that is the public log's task;
  - that the lists are complete, their facts right, or `task.yaml` a lawful task: it is bytes to us;
  - that a lottery result or a document is genuine (its attesters say so), or that a `date` beacon surprised anyone;
  - that `previous` of `targets` is the last freeze of the draw before: that needs the other draw at hand.

Nothing in the folder is trusted: no path from a file is opened, no link is followed, what is echoed is made
printable, and whatever cannot be read is refused.

Parts: 1 words and grammar, 2 documents, 3 lists, 4 beacon, 5 seed and tickets, 6 stages, 7 verdict, 8 command line.
"""

import argparse
import calendar
import gc
import hashlib
import io
import json
import os
import re
import shutil
import stat
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from itertools import chain, pairwise
from operator import eq, ge, itemgetter
from pathlib import Path
from typing import Annotated, Any, NamedTuple, NoReturn, get_type_hints

# ======================================================================================================================
# 1  Words and grammar (protocol, sections 2 and 3)
# ======================================================================================================================

PROTOCOL = "sunlot/1"

# Printable ASCII without space, comma, both quotes, backslash and `|`. `~` begins a withheld key and no other.
FIRST_CHARACTER = r"!#-&(-+\--\[\]-{}"
CHARACTER = FIRST_CHARACTER + "~"
ANY_KEY = rf"[{FIRST_CHARACTER}][{CHARACTER}]*|~[0-9a-f]{{64}}"
ID = rf"[A-Za-z][{CHARACTER}]*"
REASON = r"[a-z_]+"
STAGE = r"targets|teams(-([2-9]|[1-9][0-9]+))?|(substitutes|relief)-[1-9][0-9]*"  # the first `teams` has no number
INSTANT = "%Y-%m-%dT%H:%M:%SZ"
BIGGEST_INTEGER = 2**53 - 1

DAY = 86400
BEIJING = 8 * 3600
SHORTEST_LEAD = 600
LEAST_OFFICERS = 2

# Far above any real draw: a hostile file is to meet a sentence before it meets the end of the machine's memory.
BIGGEST_DOCUMENT = 1 << 30
BLOCK = 1 << 20  # how much of a list is read at a time, and the longest line of one

VOID_REASONS = ("procedure", "wrong_list", "beacon_disputed", "court_order", "force_majeure")
TARGET_REASONS = (
    *("deregistered", "revoked", "moved_out", "closed"),
    *("duplicate", "cap_reached", "not_in_scope", "force_majeure"),
)
INSPECTOR_REASONS = ("illness", "leave", "recusal", "left_service", "other_duty")
ABSENCE_REASONS = ("unavailable", "certificate", "exam", "field", "area", "suspended", "left")


class RefusedError(Exception):
    """Why the folder is refused, as a sentence in Chinese and in English. The code is that of the running check."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh = zh
        self.en = en

    def within(self, place: str) -> "RefusedError":
        """The same refusal, led by the file or field it is about."""
        return RefusedError(f"{place}: {self.zh}", f"{place}: {self.en}")


def refuse(zh: str, en: str) -> NoReturn:
    """Refuses the folder."""
    raise RefusedError(zh, en)


def printable(line: str) -> str:
    """`line` with control, format and surrogate characters written out as escapes."""
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in line)


def shown(value: object) -> str:
    """A value out of a file, short enough to stand in a sentence."""
    if isinstance(value, bytes):
        value = value.decode("ascii", "backslashreplace")
    if isinstance(value, dict | list):
        return "{…}" if isinstance(value, dict) else "[…]"
    line = str(value)
    return line if len(line) <= 90 else line[:89] + "…"


def beijing_day(seconds: int) -> int:
    """The Beijing date of an instant, as days since 1970."""
    return (seconds + BEIJING) // DAY


def instant_text(seconds: int) -> str:
    """The instant as it stands in a document."""
    return f"{datetime(1970, 1, 1) + timedelta(seconds=seconds):{INSTANT}}"


# ======================================================================================================================
# 2  Documents (sections 3, 6, 7, 8, 10): each class is a JSON object, each field a key and the grammar of its value
# ======================================================================================================================

# A shape takes a JSON value, refuses what does not fit, and gives back what the rest of this file works with.
Shape = Callable[[object], Any]


def text(value: object) -> str:
    """Any JSON string."""
    if not isinstance(value, str):
        refuse(f"应为文字，实为 {shown(value)}", f"expected text, found {shown(value)}")
    return value


def integer(value: object) -> int:
    """An integer of the protocol: 0 … 2^53−1. `true` is no integer here, though it is one to Python."""
    if type(value) is not int or not 0 <= value <= BIGGEST_INTEGER:
        refuse(f"应为 0 至 2^53−1 的整数，实为 {shown(value)}", f"expected an integer 0 … 2^53−1, found {shown(value)}")
    return value


def positive(value: object) -> int:
    """An integer from 1."""
    return integer(value) or refuse("至少应为 1", "must be at least 1")


def matching(pattern: str, zh: str, en: str) -> Callable[[object], str]:
    """Text that the whole pattern fits."""
    compiled = re.compile(pattern)

    def shape(value: object) -> str:
        if compiled.fullmatch(text(value)) is None:
            refuse(f"应为{zh}，实为 {shown(value)}", f"expected {en}, found {shown(value)}")
        return text(value)

    return shape


def one_of(*words: str) -> Callable[[object], str]:
    """One of some words."""
    return matching("|".join(words), " " + " / ".join(words), " / ".join(words))


digest = matching(r"[0-9a-f]{64}", " 64 位小写十六进制摘要", "a digest of 64 lower-case hex digits")
a_key = matching(ANY_KEY, "键", "a key")
an_id = matching(ID, "标识", "an id")
a_reason = matching(REASON, "理由代码", "a reason code")
an_authority = matching(r"[a-z0-9-]+", "机关代码", "the code of an authority")
a_slug = matching(r"[a-z0-9-]+", "文件代号", "a slug")
an_issue = matching(r"[0-9]+", "期号", "an issue number")
a_tree = matching(r"[0-9a-f]{40}|[0-9a-f]{64}", " Git 树标识", "the id of a Git tree")
a_draw = matching(r"[0-9]{4}-[0-9]{3}", "抽查编号 YYYY-NNN", "a draw id YYYY-NNN")
a_stage = matching(STAGE, "阶段名", "a stage id")
written_rate = matching(r"(0|[1-9][0-9]{0,2})(\.[0-9]{1,6})?", "百分比", "a percentage")
written_date = matching(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", "日期 YYYY-MM-DD", "a date YYYY-MM-DD")
written_instant = matching(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-5][0-9]Z", "时刻 YYYY-MM-DDTHH:MM:SSZ", "YYYY-MM-DDTHH:MM:SSZ"
)


def a_date(value: object) -> int:
    """A date that the calendar has, as days since 1970."""
    with suppress(ValueError):
        return date.fromisoformat(written_date(value)).toordinal() - date(1970, 1, 1).toordinal()
    return refuse(f"日历上没有 {shown(value)}", f"no calendar has {shown(value)}")


def an_instant(value: object) -> int:
    """A UTC instant that the calendar has, as seconds since 1970."""
    with suppress(ValueError):
        return calendar.timegm(datetime.strptime(written_instant(value), INSTANT).timetuple())
    return refuse(f"日历上没有 {shown(value)}", f"no calendar has {shown(value)}")


def a_rate(value: object) -> int:
    """A rate in percent as decimal text, above 0 and at most 100, in millionths of a percent."""
    whole, _, fraction = written_rate(value).partition(".")
    millionths = int(whole + fraction.ljust(6, "0"))
    if not 0 < millionths <= 100 * 10**6:
        refuse(f"百分比应大于 0、至多 100，实为 {value}", f"a rate is above 0, at most 100, not {value}")
    return millionths


def optional(shape: Shape) -> Shape:
    """`null`, or what the shape takes."""
    return lambda value: None if value is None else shape(value)


def inside(place: str, shape: Shape, value: object) -> Any:
    """What the shape makes of the value; a refusal says where."""
    try:
        return shape(value)
    except RefusedError as refused:
        raise refused.within(place) from None


def record(make: Any, without: str = "", **instead: Shape) -> Shape:
    """A JSON object with exactly the keys of a class below, in its order, but for those it is `without`.

    The shape of a key is what the field's type is annotated with, unless another is given here `instead`. A field
    ends in `_` where Python has a use of its own for the key.
    """
    hints = get_type_hints(make, include_extras=True)
    fields = {name: hint.__metadata__[0] for name, hint in hints.items() if name not in without.split()} | instead
    keys = [name.rstrip("_") for name in fields]

    def shape(value: object) -> Any:
        if not isinstance(value, dict):
            refuse(f"应为对象，实为 {shown(value)}", f"expected an object, found {shown(value)}")
        if list(value) != keys:
            expected, found = ", ".join(keys), shown(", ".join(value))
            refuse(f"各键及次序应为 {expected}，实为 {found}", f"expected the keys {expected} in order, found {found}")
        return make(**{name: inside(key, fields[name], value[key]) for name, key in zip(fields, keys, strict=True)})

    return shape


def listing(shape: Shape, order: Callable[[Any], Any] | None = None) -> Shape:
    """A JSON list; with `order`, strictly ascending by it: sorted and without duplicates."""

    def whole(value: object) -> tuple[Any, ...]:
        if not isinstance(value, list):
            refuse(f"应为列表，实为 {shown(value)}", f"expected a list, found {shown(value)}")
        found = tuple(inside(f"[{n}]", shape, item) for n, item in enumerate(value))
        for n, (one, other) in enumerate(pairwise(map(order, found)) if order else (), 1):
            if one >= other:
                refuse(f"[{n}] 未按序或重复", f"[{n}] is out of order or double")
        return found

    return whole


def mapping(name: Shape, shape: Shape) -> Shape:
    """A JSON object with free keys, sorted."""

    def whole(value: object) -> dict[str, Any]:
        if not isinstance(value, dict):
            refuse(f"应为对象，实为 {shown(value)}", f"expected an object, found {shown(value)}")
        if list(value) != sorted(value):
            refuse("各键未按序", "the keys are not sorted")
        return {name(key): inside(shown(key), shape, item) for key, item in value.items()}

    return whole


def with_round(shape: Shape) -> Shape:
    """A beacon, its round (and the slug of a document) held to the form its source has (sections 4 and 10)."""

    def whole(value: object) -> Any:
        beacon = shape(value)
        inside("round", ROUNDS[beacon.source], beacon.round)
        if beacon.source == "document":
            inside("chain", a_slug, beacon.chain)
        return beacon

    return whole


def unread(value: object) -> object:
    """A round, whose shape hangs on the source; `with_round` reads it."""
    return value


ROUNDS: dict[str, Shape] = {"drand": integer, "lottery": an_issue, "document": a_date, "date": a_date}
a_source = one_of(*ROUNDS)

Text = Annotated[str, text]
Integer = Annotated[int, integer]
Digest = Annotated[str, digest]
Key = Annotated[str, a_key]
Id = Annotated[str, an_id]
Reason = Annotated[str, a_reason]
Instant = Annotated[int, an_instant]
Names = Annotated[tuple[str, ...], listing(text)]
Keys = Annotated[tuple[str, ...], listing(a_key)]
SortedKeys = Annotated[tuple[str, ...], listing(a_key, str)]
MaybeKey = Annotated[str | None, optional(a_key)]
MaybeDigest = Annotated[str | None, optional(digest)]


class Of(NamedTuple):
    """The stage built on, and the digest of its outcome."""

    stage: Annotated[str, a_stage]
    outcome: MaybeDigest


class Repeats(NamedTuple):
    """The void stage that is repeated, and the digest of its `void.json`."""

    stage: Annotated[str, a_stage]
    void: Digest


class Register(NamedTuple):
    """Where the lists were taken from, and the Beijing date they were judged at."""

    tree: Annotated[str, a_tree]
    as_of: Annotated[int, a_date]


class Rule(NamedTuple):
    """A rate, in millionths of a percent, or a count."""

    rate: Annotated[int, a_rate] = 0
    count_: Annotated[int, positive] = 0

    def take(self, size: int) -> int:
        """How many of `size` are taken, in exact arithmetic (section 6)."""
        if self.count_:
            return min(self.count_, size)
        return -(-self.rate * size // (100 * 10**6))  # the ceiling of a division is the floor of its negative


def a_rule(value: object) -> Any:
    """`{"rate": "<percent>"}` or `{"count": n}`."""
    return record(Rule, without="rate" if isinstance(value, dict) and "count" in value else "count_")(value)


class Stratum(NamedTuple):
    """A rule, the rows of the roster under it, and how many are taken."""

    rule: Annotated[Rule, a_rule]
    size: Integer
    take: Integer


class Group(NamedTuple):
    """Inspectors of one authority, or experts."""

    id: Id
    role: Annotated[str, one_of("officer", "expert")]
    size: Integer


def some_groups(value: object) -> Any:
    """Groups in the task's order, each id once."""
    groups = listing(record(Group))(value)
    if len({group.id for group in groups}) < len(groups):
        refuse("组的标识重复", "a group id occurs twice")
    return groups


class Withdrawn(NamedTuple):
    """An inspector who is no candidate any more."""

    inspector: Key
    reason: Reason


class Vacancy(NamedTuple):
    """A target that falls out; with group and inspector, someone who leaves a team."""

    target: Key = ""
    group: Id = ""
    inspector: Key = ""
    reason: Reason = ""
    evidence: MaybeDigest = None


vacant_targets = listing(record(Vacancy, without="group inspector"), lambda vacancy: vacancy.target)
vacant_places = listing(record(Vacancy), lambda vacancy: vacancy[:3])


class Facts(NamedTuple):
    """What a list holds: data rows and digests."""

    count_: Integer
    sha256: Digest
    sm3: Digest


class Beacon(NamedTuple):
    """The public value announced; `chain` and `round` are the source's own names for it."""

    source: Annotated[str, a_source]
    chain: Text
    time: Instant
    round: Annotated[int | str, unread]


@dataclass(frozen=True, slots=True, kw_only=True)
class Freeze:
    """`freeze.json`: lists, rules and beacon, fixed before the value is out."""

    protocol: Text
    authority: Annotated[str, an_authority]
    draw: Annotated[str, a_draw]
    stage: Annotated[str, a_stage]
    previous: MaybeDigest
    of: Annotated[Of | None, record(Of)] = None
    task: Digest
    register: Annotated[Register | None, record(Register)] = None
    strata: Annotated[Mapping[str, Stratum], mapping(an_id, record(Stratum))] = field(default_factory=dict)
    groups: Annotated[tuple[Group, ...], some_groups] = ()
    vacancies: Annotated[tuple[Vacancy, ...], vacant_targets] = ()
    withdrawn: Annotated[tuple[Withdrawn, ...], listing(record(Withdrawn), lambda one: one.inspector)] = ()
    repeats: Annotated[Repeats | None, optional(record(Repeats))] = None
    inputs: Annotated[Mapping[str, Facts], mapping(text, record(Facts))]
    lead: Integer
    beacon: Annotated[Beacon, with_round(record(Beacon))]
    frozen_at: Instant


class Pulse(NamedTuple):
    """`beacon.json`: the public value that came."""

    source: Annotated[str, a_source]
    chain: Text
    round: Annotated[int | str, unread]
    signature: Text


class Selected(NamedTuple):
    """A selected target, ranked over all strata."""

    rank: Integer
    key: Key
    stratum: Id
    ticket: Digest


class Team(NamedTuple):
    """Those of one group who go to one target."""

    target: Key
    group: Id
    members: Keys


class Opening(NamedTuple):
    """A row of `recusals.csv` opened: who must not go to the target."""

    target: Key
    salt: Digest
    inspectors: SortedKeys


class Replacement(NamedTuple):
    """The target that steps in for a vacated one; none if nobody was left."""

    out: Key
    in_: MaybeKey
    ticket: MaybeDigest


class Relief(NamedTuple):
    """The inspector who steps in for one who left a team; none if nobody was left."""

    target: Key
    group: Id
    out: Key
    in_: MaybeKey
    ticket: MaybeDigest


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """`outcome.json`: what the public value makes of the freeze."""

    protocol: Text
    authority: Annotated[str, an_authority]
    draw: Annotated[str, a_draw]
    stage: Annotated[str, a_stage]
    freeze: Digest
    beacon: Digest
    seed: Digest
    selected: Annotated[tuple[Selected, ...], listing(record(Selected))] = ()
    teams: Annotated[tuple[Team, ...], listing(record(Team))] = ()
    recusals: Annotated[tuple[Opening, ...], listing(record(Opening), lambda opening: opening.target)] = ()
    replacements: Annotated[tuple[Replacement, ...], listing(record(Replacement))] = ()
    reliefs: Annotated[tuple[Relief, ...], listing(record(Relief))] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Void:
    """`void.json`: the stage is set aside in public."""

    protocol: Text
    authority: Annotated[str, an_authority]
    draw: Annotated[str, a_draw]
    stage: Annotated[str, a_stage]
    freeze: Digest
    reason: Reason
    explanation: Text
    approved_by: Names
    voided_at: Instant


class Attestation(NamedTuple):
    """`evidence/attestation.json`: who saw a lottery's or a document's value, where and when; a lottery's day."""

    attesters: Names
    source: Text
    seen_at: Instant
    date: Annotated[int, a_date] = 0


# A stage has one of five forms. The first `teams` is frozen before its targets are known and is a form of its own.
FREEZES = {
    "targets": record(Freeze, without="of groups vacancies withdrawn repeats"),
    "teams": record(Freeze, without="strata vacancies withdrawn repeats"),
    "teams-N": record(Freeze, without="register strata vacancies"),
    "substitutes-N": record(Freeze, without="register strata groups withdrawn repeats"),
    "relief-N": record(Freeze, without="register strata groups repeats", vacancies=vacant_places),
}
OUTCOMES = {
    "targets": record(Outcome, without="teams recusals replacements reliefs"),
    "teams": record(Outcome, without="selected replacements reliefs"),
    "teams-N": record(Outcome, without="selected replacements reliefs"),
    "substitutes-N": record(Outcome, without="selected teams recusals reliefs"),
    "relief-N": record(Outcome, without="selected teams recusals replacements"),
}
PULSE = with_round(record(Pulse))
VOID = record(Void)
ATTESTATIONS = {"document": record(Attestation, without="date"), "lottery": record(Attestation)}


def open_regular(path: Path) -> io.BufferedReader:
    """A regular file, opened to be read; a link, a pipe or a folder in its place is refused, whenever it came."""
    flags = os.O_RDONLY
    for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY"):  # not every system has each
        flags |= getattr(os, name, 0)
    file = os.fdopen(os.open(path, flags), "rb")
    if stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        return file
    file.close()
    refuse(f"{shown(path.name)} 不是普通文件", f"{shown(path.name)} is not a regular file")


def file_digest(path: Path) -> str:
    """SHA-256 of a file's bytes."""
    with open_regular(path) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_document(path: Path, shape: Shape) -> tuple[Any, str]:
    """A JSON file of the folder: what it says, and the SHA-256 of its bytes."""
    with open_regular(path) as file:
        data = file.read(BIGGEST_DOCUMENT + 1)
    try:
        return shape(decoded(data)), hashlib.sha256(data).hexdigest()
    except RefusedError as refused:
        raise refused.within(path.name) from None


def decoded(data: bytes) -> object:
    """The value of a JSON text that is byte for byte as the protocol writes it (section 3)."""
    if len(data) > BIGGEST_DOCUMENT:
        refuse("文件过大，无法读取", "the file is too big to be read")
    try:
        said = data.decode("utf-8")
        value = json.loads(
            said, object_pairs_hook=once_each, parse_int=short_integer, parse_float=no_number, parse_constant=no_number
        )
        written_alike(value, said)
    except RecursionError:
        raise RefusedError("JSON 嵌套过深", "the JSON is nested too deeply") from None
    except ValueError as error:
        raise RefusedError(f"不是合格的 UTF-8 JSON（{error}）", f"not well-formed JSON in UTF-8 ({error})") from None
    return value


def once_each(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """An object without duplicate keys, which Python would pass over."""
    found = dict(pairs)
    if len(found) < len(pairs):
        double = next(key for key, n in Counter(key for key, _ in pairs).items() if n > 1)
        refuse(f"键 {shown(double)} 重复", f"the key {shown(double)} occurs twice")
    return found


def short_integer(digits: str) -> int:
    """An integer of at most 17 characters, so that no huge number is ever computed."""
    return int(digits) if len(digits) <= 17 else no_number(digits)


def no_number(number: str) -> int:
    """Refuses floats, NaN and numbers beyond all bounds."""
    refuse(f"数值 {shown(number)} 不合规定", f"the number {shown(number)} is not allowed")


def written_alike(value: object, said: str) -> None:
    """Refuses a text other than `json.dumps(value, indent=2, ensure_ascii=False)` and a newline.

    Compared piece by piece, for an outcome may be big; comparing text is comparing bytes, as UTF-8 has one form only.
    """
    at = 0
    for piece in chain(json.JSONEncoder(indent=2, ensure_ascii=False).iterencode(value), "\n"):
        if not said.startswith(piece, at):
            break
        at += len(piece)
    else:
        if at == len(said):
            return
    line = said.count("\n", 0, at) + 1
    refuse(
        f"第 {line} 行起写法不合规定（缩进 2 格、不转义非 ASCII、末尾一个换行）",
        f"from line {line} on not written as required (indent 2, no escaped non-ASCII, one final newline)",
    )


# ======================================================================================================================
# 3  Lists (section 3): the CSV files, read block by block, since a roster may have millions of rows
# ======================================================================================================================

Row = tuple[bytes, ...]


class Layout(NamedTuple):
    """The header of a list, and a pattern that finds each whole line that may follow it."""

    header: bytes
    row: re.Pattern[bytes]


def layout(header: str, *columns: str, ahead: str = "") -> Layout:
    """A layout out of the grammar of its columns. No column takes in a comma or a line's end."""
    row = ",".join(f"({column})" for column in columns)
    return Layout(f"{header}\n".encode(), re.compile(f"^{ahead}{row}$".encode(), re.MULTILINE))


DIVISION_BY_KEY = r"(?=[^~].*,[0-9]{6}$|~.*,[0-9]{2}$)"  # a withheld entry shows the two digits of its region only
CODES = r"(?:[0-9]{2}){1,3}"
LAYOUTS = {
    "targets/roster.csv": layout("key,stratum,division", ANY_KEY, ID, r"[0-9]+", ahead=DIVISION_BY_KEY),
    "targets/exclusions.csv": layout("key,reason", ANY_KEY, REASON),
    "teams/inspectors.csv": layout("key,group,divisions", ANY_KEY, ID, f"{CODES}(?: {CODES})*"),
    "teams/absences.csv": layout("key,reason", ANY_KEY, "|".join(ABSENCE_REASONS)),
    "teams/recusals.csv": layout("target,digest", ANY_KEY, r"[0-9a-f]{64}"),
}


def whole_lines(path: Path) -> Iterator[bytes]:
    """A file in blocks of whole lines, each line ended by LF."""
    rest = b""
    with open_regular(path) as file:
        while block := file.read(BLOCK):
            rest += block
            end = rest.rfind(b"\n") + 1
            if end == 0 and len(rest) >= BLOCK:
                refuse("有一行过长，无法读取", "a line is too long to be read")
            if end:
                yield rest[:end]
                rest = rest[end:]
    if rest:
        refuse("最后一行没有换行符", "the last line is not ended by LF")


def sm3() -> Any:
    """SM3 where this Python's OpenSSL has it, else nothing."""
    try:
        return hashlib.new("sm3")
    except ValueError:
        return None


class Table:
    """One list of the folder. `examine` proves its form once; `rows` then reads it as often as needed."""

    def __init__(self, folder: Path, name: str) -> None:
        self.name = name
        self.path = folder / name
        self.facts = Facts(0, "", "")
        self.tally: Counter[bytes] = Counter()  # rows by their second column, where that is a stratum, group or reason
        self.withheld: Counter[bytes] = Counter()  # the same of withheld entries

    def blocks(self) -> Iterator[tuple[bytes, list[bytes]]]:
        """Blocks of the file, and the lines in them, without the header."""
        header = LAYOUTS[self.name].header
        start = len(header)
        for block in whole_lines(self.path):
            if start and not block.startswith(header):
                refuse(f"首行应为 {shown(header[:-1])}", f"the first line must be {shown(header[:-1])}")
            yield block, block[start:].split(b"\n")[:-1]
            start = 0
        if start:
            refuse("文件为空", "the file is empty")

    def examine(self) -> None:
        """Reads the list once: form, order, duplicates, digests, tallies."""
        sha256, national = hashlib.sha256(), sm3()
        count, last_line, last_key = 0, b"", b""
        for block, lines in self.blocks():
            sha256.update(block)
            if national:
                national.update(block)
            rows = self._as_rows(lines, count + 2)
            keys = [row[0] for row in rows]
            refuse_fault(map(ge, [last_line, *lines], lines), count + 2, "未按序或重复", "is out of order or double")
            # Equal keys stand together once lines are sorted: of two lines that begin with the same `key,` all lines
            # between begin so too. (Keys themselves need not ascend: `A!,` sorts before `A,`.)
            refuse_fault(map(eq, [last_key, *keys], keys), count + 2, "的键重复", "repeats a key")
            if self.name != "teams/recusals.csv":
                self.tally.update(map(itemgetter(1), rows))
                self.withheld.update(row[1] for row in rows if row[0].startswith(b"~"))
            if lines:
                count, last_line, last_key = count + len(lines), lines[-1], keys[-1]
        self.facts = Facts(count, sha256.hexdigest(), national.hexdigest() if national else "")

    def _as_rows(self, lines: list[bytes], first: int) -> list[Row]:
        """The rows that some lines are; `first` is the number of the first line."""
        row = LAYOUTS[self.name].row
        rows: list[Row] = row.findall(b"\n".join(lines))
        if len(rows) < len(lines):  # a line gives one row or none
            at, line = next((at, line) for at, line in enumerate(lines, first) if not row.fullmatch(line))
            refuse(f"第 {at} 行不合格式：{shown(line)}", f"line {at} does not fit its columns: {shown(line)}")
        return rows

    def again(self) -> Iterator[list[bytes]]:
        """The lines of an examined list, block by block. Read anew, not kept, so the digest must come out as before."""
        sha256 = hashlib.sha256()
        for block, lines in self.blocks():
            sha256.update(block)
            if lines:
                yield lines
        if sha256.hexdigest() != self.facts.sha256:
            refuse(f"{self.name} 在核验中被改动", f"{self.name} changed while it was being verified")

    def rows(self) -> Iterator[list[bytes]]:
        """The rows of an examined list."""
        return (line.split(b",") for lines in self.again() for line in lines)

    def key_blocks(self) -> Iterator[list[bytes]]:
        """The keys of an examined list, block by block."""
        return ([line.partition(b",")[0] for line in lines] for lines in self.again())


def refuse_fault(faults: Iterable[bool], first: int, zh: str, en: str) -> None:
    """Refuses the first line at fault, if any; `first` is the number of the first line."""
    found = list(faults)
    if True in found:
        at = found.index(True) + first
        refuse(f"第 {at} 行{zh}", f"line {at} {en}")


def in_common(left: Table, right: Table) -> Iterator[tuple[set[bytes], set[bytes]]]:
    """For each block of `left`: its keys, and those of them that `right` has too.

    Both are sorted by their key and its comma, so one walk along both is enough and neither is held in memory.
    """
    others = right.key_blocks()
    block = next(others, [])
    for keys in left.key_blocks():
        found = set[bytes]()
        while block:
            found.update(set(keys).intersection(block))
            if block[-1] + b"," >= keys[-1] + b",":
                break
            block = next(others, [])
        yield set(keys), found


def keep_apart(one: Table, other: Table) -> None:
    """Refuses a key that stands in both lists."""
    for _, found in in_common(*sorted((one, other), key=lambda table: table.facts.count_)):
        if found:
            refuse(
                f"键 {shown(min(found))} 同时在 {one.name} 和 {other.name} 中",
                f"the key {shown(min(found))} is in both {one.name} and {other.name}",
            )


# ======================================================================================================================
# 4  Beacon (sections 4 and 10)
# ======================================================================================================================

STRENGTHS = {
    "drand": ("可验证 verifiable", "verifiable"),
    "lottery": ("有人作证 attested", "attested"),
    "document": ("有人作证 attested", "attested"),
    "date": ("可预知，仅供演练 predictable: training only", "predictable: training only"),
}
HOLDS = {
    "drand": ("签名相符", "signature holds"),
    "lottery": (
        "号码合规，与见证人的记录相符（没有签名）",
        "numbers are in form and as attested (there is no signature)",
    ),
    "document": (
        "文件摘要与见证人的记录相符（没有签名）",
        "the document has this digest, as attested (there is no signature)",
    ),
    "date": ("由日期算出，人人可以预知", "made from the date, as anybody could beforehand"),
}
GAMES = {"ssq": ((6, 33), (1, 16)), "dlt": ((5, 35), (2, 12))}  # how many numbers, out of how many

QUICKNET = "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971"
GENESIS = 1692803367
PERIOD = 3
PUBLIC_KEY = bytes.fromhex(
    "83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d106451"
    "0d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a"
)
DST = b"BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_"


def round_at(seconds: int) -> int:
    """The first drand round at or after a time."""
    return -((GENESIS - seconds) // PERIOD) + 1  # minus the floor of the negative: the ceiling


def lottery_numbers(game: str, signature: str) -> bool:
    """Whether the text is a result of the game: two digits each, ascending in each group, joined by dots."""
    if re.fullmatch(r"[0-9]{2}(\.[0-9]{2})*", signature) is None:
        return False
    numbers = [int(number) for number in signature.split(".")]
    for how_many, out_of in GAMES[game]:
        group, numbers = numbers[:how_many], numbers[how_many:]
        if len(group) < how_many or group != sorted(set(group)) or not 1 <= group[0] <= group[-1] <= out_of:
            return False
    return not numbers


# --- BLS12-381 --------------------------------------------------------------------------------------------------------
#
# The curve E: y² = x³ + 4 over the integers modulo P. G1 is its subgroup of prime order R. The curve E': y² = x³ +
# 4(1+u) over Fp2 = Fp[u]/(u²+1) holds G2, of the same order. A signature is S in G1, the public key K in G2, the
# message is hashed to H in G1, and the signature holds if e(S, B) = e(H, K), B being the base point of G2.
#
# Points are pairs (x, y), `None` the point at infinity. Formulas are the school ones with a division each: slower than
# projective ones by a factor that does not matter here, and easy to compare with a textbook.

P = 0x1A0111EA397FE69A4B1BA7B6434BACD764774B84F38512BF6730D2A0F6B0F6241EABFFFEB153FFFFB9FEFFFFFFFFAAAB
R = 0x73EDA753299D7D483339D80809A1D80553BDA402FFFE5BFEFFFFFFFF00000001
X = 0xD201000000010000  # the curve's parameter is −X
H_EFF = X + 1  # of RFC 9380, 8.8.1: takes every point of the curve into G1
BASE_POINT = bytes.fromhex(
    "93e02b6052719f607dacd3a088274f65596bd0d09920b61ab5da61bbdc7f5049334cf11213945d57e5ac7d055d042b7e"
    "024aa2b2f08f0a91260805272dc51051c6e47ad4fa403b02b4510b647ae3d1770bac0326a805bbefd48056c8c121bdb8"
)

Fp2 = tuple[int, int]  # a + bu
G1 = tuple[int, int] | None
G2 = tuple[Fp2, Fp2]


def square_root(n: int) -> int | None:
    """A root of `n` modulo P, if there is one; P mod 4 = 3 makes it a power."""
    root = pow(n, (P + 1) // 4, P)
    return root if root * root % P == n % P else None


def add(one: G1, other: G1) -> G1:
    """The sum of two points of E."""
    if one is None or other is None:
        return one or other
    (x1, y1), (x2, y2) = one, other
    if x1 != x2:
        slope = (y2 - y1) * pow(x2 - x1, -1, P) % P
    elif y1 == y2 and y1:
        slope = 3 * x1 * x1 * pow(2 * y1, -1, P) % P
    else:
        return None
    x3 = (slope * slope - x1 - x2) % P
    return x3, (slope * (x1 - x3) - y1) % P


def times(n: int, point: G1) -> G1:
    """`n` times a point of E, by doubling and adding."""
    total: G1 = None
    for bit in f"{n:b}":
        total = add(total, total)
        if bit == "1":
            total = add(total, point)
    return total


def decode_g1(data: bytes) -> tuple[int, int]:
    """A point of G1 from its 48 bytes: 3 flag bits (compressed, infinity, the greater y), then x."""
    if len(data) != 48 or not data[0] & 0x80:
        refuse("签名不是压缩编码的曲线点", "the signature is no point in compressed form")
    if data[0] & 0x40:
        refuse("签名是无穷远点", "the signature is the point at infinity")
    x = int.from_bytes(data, "big") & ((1 << 381) - 1)
    if x >= P:
        refuse("签名编码不规范（x 不小于 p）", "the signature is not canonical (x is not below p)")
    root = square_root(x**3 + 4)
    if root is None:
        refuse("签名不是曲线上的点", "the signature is no point of the curve")
    greater = bool(data[0] & 0x20)
    point = (x, root if (root > P // 2) == greater else P - root)
    if times(R, point) is not None:
        refuse("签名不在素数阶子群中", "the signature is outside the subgroup of prime order")
    if encode_g1(point) != data:
        refuse("签名编码不规范", "the signature is not canonical")
    return point


def encode_g1(point: tuple[int, int]) -> bytes:
    """The 48 bytes of a point of E."""
    x, y = point
    return (x | 1 << 383 | (y > P // 2) << 381).to_bytes(48, "big")


def multiply2(a: Fp2, b: Fp2) -> Fp2:
    """A product in Fp2."""
    return (a[0] * b[0] - a[1] * b[1]) % P, (a[0] * b[1] + a[1] * b[0]) % P


def divide2(a: Fp2, b: Fp2) -> Fp2:
    """A quotient in Fp2."""
    inverse = pow(b[0] * b[0] + b[1] * b[1], -1, P)
    return multiply2(a, (b[0] * inverse, -b[1] * inverse))


def subtract2(a: Fp2, b: Fp2) -> Fp2:
    """A difference in Fp2."""
    return (a[0] - b[0]) % P, (a[1] - b[1]) % P


def decode_g2(data: bytes) -> G2:
    """One of the two points of G2 known above, from its 96 bytes: flags, then x with its u-part first."""
    greater = bool(data[0] & 0x20)
    x = (int.from_bytes(data[48:], "big"), int.from_bytes(data[:48], "big") & ((1 << 381) - 1))
    a, b = multiply2(x, multiply2(x, x))
    a, b = a + 4, b + 4
    # y = c + du with c² − d² = a and 2cd = b; so c² = (a ± n)/2 where n² = a² + b², whichever sign has a root.
    norm = square_root(a * a + b * b) or 0
    c = square_root((a + norm) * (P + 1) // 2) or square_root((a - norm) * (P + 1) // 2) or 1
    d = b * pow(2 * c, -1, P) % P
    if (d > P // 2) != greater:
        c, d = P - c, P - d
    return x, (c, d)


# --- Hashing to the curve: RFC 9380, suite BLS12381G1_XMD:SHA-256_SSWU_RO_ --------------------------------------------

ISO_A = 0x144698A3B8E9433D693A02C96D4982B0EA985383EE66A8D8E8981AEFD881AC98936F8DA0E0F97F5CF428082D584C1D
ISO_B = 0x12E2908D11688030018B12E8753EEE3B2016C1F0F24F4070A0B9C14FCEF35EF55A23215A316CEAA5D1CC48E98E172BE0
ISO_Z = 11

# The 11-isogeny from the auxiliary curve y² = x³ + ISO_A·x + ISO_B to E (RFC 9380, appendix E.2), constant term first.
ISO_X_NUM = (
    0x11A05F2B1E833340B809101DD99815856B303E88A2D7005FF2627B56CDB4E2C85610C2D5F2E62D6EAEAC1662734649B7,
    0x17294ED3E943AB2F0588BAB22147A81C7C17E75B2F6A8417F565E33C70D1E86B4838F2A6F318C356E834EEF1B3CB83BB,
    0x0D54005DB97678EC1D1048C5D10A9A1BCE032473295983E56878E501EC68E25C958C3E3D2A09729FE0179F9DAC9EDCB0,
    0x1778E7166FCC6DB74E0609D307E55412D7F5E4656A8DBF25F1B33289F1B330835336E25CE3107193C5B388641D9B6861,
    0x0E99726A3199F4436642B4B3E4118E5499DB995A1257FB3F086EEB65982FAC18985A286F301E77C451154CE9AC8895D9,
    0x1630C3250D7313FF01D1201BF7A74AB5DB3CB17DD952799B9ED3AB9097E68F90A0870D2DCAE73D19CD13C1C66F652983,
    0x0D6ED6553FE44D296A3726C38AE652BFB11586264F0F8CE19008E218F9C86B2A8DA25128C1052ECADDD7F225A139ED84,
    0x17B81E7701ABDBE2E8743884D1117E53356DE5AB275B4DB1A682C62EF0F2753339B7C8F8C8F475AF9CCB5618E3F0C88E,
    0x080D3CF1F9A78FC47B90B33563BE990DC43B756CE79F5574A2C596C928C5D1DE4FA295F296B74E956D71986A8497E317,
    0x169B1F8E1BCFA7C42E0C37515D138F22DD2ECB803A0C5C99676314BAF4BB1B7FA3190B2EDC0327797F241067BE390C9E,
    0x10321DA079CE07E272D8EC09D2565B0DFA7DCCDDE6787F96D50AF36003B14866F69B771F8C285DECCA67DF3F1605FB7B,
    0x06E08C248E260E70BD1E962381EDEE3D31D79D7E22C837BC23C0BF1BC24C6B68C24B1B80B64D391FA9C8BA2E8BA2D229,
)
ISO_X_DEN = (
    0x08CA8D548CFF19AE18B2E62F4BD3FA6F01D5EF4BA35B48BA9C9588617FC8AC62B558D681BE343DF8993CF9FA40D21B1C,
    0x12561A5DEB559C4348B4711298E536367041E8CA0CF0800C0126C2588C48BF5713DAA8846CB026E9E5C8276EC82B3BFF,
    0x0B2962FE57A3225E8137E629BFF2991F6F89416F5A718CD1FCA64E00B11ACEACD6A3D0967C94FEDCFCC239BA5CB83E19,
    0x03425581A58AE2FEC83AAFEF7C40EB545B08243F16B1655154CCA8ABC28D6FD04976D5243EECF5C4130DE8938DC62CD8,
    0x13A8E162022914A80A6F1D5F43E7A07DFFDFC759A12062BB8D6B44E833B306DA9BD29BA81F35781D539D395B3532A21E,
    0x0E7355F8E4E667B955390F7F0506C6E9395735E9CE9CAD4D0A43BCEF24B8982F7400D24BC4228F11C02DF9A29F6304A5,
    0x0772CAACF16936190F3E0C63E0596721570F5799AF53A1894E2E073062AEDE9CEA73B3538F0DE06CEC2574496EE84A3A,
    0x14A7AC2A9D64A8B230B3F5B074CF01996E7F63C21BCA68A81996E1CDF9822C580FA5B9489D11E2D311F7D99BBDCC5A5E,
    0x0A10ECF6ADA54F825E920B3DAFC7A3CCE07F8D1D7161366B74100DA67F39883503826692ABBA43704776EC3A79A1D641,
    0x095FC13AB9E92AD4476D6E3EB3A56680F682B4EE96F7D03776DF533978F31C1593174E4B4B7865002D6384D168ECDD0A,
    1,
)
ISO_Y_NUM = (
    0x090D97C81BA24EE0259D1F094980DCFA11AD138E48A869522B52AF6C956543D3CD0C7AEE9B3BA3C2BE9845719707BB33,
    0x134996A104EE5811D51036D776FB46831223E96C254F383D0F906343EB67AD34D6C56711962FA8BFE097E75A2E41C696,
    0x00CC786BAA966E66F4A384C86A3B49942552E2D658A31CE2C344BE4B91400DA7D26D521628B00523B8DFE240C72DE1F6,
    0x01F86376E8981C217898751AD8746757D42AA7B90EEB791C09E4A3EC03251CF9DE405ABA9EC61DECA6355C77B0E5F4CB,
    0x08CC03FDEFE0FF135CAF4FE2A21529C4195536FBE3CE50B879833FD221351ADC2EE7F8DC099040A841B6DAECF2E8FEDB,
    0x16603FCA40634B6A2211E11DB8F0A6A074A7D0D4AFADB7BD76505C3D3AD5544E203F6326C95A807299B23AB13633A5F0,
    0x04AB0B9BCFAC1BBCB2C977D027796B3CE75BB8CA2BE184CB5231413C4D634F3747A87AC2460F415EC961F8855FE9D6F2,
    0x0987C8D5333AB86FDE9926BD2CA6C674170A05BFE3BDD81FFD038DA6C26C842642F64550FEDFE935A15E4CA31870FB29,
    0x09FC4018BD96684BE88C9E221E4DA1BB8F3ABD16679DC26C1E8B6E6A1F20CABE69D65201C78607A360370E577BDBA587,
    0x0E1BBA7A1186BDB5223ABDE7ADA14A23C42A0CA7915AF6FE06985E7ED1E4D43B9B3F7055DD4EBA6F2BAFAAEBCA731C30,
    0x19713E47937CD1BE0DFD0B8F1D43FB93CD2FCBCB6CAF493FD1183E416389E61031BF3A5CCE3FBAFCE813711AD011C132,
    0x18B46A908F36F6DEB918C143FED2EDCC523559B8AAF0C2462E6BFE7F911F643249D9CDF41B44D606CE07C8A4D0074D8E,
    0x0B182CAC101B9399D155096004F53F447AA7B12A3426B08EC02710E807B4633F06C851C1919211F20D4C04F00B971EF8,
    0x0245A394AD1ECA9B72FC00AE7BE315DC757B3B080D4C158013E6632D3C40659CC6CF90AD1C232A6442D9D3F5DB980133,
    0x05C129645E44CF1102A159F748C4A3FC5E673D81D7E86568D9AB0F5D396A7CE46BA1049B6579AFB7866B1E715475224B,
    0x15E6BE4E990F03CE4EA50B3B42DF2EB5CB181D8F84965A3957ADD4FA95AF01B2B665027EFEC01C7704B456BE69C8B604,
)
ISO_Y_DEN = (
    0x16112C4C3A9C98B252181140FAD0EAE9601A6DE578980BE6EEC3232B5BE72E7A07F3688EF60C206D01479253B03663C1,
    0x1962D75C2381201E1A0CBD6C43C348B885C84FF731C4D59CA4A10356F453E01F78A4260763529E3532F6102C2E49A03D,
    0x058DF3306640DA276FAAAE7D6E8EB15778C4855551AE7F310C35A5DD279CD2ECA6757CD636F96F891E2538B53DBF67F2,
    0x16B7D288798E5395F20D23BF89EDB4D1D115C5DBDDBCD30E123DA489E726AF41727364F2C28297ADA8D26D98445F5416,
    0x0BE0E079545F43E4B00CC912F8228DDCC6D19C9F0F69BBB0542EDA0FC9DEC916A20B15DC0FD2EDEDDA39142311A5001D,
    0x08D9E5297186DB2D9FB266EAAC783182B70152C65550D881C5ECD87B6F0F5A6449F38DB9DFA9CCE202C6477FAAF9B7AC,
    0x166007C08A99DB2FC3BA8734ACE9824B5EECFDFA8D0CF8EF5DD365BC400A0051D5FA9C01A58B1FB93D1A1399126A775C,
    0x16A3EF08BE3EA7EA03BCDDFABBA6FF6EE5A4375EFA1F4FD7FEB34FD206357132B920F5B00801DEE460EE415A15812ED9,
    0x1866C8ED336C61231A1BE54FD1D74CC4F9FB0CE4C6AF5920ABC5750C4BF39B4852CFE2F7BB9248836B233D9D55535D4A,
    0x167A55CDA70A6E1CEA820597D94A84903216F763E13D87BB5308592E7EA7D4FBC7385EA3D529B35E346EF48BB8913F55,
    0x04D2F259EEA405BD48F010A01AD2911D9C6DD039BB61A6290E591B36E636A5C871A5C29F4F83060400F8B49CBA8F6AA8,
    0x0ACCBB67481D033FF5852C1E48C50C477F94FF8AEFCE42D28C0F9A88CEA7913516F968986F7EBBEA9684B529E2561092,
    0x0AD6B9514C767FE3C3613144B45F1496543346D98ADF02267D5CEEF9A00D9B8693000763E3B90AC11E99B138573345CC,
    0x02660400EB2E4F3B628BDD0D53CD76F2BF565B94E72927C1CB748DF27942480E420517BD8714CC80D1FADC1326ED06F7,
    0x0E0FA1D816DDC03E6B24255E0D7819C171C40F65E273B853324EFCD6356CAA205CA2F570F13497804415473A1D634B8F,
    1,
)


def expand_message(message: bytes, length: int) -> bytes:
    """`expand_message_xmd` with SHA-256 (RFC 9380, 5.3.1)."""
    suffix = DST + bytes([len(DST)])
    first = hashlib.sha256(bytes(64) + message + length.to_bytes(2, "big") + b"\0" + suffix).digest()
    block, blocks = bytes(32), b""
    for n in range(1, length // 32 + 1):
        mixed = bytes(one ^ other for one, other in zip(first, block, strict=True))
        block = hashlib.sha256(mixed + bytes([n]) + suffix).digest()
        blocks += block
    return blocks


def map_to_curve(u: int) -> G1:
    """A field element to a point of E: simplified SWU (6.6.2), then the isogeny (6.6.3)."""
    t = ISO_Z * u * u % P
    divisor = (t * t + t) % P
    # B/A·(t² + t + 1)/−(t² + t), or B/(Z·A) if that cannot be divided
    x = ISO_B * (divisor + 1) * pow(ISO_A * (-divisor or ISO_Z), -1, P) % P
    y = square_root(x**3 + ISO_A * x + ISO_B)
    if y is None:  # then the other candidate has a root
        x = t * x % P
        y = square_root(x**3 + ISO_A * x + ISO_B) or 0
    if y % 2 != u % 2:
        y = -y % P
    x_numerator, x_denominator, y_numerator, y_denominator = (
        polynomial(row, x) for row in (ISO_X_NUM, ISO_X_DEN, ISO_Y_NUM, ISO_Y_DEN)
    )
    if x_denominator == 0 or y_denominator == 0:
        return None
    return x_numerator * pow(x_denominator, -1, P) % P, y * y_numerator * pow(y_denominator, -1, P) % P


def polynomial(coefficients: Sequence[int], x: int) -> int:
    """The value at `x` of a polynomial given from its constant term on."""
    value = 0
    for coefficient in reversed(coefficients):
        value = (value * x + coefficient) % P
    return value


def hash_to_g1(message: bytes) -> G1:
    """`hash_to_curve` (RFC 9380, 3): two field elements, two points, their sum, brought into G1."""
    uniform = expand_message(message, 128)
    one, other = (int.from_bytes(part, "big") % P for part in (uniform[:64], uniform[64:]))
    return times(H_EFF, add(map_to_curve(one), map_to_curve(other)))


# --- The pairing ------------------------------------------------------------------------------------------------------
#
# Fp12 = Fp[w]/(w¹² − 2w⁶ + 2): twelve coefficients, constant term first, and u = w⁶ − 1. E' lies in E over Fp12 by
# (x, y) → (x/w², y/w³).

Fp12 = list[int]
ONE = [1] + [0] * 11


def reduced(long: list[int]) -> Fp12:
    """A polynomial of degree up to 22 in w as an element of Fp12: w¹² = 2w⁶ − 2."""
    for n in range(22, 11, -1):
        twice = 2 * long[n]
        long[n - 6] += twice
        long[n - 12] -= twice
    return [coefficient % P for coefficient in long[:12]]


def multiply12(a: Fp12, b: Fp12) -> Fp12:
    """A product in Fp12; quick if `a` is sparse."""
    long = [0] * 23
    for i, one in enumerate(a):
        if one:
            for j, other in enumerate(b, i):
                long[j] += one * other
    return reduced(long)


def square12(a: Fp12) -> Fp12:
    """A square in Fp12: each product of two different coefficients is taken once and doubled."""
    long = [0] * 23
    for i, one in enumerate(a):
        long[2 * i] += one * one
        twice = 2 * one
        for j in range(i + 1, 12):
            long[i + j] += twice * a[j]
    return reduced(long)


def power12(a: Fp12, exponent: int) -> Fp12:
    """A power in Fp12, by squaring and multiplying."""
    result = ONE
    for bit in f"{exponent:b}":
        result = square12(result)
        if bit == "1":
            result = multiply12(a, result)
    return result


def conjugate(a: Fp12) -> Fp12:
    """`a` to the power P⁶, which is the field's automorphism w → −w."""
    return [-one % P if n % 2 else one for n, one in enumerate(a)]


@cache
def powers_of_w() -> list[Fp12]:
    """Each wⁿ to the power P."""
    powers = [ONE, power12([0, 1] + [0] * 10, P)]
    while len(powers) < 12:
        powers.append(multiply12(powers[1], powers[-1]))
    return powers


def frobenius(a: Fp12) -> Fp12:
    """`a` to the power P: its coefficients stay, the powers of w under them change."""
    return [sum(one * power[n] for one, power in zip(a, powers_of_w(), strict=True)) % P for n in range(12)]


def step(one: G2, other: G2, at: tuple[int, int]) -> tuple[G2, Fp12]:
    """The sum of two points of E', and the value at a point of E of the line through them (the tangent, if equal).

    Taken to E over Fp12 the line is y − y₁/w³ − (slope/w)·(x − x₁/w²). The value given is w³ times that; such a
    factor, lying in a smaller field, vanishes in the last power, as do the vertical lines, which are left out.
    """
    (x1, y1), (x2, y2), (x, y) = one, other, at
    if one == other:
        a, b = multiply2(x1, x1)
        slope = divide2((3 * a, 3 * b), (2 * y1[0], 2 * y1[1]))
    else:
        slope = divide2(subtract2(y2, y1), subtract2(x2, x1))
    x3 = subtract2(subtract2(multiply2(slope, slope), x1), x2)
    y3 = subtract2(multiply2(slope, subtract2(x1, x3)), y1)
    c, d = subtract2(multiply2(slope, x1), y1)  # c + du = (c − d) + dw⁶
    e, f = -slope[0] * x % P, -slope[1] * x % P
    return (x3, y3), [c - d, 0, e - f, y, 0, 0, d, 0, f, 0, 0, 0]


def miller_loop(pairs: Sequence[tuple[tuple[int, int], G2]]) -> Fp12:
    """The product of the Miller loops of the optimal ate pairing over some pairs, before the last power.

    The loop runs over X, not −X: that inverts the product, which is no matter to one that is to be 1.
    """
    value, points = ONE, [q for _, q in pairs]
    for bit in f"{X:b}"[1:]:
        value = square12(value)
        for n, (p, q) in enumerate(pairs):
            points[n], line = step(points[n], points[n], p)
            value = multiply12(line, value)
            if bit == "1":
                points[n], line = step(points[n], q, p)
                value = multiply12(line, value)
    return value


def last_power_is_one(a: Fp12) -> bool:
    """Whether `a` to the power (P¹² − 1)/R is 1.

    The exponent is (P⁶ − 1)·(P² + 1)·(P⁴ − P² + 1)/R, and 3·(P⁴ − P² + 1)/R = (X + 1)²·(P − X)·(X² + P² − 1) + 3; the
    factor 3, prime to R, changes nothing. P⁶ − 1 is never carried out: b^P⁶ is the conjugate of b, so b^(P⁶ − 1) is 1
    just when the odd coefficients of b are 0. For the same reason a conjugate may stand where an inverse should: they
    differ by a factor without odd coefficients.
    """
    a = multiply12(frobenius(frobenius(a)), a)  # P² + 1
    b = multiply12(power12(a, X), a)
    b = multiply12(power12(b, X), b)  # (X + 1)²
    b = multiply12(frobenius(b), conjugate(power12(b, X)))  # P − X
    b = multiply12(multiply12(power12(power12(b, X), X), frobenius(frobenius(b))), conjugate(b))  # X² + P² − 1
    b = multiply12(multiply12(a, square12(a)), b)  # + 3
    return any(b) and not any(b[1::2])


def check_drand(number: int, signature: str) -> None:
    """Refuses a signature other than the one of this quicknet round (section 4)."""
    if re.fullmatch(r"[0-9a-f]{96}", signature) is None:
        refuse("签名应为 96 位小写十六进制", "the signature must be 96 lower-case hex digits")
    x, y = decode_g1(bytes.fromhex(signature))
    hashed = hash_to_g1(hashlib.sha256(number.to_bytes(8, "big")).digest())
    if hashed is None:
        refuse("该轮没有对应的曲线点", "the round hashes to the point at infinity")  # nobody will ever find one
    # e(S, B) = e(H, K) is the same as e(−S, B)·e(H, K) = 1
    pairs = [((x, P - y), decode_g2(BASE_POINT)), (hashed, decode_g2(PUBLIC_KEY))]
    if not last_power_is_one(miller_loop(pairs)):
        refuse(f"不是第 {number} 轮的签名", f"this is not the signature of round {number}")


# ======================================================================================================================
# 5  Seed and tickets (section 5)
# ======================================================================================================================


def sha256_hex(line: str) -> str:
    """SHA-256 of a line of the protocol, which is ASCII."""
    return hashlib.sha256(line.encode("ascii")).hexdigest()


def seed_of(freeze: Freeze, pulse: Pulse) -> str:
    """What a stage's randomness comes from."""
    return sha256_hex("|".join((PROTOCOL, "seed", freeze.authority, freeze.draw, freeze.stage, *map(str, pulse))))


def inspector_ticket(seed: str, target: str, inspector: str) -> str:
    """What ranks an inspector for a target."""
    return sha256_hex(f"{PROTOCOL}|inspector|{seed}|{target}|{inspector}")


def recusal_digest(opening: Opening) -> str:
    """What a row of `recusals.csv` must say for this to be its opening (section 7)."""
    return sha256_hex(f"{PROTOCOL}|recusals|{opening.salt}|{opening.target}|{','.join(opening.inspectors)}")


class Entry(NamedTuple):
    """A row of the roster under its target ticket. Entries ascend by ticket, then key."""

    ticket: str
    key: str
    stratum: str
    division: str


def smallest(roster: Table, seed: str, takes: Mapping[str, int], taken: Collection[str] = ()) -> list[Entry]:
    """Of each stratum the `takes` entries with the smallest tickets, `taken` ones left out; ascending by ticket.

    A ticket depends on the seed and the entry alone, so one walk over the roster with a shrinking limit for each
    stratum is enough. Digests are compared as bytes, which order as their hex text does.
    """
    prefix = f"{PROTOCOL}|target|{seed}|".encode("ascii")
    left_out = {key.encode("ascii") for key in taken}
    limits = {stratum.encode("ascii"): b"\xff" * 32 for stratum in takes}
    pools: dict[bytes, list[tuple[bytes, bytes, bytes]]] = {stratum: [] for stratum in limits}
    sha256 = hashlib.sha256
    for lines in roster.again():
        for line in lines:
            key, stratum, division = line.split(b",")
            limit = limits.get(stratum)
            if limit is not None:
                ticket = sha256(prefix + key).digest()
                if ticket <= limit and key not in left_out:
                    pools[stratum].append((ticket, key, division))
        for stratum, pool in pools.items():
            take = takes[stratum.decode()]
            if len(pool) > 2 * take + 10_000:  # rarely, so that sorting costs little
                pool.sort()
                del pool[take:]
                limits[stratum] = pool[-1][0]
    return sorted(
        Entry(ticket.hex(), key.decode(), name, division.decode())
        for name, take in takes.items()
        for ticket, key, division in sorted(pools[name.encode("ascii")])[:take]
    )


# ======================================================================================================================
# 6  Stages (sections 3.2, 6, 7, 8): what stands where, and what follows from it
# ======================================================================================================================

FIRST_STAGES = ("targets", "teams")
DOCUMENTS = ("freeze.json", "beacon.json", "outcome.json", "void.json")
STAMP = "freeze.tsr"
RECEIPTS = (STAMP, "freeze.tlog-proof")
OWN_LISTS = {
    "targets": ("targets/exclusions.csv", "targets/roster.csv"),
    "teams": ("teams/absences.csv", "teams/inspectors.csv", "teams/recusals.csv"),
}
INPUTS = {
    "targets": OWN_LISTS["targets"],
    "teams": OWN_LISTS["teams"],
    "teams-N": OWN_LISTS["teams"],
    "substitutes-N": ("targets/roster.csv",),
    "relief-N": OWN_LISTS["teams"],
}
KEPT_APART = (("targets/roster.csv", "targets/exclusions.csv"), ("teams/inspectors.csv", "teams/absences.csv"))
BASES = {  # which forms a stage may be built on
    "teams": ("targets",),
    "teams-N": ("targets", "substitutes-N"),
    "substitutes-N": ("targets", "substitutes-N"),
    "relief-N": ("teams", "teams-N"),
}
VACANCY_REASONS = {"substitutes-N": TARGET_REASONS, "relief-N": INSPECTOR_REASONS}


def form_of(stage: str) -> str:
    """Which of the five forms a stage has; its id is grammatical."""
    kind, _, number = stage.partition("-")
    return f"{kind}-N" if number else kind


def entries_of(folder: Path) -> dict[str, str]:
    """What stands in a folder: name → `file`, `folder` or `other` (a link is other, whatever it leads to)."""
    found = {}
    with os.scandir(folder) as entries:
        for entry in entries:
            mode = entry.stat(follow_symlinks=False).st_mode
            found[entry.name] = "file" if stat.S_ISREG(mode) else "folder" if stat.S_ISDIR(mode) else "other"
    return dict(sorted(found.items()))


@dataclass(slots=True)
class Stage:
    """A stage's folder, and its documents as far as they have been read (with the digests of their files)."""

    id: str
    folder: Path
    entries: Mapping[str, str]
    freeze: Freeze | None = None
    freeze_digest: str = ""
    unreadable: Exception | None = None  # why there is no `freeze`, to be told when the stage's turn comes
    pulse: Pulse | None = None
    pulse_digest: str = ""
    outcome: Outcome | None = None
    outcome_digest: str = ""
    void: Void | None = None
    void_digest: str = ""

    @property
    def form(self) -> str:
        """`targets`, `teams`, `teams-N`, `substitutes-N` or `relief-N`."""
        return form_of(self.id)

    @property
    def frozen(self) -> Freeze:
        """The freeze; `check_files` has seen to it that there is one."""
        if self.freeze is None:
            refuse("缺少 freeze.json", "freeze.json is missing")
        return self.freeze

    @property
    def of(self) -> str:
        """The id of the stage this one is built on; empty for `targets`."""
        return self.frozen.of.stage if self.frozen.of else ""

    @property
    def is_teams(self) -> bool:
        """Whether the stage gives teams: `teams` or a `teams-N`."""
        return self.form in ("teams", "teams-N")


@dataclass(slots=True)
class Draw:
    """The draw under judgement: its folder, and what the stages judged so far have shown."""

    folder: Path
    now: int
    say: Callable[[str, str], None]
    problems: list[RefusedError] = field(default_factory=list)  # of the folder as a whole, told under `targets`
    stages: list[Stage] = field(default_factory=list)
    judged: list[Stage] = field(default_factory=list)
    lists: dict[str, Table] = field(default_factory=dict)
    drawn: dict[str, Entry] = field(default_factory=dict)  # every entry a stage selected or brought in
    then: bool = False  # whether a stage is judged by what was in force when it was frozen; see `counted`
    roots: bytes = b""  # PEM certificates trusted for receipts; none: receipts are not checked
    witnessed: list[str] = field(default_factory=list)  # the stages that a receipt proves to be frozen early enough

    def base(self, stage: Stage) -> Stage:
        """The stage that `stage` is built on; `check_chain` has seen to it that it was judged before."""
        return next(earlier for earlier in self.judged if earlier.id == stage.of)


def open_draw(draw: Draw) -> None:
    """Looks through the draw's folder, reads every freeze, and puts the stages in order (section 3, ADR 0005)."""
    entries = entries_of(draw.folder)
    stages = [name for name, kind in entries.items() if kind == "folder" and fits(a_stage, name)]
    expected = {"task.yaml": "file", "evidence": "folder", **dict.fromkeys(stages, "folder")}
    for name, kind in entries.items():
        if expected.get(name) != kind:
            draw.problems.append(
                RefusedError(f"文件夹中不应有 {shown(name)}（{kind}）", f"{shown(name)} ({kind}) must not be here")
            )
    for name in ("task.yaml", "targets", "teams"):
        if name not in entries:
            draw.problems.append(RefusedError(f"缺少 {name}", f"{name} is missing"))
    for kind in ("teams", "substitutes", "relief"):
        draw.problems.extend(gaps(kind, stages))
    for name in {"targets": None, **dict.fromkeys(stages)}:  # without `targets` there is still its place to refuse in
        stage = Stage(name, draw.folder / name, entries_of(draw.folder / name) if name in stages else {})
        read_freeze(stage)
        draw.stages.append(stage)
    draw.stages.sort(key=standing)


def fits(shape: Shape, value: object) -> bool:
    """Whether a shape takes a value."""
    try:
        shape(value)
    except RefusedError:
        return False
    return True


def gaps(kind: str, stages: Iterable[str]) -> Iterator[RefusedError]:
    """The numbers that stages of a kind leave out; the first `teams` is number 1."""
    numbers = sorted(int(n or 1) for name, _, n in (stage.partition("-") for stage in stages) if name == kind)
    for expected, number in enumerate(numbers, 1):
        if number != expected:
            yield RefusedError(
                f"阶段编号不连续：{kind}-{number} 之前有缺", f"a stage is missing before {kind}-{number}"
            )
            return


def read_freeze(stage: Stage) -> None:
    """Reads a stage's freeze, or keeps why it cannot be read."""
    if stage.entries.get("freeze.json") == "file":
        try:
            stage.freeze, stage.freeze_digest = read_document(stage.folder / "freeze.json", FREEZES[stage.form])
        except Exception as error:  # its stage is judged later, and tells it then
            stage.unreadable = error


def standing(stage: Stage) -> tuple[int, int, int, str]:
    """Where a stage stands: `targets`, `teams`, those whose freeze cannot be read, the rest by beacon time."""
    if stage.id in FIRST_STAGES:
        return FIRST_STAGES.index(stage.id), 0, 0, ""
    if stage.freeze is None:
        return len(FIRST_STAGES), 0, 0, stage.id
    return len(FIRST_STAGES) + 1, stage.freeze.beacon.time, stage.freeze.frozen_at, stage.id


def counted(draw: Draw, stage: Stage) -> list[Stage]:
    """The earlier stages whose decisions stand for `stage`.

    A void stage decides nothing (ADR 0005). What `stage` is built on is looked at even if it is void, so that what was
    set aside can be recomputed. And `stage`, if void itself, may have been drawn before another was set aside: `then`
    also counts what was not yet void when it was frozen.
    """
    below = {stage.of}
    for earlier in reversed(draw.judged):
        if earlier.id in below:
            below.add(earlier.of)
    return [
        earlier
        for earlier in draw.judged
        if earlier.void is None
        or earlier.id in below
        or (draw.then and stage.frozen.frozen_at < earlier.void.voided_at)
    ]


def given_by(stage: Stage) -> list[str]:
    """The targets a drawn stage selected or brought in, in its order."""
    if stage.outcome is None:
        return []
    newcomers = (replacement.in_ for replacement in stage.outcome.replacements)
    return [one.key for one in stage.outcome.selected] + [key for key in newcomers if key is not None]


def vacated_before(draw: Draw, stage: Stage) -> set[str]:
    """Targets that an earlier stage took out; a vacancy counts from its freeze."""
    return {
        vacancy.target
        for earlier in counted(draw, stage)
        if earlier.form == "substitutes-N"
        for vacancy in earlier.frozen.vacancies
    }


def live_targets(draw: Draw, stage: Stage) -> list[str]:
    """The targets of the stage in `of` that are still to be visited, in its order."""
    vacated = vacated_before(draw, stage)
    return [target for target in given_by(draw.base(stage)) if target not in vacated]


class Roll:
    """The inspectors a stage may choose from: listed and not withdrawn (section 7)."""

    def __init__(self, draw: Draw, stage: Stage) -> None:
        withdrawn = {one.inspector for one in stage.frozen.withdrawn}
        self.groups: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
        self.areas: dict[tuple[str, str], list[str]] = {}  # those of a group who cover a division, once looked up
        for key, group, divisions in draw.lists["teams/inspectors.csv"].rows():
            if key.decode() not in withdrawn:
                prefixes = tuple(divisions.decode().split(" "))
                self.groups.setdefault(group.decode(), []).append((key.decode(), prefixes))

    def eligible(self, target: Entry, group: str, recused: Collection[str]) -> list[str]:
        """The inspectors of a group who may go to a target."""
        area = (group, target.division)
        if area not in self.areas:
            listed = self.groups.get(group, [])
            self.areas[area] = [one for one, prefixes in listed if target.division.startswith(prefixes)]
        return [one for one in self.areas[area] if one not in recused]


def recused_from(stage: Stage) -> dict[str, tuple[str, ...]]:
    """Who must not go to a target, as opened by a stage that gave teams."""
    return {opening.target: opening.inspectors for opening in stage.outcome.recusals} if stage.outcome else {}


def teams_of(draw: Draw, stage: Stage) -> Iterator[tuple[Team, int]]:
    """Each team that a `teams…` stage must give, and how many were eligible for it (section 7)."""
    seed = stage.outcome.seed if stage.outcome else ""
    roll, recused, loads = Roll(draw, stage), recused_from(stage), Counter[str]()
    for target in live_targets(draw, stage):

        def rank(inspector: str, target: str = target) -> tuple[int, str, str]:
            return loads[inspector], inspector_ticket(seed, target, inspector), inspector

        for group in stage.frozen.groups:
            eligible = roll.eligible(draw.drawn[target], group.id, recused.get(target, ()))
            members = tuple(sorted(eligible, key=rank)[: group.size])
            if stage.form == "teams":  # later stages go by ticket alone
                loads.update(members)
            yield Team(target, group.id, members), len(eligible)


@dataclass(slots=True)
class Seats:
    """A team as it stands: its members, and those ever relieved from it."""

    members: list[str]
    relieved: set[str] = field(default_factory=set)

    def change(self, leaves: str, enters: str | None) -> None:
        """One leaves; the newcomer takes the same place, lead included."""
        if leaves in self.members:  # it is, unless stages are void that others were built on
            at = self.members.index(leaves)
            self.members[at : at + 1] = [] if enters is None else [enters]
        self.relieved.add(leaves)


def standing_teams(draw: Draw, stage: Stage) -> dict[tuple[str, str], Seats]:
    """The live teams of the stage in `of`, as its earlier reliefs have left them (section 8)."""
    base = draw.base(stage)
    vacated = vacated_before(draw, stage)
    teams = base.outcome.teams if base.outcome else ()
    places = {(one.target, one.group): Seats(list(one.members)) for one in teams if one.target not in vacated}
    for earlier in counted(draw, stage):
        if earlier.form == "relief-N" and earlier.of == stage.of:
            reliefs = earlier.outcome.reliefs if earlier.outcome else ()
            newcomers = {one[:3]: one.in_ for one in reliefs}
            for vacancy in earlier.frozen.vacancies:
                changed = places.get((vacancy.target, vacancy.group))
                if changed is not None:  # else the target was vacated in the meantime
                    changed.change(vacancy.inspector, newcomers.get(vacancy[:3]))
    return places


def reliefs_of(draw: Draw, stage: Stage) -> Iterator[Relief]:
    """Each relief that a `relief-N` stage must give (section 8)."""
    seed = stage.outcome.seed if stage.outcome else ""
    roll, recused, places = Roll(draw, stage), recused_from(draw.base(stage)), standing_teams(draw, stage)
    leaving = {vacancy[:3] for vacancy in stage.frozen.vacancies}
    for target, group, inspector, *_ in stage.frozen.vacancies:
        team = places[target, group]
        barred = {*recused.get(target, ()), *team.members, *team.relieved}
        candidates = [
            (inspector_ticket(seed, target, one), one)
            for one in roll.eligible(draw.drawn[target], group, barred)
            if (target, group, one) not in leaving
        ]
        ticket, newcomer = min(candidates, default=(None, None))
        team.change(inspector, newcomer)
        yield Relief(target, group, inspector, newcomer, ticket)


def replacements_of(draw: Draw, stage: Stage) -> Iterator[tuple[Replacement, Entry | None]]:
    """Each replacement that a `substitutes-N` stage must give, and the row that steps in (section 8)."""
    seed = stage.outcome.seed if stage.outcome else ""
    taken = {key for earlier in counted(draw, stage) for key in given_by(earlier)}
    strata = {vacancy.target: draw.drawn[vacancy.target].stratum for vacancy in stage.frozen.vacancies}
    best = smallest(draw.lists["targets/roster.csv"], seed, Counter(strata.values()), taken)
    queues = {stratum: iter([one for one in best if one.stratum == stratum]) for stratum in strata.values()}
    for vacancy in stage.frozen.vacancies:
        entry = next(queues[strata[vacancy.target]], None)
        if entry is None:
            yield Replacement(vacancy.target, None, None), None
        else:
            yield Replacement(vacancy.target, entry.key, entry.ticket), entry


# ======================================================================================================================
# 7  Verdict (section 12): one check for each code, in the protocol's order; the first that fails ends the judgement
# ======================================================================================================================


def check_malformed(draw: Draw, stage: Stage) -> None:
    """Syntax, encoding, keys, layout, grammar of ids, sorting, duplicates: of all that lies in the stage's folder."""
    if stage.id == "targets" and not fits(a_draw, draw.folder.name):
        name = shown(draw.folder.name)
        refuse(f"文件夹名应为 YYYY-NNN，实为 {name}", f"the folder's name must be YYYY-NNN, not {name}")
    if stage.unreadable is not None:
        raise stage.unreadable
    if stage.entries.get("beacon.json") == "file":
        stage.pulse, stage.pulse_digest = read_document(stage.folder / "beacon.json", PULSE)
    if stage.entries.get("outcome.json") == "file":
        stage.outcome, stage.outcome_digest = read_document(stage.folder / "outcome.json", OUTCOMES[stage.form])
    if stage.entries.get("void.json") == "file":
        stage.void, stage.void_digest = read_document(stage.folder / "void.json", VOID)
    present = [name for name in OWN_LISTS.get(stage.id, ()) if stage.entries.get(Path(name).name) == "file"]
    for name in present:
        draw.lists[name] = Table(draw.folder, name)
        try:
            draw.lists[name].examine()
        except RefusedError as refused:
            raise refused.within(name) from None
    for one, other in KEPT_APART:
        if one in present and other in present:
            keep_apart(draw.lists[one], draw.lists[other])


def check_files(draw: Draw, stage: Stage) -> None:
    """Missing, extra, not regular."""
    if stage.id == "targets" and draw.problems:
        raise draw.problems[0]
    own = [Path(name).name for name in OWN_LISTS.get(stage.id, ())]
    expected = {**dict.fromkeys((*DOCUMENTS, *RECEIPTS, *own), "file"), "evidence": "folder"}
    for name, kind in stage.entries.items():
        if expected.get(name) != kind:
            refuse(f"阶段中不应有 {shown(name)}（{kind}）", f"{shown(name)} ({kind}) must not be here")
    for name in ("freeze.json", *own):
        if name not in stage.entries:
            refuse(f"缺少 {name}", f"{name} is missing")
    if (stage.pulse is None) != (stage.outcome is None):
        refuse(
            "beacon.json 与 outcome.json 应同在或同缺", "of beacon.json and outcome.json there is one without the other"
        )
    if stage.outcome is not None:
        check_evidence(stage)


def check_evidence(stage: Stage) -> None:
    """What a lottery or a document needs besides (section 10)."""
    needed = {"lottery": ("attestation.json",), "document": ("attestation.json", "document")}
    for name in needed.get(stage.frozen.beacon.source, ()):
        filed = entries_of(stage.folder / "evidence") if "evidence" in stage.entries else {}
        if filed.get(name) != "file":
            refuse(f"缺少 evidence/{name}", f"evidence/{name} is missing or no regular file")


def check_names(draw: Draw, stage: Stage) -> None:
    """Protocol, authority, draw and stage are those of this place."""
    here = (PROTOCOL, draw.stages[0].frozen.authority, draw.folder.name, stage.id)
    for name, document in (("freeze.json", stage.freeze), ("outcome.json", stage.outcome), ("void.json", stage.void)):
        for key, expected in zip(("protocol", "authority", "draw", "stage"), here, strict=True):
            found = getattr(document, key, expected)
            if found != expected:
                refuse(
                    f"{name} 的 {key} 应为 {shown(expected)}，实为 {shown(found)}",
                    f"{key} of {name} must be {shown(expected)}, not {shown(found)}",
                )


def check_chain(draw: Draw, stage: Stage) -> None:
    """`previous`, `of`, `repeats`, and the digests in `outcome.json` and `void.json`."""
    freeze = stage.frozen
    if draw.judged and freeze.previous != draw.judged[-1].freeze_digest:
        before = draw.judged[-1].id
        refuse(
            f"previous 不是前一次冻结（{before}）的摘要：其间有阶段被移除、改动或改序",
            f"previous is not the digest of the freeze before ({before}): a stage was removed, changed or moved",
        )
    if freeze.of is not None:
        check_of(draw, stage, freeze.of)
    if stage.is_teams:
        check_rivals(draw, stage)
    for name, found, expected in (
        ("outcome.json: freeze", stage.outcome and stage.outcome.freeze, stage.freeze_digest),
        ("outcome.json: beacon", stage.outcome and stage.outcome.beacon, stage.pulse_digest),
        ("void.json: freeze", stage.void and stage.void.freeze, stage.freeze_digest),
    ):
        if found is not None and found != expected:
            refuse(f"{name} 与该文件的摘要不符", f"{name} is not the digest of that file")
    draw.say(
        f"冻结 freeze.json：SHA-256 {stage.freeze_digest}，前一次冻结：{freeze.previous or '无'}",
        f"freeze.json: SHA-256 {stage.freeze_digest}, freeze before: {freeze.previous or 'none'}",
    )
    if stage.id == "targets" and freeze.previous:
        draw.say(
            "（前一次冻结属于另一次抽查，此处无法核对）", "(the freeze before is another draw's: not checkable here)"
        )


def check_of(draw: Draw, stage: Stage, of: Of) -> None:
    """The stage built on: of a right kind, earlier, drawn, and the one meant."""
    base = next((earlier for earlier in draw.judged if earlier.id == of.stage), None)
    if form_of(of.stage) not in BASES[stage.form]:
        refuse(f"不能建立在 {of.stage} 之上", f"cannot be built on {of.stage}")
    if base is None:
        refuse(f"of 所指的 {of.stage} 不在此前各阶段之中", f"{of.stage}, named in of, is no earlier stage")
    if stage.form == "teams":
        if of.outcome is not None:
            refuse("首个 teams 的 of.outcome 应为 null", "of.outcome of the first teams must be null")
    elif base.outcome is None:
        refuse(f"of 所指的 {of.stage} 尚未抽取", f"{of.stage}, named in of, is not drawn")
    elif of.outcome != base.outcome_digest:
        refuse(f"of 中的摘要不是 {of.stage} 的结果", f"the digest in of is not that of {of.stage}'s outcome")


def check_rivals(draw: Draw, stage: Stage) -> None:
    """One `teams…` stage that is not void over each `of`; a repeat names the latest void one."""
    rivals = [earlier for earlier in draw.judged if earlier.is_teams and earlier.of == stage.of]
    for rival in rivals:
        if rival.void is None and stage.void is None:
            refuse(f"{stage.of} 已有未作废的 {rival.id}", f"{stage.of} already has {rival.id}, which is not void")
    void = [rival for rival in rivals if rival.void is not None]
    expected = Repeats(void[-1].id, void[-1].void_digest) if void else None
    if stage.frozen.repeats != expected:
        wanted = f"{expected.stage} {expected.void}" if expected else "null"
        refuse(f"repeats 应为 {wanted}", f"repeats must be {wanted}")
    if expected:
        draw.say(f"重做：接替已作废的 {expected.stage}", f"repeats {expected.stage}, which is void")


def check_task(draw: Draw, stage: Stage) -> None:
    """The task is the one frozen."""
    if file_digest(draw.folder / "task.yaml") != stage.frozen.task:
        refuse("task.yaml 与冻结时不同", "task.yaml is not the one that was frozen")
    if stage.id == "targets":
        draw.say(f"任务 task.yaml：SHA-256 {stage.frozen.task}", f"task.yaml: SHA-256 {stage.frozen.task}")


def check_inputs(draw: Draw, stage: Stage) -> None:
    """Names, counts and digests of the lists."""
    expected, stated = INPUTS[stage.form], stage.frozen.inputs
    if tuple(stated) != expected:
        refuse(f"inputs 应恰为 {'、'.join(expected)}", f"inputs must be {', '.join(expected)} and nothing else")
    for name in expected:
        facts = draw.lists[name].facts
        for key, frozen, found in zip(Facts._fields, stated[name], facts, strict=True):
            if found not in (frozen, ""):  # no SM3 on this platform: SHA-256 binds
                refuse(
                    f"{name} 的 {key.rstrip('_')} 与冻结时不同（冻结 {frozen}，现为 {found}）",
                    f"{key.rstrip('_')} of {name} is not the one frozen (frozen {frozen}, found {found})",
                )
        if name in OWN_LISTS.get(stage.id, ()):
            checked = ("SM3 相符", "SM3 checked") if facts.sm3 else ("本机无 SM3，未核", "no SM3 here, not checked")
            draw.say(
                f"名录 {name}：{facts.count_} 行，SHA-256 {facts.sha256}（{checked[0]}）",
                f"list {name}: {facts.count_} rows, SHA-256 {facts.sha256} ({checked[1]})",
            )


def check_time(draw: Draw, stage: Stage) -> None:
    """Lead, order, register date, and the round that follows from the time."""
    freeze, beacon = stage.frozen, stage.frozen.beacon
    if freeze.lead < SHORTEST_LEAD:
        refuse(f"lead 至少应为 {SHORTEST_LEAD} 秒", f"lead must be at least {SHORTEST_LEAD} seconds")
    if freeze.frozen_at + freeze.lead > beacon.time:
        refuse("冻结距信标时刻不足 lead", "between freeze and beacon there is less than the lead")
    if freeze.register is not None:
        check_register(draw, stage, freeze.register)
    if draw.judged:
        check_order(draw, stage)
    check_round(beacon)
    draw.say(
        f"冻结于 {instant_text(freeze.frozen_at)}（自报 declared{receipts(draw, stage)[0]}），"
        f"信标时刻 {instant_text(beacon.time)}，提前量至少 {freeze.lead} 秒",
        f"frozen at {instant_text(freeze.frozen_at)} (declared{receipts(draw, stage)[1]}), "
        f"beacon at {instant_text(beacon.time)}, lead at least {freeze.lead} s",
    )
    first = draw.stages[0].frozen.lead
    if freeze.lead < first:
        draw.say(f"注意：提前量短于 targets 的 {first} 秒", f"note: a lead shorter than the {first} s of targets")


def receipts(draw: Draw, stage: Stage) -> tuple[str, str]:
    """What is to be said of receipts before they are checked, if they are."""
    if draw.roots and shutil.which("openssl") and STAMP in stage.entries:
        return "；回执见后", "; receipt: see below"
    if any(name in stage.entries for name in RECEIPTS):
        return "；有回执，未核验", "; receipt present, unchecked"
    return "；无回执", "; no receipt"


def check_register(draw: Draw, stage: Stage, register: Register) -> None:
    """The lists were judged at a date not after the freeze; `targets` and `teams` are from one register at one time."""
    first = draw.stages[0].frozen
    if register.as_of > beijing_day(stage.frozen.frozen_at):
        refuse("register.as_of 晚于冻结", "register.as_of is after the freeze")
    if register != first.register:
        refuse("register 与 targets 不同", "register is not that of targets")
    if stage.frozen.frozen_at != first.frozen_at:
        refuse("frozen_at 与 targets 不同", "frozen_at is not that of targets")


def check_order(draw: Draw, stage: Stage) -> None:
    """Stages follow one another in time, and each is built on what was already known."""
    freeze, before, base = stage.frozen, draw.judged[-1], draw.base(stage)
    if freeze.frozen_at < before.frozen.frozen_at:
        refuse(f"冻结早于前一阶段 {before.id}", f"frozen before the stage ahead of it, {before.id}")
    if freeze.beacon.time <= before.frozen.beacon.time:
        refuse(f"信标时刻不晚于前一阶段 {before.id}", f"its beacon is not later than that of {before.id}")
    if stage.form != "teams" and freeze.frozen_at < base.frozen.beacon.time:
        refuse(f"冻结早于 {base.id} 的信标时刻", f"frozen before the beacon time of {base.id}")
    for earlier in draw.judged:
        if stage.outcome and earlier.outcome is None and earlier.void is None:
            refuse(
                f"{earlier.id} 既未抽取也未作废，此阶段却已抽取",
                f"drawn although {earlier.id} is neither drawn nor void",
            )
        repeated = freeze.repeats is not None and freeze.repeats.stage == earlier.id
        if repeated and earlier.void and freeze.frozen_at < earlier.void.voided_at:
            refuse(f"冻结早于 {earlier.id} 作废", f"frozen before {earlier.id} was void")


def check_round(beacon: Beacon) -> None:
    """The round is the one that belongs to the announced time (sections 4 and 10)."""
    known = beacon.source == "drand" and beacon.chain == QUICKNET  # another chain has a schedule of its own
    if known and beacon.round != round_at(beacon.time):
        expected = round_at(beacon.time)
        refuse(
            f"该时刻应为第 {expected} 轮，实为 {beacon.round}", f"that time has round {expected}, not {beacon.round}"
        )
    if beacon.source in ("document", "date") and a_date(beacon.round) != beijing_day(beacon.time):
        refuse("round 不是信标时刻的北京日期", "round is not the Beijing date of the beacon's time")


def check_beacon(draw: Draw, stage: Stage) -> None:
    """The public value is the one announced, and genuine as far as its source allows."""
    beacon, pulse = stage.frozen.beacon, stage.pulse
    known = {"drand": (QUICKNET,), "lottery": tuple(GAMES), "date": ("date",)}.get(beacon.source, (beacon.chain,))
    if beacon.chain not in known:
        refuse(
            f"{beacon.source} 不认可 {shown(beacon.chain)}", f"{shown(beacon.chain)} is not accepted of {beacon.source}"
        )
    if pulse is None:
        say_waiting(draw, stage)
        return
    if pulse[:3] != (beacon.source, beacon.chain, beacon.round):
        refuse("beacon.json 与冻结时预告的不同", "beacon.json is not what the freeze announced")
    check_signature(stage, pulse)
    strength = STRENGTHS[pulse.source]
    draw.say(
        f"信标：{pulse.source} 第 {pulse.round} 轮，{HOLDS[pulse.source][0]}；强度：{strength[0]}",
        f"beacon: {pulse.source} round {pulse.round}, {HOLDS[pulse.source][1]}; strength: {strength[1]}",
    )


def check_signature(stage: Stage, pulse: Pulse) -> None:
    """The signature, by its source."""
    wrong = RefusedError("签名不合规定或不相符", "the signature is not in its form or does not fit")
    match pulse.source:
        case "drand":
            check_drand(int(pulse.round), pulse.signature)
        case "date":
            if pulse.signature != sha256_hex(str(pulse.round)):
                raise wrong
        case "document":
            if pulse.signature != file_digest(stage.folder / "evidence" / "document"):
                raise wrong
            check_attestation(stage)
        case "lottery":
            if not lottery_numbers(pulse.chain, pulse.signature):
                raise wrong
            check_attestation(stage)


def check_attestation(stage: Stage) -> None:
    """Two people say what they saw; of a lottery also the day of its draw (section 10, ADR 0005)."""
    beacon = stage.frozen.beacon
    found, _ = read_document(stage.folder / "evidence" / "attestation.json", ATTESTATIONS[beacon.source])
    if different_names(found.attesters) < 2 or not found.source.strip(BLANKS):
        refuse("证明书缺两名不同的证明人或来源", "the attestation lacks two different attesters or its source")
    if beacon.source == "lottery" and found.date != beijing_day(beacon.time):
        refuse("该期开奖日期不是信标时刻的北京日期", "the issue was not drawn on the Beijing date of the time")


BLANKS = " \t\r\n\u00a0\u3000"  # taken off both ends before a name or sentence is looked at


def different_names(names: Iterable[str]) -> int:
    """How many people a list names."""
    return len({name.strip(BLANKS) for name in names} - {""})


def say_waiting(draw: Draw, stage: Stage) -> None:
    """That a stage is not drawn yet, and whether it should be."""
    late = draw.now - stage.frozen.beacon.time
    state = ("逾期未抽", "OVERDUE, not drawn") if late > DAY else ("等待信标", "waiting for its beacon")
    beacon = stage.frozen.beacon
    draw.say(f"状态：{state[0]}（第 {beacon.round} 轮）", f"state: {state[1]} (round {beacon.round})")


def check_seed(draw: Draw, stage: Stage) -> None:
    """The seed follows from the names and the public value."""
    if stage.pulse is None or stage.outcome is None:
        return
    if stage.outcome.seed != seed_of(stage.frozen, stage.pulse):
        refuse("种子与信标推算的不同", "the seed is not what follows from the beacon")
    draw.say(f"种子：{stage.outcome.seed}", f"seed: {stage.outcome.seed}")


def check_strata(draw: Draw, stage: Stage) -> None:
    """Sizes are the roster's and takes are the rules'."""
    if stage.form != "targets":
        return
    roster, exclusions = draw.lists["targets/roster.csv"], draw.lists["targets/exclusions.csv"]
    sizes = {stratum.decode(): size for stratum, size in sorted(roster.tally.items())}
    strata = stage.frozen.strata
    if set(strata) != set(sizes):
        odd = shown(min(set(strata) ^ set(sizes)))
        refuse(f"层与名录不一致：{odd}", f"the strata are not those of the roster: {odd}")
    for name, (rule, size, take) in strata.items():
        if size != sizes[name]:
            refuse(f"层 {name} 应有 {sizes[name]} 个，写作 {size}", f"{name} has {sizes[name]}, not {size}")
        if take != rule.take(size):
            expected = rule.take(size)
            refuse(f"层 {name} 应取 {expected}，写作 {take}", f"{name} must take {expected}, not {take}")
        hidden = roster.withheld[name.encode()]
        draw.say(
            f"层 {name}：{size} 取 {take}，每个被抽中的概率 {probability(take, size)[0]}；其中不公开身份 {hidden} 个",
            f"stratum {name}: {take} of {size}, probability of each {probability(take, size)[1]}; {hidden} withheld",
        )
    for reason, count in sorted(exclusions.tally.items()):
        draw.say(
            f"排除（{reason.decode()}）：{count} 个，概率 0（不会被抽中）",
            f"excluded ({reason.decode()}): {count}, probability 0 (never)",
        )


def probability(take: int, size: int) -> tuple[str, str]:
    """The chance of one entry, 0 and 1 marked."""
    if take == size:
        return "1（必中）", "1 (certain)"
    if take == 0:
        return "0（不会被抽中）", "0 (never)"
    share = f"{take}/{size} = {100 * take / size:.4g}%"
    return share, share


def check_selected(draw: Draw, stage: Stage) -> None:
    """The entries with the smallest tickets of each stratum, ranked."""
    if stage.form != "targets" or stage.outcome is None:
        return
    takes = {name: stratum.take for name, stratum in stage.frozen.strata.items()}
    entries = smallest(draw.lists["targets/roster.csv"], stage.outcome.seed, takes)
    compare(
        [Selected(rank, one.key, one.stratum, one.ticket) for rank, one in enumerate(entries, 1)],
        stage.outcome.selected,
    )
    draw.drawn.update((entry.key, entry) for entry in entries)
    draw.say(f"抽中 {len(entries)} 个，逐一重算相符", f"selected {len(entries)}, each recomputed")


def compare(expected: Sequence[object], stated: Sequence[object]) -> None:
    """Refuses an outcome that differs from the recomputed one, and says where it begins to."""
    for n, (right, found) in enumerate(zip(expected, stated, strict=False), 1):
        if right != found:
            refuse(
                f"第 {n} 项应为 {in_short(right)}，实为 {in_short(found)}",
                f"entry {n} must be {in_short(right)}, not {in_short(found)}",
            )
    if len(expected) != len(stated):
        refuse(
            f"应有 {len(expected)} 项，实有 {len(stated)} 项",
            f"there must be {len(expected)} entries, not {len(stated)}",
        )


def in_short(item: object) -> str:
    """An entry of an outcome, in one line."""
    if isinstance(item, tuple):
        return "(" + " ".join(in_short(part) for part in item) + ")"
    return "null" if item is None else shown(item)


def check_recusals(draw: Draw, stage: Stage) -> None:
    """The rows are of roster targets; each target of the stage that has a row is opened, rightly, and no other."""
    if not stage.is_teams:
        return
    recusals = draw.lists["teams/recusals.csv"]
    if stage.form == "teams":
        for keys, found in in_common(recusals, draw.lists["targets/roster.csv"]):
            if found != keys:
                stray = shown(min(keys - found))
                refuse(f"回避名单中的 {stray} 不在名录中", f"{stray}, in recusals.csv, is not in the roster")
    if stage.outcome is None:
        return
    live = {target.encode("ascii") for target in live_targets(draw, stage)}
    digests = {key.decode(): said.decode() for key, said in recusals.rows() if key in live}
    for opening in stage.outcome.recusals:
        if opening.target not in digests:
            name = shown(opening.target)
            refuse(f"打开了不该打开的 {name}", f"{name} is opened, but has no row or is not in this stage")
        if recusal_digest(opening) != digests[opening.target]:
            name = shown(opening.target)
            refuse(f"{name} 打开的内容与冻结的摘要不符", f"the opening of {name} is not what was frozen")
    if len(stage.outcome.recusals) < len(digests):
        name = shown(min(set(digests) - {opening.target for opening in stage.outcome.recusals}))
        refuse(f"{name} 的回避名单没有打开", f"the recusals of {name} are not opened")
    draw.say(f"回避：打开 {len(digests)} 行，摘要全部相符", f"recusals: {len(digests)} rows opened, all as frozen")


def check_teams(draw: Draw, stage: Stage) -> None:
    """Groups, officers, withdrawn, members."""
    if stage.is_teams:
        check_groups(draw, stage)
    if stage.is_teams or stage.form == "relief-N":
        check_withdrawn(draw, stage)
    if not stage.is_teams or stage.outcome is None:
        return
    teams = list(teams_of(draw, stage))
    compare([team for team, _ in teams], stage.outcome.teams)
    draw.say(f"组成 {len(teams)} 个组，逐一重算相符", f"{len(teams)} teams, each recomputed")
    sizes = {group.id: group.size for group in stage.frozen.groups}
    for team, eligible in teams:
        if eligible <= sizes[team.group]:
            draw.say(
                f"注意：{team.target} 的 {team.group} 组：可派 {eligible} 人，需 {sizes[team.group]} 人，没有选择余地",
                f"note: {team.target}, group {team.group}: {eligible} eligible for {sizes[team.group]}, no choice",
            )
    say_few_officers(draw, stage, {(team.target, team.group): len(team.members) for team, _ in teams})


def say_few_officers(draw: Draw, stage: Stage, teams: Mapping[tuple[str, str], int]) -> None:
    """The targets of these teams that are left with fewer officers than an inspection needs; a void leaves nothing."""
    officers = [group.id for group in draw.stages[1].frozen.groups if group.role == "officer"]
    for target in {} if stage.void else dict.fromkeys(target for target, _ in teams):
        count = sum(teams.get((target, group), 0) for group in officers)
        if count < LEAST_OFFICERS:
            draw.say(
                f"注意：{target} 只有 {count} 名执法人员，少于 {LEAST_OFFICERS} 名",
                f"note: officers for {target}: {count}, fewer than {LEAST_OFFICERS}",
            )


def check_groups(draw: Draw, stage: Stage) -> None:
    """The same groups in all stages, two officers at least, and every listed inspector in one of them."""
    groups = stage.frozen.groups
    if groups != draw.stages[1].frozen.groups:
        refuse("groups 与首个 teams 不同", "groups are not those of the first teams")
    if sum(group.size for group in groups if group.role == "officer") < LEAST_OFFICERS:
        refuse("执法人员合计不足两名", "the officer groups add up to less than two")
    for name in draw.lists["teams/inspectors.csv"].tally:
        if name.decode() not in {group.id for group in groups}:
            refuse(f"检查人员名录中有不存在的组 {shown(name)}", f"inspectors.csv has a group {shown(name)}")


def check_withdrawn(draw: Draw, stage: Stage) -> None:
    """Who was withdrawn once stays so, even by a stage that is void since."""
    first: dict[Withdrawn, Stage] = {}
    for earlier in draw.judged:
        first = {**dict.fromkeys(earlier.frozen.withdrawn, earlier), **first}
        missing = set(earlier.frozen.withdrawn) - set(stage.frozen.withdrawn)
        if missing:
            name = shown(min(missing).inspector)
            refuse(
                f"withdrawn 缺少 {earlier.id} 已列的 {name}", f"withdrawn lacks {name}, who is in that of {earlier.id}"
            )
    for one in stage.frozen.withdrawn:
        since = first.get(one)
        if since is None or since.void:
            zh, en = ("", "") if since is None else (f"；沿用已作废的 {since.id}", f"; from {since.id}, which is void")
            draw.say(
                f"注意：不再作为候选：{one.inspector}（{one.reason}{zh}）",
                f"note: no candidate any more: {one.inspector} ({one.reason}{en})",
            )


def check_vacancies(draw: Draw, stage: Stage) -> None:
    """Each vacancy is of a live target, or of a present member of a live team, for a known reason."""
    if stage.form not in VACANCY_REASONS:
        return
    if not stage.frozen.vacancies:
        refuse("没有任何空缺", "there is no vacancy")
    targets = set(live_targets(draw, stage)) if stage.form == "substitutes-N" else set()
    places = standing_teams(draw, stage) if stage.form == "relief-N" else {}
    for target, group, inspector, reason, _ in stage.frozen.vacancies:
        if reason not in VACANCY_REASONS[stage.form]:
            refuse(f"{shown(target)}：理由 {reason} 不在规定之列", f"{shown(target)}: unknown reason {reason}")
        if stage.form == "substitutes-N" and target not in targets:
            refuse(
                f"{shown(target)} 不是 {stage.of} 抽中且仍待检查的对象",
                f"{shown(target)} is no live target given by {stage.of}",
            )
        if stage.form == "relief-N" and inspector not in places.get((target, group), Seats([])).members:
            refuse(
                f"{shown(inspector)} 不在 {shown(target)} 的 {shown(group)} 组中",
                f"{shown(inspector)} is no member of group {shown(group)} for {shown(target)}",
            )
    say_vacancies(draw, stage)


def say_vacancies(draw: Draw, stage: Stage) -> None:
    """Vacancies, those of targets against what their strata take."""
    reasons = Counter(vacancy.reason for vacancy in stage.frozen.vacancies)
    listed = ", ".join(f"{reason} {count}" for reason, count in sorted(reasons.items()))
    draw.say(f"空缺 {len(stage.frozen.vacancies)} 个：{listed}", f"vacancies {len(stage.frozen.vacancies)}: {listed}")
    bare = sum(vacancy.evidence is None for vacancy in stage.frozen.vacancies)
    if bare:
        draw.say(f"注意：{bare} 个空缺没有写明存档文件", f"note: vacancies that name no filed document: {bare}")
    times = Counter(place for earlier in draw.judged if earlier.form == stage.form for place in places_of(earlier))
    for target, group in places_of(stage):
        nth = times[target, group] + 1
        if nth > 1 and group:
            draw.say(
                f"注意：第 {nth} 次为同一小组抽取接替人员：{target} 的 {group} 组",
                f"note: draw number {nth} for one team: {target}, group {group}",
            )
        elif nth > 1:
            draw.say(f"注意：第 {nth} 次为同一空缺抽取：{target}", f"note: draw number {nth} for one vacancy: {target}")
    if stage.form == "substitutes-N":
        here = Counter(draw.drawn[vacancy.target].stratum for vacancy in stage.frozen.vacancies)
        before = Counter(draw.drawn[target].stratum for target in vacated_before(draw, stage))
        for stratum, count in sorted(here.items()):
            take = draw.stages[0].frozen.strata[stratum].take
            draw.say(
                f"层 {stratum}：本阶段空缺 {count}，累计 {count + before[stratum]}，应取 {take}",
                f"stratum {stratum}: vacancies here {count}, so far {count + before[stratum]}, take {take}",
            )


def places_of(stage: Stage) -> Iterable[tuple[str, str]]:
    """The targets, or teams (target and group), in which a stage has vacancies; each once."""
    return dict.fromkeys((vacancy.target, vacancy.group) for vacancy in stage.frozen.vacancies)


def check_replacements(draw: Draw, stage: Stage) -> None:
    """The smallest tickets among those never drawn step in."""
    if stage.form != "substitutes-N" or stage.outcome is None:
        return
    found = list(replacements_of(draw, stage))
    compare([replacement for replacement, _ in found], stage.outcome.replacements)
    draw.drawn.update((entry.key, entry) for _, entry in found if entry)
    for replacement, _ in found:
        draw.say(
            f"替补：{replacement.out} → {replacement.in_ or '无（该层已无可替补）'}",
            f"substitute: {replacement.out} → {replacement.in_ or 'nobody left in its stratum'}",
        )


def check_reliefs(draw: Draw, stage: Stage) -> None:
    """The smallest tickets among the eligible who are not in the team step in."""
    if stage.form != "relief-N" or stage.outcome is None:
        return
    reliefs = list(reliefs_of(draw, stage))
    compare(reliefs, stage.outcome.reliefs)
    for relief in reliefs:
        draw.say(
            f"换人：{relief.target} 的 {relief.group} 组：{relief.out} → {relief.in_ or '无人可换'}",
            f"relief: {relief.target}, group {relief.group}: {relief.out} → {relief.in_ or 'nobody left'}",
        )
    teams, touched = standing_teams(draw, stage), {relief.target for relief in reliefs}
    for relief in reliefs:
        teams[relief.target, relief.group].change(relief.out, relief.in_)
    say_few_officers(draw, stage, {team: len(seats.members) for team, seats in teams.items() if team[0] in touched})


def check_void(draw: Draw, stage: Stage) -> None:
    """A void stage says why and by whom; what is built on one is void with it; a void `targets` ends the draw."""
    void, targets = stage.void, draw.stages[0]
    if void is not None:
        check_void_itself(stage, void)
        at, people = instant_text(void.voided_at), ", ".join(void.approved_by)
        draw.say(
            f"作废：{void.reason}，{at}，批准人 {people}：{void.explanation}",
            f"void: {void.reason}, {at}, approved by {people}: {void.explanation}",
        )
        if void.voided_at >= stage.frozen.beacon.time:
            draw.say(
                "注意：作废时公共随机数已公布，结果当时已可算出",
                "note: the public value was out by then, so the outcome could be computed",
            )
        else:
            draw.say("（作废时刻为自报，其时公共随机数尚未公布）", "(by its own word before the public value was out)")
    if stage is targets:
        return
    base = draw.base(stage)
    if base.void is not None and (void is None or void.reason != base.void.reason):
        refuse(
            f"{base.id} 已以 {base.void.reason} 作废，此阶段应同样作废",
            f"{base.id} is void ({base.void.reason}), so this stage must be void for the same reason",
        )
    if targets.void is not None and (void is None or stage.frozen.frozen_at > targets.void.voided_at):
        refuse("targets 已作废，抽查到此为止", "targets is void, which ends the draw")


def check_void_itself(stage: Stage, void: Void) -> None:
    """Reason, explanation, two different names, time."""
    if void.reason not in VOID_REASONS:
        refuse(f"作废理由 {void.reason} 不在规定之列", f"unknown reason {void.reason}")
    if not void.explanation.strip(BLANKS):
        refuse("作废没有说明", "the explanation is empty")
    if different_names(void.approved_by) < 2:
        refuse("作废须由两名不同的人批准", "a void needs two different names")
    if void.voided_at < stage.frozen.frozen_at:
        refuse("作废早于冻结", "void before it was frozen")


STAMP_SIGN = re.compile(r"(Hash Algorithm|Time stamp|Accuracy|Status|TSA): *(.*)")
STAMP_TIME = re.compile(r"([A-Z][a-z]{2}) ([ 0-9][0-9]) ([0-9:]{8})(?:\.([0-9]{1,9}))? ([0-9]{4}) GMT")
BIGGEST_STAMP = 64 << 10


def check_receipt(draw: Draw, stage: Stage) -> None:
    """A time stamp that was given holds, under the given roots at its own time; a late one counts as none (3.3)."""
    openssl = shutil.which("openssl")
    if not draw.roots or openssl is None or STAMP not in stage.entries:
        return
    with open_regular(stage.folder / STAMP) as file:
        token = file.read(BIGGEST_STAMP + 1)
    proven, by = stamped(openssl, draw.roots, token, stage.freeze_digest)
    early = proven <= stage.frozen.beacon.time - stage.frozen.lead
    if early:
        draw.witnessed.append(stage.id)
    draw.say(
        f"回执：{by} 证明不晚于 {instant_text(proven)} 已冻结（{'有见证 witnessed' if early else '太晚，等于没有'}）",
        f"receipt: {by} proves it for {instant_text(proven)} ({'witnessed' if early else 'late, counts as none'})",
    )


def stamped(openssl: str, roots: bytes, token: bytes, digest: str) -> tuple[int, str]:
    """The latest instant that a response of RFC 3161 names, and the name of its authority, if the response holds."""
    if len(token) > BIGGEST_STAMP or not whole_der(token):
        refuse(f"{STAMP} 过大或不完整", f"{STAMP} is too big, or not one whole DER value")
    with tempfile.TemporaryDirectory() as place:
        files = {name: Path(place, name) for name in ("token", "roots")}
        for name, data in (("token", token), ("roots", roots)):
            files[name].write_bytes(data)

        def run(*words: str) -> str:
            environment = {"PATH": os.environ.get("PATH", ""), "OPENSSL_CONF": os.devnull, "LC_ALL": "C"}
            done = subprocess.run(
                [openssl, "ts", *words, "-in", str(files["token"])], env=environment, capture_output=True, check=False
            )
            if done.returncode != 0:
                refuse(f"{STAMP} 不成立或无法读取", f"{STAMP} does not hold, or cannot be read")
            return done.stdout.decode("utf-8", "backslashreplace")

        signs: dict[str, str] = {}
        for line in run("-reply", "-text").splitlines():
            if sign := STAMP_SIGN.fullmatch(line):
                if sign[1] in signs:  # a text in the response plays at being another line
                    refuse(f"{STAMP} 有两处 {sign[1]}", f"{STAMP} says {sign[1]} twice")
                signs[sign[1]] = sign[2]
        if signs.get("Status") != "Granted." or signs.get("Hash Algorithm") != "sha256":
            refuse(f"{STAMP} 不是 SHA-256 的时间戳", f"{STAMP} is no time stamp over a SHA-256")
        begin, end = stamp_span(signs.get("Time stamp", ""), signs.get("Accuracy", ""))
        run("-verify", "-digest", digest, "-CAfile", str(files["roots"]), "-attime", str(begin))
    return end, shown(signs.get("TSA", "?").removeprefix("DirName:"))


def whole_der(data: bytes) -> bool:
    """Whether bytes are one SEQUENCE of DER with nothing behind it, which `openssl` would pass over."""
    if len(data) < 2 or data[0] != 0x30:
        return False
    count = data[1] - 0x80 if data[1] > 0x80 else 0
    size = int.from_bytes(data[2 : 2 + count]) if count else data[1]
    return len(data) == 2 + count + size


def stamp_span(moment: str, accuracy: str) -> tuple[int, int]:
    """The instant at which a response was made, and the end of the span it names, up to the full second."""
    found = STAMP_TIME.fullmatch(moment)
    parts = dict.fromkeys(("seconds", "millis", "micros"), 0)
    for amount, unit in re.findall(r"(0x[0-9A-F]{1,8}|unspecified) (seconds|millis|micros)", accuracy):
        parts[unit] = 0 if amount == "unspecified" else int(amount, 16)
    if found is None:
        refuse(f"{STAMP} 没有可读的时刻", f"{STAMP} has no time that can be read")
    month, day, clock, fraction, year = found.groups()
    begin = calendar.timegm(time.strptime(f"{year} {month} {day} {clock}", "%Y %b %d %H:%M:%S"))
    nanos = int((fraction or "").ljust(9, "0"))
    nanos += ((parts["seconds"] * 1000 + parts["millis"]) * 1000 + parts["micros"]) * 1000
    return begin, begin - (-nanos // 1_000_000_000)


CHECKS: tuple[tuple[str, Callable[[Draw, Stage], None]], ...] = (
    ("malformed", check_malformed),
    ("files", check_files),
    ("names", check_names),
    ("chain", check_chain),
    ("task", check_task),
    ("inputs", check_inputs),
    ("time", check_time),
    ("beacon", check_beacon),
    ("seed", check_seed),
    ("strata", check_strata),
    ("selected", check_selected),
    ("recusals", check_recusals),
    ("teams", check_teams),
    ("vacancies", check_vacancies),
    ("replacements", check_replacements),
    ("reliefs", check_reliefs),
    ("void", check_void),
    ("receipt", check_receipt),
)


class Refusal(NamedTuple):
    """The first failure: its stage, its code, its sentence."""

    stage: str
    code: str
    why: RefusedError


def judge(draw: Draw) -> Refusal | None:
    """Judges the stages in their order, the codes in theirs; the first failure ends it."""
    try:
        open_draw(draw)
    except Exception as error:
        return refusal("targets", "files", error)
    for stage in draw.stages:
        draw.say("", "")
        draw.say(f"■ {stage.id}", f"■ {stage.id}")
        refused = judge_stage(draw, stage)
        if refused is not None:
            return refused
        draw.judged.append(stage)
    return None


def judge_stage(draw: Draw, stage: Stage) -> Refusal | None:
    """Judges one stage; a void one is right if it is so in either view of what came before it (see `counted`)."""
    refused, said = in_view(draw, stage, then=False)
    if refused is not None and stage.void is not None:
        other, heard = in_view(draw, stage, then=True)
        if other is None:
            refused, said = None, heard
    for zh, en in said:
        draw.say(zh, en)
    return refused


def in_view(draw: Draw, stage: Stage, *, then: bool) -> tuple[Refusal | None, list[tuple[str, str]]]:
    """The first check that a stage fails in one view of what came before it, and what there is to say until then."""
    said: list[tuple[str, str]] = []
    tell, draw.then = draw.say, then
    draw.say = lambda zh, en: said.append((zh, en))
    refused = first_failure(draw, stage)
    draw.say = tell
    return refused, said


def first_failure(draw: Draw, stage: Stage) -> Refusal | None:
    """The first check that a stage fails."""
    for code, check in CHECKS:
        try:
            check(draw, stage)
        except Exception as error:
            return refusal(stage.id, code, error)
    return None


def refusal(stage: str, code: str, error: Exception) -> Refusal:
    """Any error as a refusal: what cannot be read, or judged for want of memory, say, does not pass."""
    if isinstance(error, RefusedError):
        return Refusal(stage, code, error)
    kind = type(error).__name__
    if isinstance(error, OSError):
        reason = error.strerror or kind
        return Refusal(stage, "files", RefusedError(f"无法读取（{reason}）", f"cannot be read ({reason})"))
    return Refusal(stage, code, RefusedError(f"无法核验（{kind}）", f"cannot be judged ({kind})"))


def summarise(draw: Draw) -> None:
    """The draw as a whole: what is drawn, waiting, overdue, void; how strong its beacons are."""
    void = [stage.id for stage in draw.stages if stage.void]
    waiting = [stage for stage in draw.stages if stage.outcome is None]
    overdue = [stage.id for stage in waiting if draw.now - stage.frozen.beacon.time > DAY]
    drawn = [stage.id for stage in draw.stages if stage.outcome]
    for zh, en, ids in (
        ("已抽取", "drawn", drawn),
        ("等待", "waiting", [stage.id for stage in waiting if stage.id not in overdue]),
        ("逾期", "overdue", overdue),
        ("作废", "void", void),
    ):
        draw.say(f"{zh}：{'、'.join(ids) or '无'}", f"{en}: {', '.join(ids) or 'none'}")
    for source in sorted({stage.frozen.beacon.source for stage in draw.stages}):
        draw.say(f"信标 {source}：{STRENGTHS[source][0]}", f"beacon {source}: {STRENGTHS[source][1]}")
    declared = [stage.id for stage in draw.stages if stage.id not in draw.witnessed]
    draw.say(
        f"冻结时刻：有见证 witnessed {'、'.join(draw.witnessed) or '无'}；自报 declared {'、'.join(declared) or '无'}",
        f"time of freeze: witnessed: {', '.join(draw.witnessed) or 'none'}; declared: {', '.join(declared) or 'none'}",
    )
    if draw.roots and shutil.which("openssl") is None:
        draw.say("本机没有 openssl 程序，回执未核验", "there is no `openssl` program here: receipts are unchecked")


# ======================================================================================================================
# 8  Command line
# ======================================================================================================================


def verify(folder: Path, now: int, lang: str, roots: bytes = b"") -> tuple[list[str], int]:
    """Judges one draw folder: the lines to print, the verdict last, and the exit code."""
    lines: list[str] = []
    english = lang == "en"

    def say(zh: str, en: str) -> None:
        lines.append(printable(en if english else zh))

    try:
        here = folder.resolve()
    except (OSError, RuntimeError, ValueError):  # a loop of links, a name that cannot be; `judge` will say so
        here = folder
    draw = Draw(here, now, say, roots=roots)
    say(
        f"抽查 {shown(here.name)}，按协议 {PROTOCOL} 核验；「逾期」以 {instant_text(now)} 为准",
        f"draw {shown(here.name)}, verified by the protocol {PROTOCOL}; overdue as of {instant_text(now)}",
    )
    refused = judge(draw)
    say("", "")
    if refused is None:
        summarise(draw)
        lines.append("verified")
        return lines, 0
    sentence = refused.why.en if english else refused.why.zh
    lines.append(printable(f"refused: {refused.stage}: {refused.code}: {sentence}"))
    return lines, 1


def instant_argument(value: str) -> int:
    """`--now`."""
    try:
        return int(an_instant(value))
    except RefusedError:
        raise argparse.ArgumentTypeError("应为 YYYY-MM-DDTHH:MM:SSZ (expected a UTC instant)") from None


def roots_argument(value: str) -> bytes:
    """`--tsa-roots`."""
    with suppress(OSError):
        data = Path(value).read_bytes()
        if b"-----BEGIN CERTIFICATE-----" in data:
            return data
    raise argparse.ArgumentTypeError("应为 PEM 证书文件 (expected a file of certificates in PEM)")


def main(arguments: Sequence[str] | None = None) -> int:
    """Reads the command line, verifies, prints."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # an output that has no Chinese gets escapes, not a crash
    parser = argparse.ArgumentParser(
        description="核验一次抽查的文件夹，只需 Python 3.11 以上。(Verify one draw folder, with Python alone.)"
    )
    parser.add_argument("folder", type=Path, help="抽查文件夹，如 draws/2026-002 (the draw's folder)")
    parser.add_argument(
        "--now",
        type=instant_argument,
        default=int(time.time()),
        help="判断逾期所用的时刻，默认现在 (the instant that decides what is overdue; default: now)",
    )
    parser.add_argument(
        "--tsa-roots",
        type=roots_argument,
        action="append",
        default=[],
        metavar="FILE",
        help="时间戳机构的根证书（PEM），可多次给出 (PEM roots to check time stamps with; may be repeated)",
    )
    parser.add_argument("--lang", choices=("zh", "en"), default="zh", help="输出语言 (language of the output)")
    options = parser.parse_args(arguments)
    gc.disable()  # nothing here makes cycles, and looking for some among millions of rows takes long
    lines, code = verify(options.folder, options.now, options.lang, b"\n".join(options.tsa_roots))
    try:
        print("\n".join(lines), flush=True)
    except OSError:  # nobody listens any more, so nobody was told `verified`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or Python complains once more at its end
        return 1
    return code


if __name__ == "__main__":
    sys.exit(main())
