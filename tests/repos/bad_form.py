"""Bad examples of F1xx: the form of a file."""

from hashlib import sha256

from tests.repos.editing import CITY, INSPECTOR, ITEM, Repo, case, drop, put, quick
from tests.repos.records import BUILDERS

from sunlot.store.commitments import commitment


@case("F101-byte-order-mark")
def _(repo: Repo) -> None:
    repo.files[ITEM] = b"\xef\xbb\xbf" + repo.files[ITEM]


@case("F102-nested-without-end")
def _(repo: Repo) -> None:
    repo.replace(ITEM, 'content: "演示内容"', f"content: {'[' * 60}{']' * 60}")


@case("F103-quote-left-open")
def _(repo: Repo) -> None:
    repo.replace(ITEM, 'content: "演示内容"', 'content: "演示内容')


@case("F104-anchor-and-alias")
def _(repo: Repo) -> None:
    repo.replace(ITEM, 'name: "', 'name: &same "')


@case("F104-tag")
def _(repo: Repo) -> None:
    repo.replace(ITEM, "version: 1", "version: !!int 1")


@case("F104-tab")
def _(repo: Repo) -> None:
    repo.replace(ITEM, "  - law", "\t- law")


@case("F105-field-twice")
def _(repo: Repo) -> None:
    repo.replace(ITEM, 'grade: "general"\n', 'grade: "general"\ngrade: "key"\n')


@case("F106-unknown-field")
def _(repo: Repo) -> None:
    repo.replace(ITEM, 'grade: "general"\n', 'grade: "general"\ncolour: "red"\n')


quick("F107-field-missing", ITEM, drop("content"))


@case("F108-number-for-text")
def _(repo: Repo) -> None:
    repo.replace(CITY, 'division: "650102"', "division: 650102")


quick("F109-term-of-no-list", ITEM, put(grade="medium"))
quick("F110-lower-case-code", CITY, put(uscc=BUILDERS[0].lower()), BUILDERS[0])
quick("F111-name-too-long", CITY, put(name="演示" * 60), BUILDERS[0])
quick("F112-number-too-large", ITEM, put(frequency_per_year=99))
quick("F113-same-entry-twice", ITEM, put(target_class=["builder", "builder"]))


@case("F114-internal-field-in-a-register")
def _(repo: Repo) -> None:
    repo.replace(INSPECTOR, "certificates:\n", 'sex: "F"\ncertificates:\n')


@case("F115-not-canonical")
def _(repo: Repo) -> None:
    repo.replace(ITEM, 'grade: "general"', "grade: general")


@case("F116-file-of-another-name")
def _(repo: Repo) -> None:
    repo.files["registers/items/SEI-02.yaml"] = repo.files.pop(ITEM)


@case("F117-stray-file")
def _(repo: Repo) -> None:
    repo.files["registers/items/SEI-01.xlsx"] = b"not a record"


@case("F117-stray-draw")
def _(repo: Repo) -> None:
    repo.files["draws/notes.txt"] = b"not a draw"
    repo.files["draws/2026-1/task.yaml"] = repo.files["draws/2026-001/task.yaml"]


@case("F118-vault-does-not-fit")
def _(repo: Repo) -> None:
    data = f'sex: "F"\nstaffing: "institution"\nsalt: "{"ab" * 32}"\n'.encode()
    digest = sha256(data).hexdigest()
    repo.edit(INSPECTOR, put(internal=commitment("inspectors", "insp-a001", digest)))
    repo.files[f"vault/inspectors/insp-a001/{digest}.yaml"] = data.replace(b'"F"', b'"M"')


@case("F119-day-of-no-calendar")
def _(repo: Repo) -> None:
    repo.edit(INSPECTOR, put(status_from="2026-02-30"))


@case("F120-not-in-the-vault")
def _(repo: Repo) -> None:
    repo.edit(INSPECTOR, put(internal="cd" * 32))
    repo.files["vault/years/2026.key"] = b"ef" * 32 + b"\n"


quick("F122-vault-outside", "sunlot.yaml", put(vault="../.."))
