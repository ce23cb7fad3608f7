"""Damage to the bytes of a file, whatever it holds, and to a folder, whatever its files hold."""

import random
from collections.abc import Callable, Mapping
from typing import Final

Damage = Callable[[bytes, random.Random], bytes]


def _flip(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data))
    return data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :]


def _lines(change: Callable[[list[bytes], int], None]) -> Damage:
    def damage(data: bytes, chance: random.Random) -> bytes:
        lines = data.splitlines(keepends=True)
        change(lines, chance.randrange(max(1, len(lines) - 1)))
        return b"".join(lines)

    return damage


def _swap(lines: list[bytes], at: int) -> None:
    lines[at : at + 2] = lines[at : at + 2][::-1]


def _put(piece: bytes) -> Damage:
    def damage(data: bytes, chance: random.Random) -> bytes:
        at = chance.randrange(len(data) + 1)
        return data[:at] + piece + data[at:]

    return damage


DAMAGES: Final[Mapping[str, Damage]] = {
    "a bit flipped": _flip,
    "a line gone": _lines(lambda lines, at: lines.pop(at)),
    "a line twice": _lines(lambda lines, at: lines.insert(at, lines[at])),
    "two lines swapped": _lines(_swap),
    "cut short": lambda data, chance: data[: chance.randrange(len(data))],
    "no last newline": lambda data, _: data[:-1],
    "one more newline": lambda data, _: data + b"\n",
    "a byte order mark": lambda data, _: b"\xef\xbb\xbf" + data,
    "CRLF": lambda data, _: data.replace(b"\n", b"\r\n"),
    "CR": lambda data, _: data.replace(b"\n", b"\r"),
    "NUL": _put(b"\0"),
    "no UTF-8": _put(b"\xff"),
    "half a surrogate": _put(b"\xed\xa0\x80"),
    "an overlong slash": _put(b"\xc0\xaf"),
    "a wide space": _put("\u3000".encode()),
    "a line separator": _put("\u2028".encode()),
    "UTF-16": lambda data, _: data.decode(errors="replace").encode("utf-16"),
    "nothing": lambda _, __: b"",
    "an open bracket": lambda _, __: b"[" * 100_000,
}
"""What is done to the bytes → the bytes then; never given an empty file."""


Files = Mapping[str, bytes]


def _without(files: Files, chance: random.Random) -> dict[str, bytes]:
    gone = chance.choice(sorted(files))
    return {path: content for path, content in files.items() if path != gone}


def _moved(files: Files, chance: random.Random) -> dict[str, bytes]:
    """A file in the place of another of its kind."""
    path = chance.choice(sorted(path for path in files if "/" in path))
    name = path.rpartition("/")[2]
    other = chance.choice(sorted(one for one in files if one.endswith(f"/{name}")))
    return {**files, other: files[path]}


def _without_stage(files: Files, chance: random.Random) -> dict[str, bytes]:
    gone = chance.choice(sorted({path.partition("/")[0] for path in files if "/" in path}))
    return {path: content for path, content in files.items() if not path.startswith(f"{gone}/")}


def _stage_moved(to: str) -> Callable[[Files, random.Random], dict[str, bytes]]:
    def move(files: Files, chance: random.Random) -> dict[str, bytes]:
        stage = chance.choice(sorted({path.partition("/")[0] for path in files if "/" in path}))
        return {(to + path[len(stage) :] if path.startswith(f"{stage}/") else path): files[path] for path in files}

    return move


def _more(path: str) -> Callable[[Files, random.Random], dict[str, bytes]]:
    return lambda files, _: {**files, path: b"{}\n"}


FOLDERS: Final[Mapping[str, Callable[[Files, random.Random], dict[str, bytes]]]] = {
    "a file gone": _without,
    "a file of another stage": _moved,
    "a stage gone": _without_stage,
    "a stage by another name": _stage_moved("relief-9"),
    "a stage with too great a number": _stage_moved("teams-12345678901"),
    "a note": _more("notes.md"),
    "an older list": _more("targets/roster-old.csv"),
    "a void on its own": _more("substitutes-9/void.json"),
    "a half": _more("teams/outcome.json"),
    "evidence of anything": _more("targets/evidence/photo/1.jpg"),
}
"""What is done to the files of a folder → the files then."""
