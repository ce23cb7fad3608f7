"""`sunlot circular`: after each draw a circular, drafted from its results."""

from pathlib import Path

import click

from sunlot.cli import edge
from sunlot.core.circulars import Wording
from sunlot.jobs.circular import circular
from sunlot.store.repository import Store


@click.command(short_help="circular")
@click.argument("draw", metavar="DRAW")
@click.option("--interim", is_flag=True, help="阶段性通报：结果尚未全部公布 · while results are missing")
@click.option("--title", metavar="TEXT", help="标题 · title")
@click.option("--document-no", metavar="TEXT", help="文号，不写则标为待核实 · its number")
@click.option("--case", "cases", multiple=True, metavar="TEXT", help="典型案例，隐去名称 · a typical case, no names")
@click.option("--lessons", metavar="TEXT", help="警示与要求 · what others should learn")
@click.option(
    "--lessons-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="写有警示与要求的文本文件 · a text file with the lessons",
)
@click.option("--channel", "channels", multiple=True, metavar="TERM", help="公布渠道 · where it is published")
@click.option("--write", is_flag=True, help="写入文件 · write the file")
@edge.as_of
@edge.repository
@edge.guarded
def command(
    draw: str,
    interim: bool,
    title: str | None,
    document_no: str | None,
    cases: tuple[str, ...],
    lessons: str | None,
    lessons_file: Path | None,
    channels: tuple[str, ...],
    write: bool,
    as_of: str | None,
    repo: Path,
) -> int:
    """由已公布的结果起草抽查 DRAW 的通报：数字相符，问题、处罚和案例不出现名称；加 --write 才写入。

    Draft the circular of DRAW from its published results. Figures are counted, never typed; names are left out. What
    people wrote in the circular in force stays unless an option says otherwise. Refused while results are missing,
    unless --interim. With --write it becomes results/DRAW/circular.yaml, or the next circular.N.yaml.

    \b
    sunlot circular 2026-001
    sunlot circular 2026-002 --interim --document-no 演示震防发〔2026〕22号 --write
    """
    if lessons is not None and lessons_file is not None:
        raise click.BadParameter("与 --lessons 只能用一个 · give only one of them", param_hint="--lessons-file")
    if lessons_file is not None:
        lessons = _text(lessons_file)
    wording = Wording(title=title, document_no=document_no, cases=cases, lessons=lessons, channels=channels)
    store = Store.open(repo)
    made = circular(store, draw, wording, now=edge.now(), as_of=edge.given_date(as_of), interim=interim)
    if made.unchanged:
        edge.say(f"{made.path} 与现有结果一致，未作改动", f"{made.path} says the same already; nothing changed")
        return edge.FINE
    if write:
        store.write({made.path: made.data})
        edge.say(f"已写入 {made.path}；请核对、提交", f"wrote {made.path}; look at it, then commit it")
        return edge.FINE
    click.echo(made.data.decode(), nl=False)
    click.echo(_hint(made.path), err=True)
    return edge.FINE


def _hint(path: str) -> str:
    if edge.lang() == "zh":
        return f"尚未写入；加 --write 写入 {path}"
    return f"not written; with --write it becomes {path}"


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise click.BadParameter(f"{file}：不是 UTF-8 文本 · no text in UTF-8", param_hint="--lessons-file") from None
