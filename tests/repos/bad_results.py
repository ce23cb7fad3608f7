"""Bad examples of F5xx: results and disclosure."""

from hashlib import sha256

from tests.repos.editing import CASES, CIRCULAR, OBJECTION, Change, Edit, Repo, case, drop, put, quick
from tests.repos.records import BUILDERS


@case("F501-result-of-a-target-not-drawn")
def _(repo: Repo) -> None:
    not_drawn = next(id_ for id_ in BUILDERS if all(id_ not in path for path in repo.results()))
    record = repo.record(repo.clean) | {"id": not_drawn, "target": not_drawn, "published_on": "2026-08-21"}
    repo.write(f"results/2026-001/{not_drawn}.yaml", record)


def on_clean(change: Edit) -> Change:
    """Change the result without findings."""
    return lambda repo: repo.edit(repo.clean, change)


def on_found(change: Edit) -> Change:
    """Change the result with findings, and keep the correction bound to it."""

    def both(repo: Repo) -> None:
        path = repo.found
        repo.edit(path, change)
        repo.edit(path.replace(".yaml", ".2.yaml"), put(corrects=sha256(repo.files[path]).hexdigest()))

    return both


CASES["F502-another-team"] = on_clean(lambda one: one["team"][1].update(inspector="insp-s001"))
CASES["F503-visit-without-record"] = on_clean(drop("record"))
CASES["F504-primary-code-is-no-conclusion"] = on_clean(
    lambda one: [conclusion.update(result_code="not_operating_item") for conclusion in one["conclusions"]]
)
quick("F505-late-without-reason", "sunlot.yaml", put(publish_within=1))


@case("F506-result-missing")
def _(repo: Repo) -> None:
    del repo.files[repo.clean], repo.files[CIRCULAR]


CASES["F507-follow-up-missing"] = on_found(drop("follow_ups"))
quick("F508-figures-do-not-add-up", CIRCULAR, lambda one: one["counts"][0].update(count=7))
CASES["F509-published-before-the-visit"] = on_clean(
    lambda one: one["visit"].update(visited_on="2026-08-11"),
)
CASES["F510-item-outside-the-task"] = on_clean(put(items=["SEI-01", "SEI-03"]))
CASES["F511-visit-by-one"] = on_clean(lambda one: one.update(team=one["team"][:1]))


@case("F512-certificate-not-in-force-at-the-visit")
def _(repo: Repo) -> None:
    who = repo.record(repo.clean)["team"][0]["inspector"]
    repo.edit(f"registers/inspectors/{who}.yaml", lambda one: one["certificates"][0].update(valid_from="2026-09-01"))


CASES["F513-certificates-not-shown"] = on_clean(lambda one: one["visit"].update(certificates_shown=False))
CASES["F514-conclusion-of-an-outsider"] = on_clean(lambda one: one["conclusions"][1].update(authority="sz-demo"))


@case("F515-correction-of-something-else")
def _(repo: Repo) -> None:
    repo.edit(repo.found.replace(".yaml", ".2.yaml"), put(corrects="ab" * 32))


quick("F516-decided-without-reason", OBJECTION, drop("public_reason"))
quick(
    "F517-answer-overdue",
    OBJECTION,
    lambda one: (
        [one.pop(name) for name in ("decided_on", "decision", "public_reason", "remedies_told")]
        and one.update(state="reviewing")
    ),
)
CASES["F518-nobody-witnessed"] = on_found(lambda one: one["confirmation"].pop("witness"))


@case("F519-circular-missing")
def _(repo: Repo) -> None:
    del repo.files[CIRCULAR]


CASES["F520-unannounced-without-reason"] = on_clean(lambda one: one["notice"].pop("unannounced_reason"))
CASES["F521-hearing-without-answer"] = on_found(lambda one: one["statement"].pop("reason"))


@case("F522-final-circular-too-early")
def _(repo: Repo) -> None:
    repo.edit(repo.clean, put(published_on="2026-08-25"))
    repo.edit(
        CIRCULAR,
        lambda one: one.update(
            inspected=one["inspected"] - 1,
            counts=[
                entry | {"count": entry["count"] - (entry["result_code"] == "no_problem")} for entry in one["counts"]
            ],
        ),
    )


@case("F523-correction-without-reason")
def _(repo: Repo) -> None:
    repo.edit(repo.found.replace(".yaml", ".2.yaml"), drop("correction_reason"))


@case("F524-result-of-another-target")
def _(repo: Repo) -> None:
    other = repo.record(repo.found)["target"]
    repo.edit(repo.clean, put(target=other))


@case("F540-final-circular-while-results-are-missing")
def _(repo: Repo) -> None:
    del repo.files[repo.clean], repo.files[CIRCULAR]
    repo.command = "circular 2026-001 --write"


@case("F541-circular-of-a-draw-that-waits")
def _(repo: Repo) -> None:
    repo.command = "circular 2026-002 --interim"


@case("F542-interim-circular-after-the-final-one")
def _(repo: Repo) -> None:
    repo.command = "circular 2026-001 --interim --write"


@case("F543-penalty-published-late")
def _(repo: Repo) -> None:
    penalty = {"kind": "penalty", "document_no": "演示罚〔2026〕1号", "done_on": "2026-08-20", "state": "done"}
    opened = {"kind": "case_opened", "issued_on": "2026-08-11", "state": "open"}
    repo.edit(repo.found.replace(".yaml", ".2.yaml"), lambda one: one["follow_ups"].extend([opened, penalty]))
