"""`sunlot draw`: draw what is due."""

from pathlib import Path

import click

from sunlot.cli import edge
from sunlot.core.protocol.beacons import ATTESTATION, DOCUMENT
from sunlot.jobs.draw import Sources, Step, Told, draw_all
from sunlot.jobs.loading import settings_of
from sunlot.jobs.receipts import missing_of
from sunlot.jobs.waiting import waiting_draws
from sunlot.store.repository import Store


@click.command(short_help="draw")
@click.argument("draws", metavar="[DRAW]...", nargs=-1)
@click.option(
    "--signature",
    "signatures",
    multiple=True,
    metavar="HEX",
    help="由人送达的随机值，可多次给出 · a value that a person brought; may be repeated",
)
@click.option(
    "--evidence",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="见证文件所在文件夹（lottery、document）· folder with attestation.json, document",
)
@edge.repository
@edge.guarded
def command(draws: tuple[str, ...], signatures: tuple[str, ...], evidence: Path | None, repo: Path) -> int:
    """抽取已到时刻的阶段；不写 DRAW 则抽取全部等待中的抽查。

    Draw every stage whose public value is out. Exit 3 while something still waits for its value.

    \b
    sunlot draw 2026-005
    sunlot draw 2026-005 --signature a517bcc786bd…
    """
    store = Store.open(repo)
    settings = settings_of(store)
    sources = Sources(
        relays=settings.beacon.relays, signatures=tuple(s.strip() for s in signatures), evidence=_evidence(evidence)
    )
    wanted = dict.fromkeys(draws or waiting_draws(store))
    done = draw_all(store, wanted, now=edge.now(), sources=sources, vault=edge.vault(store))
    for one in done.told:
        _tell(one)
    failed = edge.show(done.problems)
    drawn = dict.fromkeys(one.draw for one in done.told if one.step is Step.DRAWN)
    edge.show(missing_of(store, settings, drawn, edge.now()))  # told, no more: what was announced is drawn all the same
    if failed:
        return edge.PROBLEMS
    if not done.told:
        edge.say("没有等待抽取的阶段，未作改动", "nothing waits to be drawn; nothing changed")
    return edge.TOO_EARLY if any(one.step is not Step.DRAWN for one in done.told) else edge.FINE


def _evidence(folder: Path | None) -> dict[str, bytes]:
    if folder is None:
        return {}
    found = {path: folder / path.rpartition("/")[2] for path in (ATTESTATION, DOCUMENT)}
    return {path: file.read_bytes() for path, file in found.items() if file.is_file()}


def _tell(one: Told) -> None:
    match one.step:
        case Step.DRAWN:
            edge.say(f"{one.draw} {one.stage}：已抽取并验证", f"{one.draw} {one.stage}: drawn and verified")
        case Step.WAITING:
            edge.say(f"{one.draw} {one.stage}：等待 {one.time}", f"{one.draw} {one.stage}: waiting for {one.time}")
        case Step.UNREACHED if one.source != "drand":
            edge.say(
                f"{one.draw} {one.stage}：自 {one.time} 起等待；须由人送达，请用 --signature 与 --evidence 给出",
                f"{one.draw} {one.stage}: waiting since {one.time}; bring its value with --signature and --evidence",
            )
        case Step.UNREACHED:
            edge.say(
                f"{one.draw} {one.stage}：自 {one.time} 起等待，尚未取得随机值；可稍后再试，或用 --signature 给出",
                f"{one.draw} {one.stage}: waiting since {one.time}; try again, or bring the value with --signature",
            )
    for failure in one.failures:
        click.echo(f"  {failure}", err=True)
