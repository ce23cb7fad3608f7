"""The browser verifier in a real Chromium: its verdicts, the pages that show them, and the file that needs no site."""

import io
import json
import re
import zipfile
from base64 import b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from axe_core_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from tests.e2e.conftest import TOP, Site
from tests.support.browser_verifier import Judge, browser_verifier
from tests.support.drawfolders import SCENARIOS
from tests.unit.protocol.forging import CHAIN, office
from tests.unit.protocol.test_refusals import FORGERIES
from tests.unit.protocol.test_verdict import few_inspectors, one_left, set_aside

from sunlot.core.protocol.folder import FilesInMemory
from sunlot.core.protocol.verify import verify

pytestmark = pytest.mark.browser
VECTORS = TOP / "tests" / "vectors"
OFFLINE = (TOP / "docs" / "site" / "data" / "verify.html").as_uri()
DESK, PHONE = {"width": 1280, "height": 900}, {"width": 360, "height": 740}
NOW = "2027-01-01T00:00:00Z"


@pytest.fixture(scope="module")
def judge(chromium: Browser) -> Iterator[Judge]:
    with browser_verifier(chromium) as held:
        yield held


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def said(verdict: Mapping[str, Any], lang: str) -> list[str]:
    """A browser's verdict in words, as the package writes them."""
    return [*(f"{line['stage']}: {line[lang]}" for line in verdict["lines"]), verdict["lastLine"][lang]]


# --- verdicts ---------------------------------------------------------------------------------------------------------


def test_on_every_vector(judge: Judge) -> None:
    folders = sorted(folder for case in (VECTORS / "draws").iterdir() for folder in case.iterdir() if folder.is_dir())
    assert len(folders) > 20
    draws = [(files_of(folder), folder.name) for folder in folders]
    for folder, (files, draw), found in zip(folders, draws, judge.full(draws, now=NOW), strict=True):
        case = folder.parent
        last = found["lastLine"]["en"].split(": ")
        if case.name.startswith("good-"):
            assert last == ["verified"], case.name
        else:
            expected = json.loads((case / "expected.json").read_text())
            assert last[:2] == ["refused", expected["stage"]], case.name
            assert last[2] in expected["codes"], case.name
        package = verify(FilesInMemory(files), draw, now=NOW)
        # the sentences of a refused document end with the reader's own words
        end = -1 if last[2:3] == ["malformed"] else None
        assert said(found, "zh")[:end] == package.lines("zh")[:end], case.name
        assert said(found, "en")[:end] == package.lines("en")[:end], case.name


def test_on_every_honest_draw(judge: Judge) -> None:
    draws = [(office(scenario).files, "2026-001") for scenario in SCENARIOS]
    for scenario, (files, draw), found in zip(SCENARIOS, draws, judge.full(draws, chain=CHAIN, now=NOW), strict=True):
        package = verify(FilesInMemory(files), draw, chain=CHAIN, now=NOW)
        assert package.verified
        assert said(found, "zh") == package.lines("zh"), scenario
        assert said(found, "en") == package.lines("en"), scenario


def test_marks_of_what_is_lawful(judge: Judge) -> None:
    draws = [(made.files, "2026-001") for made in (few_inspectors(), set_aside()[0], one_left()[0])]
    for (files, draw), found in zip(draws, judge.full(draws, chain=CHAIN, now=NOW), strict=True):
        package = verify(FilesInMemory(files), draw, chain=CHAIN, now=NOW)
        assert package.verified
        assert said(found, "zh") == package.lines("zh")
        assert said(found, "en") == package.lines("en")


def test_on_every_forgery(judge: Judge) -> None:
    """Links and devices aside: a browser is never given one."""
    forgeries = [one for one in FORGERIES if not one.others]
    assert len(forgeries) > 100
    draws = [(one.make(), one.draw) for one in forgeries]
    for one, (files, draw), found in zip(forgeries, draws, judge.many(draws, chain=CHAIN), strict=True):
        package = verify(FilesInMemory(files), draw, chain=CHAIN).last_line("en").split(": ")[:3]
        assert package[0] == "refused"
        assert found == package, str(one)


