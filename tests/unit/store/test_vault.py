"""Internal fields come back as they went in, nobody changes them unseen, and what is removed is gone."""

import hashlib
import os
import stat
import subprocess
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.support.repositories import SETTINGS

from sunlot.cli import main
from sunlot.core.catalogue import sentence
from sunlot.core.problems import Place, ProblemsError
from sunlot.jobs.check import check
from sunlot.store import schemas
from sunlot.store.commitments import branches, in_git
from sunlot.store.reader import form
from sunlot.store.repository import Store
from sunlot.store.sources import SourceError
from sunlot.store.vault import (
    REGISTERS,
    AbsentVaultError,
    Commitment,
    Vault,
    VaultError,
    commitment,
    named_commitments,
)
from sunlot.store.vault_paths import lies_inside, place_of
from sunlot.store.writing import WriteError

SALT = "5a" * 32
OTHER_SALT = "c3" * 32
FIELDS = {
    "relations": [{"target": "XJ-T-0001", "relation": "kinship"}],
    "sex": "F",
    "staffing": "administrative",
    "unavailable": [{"valid_from": "2026-07-01", "valid_to": "2026-07-09", "reason": "leave"}],
}
PUBLIC = Place("registers/inspectors/insp-0001.yaml", 12, 1)


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return Vault.create(tmp_path / "vault")


def versions(root: Path) -> list[str]:
    found = (path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())
    return sorted(path for path in found if not path.endswith(".gitignore"))


def codes(problems: list) -> list[tuple[str, str]]:
    for problem in problems:
        assert sentence(problem, "zh") != sentence(problem, "en")
    return [(str(problem.place), problem.code) for problem in problems]


