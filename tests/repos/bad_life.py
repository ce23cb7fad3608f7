"""Bad examples of F55x: the life of an inspection."""

from tests.repos.bad_results import on_clean, on_found
from tests.repos.editing import CASES, Repo, case

FINE = {
    "kind": "penalty",
    "document_no": "演示震罚〔2026〕1号",
    "issued_on": "2026-08-12",
    "done_on": "2026-08-12",
    "state": "done",
}
CASE = {"kind": "case_opened", "document_no": "演示震立案〔2026〕1号", "issued_on": "2026-08-11", "state": "open"}
SENT = {"kind": "transfer_judicial", "document_no": "演示震移送〔2026〕1号", "issued_on": "2026-08-11", "state": "open"}


CASES["F550-penalty-without-a-case"] = on_found(lambda one: one.update(follow_ups=[*one["follow_ups"], FINE]))
CASES["F551-penalty-while-the-judiciary-decides"] = on_found(
    lambda one: one.update(follow_ups=[*one["follow_ups"], CASE, SENT, FINE])
)
CASES["F552-order-done-and-not-verified"] = on_found(
    lambda one: one["follow_ups"][0].update(state="done", done_on="2026-08-12")
)
CASES["F553-case-without-an-end"] = on_found(
    lambda one: one.update(follow_ups=[*one["follow_ups"], CASE | {"state": "done", "done_on": "2026-08-12"}])
)
CASES["F554-found-too-late"] = on_found(
    lambda one: one.update(follow_ups=[*one["follow_ups"], CASE | {"violation_ended_on": "2024-08-01"}])
)
CASES["F555-withdrawn-without-reason"] = on_found(
    lambda one: one.update(
        follow_ups=[*one["follow_ups"], CASE, FINE | {"state": "withdrawn", "withdrawn_on": "2026-08-13"}]
    )
)


@case("F556-visit-without-a-code")
def _(repo: Repo) -> None:
    repo.edit("sunlot.yaml", lambda one: one.update(visit_code_from="2026-01-01"))
    on_clean(lambda one: one["visit"].pop("visit_code", None))(repo)


CASES["F557-remedy-without-outcome"] = on_found(
    lambda one: one.update(
        reconsiderations=[
            {
                "kind": "reconsideration",
                "filed_on": "2026-08-13",
                "authority": "演示行政复议机关",
                "state": "decided",
                "decided_on": "2026-08-14",
            }
        ]
    )
)
