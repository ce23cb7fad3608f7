"""A receipt from request to verdict, on a real repository: asked for, stamped, taken in, verified, shown."""

import json
import re
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.support.authority import NAME, Authority
from tests.support.repositories import bureau, commit, git, put
from tests.unit.test_two_verifiers import load_script

from sunlot.cli import main
from sunlot.jobs.freeze import freeze
from sunlot.jobs.plan import Times
from sunlot.jobs.plan import plan as make_task
from sunlot.jobs.site.contents import gather
from sunlot.store.repository import Store
from sunlot.store.timestamps import LARGEST, request
from sunlot.store.vault import Vault

DRAW = "2026-001"
ROOT = "governance/tsa/demo.pem"
STAMP = "draws/2026-001/targets/freeze.tsr"
FROZEN_AT = "2026-07-21T02:00:00Z"
COMING = Times(targets="2098-07-23T07:38:30Z", teams="2098-07-23T07:38:54Z")
PAST = Times(targets="2026-07-23T07:38:30Z", teams="2026-07-23T07:38:54Z")
DRAND = Path(__file__).parents[1] / "vectors" / "drand.json"
SIGNATURES = {one["round"]: one["signature"] for one in json.loads(DRAND.read_text())["rounds"]}


@pytest.fixture(scope="module")
def authority(tmp_path_factory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


def frozen(root: Path, authority: Authority, *, times: Times = COMING, **receipts) -> Path:
    """A bureau that has frozen a draw and trusts the authority."""
    listed = {"roots": [ROOT], **receipts}
    bureau(root, settings={"receipts": listed})
    put(root, ROOT, authority.root.read_bytes())
    commit(root, "Trust an authority")
    store = Store.open(root)
    make_task(store, "2026-B01", times)
    commit(root, "Plan the draw")
    freeze(store, DRAW, now=FROZEN_AT, fresh=lambda size: b"\x07" * size, vault=Vault.open(root / "vault"))
    commit(root, "Freeze the draw")
    return root


def run(root: Path, *words: str) -> tuple[str, int]:
    done = CliRunner().invoke(main, [*words, "--repo", str(root)])
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.output, done.exit_code


def taken(root: Path, authority: Authority, stage: str = "targets", *words: str) -> tuple[str, int]:
    """Ask for a receipt of a stage, have it stamped, and take it in."""
    asked, answer = root.parent / "asked.tsq", root.parent / "answer.tsr"
    output, code = run(root, "receipt", DRAW, stage, "--request", str(asked))
    assert code == 0, output
    answer.write_bytes(authority.stamp(asked.read_bytes()))
    return run(root, "receipt", DRAW, stage, str(answer), *words)


def test_from_the_request_to_the_verdict(tmp_path, authority):
    root = frozen(tmp_path / "repo", authority)
    output, code = taken(root, authority)
    assert (code, STAMP in output, NAME in output) == (0, True, True)
    assert "未经检验" not in output
    told, code = run(root, "verify", DRAW, "--lang", "en")
    assert code == 0, told
    assert "targets: the time of the freeze is witnessed by a receipt" in told
    assert "teams: the time of the freeze is declared by the office, not witnessed" in told
    assert re.search(rf"targets freeze.tsr: {NAME} proves the freeze for 20[\d-]+T[\d:]+Z at the latest", told)
    again, code = taken(root, authority)  # the same second or another: another token
    assert (code, "F452" in again) == (1, True) or "此前已有" in again


def test_taking_the_same_receipt_in_again_changes_nothing(tmp_path, authority):
    root = frozen(tmp_path / "repo", authority)
    taken(root, authority)
    before = (root / STAMP).read_bytes()
    output, code = run(root, "receipt", DRAW, "targets", str(tmp_path / "answer.tsr"))
    assert (code, "此前已有，未作改动" in output) == (0, True)
    assert (root / STAMP).read_bytes() == before


def test_a_stranger_brings_roots_and_needs_only_the_folder(tmp_path, authority):
    root = frozen(tmp_path / "repo", authority)
    taken(root, authority)
    bare = tmp_path / "bare"
    (bare / "draws").mkdir(parents=True)
    (root / "draws" / DRAW).rename(bare / "draws" / DRAW)
    told, code = run(bare, "verify", DRAW, "--lang", "en")
    assert code == 0, told
    assert "targets: the time of the freeze is declared by the office; its receipt was not checked" in told
    assert "targets freeze.tsr: not checked, no trust roots" in told
    told, code = run(bare, "verify", DRAW, "--lang", "en", "--tsa-roots", str(authority.root))
    assert code == 0, told
    assert "targets: the time of the freeze is witnessed by a receipt" in told
    other = Authority(tmp_path / "other")
    told, code = run(bare, "verify", DRAW, "--lang", "en", "--tsa-roots", str(other.root))
    assert (code, "refused: targets: receipt: freeze.tsr does not hold" in told) == (1, True)
    note = tmp_path / "note.pem"
    note.write_text("no certificate")
    told, code = run(bare, "verify", DRAW, "--tsa-roots", str(note))
    assert (code, "F467" in told) == (1, True)


def test_the_script_says_it_too(tmp_path, authority, capsys):
    root = frozen(tmp_path / "repo", authority)
    taken(root, authority)
    folder = str(root / "draws" / DRAW)
    script = load_script()
    assert script.main([folder, "--lang", "en", "--tsa-roots", str(authority.root)]) == 0
    told = capsys.readouterr().out
    assert "witnessed: targets; declared: teams" in told
    assert told.endswith("verified\n")
    assert script.main([folder, "--lang", "en"]) == 0
    assert "declared; receipt present, unchecked" in capsys.readouterr().out
    other = Authority(tmp_path / "other")
    assert script.main([folder, "--lang", "en", "--tsa-roots", str(other.root)]) == 1
    assert "refused: targets: receipt: " in capsys.readouterr().out


def test_what_is_not_taken_in(tmp_path, authority):
    root = frozen(tmp_path / "repo", authority)
    digest = sha256((root / "draws/2026-001/targets/freeze.json").read_bytes()).hexdigest()
    answer = tmp_path / "answer.tsr"
    for token, why in (
        (authority.stamp(request("00" * 32)), "不是这份 freeze.json"),
        (Authority(tmp_path / "other").stamp(request(digest)), "信任根"),
        (b"nonsense", "无法读取"),
        (bytes(LARGEST + 1), "大于"),
    ):
        answer.write_bytes(token)
        output, code = run(root, "receipt", DRAW, "targets", str(answer))
        assert (code, "F452" in output, why in output) == (1, True, True), output
    assert not (root / STAMP).exists()
    assert git(root, "status", "--porcelain") == ""


def test_a_late_receipt_is_not_taken_in(tmp_path, authority):
    root = frozen(tmp_path / "repo", authority, times=PAST)
    output, code = taken(root, authority)
    assert (code, "等于没有" in output, "2026-07-22T07:38:30Z" in output) == (1, True, True), output
    assert not (root / STAMP).exists()


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ([DRAW, "targets"], 2),
        ([DRAW, "nothing", "--request", "x.tsq"], 2),
        (["elsewhere", "targets", "--request", "x.tsq"], 2),
        ([DRAW, "targets", "nowhere.tsr"], 1),
        ([DRAW, "substitutes-1", "--request", "x.tsq"], 1),
        (["2026-009", "targets", "--request", "x.tsq"], 1),
    ],
    ids=str,
)
def test_a_wrong_call(tmp_path, authority, monkeypatch, words, code):
    root = frozen(tmp_path / "repo", authority)
    monkeypatch.chdir(tmp_path)
    output, given = run(root, "receipt", *words)
    assert given == code, output
    assert not (tmp_path / "x.tsq").exists()


