"""A pytest plugin that runs the collected tests once for every mutant that mutmut has made, each in a fork.

mutmut itself starts pytest anew for each mutant, which takes most of a second; here collection, imports and the honest
draws are there already, and a mutant that the first test finds out is done in a few milliseconds. Otherwise it does as
mutmut does: only tests that reach the mutated function, quick ones first, until one fails; results go into mutmut's own
files, so `mutmut results` and `mutmut show` tell them. A limit is in seconds of processor time, so that a busy machine
makes no timeouts.

Environment: ``MUTANTS``: what to run, of ``new`` (the default), ``survived``, ``timeout``, ``killed``, with commas;
``MUTANTS_LIKE``: a regular expression that their names have to match; ``MUTANTS_JOBS``: how many at a time (2);
``MUTANTS_KILLED``: if set, only what is killed is written down, for a first pass with a few quick tests.
"""

import gc
import json
import os
import re
import resource
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from _pytest.runner import runtestprotocol
from hypothesis import Phase, settings
from mutmut.mutation import trampoline

CORE = Path("src/sunlot/core/protocol")
SURVIVED, KILLED, NO_TEST, TIMEOUT = 0, 1, 33, -24
NAMES = {None: "new", SURVIVED: "survived", KILLED: "killed", NO_TEST: "survived", TIMEOUT: "timeout"}
FIRST = "test_verdicts_say_what_they_said"
"""It looks at every rule, line by line, and most mutants fail it at once."""
SPARE = 5
"""Seconds of processor time that a mutant may take beyond twice what its tests take without it."""
MOST_MEMORY = 3 << 30


class Results:
    """The files in which mutmut keeps what became of each mutant."""

    def __init__(self) -> None:
        self.files = {path: json.loads(path.read_text()) for path in sorted(CORE.rglob("*.meta"))}

    def wanted(self) -> Iterator[tuple[Path, str]]:
        kinds = os.environ.get("MUTANTS", "new").split(",")
        like = re.compile(os.environ.get("MUTANTS_LIKE", ""))
        for path, data in self.files.items():
            for name, code in data["exit_code_by_key"].items():
                if NAMES.get(code, "new") in kinds and like.search(name):
                    yield path, name

    def keep(self, path: Path, name: str, code: int) -> None:
        self.files[path]["exit_code_by_key"][name] = code
        path.write_text(json.dumps(self.files[path], indent=4))


@pytest.hookimpl(tryfirst=True)
def pytest_collection() -> None:
    """Before any test is imported: an example that fails is enough, it need not be a small one."""
    settings.register_profile(
        "mutation", settings.get_profile("ci"), phases=(Phase.explicit, Phase.generate), database=None
    )
    settings.load_profile("mutation")


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool:
    results = Results()
    wanted = list(results.wanted())
    only_killed = "MUTANTS_KILLED" in os.environ
    reach, takes = survey(session.items)
    if os.fork() == 0:
        os._exit(child("none", session.items, SPARE + 2 * sum(takes.values())))
    if os.waitstatus_to_exitcode(os.wait()[1]) != SURVIVED:
        pytest.exit("the tests fail in a fork without any mutant", 1)
    gc.freeze()  # so that forks share what is there
    running: dict[int, tuple[Path, str]] = {}
    counts: defaultdict[str, int] = defaultdict(int)

    def one_done() -> None:
        pid, status = os.wait()
        code = os.waitstatus_to_exitcode(status)
        path, name = running.pop(pid)
        code = TIMEOUT if code in {-24, -9} else SURVIVED if code == 0 else KILLED
        if not only_killed or code == KILLED:
            results.keep(path, name, code)
        counts[NAMES[code]] += 1
        print(f"{sum(counts.values())}/{len(wanted)} {dict(counts)} {NAMES[code]} {name}", flush=True)

    for path, name in wanted:
        function = name.rpartition("__mutmut_")[0].replace(".__init__.", ".")
        tests = sorted(reach.get(function, ()), key=lambda item: (item.name != FIRST, takes[item]))
        if not tests:
            if not only_killed:
                results.keep(path, name, NO_TEST)
            counts["no test"] += 1
            continue
        if len(running) >= int(os.environ.get("MUTANTS_JOBS", "2")):
            one_done()
        pid = os.fork()
        if pid == 0:
            os._exit(child(name.replace(".__init__.", "."), tests, SPARE + 2 * sum(takes[item] for item in tests)))
        running[pid] = path, name
    while running:
        one_done()
    return True


def survey(items: list[pytest.Item]) -> tuple[dict[str, list[pytest.Item]], dict[pytest.Item, float]]:
    """Run all tests on what is not mutated: which reach a function, and how long each takes; all must pass."""
    reach: defaultdict[str, list[pytest.Item]] = defaultdict(list)
    takes = {}
    hit: set[str] = set()
    trampoline.record_trampoline_hit = lambda name, caller=None: hit.add(name)
    for mutant in ("", "stats"):  # the first time fills the caches, the second time counts
        trampoline.get_mutant_under_test = lambda mutant=mutant: mutant
        for item in items:
            hit.clear()
            start = time.process_time()
            if failed(item, None):
                pytest.exit(f"{item.nodeid} fails without any mutant", 1)
            if not mutant:
                takes[item] = time.process_time() - start
            for function in hit:
                reach[function].append(item)
    print(f"\n{len(items)} tests reach {len(reach)} functions, in {sum(takes.values()):.0f} s", flush=True)
    return reach, takes


def child(mutant: str, tests: list[pytest.Item], limit: float) -> int:
    spent = int(time.process_time())
    resource.setrlimit(resource.RLIMIT_CPU, (spent + int(limit), spent + int(limit) + 5))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    trampoline.get_mutant_under_test = lambda: mutant
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    try:
        following: list[Any] = [*tests[1:], None]
        return KILLED if any(failed(test, after) for test, after in zip(tests, following, strict=True)) else SURVIVED
    except BaseException:  # whatever a mutant does to pytest itself
        return KILLED


def failed(item: pytest.Item, after: pytest.Item | None) -> bool:
    return any(report.failed for report in runtestprotocol(item, log=False, nextitem=after))
