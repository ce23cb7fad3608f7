"""Bad examples of F2xx: registers."""

import yaml
from tests.repos.editing import CASES, CITY, HAMI, INSPECTOR, ITEM, Change, Repo, case, drop, put, quick
from tests.repos.records import BUILDERS, EVALUATORS, PROJECT, SHOP, code, target

from sunlot.core.credit_code import check_character, organisation_check


def recode(new: str) -> Change:
    """Give the last builder another credit code, wherever it stands."""

    def change(repo: Repo) -> None:
        old = BUILDERS[4]
        records = yaml.safe_load(repo.files[CITY])
        for record in records:
            if record["id"] == old:
                record.update(id=new, uscc=new, subject=new)
        repo.write(CITY, *records)

    return change


def sealed(start: str) -> str:
    """End seventeen characters with the right check character."""
    return start + check_character(start)


OTHER = "K" if BUILDERS[4][-1] != "K" else "L"
CASES["F201-wrong-check-digit"] = recode(BUILDERS[4][:-1] + OTHER)
CASES["F202-wrong-organisation-part"] = recode(sealed(BUILDERS[4][:16] + ("1" if BUILDERS[4][16] != "1" else "2")))
CASES["F203-class-94"] = recode(sealed("94" + BUILDERS[4][2:17]))
CASES["F204-division-that-never-was"] = recode(sealed("91659999" + BUILDERS[4][8:17]))
CASES["F204-province-that-never-was"] = recode(sealed("91999999" + BUILDERS[4][8:17]))
CASES["F231-real-looking-code"] = recode(sealed("91650102" + "10000000" + organisation_check("10000000")))


@case("F205-demonstration-code-in-a-real-register")
def _(repo: Repo) -> None:
    repo.edit("sunlot.yaml", drop("demonstration"))
    repo.arguments = ["--as-of", "2026-09-30"]
    records = [one for one in yaml.safe_load(repo.files[CITY]) if one["id"] in (BUILDERS[0], PROJECT)]
    for record in records:
        record["subject"] = BUILDERS[0]
    repo.write(CITY, *records)
    for path in list(repo.files):
        if path.startswith(("draws/", "results/", "registers/objections/")) or path == HAMI:
            del repo.files[path]


quick("F206-code-differs-from-id", CITY, put(uscc=code("91650102", 99)), PROJECT)
quick("F207-unknown-division", CITY, put(division="650199"), BUILDERS[4])
quick("F208-supervised-by-nobody", CITY, put(supervised_by=["xj-demo", "no-demo"]), BUILDERS[4])


@case("F208-subject-not-registered")
def _(repo: Repo) -> None:
    repo.edit_in(CITY, PROJECT, put(subject=code("91650102", 98)))


@case("F209-id-in-two-files")
def _(repo: Repo) -> None:
    records = yaml.safe_load(repo.files[CITY])
    repo.write("registers/targets/650102.yaml", next(one for one in records if one["id"] == BUILDERS[4]))


@case("F210-code-in-two-records")
def _(repo: Repo) -> None:
    records = yaml.safe_load(repo.files[CITY])
    twin = target("XJ-T-0002", 2, ["builder"], uscc=BUILDERS[4])
    repo.write(CITY, *sorted([*records, twin], key=lambda one: str(one["id"])))


quick("F211-removed-without-reason", CITY, put(removed_on="2026-09-01"), BUILDERS[4])
quick("F212-certificate-expired", INSPECTOR, lambda one: one["certificates"][0].update(valid_to="2026-09-29"))
quick("F213-no-exam", INSPECTOR, drop("qualification_exam"))
quick("F214-item-without-basis", ITEM, put(legal_basis=[]))
quick("F215-owner-shown-in-full", CITY, put(legal_representative="演示店主"), SHOP)
quick("F215-owner-with-stars-behind", CITY, put(legal_representative="演示店主**"), SHOP)
quick("F215-address-with-stars-behind", CITY, put(address="新市区演示路5号**"), SHOP)
quick("F215-expert-shown-in-full", "registers/experts/exp-c001.yaml", put(name="演示专家"))
quick("F216-former-id-still-lives", CITY, put(former_ids=[BUILDERS[3]]), BUILDERS[4])


@case("F217-calendar-ends-too-soon")
def _(repo: Repo) -> None:
    repo.edit("registers/calendar/2027.yaml", put(complete=False))


quick("F218-file-of-another-division", CITY, put(division="650202"), BUILDERS[4])
quick("F219-area-of-no-division", INSPECTOR, lambda one: one["certificates"][0].update(areas=["6599"]))
quick("F220-authority-above-itself", "registers/authorities/xj-demo.yaml", put(parent="sz-demo"))
quick(
    "F221-removed-before-added",
    CITY,
    put(removed_on="2025-12-31", removal_reason="演示"),
    BUILDERS[4],
)
quick(
    "F222-certificate-backwards",
    "registers/inspectors/insp-z009.yaml",
    lambda one: one["certificates"][0].update(valid_from="2029-01-01"),
)


@case("F223-former-id-claimed-twice")
def _(repo: Repo) -> None:
    repo.edit_in(CITY, EVALUATORS[1], put(former_ids=["XJ-T-0009"]))


@case("F224-no-table-of-divisions")
def _(repo: Repo) -> None:
    del repo.files["registers/divisions.csv"]


@case("F225-no-settings")
def _(repo: Repo) -> None:
    del repo.files["sunlot.yaml"]
    repo.arguments = ["--as-of", "2026-09-30"]


quick("F226-status-without-reason", "registers/items/SEI-09.yaml", drop("status_reason"))
quick("F227-day-of-another-year", "registers/calendar/2026.yaml", lambda one: one["days"][0].update(date="2025-09-20"))


@case("F228-subject-of-a-subject")
def _(repo: Repo) -> None:
    repo.edit_in(CITY, BUILDERS[4], put(subject=PROJECT))


quick("F229-masked-without-ground", CITY, put(address="天山区**"), BUILDERS[4])
quick("F230-division-of-another-time", HAMI, put(division_history=[]), code("91652201", 41))
