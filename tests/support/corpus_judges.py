"""The judges of the corpus: the package, `scripts/verify.py` and `scripts/verify.sql`, with the tests' own chain."""

import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from tests.support.corpus_honest import CHAIN
from tests.support.drawfolders import Files

from sunlot.core.protocol.drand import QUICKNET
from sunlot.core.protocol.folder import FilesInMemory
from sunlot.core.protocol.verify import verify

ROOT: Final = Path(__file__).parents[2]
NOW: Final = 1_800_000_000
SQL: Final = (ROOT / "scripts" / "verify.sql").read_text("utf-8")


def load_script() -> ModuleType:
    """Import the script by its path: it belongs to no package."""
    spec = importlib.util.spec_from_file_location("standalone_verify", ROOT / "scripts" / "verify.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def script_of_own_chain() -> ModuleType:
    """The script with the key of the tests' chain in the place of quicknet's; production has no way to do this.

    Each signature is checked once: the check takes long in plain Python, and is a function of round and signature.
    """
    module = load_script()
    module.QUICKNET, module.GENESIS, module.PERIOD = CHAIN.hash, CHAIN.genesis, CHAIN.period  # type: ignore[attr-defined]
    module.PUBLIC_KEY = bytes.fromhex(CHAIN.public_key)  # type: ignore[attr-defined]
    module.check_drand = _remembered(module.check_drand)  # type: ignore[attr-defined]
    return module


def sql_of_own_chain() -> str:
    """The SQL with the tests' chain in the place of quicknet; production has no way to do this either."""
    script = SQL
    for mine, theirs in (
        (f"'{QUICKNET.hash}'", f"'{CHAIN.hash}'"),
        (f"genesis = {QUICKNET.genesis};", f"genesis = {CHAIN.genesis};"),
        (f"period = {QUICKNET.period};", f"period = {CHAIN.period};"),
    ):
        assert script.count(mine) == 1
        script = script.replace(mine, theirs)
    return script


def _remembered(check: Callable[[int, str], None]) -> Callable[[int, str], None]:
    """A check that is made once for each pair, its refusal remembered too."""
    known: dict[tuple[int, str], Exception | None] = {}

    def checked(number: int, signature: str) -> None:
        if (number, signature) not in known:
            try:
                check(number, signature)
                known[number, signature] = None
            except Exception as refused:  # whatever it is, the script shall meet it again
                known[number, signature] = refused
        refused = known[number, signature]
        if refused is not None:
            raise refused

    return checked


def laid_out(place: Path, draw: str, files: Files, others: frozenset[str] = frozenset()) -> Path:
    """Write a draw's folder to disk; ``others`` become links."""
    folder = place / draw
    for path in {str(Path(path).parent) for path in (*files, *others)}:
        (folder / path).mkdir(parents=True, exist_ok=True)
    for path, data in files.items():
        if path not in others:
            (folder / path).write_bytes(data)
    for path in others:
        (folder / path).symlink_to("nowhere")
    return folder


def of_script(script: ModuleType, folder: Path) -> list[str]:
    """``verified``, or ``refused`` with stage and code."""
    lines, _ = script.verify(folder, NOW, "en")
    return lines[-1].split(": ")[:3]


def of_package(files: Files, draw: str, others: frozenset[str] = frozenset(), **chain: Any) -> list[str]:
    """The same of the package."""
    return verify(FilesInMemory(files, others), draw, **chain).last_line("en").split(": ")[:3]