class TestRecords:
    def test_what_goes_in_comes_out(self, vault, tmp_path):
        value = vault.put("inspectors", "insp-0001", FIELDS, SALT)
        assert vault.get("inspectors", "insp-0001", value) == FIELDS
        assert vault.get("inspectors", "insp-0001", "0" * 64) is None
        assert vault.get("inspectors", "insp-0002", value) is None
        assert vault.get("experts", "insp-0001", value) is None
        assert vault.check([Commitment("inspectors", "insp-0001", value, lambda: PUBLIC)]) == []

    def test_the_file_its_name_and_the_commitment(self, vault, tmp_path):
        value = vault.put("inspectors", "insp-0001", FIELDS, SALT)
        (name,) = versions(tmp_path / "vault")
        data = (tmp_path / "vault" / name).read_bytes()
        assert data.decode() == (
            'sex: "F"\n'
            'staffing: "administrative"\n'
            "unavailable:\n"
            '  - valid_from: "2026-07-01"\n'
            '    valid_to: "2026-07-09"\n'
            '    reason: "leave"\n'
            "relations:\n"
            '  - target: "XJ-T-0001"\n'
            '    relation: "kinship"\n'
            f'salt: "{SALT}"\n'
        )
        digest = hashlib.sha256(data).hexdigest()
        assert name == f"inspectors/insp-0001/{digest}.yaml"
        assert value == hashlib.sha256(f"sunlot/internal/1|inspectors|insp-0001|{digest}".encode()).hexdigest()
        done = subprocess.run(["sha256sum", tmp_path / "vault" / name], capture_output=True, text=True, check=True)
        assert done.stdout.split()[0] in name

    def test_only_the_owner_may_read(self, vault, tmp_path):
        vault.put("inspectors", "insp-0001", FIELDS, SALT)
        vault.put_draw_secret("2026-001", "recusals.json", b"[]")
        for path in [tmp_path / "vault", *(tmp_path / "vault").rglob("*")]:
            assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path

    def test_versions_lie_side_by_side(self, vault, tmp_path):
        old = vault.put("inspectors", "insp-0001", FIELDS, SALT)
        new = vault.put("inspectors", "insp-0001", FIELDS | {"sex": "M"}, OTHER_SALT)
        assert old != new
        assert vault.get("inspectors", "insp-0001", old) == FIELDS
        assert vault.get("inspectors", "insp-0001", new)["sex"] == "M"
        assert vault.put("inspectors", "insp-0001", FIELDS, SALT) == old, "again is the same"
        assert len(versions(tmp_path / "vault")) == 2

    def test_the_same_fields_with_another_salt_look_unrelated(self, vault):
        assert vault.put("inspectors", "a", FIELDS, SALT) != vault.put("inspectors", "a", FIELDS, OTHER_SALT)
        assert vault.put("inspectors", "a", FIELDS, SALT) != vault.put("inspectors", "b", FIELDS, SALT)

    def test_what_does_not_fit_the_schema_is_not_stored(self, vault, tmp_path):
        with pytest.raises(ProblemsError) as refused:
            vault.put("inspectors", "insp-0001", FIELDS | {"sex": "?"}, SALT)
        assert [problem.code for problem in refused.value.problems] == ["F109"]
        assert refused.value.problems[0].place.file == "vault/inspectors/insp-0001"
        with pytest.raises(ProblemsError):
            vault.put("inspectors", "insp-0001", FIELDS, "5a" * 31)
        with pytest.raises(ProblemsError):
            vault.put("inspectors", "insp-0001", {"staffing": "other"}, SALT)
        with pytest.raises(VaultError, match="name"):
            vault.put("inspectors", "insp-0001", FIELDS | {"name": "public"}, SALT)
        with pytest.raises(VaultError):
            vault.put("inspectors", "insp-0001", FIELDS | {"sex": "\ud800"}, SALT)
        assert versions(tmp_path / "vault") == []

    @pytest.mark.parametrize(
        "part",
        [
            "",
            ".",
            "..",
            "../x",
            "a/b",
            "/etc",
            "a\\b",
            "a\0",
            "编号",
            "x" * 81,
            ".hidden",
            ".sunlot-tmp-1",
            "a b",
            "a\n",
        ],
    )
    def test_no_id_leads_out_of_the_vault(self, vault, tmp_path, part):
        for attempt in (
            lambda: vault.put("inspectors", part, FIELDS, SALT),
            lambda: vault.get("inspectors", part, "0" * 64),
            lambda: vault.put(part, "insp-0001", FIELDS, SALT),
            lambda: vault.get(part, "insp-0001", "0" * 64),
            lambda: vault.put_draw_secret(part, "recusals.json", b""),
            lambda: vault.put_draw_secret("2026-001", part, b""),
            lambda: vault.get_draw_secret(part, "recusals.json"),
            lambda: vault.get_draw_secret("2026-001", part),
            lambda: vault.check([Commitment("inspectors", part, "0" * 64, lambda: PUBLIC)]),
        ):
            with pytest.raises(VaultError) as refused:
                attempt()
            assert refused.value.sentence("zh") != refused.value.sentence("en")
        assert versions(tmp_path) == []

    @pytest.mark.parametrize("register", ["draws", "years", "items", "inspector"])
    def test_only_registers_with_internal_fields(self, vault, register):
        with pytest.raises(VaultError, match="no register"):
            vault.put(register, "insp-0001", FIELDS, SALT)

    def test_they_are_those_whose_schema_has_a_commitment(self):
        kinds = [kind for kind in schemas.KINDS if "internal" in schemas.schema(kind).get("properties", {})]
        assert sorted(REGISTERS.values()) == sorted(kinds)

    texts = st.text(
        st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cf", "Zl", "Zp"]), min_size=1, max_size=80
    )

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(name=texts, contact=texts, text=texts, record=st.from_regex(r"\A[A-Za-z0-9_~-][A-Za-z0-9._~-]{0,79}\Z"))
    def test_property_round_trip(self, tmp_path_factory, name, contact, text, record):
        vault = Vault.create(tmp_path_factory.mktemp("vault"))
        fields = {"filer": {"name": name, "contact": contact}, "text": text}
        value = vault.put("objections", record, fields, SALT)
        assert vault.get("objections", record, value) == fields
        assert vault.check([Commitment("objections", record, value, lambda: PUBLIC)]) == []


