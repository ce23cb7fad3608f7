"""`sunlot print`: the papers of a draw, as PDF/A or as .docx to be edited."""

from pathlib import Path

import click

from sunlot.cli import edge
from sunlot.jobs.documents import NAMES, Kind, papers
from sunlot.jobs.documents.printing import Form, print_papers, write_template
from sunlot.store.repository import Store


@click.command(short_help="print")
@click.argument("kind", metavar="KIND", type=click.Choice(list(NAMES)))
@click.argument("draw", metavar="DRAW", required=False)
@click.option(
    "--out", required=True, type=click.Path(file_okay=False, path_type=Path), help="写入的文件夹 · folder to write to"
)
@click.option("--target", "targets", multiple=True, metavar="KEY", help="只印该对象，可重复 · only for this target")
@click.option(
    "--format",
    "form",
    type=click.Choice(["pdf", "docx"]),
    default="pdf",
    show_default=True,
    help="定稿 PDF/A 或可编辑的 docx · fixed, or to be edited",
)
@click.option(
    "--fonts",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    envvar="SUNLOT_FONTS",
    help="字体文件夹，默认用本机字体 · a folder of fonts",
)
@click.option("--template", is_flag=True, help="写出 docx 模板，供修改 · write the template, to be changed")
@edge.as_of
@edge.repository
@edge.guarded
def command(
    kind: Kind,
    draw: str | None,
    out: Path,
    targets: tuple[str, ...],
    form: Form,
    fonts: Path | None,
    template: bool,
    as_of: str | None,
    repo: Path,
) -> int:
    """打印抽查 DRAW 的文书。notice 通知书，record 检查笔录，order 责令改正，circular 通报，certificate 抽取证明。

    Print the papers of DRAW: notices, record forms, orders to correct, the circular, a certificate of the draw.
    Contacts and withheld identities are filled in where the vault is, and stay blank elsewhere. A demonstration is
    marked on each page and bears no seal.

    \b
    sunlot print certificate 2026-001 --out 打印
    sunlot print notice 2026-002 --out 打印 --target 91653226DEM001949J
    sunlot print record 2026-002 --out 打印 --format docx
    sunlot print record --template --out templates
    """
    if kind == "certificate" and (template or form == "docx"):
        raise click.BadParameter("抽取证明只有 PDF · a certificate is a PDF only", param_hint="KIND")
    if targets and kind in {"circular", "certificate"}:
        raise click.BadParameter(f"{kind} 不分对象 · is not for single targets", param_hint="--target")
    if (draw is None) != template:
        raise click.BadParameter(
            "写明抽查编号，或只写 --template · name a draw, or --template alone", param_hint="DRAW"
        )
    store = Store.open(repo)
    if draw is None:
        place = write_template(store, kind, out)
        edge.say(
            f"模板在 {place}；改好后放入 sunlot.yaml 的 documents.templates 所写的文件夹",
            f"the template is {place}; changed, it belongs in the folder that documents.templates of sunlot.yaml names",
        )
        return edge.FINE
    vault = edge.vault(store)
    made = papers(store, kind, draw, targets=targets, now=edge.now(), as_of=edge.given_date(as_of), vault=vault)
    written = print_papers(store, made, out, form, vault=vault, fonts=fonts)
    what, what_en = NAMES[kind]
    edge.say(
        f"{what} {len(made)} 份在 {out}，其中新写入 {len(written)} 份",
        f"{len(made)} {what_en} in {out}, {len(written)} of them new",
    )
    if not vault.present and kind not in {"circular", "certificate"}:
        edge.say("本机没有内部库，联系人等栏目留空", "no vault on this machine: contacts and the like are left blank")
    return edge.FINE
