"""The corpus: some hundred draw folders from fixed seeds, most of them forged and sealed again.

Every key of every document and every column of every list is attacked in several ways, in draws of every turn
(`corpus_honest`). After an attack every other digest is set right and, where that comes out differently, the stages
are drawn again by the rules, so that only the rule which is broken can tell (`corpus_sealing`).

    python -m tests.support.corpus      prints the corpus's digest
"""

import random
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from hashlib import sha256
from typing import get_args

from tests.support.corpus_bytes import DAMAGES, FOLDERS
from tests.support.corpus_changes import Place, changes
from tests.support.corpus_forms import Spot, some_forms, spots
from tests.support.corpus_honest import Draw, honest_draws
from tests.support.corpus_lists import SHEETS, attacks
from tests.support.corpus_sealing import drawn_again, seal
from tests.support.drawfolders import Files, order

from sunlot.core.protocol.freezes import Freeze

LEAST = 3
"""How many attacks, and one from another draw, there are at least on a key."""
FORMS_EACH = 1
DAMAGES_EACH = 2
COMMON, FEW = 4, 2
"""A key that so many documents have is attacked for what it means in so many ways in each."""
DRAWN_FROM = {one.__name__ for one in (*get_args(Freeze), *(sheet.row for sheet in SHEETS))}
"""What an outcome is computed from: if it was attacked, the outcome may be drawn again."""


@dataclass(frozen=True, slots=True)
class Case:
    """A draw folder.

    Attributes:
        name: unique in the corpus.
        draw: the folder's name, which is the draw id.
        files: its files.
        owner: the type of the document, or the list, that was attacked; empty: the draw is honest, or its bytes are
            damaged.
        key: the key or column that was attacked; of damaged bytes the file, of a damaged folder ``folder``.
        how: how it was attacked.
        again: whether stages were drawn again after that.
    """

    name: str
    draw: str
    files: Files
    owner: str = ""
    key: str = ""
    how: str = ""
    again: bool = False

    @property
    def forged(self) -> bool:
        """Whether it is not as the office made it."""
        return bool(self.how)


@cache
def corpus() -> tuple[Case, ...]:
    """Make the whole corpus, always the same."""
    draws = honest_draws()
    cases = [Case(name, draw.draw, draw.files) for name, draw in draws.items()]
    cases += _on_documents(draws)
    cases += _on_lists(draws)
    cases += _on_bytes(draws)
    return tuple(_once_each(cases))


def fingerprint() -> str:
    """SHA-256 over all folders: names, paths and contents."""
    total = sha256()
    for case in corpus():
        for path, content in sorted(case.files.items()):
            total.update(f"{case.name}\0{case.draw}\0{path}\0{len(content)}\0".encode())
            total.update(content)
    return total.hexdigest()


def _once_each(cases: list[Case]) -> Iterator[Case]:
    """Leave out folders that are like an earlier one, and number the names."""
    seen = set()
    for case in cases:
        content = sha256(repr((case.draw, sorted(case.files.items()))).encode()).digest()
        if content not in seen:
            seen.add(content)
            yield replace(case, name=f"{len(seen):04d} {case.name}")


def _on_documents(draws: Mapping[str, Draw]) -> Iterator[Case]:
    found: defaultdict[tuple[str, str], list[Spot]] = defaultdict(list)
    for draw in draws.values():
        for spot in spots(draw):
            found[spot.owner, spot.key].append(spot)
    for (owner, key), where in sorted(found.items()):
        chance = random.Random(f"sunlot corpus: {owner} {key}")
        telling = [spot for spot in where if spot.value] or where
        meant = changes(telling[0])
        common = sum(key == other for _, other in found) >= COMMON
        for how in chance.sample(sorted(meant), min(FEW, len(meant))) if common else meant:
            spot = chance.choice(telling)
            files = spot.put(meant[how](Place(spot, chance)))
            yield from _sealed(spot.draw, files, ((spot.path, *map(str, spot.way)),), (owner, key, how))
        spot = chance.choice(where)
        for how, files in some_forms(spot, chance, max(FORMS_EACH, LEAST - len(meant))).items():
            yield from _sealed(spot.draw, files, ((spot.path, *map(str, spot.way)),), (owner, key, how))
        spot, other = chance.choice(where), chance.choice(where)
        yield from _sealed(
            spot.draw, spot.put(other.value), ((spot.path, *map(str, spot.way)),), (owner, key, "transplanted")
        )


def _on_lists(draws: Mapping[str, Draw]) -> Iterator[Case]:
    for sheet in SHEETS:
        able = [
            one
            for one in draws.values()
            if one.files[sheet.path].count(b"\n") > 2 and "teams/outcome.json" in one.files
        ]
        for column in sheet.row.__struct_fields__:
            draw = random.Random(f"sunlot corpus: {sheet.path} {column}").choice(able)
            for how, files in attacks(draw, sheet, column, draw.name):
                yield from _sealed(draw, files, (), (sheet.row.__name__, column, how))


def _on_bytes(draws: Mapping[str, Draw]) -> Iterator[Case]:
    for draw in draws.values():
        chance = random.Random(f"sunlot corpus: bytes of {draw.name}")
        for how in chance.sample(sorted(DAMAGES), DAMAGES_EACH):
            path = chance.choice(sorted(path for path, content in draw.files.items() if content))
            files = {**draw.files, path: DAMAGES[how](draw.files[path], chance)}
            if chance.random() < 0.5:
                files = seal(files, ((path,),), order(draw.files))
            yield Case(f"{draw.name}: {path} {how}", draw.draw, files, "", path, how)
        how = chance.choice(sorted(FOLDERS))
        yield Case(f"{draw.name}: {how}", draw.draw, seal(FOLDERS[how](draw.files, chance)), "", "folder", how)


def _sealed(draw: Draw, files: Files, kept: tuple[tuple[str, ...], ...], about: tuple[str, str, str]) -> Iterator[Case]:
    """Give the attacked folder with every digest right, and drawn again where that makes a difference."""
    if files == draw.files:
        return
    owner, key, how = about
    name = f"{draw.name}: {owner} {key} {how}"
    yield Case(name, draw.draw, seal(files, kept, order(draw.files)), owner, key, how)
    if owner not in DRAWN_FROM:
        return
    again = drawn_again(files, draw.draw, draw.openings, kept)
    if again is not None:
        yield Case(f"{name}, drawn again", draw.draw, again, owner, key, how, again=True)


if __name__ == "__main__":
    print(fingerprint())