class TestAbsence:
    @pytest.mark.parametrize("root", [None, Path("none/at/all"), Path("a-file")])
    def test_nothing_to_read_and_a_sentence_for_all_else(self, tmp_path, root):
        (tmp_path / "a-file").touch()
        vault = Vault.open(root and tmp_path / root)
        assert not vault.present
        assert vault.get("inspectors", "insp-0001", "0" * 64) is None
        assert vault.get_draw_secret("2026-001", "recusals.json") is None
        assert vault.get_year_key(2026) is None
        for attempt in (
            lambda: vault.put("inspectors", "insp-0001", FIELDS, SALT),
            lambda: vault.put_draw_secret("2026-001", "recusals.json", b""),
            lambda: vault.put_year_key(2026, bytes(32)),
            lambda: vault.check([]),
            lambda: vault.prune({"0" * 64}),
        ):
            with pytest.raises(AbsentVaultError) as refused:
                attempt()
            assert "没有内部库" in refused.value.sentence("zh")
            assert "no vault" in refused.value.sentence("en")
        assert versions(tmp_path) == ["a-file"]

    def test_a_folder_that_is_there_is_opened(self, tmp_path):
        Vault.create(tmp_path / "deep/vault")
        assert Vault.open(tmp_path / "deep/vault").present

    def test_a_vault_that_was_named_is_founded_when_secrets_come(self, tmp_path):
        absent = Vault.open(tmp_path / "vault")
        founded = absent.founded()
        assert founded.present
        assert not absent.present
        founded.put_draw_secret("2026-001", "recusals.json", b"[]")
        assert founded.founded().get_draw_secret("2026-001", "recusals.json") == b"[]"
        assert Vault.open(tmp_path / "vault").present
        with pytest.raises(AbsentVaultError):
            Vault.open(None).founded()

    def test_a_vault_on_another_disk_behind_a_link(self, tmp_path):
        Vault.create(tmp_path / "elsewhere")
        (tmp_path / "vault").symlink_to(tmp_path / "elsewhere")
        vault = Vault.open(tmp_path / "vault")
        value = vault.put("inspectors", "insp-0001", FIELDS, SALT)
        assert vault.get("inspectors", "insp-0001", value) == FIELDS


