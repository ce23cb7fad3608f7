"""`scripts/verify.py`: every vector, real and forged signatures, re-sealed forgeries, broken files, broken output.

The script is run as the public runs it (a process, nothing of ours importable) over the vectors, and imported by its
path for everything else. `Draft` below is a small independent office: it makes whole draws with `date` beacons, whose
signatures anyone can compute, lets a test change any document or list, and then seals them: every digest that a
dishonest office could recompute is right.
"""

import hashlib
import importlib.util
import io
import json
import os
import random
import re
import shutil
import subprocess
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

import pyblst
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "scripts" / "verify.py"
VECTORS = ROOT / "tests" / "vectors"
DRAWS = sorted((VECTORS / "draws").iterdir())
DRAND = json.loads((VECTORS / "drand.json").read_text())
CODES = (
    "malformed|files|names|chain|task|inputs|time|beacon|seed|strata|selected|recusals|teams|vacancies|replacements"
    "|reliefs|void|receipt"
)
LAST_LINE = re.compile(rf"verified|refused: [a-z]+(-[0-9]+)?: ({CODES}): \S.*")
NOW = 1_790_000_000

Json = dict[str, Any]


def load_script() -> ModuleType:
    """The script as a module, by its path."""
    spec = importlib.util.spec_from_file_location("verify_script", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


verify = load_script()


@pytest.fixture(scope="module", autouse=True)
def remembered_signatures() -> Iterator[None]:
    """Signatures already found right are not checked again: the draws here use few rounds, and many times."""
    check, right = verify.check_drand, set()

    def check_once(number: int, signature: str) -> None:
        if (number, signature) not in right:
            check(number, signature)
            right.add((number, signature))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(verify, "check_drand", check_once)
        yield


def judged(folder: Path, lang: str = "en", now: int = NOW) -> list[str]:
    """What the script prints over a folder, its form checked: one verdict, at the end, fit for any terminal."""
    lines, code = verify.verify(folder, now, lang)
    assert LAST_LINE.fullmatch(lines[-1]), lines[-1]
    assert code == (0 if lines[-1] == "verified" else 1)
    assert "verified" not in lines[:-1]
    assert not [c for line in lines for c in line if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}]
    return list(lines)


def refusal(folder: Path) -> tuple[str, str]:
    """Stage and code of the refusal; `verified` and nothing if there is none."""
    last = judged(folder)[-1]
    return ("verified", "") if last == "verified" else tuple(last.split(": ")[1:3])  # type: ignore[return-value]