def test_without_roots_it_says_that_it_did_not_look(tmp_path, authority):
    root = frozen(tmp_path / "repo", authority, roots=[])
    output, code = taken(root, authority)
    assert (code, "签名未经检验" in output) == (0, True)
    assert (root / STAMP).exists()


def test_required_receipts_are_missed_once_the_time_has_come(tmp_path, authority):
    root = frozen(tmp_path / "repo", authority, times=PAST, required_from="2020-01-01")
    told, code = run(root, "verify", DRAW)
    assert (code, told.count("F466"), "没有凭证" in told) == (1, 2, True)
    words = [word for number in (30662982, 30662990) for word in ("--signature", SIGNATURES[number])]
    drawn, code = run(root, "draw", DRAW, *words)
    assert code == 0, drawn  # what was promised is drawn all the same
    assert drawn.count("F466") == 2
    done = CliRunner().invoke(main, ["check", str(root), "--as-of", "2026-07-24"])
    assert (done.exit_code, done.output.count("F466")) == (1, 2), done.output
    done = CliRunner().invoke(main, ["check", str(root), "--as-of", "2026-07-21"])
    assert "F466" not in done.output


def test_the_day_that_counts_is_that_of_the_value_not_of_the_freeze(tmp_path, authority):
    """`frozen_at` (2026-07-21) is the word that a receipt is to prove, so it excuses nobody."""
    root = frozen(tmp_path / "repo", authority, times=PAST, required_from="2026-07-23")
    told, code = run(root, "verify", DRAW)
    assert (code, told.count("F466")) == (1, 2)
    assert "事后不能补证" in told
    assert "重做" not in told
    file = root / "sunlot.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("2026-07-23", "2026-07-24"), encoding="utf-8")
    assert "F466" not in run(root, "verify", DRAW)[0]


