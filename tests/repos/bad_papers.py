"""Bad examples of what keeps a paper from being printed: each names its command."""

from tests.repos.editing import ITEM, Repo, case, put

OUT = "--out {repo}/../papers"


def printing(repo: Repo, what: str) -> None:
    """Print something, on a machine without a vault."""
    repo.command = f"print {what} {OUT}"


@case("F590-without-typst")
def _(repo: Repo) -> None:
    printing(repo, "certificate 2026-001")
    # Python finds this folder first, and there a typst that cannot be imported, as where there is none.
    repo.beside["hidden/typst.py"] = b'raise ImportError("not installed")\n'
    repo.environment["PYTHONPATH"] = "{case}/hidden"


@case("F591-folder-without-fonts")
def _(repo: Repo) -> None:
    printing(repo, "certificate 2026-001 --fonts {repo}/registers/items")


@case("F592-character-in-no-font")
def _(repo: Repo) -> None:
    printing(repo, "notice 2026-001")
    repo.edit(ITEM, put(content="检查 \U000f1234 的记录"))


@case("F593-not-drawn-yet")
def _(repo: Repo) -> None:
    printing(repo, "notice 2026-002")


@case("F594-target-not-drawn")
def _(repo: Repo) -> None:
    printing(repo, "notice 2026-001 --target 91650100DEM0000000")


@case("F595-nothing-to-correct")
def _(repo: Repo) -> None:
    printing(repo, f"order 2026-001 --target {repo.record(repo.clean)['target']}")


@case("F596-template-asks-for-what-is-not-there")
def _(repo: Repo) -> None:
    printing(repo, "circular 2026-001 --format docx")
    repo.edit("sunlot.yaml", put(documents={"templates": "templates"}))
    repo.files["templates/circular.docx"] = b"no archive"


@case("F597-into-the-repository")
def _(repo: Repo) -> None:
    repo.command = "print notice 2026-001 --out {repo}/papers"
    repo.files["vault/years/2026.key"] = b"07" * 32 + b"\n"
