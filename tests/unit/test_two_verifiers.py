"""The package and `scripts/verify.py` share the protocol, not the code: verdict, stage and code have to be the same."""

from pathlib import Path

import pytest
from tests.support import corpus_judges
from tests.support.corpus_judges import laid_out, load_script, of_package, of_script
from tests.support.drawfolders import SCENARIOS
from tests.unit.protocol.forging import CHAIN, office
from tests.unit.protocol.test_refusals import FORGERIES

VECTORS = Path(__file__).parents[1] / "vectors" / "draws"


@pytest.fixture(scope="module")
def script():
    return load_script()


@pytest.fixture(scope="module")
def script_of_own_chain():
    return corpus_judges.script_of_own_chain()


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