def run(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """The script in a process of its own, isolated from whatever is installed here."""
    command = [sys.executable, "-I", "-S", "-W", "error", str(SCRIPT), *map(str, arguments)]
    if environment:
        command = [sys.executable, "-S", str(SCRIPT), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, check=False, env={**os.environ, **environment})


# --- Vectors ----------------------------------------------------------------------------------------------------------


def folder_of(vector: Path) -> Path:
    return next(entry for entry in sorted(vector.iterdir()) if entry.is_dir())


@pytest.mark.parametrize("vector", DRAWS, ids=lambda path: path.name)
def test_vector(vector: Path) -> None:
    done = run(folder_of(vector), "--now", "2026-11-22T00:00:00Z")
    last = done.stdout.decode().splitlines()[-1]
    assert done.stderr == b""
    assert LAST_LINE.fullmatch(last)
    expected = vector / "expected.json"
    if vector.name.startswith("good-"):
        assert (last, done.returncode) == ("verified", 0)
    else:
        wanted = json.loads(expected.read_text())
        _, stage, code, _ = last.split(": ", 3)
        assert (stage, code in wanted["codes"], done.returncode) == (wanted["stage"], True, 1)


@pytest.mark.parametrize("vector", DRAWS, ids=lambda path: path.name)
def test_languages_differ_in_sentences_only(vector: Path) -> None:
    zh, en = (judged(folder_of(vector), lang)[-1] for lang in ("zh", "en"))
    assert zh.split(": ")[:3] == en.split(": ")[:3]
    assert en.isascii()
    assert zh == en == "verified" or not zh.isascii()


def test_imports_the_standard_library_alone() -> None:
    names = re.findall(r"^(?:import|from) (\w+)", SCRIPT.read_text(), re.MULTILINE)
    assert names
    assert set(names) <= sys.stdlib_module_names


# --- Signatures -------------------------------------------------------------------------------------------------------


def accepted(number: int, signature: str) -> bool:
    try:
        verify.check_drand(number, signature)
    except verify.RefusedError:
        return False
    return True


@pytest.mark.parametrize("real", DRAND["rounds"], ids=lambda real: real["round"])
def test_real_signature(real: Json) -> None:
    assert accepted(real["round"], real["signature"])
    assert verify.round_at(real["time"]) == real["round"]
    assert [verify.round_at(real["time"] + late) - real["round"] for late in (-3, -2, -1, 1, 3, 4)] == [
        -1,
        0,
        0,
        1,
        1,
        2,
    ]


@pytest.mark.parametrize("forged", DRAND["refuse"], ids=lambda forged: forged["why"])
def test_forged_signature(forged: Json) -> None:
    assert not accepted(forged["round"], forged["signature"])


def some_curve_point(x: int) -> tuple[int, int]:
    while (y := verify.square_root(x**3 + 4)) is None:
        x += 1
    return x, y


def test_signature_shifted_by_torsion() -> None:
    """The pairing equation alone accepts these; the subgroup check does not."""
    real = DRAND["rounds"][1]
    signature = verify.decode_g1(bytes.fromhex(real["signature"]))
    torsion = verify.times(verify.R, some_curve_point(7))
    assert torsion is not None
    shifted = verify.add(signature, torsion)
    assert verify.times(verify.R, shifted) is not None
    x, y = shifted
    hashed = verify.hash_to_g1(hashlib.sha256(real["round"].to_bytes(8, "big")).digest())
    pairs = [((x, verify.P - y), verify.decode_g2(verify.BASE_POINT)), (hashed, verify.decode_g2(verify.PUBLIC_KEY))]
    assert verify.last_power_is_one(verify.miller_loop(pairs))
    with pytest.raises(verify.RefusedError, match="prime order"):
        verify.check_drand(real["round"], verify.encode_g1(shifted).hex())


def test_signature_with_x_not_below_p() -> None:
    """x + p instead of x, where it fits into 381 bits."""
    forged = 0
    for real in DRAND["rounds"]:
        data = bytes.fromhex(real["signature"])
        raised = (int.from_bytes(data, "big") & ((1 << 381) - 1)) + verify.P
        if raised < 1 << 381:
            forged += 1
            signature = (raised | (data[0] >> 5) << 381).to_bytes(48, "big").hex()
            with pytest.raises(verify.RefusedError, match="canonical"):
                verify.check_drand(real["round"], signature)
    assert forged


@pytest.mark.parametrize(
    "change", [str.upper, lambda s: s + "00", lambda s: s[:-2], lambda s: " " + s[1:], lambda s: s + "\n"]
)
def test_signature_not_as_written(change: Callable[[str], str]) -> None:
    real = DRAND["rounds"][0]
    assert not accepted(real["round"], change(real["signature"]))


@pytest.mark.parametrize("flags", [0x00, 0x20, 0x40, 0x60, 0xA0 ^ 0x20, 0xC0, 0xE0])
def test_signature_with_other_flags(flags: int) -> None:
    real = DRAND["rounds"][1]
    data = bytearray.fromhex(real["signature"])
    flags ^= 0x20 if flags == 0x80 and data[0] & 0xE0 == 0x80 else 0
    data[0] = data[0] & 0x1F | flags
    assert not accepted(real["round"], data.hex())


@given(st.binary(min_size=48, max_size=48))
@settings(max_examples=30, deadline=None)
def test_any_48_bytes_are_no_signature(data: bytes) -> None:
    assert not accepted(5, data.hex())


def test_curve_constants() -> None:
    p, r, x = verify.P, verify.R, verify.X
    assert (p, r) == ((x + 1) ** 2 * (x**4 - x**2 + 1) // 3 - x, x**4 - x**2 + 1)
    assert 3 * (p**4 - p**2 + 1) // r == (x + 1) ** 2 * (p - x) * (x * x + p * p - 1) + 3
    assert verify.PUBLIC_KEY.hex() == DRAND["info"]["public_key"]
    assert verify.DST.decode() == DRAND["dst"]
    for data in (verify.BASE_POINT, verify.PUBLIC_KEY):
        (a, b), y = verify.decode_g2(data)
        square, cube = verify.multiply2(y, y), verify.multiply2((a, b), verify.multiply2((a, b), (a, b)))
        assert verify.subtract2(square, cube) == (4, 4)
        assert pyblst.BlstP2Element().uncompress(data).compress() == data


def test_hash_to_curve_as_in_rfc_9380(monkeypatch: pytest.MonkeyPatch) -> None:
    """RFC 9380, J.9.1, the empty message."""
    monkeypatch.setattr(verify, "DST", b"QUUX-V01-CS02-with-BLS12381G1_XMD:SHA-256_SSWU_RO_")
    assert verify.hash_to_g1(b"") == (
        0x052926ADD2207B76CA4FA57A8734416C8DC95E24501772C814278700EED6D1E4E8CF62D9C09DB0FAC349612B759E79A1,
        0x08BA738453BFED09CB546DBB0783DBB3A5F1F566ED67BB6BE0E8C67E2E81A4CC68EE29813BB7994998F3EAE0C9C6A265,
    )


@given(st.binary(max_size=80))
@settings(max_examples=20, deadline=None)
def test_hash_to_curve_as_in_another_library(message: bytes) -> None:
    point = pyblst.BlstP1Element().hash_to_group(message, verify.DST)
    assert verify.encode_g1(verify.hash_to_g1(message)) == point.compress()


def test_exceptional_field_elements_map_to_the_curve() -> None:
    """Zero, and the two roots of 1 + 11u² if there are any, have no candidate of their own in RFC 9380, 6.6.2."""
    root = verify.square_root(-pow(verify.ISO_Z, -1, verify.P))
    for u in [0] if root is None else [0, root, verify.P - root]:
        x, y = verify.map_to_curve(u)
        assert (y * y - x**3 - 4) % verify.P == 0


def test_pairing_is_bilinear() -> None:
    base = verify.decode_g2(verify.BASE_POINT)
    double, _ = verify.step(base, base, (0, 0))
    triple, _ = verify.step(double, base, (0, 0))
    point = verify.hash_to_g1(b"any")
    x, y = verify.times(3, point)

    def cancel(*pairs: Any) -> bool:
        return bool(verify.last_power_is_one(verify.miller_loop(pairs)))

    assert cancel(((x, verify.P - y), base), (point, triple))
    assert not cancel(((x, verify.P - y), base), (point, double))
    assert not cancel((point, base))


# --- An office of our own ---------------------------------------------------------------------------------------------


def hashed(*parts: object) -> str:
    return hashlib.sha256("|".join(["sunlot/1", *map(str, parts)]).encode()).hexdigest()


def written(value: object) -> bytes:
    return (json.dumps(value, indent=2, ensure_ascii=False) + "\n").encode()


def instant(days: float) -> str:
    return (datetime(2026, 3, 1, tzinfo=UTC) + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ")


GROUPS = [{"id": "g1", "role": "officer", "size": 2}, {"id": "e1", "role": "expert", "size": 1}]
REGISTER = {"tree": "ab" * 20, "as_of": "2026-03-01"}


class Draft:
    """A draw in the making. Stages are added in their order; `forge` changes a document just before it is sealed."""

    def __init__(self, draw: str = "2026-001", seed: int = 1) -> None:
        self.draw = draw
        self.day = 0.0
        self.order: list[str] = []
        self.freezes: dict[str, Json] = {}
        self.undrawn: set[str] = set()
        self.voids: dict[str, Json] = {}
        self.changes: dict[tuple[str, str], list[Callable[[Any], Any]]] = {}
        self.files: dict[str, bytes] = {"task.yaml": b"title: draft\n"}
        self.outcomes: dict[str, Json] = {}
        dice = random.Random(seed)
        divisions = ["650102", "650104", "650203", "652301"]
        self.roster = {f"9165DEM{n:03}": (dice.choice("AABK"), dice.choice(divisions)) for n in range(40)}
        self.roster |= {f"~{hashlib.sha256(bytes([n])).hexdigest()}": ("K", "65") for n in range(2)}
        self.inspectors = {f"g1-{n:02}": ("g1", "65") for n in range(9)} | {
            f"e1-{n:02}": ("e1", "65") for n in range(5)
        }
        self.inspectors |= {"g1-90": ("g1", "6501 6502"), "g1-91": ("g1", "652301")}
        self.recusals = {key: sorted(dice.sample(sorted(self.inspectors), 2)) for key in sorted(self.roster)[::3]}
        self.recusals[sorted(self.roster)[1]] = []
        self.lists()

    def lists(self) -> None:
        """The lists as they follow from the rosters."""

        def csv(header: str, lines: list[str]) -> bytes:
            return "".join(f"{line}\n" for line in [header, *sorted(lines)]).encode()

        rows = [f"{key},{stratum},{division}" for key, (stratum, division) in self.roster.items()]
        people = [f"{key},{group},{divisions}" for key, (group, divisions) in self.inspectors.items()]
        recusals = [
            f"{key},{hashed('recusals', self.salt(key), key, ','.join(who))}" for key, who in self.recusals.items()
        ]
        self.files |= {
            "targets/roster.csv": csv("key,stratum,division", rows),
            "targets/exclusions.csv": csv("key,reason", ["9165DEM900,cap", "9165DEM901,suspended"]),
            "teams/inspectors.csv": csv("key,group,divisions", people),
            "teams/absences.csv": csv("key,reason", ["x-1,left", "x-2,exam"]),
            "teams/recusals.csv": csv("target,digest", recusals),
        }

    @staticmethod
    def salt(key: str) -> str:
        return hashlib.sha256(b"salt" + key.encode()).hexdigest()

    # Stages

    def add(self, stage: str, of: str = "", **parameters: Any) -> "Draft":
        """A stage, frozen on one day, its beacon due on the next; the first two are frozen together."""
        kind = stage.partition("-")[0]
        frozen = 0 if stage in {"targets", "teams"} else self.day + 0.5
        self.day += 1
        own = {"targets": ["exclusions", "roster"], "substitutes": ["roster"]}.get(
            kind, ["absences", "inspectors", "recusals"]
        )
        folder = "targets" if kind in {"targets", "substitutes"} else "teams"
        freeze: Json = {
            "protocol": "sunlot/1",
            "authority": "xj-demo",
            "draw": self.draw,
            "stage": stage,
            "previous": None,
        }
        if of:
            freeze["of"] = {"stage": of, "outcome": None}
        freeze["task"] = ""
        if stage in {"targets", "teams"}:
            freeze["register"] = dict(REGISTER)
        freeze |= parameters
        freeze["inputs"] = {f"{folder}/{name}.csv": {} for name in own}
        freeze["lead"] = 3600
        time = instant(self.day)
        day = (datetime.fromisoformat(time) + timedelta(hours=8)).strftime("%Y-%m-%d")
        freeze["beacon"] = {"source": "date", "chain": "date", "time": time, "round": day}
        freeze["frozen_at"] = instant(frozen)
        self.order.append(stage)
        self.freezes[stage] = freeze
        return self

    def targets(self, rules: Json | None = None) -> "Draft":
        rules = rules or {"A": {"rate": "12.5"}, "B": {"count": 3}, "K": {"rate": "100"}}
        sizes = Counter(stratum for stratum, _ in self.roster.values())
        strata = {
            name: {"rule": rules[name], "size": size, "take": take(rules[name], size)}
            for name, size in sorted(sizes.items())
        }
        return self.add("targets", strata=strata)

    def teams(self, stage: str = "teams", of: str = "targets", withdrawn: Any = (), repeats: str = "") -> "Draft":
        more: Json = {"groups": [dict(group) for group in GROUPS]}
        if stage != "teams":
            more["withdrawn"] = [{"inspector": key, "reason": "left_service"} for key in withdrawn]
            more["repeats"] = {"stage": repeats, "void": ""} if repeats else None
        return self.add(stage, of, **more)

    def substitutes(self, stage: str, of: str, *targets: str) -> "Draft":
        vacancies = [{"target": key, "reason": "closed", "evidence": None} for key in sorted(targets)]
        return self.add(stage, of, vacancies=vacancies)

    def relief(self, stage: str, of: str, *places: tuple[str, str, str], withdrawn: Any = ()) -> "Draft":
        vacancies = [
            {"target": target, "group": group, "inspector": who, "reason": "illness", "evidence": None}
            for target, group, who in sorted(places)
        ]
        out = [{"inspector": key, "reason": "left_service"} for key in withdrawn]
        return self.add(stage, of, vacancies=vacancies, withdrawn=out)

    def void(self, stage: str, days: float, reason: str = "procedure") -> "Draft":
        self.voids[stage] = {
            **{key: self.freezes[stage][key] for key in ("protocol", "authority", "draw", "stage")},
            **{"freeze": "", "reason": reason, "explanation": "名录有误", "approved_by": ["甲", "乙"]},
            "voided_at": instant(days),
        }
        return self

    def forge(self, stage: str, document: str, change: Callable[[Any], Any]) -> "Draft":
        """Changes a document (or the bytes of a list) before it is sealed; `change` may return a new one."""
        self.changes.setdefault((stage, document), []).append(change)
        return self

    # Sealing

    def sealed(self, stage: str, document: str, value: Any) -> bytes:
        if not isinstance(value, bytes):
            value = json.loads(json.dumps(value))  # a forgery does not change what this office knows
        for change in self.changes.get((stage, document), []):
            new = change(value)
            value = value if new is None else new
        return value if isinstance(value, bytes) else written(value)

    def write(self, place: Path) -> Path:
        """The draw's folder, every digest in it right."""
        files = dict(self.files)
        for name, data in files.items():
            stage, _, document = name.rpartition("/")
            files[name] = self.sealed(stage, document, data)
        previous = None
        for stage in self.order:
            freeze = json.loads(json.dumps(self.freezes[stage]))
            freeze |= {"previous": previous, "task": hashlib.sha256(files["task.yaml"]).hexdigest()}
            for name in freeze["inputs"]:
                data = files[name]
                national = hashlib.new("sm3", data).hexdigest() if "sm3" in hashlib.algorithms_available else "0" * 64
                freeze["inputs"][name] = {
                    **{"count": data.count(b"\n") - 1, "sha256": hashlib.sha256(data).hexdigest()},
                    "sm3": national,
                }
            if stage not in {"targets", "teams"}:
                base = files.get(f"{freeze['of']['stage']}/outcome.json")
                freeze["of"]["outcome"] = base and hashlib.sha256(base).hexdigest()
            if freeze.get("repeats"):
                void = files[f"{freeze['repeats']['stage']}/void.json"]
                freeze["repeats"]["void"] = hashlib.sha256(void).hexdigest()
            files[f"{stage}/freeze.json"] = self.sealed(stage, "freeze.json", freeze)
            previous = hashlib.sha256(files[f"{stage}/freeze.json"]).hexdigest()
            if stage not in self.undrawn:
                self.draw_stage(stage, files)
            if stage in self.voids:
                void = {**self.voids[stage], "freeze": previous}
                files[f"{stage}/void.json"] = self.sealed(stage, "void.json", void)
        folder = place / self.draw
        shutil.rmtree(folder, ignore_errors=True)
        for name, data in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(data)
        return folder

    def draw_stage(self, stage: str, files: dict[str, bytes]) -> None:
        """Beacon and outcome; what is decided follows from the freeze as it was meant, not as it was forged."""
        plan = self.freezes[stage]["beacon"]
        pulse = {key: plan[key] for key in ("source", "chain", "round")}
        pulse["signature"] = hashlib.sha256(plan["round"].encode()).hexdigest()
        files[f"{stage}/beacon.json"] = self.sealed(stage, "beacon.json", pulse)
        pulse = json.loads(files[f"{stage}/beacon.json"])
        seed = hashed("seed", "xj-demo", self.draw, stage, *pulse.values())
        outcome = {
            **{key: self.freezes[stage][key] for key in ("protocol", "authority", "draw", "stage")},
            "freeze": hashlib.sha256(files[f"{stage}/freeze.json"]).hexdigest(),
            "beacon": hashlib.sha256(files[f"{stage}/beacon.json"]).hexdigest(),
            "seed": seed,
            **getattr(self, "decide_" + stage.partition("-")[0])(stage, seed),
        }
        files[f"{stage}/outcome.json"] = self.sealed(stage, "outcome.json", outcome)
        self.outcomes[stage] = outcome

    # Outcomes, computed from the protocol once more

    def ranked(self, seed: str) -> list[tuple[str, str]]:
        return sorted((hashed("target", seed, key), key) for key in self.roster)

    def decide_targets(self, stage: str, seed: str) -> Json:
        left = {name: stratum["take"] for name, stratum in self.freezes[stage]["strata"].items()}
        selected: list[Json] = []
        for ticket, key in self.ranked(seed):
            stratum = self.roster[key][0]
            if left[stratum]:
                left[stratum] -= 1
                selected.append({"rank": len(selected) + 1, "key": key, "stratum": stratum, "ticket": ticket})
        return {"selected": selected}

    def standing(self, stage: str) -> list[str]:
        """Earlier stages that are not void."""
        return [one for one in self.order[: self.order.index(stage)] if one not in self.voids]

    def given(self, stage: str) -> list[str]:
        outcome = self.outcomes[stage]
        found = [one["key"] for one in outcome.get("selected", [])]
        return found + [one["in"] for one in outcome.get("replacements", []) if one["in"]]

    def live(self, stage: str) -> list[str]:
        gone = {
            one["target"]
            for earlier in self.standing(stage)
            if "subst" in earlier
            for one in self.freezes[earlier]["vacancies"]
        }
        return [key for key in self.given(self.freezes[stage]["of"]["stage"]) if key not in gone]

    def eligible(self, stage: str, target: str, group: str) -> list[str]:
        withdrawn = {one["inspector"] for one in self.freezes[stage].get("withdrawn", [])}
        return [
            key
            for key, (its, prefixes) in self.inspectors.items()
            if its == group and key not in withdrawn and key not in self.recusals.get(target, [])
            if any(self.roster[target][1].startswith(prefix) for prefix in prefixes.split(" "))
        ]

    def decide_teams(self, stage: str, seed: str) -> Json:
        loads, teams = Counter[str](), []
        for target in self.live(stage):
            for group in self.freezes[stage]["groups"]:
                order = [
                    ((loads[who] if stage == "teams" else 0), hashed("inspector", seed, target, who), who)
                    for who in self.eligible(stage, target, group["id"])
                ]
                members = [who for _, _, who in sorted(order)[: group["size"]]]
                loads.update(members)
                teams.append({"target": target, "group": group["id"], "members": members})
        opened = [
            {"target": key, "salt": self.salt(key), "inspectors": self.recusals[key]}
            for key in sorted(self.live(stage))
            if key in self.recusals
        ]
        return {"teams": teams, "recusals": opened}

    def decide_substitutes(self, stage: str, seed: str) -> Json:
        taken = {key for earlier in self.standing(stage) for key in self.given(earlier)}
        replacements = []
        for vacancy in self.freezes[stage]["vacancies"]:
            stratum = self.roster[vacancy["target"]][0]
            left = [(t, key) for t, key in self.ranked(seed) if self.roster[key][0] == stratum and key not in taken]
            ticket, key = left[0] if left else (None, None)
            taken.add(str(key))
            replacements.append({"out": vacancy["target"], "in": key, "ticket": ticket})
        return {"replacements": replacements}

    def members(self, stage: str) -> dict[tuple[str, str], tuple[list[str], set[str]]]:
        of = self.freezes[stage]["of"]["stage"]
        teams = {
            (one["target"], one["group"]): (list(one["members"]), set[str]()) for one in self.outcomes[of]["teams"]
        }
        for earlier in self.standing(stage):
            if "relief" in earlier and self.freezes[earlier]["of"]["stage"] == of:
                for one in self.outcomes[earlier]["reliefs"]:
                    members, gone = teams[one["target"], one["group"]]
                    members[members.index(one["out"])] = one["in"]
                    gone.add(one["out"])
        return teams

    def decide_relief(self, stage: str, seed: str) -> Json:
        teams, vacancies, reliefs = self.members(stage), self.freezes[stage]["vacancies"], []
        leaving = {(one["target"], one["group"], one["inspector"]) for one in vacancies}
        for one in vacancies:
            target, group, out = one["target"], one["group"], one["inspector"]
            members, gone = teams[target, group]
            left = sorted(
                (hashed("inspector", seed, target, who), who)
                for who in self.eligible(stage, target, group)
                if who not in members and who not in gone and (target, group, who) not in leaving
            )
            ticket, who = left[0] if left else (None, None)
            members[members.index(out)] = who  # type: ignore[call-overload]
            reliefs.append({"target": target, "group": group, "out": out, "in": who, "ticket": ticket})
        return {"reliefs": reliefs}


def take(rule: Json, size: int) -> int:
    if "count" in rule:
        return min(int(rule["count"]), size)
    whole, _, part = rule["rate"].partition(".")
    return -(-int(whole + part) * size // (100 * 10 ** len(part)))


def simple() -> Draft:
    return Draft().targets().teams()


def full(place: Path) -> Draft:
    """Every kind of stage, each built on what the ones before decided."""
    draft = simple()
    draft.write(place)
    selected = draft.given("targets")
    a = next(key for key in selected if draft.roster[key][0] == "A")
    k = next(key for key in selected if draft.roster[key][0] == "K")
    lead = {(one["target"], one["group"]): one["members"] for one in draft.outcomes["teams"]["teams"]}
    other = next(key for key in selected if key not in {a, k})
    draft.relief(
        "relief-1", "teams", (other, "g1", lead[other, "g1"][0]), (a, "e1", lead[a, "e1"][0]), withdrawn=["g1-08"]
    )
    draft.substitutes("substitutes-1", "targets", a, k).write(place)
    newcomer = draft.given("substitutes-1")[0]
    relieved = draft.outcomes["relief-1"]["reliefs"]
    second = next(one for one in relieved if one["target"] == other)
    draft.teams("teams-2", "substitutes-1", withdrawn=["g1-08"])
    draft.relief(
        "relief-2",
        "teams",
        (other, "g1", second["in"]),
        (other, "g1", lead[other, "g1"][1]),
        withdrawn=["g1-07", "g1-08"],
    )
    draft.substitutes("substitutes-2", "substitutes-1", newcomer).write(place)
    return draft.teams("teams-3", "substitutes-2", withdrawn=["e1-00", "g1-07", "g1-08"])


def repeated() -> Draft:
    draft = simple().void("teams", 2.2)
    return draft.teams("teams-2", "targets", repeats="teams")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("draws")


@pytest.mark.parametrize("seed", range(3))
def test_drafts_are_verified(place: Path, seed: int) -> None:
    """The office's arithmetic and the script's are two, and agree."""
    assert refusal(Draft(seed=seed).targets().teams().write(place)) == ("verified", "")


def test_all_kinds_of_stages(place: Path) -> None:
    lines = judged(full(place).write(place))
    assert lines[-1] == "verified"
    text = "\n".join(lines)
    assert re.search(r"stratum K: vacancies here 1, so far 1, take \d+", text)
    for words in (
        "probability of each 1 (certain); 2 withheld",
        "excluded (cap): 1, probability 0 (never)",
        "vacancies 2: closed 2",
        "drawn: targets, teams, relief-1, substitutes-1, teams-2, relief-2, substitutes-2, teams-3",
        "predictable: training only",
        "declared",
    ):
        assert words in text


def test_repeat_after_a_void(place: Path) -> None:
    lines = judged(repeated().write(place))
    assert lines[-1] == "verified"
    assert "repeats teams, which is void" in lines
    assert "void: teams" in lines


def test_a_team_without_choice_is_marked(place: Path) -> None:
    draft = Draft()
    draft.inspectors = {"g1-1": ("g1", "65"), "g1-2": ("g1", "65"), "g1-3": ("g1", "65"), "e1-1": ("e1", "6599")}
    draft.recusals = {}
    draft.lists()
    lines = judged(draft.targets().teams().write(place))
    assert lines[-1] == "verified"
    assert sum("0 eligible for 1, no choice" in line for line in lines) == len(draft.given("targets"))
    assert not any("group g1" in line or "fewer than" in line for line in lines)


def test_a_team_of_one_officer_is_marked(place: Path) -> None:
    draft = Draft()
    draft.inspectors = {"g1-1": ("g1", "65"), "g1-2": ("g1", "6599"), "e1-1": ("e1", "65"), "e1-2": ("e1", "65")}
    draft.recusals = {}
    draft.lists()
    lines = judged(draft.targets().teams().write(place))
    expected = [f"note: officers for {target}: 1, fewer than 2" for target in draft.given("targets")]
    assert [line for line in lines if "fewer than" in line] == expected
    draft.void("teams", 3)
    assert not any("fewer than" in line for line in judged(draft.write(place)))


# --- What is lawful and has to be seen --------------------------------------------------------------------------------


def set_aside(place: Path) -> tuple[Path, str, str, str]:
    """A relief set aside before its value and frozen again, substitutes set aside after it: target, target, person."""
    draft = simple()
    draft.write(place)
    a, b = draft.given("targets")[:2]
    leaves = next(one for one in draft.outcomes["teams"]["teams"] if one["target"] == a)["members"][0]
    draft.relief("relief-1", "teams", (a, "g1", leaves), withdrawn=[leaves]).void("relief-1", 2.7)
    draft.relief("relief-2", "teams", (a, "g1", leaves), withdrawn=[leaves])
    draft.substitutes("substitutes-1", "targets", b).void("substitutes-1", 5)
    return draft.substitutes("substitutes-2", "targets", b).write(place), a, b, leaves


def stage_of(lines: list[str], stage: str) -> list[str]:
    """The lines about one stage."""
    start = lines.index(f"■ {stage}") + 1
    return lines[start : lines.index("", start)]


def test_stages_set_aside_and_drawn_again(place: Path) -> None:
    folder, a, b, leaves = set_aside(place)
    lines = judged(folder)
    assert lines[-1] == "verified"
    first, again = stage_of(lines, "relief-1"), stage_of(lines, "relief-2")
    assert f"note: no candidate any more: {leaves} (left_service)" in first
    assert "(by its own word before the public value was out)" in first
    assert "note: vacancies that name no filed document: 1" in first
    assert f"note: no candidate any more: {leaves} (left_service; from relief-1, which is void)" in again
    assert f"note: draw number 2 for one team: {a}, group g1" in again
    first, again = stage_of(lines, "substitutes-1"), stage_of(lines, "substitutes-2")
    assert "note: the public value was out by then, so the outcome could be computed" in first
    assert f"note: draw number 2 for one vacancy: {b}" in again
    assert not any("draw number" in line for line in first)
    text = "\n".join(judged(folder, "zh"))
    for words in (
        f"注意：不再作为候选：{leaves}（left_service）",
        f"注意：不再作为候选：{leaves}（left_service；沿用已作废的 relief-1）",
        "（作废时刻为自报，其时公共随机数尚未公布）",
        "注意：作废时公共随机数已公布，结果当时已可算出",
        "注意：1 个空缺没有写明存档文件",
        f"注意：第 2 次为同一小组抽取接替人员：{a} 的 g1 组",
        f"注意：第 2 次为同一空缺抽取：{b}",
    ):
        assert words in text


def test_withdrawals_of_a_stage_that_stands_are_told_once(place: Path) -> None:
    told = [line for line in judged(full(place).write(place)) if "no candidate any more" in line]
    assert told == [f"note: no candidate any more: {key} (left_service)" for key in ("g1-08", "g1-07", "e1-00")]


def test_a_filed_document_is_no_note(place: Path) -> None:
    draft = full(place)
    for vacancy in draft.freezes["relief-1"]["vacancies"]:
        vacancy["evidence"] = "ab" * 32
    lines = judged(draft.write(place))
    assert not any("no filed document" in line for line in stage_of(lines, "relief-1"))
    assert "note: vacancies that name no filed document: 2" in stage_of(lines, "relief-2")


def test_a_lead_shorter_than_that_of_targets(place: Path) -> None:
    draft = full(place)
    draft.freezes["relief-2"]["lead"] = 3599
    lines = judged(draft.write(place))
    assert [line for line in lines if "shorter" in line] == ["note: a lead shorter than the 3600 s of targets"]
    assert "注意：提前量短于 targets 的 3600 秒" in stage_of(judged(draft.write(place), "zh"), "relief-2")


# --- Re-sealed forgeries ----------------------------------------------------------------------------------------------


def setting(*path: Any, to: Any) -> Callable[[Any], None]:
    """Sets one value deep inside a document."""

    def change(document: Any) -> None:
        for key in path[:-1]:
            document = document[key]
        document[path[-1]] = to

    return change


def without(key: str) -> Callable[[Any], None]:
    return lambda document: document.pop(key)


def line(old: str, new: str) -> Callable[[bytes], bytes]:
    def change(data: bytes) -> bytes:
        assert old.encode() in data
        return data.replace(old.encode(), new.encode(), 1)

    return change


def added(new: str) -> Callable[[bytes], bytes]:
    """One more row, where it belongs."""

    def change(data: bytes) -> bytes:
        header, *lines = data.decode().splitlines()
        return "".join(f"{one}\n" for one in [header, *sorted([*lines, new])]).encode()

    return change


def swapped(key: str) -> Callable[[Json], None]:
    def change(outcome: Json) -> None:
        outcome[key][0], outcome[key][1] = outcome[key][1], outcome[key][0]

    return change


BAD_RATES = ["0", "0.000000", "100.000001", "101", "05", "5.", ".5", "5.1234567", "-5", "5%", 5, "５", "1e1", "5\n"]
FACTS = {"count": 1, "sha256": "ab" * 32, "sm3": "ab" * 32}
UNCALLED = {"target": "~" + "f" * 64, "salt": "ab" * 32, "inspectors": []}

SIMPLE: list[tuple[str, str, Callable[[Any], Any], str]] = [
    # document of `targets` or `teams`, change, stage: code
    ("targets/freeze.json", setting("protocol", to="sunlot/2"), "targets: names"),
    ("targets/freeze.json", setting("draw", to="2026-002"), "targets: names"),
    ("targets/outcome.json", setting("stage", to="teams"), "targets: names"),
    ("targets/outcome.json", setting("authority", to="other"), "targets: names"),
    ("teams/freeze.json", setting("authority", to="other"), "teams: names"),
    ("targets/freeze.json", setting("authority", to="XJ"), "targets: malformed"),
    ("targets/freeze.json", setting("draw", to="26-1"), "targets: malformed"),
    ("targets/freeze.json", setting("stage", to="teams-1"), "targets: malformed"),
    ("targets/freeze.json", setting("lead", to=-1), "targets: malformed"),
    ("targets/freeze.json", setting("lead", to=True), "targets: malformed"),
    ("targets/freeze.json", setting("lead", to=2**53), "targets: malformed"),
    ("targets/freeze.json", setting("lead", to=3600.0), "targets: malformed"),
    ("targets/freeze.json", setting("lead", to="3600"), "targets: malformed"),
    ("targets/freeze.json", setting("frozen_at", to="2026-02-30T00:00:00Z"), "targets: malformed"),
    ("targets/freeze.json", setting("frozen_at", to="2026-02-28T23:59:60Z"), "targets: malformed"),
    ("targets/freeze.json", setting("frozen_at", to="2026-02-28T24:00:00Z"), "targets: malformed"),
    ("targets/freeze.json", setting("register", "as_of", to="2026-2-3"), "targets: malformed"),
    ("targets/freeze.json", setting("register", "as_of", to="0000-01-01"), "targets: malformed"),
    ("targets/freeze.json", setting("register", "tree", to="ab"), "targets: malformed"),
    ("targets/freeze.json", setting("extra", to=1), "targets: malformed"),
    ("targets/freeze.json", without("lead"), "targets: malformed"),
    ("targets/freeze.json", lambda d: dict(sorted(d.items())), "targets: malformed"),
    ("targets/freeze.json", lambda d: json.dumps(d, indent=1).encode() + b"\n", "targets: malformed"),
    ("targets/freeze.json", lambda d: b"\xef\xbb\xbf" + written(d), "targets: malformed"),
    ("targets/freeze.json", lambda d: written(d)[:-1], "targets: malformed"),
    ("targets/freeze.json", lambda d: written(d) + b"\n", "targets: malformed"),
    ("targets/freeze.json", lambda d: written(d).replace(b"\n", b"\r\n"), "targets: malformed"),
    ("targets/freeze.json", lambda d: [d], "targets: malformed"),
    ("targets/freeze.json", lambda d: b"", "targets: malformed"),
    ("targets/freeze.json", lambda d: b"{}\n", "targets: malformed"),
    ("targets/freeze.json", lambda d: b"null\n", "targets: malformed"),
    ("targets/freeze.json", setting("beacon", "source", to="dice"), "targets: malformed"),
    ("targets/freeze.json", setting("beacon", "round", to=7), "targets: malformed"),
    ("targets/freeze.json", setting("beacon", "round", to="2026-02-30"), "targets: malformed"),
    ("targets/freeze.json", setting("beacon", "round", to=None), "targets: malformed"),
    ("targets/freeze.json", setting("beacon", "chain", to=["date"]), "targets: malformed"),
    *(
        ("targets/freeze.json", setting("strata", "A", "rule", "rate", to=rate), "targets: malformed")
        for rate in BAD_RATES
    ),
    ("targets/freeze.json", setting("strata", "B", "rule", "count", to=0), "targets: malformed"),
    ("targets/freeze.json", setting("strata", "B", "rule", to={"count": 3, "rate": "5"}), "targets: malformed"),
    ("targets/freeze.json", setting("strata", "B", "rule", to={}), "targets: malformed"),
    ("targets/freeze.json", lambda d: d["strata"].update(A=d["strata"].pop("A")), "targets: malformed"),
    ("targets/freeze.json", lambda d: d.update(inputs=dict(reversed(d["inputs"].items()))), "targets: malformed"),
    ("targets/beacon.json", setting("round", to=7), "targets: malformed"),
    ("targets/outcome.json", setting("selected", 0, "rank", to="1"), "targets: malformed"),
    ("targets/outcome.json", setting("selected", 0, "key", to="a b"), "targets: malformed"),
    ("targets/outcome.json", setting("selected", 0, "ticket", to="AB" * 32), "targets: malformed"),
    ("targets/outcome.json", setting("seed", to="AB" * 32), "targets: malformed"),
    ("targets/roster.csv", line("9165DEM000,", "9165DEM000 ,"), "targets: malformed"),
    ("targets/roster.csv", line("9165DEM000,", "~9165DEM000,"), "targets: malformed"),
    ("targets/roster.csv", line("9165DEM000,", "9165|DEM000,"), "targets: malformed"),
    ("targets/roster.csv", line("9165DEM000,", "9165'DEM000,"), "targets: malformed"),
    ("targets/roster.csv", line("9165DEM000,", "企业,"), "targets: malformed"),
    ("targets/roster.csv", line(",65\n", ",650102\n"), "targets: malformed"),
    ("targets/roster.csv", line(",650102\n", ",65\n"), "targets: malformed"),
    ("targets/roster.csv", line(",650102\n", ",65010２\n"), "targets: malformed"),
    ("targets/roster.csv", line(",650102\n", ",650102,\n"), "targets: malformed"),
    ("targets/roster.csv", line(",650102\n", ",650102\r\n"), "targets: malformed"),
    ("targets/roster.csv", line(",650102\n", ",650102\n\n"), "targets: malformed"),
    ("targets/roster.csv", line("key,", "\ufeffkey,"), "targets: malformed"),
    ("targets/roster.csv", lambda data: data[:-1], "targets: malformed"),
    ("targets/roster.csv", lambda data: data + b"\n", "targets: malformed"),
    ("targets/roster.csv", lambda data: b"", "targets: malformed"),
    ("targets/roster.csv", lambda data: data + data.splitlines(keepends=True)[1], "targets: malformed"),
    ("targets/roster.csv", lambda data: data + data.splitlines(keepends=True)[-1], "targets: malformed"),
    ("targets/exclusions.csv", added("9165DEM000,cap"), "targets: malformed"),
    ("targets/exclusions.csv", added("9165DEM999,Cap"), "targets: malformed"),
    ("teams/absences.csv", added("g1-00,left"), "teams: malformed"),
    ("teams/absences.csv", added("x-9,holiday"), "teams: malformed"),
    ("teams/inspectors.csv", added("g1-99,g1,65  6501"), "teams: malformed"),
    ("teams/inspectors.csv", added("g1-99,g1,650"), "teams: malformed"),
    ("teams/inspectors.csv", added("g1-99,g1,"), "teams: malformed"),
    ("teams/inspectors.csv", added("g1-00,e1,65"), "teams: malformed"),
    ("teams/recusals.csv", added("9165DEM002," + "a" * 63), "teams: malformed"),
    ("teams/freeze.json", setting("groups", 1, "id", to="g1"), "teams: malformed"),
    ("teams/freeze.json", setting("groups", 0, "role", to="boss"), "teams: malformed"),
    ("teams/outcome.json", lambda d: d["recusals"].reverse(), "teams: malformed"),
    ("teams/outcome.json", lambda d: [o["inspectors"].reverse() for o in d["recusals"]] and None, "teams: malformed"),
    ("teams/freeze.json", setting("previous", to="ab" * 32), "teams: chain"),
    ("teams/freeze.json", setting("previous", to=None), "teams: chain"),
    ("teams/freeze.json", setting("of", "stage", to="teams"), "teams: chain"),
    ("teams/freeze.json", setting("of", "outcome", to="ab" * 32), "teams: chain"),
    ("targets/outcome.json", setting("freeze", to="ab" * 32), "targets: chain"),
    ("targets/outcome.json", setting("beacon", to="ab" * 32), "targets: chain"),
    ("targets/freeze.json", setting("task", to="ab" * 32), "targets: task"),
    ("teams/freeze.json", setting("task", to="ab" * 32), "teams: task"),
    ("targets/freeze.json", setting("inputs", "targets/roster.csv", "count", to=1), "targets: inputs"),
    ("targets/freeze.json", setting("inputs", "targets/roster.csv", "sha256", to="ab" * 32), "targets: inputs"),
    ("targets/freeze.json", setting("inputs", "targets/roster.csv", "sm3", to="ab" * 32), "targets: inputs"),
    ("targets/freeze.json", lambda d: d["inputs"].pop("targets/exclusions.csv") and None, "targets: inputs"),
    ("targets/freeze.json", lambda d: d["inputs"].update({"~/x": dict(FACTS)}), "targets: inputs"),
    ("targets/freeze.json", setting("lead", to=599), "targets: time"),
    ("targets/freeze.json", setting("lead", to=86401), "targets: time"),
    ("targets/freeze.json", setting("register", "as_of", to="2026-03-02"), "targets: time"),
    ("targets/freeze.json", setting("beacon", "round", to="2026-03-01"), "targets: time"),
    ("teams/freeze.json", setting("register", "as_of", to="2026-02-28"), "teams: time"),
    ("teams/freeze.json", setting("register", "tree", to="cd" * 20), "teams: time"),
    ("teams/freeze.json", setting("frozen_at", to=instant(0.01)), "teams: time"),
    ("targets/freeze.json", setting("beacon", "chain", to="today"), "targets: beacon"),
    ("targets/beacon.json", setting("round", to="2026-03-03"), "targets: beacon"),
    ("targets/beacon.json", setting("signature", to="ab" * 32), "targets: beacon"),
    ("targets/beacon.json", setting("signature", to="一|\u202e"), "targets: beacon"),
    ("targets/outcome.json", setting("seed", to="ab" * 32), "targets: seed"),
    ("targets/freeze.json", setting("strata", "A", "size", to=1), "targets: strata"),
    ("targets/freeze.json", setting("strata", "A", "take", to=1), "targets: strata"),
    ("targets/freeze.json", setting("strata", "Z", to={"rule": {"count": 1}, "size": 0, "take": 0}), "targets: strata"),
    ("targets/freeze.json", lambda d: d["strata"].pop("A") and None, "targets: strata"),
    ("targets/outcome.json", swapped("selected"), "targets: selected"),
    ("targets/outcome.json", lambda d: d["selected"].pop() and None, "targets: selected"),
    ("targets/outcome.json", lambda d: d["selected"].append(d["selected"][-1]), "targets: selected"),
    ("targets/outcome.json", setting("selected", 0, "rank", to=2), "targets: selected"),
    ("teams/recusals.csv", added("9165DEM777," + "a" * 64), "teams: recusals"),
    ("teams/outcome.json", lambda d: d["recusals"].pop() and None, "teams: recusals"),
    ("teams/outcome.json", setting("recusals", 0, "salt", to="ab" * 32), "teams: recusals"),
    ("teams/outcome.json", setting("recusals", 0, "inspectors", to=["g1-05"]), "teams: recusals"),
    ("teams/outcome.json", lambda d: d["recusals"].append(UNCALLED), "teams: recusals"),
    ("teams/freeze.json", setting("groups", 0, "role", to="expert"), "teams: teams"),
    ("teams/freeze.json", setting("groups", to=[]), "teams: teams"),
    ("teams/freeze.json", lambda d: d["groups"].pop() and None, "teams: teams"),
    ("teams/inspectors.csv", added("x9,g9,65"), "teams: teams"),
    ("teams/outcome.json", swapped("teams"), "teams: teams"),
    ("teams/outcome.json", lambda d: d["teams"][0]["members"].reverse(), "teams: teams"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("document", "change", "expected"), SIMPLE, ids=[f"{n}-{one[0]}-{one[2]}" for n, one in enumerate(SIMPLE)]
)
def test_simple_forgery(place: Path, document: str, change: Callable[[Any], Any], expected: str) -> None:
    folder = simple().forge(*document.split("/"), change).write(place)
    assert ": ".join(refusal(folder)) == expected


LATER: list[tuple[str, Callable[[Any], Any], str]] = [
    ("relief-1/freeze.json", setting("of", "stage", to="targets"), "relief-1: chain"),
    ("relief-1/freeze.json", setting("of", "stage", to="teams-9"), "relief-1: chain"),
    ("relief-1/freeze.json", setting("of", "stage", to="teams-2"), "relief-1: chain"),
    ("relief-1/freeze.json", setting("of", "outcome", to=None), "relief-1: chain"),
    ("relief-1/freeze.json", setting("of", "outcome", to="ab" * 32), "relief-1: chain"),
    ("substitutes-1/freeze.json", setting("of", "stage", to="teams"), "substitutes-1: chain"),
    ("teams-2/freeze.json", setting("of", "stage", to="relief-1"), "teams-2: chain"),
    ("teams-2/freeze.json", setting("of", "stage", to="teams-1"), "teams-2: malformed"),
    ("teams-2/freeze.json", setting("repeats", to={"stage": "teams", "void": "ab" * 32}), "teams-2: chain"),
    ("relief-1/freeze.json", setting("frozen_at", to=instant(1.9)), "relief-1: time"),
    ("relief-1/freeze.json", setting("lead", to=43201), "relief-1: time"),
    ("substitutes-1/freeze.json", setting("frozen_at", to=instant(2.4)), "substitutes-1: time"),
    ("teams-2/freeze.json", setting("frozen_at", to=instant(3.9)), "teams-2: time"),
    ("relief-1/freeze.json", setting("vacancies", to=[]), "relief-1: vacancies"),
    ("relief-1/freeze.json", setting("vacancies", 0, "inspector", to="nobody"), "relief-1: vacancies"),
    ("relief-1/freeze.json", setting("vacancies", 0, "group", to="zz"), "relief-1: vacancies"),
    ("relief-1/freeze.json", setting("vacancies", 0, "group", to="9z"), "relief-1: malformed"),
    ("relief-1/freeze.json", setting("vacancies", 0, "reason", to="closed"), "relief-1: vacancies"),
    ("relief-1/freeze.json", setting("vacancies", 0, "reason", to="Closed"), "relief-1: malformed"),
    ("relief-1/freeze.json", setting("vacancies", 0, "evidence", to=""), "relief-1: malformed"),
    ("relief-1/freeze.json", lambda d: d["vacancies"].append(d["vacancies"][-1]), "relief-1: malformed"),
    ("relief-1/freeze.json", lambda d: d["vacancies"].reverse(), "relief-1: malformed"),
    ("relief-1/freeze.json", lambda d: d["vacancies"][0].pop("group") and None, "relief-1: malformed"),
    ("substitutes-1/freeze.json", setting("vacancies", to=[]), "substitutes-1: vacancies"),
    ("substitutes-1/freeze.json", setting("vacancies", 1, "target", to="~" + "f" * 64), "substitutes-1: vacancies"),
    ("substitutes-1/freeze.json", setting("vacancies", 0, "reason", to="illness"), "substitutes-1: vacancies"),
    ("substitutes-1/outcome.json", setting("replacements", 0, "in", to=None), "substitutes-1: replacements"),
    ("substitutes-1/outcome.json", lambda d: d["replacements"].pop() and None, "substitutes-1: replacements"),
    ("substitutes-1/outcome.json", setting("seed", to="0" * 64), "substitutes-1: seed"),
    ("relief-1/outcome.json", setting("reliefs", 0, "ticket", to=None), "relief-1: reliefs"),
    ("relief-1/outcome.json", swapped("reliefs"), "relief-1: reliefs"),
    ("relief-2/freeze.json", setting("withdrawn", to=[]), "relief-2: teams"),
    ("relief-2/freeze.json", setting("withdrawn", 1, "reason", to="illness"), "relief-2: teams"),
    ("teams-2/freeze.json", setting("withdrawn", to=[]), "teams-2: teams"),
    ("teams-3/freeze.json", lambda d: d["withdrawn"].reverse(), "teams-3: malformed"),
    ("teams-3/freeze.json", setting("groups", 1, "size", to=2), "teams-3: teams"),
    ("teams-3/outcome.json", lambda d: d["teams"].reverse(), "teams-3: teams"),
    ("teams-2/freeze.json", without("repeats"), "teams-2: malformed"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("document", "change", "expected"), LATER, ids=[f"{n}-{one[0]}-{one[2]}" for n, one in enumerate(LATER)]
)
def test_later_forgery(place: Path, document: str, change: Callable[[Any], Any], expected: str) -> None:
    folder = full(place).forge(*document.split("/"), change).write(place)
    assert ": ".join(refusal(folder)) == expected


VOIDS: list[tuple[Callable[[Draft], Any], str]] = [
    (lambda d: None, "verified: "),
    (lambda d: d.forge("teams", "void.json", setting("reason", to="dislike")), "teams: void"),
    (lambda d: d.forge("teams", "void.json", setting("reason", to="Dislike")), "teams: malformed"),
    (lambda d: d.forge("teams", "void.json", setting("explanation", to="")), "teams: void"),
    (lambda d: d.forge("teams", "void.json", setting("approved_by", to=["甲"])), "teams: void"),
    (lambda d: d.forge("teams", "void.json", setting("approved_by", to=["甲", "甲"])), "teams: void"),
    (lambda d: d.forge("teams", "void.json", setting("approved_by", to=["甲", ""])), "teams: void"),
    (lambda d: d.forge("teams", "void.json", setting("approved_by", to="甲乙")), "teams: malformed"),
    (lambda d: d.forge("teams", "void.json", setting("voided_at", to=instant(-1))), "teams: void"),
    (lambda d: d.forge("teams", "void.json", setting("freeze", to="ab" * 32)), "teams: chain"),
    (lambda d: d.forge("teams", "void.json", setting("draw", to="2026-009")), "teams: names"),
    (lambda d: d.forge("teams", "outcome.json", swapped("teams")), "teams: teams"),
    (lambda d: d.forge("teams", "void.json", setting("voided_at", to=instant(2.6))), "teams-2: time"),
    (lambda d: d.forge("teams", "void.json", setting("voided_at", to=instant(2.5))), "verified: "),
    (lambda d: d.forge("teams-2", "freeze.json", setting("repeats", to=None)), "teams-2: chain"),
    (lambda d: d.forge("teams-2", "freeze.json", setting("repeats", "void", to="ab" * 32)), "teams-2: chain"),
    (lambda d: d.undrawn.add("teams"), "verified: "),
    (lambda d: d.void("teams-2", 9), "verified: "),
    (lambda d: d.void("targets", 9), "teams-2: void"),
    (lambda d: d.void("targets", 9).void("teams-2", 9), "verified: "),
    (lambda d: d.void("targets", 9).void("teams-2", 9, "court_order"), "teams-2: void"),
    (lambda d: d.void("targets", 9, "court_order").void("teams-2", 9, "court_order"), "teams: void"),
    (lambda d: d.void("targets", 2.3).void("teams-2", 9), "teams-2: void"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "expected"), VOIDS, ids=[f"{n}-{one[1]}" for n, one in enumerate(VOIDS)])
def test_void(place: Path, change: Callable[[Draft], Any], expected: str) -> None:
    draft = repeated()
    change(draft)
    assert ": ".join(refusal(draft.write(place))) == expected


def test_second_teams_over_one_stage(place: Path) -> None:
    draft = simple().teams("teams-2", "targets")
    assert refusal(draft.write(place)) == ("teams-2", "chain")


def test_what_is_built_on_a_void_stage_is_void_with_it(place: Path) -> None:
    draft = full(place).void("substitutes-1", 20)
    assert refusal(draft.write(place)) == ("teams-2", "void")
    draft.void("teams-2", 20).void("substitutes-2", 20).void("teams-3", 20)
    assert refusal(with_voids_after_the_fact(draft, place)) == ("verified", "")
    draft.void("teams-3", 20, "court_order")
    assert refusal(with_voids_after_the_fact(draft, place)) == ("teams-3", "void")


def with_voids_after_the_fact(draft: Draft, place: Path) -> Path:
    """The voids come after everything was drawn: each outcome is that of the time when nothing was void."""
    draft.standing = lambda stage: draft.order[: draft.order.index(stage)]  # type: ignore[method-assign]
    return draft.write(place)


def test_a_void_relief_takes_its_successors_with_it(place: Path) -> None:
    """relief-2 relieves the newcomer of relief-1; once relief-1 is void, relief-2 names nobody present."""
    draft = full(place).void("relief-1", 20)
    assert refusal(with_voids_after_the_fact(draft, place)) == ("relief-2", "vacancies")
    draft.void("relief-2", 20)
    assert refusal(with_voids_after_the_fact(draft, place)) == ("verified", "")


def test_second_vacancy_of_one_target(place: Path) -> None:
    draft = full(place)
    gone = draft.freezes["substitutes-1"]["vacancies"][0]["target"]
    draft.substitutes("substitutes-3", "targets", gone)
    draft.undrawn.add("substitutes-3")
    assert refusal(draft.write(place)) == ("substitutes-3", "vacancies")


def test_relief_of_a_released_team(place: Path) -> None:
    draft = full(place)
    gone = draft.freezes["substitutes-1"]["vacancies"][0]["target"]
    team = next(one for one in draft.outcomes["teams"]["teams"] if (one["target"], one["group"]) == (gone, "g1"))
    draft.relief("relief-3", "teams", (gone, "g1", team["members"][0]), withdrawn=["e1-00", "g1-07", "g1-08"])
    draft.undrawn.add("relief-3")
    assert refusal(draft.write(place)) == ("relief-3", "vacancies")


def test_nobody_left(place: Path) -> None:
    """A stratum taken whole has no substitute, a group used up no relief."""
    draft = Draft()
    draft.inspectors = {"g1-1": ("g1", "65"), "g1-2": ("g1", "65"), "e1-1": ("e1", "65")}
    draft.recusals = {}
    draft.lists()
    draft.targets().teams().write(place)
    key = next(key for key in draft.given("targets") if draft.roster[key][0] == "K")
    other = next(one for one in draft.given("targets") if one != key)
    draft.relief("relief-1", "teams", (other, "g1", "g1-1")).substitutes("substitutes-1", "targets", key)
    lines = judged(draft.write(place))
    assert lines[-1] == "verified"
    assert f"relief: {other}, group g1: g1-1 → nobody left" in lines
    assert [line for line in lines if "fewer than" in line] == [f"note: officers for {other}: 1, fewer than 2"]
    assert f"注意：{other} 只有 1 名执法人员，少于 2 名" in judged(draft.write(place), "zh")
    assert f"substitute: {key} → nobody left in its stratum" in lines


def test_drawn_before_an_earlier_stage(place: Path) -> None:
    draft = simple()
    draft.write(place)
    draft.substitutes("substitutes-1", "targets", draft.given("targets")[0])
    folder = draft.write(place)
    for name in ("beacon.json", "outcome.json"):
        (folder / "teams" / name).unlink()
    assert refusal(folder) == ("substitutes-1", "time")


# --- Waiting, overdue, receipts ---------------------------------------------------------------------------------------


def test_waiting_and_overdue(place: Path) -> None:
    draft = simple()
    draft.undrawn |= {"targets", "teams"}
    folder = draft.write(place)
    due = int((datetime(2026, 3, 1, tzinfo=UTC) + timedelta(days=1)).timestamp())
    for now, waiting, overdue in (
        (due - 99, "targets, teams", "none"),
        (due + 86400, "targets, teams", "none"),
        (due + 86401, "teams", "targets"),
        (due + 86400 * 9, "none", "targets, teams"),
    ):
        lines = judged(folder, now=now)
        assert lines[-1] == "verified"
        assert f"waiting: {waiting}" in lines
        assert f"overdue: {overdue}" in lines


def test_a_receipt_is_named_and_not_trusted(place: Path) -> None:
    folder = simple().write(place)
    (folder / "targets" / "freeze.tsr").write_bytes(b"anything")
    lines = judged(folder)
    assert lines[-1] == "verified"
    assert any("declared; receipt present, unchecked" in line for line in lines)


# --- Other beacons ----------------------------------------------------------------------------------------------------


def with_beacon(source: str, chain: str, number: str, signature: str) -> Draft:
    """A simple draw whose `targets` has another beacon; `Draft` computes the outcome from it."""
    draft = simple()
    draft.freezes["targets"]["beacon"] |= {"source": source, "chain": chain, "round": number}
    return draft.forge("targets", "beacon.json", setting("signature", to=signature))


def attest(draft: Draft, **changes: Any) -> Draft:
    found: Json = {"attesters": ["甲", "乙"], "source": "https://example.org/", "seen_at": instant(2)}
    if draft.freezes["targets"]["beacon"]["source"] == "lottery":
        found["date"] = "2026-03-02"
    draft.files["targets/evidence/attestation.json"] = written({**found, **changes})
    return draft


DOCUMENT = hashlib.sha256(b"a gazette").hexdigest()


def gazette(signature: str = DOCUMENT) -> Draft:
    draft = with_beacon("document", "gazette-a", "2026-03-02", signature)
    draft.files["targets/evidence/document"] = b"a gazette"
    return attest(draft)


@pytest.mark.parametrize(
    ("game", "numbers", "expected"),
    [
        ("ssq", "01.02.03.17.32.33.16", "verified: "),
        ("dlt", "01.02.03.17.35.01.12", "verified: "),
        ("ssq", "01.02.03.17.32.34.16", "targets: beacon"),
        ("ssq", "01.02.03.17.32.33.17", "targets: beacon"),
        ("ssq", "01.02.03.32.17.33.16", "targets: beacon"),
        ("ssq", "01.01.03.17.32.33.16", "targets: beacon"),
        ("ssq", "00.02.03.17.32.33.16", "targets: beacon"),
        ("ssq", "1.02.03.17.32.33.16", "targets: beacon"),
        ("ssq", "01.02.03.17.32.33", "targets: beacon"),
        ("ssq", "01.02.03.17.32.33.16.01", "targets: beacon"),
        ("ssq", "", "targets: beacon"),
        ("dlt", "01.02.03.17.35.12.01", "targets: beacon"),
        ("kl8", "01.02.03.17.32.33.16", "targets: beacon"),
    ],
)
def test_lottery(place: Path, game: str, numbers: str, expected: str) -> None:
    assert ": ".join(refusal(attest(with_beacon("lottery", game, "2026024", numbers)).write(place))) == expected


def test_lottery_round_is_digits(place: Path) -> None:
    assert refusal(attest(with_beacon("lottery", "ssq", "2026-24", "01")).write(place)) == ("targets", "malformed")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, "verified: "),
        ({"attesters": ["甲"]}, "targets: beacon"),
        ({"attesters": ["甲", "甲"]}, "targets: beacon"),
        ({"source": ""}, "targets: beacon"),
        ({"seen_at": "yesterday"}, "targets: beacon"),
        ({"more": 1}, "targets: beacon"),
        ({"date": "2026-03-01"}, "targets: beacon"),
        ({"date": "2026-02-30"}, "targets: beacon"),
    ],
)
def test_attestation(place: Path, changes: Json, expected: str) -> None:
    draft = attest(with_beacon("lottery", "ssq", "2026024", "01.02.03.17.32.33.16"), **changes)
    assert ": ".join(refusal(draft.write(place))) == expected


def test_document(place: Path) -> None:
    assert refusal(gazette().write(place)) == ("verified", "")
    assert refusal(gazette("ab" * 32).write(place)) == ("targets", "beacon")
    draft = gazette()
    draft.freezes["targets"]["beacon"]["chain"] = "Gazette"
    assert refusal(draft.write(place)) == ("targets", "malformed")
    for name in ("document", "attestation.json"):
        folder = gazette().write(place)
        (folder / "targets" / "evidence" / name).unlink()
        assert refusal(folder) == ("targets", "files")
        (folder / "targets" / "evidence" / name).symlink_to(SCRIPT)
        assert refusal(folder) == ("targets", "files")


def test_other_drand_chain(place: Path) -> None:
    draft = simple()
    seconds = int(datetime.fromisoformat(draft.freezes["targets"]["beacon"]["time"]).timestamp())
    draft.freezes["targets"]["beacon"] |= {"source": "drand", "chain": "ab" * 32, "round": verify.round_at(seconds)}
    draft.undrawn |= {"targets", "teams"}
    assert refusal(draft.write(place)) == ("targets", "beacon")
    draft.freezes["targets"]["beacon"]["chain"] = verify.QUICKNET
    assert refusal(draft.write(place)) == ("verified", "")
    draft.freezes["targets"]["beacon"]["round"] += 1
    assert refusal(draft.write(place)) == ("targets", "time")


# --- Files that are none ----------------------------------------------------------------------------------------------


def link(path: Path) -> None:
    kept = path.with_name(path.name + ".kept")
    path.rename(path.parent.parent.parent / kept.name)
    path.symlink_to(path.parent.parent.parent / kept.name)


def folder_instead(path: Path) -> None:
    path.unlink()
    path.mkdir()


def pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


@pytest.mark.parametrize("change", [link, folder_instead, pipe, Path.unlink])
@pytest.mark.parametrize(
    "name", ["task.yaml", "targets/freeze.json", "targets/roster.csv", "teams/recusals.csv", "teams/outcome.json"]
)
def test_files_that_are_not_regular(tmp_path: Path, name: str, change: Callable[[Path], None]) -> None:
    folder = simple().write(tmp_path / "a" / "b")
    change(folder / name)
    stage = name.partition("/")[0] if "/" in name else "targets"
    assert refusal(folder) == (stage, "files")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("notes.txt", "targets"),
        (".hidden", "targets"),
        ("targets.csv", "targets"),
        ("teams-1/freeze.json", "targets"),
        ("teams-02/freeze.json", "targets"),
        ("teams-3/freeze.json", "targets"),
        ("relief-2/freeze.json", "targets"),
        ("relief-0/freeze.json", "targets"),
        ("substitutes/freeze.json", "targets"),
        ("evidence", "targets"),
        ("targets/evidence", "targets"),
        ("targets/inspectors.csv", "targets"),
        ("targets/roster.csv~", "targets"),
        ("teams/roster.csv", "teams"),
        ("teams/sub/x", "teams"),
        ("teams/\udcff\x1b[31m\n", "teams"),
        ("teams/" + "x" * 200, "teams"),
    ],
)
def test_files_that_do_not_belong(tmp_path: Path, name: str, expected: str) -> None:
    folder = simple().write(tmp_path)
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_bytes(b"{}\n")
    assert refusal(folder) == (expected, "files")


def test_evidence_may_hold_anything(tmp_path: Path) -> None:
    folder = simple().write(tmp_path)
    for place in (folder, folder / "targets"):
        (place / "evidence" / "deep").mkdir(parents=True)
        (place / "evidence" / "link").symlink_to("/nowhere")
    assert refusal(folder) == ("verified", "")


def test_stage_folder_is_a_link(tmp_path: Path) -> None:
    folder = simple().write(tmp_path)
    (folder / "teams").rename(tmp_path / "elsewhere")
    (folder / "teams").symlink_to(tmp_path / "elsewhere")
    assert refusal(folder) == ("targets", "files")


def test_beacon_without_outcome(tmp_path: Path) -> None:
    for name in ("beacon.json", "outcome.json"):
        folder = simple().write(tmp_path)
        (folder / "teams" / name).unlink()
        assert refusal(folder) == ("teams", "files")


def test_malformed_goes_before_files(tmp_path: Path) -> None:
    folder = simple().write(tmp_path)
    (folder / "stray").touch()
    (folder / "targets" / "void.json").write_bytes(b"{")
    assert refusal(folder) == ("targets", "malformed")


@pytest.mark.parametrize("name", ["2026-1", "draw", "2026-001 ", "２０２６-001"])
def test_folder_names(tmp_path: Path, name: str) -> None:
    folder = simple().write(tmp_path)
    assert refusal(folder.rename(tmp_path / name)) == ("targets", "malformed")


def test_folder_under_another_id(tmp_path: Path) -> None:
    folder = simple().write(tmp_path)
    assert refusal(folder.rename(tmp_path / "2026-002")) == ("targets", "names")


@pytest.mark.parametrize("path", ["nowhere", "file", "file/2026-001", "loop", "nul\0"])
def test_no_folder(tmp_path: Path, path: str) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "loop").symlink_to("loop")
    assert refusal(tmp_path / path) == ("targets", "files")