def test_the_own_chain_of_the_tests_is_refused_where_nobody_names_it(judge: Judge) -> None:
    assert judge(office("waiting").files, "2026-001")[:1] == ["refused"]


def test_signatures(judge: Judge) -> None:
    held = json.loads((VECTORS / "drand.json").read_text())
    held_ones = [(one["round"], one["signature"], True) for one in held["rounds"]]
    refused = [(one["round"], one["signature"], False) for one in held["refuse"]]
    assert held_ones
    assert refused
    script = """(ones) => ones.map(([round, signature]) =>
        window.verifier.signatureHolds(window.verifier.QUICKNET, round, signature))"""
    found = judge.page.evaluate(script, [one[:2] for one in held_ones + refused])
    assert found == [one[2] for one in held_ones + refused]


# --- the site ---------------------------------------------------------------------------------------------------------


@contextmanager
def opened(
    chromium: Browser,
    address: str,
    *,
    size: Mapping[str, int] = DESK,
    dark: bool = False,
    motion: bool = False,
    **more: Any,
) -> Iterator[Page]:
    """A page that notes what must not happen: messages, failed requests, requests to another host."""
    context = chromium.new_context(
        viewport=size,  # type: ignore[arg-type]
        color_scheme="dark" if dark else "light",
        reduced_motion="no-preference" if motion else "reduce",
        locale="zh-CN",
        **more,
    )
    page = context.new_page()
    page.set_default_timeout(20_000)
    wrong: list[str] = []
    inside = address[: address.index("/", 8) + 1] if address.startswith("http") else address.partition("#")[0]
    page.on("console", lambda message: wrong.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: wrong.append(f"error: {error}"))
    page.on("response", lambda answer: wrong.append(f"{answer.status} {answer.url}") if answer.status >= 400 else None)
    page.on("request", lambda asked: None if asked.url.startswith((inside, "data:")) else wrong.append(asked.url))
    page.goto(address)
    yield page
    context.close()
    assert wrong == []


def drawn(site: Site) -> str:
    """The draw of the demonstration with the most to show."""
    found = list((site.folder / "draws").glob("20*/20*/targets/outcome.json"))
    return max(found, key=lambda path: path.stat().st_size).parts[-3]


def verified(page: Page) -> None:
    expect(page.locator(".sv-last__title")).to_have_text("核验通过")
    expect(page.locator(".sv-replay")).to_be_visible()


def accessible(page: Page) -> None:
    found = Axe().run(page, options={"resultTypes": ["violations"]})["violations"]
    assert [f"{one['id']}: {[node['html'][:160] for node in one['nodes'][:3]]}" for one in found] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize(("size", "dark"), [(DESK, False), (PHONE, True)], ids=["desk light", "phone dark"])
def test_a_draw_of_the_site(chromium: Browser, site: Site, size: dict[str, int], dark: bool) -> None:
    draw = drawn(site)
    with opened(chromium, f"{site.address}draws/{draw}/", size=size, dark=dark) as page:
        page.get_by_role("link", name="现场核验").click()
        expect(page.locator("h1")).to_have_text("现场核验")
        accessible(page)
        page.get_by_role("button", name="开始核验").click()
        verified(page)
        files = FilesInMemory(files_of(site.folder / "draws" / draw / draw))
        assert page.locator(".sv-stage").count() >= 2
        proved = page.locator(".sv-line--good").all_inner_texts()
        (package,) = [step for step in verify(files, draw).steps if step.name == "proved.targets"]
        assert any(package.sentence("zh") in line for line in proved)
        accessible(page)
        last = int(page.get_by_role("slider", name="位置").get_attribute("max") or 0)
        seen: list[str] = []
        above: dict[str, list[str]] = {}
        for n in range(last + 1 if size is DESK else 7):
            seen.append(page.locator(".sv-scene__text").inner_text())
            title = page.locator(".sv-scene__title").inner_text()
            if " 层：" in title and page.locator(".sv-cut").count():
                above[title.partition(" ")[0]] = page.locator(".sv-row.is-taken .sv-row__name > code").all_inner_texts()
            if n in {2, 5}:
                accessible(page)
            if n < last:
                page.get_by_role("button", name="下一步").click()
        if size is PHONE:
            page.get_by_role("button", name="跳到结尾").click()
        assert page.get_by_role("button", name="下一步").is_disabled()
        chosen = keys_drawn(site.folder / "draws" / draw / draw / "targets" / "outcome.json")
        shown = {stratum: [key for key in keys if "…" not in key] for stratum, keys in above.items()}
        assert shown
        assert shown == {stratum: chosen[stratum] for stratum in (chosen if size is DESK else shown)}
        page.get_by_text("文字版").click()
        listed = page.locator(".sv-text > li").all_inner_texts()
        assert len(listed) == last + 1
        assert all(text in line for text, line in zip(seen, listed, strict=False))
        accessible(page)


