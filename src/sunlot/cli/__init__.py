"""The command line: each command in a file of its own, imported only when it is called."""

import gc
from importlib import import_module
from typing import Any

import click

from sunlot import __version__

COMMANDS = {
    "check": "检查全部名录、抽查与结果 · check registers, draws and results",
    "fmt": "写成规范格式 · write files in canonical form",
    "vault": "内部库：核对、清理 · the vault: check, prune",
    "plan": "由计划批次生成抽查任务 · make a task from a batch of the plan",
    "simulate": "冻结前试抽：概率、人员、随机程度 · try a draw out before it is frozen",
    "freeze": "冻结名单或后续阶段，等待随机值 · freeze the lists of a draw, or a later stage",
    "receipt": "为冻结时间取得第三方凭证 · a receipt for the time of a freeze",
    "draw": "随机值公布后抽取 · draw when the beacon is out",
    "void": "公开作废一个阶段 · set a stage aside, in public",
    "verify": "重做抽取并逐步核对 · repeat a draw and compare",
    "compare": "与其他部门的名单比对 · compare another authority's list with the register",
    "show": "查看一个对象、人员或一次抽查 · all about a target, an inspector or a draw",
    "due": "逾期和将到期的事项 · what is late and what is due",
    "circular": "由结果起草抽查通报 · the circular of a draw, from its results",
    "print": "打印通知书、笔录、通报、抽取证明 · notices, record forms, certificates",
    "site": "生成公示网站 · build the public site",
}

_RARELY = 200_000  # objects made and not let go of between two looks; Python's own number is 700


class _Lazy(click.Group):
    """A group that imports a command when it is asked for: no command pays for the others at its start."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Be the process `sunlot`; who calls a command from Python calls `main`.

        A command builds records, keeps nearly all of them to its end and is over. Looking for garbage among them takes
        a tenth of its time and finds none, so it is done rarely.
        """
        gc.set_threshold(_RARELY)
        return super().__call__(*args, **kwargs)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name the commands in the order of the daily work."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one command."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        command = import_module(f"sunlot.cli.{cmd_name}").command
        if not isinstance(command, click.Command):
            raise TypeError(f"sunlot.cli.{cmd_name}.command is no command")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands with their one line, without importing them."""
        del ctx
        with formatter.section("命令 · Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.command(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="sunlot")
@click.option(
    "--lang",
    type=click.Choice(["zh", "en"]),
    default="zh",
    envvar="SUNLOT_LANG",
    show_default=True,
    help="提示的语言 · language of messages",
)
@click.pass_context
def main(ctx: click.Context, lang: str) -> None:
    """阳光抽签 sunlot：可由任何人重做的“双随机、一公开”抽查。

    \b
    sunlot check            检查本库
    sunlot verify 2026-001  重做一次抽取
    """
    ctx.obj = lang