@pytest.mark.parametrize("broken", ["targets", "teams", "relief-1", "teams-2"])
def test_unreadable_freeze_is_told_in_its_place(tmp_path: Path, broken: str) -> None:
    """What cannot be read stands right after `teams`, before stages that come later by time."""
    folder = full(tmp_path).write(tmp_path)
    (folder / broken / "freeze.json").write_bytes(b"[" * 100_000)
    assert refusal(folder) == (broken, "malformed")


@pytest.mark.parametrize(
    "data",
    [
        b"[" * 200_000,
        b'{"a":' * 200_000,
        b"[" * 900 + b"]" * 900 + b"\n",
        b"9" * 100_000 + b"\n",
        b"-" + b"9" * 20 + b"\n",
        b"1e999999999\n",
        b"NaN\n",
        b"-Infinity\n",
        b'"\xff"\n',
        b'"\xed\xa0\x80"\n',
        b'"\\ud800"\n',
        b'{"\\ud800": 1}\n',
        b"\0",
        b"\xff\xfe{\0}\0",
        b'{"a": 1, "a": 2}\n',
        "\u2028".encode(),
    ],
)
@pytest.mark.parametrize("name", ["freeze.json", "beacon.json", "outcome.json", "void.json"])
def test_hostile_json(place: Path, name: str, data: bytes) -> None:
    folder = simple().write(place)
    (folder / "teams" / name).write_bytes(data)
    assert refusal(folder) == ("teams", "malformed")


