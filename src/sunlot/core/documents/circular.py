"""通报: the circular of a draw as a paper, from its record; the record alone says what is in it (一抽查一通报)."""

from collections.abc import Iterator

from sunlot.core.documents.case import Office
from sunlot.core.documents.paper import Block, Field, Fields, Paper, Table, Text, Words
from sunlot.core.model import Circular, Task


def circular(office: Office, task: Task, told: Circular) -> Paper:
    """Write the circular as it was published."""
    return Paper(
        kind="circular",
        file=f"circular-{told.draw}",
        issuer=Words(office.issuer.zh),
        title=Words(told.title),
        number=told.document_no or "",
        day=told.published_on,
        blocks=tuple(_blocks(office, task, told)),
        mark=office.mark,
    )


def _blocks(office: Office, task: Task, told: Circular) -> Iterator[Block]:
    interim = "阶段性通报，结果尚未全部公布。" if told.interim else ""
    opening = f"“{task.title}”（抽查编号 {told.draw}）的抽查情况通报如下。{interim}"
    yield Text("opening", Words(opening))
    yield Fields(
        "figures",
        tuple(
            Field(name, Words(label), f"{count} 户")
            for name, label, count in (
                ("population", "名单中的对象", told.population),
                ("drawn", "抽取", told.drawn),
                ("inspected", "实施检查", told.inspected),
                ("cancelled", "未实施检查", told.cancelled),
            )
        ),
        Words("抽查情况"),
    )
    counted = tuple((office.words.term("result_code", one.result_code), f"{one.count} 户") for one in told.counts)
    yield Table("counts", Words("检查结果"), (Words("结果"), Words("户数")), (5, 1), counted)
    for name, title, texts in (
        ("problem", "发现的问题", told.problems),
        ("penalty", "查处情况", told.penalties),
        ("case", "典型案例", told.typical_cases),
    ):
        rows = tuple((str(number), text) for number, text in enumerate(texts, 1))
        yield Table(name, Words(title), (Words("序号"), Words("内容")), (1, 11), rows or (("", "无。"),))
    yield Text("lessons", Words(told.lessons or ""))
    channels = "、".join(office.words.term("publication_channel", one) for one in told.channels)
    yield Text("channels", Words(f"本通报公布于：{channels}。"))
    draw, own = Words("本次抽查：过程与核验"), Words("本通报网页")
    yield from office.links((draw, f"draws/{told.draw}/"), (own, f"results/{told.draw}/circular/"))
    yield office.unofficial
