"""How long `scripts/verify.py` takes, and how much memory, over a draw from a roster of a million rows.

    .venv/bin/python benchmarks/verify_script.py [--rows 1000000] [--rate 2]

Makes a draw folder in a temporary place: `targets` drawn with a real drand round of `tests/vectors/drand.json`, `teams`
waiting with a recusal row for every tenth target. Then, each in a process of its own and in the same run:
  - scripts/verify.py, the whole verification: every list, the signature, each ticket, the outcome;
  - consistent_sampler, a peer that draws by hashed tickets too, over the same keys: the draw alone, nothing verified;
  - sha256sum over the roster: the least that reading it costs.
Wall and CPU time and peak resident memory are the process's own, as the system reports them when it ends.
"""

import argparse
import hashlib
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
CHAIN = "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971"
STRATA = {"A": 70, "B": 25, "K": 5}  # of a hundred rows

PEER = """
import sys
from consistent_sampler import sampler
keys = [line.split(",", 1)[0] for line in open(sys.argv[1])][1:]
drawn = sum(1 for _ in sampler(keys, seed=sys.argv[2], take=int(sys.argv[3]), output="id"))
print(f"{drawn} of {len(keys)} drawn")
"""


def sha256(data: bytes) -> str:
    """The digest in hex."""
    return hashlib.sha256(data).hexdigest()


def write_json(path: Path, value: dict[str, Any]) -> str:
    """Writes a document as the protocol does and returns its digest."""
    data = (json.dumps(value, indent=2, ensure_ascii=False) + "\n").encode()
    path.write_bytes(data)
    return sha256(data)


def write_list(path: Path, header: str, lines: list[str]) -> dict[str, Any]:
    """Writes a list sorted by whole lines and returns what `inputs` says of it."""
    data = "".join(f"{line}\n" for line in [header, *sorted(lines)]).encode()
    path.write_bytes(data)
    national = hashlib.new("sm3", data).hexdigest() if "sm3" in hashlib.algorithms_available else "0" * 64
    return {"count": len(lines), "sha256": sha256(data), "sm3": national}