def keys_drawn(outcome: Path) -> dict[str, list[str]]:
    """Stratum → the keys that were drawn and are named, in the order of their tickets."""
    found: dict[str, list[str]] = {}
    for one in json.loads(outcome.read_text())["selected"]:
        if not one["key"].startswith("~"):
            found.setdefault(one["stratum"], []).append(one["key"])
    return found


def test_an_edited_file_is_refused_on_the_page(chromium: Browser, site: Site) -> None:
    draw = drawn(site)
    with opened(chromium, f"{site.address}draws/{draw}/verify/") as page:
        path = f"draws/{draw}/{draw}/targets/roster.csv"
        rows = (site.folder / path).read_text().splitlines(keepends=True)
        page.route(f"**/{path}", lambda route: route.fulfill(body="".join(rows[:-1])))
        page.get_by_role("button", name="开始核验").click()
        expect(page.locator(".sv-last__title")).to_have_text("核验未通过targets: inputs")
        expect(page.locator(".sv-last")).to_contain_text("targets/roster.csv 与冻结时的行数或摘要不符")
        assert page.locator(".sv-replay").count() == 0


def test_a_missing_file_is_no_verdict(chromium: Browser, site: Site) -> None:
    draw = drawn(site)
    with opened(chromium, f"{site.address}draws/{draw}/verify/") as page:
        page.evaluate("() => { window.fetch = () => Promise.reject(new Error('no network')); }")
        page.get_by_role("button", name="开始核验").click()
        expect(page.locator(".sv-last__title")).to_have_text("没有核验")
        expect(page.locator(".sv-last")).to_contain_text("请检查网络")


def test_by_keyboard_alone(chromium: Browser, site: Site) -> None:
    with opened(chromium, f"{site.address}draws/{drawn(site)}/verify/") as page:
        page.get_by_role("button", name="开始核验").focus()
        page.keyboard.press("Enter")
        verified(page)
        page.keyboard.press("Tab")  # to the stages of the replay
        expect(page.locator(":focus")).to_have_class(re.compile("sv-act"))
        page.get_by_role("button", name="下一步").focus()
        page.keyboard.press("Space")
        expect(page.locator(".sv-counter")).to_contain_text("2 /")
        expect(page.locator(".sv-scene__text")).to_have_attribute("aria-live", "polite")
        page.get_by_role("slider", name="位置").focus()
        page.keyboard.press("End")
        expect(page.locator(".sv-scene__title")).to_have_text("结果")


def test_it_plays_and_pauses(chromium: Browser, site: Site) -> None:
    with opened(chromium, f"{site.address}draws/{drawn(site)}/verify/", motion=True) as page:
        page.get_by_role("button", name="开始核验").click()
        verified(page)
        page.get_by_label("速度").select_option("4")
        page.get_by_role("button", name="播放").click()
        expect(page.locator(".sv-scene__text")).to_have_attribute("aria-live", "off")
        expect(page.locator(".sv-counter")).to_contain_text("3 /")
        page.get_by_role("button", name="暂停").click()
        expect(page.get_by_role("button", name="播放")).to_be_visible()
        assert page.locator(".sv-scene__text").get_attribute("aria-live") == "polite"