def test_a_receipt_that_nobody_checked_is_told_apart(tmp_path, authority):
    root = frozen(tmp_path / "repo", authority, times=PAST, required_from="2020-01-01", roots=[])
    for stage in ("targets", "teams"):
        (root / f"draws/{DRAW}/{stage}/freeze.tsr").write_bytes(b"anything")
    told, code = run(root, "verify", DRAW, "--lang", "en")
    assert (code, told.count("F476"), "F466" in told) == (1, 2, False)
    assert "name the root certificate of its time-stamping authority in `receipts.roots`" in told
    hidden = (
        "import sys; sys.modules['rfc3161_client'] = None\n"
        "from sunlot.cli import main\n"
        f"main(['verify', '{DRAW}', '--lang', 'en', '--repo', {str(root)!r}])\n"
    )
    done = subprocess.run([sys.executable, "-c", hidden], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.count("F476")) == (1, 2)
    assert "install the extra `sunlot[receipts]`" in done.stdout


def test_required_receipts_that_are_there_are_enough(tmp_path, authority):
    root = frozen(tmp_path / "repo", authority, required_from="2020-01-01")
    for stage in ("targets", "teams"):
        assert taken(root, authority, stage)[1] == 0
    told, code = run(root, "verify", DRAW)
    assert (code, "F466" in told) == (0, False), told
    commit(root, "File the receipts")
    done = CliRunner().invoke(main, ["check", str(root), "--as-of", "2026-07-24", "--since", "HEAD~1"])
    assert done.exit_code == 0, done.output


@pytest.mark.parametrize("roots", [[ROOT], []], ids=["with roots", "without"])
def test_the_site_shows_who_is_believed(tmp_path, authority, roots):
    root = frozen(tmp_path / "repo", authority, roots=roots)
    for stage in ("targets", "teams"):
        taken(root, authority, stage)
    contents, _ = gather(Store.open(root), "2026-07-24")
    (draw,) = contents.draws
    assert draw.verdict is not None
    assert draw.verdict.witnessed is bool(roots)
