"""Real repositories in temporary folders: small registers, committed with Git, with a vault beside."""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
from tests.support.records import batch, inspector, plan, target

from sunlot.store.reader import form

ROLE = {
    "GIT_AUTHOR_NAME": "register-office",
    "GIT_AUTHOR_EMAIL": "register@demo.example",
    "GIT_COMMITTER_NAME": "register-office",
    "GIT_COMMITTER_EMAIL": "register@demo.example",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
}
SETTINGS: dict[str, Any] = {
    "authority": "xj-demo",
    "title": "演示地震局（演示）",
    "title_en": "Demonstration bureau",
    "region": "650000",
    "profile": "minimal",
    "beacon": {"source": "drand", "relays": [], "lead": 86400},
    "publish_within": 20,
    "demonstration": {"as_of": "2026-07-21", "seal": "演示"},
}
AUTHORITY = {
    "id": "xj-demo",
    "name": "演示地震局",
    "short_name": "演示局",
    "name_en": "Demonstration bureau",
    "role": "own",
    "level": "region",
    "division": "650000",
}
ITEM = {
    "id": "SEI-01",
    "name": "演示事项",
    "legal_basis": [{"law": "中华人民共和国防震减灾法", "article": "第七十六条"}],
    "authority": "xj-demo",
    "level": "region",
    "target_class": ["builder"],
    "content": "演示内容",
    "methods": ["on_site"],
    "grade": "general",
    "status": "active",
    "valid_from": "2026-01-01",
    "version": 1,
}
DIVISIONS = """code,name,parent,valid_from,valid_to
650000,新疆维吾尔自治区,,1955,
650100,乌鲁木齐市,650000,1980,
650102,天山区,650100,1980,
"""


def git(root: Path, *arguments: str) -> str:
    """Run Git in a folder, as a role, free of this machine's configuration."""
    command = ["git", "-C", str(root), "-c", "commit.gpgsign=false", *arguments]
    done = subprocess.run(command, env={**os.environ, **ROLE}, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def commit(root: Path, subject: str = "Change") -> str:
    """Commit everything that stands in the folder."""
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--allow-empty", "-m", subject)
    return git(root, "rev-parse", "HEAD")


def put(root: Path, path: str, data: bytes | str) -> None:
    """Write a file, folders and all."""
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data.encode() if isinstance(data, str) else data)


def put_record(root: Path, kind: str, path: str, *records: Any) -> None:
    """Write a record file in canonical form."""
    plain = [msgspec.to_builtins(one) if isinstance(one, msgspec.Struct) else one for one in records]
    put(root, path, form(kind).write(plain))


def bureau(root: Path, *, settings: Mapping[str, Any] | None = None, targets: int = 10, inspectors: int = 6) -> Path:
    """Found a bureau: one authority, one item, a plan of two batches alike, targets and inspectors; committed."""
    root.mkdir(parents=True, exist_ok=True)
    git(root, "init", "--quiet", "-b", "main")
    put(root, ".gitignore", "/vault/\n")
    put_record(
        root, "settings", "sunlot.yaml", {k: v for k, v in {**SETTINGS, **(settings or {})}.items() if v is not None}
    )
    put_record(root, "authority", "registers/authorities/xj-demo.yaml", AUTHORITY)
    put_record(root, "item", "registers/items/SEI-01.yaml", ITEM)
    put_record(root, "plan", "registers/plans/2026.yaml", plan(batches=[batch(), batch(id="2026-B02")]))
    put(root, "registers/divisions.csv", DIVISIONS)
    put_record(
        root, "target", "registers/targets/650102.yaml", *(target(f"XJ-T-{n:04d}") for n in range(1, targets + 1))
    )
    for n in range(inspectors):
        one = inspector(f"insp-{n:04d}")
        put_record(root, "inspector", f"registers/inspectors/{one.id}.yaml", one)
    commit(root, "Found the registers")
    return root
