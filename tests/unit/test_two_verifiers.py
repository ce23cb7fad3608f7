"""The package and `scripts/verify.py` share the protocol, not the code: verdict, stage and code have to be the same."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest
from tests.support.drawfolders import SCENARIOS
from tests.unit.protocol.forging import CHAIN, office
from tests.unit.protocol.test_refusals import FORGERIES

from sunlot.core.protocol.folder import FilesInMemory
from sunlot.core.protocol.verify import verify

ROOT = Path(__file__).parents[2]
VECTORS = ROOT / "tests" / "vectors" / "draws"
NOW = 1_800_000_000


def load_script() -> ModuleType:
    """Import the script by its path: it belongs to no package."""
    spec = importlib.util.spec_from_file_location("standalone_verify", ROOT / "scripts" / "verify.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def script() -> ModuleType:
    return load_script()


@pytest.fixture(scope="module")
def script_of_own_chain() -> ModuleType:
    """The script with the key of the tests' chain in the place of quicknet's; production has no way to do this."""
    module = load_script()
    module.QUICKNET, module.GENESIS, module.PERIOD = CHAIN.hash, CHAIN.genesis, CHAIN.period
    module.PUBLIC_KEY = bytes.fromhex(CHAIN.public_key)
    return module


def laid_out(place: Path, draw: str, files: dict[str, bytes], others: frozenset[str] = frozenset()) -> Path:
    folder = place / draw
    folder.mkdir(parents=True)
    for path, data in files.items():
        if path in others:
            continue
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    for path in others:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).symlink_to("nowhere")
    return folder


def of_script(script: ModuleType, folder: Path) -> list[str]:
    lines, _ = script.verify(folder, NOW, "en")
    return lines[-1].split(": ")[:3]


def of_package(files: dict[str, bytes], draw: str, others: frozenset[str] = frozenset(), **chain) -> list[str]:
    return verify(FilesInMemory(files, others), draw, **chain).last_line("en").split(": ")[:3]


def vector_folders() -> list[Path]:
    return sorted(folder for case in VECTORS.iterdir() for folder in case.iterdir() if folder.is_dir())


@pytest.mark.parametrize("folder", vector_folders(), ids=lambda folder: folder.parent.name)
def test_on_every_vector(script, folder):
    files = {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    assert of_script(script, folder) == of_package(files, folder.name)


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_on_every_honest_draw(script_of_own_chain, scenario, tmp_path):
    made = office(scenario)
    folder = laid_out(tmp_path, "2026-001", made.files)
    assert of_script(script_of_own_chain, folder) == ["verified"]


@pytest.mark.parametrize("one", FORGERIES, ids=str)
def test_on_every_forgery(script_of_own_chain, one, tmp_path):
    files = one.make()
    folder = laid_out(tmp_path, one.draw, files, one.others)
    expected = of_package(files, one.draw, one.others, chain=CHAIN)
    assert expected[0] == "refused"
    assert of_script(script_of_own_chain, folder) == expected
