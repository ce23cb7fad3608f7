"""`sunlot print`: papers that real readers open, with what the registers say in them and nothing else."""

import json
import shutil
import zipfile
from datetime import date
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pypdf
import pytest
import yaml
from click.testing import CliRunner
from tests.story.test_withheld_story import NAME, SECRET, drawn
from tests.support.fonts import FONTS
from tests.support.papers import document, fonts_of, scanned, squeezed, standard_of, text_of, words_of
from tests.support.repositories import put_record

from sunlot.cli import main
from sunlot.core.documents.paper import Table
from sunlot.jobs.documents import OF_TARGETS, papers
from sunlot.jobs.documents.editable import default_template
from sunlot.jobs.documents.fixed import Press
from sunlot.store.reader import form
from sunlot.store.repository import Store
from sunlot.store.vault import Vault

TOP = Path(__file__).parents[2]
NOW = "2026-08-21T00:00:00Z"
DAY = date(2026, 8, 21)
FIRST = "91650106DEM000233N"
EVERY = [("certificate", "2026-001"), ("circular", "2026-001"), ("order", "2026-001"), ("notice", "2026-001")]
EVERY += [("record", "2026-001")]
HOSTILE = '#strong[粗] $x^2$ @ref \\n *星* _下_ `码` = 题 <w:t>&amp;</w:t> {{ field.name }} {% raw %} // "引" \\u{41}'


@pytest.fixture
def demo(tmp_path):
    root = tmp_path / "demo"
    for name in ("registers", "draws", "results"):
        shutil.copytree(TOP / name, root / name)
    shutil.copy(TOP / "sunlot.yaml", root / "sunlot.yaml")
    return root


def run(root, *arguments, code=0):
    done = CliRunner().invoke(main, ["print", *arguments, "--repo", str(root)])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    assert done.exit_code == code, done.output
    return done.output


def printed(root, *arguments):
    """Print into a fresh folder beside the repository: name → bytes."""
    out = root.parent / f"papers-{len(list(root.parent.iterdir()))}"
    run(root, *arguments, "--out", str(out))
    return {path.name: path.read_bytes() for path in sorted(out.iterdir())}


def change(root, path, **fields):
    place = root / path
    record = yaml.safe_load(place.read_text("utf-8")) | fields
    kind = {"sunlot.yaml": "settings"}.get(path) or ("item" if "/items/" in path else "target")
    place.write_bytes(form(kind).write([record]))


def _going(demo, draw):
    """Who is to be inspected in a draw."""
    made = papers(Store.open(demo), "notice", draw, now=NOW, as_of=DAY, vault=Vault.open(None))
    return [one.file.removeprefix(f"notice-{draw}-") for one in made]


@pytest.mark.parametrize(("kind", "draw"), EVERY)
def test_a_fixed_paper_is_pdf_a_with_its_fonts_and_the_same_each_time(demo, kind, draw):
    one, again = printed(demo, kind, draw), printed(demo, kind, draw)
    assert one == again
    for name, data in one.items():
        assert name.startswith(f"{kind}-{draw}")
        assert standard_of(data) == "2B"
        fonts = fonts_of(data)
        assert fonts
        assert all(fonts.values())
        text = text_of(data)
        assert "演示非官方" in text
        assert "非官方，无印章" in text
        assert "（印章）" not in text