def test_nothing_moves_for_those_who_do_not_want_it(chromium: Browser, site: Site) -> None:
    with opened(chromium, f"{site.address}draws/{drawn(site)}/verify/") as page:
        page.get_by_role("button", name="开始核验").click()
        verified(page)
        expect(page.get_by_role("button", name="播放")).to_be_hidden()
        for _ in range(6):
            page.get_by_role("button", name="下一步").click()
            assert page.evaluate("document.getAnimations().length") == 0


def test_without_javascript(chromium: Browser, site: Site) -> None:
    with opened(chromium, f"{site.address}draws/{drawn(site)}/verify/", java_script_enabled=False) as page:
        expect(page.get_by_text("核验需要 JavaScript")).to_be_visible()
        expect(page.get_by_role("link", name="verify.py", exact=True)).to_be_visible()
        assert page.get_by_role("button", name="开始核验").count() == 0


@pytest.mark.parametrize(("path", "heading"), [("verify/", "核验任意抽查"), ("en/verify/", "Verify any draw")])
def test_a_folder_from_anywhere(chromium: Browser, site: Site, path: str, heading: str) -> None:
    vector = VECTORS / "draws" / "good-substitutes-and-relief"
    (folder,) = (one for one in vector.iterdir() if one.is_dir())
    with opened(chromium, site.address + path, size=PHONE) as page:
        expect(page.locator("h1")).to_have_text(heading)
        accessible(page)
        page.locator("input[webkitdirectory]").set_input_files(folder)
        expect(page.locator(".sv-last__title")).to_have_text("核验通过" if path == "verify/" else "Verified")
        expect(page.locator(".sv-replay")).to_be_visible()
        accessible(page)


# --- the offline file -------------------------------------------------------------------------------------------------


