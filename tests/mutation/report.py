"""Tells what a mutation run found: counts by module, and the survivors that nobody has explained.

    python tests/mutation/report.py TREE            counts and unexplained survivors; exit 1 if there are any
    python tests/mutation/report.py TREE --diffs    every survivor with its change, explained or not

TREE is the folder that mutmut ran in. An explanation is an item of ``survivors.md``: the function, what stood there
and what the mutant put in its place, each without blanks at its ends.
"""

import difflib
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
CORE = Path("src/sunlot/core/protocol")
STATUS = {0: "survived", 1: "killed", 3: "killed", 5: "no test", 33: "no test", -24: "timeout", 36: "timeout"}
"""mutmut's exit codes; whatever else there is counts as not run."""

ITEM = re.compile(r"^- `([\w./]+)`: `(.*)` → `(.*)`$")


@dataclass(frozen=True)
class Mutant:
    """A mutant: module, function, lines taken out, lines put in, and what became of it."""

    module: str
    function: str
    was: str
    now: str
    status: str

    @property
    def item(self) -> tuple[str, str, str]:
        return f"{self.module}.{self.function}", self.was, self.now


def mutants(tree: Path) -> Iterator[Mutant]:
    for meta in sorted((tree / "mutants" / CORE).rglob("*.meta")):
        module = meta.relative_to(tree / "mutants" / CORE).as_posix().removesuffix(".py.meta")
        functions = bodies(meta.with_suffix("").read_text(encoding="utf-8"))
        for name, code in json.loads(meta.read_text())["exit_code_by_key"].items():
            mangled = name.rpartition(".")[2]
            base = mangled.rpartition("__mutmut_")[0]
            was, now = changed(functions[f"{base}__mutmut_orig"], functions[mangled])
            function = re.sub(r"^x(?:_|ǁ)", "", base).replace("ǁ", ".")
            yield Mutant(module, function, was, now, STATUS.get(code, "not run"))


def bodies(source: str) -> dict[str, list[str]]:
    """Give the lines below the head of every generated function by its name."""
    found: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in source.splitlines():
        head = re.match(r"\s*def (x\w+)\(", line)
        if head:
            lines = found[head[1]] = [re.sub(r"\bx\w+__mutmut_\w+(?=\()", "", line)]
        elif re.match(r"\s*(def|class|@|mutants_x\w+)", line) and not line.startswith("        "):
            lines = []
        else:
            lines.append(line)
    return found


def changed(before: list[str], after: list[str]) -> tuple[str, str]:
    """Give the lines that differ, each joined to one text."""
    out, put = [], []
    for line in difflib.ndiff([one.strip() for one in before], [one.strip() for one in after]):
        if line.startswith("- "):
            out.append(line[2:])
        elif line.startswith("+ "):
            put.append(line[2:])
    return " ".join(out).strip(), " ".join(put).strip()


def explained() -> set[tuple[str, str, str]]:
    lines = (HERE / "survivors.md").read_text(encoding="utf-8").splitlines()
    return {found.group(1, 2, 3) for line in lines if (found := ITEM.match(line))}


def table(found: list[Mutant]) -> Iterator[str]:
    columns = ("killed", "survived", "timeout", "no test", "not run")
    yield f"| module | mutants | {' | '.join(columns)} | killed % |"
    yield "|---|" + "---:|" * (len(columns) + 2)
    for module in [*dict.fromkeys(one.module for one in found), "**all**"]:
        counts = Counter(one.status for one in found if module in {one.module, "**all**"})
        rate = (counts["killed"] + counts["timeout"]) / counts.total()
        yield f"| {module} | {counts.total()} | {' | '.join(str(counts[one]) for one in columns)} | {rate:.1%} |"


def main() -> int:
    found = list(mutants(Path(sys.argv[1])))
    alive = [one for one in found if one.status in {"survived", "no test"}]
    if "--diffs" in sys.argv:
        for one in alive:
            print(f"- `{one.item[0]}`: `{one.was}` → `{one.now}`")
        return 0
    print(*table(found), sep="\n")
    known = explained()
    unknown = [one for one in alive if one.item not in known]
    for one in unknown:
        print(f"unexplained: - `{one.item[0]}`: `{one.was}` → `{one.now}`")
    for item in sorted(known - {one.item for one in alive}):
        print(f"explained, but killed or gone: {item[0]}: {item[1]}")
    return 1 if unknown or any(one.status == "not run" for one in found) else 0


if __name__ == "__main__":
    sys.exit(main())
