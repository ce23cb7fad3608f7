"""`sunlot fmt`: write files in canonical form."""

from pathlib import Path

import click

from sunlot.cli import edge
from sunlot.jobs.fmt import fmt
from sunlot.store.errors import plain
from sunlot.store.repository import Store


@click.command(short_help="fmt")
@click.option("--check", "only_check", is_flag=True, help="只检查，不写入 · only tell which files would change")
@edge.repository
@edge.guarded
def command(only_check: bool, repo: Path) -> int:
    """把全部名录、任务和结果写成规范格式；内容不变。

    Write every record file in canonical form; what it says stays the same. A file with problems is left as it is.

    \b
    sunlot fmt
    """
    done = fmt(Store.open(repo), write=not only_check)
    for path in map(plain, done.changed):
        edge.say(
            f"{path}：{'将改写' if only_check else '已改写'}",
            f"{path}: {'would change' if only_check else 'rewritten'}",
        )
    failed = edge.show(done.problems)
    edge.say(f"{done.files} 个文件，{len(done.changed)} 个改写", f"{done.files} files, {len(done.changed)} rewritten")
    return edge.PROBLEMS if failed or (only_check and done.changed) else edge.FINE