def packed(files: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for path, data in files.items():
            archive.writestr(path, data)
    return buffer.getvalue()


def vector(name: str) -> tuple[dict[str, bytes], str]:
    (folder,) = (one for one in (VECTORS / "draws" / name).iterdir() if one.is_dir())
    return files_of(folder), folder.name


DROP = """async ([name, text]) => {
    const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    const transfer = new DataTransfer();
    transfer.items.add(new File([bytes], name));
    for (const type of ["dragover", "drop"]) {
        document.querySelector(".sv-drop").dispatchEvent(
            new DragEvent(type, { dataTransfer: transfer, bubbles: true, cancelable: true }));
    }
}"""


@pytest.mark.parametrize("way", ["zip", "zip without a folder", "folder", "dropped"])
@pytest.mark.parametrize("name", ["good-joint-withheld", "bad-selected-swapped"])
def test_offline(chromium: Browser, name: str, way: str, tmp_path: Path) -> None:
    files, draw = vector(name)
    with opened(chromium, f"{OFFLINE}#zh", offline=True) as page:
        if way == "folder":
            for path, data in files.items():
                (tmp_path / draw / path).parent.mkdir(parents=True, exist_ok=True)
                (tmp_path / draw / path).write_bytes(data)
            page.locator("input[webkitdirectory]").set_input_files(tmp_path / draw)
        else:
            top = "" if way == "zip without a folder" else f"{draw}/"
            data = packed({f"{top}{path}": data for path, data in files.items()})
            if way == "dropped":
                page.evaluate(DROP, [f"{draw}.zip", b64encode(data).decode()])
            else:
                given = {"name": f"{draw}.zip", "mimeType": "application/zip", "buffer": data}
                page.locator("input[accept]").set_input_files(given)  # type: ignore[arg-type]
        if name.startswith("good"):
            verified(page)
        else:
            expect(page.locator(".sv-last__title")).to_have_text("核验未通过targets: selected")
        if way == "zip":
            accessible(page)


def broken_zips() -> dict[str, tuple[str, bytes, str]]:
    files, draw = vector("good-small")
    whole = {f"{draw}/{path}": data for path, data in files.items()}
    good = packed(whole)
    twice = {**whole, f"{draw}/task.yamk": b"x"}
    several = {**whole, **{f"2026-999/{path}": data for path, data in files.items()}}
    many = {f"{draw}/targets/{n}": b"" for n in range(5_001)}
    return {
        "cut off": ("a.zip", good[: len(good) // 2], "打不开"),
        "damaged": ("a.zip", good[:60] + bytes(200) + good[260:], ""),
        "empty file": ("a.zip", b"", "没有文件"),
        "empty archive": ("a.zip", packed({}), "没有文件"),
        "no zip": ("a.pdf", b"%PDF-1.7", "请选择 zip 文件"),
        "bomb": ("a.zip", packed({f"{draw}/task.yaml": bytes(210_000_000)}), "文件太大"),
        "too many": ("a.zip", packed(many), "文件太多"),
        "a name twice": ("a.zip", packed(twice).replace(b"task.yamk", b"task.yaml"), "重名"),
        "several draws": ("a.zip", packed(several), "好几次抽取"),
        "something else": ("a.zip", packed({"notes/readme.txt": b"x"}), "没有找到抽取文件夹"),
    }


def test_what_is_no_draw_is_told_clearly(chromium: Browser) -> None:
    with opened(chromium, f"{OFFLINE}#zh", offline=True) as page:
        for case, (name, data, text) in broken_zips().items():
            given = {"name": name, "mimeType": "application/zip", "buffer": data}
            page.locator("input[accept]").set_input_files(given)  # type: ignore[arg-type]
            title = page.locator(".sv-last__title")
            expect(title).to_be_visible()
            expect(page.locator("[data-verify]")).not_to_have_attribute("aria-busy", "true")
            if text:
                assert title.inner_text() == "没有核验", case
                assert text in page.locator(".sv-last").inner_text(), case
            else:
                assert title.inner_text().startswith(("没有核验", "核验未通过")), case


def test_a_huge_file_is_not_opened(chromium: Browser, tmp_path: Path) -> None:
    huge = tmp_path / "2026-001.zip"
    with huge.open("wb") as file:
        file.truncate(250_000_000)
    with opened(chromium, f"{OFFLINE}#zh", offline=True) as page:
        page.locator("input[accept]").set_input_files(huge)
        expect(page.locator(".sv-last")).to_contain_text("文件太大：合计超过 200 MB")


def test_a_draw_without_a_file_is_judged(chromium: Browser) -> None:
    files, draw = vector("good-small")
    kept = {f"{draw}/{path}": data for path, data in files.items() if path != "task.yaml"}
    with opened(chromium, f"{OFFLINE}#en", offline=True) as page:
        given = {"name": "a.zip", "mimeType": "application/zip", "buffer": packed(kept)}
        page.locator("input[accept]").set_input_files(given)  # type: ignore[arg-type]
        expect(page.locator(".sv-last")).to_contain_text("task.yaml is missing")
        expect(page.locator(".sv-last__title")).to_have_text("Refusedtargets: files")


def test_nothing_on_a_page_can_choose_the_chain() -> None:
    """Tests give a chain to the module; no address, form or attribute does."""
    for page in (TOP / "verifier" / "src" / "page").glob("*.ts"):
        assert not re.search(r"\bchain:|QUICKNET|publicKey", page.read_text()), page.name


def test_what_it_is_built_from_is_pinned_by_hash_and_by_no_address() -> None:
    lock = json.loads((TOP / "verifier" / "package-lock.json").read_text())
    parts = {name: part for name, part in lock["packages"].items() if name}
    assert {"node_modules/@noble/curves", "node_modules/fflate", "node_modules/esbuild"} <= set(parts)
    assert all(part["integrity"].startswith("sha512-") and "resolved" not in part for part in parts.values())
    bundle = (TOP / "docs" / "site" / "assets" / "verify.js").read_text()
    assert (TOP / "verifier" / "LICENSES.txt").read_text() in bundle
