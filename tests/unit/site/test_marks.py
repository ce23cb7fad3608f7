"""A draw's page shows what is lawful and should be seen: who was struck off, what was set aside, who goes again."""

from hashlib import sha256
from typing import Any

import pytest
from tests.support.drawfolders import ONE_GROUP, RULES, Entry, Inspector, Office
from tests.support.site import DAY, filled, registry_of
from tests.unit.protocol.forging import CHAIN, DRAW, FULL, office, sealed
from tests.unit.protocol.test_verdict import one_left, set_aside

from sunlot.core.protocol.folder import FilesInMemory
from sunlot.core.protocol.reading import read
from sunlot.core.protocol.record import Record
from sunlot.core.protocol.verify import judge
from sunlot.core.views import draw_pages
from sunlot.core.views.assembling import assemble
from sunlot.core.views.contents import Contents, DrawFile
from sunlot.jobs.site.contents import vocabulary
from sunlot.jobs.site.rendering import Renderer

LATER = "2026-08-21T01:00:00Z"
AGAIN, WAIVED = "上次也由其检查", "上次也由其检查（其他可选人员不足）"


def site_of(*records: Record) -> Contents:
    """A site about draws whose targets and inspectors no register knows, so that ids stand for names."""
    groups = [{"id": "g1", "authority": "xj-demo", "role": "officer", "size": 2}]
    books = {
        "settings": [filled("settings", "文字", title="演示", title_en="Demo")],
        "task": [filled("task", "文字", id=one.draw, groups=groups) for one in records],
    }
    return assemble(
        registry_of(books),
        vocabulary(),
        DAY,
        records={one.draw: one for one in records},
        verdicts={},
        files={one.draw: [DrawFile("task.yaml", 0, sha256().hexdigest())] for one in records},
    )


def page(record: Record) -> str:
    site = site_of(record)
    made = next(one for one in draw_pages.pages(site) if one.template == "draw")
    return Renderer(site).render(made.template, made.path.count("/"), made.values)


def test_who_is_struck_off_stands_on_the_page_with_the_reason() -> None:
    made, _, _, leaves = set_aside()
    stages = {stage.id: stage for stage in site_of(made.record).draws[0].stages}
    assert stages["relief-1"].changes[-1].text == f"不再作为候选：{leaves}（离职）"
    kept = f"不再作为候选：{leaves}（离职；沿用已作废阶段 relief-1 的登记）"
    assert stages["relief-2"].changes[-1].text == kept
    assert kept in page(made.record)
    standing = {stage.id: stage for stage in site_of(office(FULL).record).draws[0].stages}
    assert standing["teams-2"].changes == (), "what a stage that stands has entered is told there, once"


def test_whether_the_value_was_out_stands_beside_what_was_set_aside() -> None:
    made, *_ = set_aside()
    stages = {stage.id: stage for stage in site_of(made.record).draws[0].stages}
    assert "按自述的作废时间，随机数当时尚未公布" in str(stages["relief-1"].void)
    assert "作废时随机数已公布，结果当时已可算出" in str(stages["substitutes-1"].void)
    shown = page(made.record)
    assert str(stages["relief-1"].void) in shown
    assert str(stages["substitutes-1"].void) in shown


def test_the_digest_of_a_filed_document_stands_on_the_page() -> None:
    def file(freeze: dict[str, Any]) -> None:
        freeze["vacancies"][0]["evidence"] = "ab" * 32

    assert "存档文件摘要" not in page(office(FULL).record)
    for stage in ("substitutes-1", "relief-1"):
        changed = sealed(f"{stage}/freeze.json", file)
        shown = page(read(FilesInMemory(changed), DRAW))
        assert shown.count("存档文件摘要") == 1
        assert "<wbr>".join(["ab" * 8] * 4) in shown


def test_a_place_that_nobody_can_take_stands_on_the_page() -> None:
    made, leaves, stays = one_left()
    [draw] = site_of(made.record).draws
    assert draw.stages[-1].changes[0].text == f"{leaves}（T0）：疾病；无人可补"
    assert draw.chosen[0].few_officers
    assert "执法人员少于 2 名" in page(made.record)
    made.reveal(made.relief(("T0", stays)))
    [draw] = site_of(made.record).draws
    assert draw.chosen[0].team == ()
    assert draw.chosen[0].few_officers, "nobody is fewer than two as well"


def test_a_place_that_is_still_to_be_drawn_is_not_called_empty() -> None:
    made = one_target("2026-001", "ab")
    made.relief(("T0", made.team("T0")[0]))
    [draw] = site_of(made.record).draws
    assert draw.stages[-1].changes[0].text.endswith("（T0）：疾病")
    assert not draw.chosen[0].few_officers
    assert "执法人员少于 2 名" not in page(made.record)


def one_target(draw: str, people: str, now: str = "") -> Office:
    made = Office(draw, now=now)
    listed = [Inspector(key, "g1", "65") for key in people]
    made.begin([Entry("T0", "K", "650102")], RULES, listed, ONE_GROUP)
    made.reveal("targets", "teams")
    return made


def again(*draws: Office) -> dict[str, str]:
    """The members of the team that the last of some draws sends, and what is said of each."""
    for one in draws:
        assert judge(one.record, chain=CHAIN).verified
    newest = site_of(*(one.record for one in draws)).draws[0]
    assert newest.id == draws[-1].draw
    return {member.person.id: member.again for member in newest.chosen[0].team}


def test_who_goes_again_for_want_of_others_is_marked() -> None:
    first, second = one_target("2026-001", "abc"), one_target("2026-002", "abc", LATER)
    before = first.team("T0")
    assert again(first, second) == {key: WAIVED if key in before else "" for key in second.team("T0")}
    assert WAIVED in again(first, second).values()
    site = site_of(first.record, second.record)
    made = next(one for one in draw_pages.pages(site) if one.path == "draws/2026-002/")
    assert WAIVED in Renderer(site).render(made.template, made.path.count("/"), made.values)


def test_who_goes_again_though_others_could_is_marked_without_an_excuse() -> None:
    first, second = one_target("2026-001", "abcd"), one_target("2026-002", "abcd", LATER)
    both = set(first.team("T0")) & set(second.team("T0"))
    assert both, "the values of these draws send somebody again"
    assert again(first, second) == {key: AGAIN if key in both else "" for key in second.team("T0")}


def test_the_last_time_is_that_before_the_freeze() -> None:
    first, second = one_target("2026-001", "ab"), one_target("2026-002", "ab")
    assert set(again(first, second).values()) == {""}, "frozen before the other teams were drawn"
    second = one_target("2026-002", "ab", LATER)
    assert set(again(first, second).values()) == {WAIVED}


@pytest.mark.parametrize(("voided_at", "said"), [(LATER, ""), ("2026-08-21T01:00:01Z", WAIVED)])
def test_teams_that_were_void_at_the_freeze_went_nowhere(voided_at: str, said: str) -> None:
    first, second = one_target("2026-001", "ab"), one_target("2026-002", "ab", LATER)
    first.now = voided_at
    first.void("teams")
    assert set(again(first, second).values()) == {said}