def instant(seconds: int) -> str:
    """A UTC instant as the protocol writes it."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))


def some_rows(count: int) -> list[tuple[str, str, str]]:
    """Key, stratum and division of a made-up roster, the same in every run."""
    dice = random.Random(2026)
    strata, shares = list(STRATA), list(STRATA.values())
    divisions = [f"65{n:04}" for n in range(100, 4400, 37)]
    keys = dice.sample(range(10**9), count)
    drawn = dice.choices(strata, shares, k=count)
    return [(f"9165DEM{key:011}", stratum, dice.choice(divisions)) for key, stratum in zip(keys, drawn, strict=True)]


def make_draw(folder: Path, count: int, rate: int) -> tuple[str, int]:
    """Writes the draw's folder; returns the seed and how many targets it selects."""
    rounds = json.loads((ROOT / "tests/vectors/drand.json").read_text())["rounds"]
    first, second = rounds[1], rounds[2]
    rows = some_rows(count)
    excluded = sorted({f"9165DEM{n:011}" for n in range(10**9, 10**9 + count // 20)})
    (folder / "targets").mkdir(parents=True)
    (folder / "teams").mkdir()
    task = write_json(folder / "task.yaml", {"title": "benchmark"})
    start = {"protocol": "sunlot/1", "authority": "xj-demo", "draw": folder.name}
    frozen_at = first["time"] - 2 * 86400
    register = {"tree": sha256(b"register")[:40], "as_of": instant(frozen_at)[:10]}
    sizes = {name: sum(1 for _, stratum, _ in rows if stratum == name) for name in sorted(STRATA)}
    takes = {name: -(-rate * size // 100) for name, size in sizes.items()}

    def ending(drand: dict[str, Any], inputs: dict[str, Any]) -> dict[str, Any]:
        beacon = {"source": "drand", "chain": CHAIN, "time": instant(drand["time"]), "round": drand["round"]}
        return {"inputs": inputs, "lead": 86400, "beacon": beacon, "frozen_at": instant(frozen_at)}

    inputs = {
        "targets/exclusions.csv": write_list(
            folder / "targets/exclusions.csv", "key,reason", [f"{key},cap" for key in excluded]
        ),
        "targets/roster.csv": write_list(
            folder / "targets/roster.csv", "key,stratum,division", [",".join(row) for row in rows]
        ),
    }
    strata = {name: {"rule": {"rate": str(rate)}, "size": sizes[name], "take": takes[name]} for name in sizes}
    freeze = write_json(
        folder / "targets/freeze.json",
        {**start, "stage": "targets", "previous": None, "task": task, "register": register, "strata": strata}
        | ending(first, inputs),
    )
    pulse = {"source": "drand", "chain": CHAIN, "round": first["round"], "signature": first["signature"]}
    beacon = write_json(folder / "targets/beacon.json", pulse)
    seed = sha256("|".join(["sunlot/1", "seed", "xj-demo", folder.name, "targets", *map(str, pulse.values())]).encode())
    selected = select(rows, takes, seed)
    outcome = {"freeze": freeze, "beacon": beacon, "seed": seed, "selected": selected}
    write_json(folder / "targets/outcome.json", {**start, "stage": "targets", **outcome})

    recusals = [f"{key},{sha256(key.encode())}" for key, _, _ in rows[::10]]
    inputs = {
        "teams/absences.csv": write_list(folder / "teams/absences.csv", "key,reason", ["x-1,left"]),
        "teams/inspectors.csv": write_list(
            folder / "teams/inspectors.csv", "key,group,divisions", [f"g-{n:03},g,65" for n in range(300)]
        ),
        "teams/recusals.csv": write_list(folder / "teams/recusals.csv", "target,digest", recusals),
    }
    teams = {"previous": freeze, "of": {"stage": "targets", "outcome": None}, "task": task, "register": register}
    groups = [{"id": "g", "role": "officer", "size": 2}]
    write_json(
        folder / "teams/freeze.json", {**start, "stage": "teams", **teams, "groups": groups} | ending(second, inputs)
    )
    return seed, len(selected)


def select(rows: list[tuple[str, str, str]], takes: dict[str, int], seed: str) -> list[dict[str, Any]]:
    """The outcome of `targets`, in the plainest way: sort everything."""
    tickets = sorted((sha256(f"sunlot/1|target|{seed}|{key}".encode()), key, stratum) for key, stratum, _ in rows)
    left = dict(takes)
    selected = []
    for ticket, key, stratum in tickets:
        if left[stratum]:
            left[stratum] -= 1
            selected.append({"rank": len(selected) + 1, "key": key, "stratum": stratum, "ticket": ticket})
    return selected


def measure(name: str, command: list[str]) -> None:
    """Runs a command and prints its wall time, its peak memory and its last line."""
    start = time.perf_counter()
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(command, stdout=output, env={**os.environ, "LC_ALL": "C.UTF-8"})
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        last = (output.read().decode().strip().splitlines() or [""])[-1]
    cpu, peak = usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024
    print(f"{name:<20}{wall:>7.2f} s wall{cpu:>7.2f} s CPU{peak:>6.0f} MB  exit {process.returncode}  {last[:40]}")


def main() -> None:
    """Makes the draw, then measures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rate", type=int, default=2, help="percent taken of each stratum")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "2026-001"
        # In a process of its own: a child's peak begins with the memory of the process that starts it.
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as maker:
            seed, taken = maker.submit(make_draw, folder, options.rows, options.rate).result()
        roster = str(folder / "targets/roster.csv")
        print(f"roster of {options.rows} rows, {taken} selected, Python {sys.version.split()[0]}")
        measure("scripts/verify.py", [sys.executable, str(ROOT / "scripts/verify.py"), str(folder)])
        measure("consistent_sampler", [sys.executable, "-c", PEER, roster, seed, str(taken)])
        measure("sha256sum", ["sha256sum", roster])


if __name__ == "__main__":
    main()