class TestChecking:
    def one(self, value: str, record: str = "insp-0001") -> Commitment:
        return Commitment("inspectors", record, value, lambda: PUBLIC)

    def test_a_changed_file_is_seen_by_everybody(self, vault, tmp_path):
        value = vault.put("inspectors", "insp-0001", FIELDS, SALT)
        (name,) = versions(tmp_path / "vault")
        path = tmp_path / "vault" / name
        path.write_bytes(path.read_bytes().replace(b'"F"', b'"M"'))
        assert codes(vault.check([self.one(value)])) == [(f"vault/{name}", "F118")]
        with pytest.raises(ProblemsError) as refused:
            vault.get("inspectors", "insp-0001", value)
        assert codes(refused.value.problems) == [(f"vault/{name}", "F118")]

    def test_a_forged_version_fits_no_commitment(self, vault, tmp_path):
        value = vault.put("inspectors", "insp-0001", FIELDS, SALT)
        (name,) = versions(tmp_path / "vault")
        forged = (tmp_path / "vault" / name).read_bytes().replace(b'"F"', b'"M"')
        (tmp_path / "vault" / name).unlink()
        digest = hashlib.sha256(forged).hexdigest()
        (tmp_path / "vault/inspectors/insp-0001" / f"{digest}.yaml").write_bytes(forged)
        (found,) = vault.check([self.one(value)])
        assert codes([found]) == [(str(PUBLIC), "F118")]
        assert dict(found.values) == {"expected": value, "found": commitment("inspectors", "insp-0001", digest)}
        assert vault.get("inspectors", "insp-0001", value) is None

    def test_a_record_without_any_file(self, vault):
        assert codes(vault.check([self.one("0" * 64)])) == [(str(PUBLIC), "F120")]

    def test_files_of_another_record_do_not_fit(self, vault, tmp_path):
        value = vault.put("inspectors", "insp-0001", FIELDS, SALT)
        (tmp_path / "vault/inspectors/insp-0001").rename(tmp_path / "vault/inspectors/insp-0002")
        found = vault.check([self.one(value), self.one(value, "insp-0002")])
        assert [problem.code for problem in found] == ["F118", "F120"]
        assert vault.get("inspectors", "insp-0002", value) is None

    def test_a_version_that_nobody_names_is_no_problem(self, vault):
        value = vault.put("inspectors", "insp-0001", FIELDS, SALT)
        vault.put("inspectors", "insp-0001", FIELDS, OTHER_SALT)
        assert vault.check([self.one(value)]) == []
        assert vault.check([]) == []

    def test_what_does_not_belong_there(self, vault, tmp_path):
        value = vault.put("inspectors", "insp-0001", FIELDS, SALT)
        vault.put_draw_secret("2026-001", "recusals.json", b"[]")
        vault.put_year_key(2026, bytes(32))
        root = tmp_path / "vault"
        (name,) = (name for name in versions(root) if name.startswith("inspectors"))
        strays = ["copy.yaml", f"{name}~", "inspectors/insp-0001.yaml", "items/DZ-01/" + Path(name).name, "years/notes"]
        for stray in strays:
            (root / stray).parent.mkdir(parents=True, exist_ok=True)
            (root / stray).write_bytes((root / name).read_bytes())
        (root / "inspectors/insp-0003").mkdir()
        (root / "inspectors/insp-0003" / Path(name).name).symlink_to(root / name)
        strays.append(f"inspectors/insp-0003/{Path(name).name}")
        found = vault.check([self.one(value)])
        assert codes(found) == [(f"vault/{stray}", "F117") for stray in sorted(strays)]

    def test_a_link_is_never_read(self, vault, tmp_path):
        value = vault.put("inspectors", "insp-0001", FIELDS, SALT)
        (name,) = versions(tmp_path / "vault")
        (tmp_path / "vault" / name).rename(tmp_path / "moved.yaml")
        (tmp_path / "vault" / name).symlink_to(tmp_path / "moved.yaml")
        assert vault.get("inspectors", "insp-0001", value) is None

    def test_a_file_that_no_longer_fits_its_schema_is_explained(self, vault, tmp_path):
        data = b'sex: "F"\n'
        digest = hashlib.sha256(data).hexdigest()
        folder = tmp_path / "vault/inspectors/insp-0001"
        folder.mkdir(parents=True)
        (folder / f"{digest}.yaml").write_bytes(data)
        with pytest.raises(ProblemsError) as refused:
            vault.get("inspectors", "insp-0001", commitment("inspectors", "insp-0001", digest))
        assert {problem.code for problem in refused.value.problems} == {"F107"}


class TestSecrets:
    def test_a_draw_keeps_and_gives_back(self, vault):
        vault.put_draw_secret("2026-001", "recusals.json", b"[1]")
        vault.put_draw_secret("2026-001", "recusals.json", b"[1]")
        assert vault.get_draw_secret("2026-001", "recusals.json") == b"[1]"
        assert vault.get_draw_secret("2026-002", "recusals.json") is None

    def test_the_salts_of_a_draw_are_not_lost_by_accident(self, vault):
        vault.put_draw_secret("2026-001", "recusals.json", b"[1]")
        with pytest.raises(WriteError, match="never changed"):
            vault.put_draw_secret("2026-001", "recusals.json", b"[2]")
        assert vault.get_draw_secret("2026-001", "recusals.json") == b"[1]"
        vault.put_draw_secret("2026-001", "recusals.json", b"[2]", replace=True)
        assert vault.get_draw_secret("2026-001", "recusals.json") == b"[2]"

    def test_the_key_of_a_year(self, vault, tmp_path):
        key = bytes(range(32))
        vault.put_year_key(2026, key)
        assert vault.get_year_key(2026) == key
        assert vault.get_year_key(2027) is None
        with pytest.raises(WriteError):
            vault.put_year_key(2026, bytes(32))
        with pytest.raises(VaultError, match="expected 32"):
            vault.put_year_key(2027, b"short")
        (tmp_path / "vault/years/2026.key").write_bytes(b"damaged")
        with pytest.raises(VaultError, match="damaged"):
            vault.get_year_key(2026)