def test_a_notice_says_what_why_who_and_what_may_be_refused(demo):
    text = text_of(printed(demo, "notice", "2026-001", "--target", FIRST)[f"notice-2026-001-{FIRST}.pdf"])
    item = yaml.safe_load((demo / "registers/items/SEI-03.yaml").read_text("utf-8"))
    outcome = json.loads((demo / "draws/2026-001/teams/outcome.json").read_text("utf-8"))
    people = [one["members"] for one in outcome["teams"] if one["target"] == FIRST]
    assert people
    for key in people[0]:
        person = yaml.safe_load((demo / f"registers/inspectors/{key}.yaml").read_text("utf-8"))
        assert squeezed(person["name"]) in text
        assert person["certificates"][0]["certificate_no"] in text
    for said in (item["name"], item["content"], item["legal_basis"][0]["law"]):
        assert squeezed(said) in text
    for said in (
        "有权拒绝接受检查",
        "有权申请其回避",
        "检查来源",
        "双随机抽查",
        "检查频次",
        "第1次",
        "年度上限2次",
        "检查审批",
    ):
        assert said in text
    assert f"targets/{FIRST}/" in text
    assert "联系人" in text


def test_the_codes_lead_to_the_public_pages(demo):
    store, press = Store.open(demo), Press(FONTS)
    notice = papers(store, "notice", "2026-001", targets=[FIRST], now=NOW, vault=Vault.open(None))[0]
    site = "https://sunlot.example"
    assert sorted(scanned(press, notice)) == [f"{site}/draws/2026-001/", f"{site}/targets/{FIRST}/"]
    told = papers(store, "certificate", "2026-001", now=NOW, vault=Vault.open(None))[0]
    assert scanned(press, told) == [f"{site}/draws/2026-001/"]


def test_a_certificate_holds_all_that_is_needed_to_repeat_the_draw(demo):
    text = text_of(printed(demo, "certificate", "2026-001")["certificate-2026-001.pdf"])
    for stage in ("targets", "teams"):
        folder = demo / "draws/2026-001" / stage
        outcome, freeze, beacon = (
            json.loads((folder / f"{name}.json").read_text("utf-8")) for name in ("outcome", "freeze", "beacon")
        )
        digests = [sha256((folder / name).read_bytes()).hexdigest() for name in ("freeze.json", "outcome.json")]
        for held in (outcome["seed"], beacon["signature"], str(beacon["round"]), *digests):
            assert held in text
        assert all(one["sha256"] in text for one in freeze["inputs"].values())
    chosen = json.loads((demo / "draws/2026-001/targets/outcome.json").read_text("utf-8"))["selected"]
    assert all(one["key"] in text and one["ticket"][:16] in text for one in chosen)
    assert "Certificateofadraw" in text


def test_nothing_is_certified_before_it_is_drawn(demo):
    for kind in ("certificate", "notice"):
        out = str(demo.parent / "early")
        told = run(demo, kind, "2026-001", "--as-of", "2026-07-22", "--out", out, code=1)
        assert told.startswith("draws/2026-001: F593")
    assert "certificate-2026-001.pdf" in printed(demo, "certificate", "2026-001", "--as-of", "2026-07-23")


def test_a_stage_set_aside_is_told_on_the_certificate_with_its_reason(demo):
    void = json.loads((demo / "draws/2026-006/teams/void.json").read_text("utf-8"))
    text = text_of(printed(demo, "certificate", "2026-006").popitem()[1])
    assert "选派人员：已作废" in text
    assert squeezed(void["explanation"]) in text
    assert "本次抽取已公开作废" not in text


def test_a_certificate_of_two_stages_fits_one_sheet(demo):
    data = printed(demo, "certificate", "2026-001")["certificate-2026-001.pdf"]
    assert len(pypdf.PdfReader(BytesIO(data)).pages) == 1


def test_a_record_form_has_every_point_and_room_to_sign(demo):
    data = printed(demo, "record", "2026-001", "--target", FIRST)[f"record-2026-001-{FIRST}.pdf"]
    item = yaml.safe_load((demo / "registers/items/SEI-03.yaml").read_text("utf-8"))
    text = text_of(data)
    for point in item["checklist"]:
        assert squeezed(point["point"]) in text
    for said in ("陈述和申辩", "签字或盖章", "见证人", "检查人员（签字）", "现场检查情况", "是否申请回避"):
        assert said in text


