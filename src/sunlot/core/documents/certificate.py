"""抽取证明: a draw on paper, so that whoever holds the sheet can do the draw again and compare."""

from collections.abc import Iterator

from sunlot.core.documents.case import Office
from sunlot.core.documents.paper import Block, Field, Fields, Paper, Table, Text, Words, in_fours
from sunlot.core.protocol.grammar import PROTOCOL
from sunlot.core.protocol.record import Record, Stage
from sunlot.core.views.draws import Chosen, DrawView, StageView

MOST = 24
"""So many of the chosen stand on the sheet; the outcome's digest binds them all."""
SHOWN = 16
"""So many digits of a ticket are shown: enough to find it again."""
FULL = 18
"""A key that is longer belongs to a withheld entry, and is shortened."""
WITNESSED = Words(
    "名单的冻结时间有第三方凭证。", "Receipts of third parties prove that the lists were frozen before the values came."
)
DECLARED = Words(
    "名单的冻结时间是本单位自行声明的，没有第三方证明。",
    "The times of freezing are the office's own statement; no third party proves them.",
)
LISTS_EN = {
    "targets/roster.csv": "roster",
    "targets/exclusions.csv": "not in the roster",
    "teams/inspectors.csv": "inspectors",
    "teams/absences.csv": "absent inspectors",
    "teams/recusals.csv": "recusals (closed)",
}


def certificate(office: Office, view: DrawView, record: Record) -> Paper:
    """Certify a draw whose targets are drawn, in Chinese and English.

    Args:
        office: Whose draw.
        view: The draw as its page shows it.
        record: Its folder, read.
    """
    return Paper(
        kind="certificate",
        file=f"certificate-{view.id}",
        issuer=office.issuer,
        title=Words("抽取证明", "Certificate of a draw"),
        number=view.id,
        numbered=False,
        day=office.day,
        blocks=tuple(_blocks(office, view, record)),
        mark=office.mark,
    )


def certifiable(view: DrawView, day: str) -> bool:
    """Whether the targets of a draw are drawn by a day, and the verifier accepts it."""
    if view.stage is None or view.stage.seed is None or view.verdict is None:
        return False
    return view.verdict.ok and view.stage.beacon.time[: len(day)] <= day


def _blocks(office: Office, view: DrawView, record: Record) -> Iterator[Block]:
    yield Text(
        "opening",
        Words(
            f"“{view.title}”（抽查编号 {view.id}）先冻结名单，再等公开的随机数产生，"
            f"从 {view.size} 户中抽取 {view.take} 户。"
            "任何人都可以依照下面所列的内容重做一遍。",
            f"Draw {view.id}: the lists were frozen first, then a public random value was awaited, and {view.take} of"
            f" {view.size} were drawn. Anybody can do it again from what stands below.",
        ),
    )
    if view.state_code == "void":
        yield Text(
            "void",
            Words(
                "本次抽取已公开作废，不作为检查的依据。", "The draw was set aside in public; nobody is inspected by it."
            ),
        )
    yield Text("evidence", WITNESSED if view.verdict and view.verdict.witnessed else DECLARED)
    for stage in view.stages:
        yield Fields(stage.id.replace("-", "_"), tuple(_stage(office, stage, record)), _stage_title(stage))
    yield _lists(view)
    yield _strata(view)
    yield _chosen(view)
    yield from _repeat(view)
    yield from office.links((Words("过程、文件与现场核验", "Files, and checking in the browser"), f"draws/{view.id}/"))
    yield office.unofficial


def _stage_title(stage: StageView) -> Words:
    return Words(f"{stage.title}：{stage.state}", f"{stage.id}: {stage.state_code}")