class TestPlace:
    @pytest.mark.parametrize("named", ["vault", "internal", "a/b", "..vault", "v-1_2.x"])
    def test_a_folder_inside_the_repository(self, tmp_path, monkeypatch, named):
        monkeypatch.delenv("SUNLOT_VAULT", raising=False)
        assert place_of(tmp_path, named) == tmp_path / named
        assert place_of(tmp_path, None) == tmp_path / "vault"

    @pytest.mark.parametrize(
        "named", ["/etc", "../../..", "..", ".", "a/../b", "a//b", "a/", "~", ".git", ".GIT/x", "a b", "库", "a\n", ""]
    )
    def test_nothing_else_is_opened(self, tmp_path, monkeypatch, named):
        monkeypatch.delenv("SUNLOT_VAULT", raising=False)
        assert not lies_inside(named)
        if named:
            with pytest.raises(VaultError, match="SUNLOT_VAULT") as refused:
                place_of(tmp_path, named)
            assert refused.value.sentence("zh") != refused.value.sentence("en")

    def test_the_environment_comes_first(self, tmp_path, monkeypatch):
        monkeypatch.setenv("SUNLOT_VAULT", str(tmp_path / "safe"))
        assert place_of(tmp_path / "repository", "../..") == tmp_path / "safe"
        monkeypatch.setenv("SUNLOT_VAULT", "safe")
        with pytest.raises(VaultError, match="absolute"):
            place_of(tmp_path, None)

    def settled(self, repository, named: str) -> Path:
        repository.put({"sunlot.yaml": form("settings").write([SETTINGS | {"vault": named}])})
        return repository.path

    def found(self, root: Path, rev: str | None = None) -> list[tuple[str, str]]:
        done = check(Store.open(root, rev), today=date(2026, 7, 21))
        return [(one.place.file, one.code) for one in done.problems if one.code in {"F117", "F118", "F121", "F122"}]

    @pytest.mark.parametrize("named", ["/etc", "../../..", "../secret"])
    def test_no_setting_makes_a_command_walk_another_folder(self, repository, monkeypatch, named):
        monkeypatch.delenv("SUNLOT_VAULT", raising=False)
        (repository.path.parent / "secret").mkdir()
        (repository.path.parent / "secret/passwd").touch()
        root = self.settled(repository, named)
        assert self.found(root) == [("sunlot.yaml", "F122")]
        repository.commit()
        assert self.found(root, "HEAD") == [("sunlot.yaml", "F122")]
        for words in (["vault", "check"], ["vault", "prune"]):
            done = CliRunner().invoke(main, [*words, "--repo", str(root)])
            assert done.exit_code == 1
            assert "passwd" not in done.output
            assert "SUNLOT_VAULT" in done.output

    def test_the_vault_of_the_environment_is_compared(self, repository, tmp_path, monkeypatch):
        root = self.settled(repository, "vault")
        vault = Vault.create(tmp_path / "safe")
        vault.put("inspectors", "insp-0001", FIELDS, SALT)
        (tmp_path / "safe/copy").touch()
        assert self.found(root) == []
        monkeypatch.setenv("SUNLOT_VAULT", str(tmp_path / "safe"))
        assert self.found(root) == [("safe/copy", "F117")]
        done = CliRunner().invoke(main, ["vault", "check", "--repo", str(root)])
        assert "safe/copy: F117" in done.output