def test_orders_are_printed_for_what_is_to_be_corrected_alone(demo):
    made = printed(demo, "order", "2026-001")
    ordered = set()
    for path in (demo / "results/2026-001").glob("9*.yaml"):
        if "order_to_correct" in path.read_text("utf-8") or "not_met" in path.read_text("utf-8"):
            ordered.add(f"order-2026-001-{path.name.split('.')[0]}.pdf")
    assert made.keys() == ordered
    assert all("六十日内依法申请行政复议" in text_of(data) for data in made.values())
    blank = next(key for key in _going(demo, "2026-004") if not (demo / f"results/2026-004/{key}.yaml").exists())
    told = text_of(printed(demo, "order", "2026-004", "--target", blank).popitem()[1])
    assert "＿＿＿＿年＿＿月＿＿日前改正" in told


def test_the_circular_says_what_its_record_says(demo):
    text = text_of(printed(demo, "circular", "2026-001")["circular-2026-001.pdf"])
    record = yaml.safe_load((demo / "results/2026-001/circular.2.yaml").read_text("utf-8"))
    for said in (record["document_no"], record["lessons"], *record["problems"]):
        assert squeezed(said) in text


@pytest.mark.parametrize("kind", [*OF_TARGETS, "circular"])
def test_an_editable_paper_opens_and_says_the_same(demo, kind):
    one, again = (printed(demo, kind, "2026-001", "--format", "docx") for _ in range(2))
    assert one == again
    fixed = printed(demo, kind, "2026-001")
    assert [name.removesuffix(".docx") for name in one] == [name.removesuffix(".pdf") for name in fixed]
    made = papers(Store.open(demo), kind, "2026-001", now=NOW, vault=Vault.open(None))
    for paper in made:
        text = words_of(one[f"{paper.file}.docx"])
        assert "{{" not in text
        assert "演示非官方" in text
        assert all(squeezed(row.value) in text for row in paper.fields)
        assert len(document(one[f"{paper.file}.docx"]).inline_shapes) == (0 if kind == "record" else 2)


def test_staff_change_the_template_and_theirs_is_taken(demo):
    own = document(default_template("notice"))
    own.add_paragraph("另注：{{ field.name }} 请于 {{ field.window }} 备齐材料。")
    (demo / "templates").mkdir()
    own.save(demo / "templates/notice.docx")
    change(demo, "sunlot.yaml", documents={"templates": "templates"})
    text = words_of(printed(demo, "notice", "2026-001", "--target", FIRST, "--format", "docx").popitem()[1])
    assert "另注：演示" in text
    assert "备齐材料。" in text
    own.add_paragraph("{{ field.shoe_size }}")
    own.save(demo / "templates/notice.docx")
    told = run(demo, "notice", "2026-001", "--format", "docx", "--out", str(demo.parent / "x"), code=1)
    assert "templates/notice.docx: F596" in told
    assert "shoe_size" in told
    assert not (demo.parent / "x").exists()


def _vacancies(demo, draw, kind):
    """What the stages of a kind, whose values are still to come, were frozen for."""
    files = (demo / "draws" / draw).glob(f"{kind}-*/freeze.json")
    return [one for path in files for one in json.loads(path.read_text("utf-8"))["vacancies"]]


@pytest.mark.parametrize("draw", ["2026-001", "2026-002", "2026-003", "2026-004"])
def test_every_notice_names_a_team_and_nobody_gets_one_whose_vacancy_is_public(demo, draw):
    made = papers(Store.open(demo), "notice", draw, now=NOW, vault=Vault.open(None))
    left, gone = ([one["target"] for one in _vacancies(demo, draw, kind)] for kind in ("relief", "substitutes"))
    assert bool(left) == bool(gone) == (draw == "2026-002")
    for paper in made:
        team = next(block for block in paper.blocks if isinstance(block, Table) and block.name == "team")
        open_places = sum("待抽取" in name for name, *_ in team.rows)
        assert open_places == left.count(paper.file.removeprefix(f"notice-{draw}-"))
        assert sum(bool(certificate) for _, certificate, _, _ in team.rows) + open_places >= 2
    assert set(gone).isdisjoint(paper.file.removeprefix(f"notice-{draw}-") for paper in made)