def _stage(office: Office, stage: StageView, record: Record) -> Iterator[Field]:
    beacon = stage.beacon
    name = stage.id.replace("-", "_")
    source = office.words.term("beacon_source", beacon.source_code, "en")
    strength = office.words.term("beacon_strength", beacon.strength_code, "en")
    yield Field(f"{name}_frozen", Words("冻结（北京时间）", "Frozen"), stage.frozen_at)
    yield Field(
        f"{name}_beacon",
        Words("随机数来源", "Beacon"),
        f"{beacon.source}（{beacon.strength}） {source} ({strength})",
    )
    yield Field(f"{name}_round", Words("期号、时刻", "Round, time"), f"{beacon.round}，{beacon.time}")
    yield Field(f"{name}_chain", Words("随机链", "Chain"), beacon.chain, code=True)
    if beacon.signature is not None:
        yield Field(f"{name}_value", Words("随机数", "Value"), in_fours(beacon.signature), code=True)
    if stage.seed:
        yield Field(f"{name}_seed", Words("种子", "Seed"), in_fours(stage.seed), code=True)
    if stage.void:
        yield Field(f"{name}_void", Words("作废", "Set aside"), stage.void)
    for one in record.stages:
        if str(one.id) == stage.id and isinstance(one, Stage):
            yield Field(f"{name}_freeze", Words("冻结文件", "Freeze"), in_fours(one.freeze.digest), code=True)
            if one.outcome:
                yield Field(f"{name}_outcome", Words("结果文件", "Outcome"), in_fours(one.outcome.digest), code=True)


def _lists(view: DrawView) -> Table:
    rows = tuple((f"{one.title} {LISTS_EN[one.path]}", str(one.count), in_fours(one.sha256)) for one in view.lists)
    head = (Words("名单", "List"), Words("行数", "Rows"), Words("SHA-256"))
    return Table("lists", Words("名单及摘要", "Lists and digests"), head, (6, 2, 13), rows, frozenset({2}))


def _strata(view: DrawView) -> Table:
    rows = tuple((f"{one.id} {one.title}", str(one.size), str(one.take), one.chance) for one in view.strata)
    head = (Words("层", "Stratum"), Words("对象", "Size"), Words("抽取", "Taken"), Words("概率", "Chance"))
    return Table("strata", Words("分层", "Strata"), head, (6, 2, 2, 5), rows)


def _chosen(view: DrawView) -> Table:
    rows = [_row(one) for one in view.chosen[:MOST]]
    if (left := len(view.chosen) - MOST) > 0:
        rows.append(("…", f"其余 {left} 户见网页，结果文件的摘要涵盖全部（{left} more, bound by the digest）", "", ""))
    head = (Words("序", "Rank"), Words("对象", "Target"), Words("代码", "Key"), Words(f"签号前 {SHOWN} 位", "Ticket"))
    return Table("chosen", Words("抽取结果", "Drawn"), head, (1, 7, 5, 5), tuple(rows), frozenset({2, 3}))


def _row(one: Chosen) -> tuple[str, str, str, str]:
    gone = f"（空缺：{one.vacated}）" if one.vacated else ""
    key = one.target.id if len(one.target.id) <= FULL else f"{one.target.id[:9]}…{one.target.id[-4:]}"
    return (
        str(one.rank) if one.rank is not None else "补",
        f"{one.target.text}{gone}",
        key,
        in_fours(one.ticket[:SHOWN]),
    )


def _repeat(view: DrawView) -> Iterator[Block]:
    yield Text(
        "repeat",
        Words(
            f"怎样重做：下载 {view.id}.zip 和 verify.py（只需 Python 3.11 以上，不连接网络），解开后运行"
            f" python3 verify.py {view.id}，最后一行应为 verified。"
            f"签号 = SHA-256（{PROTOCOL}|target|种子|对象代码），每层取签号最小的若干户。",
            f"To repeat: unpack {view.id}.zip beside verify.py and run python3 verify.py {view.id}; its last line has"
            f" to be verified. Tickets are SHA-256 of {PROTOCOL}|target|seed|key; of a stratum the smallest are taken.",
        ),
    )
    first = next((one for one in view.chosen if len(one.target.id) <= FULL and one.rank is not None), None)
    if view.stage and view.stage.seed and first:
        line = f"printf %s '{PROTOCOL}|target|{view.stage.seed}|{first.target.id}' | sha256sum"
        yield Fields(
            "by_hand",
            (
                Field("command", Words(f"用系统命令核对第 {first.rank} 户", "By hand"), line, code=True),
                Field("prints", Words("应当显示", "Prints"), in_fours(first.ticket), code=True),
            ),
        )