class TestGit:
    def test_a_vault_keeps_itself_out_of_git(self, repository):
        root = repository.path / "internal"
        vault = Vault.open(root).founded()
        value = vault.put("inspectors", "insp-0001", FIELDS, SALT)
        repository.commit({"a": b""})
        assert repository.git("ls-files").split() == ["a"]
        assert vault.check([Commitment("inspectors", "insp-0001", value, lambda: PUBLIC)]) == []
        vault.prune({"0" * 64})
        assert (root / ".gitignore").read_bytes() == b"*\n"

    def test_what_an_office_wrote_into_that_file_stays(self, tmp_path):
        (tmp_path / ".gitignore").write_bytes(b"*\n# ours\n")
        assert Vault.create(tmp_path).check([]) == []
        assert (tmp_path / ".gitignore").read_bytes() == b"*\n# ours\n"

    def test_files_in_git_are_named_ten_at_most(self, repository, monkeypatch):
        monkeypatch.delenv("SUNLOT_VAULT", raising=False)
        place = TestPlace()
        root = place.settled(repository, "internal")
        repository.put({f"internal/years/20{n}.key": b"0" * 64 for n in range(30, 42)} | {"internals": b""})
        assert place.found(root) == []
        repository.git("add", "--all")
        expected = [(f"internal/years/20{n}.key", "F121") for n in range(30, 40)]
        assert place.found(root) == expected, "what is added is about to be committed"
        repository.commit()
        assert place.found(root) == place.found(root, "HEAD") == expected
        repository.git("rm", "--quiet", "-r", "--cached", "internal")
        assert place.found(root) == expected, "HEAD still has them"
        repository.git("commit", "--quiet", "-m", "out")
        assert place.found(root) == []

    def test_a_committed_link_in_its_place_is_not_followed(self, repository, tmp_path, monkeypatch):
        monkeypatch.delenv("SUNLOT_VAULT", raising=False)
        place = TestPlace()
        (tmp_path / "secret/b").mkdir(parents=True)
        (tmp_path / "secret/b/passwd").touch()
        for named in ("a", "a/b"):
            root = place.settled(repository, named)
            if named == "a":
                (root / "a").symlink_to(tmp_path / "secret")
            repository.commit()
            assert place.found(root) == place.found(root, "HEAD") == [("a", "F121")]

    def test_without_git_there_is_nothing_in_git(self, tmp_path):
        assert in_git(tmp_path, "vault") == []
        (tmp_path / ".git").mkdir()
        assert in_git(tmp_path, "vault") == []