def test_a_template_is_written_to_be_changed(demo):
    told = run(demo, "record", "--template", "--out", str(demo / "templates"))
    assert "documents.templates" in told
    assert (demo / "templates/record.docx").read_bytes() == default_template("record")
    own = document(default_template("record"))
    own.add_paragraph("演示附页")
    own.save(demo / "templates/record.docx")
    change(demo, "sunlot.yaml", documents={"templates": "templates"})
    run(demo, "record", "--template", "--out", str(demo.parent / "again"))
    assert (demo.parent / "again/record.docx").read_bytes() == (demo / "templates/record.docx").read_bytes()
    for wrong in (("record",), ("record", "2026-001", "--template"), ("certificate", "--template")):
        run(demo, *wrong, "--out", str(demo.parent / "never"), code=2)
    assert not (demo.parent / "never").exists()


def test_fonts_may_lie_in_the_repository(demo, monkeypatch):
    given = printed(demo, "certificate", "2026-001")
    monkeypatch.delenv("SUNLOT_FONTS")
    shutil.copytree(FONTS, demo / "fonts")
    change(demo, "sunlot.yaml", documents={"fonts": "fonts"})
    assert printed(demo, "certificate", "2026-001") == given


def test_a_joint_visit_names_all_who_inspect(demo):
    text = text_of(printed(demo, "notice", "2026-003", "--target", "XJ-T-0070").popitem()[1])
    task = yaml.safe_load((demo / "draws/2026-003/task.yaml").read_text("utf-8"))
    assert task["partners"]
    for body in (task["lead_authority"], *task["partners"]):
        name = yaml.safe_load((demo / f"registers/authorities/{body}.yaml").read_text("utf-8"))["name"]
        assert squeezed(name) in text


def test_hostile_text_comes_out_as_it_stands(demo):
    item = "registers/items/SEI-03.yaml"
    record = yaml.safe_load((demo / item).read_text("utf-8"))
    points = [one | {"point": HOSTILE[:90], "method": HOSTILE} for one in record["checklist"][:1]]
    change(demo, item, name=HOSTILE[:60], content=HOSTILE, checklist=points)
    for kind, texts in (("notice", [HOSTILE, HOSTILE[:60]]), ("record", [HOSTILE, HOSTILE[:90]])):
        for ending, read in (("pdf", text_of), ("docx", words_of)):
            data = printed(demo, kind, "2026-001", "--target", FIRST, "--format", ending).popitem()[1]
            assert all(squeezed(one) in read(data) for one in texts), (kind, ending)


def test_names_of_other_scripts_come_out_or_are_refused_by_name(demo):
    """A rare character that the font has is printed; of one that it lacks the code point and the text are told."""
    item = "registers/items/SEI-03.yaml"
    change(demo, item, content="检查𬭳与阿依古丽·买买提")
    data = printed(demo, "notice", "2026-001", "--target", FIRST).popitem()[1]
    assert "阿依古丽·买买提" in text_of(data)
    change(demo, item, content="检查 ئايگۈل")
    out = demo.parent / "refused"
    told = run(demo, "notice", "2026-001", "--out", str(out), code=1)
    assert told.count("F592") == 1
    assert "U+0626" in told
    assert not out.exists()


def test_a_second_run_writes_nothing_new(demo):
    out = str(demo.parent / "twice")
    assert "其中新写入 9 份" in run(demo, "notice", "2026-001", "--out", out)
    assert "其中新写入 0 份" in run(demo, "notice", "2026-001", "--out", out)
    assert "9 notices in" in run(demo, "notice", "2026-001", "--out", out, "--lang", "en")