def test_surrogates_in_text(place: Path) -> None:
    draft = repeated().forge("teams", "void.json", lambda d: written(d).replace("名录有误".encode(), b"\\ud800"))
    assert refusal(draft.write(place)) == ("teams", "malformed")


def test_no_line_is_too_long(place: Path) -> None:
    for data in (b"key,stratum,division\n" + b"9" * 3_000_000, b"9" * 3_000_000):
        folder = simple().write(place)
        (folder / "targets" / "roster.csv").write_bytes(data)
        assert refusal(folder) == ("targets", "malformed")


def test_an_error_nobody_foresaw_is_a_refusal(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(verify, "smallest", fails)
    assert refusal(simple().write(place)) == ("targets", "selected")


@pytest.fixture(scope="module")
def originals(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Good draws: the vectors, and one of ours with every kind of stage."""
    folders = [folder_of(vector) for vector in DRAWS if vector.name.startswith("good-")]
    own = tmp_path_factory.mktemp("own")
    return [*folders, full(own).write(own)]


@given(data=st.data())
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_mutated_bytes_never_crash(
    originals: list[Path], tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    original = data.draw(st.sampled_from(originals))
    place = tmp_path_factory.getbasetemp() / "mutated" / original.name
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(original, place)
    path = data.draw(st.sampled_from(sorted(path for path in place.rglob("*") if path.is_file())))
    content = path.read_bytes()
    at = data.draw(st.integers(0, len(content)))
    length = data.draw(st.integers(0, 40))
    new = data.draw(
        st.one_of(st.binary(max_size=12), st.text(max_size=6).map(lambda text: text.encode("utf-8", "surrogatepass")))
    )
    mutated = content[:at] + new + content[at + length :]
    path.write_bytes(mutated)
    for lang in ("zh", "en"):
        last = judged(place, lang)[-1]
        assert (last == "verified") == (mutated == content)


# --- Lists and tickets, against plainer code --------------------------------------------------------------------------

KEY_CHARACTERS = [chr(c) for c in range(33, 127) if chr(c) not in "\"',\\|"]
keys = st.text(st.sampled_from(KEY_CHARACTERS), min_size=1, max_size=4).filter(lambda key: not key.startswith("~"))


def table(folder: Path, name: str, lines: list[str]) -> Any:
    (folder / name).parent.mkdir(exist_ok=True)
    header = verify.LAYOUTS[name].header.decode()
    (folder / name).write_text(header + "".join(f"{line}\n" for line in lines), encoding="utf-8", newline="")
    return verify.Table(folder, name)


def good_row(row: str) -> bool:
    """The grammar of an exclusion, once more."""
    parts = row.split(",")
    if len(parts) != 2 or not re.fullmatch("[a-z_]+", parts[1]):
        return False
    key = parts[0]
    return bool(re.fullmatch("~[0-9a-f]{64}", key)) or (
        bool(key) and not key.startswith("~") and all(c in KEY_CHARACTERS for c in key)
    )


rows_of_exclusions = st.lists(
    st.one_of(
        st.tuples(keys, st.sampled_from(["a", "b"])).map(",".join),
        st.sampled_from(
            ["~" + "0" * 64 + ",a", "~0,a", ",a", "k,", "k,A", "k,a,a", "k a,a", "", "k,a\r", "k\x0b,a", "é,a"]
        ),
    ),
    max_size=8,
)


@given(lines=rows_of_exclusions, order=st.booleans(), block=st.sampled_from([90, 1 << 20]))
@example(lines=["A!,a", "A,a", "A,b"], order=True, block=90)
@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
def test_lists_are_read_as_plainer_code_reads_them(
    place: Path, monkeypatch: pytest.MonkeyPatch, lines: list[str], order: bool, block: int
) -> None:
    lines = sorted(lines) if order else lines
    good = all(map(good_row, lines)) and lines == sorted(lines)
    good = good and len({line.split(",")[0] for line in lines}) == len(lines)
    monkeypatch.setattr(verify, "BLOCK", block)
    found = table(place, "targets/exclusions.csv", lines)
    if not good:
        with pytest.raises(verify.RefusedError):
            found.examine()
        return
    found.examine()
    assert found.facts.count_ == len(lines)
    assert found.facts.sha256 == hashlib.sha256(found.path.read_bytes()).hexdigest()
    assert [row[0].decode() for row in found.rows()] == [line.split(",")[0] for line in lines]


@given(left=st.sets(keys, max_size=30), right=st.sets(keys, max_size=30), block=st.sampled_from([40, 1 << 20]))
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_common_keys(place: Path, monkeypatch: pytest.MonkeyPatch, left: set[str], right: set[str], block: int) -> None:
    monkeypatch.setattr(verify, "BLOCK", block)
    one = table(place, "targets/exclusions.csv", sorted(f"{key},a" for key in left))
    other = table(place, "teams/absences.csv", sorted(f"{key},left" for key in right))
    one.examine()
    other.examine()
    found = list(verify.in_common(one, other))
    assert {key.decode() for keys, _ in found for key in keys} == left
    assert {key.decode() for _, common in found for key in common} == left & right


def test_a_list_that_changes_while_it_is_read(place: Path) -> None:
    found = table(place, "targets/exclusions.csv", ["a,b"])
    found.examine()
    found.path.write_bytes(found.path.read_bytes().replace(b"a,b", b"a,c"))
    with pytest.raises(verify.RefusedError, match="changed"):
        list(found.rows())


@pytest.mark.parametrize("takes", [{"A": 5, "B": 1}, {"A": 20_000, "B": 9_999}, {"B": 40_000}])
def test_smallest_tickets_of_a_long_roster(place: Path, takes: dict[str, int]) -> None:
    """Long enough for the pools to be cut on the way."""
    rows = [f"k{n:06},{'AAB'[n % 3]},650102" for n in range(60_000)]
    roster = table(place, "targets/roster.csv", rows)
    roster.examine()
    assert roster.tally == {b"A": 40_000, b"B": 20_000}
    taken = {"k000000", "k000002"}
    expected = []
    for stratum, take in takes.items():
        keys = [row.split(",")[0] for row in rows if row.split(",")[1] == stratum]
        expected += sorted((hashed("target", "ab" * 32, key), key, stratum) for key in keys if key not in taken)[:take]
    found = verify.smallest(roster, "ab" * 32, takes, taken)
    assert [tuple(entry[:3]) for entry in found] == sorted(expected)


@given(st.integers(1, 10**8), st.integers(0, 10**7))
def test_take_is_exact(millionths: int, size: int) -> None:
    whole, part = divmod(millionths, 10**6)
    written_rate = f"{whole}.{part:06}"
    rule = verify.a_rule({"rate": written_rate})
    expected, rest = divmod(millionths * size, 10**8)
    assert rule.take(size) == expected + (rest > 0)
    assert verify.a_rule({"rate": written_rate.rstrip("0").rstrip(".")}) == rule


# --- Command line -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["a", "b"],
        ["a", "--lang", "fr"],
        ["a", "--now", "today"],
        ["a", "--now", "2026-02-30T00:00:00Z"],
        ["--what"],
    ],
)
def test_usage_errors(arguments: list[str]) -> None:
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr


def test_help() -> None:
    done = run("--help")
    assert done.returncode == 0
    assert "核验" in done.stdout.decode()


def hostile(place: Path) -> Path:
    """A draw whose free text is all control: CSI, bidi override, line separators, a lone tag character."""
    text = "\u009b31m\u202e\u2028\x7f\U000e0041终\ufeff"
    return repeated().forge("teams", "void.json", setting("explanation", to=text)).write(place)


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "gbk", "utf-8", "utf-16-le"])
def test_any_output_encoding(tmp_path: Path, encoding: str) -> None:
    done = run(hostile(tmp_path), PYTHONIOENCODING=encoding)
    text = done.stdout.decode(encoding)
    assert (done.returncode, done.stderr) == (0, b"")
    assert text.splitlines()[-1] == "verified"
    assert not [c for c in text if c != "\n" and unicodedata.category(c) in {"Cc", "Cf", "Zl", "Zp"}]


def test_nobody_reads_the_output(tmp_path: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [sys.executable, SCRIPT, simple().write(tmp_path)], stdout=writer, stderr=subprocess.PIPE, check=False
    )
    os.close(writer)
    assert (done.returncode, done.stderr) == (1, b"")


def test_output_is_the_lines_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = hostile(tmp_path)
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    assert verify.main([str(folder), "--lang", "en", "--now", "2026-09-21T14:13:20Z"]) == 0
    assert sys.stdout.getvalue() == "\n".join(judged(folder)) + "\n"  # type: ignore[attr-defined]


def test_folder_given_in_other_ways(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = simple().write(tmp_path)
    monkeypatch.chdir(folder)
    assert refusal(Path()) == ("verified", "")
    assert refusal(Path("../2026-001/targets/..")) == ("verified", "")
    (tmp_path / "latest").symlink_to(folder)
    assert refusal(tmp_path / "latest") == ("verified", "")
