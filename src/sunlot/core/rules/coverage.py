"""Rules on caps and coverage (notice, 三（四）1)."""

from sunlot.core.problems import Place, Problem, problem
from sunlot.core.rules.base import across


@across(
    "F301",
    """
    SELECT nth.file, nth.idx, 'batch' AS path, nth.subject, nth.target, nth.year, nth.n,
        COALESCE(cap.per_year, 2) AS cap
    FROM (
        SELECT visit.*, ROW_NUMBER() OVER (PARTITION BY subject, year ORDER BY draw, target) AS n FROM visit
    ) AS nth
    LEFT JOIN cap ON cap.year = nth.year
    WHERE nth.n > COALESCE(cap.per_year, 2) AND NOT EXISTS (
        SELECT 1 FROM excepted WHERE excepted.year = nth.year AND excepted.subject = nth.subject
    )
    """,
)
def above_the_cap(place: Place, *, subject: str, target: str, year: str, n: int, cap: int) -> Problem:
    """A subject is inspected at most twice in one year unless the plan publishes an exception (notice, 三（四）1)."""
    return problem(place, "F301", subject=subject, target=target, year=year, n=n, cap=cap)