@pytest.mark.parametrize(
    "arguments",
    [("certificate", "2026-001", "--format", "docx"), ("circular", "2026-001", "--target", FIRST), ("x", "y")],
)
def test_a_wrong_call_is_a_usage_error(demo, arguments):
    run(demo, *arguments, "--out", str(demo.parent / "never"), code=2)


def test_a_real_paper_leaves_room_for_the_seal(demo):
    place = demo / "sunlot.yaml"
    record = yaml.safe_load(place.read_text("utf-8"))
    del record["demonstration"]
    place.write_bytes(form("settings").write([record]))
    data = printed(demo, "notice", "2026-001", "--target", FIRST, "--as-of", "2026-08-21").popitem()[1]
    assert "（印章）" in text_of(data)
    assert "演示用文书" not in text_of(data)
    assert "演示非官方" not in text_of(data)


def test_a_withheld_target_has_a_name_only_where_the_key_is(tmp_path):
    root = tmp_path / "bureau"
    store, vault = drawn(root)
    closed = papers(store, "notice", "2026-001", now=NOW, as_of=DAY, vault=Vault.open(None))
    opened = papers(store, "notice", "2026-001", now=NOW, as_of=DAY, vault=vault)
    assert [one.file for one in closed] == [one.file for one in opened]
    press = Press(FONTS)
    without, with_key = (squeezed("".join(text_of(press.pdf(one)) for one in found)) for found in (closed, opened))
    assert NAME in with_key
    assert "演示路9号" in with_key
    for told in (NAME, "演示员丙", "演示路9号", SECRET):
        assert told not in without
    named = papers(store, "notice", "2026-001", targets=[SECRET], now=NOW, as_of=DAY, vault=vault)
    assert len(named) == 1
    assert SECRET not in named[0].file


def test_contacts_come_from_the_vault_and_never_lie_in_the_repository(tmp_path):
    root = tmp_path / "bureau"
    _, vault = drawn(root)
    going = _going(root, "2026-001")
    place = next(root.glob("registers/targets/*.yaml"))
    records = yaml.safe_load(place.read_text("utf-8"))
    mine = next(one for one in records if one["id"] in going)
    contact = {"liaison": "演示联络员", "phone": "000-1234"}
    mine["internal"] = vault.put("targets", mine["id"], {"contact": contact}, "ab" * 32)
    put_record(root, "target", place.relative_to(root).as_posix(), *records)
    out = tmp_path / "out"
    run(root, "notice", "2026-001", "--out", str(out), "--as-of", DAY.isoformat())
    texts = {path.name: text_of(path.read_bytes()) for path in out.iterdir()}
    mentioned = [name for name, text in texts.items() if "演示联络员" in text and "000-1234" in text]
    assert mentioned == [f"notice-2026-001-{mine['id']}.pdf"]
    assert all(path.stat().st_mode & 0o077 == 0 for path in out.iterdir())
    told = run(root, "notice", "2026-001", "--out", str(root / "papers"), "--as-of", DAY.isoformat(), code=1)
    assert "papers: F597" in told
    assert not (root / "papers").exists()


def test_templates_hold_names_that_any_template_can_ask_for(demo):
    """A name that every mapping has (`items`) would be taken for a method."""
    taken = set(dir(dict))
    for kind, draw in EVERY:
        paper = papers(Store.open(demo), kind, draw, now=NOW, vault=Vault.open(None))[0]
        names = [block.name for block in paper.blocks] + [row.name for row in paper.fields]
        assert taken.isdisjoint(names)
        assert all(name.isidentifier() for name in names)
        own = [row.name for row in paper.fields]
        assert len(own) == len(set(own))


def test_the_templates_that_come_along_are_the_papers_own(demo):
    for kind in (*OF_TARGETS, "circular"):
        with zipfile.ZipFile(BytesIO(default_template(kind))) as archive:
            assert all(entry.date_time == (1980, 1, 1, 0, 0, 0) for entry in archive.infolist())