class TestPruning:
    def register(self, value: str, **more: str) -> bytes:
        fields = {"id": "insp-0001", **more, "internal": value}
        return "".join(f'{name}: "{field}"\n' for name, field in fields.items()).encode()

    def test_over_two_branches(self, vault, tmp_path, repository):
        values = [vault.put("inspectors", "insp-0001", FIELDS, f"{n:02x}" * 32) for n in range(4)]
        vault.put_draw_secret("2026-001", "recusals.json", b"[]")
        vault.put_year_key(2026, bytes(32))
        file = "registers/inspectors/insp-0001.yaml"
        repository.commit({file: self.register(values[0])})
        repository.commit({file: self.register(values[1])})
        repository.git("checkout", "--quiet", "-b", "draft/名录")
        repository.commit({file: self.register(values[2])})
        repository.git("checkout", "--quiet", "main")
        keep = named_commitments(repository.path, ["main", "draft/名录"])
        assert keep == {values[1], values[2]}

        before = versions(tmp_path / "vault")
        dropped = vault.prune(keep, dry_run=True)
        assert len(dropped) == 2
        assert versions(tmp_path / "vault") == before
        assert vault.prune(keep) == dropped
        assert versions(tmp_path / "vault") == sorted(set(before) - set(dropped))
        for value, kept in zip(values, [False, True, True, False], strict=True):
            assert (vault.get("inspectors", "insp-0001", value) is not None) == kept
        assert vault.get_draw_secret("2026-001", "recusals.json") == b"[]"
        assert vault.get_year_key(2026) == bytes(32)

        repository.git("branch", "-D", "--quiet", "draft/名录")
        assert len(vault.prune(named_commitments(repository.path, ["main"]))) == 1

    def test_what_any_branch_names_stays_wherever_one_stands(self, vault, tmp_path, make_repository):
        values = [vault.put("inspectors", "insp-0001", FIELDS, f"{n:02x}" * 32) for n in range(5)]
        file = "registers/inspectors/insp-0001.yaml"
        office = make_repository("office")
        settings_file = form("settings").write([SETTINGS])
        office.commit({file: self.register(values[0]), "sunlot.yaml": settings_file})
        office.git("branch", "draft/名录")
        clone = make_repository("clone")
        clone.git("pull", "--quiet", str(office.path), "main")
        office.git("checkout", "--quiet", "draft/名录")
        office.commit({file: self.register(values[1])})
        clone.git("remote", "add", "origin", str(office.path))
        clone.git("fetch", "--quiet", "origin")
        clone.git("checkout", "--quiet", "-b", "feature")
        clone.commit({file: self.register(values[2])})
        clone.git("checkout", "--quiet", "--detach")
        clone.commit({file: self.register(values[3])})
        assert branches(clone.path) == [
            "refs/heads/feature",
            "refs/heads/main",
            "refs/remotes/origin/draft/名录",
            "refs/remotes/origin/main",
        ]
        prune = ["vault", "prune", "--hours", "0", "--repo", str(clone.path)]
        environment = {"SUNLOT_VAULT": str(tmp_path / "vault")}
        done = CliRunner().invoke(main, [*prune, "--branch", "main", "--yes"], env=environment)
        assert done.exit_code == 0, done.output
        held = [vault.get("inspectors", "insp-0001", value) is not None for value in values]
        assert held == [True, True, True, True, False]
        assert CliRunner().invoke(main, [*prune, "--branch", "gone"], env=environment).exit_code == 1

    def test_a_record_whose_last_version_goes_leaves_no_folder(self, vault, tmp_path):
        vault.put("inspectors", "insp-0001", FIELDS, SALT)
        kept = vault.put("objections", "OBJ-2026-001", {"filer": {"name": "a", "contact": "b"}}, SALT)
        vault.prune({kept})
        assert not (tmp_path / "vault/inspectors").exists()

    def test_a_branch_or_repository_that_is_not_there_stops_it(self, repository, tmp_path):
        repository.commit({"registers/a.yaml": b""})
        with pytest.raises(SourceError):
            named_commitments(repository.path, ["main", "gone"])
        with pytest.raises(SourceError):
            named_commitments(tmp_path, ["main"])

    def test_however_a_file_writes_it(self, repository):
        values = [hashlib.sha256(bytes([n])).hexdigest() for n in range(8)]
        many = "".join(f'- id: "{value[:4]}"\n  internal: "{value}"\n' for value in values[2:5])
        repository.commit(
            {
                "registers/inspectors/a.yaml": f"internal: {values[0]}\n".encode(),
                "registers/inspectors/b.yml": f"{{'internal': '{values[1]}'}}\r\n".encode(),
                "registers/targets/650000.yaml": many.encode(),
                "results/2026-001/~x.yaml": b'\xff\xfe internal: "' + values[5].encode() + b'"',
                "registers/not-yaml.txt": values[6].encode(),
                "registers/longer.yaml": (values[7] + "0").encode(),
            }
        )
        assert named_commitments(repository.path, ["main"]) == set(values[:6])

    def test_what_is_not_committed_yet_is_named_too(self, vault, repository):
        first, second, third = (vault.put("inspectors", "insp-0001", FIELDS, f"{n:02x}" * 32) for n in range(3))
        file = "registers/inspectors/insp-0001.yaml"
        repository.put({file: self.register(first)})
        assert named_commitments(repository.path, []) == {first}
        repository.commit()
        repository.put({file: self.register(second), "registers/inspectors/新.yaml": self.register(third)})
        assert named_commitments(repository.path, ["main"]) == {first, second, third}

    def test_a_bare_repository(self, repository, tmp_path):
        value = hashlib.sha256(b"").hexdigest()
        repository.commit({"registers/inspectors/a.yaml": self.register(value)})
        repository.git("clone", "--quiet", "--bare", ".", str(tmp_path / "bare.git"))
        assert named_commitments(tmp_path / "bare.git", ["main"]) == {value}

    def test_what_was_just_written_waits(self, vault, tmp_path):
        vault.put("inspectors", "insp-0001", FIELDS, SALT)
        vault.put("inspectors", "insp-0001", FIELDS, OTHER_SALT)
        old, new = versions(tmp_path / "vault")
        moment = datetime(2026, 7, 23, tzinfo=UTC)
        os.utime(tmp_path / "vault" / old, ((moment - timedelta(days=1)).timestamp(),) * 2)
        os.utime(tmp_path / "vault" / new, (moment.timestamp(),) * 2)
        assert vault.prune({"0" * 64}, before=moment) == [old]
        assert versions(tmp_path / "vault") == [new]

    def test_nothing_named_at_all_is_a_mistake(self, vault, tmp_path):
        assert vault.prune(set()) == []
        vault.put("inspectors", "insp-0001", FIELDS, SALT)
        with pytest.raises(VaultError, match="empty the vault"):
            vault.prune(set())
        assert len(versions(tmp_path / "vault")) == 1
