"""What anyone can type to do a draw again: commands for this very draw, each with what it has to print."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from shlex import quote
from typing import Final

from sunlot.core.protocol.freezes import TargetsFreeze
from sunlot.core.protocol.grammar import PROTOCOL, TARGETS, Kind, Seed
from sunlot.core.protocol.lists import Entry
from sunlot.core.protocol.outcomes import SubstitutesOutcome, TargetsOutcome, TeamsOutcome
from sunlot.core.protocol.record import Record, Stage
from sunlot.core.protocol.tickets import Drawn, inspector_tickets, select, target_tickets
from sunlot.core.views.contents import DrawFile
from sunlot.core.views.draws import LISTS, DrawView

SHOWN: Final = 50
"""So many lines of a long selection are printed: the last ones, next to the cut."""

NameOf = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Step:
    """A command and what it prints.

    Attributes:
        zh: What it does, in Chinese.
        en: The same in English, shorter.
        command: What to type in the draw's folder.
        prints: What it has to print, without the last newline.
        sql: Whether it is typed into DuckDB and not into a shell.
    """

    zh: str
    en: str
    command: str
    prints: str
    sql: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """Commands about one thing; `id` is the anchor."""

    id: str
    zh: str
    en: str
    steps: tuple[Step, ...]


def parts(view: DrawView, record: Record, files: Iterable[DrawFile], name: NameOf) -> tuple[Part, ...]:
    """Make all commands that a draw allows so far.

    Args:
        view: The draw as its page shows it.
        record: Its folder, read.
        files: The files in it.
        name: Gives the name behind the key of a target.
    """
    stages = {stage.id: stage for stage in record.stages if isinstance(stage, Stage)}
    made = [
        Part("files", "文件和名单", "Files and lists", tuple(_files(view, files))),
        Part("seeds", "种子", "Seeds", tuple(_seeds(view))),
    ]
    targets, teams = stages.get(TARGETS), _sent(stages.values())
    frozen = targets.freeze.value if targets else None
    decided = targets.outcome.value if targets and targets.outcome else None
    if isinstance(frozen, TargetsFreeze) and isinstance(decided, TargetsOutcome):
        takes = {one: stratum.take for one, stratum in frozen.strata.items()}
        tickets, draws = _targets(decided, record.lists.roster, takes, name)
        made.append(Part("tickets", "签号", "Tickets", tuple(tickets)))
        made.append(Part("selection", "整层重抽一遍", "A whole stratum", tuple(draws)))
    if steps := tuple(_stepped_in(stages.values(), name)):
        made.append(Part("substitutes", "递补", "Substitutes", steps))
    decided_teams = teams.outcome.value if teams and teams.outcome else None
    if isinstance(decided_teams, TeamsOutcome):
        made.append(Part("teams", "检查人员和回避", "Inspectors and recusals", tuple(_teams(decided_teams, record))))
    return tuple(part for part in made if part.steps)


def _files(view: DrawView, files: Iterable[DrawFile]) -> Iterator[Step]:
    wanted = [one.path for one in view.lists]
    listed = sorted(one.path for one in view.lists)
    frozen = {one.path: one.sha256 for one in view.lists}
    if listed:
        yield Step(
            "算出各份名单的摘要，应与冻结文件所记的相同。",
            "Digests of the lists: those that were published before.",
            f"sha256sum {' '.join(listed)}",
            "\n".join(f"{frozen[path]}  {path}" for path in listed),
        )
    for one in view.lists:
        if one.path == wanted[0]:
            yield Step(
                f"数一数“{LISTS[one.path]}”有多少行（不计表头）。",
                "Rows of the roster, without its header.",
                f"tail -n +2 {one.path} | grep -c ''",
                str(one.count),
            )
    bound = [one for one in files if one.path == "task.yaml" or one.path.endswith("/freeze.json")]
    if bound:
        yield Step(
            "算出抽查任务和各次冻结文件的摘要。冻结文件的摘要会写进结果文件和下一次冻结。",
            "Digests of the task and of each freeze; the outcome and the next freeze repeat them.",
            f"sha256sum {' '.join(one.path for one in bound)}",
            "\n".join(f"{one.sha256}  {one.path}" for one in bound),
        )


def _seeds(view: DrawView) -> Iterator[Step]:
    for stage in view.stages:
        if stage.seed and stage.seed_text:
            yield _hashed(
                f"{stage.title}的种子：单位、编号、环节和随机数连成一行，取 SHA-256。",
                f"Seed of {stage.id}: SHA-256 of one line of text.",
                stage.seed_text,
                stage.seed,
            )


def _targets(
    decided: TargetsOutcome, roster: Sequence[Entry], takes: Mapping[str, int], name: NameOf
) -> tuple[list[Step], list[Step]]:
    """Single tickets around the cut of each stratum, and the whole stratum."""
    tickets: list[Step] = []
    draws: list[Step] = []
    seed = decided.seed
    for one in islice(decided.selected, 1):
        tickets.append(
            _ticket(f"排在第一位的{name(one.key)}。", "The first selected target.", seed, one.key, one.ticket)
        )
    for stratum, take in takes.items():
        keys = [entry.key for entry in roster if entry.stratum == stratum]
        smallest = select(target_tickets(seed, keys), take + 1)
        taken = smallest[:take]
        for ticket, key in taken[-1:]:
            zh = f"{stratum} 层最后一个被抽中的{name(key)}，即第 {take} 小的签号。"
            tickets.append(_ticket(zh, f"The last one selected in stratum {stratum}.", seed, key, ticket))
        for ticket, key in smallest[take:]:
            zh = f"{stratum} 层第一个没有被抽中的{name(key)}，签号比上面的大。"
            tickets.append(_ticket(zh, f"The first one not selected in stratum {stratum}.", seed, key, ticket))
        if taken:
            draws += _stratum(stratum, seed, taken)
    return tickets, draws


def _stratum(stratum: str, seed: Seed, taken: Sequence[Drawn]) -> Iterator[Step]:
    take = len(taken)
    shown = taken[-SHOWN:]
    cut = f" | tail -n {SHOWN}" if take > SHOWN else ""
    last, en = (f"（只显示最后 {SHOWN} 行）", f", of which the last {SHOWN}") if cut else ("", "")
    yield Step(
        f"{stratum} 层：给名单中本层的每一户算签号，从小到大排列，取前 {take} 个{last}。",
        f"Stratum {stratum}: a ticket for each row, sorted, the first {take}{en}.",
        # the grammar of a stratum has no quote and no backslash
        f"awk -F, '$2 == \"{stratum}\" {{print $1}}' targets/roster.csv | while read -r key; do\n"
        f'  printf \'%s %s\\n\' "$(printf %s "{PROTOCOL}|target|{seed}|$key" | sha256sum | cut -c1-64)" "$key"\n'
        f"done | LC_ALL=C sort | head -n {take}{cut}",
        "\n".join(f"{ticket} {key}" for ticket, key in shown),
    )
    yield Step(
        f"{stratum} 层：在 DuckDB 中做同样的事{last}。",
        f"Stratum {stratum}: the same in DuckDB.",
        f"SELECT sha256('{PROTOCOL}|target|{seed}|' || key) AS ticket, key\n"
        "FROM read_csv('targets/roster.csv', all_varchar=true, header=true, delim=',', quote='', comment='')\n"
        f"WHERE stratum = '{stratum}' ORDER BY ticket, key LIMIT {len(shown)} OFFSET {take - len(shown)};",
        "\n".join(f"{ticket} {key}" for ticket, key in shown),
        sql=True,
    )


def _stepped_in(stages: Iterable[Stage], name: NameOf) -> Iterator[Step]:
    """The ticket of each newcomer, under the seed of the stage that brought it in."""
    for stage in stages:
        decided = stage.outcome.value if stage.outcome and not stage.void else None
        if not isinstance(decided, SubstitutesOutcome):
            continue
        for one in decided.replacements:
            if one.newcomer is not None and one.ticket is not None:
                yield _ticket(
                    f"{name(one.newcomer)}接替{name(one.out)}（{decided.stage}）：同层其余对象中，它的签号最小。",
                    "A newcomer's ticket, under the seed of its own stage: the smallest left in the stratum.",
                    decided.seed,
                    one.newcomer,
                    one.ticket,
                )


def _sent(stages: Iterable[Stage]) -> Stage | None:
    """The stage whose teams go to the targets first drawn: a repeat where the first one is void."""
    made = [one for one in stages if one.id.kind is Kind.TEAMS and one.of == TARGETS and one.outcome and not one.void]
    return made[-1] if made else None


def _teams(decided: TeamsOutcome, record: Record) -> Iterator[Step]:
    for team in islice((team for team in decided.teams if team.members), 1):
        [(ticket, key)] = inspector_tickets(decided.seed, team.target, team.members[:1])
        yield _hashed(
            f"{team.target} 检查组的首名成员 {key} 的签号（{decided.stage}）：在此前派出最少的合格人员中最小。",
            "Ticket of the first member of the first team: the smallest among those sent least often so far.",
            f"{PROTOCOL}|inspector|{decided.seed}|{team.target}|{key}",
            ticket,
        )
    digests = {row.target: row.digest for row in record.lists.recusals}
    for opened in islice((one for one in decided.recusals if one.target in digests), 1):
        keys = ",".join(opened.inspectors)
        yield _hashed(
            f"{opened.target} 的回避登记：抽取后公开的随机盐和人员，算出的正是名单中封存的摘要。",
            "An opened recusal gives the digest that was sealed in the list.",
            f"{PROTOCOL}|recusals|{opened.salt}|{opened.target}|{keys}",
            digests[opened.target],
        )
        yield Step(
            "名单中封存的这一行。",
            "The sealed row.",
            f"grep -F {quote(f'{opened.target},')} teams/recusals.csv",
            f"{opened.target},{digests[opened.target]}",
        )


def _ticket(zh: str, en: str, seed: Seed, key: str, ticket: str) -> Step:
    return _hashed(zh, en, f"{PROTOCOL}|target|{seed}|{key}", ticket)


def _hashed(zh: str, en: str, text: str, digest: str) -> Step:
    return Step(zh, en, f"printf %s {quote(text)} | sha256sum", f"{digest}  -")
