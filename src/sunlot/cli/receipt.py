"""`sunlot receipt`: have the time of a freeze witnessed by a time-stamping authority."""

from pathlib import Path

import click

from sunlot.cli import edge
from sunlot.core.protocol.grammar import StageId, is_draw_id
from sunlot.jobs.loading import settings_of
from sunlot.jobs.receipts import Taken, request, take
from sunlot.store.repository import Store
from sunlot.store.timestamps import LARGEST


@click.command(short_help="receipt")
@click.argument("draw", metavar="DRAW")
@click.argument("stage", metavar="STAGE")
@click.argument("token", metavar="[FILE.tsr]", required=False, type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--request",
    "wanted",
    metavar="FILE.tsq",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="写出要发给时间戳机构的请求 · write the request to be sent to an authority",
)
@edge.repository
@edge.guarded
def command(draw: str, stage: str, token: Path | None, wanted: Path | None, repo: Path) -> int:
    """为抽查 DRAW 的阶段 STAGE 的冻结时间取得第三方凭证（RFC 3161 时间戳）；本程序不联网。

    Take a receipt in: it is checked and filed beside the freeze. Without one, write the request for it. No network.

    \b
    sunlot receipt 2026-005 targets --request targets.tsq
    sunlot receipt 2026-005 targets targets.tsr
    """
    if (token is None) == (wanted is None):
        raise click.UsageError(
            "请给出 FILE.tsr 或 --request FILE.tsq 之一 · give either FILE.tsr or --request FILE.tsq"
        )
    id_ = _stage(draw, stage)
    store = Store.open(repo)
    if wanted is not None:
        data = request(store, draw, id_)
        try:
            wanted.write_bytes(data)
        except OSError as error:
            raise click.FileError(str(wanted), error.strerror) from None
        _tell_request(store, draw, id_, wanted)
    if token is not None:
        _tell_taken(take(store, draw, id_, _bytes(token), settings_of(store)))
    return edge.FINE


def _stage(draw: str, stage: str) -> StageId:
    if not is_draw_id(draw):
        raise click.BadParameter("应为 YYYY-NNN · expected YYYY-NNN", param_hint="DRAW")
    try:
        return StageId.parse(stage)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="STAGE") from None


def _bytes(token: Path) -> bytes:
    """Read a receipt; of a larger file no more than what shows that it is too large."""
    try:
        with token.open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError as error:
        raise click.FileError(str(token), error.strerror) from None


def _tell_request(store: Store, draw: str, stage: StageId, wanted: Path) -> None:
    freeze, answer = store.root / "draws" / draw / str(stage) / "freeze.json", wanted.with_suffix(".tsr")
    edge.say(f"已写出请求 {wanted}，请向时间戳机构取得回复：", f"the request is in {wanted}; send it to an authority:")
    head = "Content-Type: application/timestamp-query"
    click.echo(f"  curl --fail -H '{head}' --data-binary @{wanted} -o {answer} https://…")
    edge.say("不用本程序也可写出请求：", "the request may be written without this program, too:")
    click.echo(f"  openssl ts -query -sha256 -cert -no_nonce -data {freeze} -out {wanted}")
    edge.say(f"然后：sunlot receipt {draw} {stage} {answer}", f"then: sunlot receipt {draw} {stage} {answer}")


def _tell_taken(taken: Taken) -> None:
    stamp = taken.stamp
    edge.say(
        f"{stamp.by} 证明不晚于 {stamp.latest} 已冻结", f"{stamp.by} proves the freeze for {stamp.latest} at the latest"
    )
    if not taken.trusted:
        edge.say(
            "注意：sunlot.yaml 没有列出信任根（receipts.roots），签名未经检验",
            "mark: sunlot.yaml names no trust roots (`receipts.roots`), so its signature was not checked",
        )
    if taken.already:
        edge.say(f"{taken.path} 此前已有，未作改动", f"{taken.path} was there before; nothing changed")
    else:
        edge.say(f"已存为 {taken.path}，请提交", f"filed as {taken.path}; commit it")
