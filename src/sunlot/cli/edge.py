"""What every command shares at its edge: arguments, the moment, and how problems leave the program."""

import json
import re
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from functools import wraps
from pathlib import Path
from typing import Literal, ParamSpec

import click

from sunlot.core.catalogue import is_warning, sentence
from sunlot.core.dates import is_real
from sunlot.core.problems import Lang, Place, Problem, ProblemsError, distinct, problem
from sunlot.jobs.loading import settings_of
from sunlot.store.errors import StoreError, plain
from sunlot.store.repository import Store
from sunlot.store.vault import Vault
from sunlot.store.vault_paths import place_of

P = ParamSpec("P")
Format = Literal["text", "json", "github"]
FINE, PROBLEMS, USAGE, TOO_EARLY = 0, 1, 2, 3

repository = click.option(
    "--repo",
    "repo",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=".",
    show_default=True,
    help="仓库位置 · the repository",
)
at = click.option(
    "--at", metavar="INSTANT", help="办理时刻（仅限演示库）· the moment it is done, in a demonstration only"
)
_INSTANT = re.compile(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z")
as_of = click.option("--as-of", "as_of", metavar="DATE", help="按该日（北京日期）判断，默认今天 · judge at this day")


def today() -> date:
    """Give today's date in Beijing: the one place where the clock is read for a date."""
    return (datetime.now(UTC) + timedelta(hours=8)).date()


def now() -> str:
    """Give this instant in UTC: the one place where the clock is read for an instant."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def moment(store: Store, given: str | None) -> str:
    """The moment at which something is done: now, or in a demonstration the one that was given (`--at`).

    Raises:
        ProblemsError: If it is given and this is no demonstration (F444).
    """
    if given is None:
        return now()
    check_instant(given, "--at")
    if settings_of(store).demonstration is None:
        raise ProblemsError([problem(Place("sunlot.yaml"), "F444")])
    return given


def check_instant(text: str, option: str) -> None:
    """Raise a usage error (exit 2) unless a text is an instant of a calendar."""
    if _INSTANT.fullmatch(text) is None or not is_real(text):
        message = f"{plain(text)}：应为 YYYY-MM-DDTHH:MM:SSZ · expected YYYY-MM-DDTHH:MM:SSZ, in 2000 to 2099"
        raise click.BadParameter(message, param_hint=option)


def given_date(text: str | None) -> date | None:
    """Read a date given on the command line; a usage error (exit 2) if no calendar has it."""
    if text is None:
        return None
    try:
        given = date.fromisoformat(text)
    except ValueError:
        given = None
    if given is None or not 2000 <= given.year <= 2099:
        raise click.BadParameter(
            f"{plain(text)}：应为 2000 至 2099 年间的 YYYY-MM-DD · expected YYYY-MM-DD, in 2000 to 2099",
            param_hint="--as-of",
        )
    return given


def lang() -> Lang:
    """The language that the caller asked for."""
    return "en" if click.get_current_context().find_root().obj == "en" else "zh"


def say(zh: str, en: str) -> None:
    """Print a line in the caller's language."""
    click.echo(zh if lang() == "zh" else en)


def vault(store: Store) -> Vault:
    """Open the vault that the environment or `sunlot.yaml` names (`place_of`)."""
    return Vault.open(place_of(store.root, settings_of(store).vault))


def show(problems: Iterable[Problem], form: Format = "text") -> bool:
    """Print problems, each once, in order; tell whether any of them fails the command."""
    listed = list(distinct(problems))
    if form == "json":
        rows = [_as_json(one) for one in listed]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    for one in listed if form != "json" else ():
        click.echo(
            _as_github(one) if form == "github" else f"{plain(str(one.place))}: {one.code} {sentence(one, lang())}"
        )
    return any(not is_warning(one) for one in listed)


def _as_json(one: Problem) -> dict[str, object]:
    return {
        "file": one.place.file,
        "line": one.place.line,
        "column": one.place.column,
        "code": one.code,
        "level": "warning" if is_warning(one) else "error",
        "zh": sentence(one, "zh"),
        "en": sentence(one, "en"),
        "values": dict(one.values),
    }


def _as_github(one: Problem) -> str:
    """An annotation of a forge's workflow; `%`, line ends and the separators of its properties are escaped."""
    level = "warning" if is_warning(one) else "error"
    place = f"file={_escaped(one.place.file)}" + (
        f",line={one.place.line},col={one.place.column}" if one.place.line else ""
    )
    text = sentence(one, lang()).replace("%", "%25")
    return f"::{level} {place},title={one.code}::{text}"


def _escaped(text: str) -> str:
    for char, code in (("%", "%25"), ("\r", "%0D"), ("\n", "%0A"), (":", "%3A"), (",", "%2C")):
        text = text.replace(char, code)
    return text


def _speak(ctx: click.Context, param: click.Parameter, value: str | None) -> None:
    del param
    if value is not None:
        ctx.find_root().obj = value


def guarded(command: Callable[P, int]) -> Callable[P, None]:
    """Turn a command's answer into an exit code, and problems that stop it into printed ones; understands `--lang`."""

    @click.option(
        "--lang",
        type=click.Choice(["zh", "en"]),
        expose_value=False,
        is_eager=True,
        callback=_speak,
        help="提示的语言 · language of messages",
    )
    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            code = command(*args, **kwargs)
        except ProblemsError as stopped:
            show(stopped.problems)
            code = PROBLEMS
        except StoreError as error:
            click.echo(error.sentence(lang()), err=True)
            code = PROBLEMS
        raise SystemExit(code)

    return run
