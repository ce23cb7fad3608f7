"""`sunlot site`: build the public site."""

from pathlib import Path

import click

from sunlot.cli import edge
from sunlot.jobs.site import build_site
from sunlot.store.repository import Store


@click.command(short_help="site")
@click.argument("path", type=click.Path(exists=True, file_okay=False, path_type=Path), default=".")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="写到该文件夹，默认 PATH/build/site · the folder to write",
)
@click.option("--rev", metavar="REV", help="某一版本而不是工作区 · a revision instead of the work tree")
@edge.as_of
@edge.guarded
def command(path: Path, out: Path | None, rev: str | None, as_of: str | None) -> int:
    """由 PATH 处的仓库生成公示网站：旁边生成，完成后整体替换。

    Build the public site of the repository at PATH; the old one stays until the new one is whole.
    The same revision and the same day give the same bytes.

    \b
    sunlot site --out /srv/www/sunlot
    sunlot site --rev main --as-of 2026-12-31
    """
    built = build_site(
        Store.open(path, rev), out or path / "build" / "site", today=edge.today(), as_of=edge.given_date(as_of)
    )
    zh = f"{built.out}：{built.as_of}，{built.pages} 页，{built.files} 个文件"
    en = f"{built.out}: as of {built.as_of}, {built.pages} pages, {built.files} files"
    click.echo(zh if edge.lang() == "zh" else en)
    return edge.FINE
