"""A work tree and a revision show the same files, byte for byte, whatever Git is configured to do."""

import hashlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sunlot.store.git import Git
from sunlot.store.sources import Change, Entry, Revision, Source, SourceError, WorkTree, blob_id

from .conftest import Repository

REGISTER = {
    "sunlot.yaml": b'authority: "xjdzj"\n',
    "registers/items/DZ-01.yaml": b'id: "DZ-01"\n',
    "registers/items/DZ-02.yaml": b'id: "DZ-02"\n',
    "draws/2026-001/task.yaml": b'id: "2026-001"\n',
}


@contextmanager
def both(repository: object, revision: str = "HEAD") -> Iterator[tuple[WorkTree, Revision]]:
    with (
        closing(WorkTree(repository.path)) as tree,  # type: ignore[attr-defined]
        closing(Revision(repository.path, revision)) as commit,  # type: ignore[attr-defined]
    ):
        yield tree, commit


def blobless(entries: list[Entry]) -> list[Entry]:
    return [replace(entry, blob=None) for entry in entries]


def everything(source: Source) -> dict[str, bytes]:
    return {entry.path: source.read(entry.path) for entry in source.entries() if entry.kind == "file"}


class TestListing:
    def test_a_work_tree_and_its_commit_list_the_same(self, repository):
        repository.commit(REGISTER)
        with both(repository) as (tree, commit):
            assert blobless(commit.entries()) == tree.entries()
            assert [entry.path for entry in tree.entries()] == sorted(REGISTER)
            assert everything(tree) == everything(commit) == REGISTER

    def test_only_what_stands_under_a_folder(self, repository):
        repository.commit(REGISTER | {"registers/items-old/DZ-03.yaml": b""})
        with both(repository) as (tree, commit):
            for source in (tree, commit):
                assert [entry.path for entry in source.entries("registers/items")] == [
                    "registers/items/DZ-01.yaml",
                    "registers/items/DZ-02.yaml",
                ]
                assert [entry.path for entry in source.entries("sunlot.yaml")] == ["sunlot.yaml"]
                assert source.entries("nothing/here") == []
                assert source.entries("sunlot.yaml/deeper") == []

    def test_sizes_and_blob_ids_are_those_of_the_bytes(self, repository):
        repository.commit(REGISTER)
        with both(repository) as (_, commit):
            for entry in commit.entries():
                assert entry.size == len(REGISTER[entry.path])
                assert entry.blob == blob_id(REGISTER[entry.path])

    @pytest.mark.parametrize(
        "name", ["名录/新疆.yaml", "space and\ttab.yaml", 'quote".yaml', "line\nbreak.yaml", "-x", "*"]
    )
    def test_any_name_that_a_file_can_have(self, repository, name):
        repository.commit({name: b"1", "other": b"2"})
        with both(repository) as (tree, commit):
            for source in (tree, commit):
                assert source.read(name) == b"1"
                assert source.exists(name)
                assert [entry.path for entry in source.entries(name)] == [name]
            assert blobless(commit.entries()) == tree.entries()

    @pytest.mark.skipif(sys.platform == "darwin", reason="file names there are always UTF-8")
    def test_a_name_that_is_not_utf8(self, repository):
        name = os.fsdecode(b"\xff\xfe.yaml")
        repository.commit({name: b"1"})
        with both(repository) as (tree, commit):
            assert tree.read(name) == commit.read(name) == b"1"
            assert blobless(commit.entries()) == tree.entries()

    def test_links_are_listed_and_never_followed(self, repository, tmp_path):
        (tmp_path / "outside").mkdir()
        (tmp_path / "outside/secret.yaml").write_bytes(b"secret")
        repository.put(REGISTER)
        (repository.path / "registers/experts").symlink_to(tmp_path / "outside")
        (repository.path / "registers/items/DZ-03.yaml").symlink_to("DZ-01.yaml")
        repository.commit()
        with both(repository) as (tree, commit):
            assert blobless(commit.entries()) == tree.entries()
            for source in (tree, commit):
                kinds = {entry.path: (entry.kind, entry.size) for entry in source.entries("registers")}
                assert kinds["registers/experts"] == ("link", len(str(tmp_path / "outside")))
                assert kinds["registers/items/DZ-03.yaml"] == ("link", len("DZ-01.yaml"))
                assert not source.exists("registers/experts/secret.yaml")
                assert source.entries("registers/experts/secret.yaml") == []
                for path in ("registers/experts/secret.yaml", "registers/experts", "registers/items/DZ-03.yaml"):
                    with pytest.raises(SourceError):
                        source.read(path)

    def test_executable_files_are_files(self, repository):
        repository.put({"scripts/verify.py": b"#!/usr/bin/env python3\n"})
        (repository.path / "scripts/verify.py").chmod(0o755)
        repository.commit()
        with both(repository) as (tree, commit):
            assert [entry.kind for entry in commit.entries()] == ["file"]
            assert blobless(commit.entries()) == tree.entries()

    def test_a_submodule_is_one_entry_without_bytes(self, repository, make_repository):
        make_repository("part").commit({"inside.yaml": b"x"})
        repository.commit(REGISTER)
        repository.git("submodule", "--quiet", "add", "../part", "registers/part")
        repository.commit()
        with both(repository) as (tree, commit):
            assert Entry("registers/part", 0, "other", None) in commit.entries()
            assert blobless(commit.entries()) == tree.entries()
            for source in (tree, commit):
                with pytest.raises(SourceError):
                    source.read("registers/part")
            with pytest.raises(SourceError):
                commit.read("registers/part/inside.yaml")

    def test_what_is_no_file_at_all(self, repository):
        repository.commit(REGISTER)
        os.mkfifo(repository.path / "registers/pipe")
        with closing(socket.socket(socket.AF_UNIX)) as listening:
            listening.bind(str(repository.path / "registers/socket"))
        with closing(WorkTree(repository.path)) as tree:
            kinds = {entry.path: entry.kind for entry in tree.entries("registers")}
            assert kinds["registers/pipe"] == kinds["registers/socket"] == "other"
            assert not tree.exists("registers/pipe")
            with pytest.raises(SourceError):
                tree.read("registers/pipe")

    def test_what_a_writer_builds_is_not_listed(self, repository):
        repository.commit(REGISTER)
        repository.put({".sunlot-tmp-0011/0": b"half", "registers/.sunlot-tmp-2233/0": b"half"})
        with closing(WorkTree(repository.path)) as tree:
            assert [entry.path for entry in tree.entries()] == sorted(REGISTER)
            assert tree.changes("HEAD") == []

    def test_a_folder_without_git_can_be_read(self, tmp_path):
        (tmp_path / "registers").mkdir()
        (tmp_path / "registers/a.yaml").write_bytes(b"a")
        program = (
            "import sys; from pathlib import Path; from sunlot.store.sources import WorkTree;"
            f"tree = WorkTree(Path({str(tmp_path)!r})); print(tree.read('registers/a.yaml'), len(tree.entries()));"
            "assert 'git' not in sys.modules"
        )
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
        assert done.stdout == "b'a' 1\n"

    names = st.text(st.sampled_from("ab-.~é疆 \t"), min_size=1, max_size=4).filter(
        lambda name: not set(name) <= {"."} and not name.startswith(".git")
    )

    @settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        st.dictionaries(
            st.lists(names, min_size=1, max_size=3).map("/".join), st.binary(max_size=40), min_size=1, max_size=8
        )
    )
    def test_property_a_committed_work_tree_equals_its_commit(self, tmp_path_factory, files):
        repository = Repository(tmp_path_factory.mktemp("any"))
        kept = {}
        for path, data in files.items():
            if not any(path.startswith(f"{other}/") or other.startswith(f"{path}/") for other in kept):
                kept[path] = data
        repository.commit(kept)
        with both(repository) as (tree, commit):
            assert blobless(commit.entries()) == tree.entries()
            assert everything(tree) == everything(commit) == kept
            assert tree.tree("") == commit.tree("") == repository.git("rev-parse", "HEAD^{tree}")
            assert tree.changes("HEAD") == []


class TestReading:
    def test_many_files_at_once_in_the_order_asked(self, repository):
        files = {f"registers/items/{n:04}.yaml": b"x" * (n % 7) + str(n).encode() for n in range(700)}
        repository.commit(files)
        with both(repository) as (tree, commit):
            for source in (tree, commit):
                entries = source.entries()[::-1]
                read = [(entry.path, data) for entry, data in source.read_many(entries)]
                assert read == [(path, files[path]) for path in sorted(files, reverse=True)]

    def test_a_reader_may_stop_midway_and_read_on(self, repository):
        repository.commit({f"{n}.yaml": bytes([n]) * 100_000 for n in range(200)})
        with both(repository) as (_, commit):
            many = commit.read_many(commit.entries())
            next(many)
            assert commit.read("7.yaml") == b"\x07" * 100_000
            many.close()
            assert commit.read("8.yaml") == b"\x08" * 100_000

    def test_the_limit_is_exact_and_the_file_is_not_read_beyond(self, repository):
        repository.commit({"big.yaml": b"x" * 1000})
        with both(repository) as (tree, commit):
            for source in (tree, commit):
                assert len(source.read("big.yaml", 1000)) == 1000
                with pytest.raises(SourceError) as refused:
                    source.read("big.yaml", 999)
                assert "1000" in refused.value.zh
                assert "1000" in refused.value.en

    @pytest.mark.parametrize("path", ["/etc/passwd", "../x", "a/../b", "a//b", "./a", "a/", "a\0b", ".."])
    def test_no_path_leads_out(self, repository, path):
        repository.commit(REGISTER)
        with both(repository) as (tree, commit):
            for use in (tree.read, tree.exists, tree.entries, commit.entries, commit.tree):
                with pytest.raises(SourceError):
                    use(path)
            with pytest.raises(SourceError):
                commit.read(path)
            assert not commit.exists(path)

    def test_what_is_not_there(self, repository):
        repository.commit(REGISTER)
        with both(repository) as (tree, commit):
            for source in (tree, commit):
                assert not source.exists("registers/none.yaml")
                assert not source.exists("registers")
                with pytest.raises(SourceError, match="there is no file"):
                    source.read("registers/none.yaml")

    def test_line_ends_and_filters_change_no_byte(self, repository):
        text = b"a\r\nb\n$Id$\n"
        repository.commit({"crlf.yaml": text, "registers/lf.yaml": b"a\nb\n"})
        repository.put({".gitattributes": b"* text eol=crlf ident filter=loud\n"})
        repository.git("add", ".gitattributes")
        repository.git("commit", "--quiet", "--message", "attributes")
        with closing(Revision(repository.path, "HEAD")) as commit:
            assert commit.read("crlf.yaml") == text
            assert commit.read("registers/lf.yaml") == b"a\nb\n"
        (repository.path / "registers/lf.yaml").unlink()
        repository.git("checkout", "--", ".")
        assert (repository.path / "registers/lf.yaml").read_bytes() == b"a\r\nb\r\n"
        with both(repository) as (tree, commit):
            assert tree.read("registers/lf.yaml") == b"a\r\nb\r\n"
            assert commit.read("registers/lf.yaml") == b"a\nb\n"
            assert tree.tree("registers") is None, "other bytes are another tree, whatever Git's conversion says"

    def test_a_missing_object_is_named(self, repository):
        commit = repository.commit(REGISTER)
        blob = blob_id(REGISTER["sunlot.yaml"])
        with closing(Revision(repository.path, commit)) as revision:
            assert revision.entries()
            (repository.path / f".git/objects/{blob[:2]}/{blob[2:]}").unlink()
            with pytest.raises(SourceError, match=blob):
                revision.read("sunlot.yaml")
            assert revision.read("draws/2026-001/task.yaml") == REGISTER["draws/2026-001/task.yaml"]

    def test_an_object_that_is_no_blob_is_refused_and_the_next_answer_is_right(self, repository):
        commit = repository.commit(REGISTER)
        with closing(Git(repository.path)) as git:
            with pytest.raises(SourceError):
                git.blob(commit)
            assert git.blob(blob_id(REGISTER["sunlot.yaml"])) == REGISTER["sunlot.yaml"]


class TestRevisions:
    def test_any_name_of_a_commit(self, repository):
        first = repository.commit(REGISTER)
        repository.git("tag", "--annotate", "--message", "x", "v1")
        repository.commit({"sunlot.yaml": b"new"})
        for name in (first, first[:10], "v1", "main~1", "HEAD^", "refs/tags/v1"):
            with closing(Revision(repository.path, name)) as revision:
                assert revision.revision == first
                assert everything(revision) == REGISTER

    @pytest.mark.parametrize(
        "name", ["none", "", "-h", "--all", "HEAD:sunlot.yaml", "f" * 40, "a b", "a\0b", "HEAD..HEAD"]
    )
    def test_what_names_no_commit_is_refused_in_both_languages(self, repository, name):
        repository.commit(REGISTER)
        with pytest.raises(SourceError) as refused:
            Revision(repository.path, name)
        assert "没有版本" in refused.value.sentence("zh")
        assert "has no revision" in refused.value.sentence("en")

    def test_a_shallow_clone_says_what_to_do(self, repository, tmp_path):
        first = repository.commit(REGISTER)
        repository.commit({"sunlot.yaml": b"new"})
        repository.git("clone", "--quiet", "--depth=1", f"file://{repository.path}", str(tmp_path / "shallow"))
        with pytest.raises(SourceError, match="--unshallow"):
            Revision(tmp_path / "shallow", first)
        with closing(Revision(tmp_path / "shallow", "HEAD")) as revision:
            assert revision.read("sunlot.yaml") == b"new"

    def test_no_repository(self, tmp_path):
        with pytest.raises(SourceError, match="not the top folder"):
            Revision(tmp_path, "HEAD")
        with pytest.raises(SourceError, match="not the top folder"):
            Revision(tmp_path / "none", "HEAD")
        with pytest.raises(SourceError, match="not the top folder"):
            WorkTree(tmp_path).changes("HEAD")

    def test_a_repository_above_is_not_meant(self, repository):
        repository.commit(REGISTER)
        with pytest.raises(SourceError, match="not the top folder"):
            Revision(repository.path / "registers", "HEAD")

    def test_a_damaged_repository_is_not_taken_for_a_wrong_name(self, repository):
        repository.commit(REGISTER)
        (repository.path / ".git/config").write_text("[core\n")
        with pytest.raises(SourceError, match="could not read"):
            Revision(repository.path, "HEAD")

    def test_a_bare_repository(self, repository, tmp_path):
        repository.commit(REGISTER)
        repository.git("clone", "--quiet", "--bare", ".", str(tmp_path / "bare.git"))
        with closing(Revision(tmp_path / "bare.git", "main")) as revision:
            assert everything(revision) == REGISTER
            assert revision.changes("main") == []

    def test_a_linked_work_tree(self, repository, tmp_path):
        repository.commit(REGISTER)
        repository.git("worktree", "add", "--quiet", "-b", "draft", str(tmp_path / "linked"))
        (tmp_path / "linked/sunlot.yaml").write_bytes(b"draft")
        with closing(WorkTree(tmp_path / "linked")) as tree, closing(Revision(tmp_path / "linked", "draft")) as commit:
            assert tree.changes("main") == [
                Change("sunlot.yaml", "M", blob_id(REGISTER["sunlot.yaml"]), blob_id(b"draft"))
            ]
            assert blobless(commit.entries("registers")) == tree.entries("registers")

    def test_a_repository_with_sha256_ids(self, make_repository):
        repository = make_repository("long", "--object-format=sha256")
        repository.commit(REGISTER)
        (repository.path / "sunlot.yaml").write_bytes(b"new")
        with both(repository) as (tree, commit):
            assert len(commit.revision) == 64
            assert everything(commit) == REGISTER
            assert tree.changes("HEAD")[0].new_blob == hashlib.sha256(b"blob 3\0new").hexdigest()
            assert tree.tree("registers") == commit.tree("registers") == repository.git("rev-parse", "HEAD:registers")

    def test_the_surroundings_of_a_hook_do_not_mislead(self, repository, make_repository, monkeypatch):
        repository.commit(REGISTER)
        other = make_repository("other")
        other.commit({"other.yaml": b"other"})
        for name, place in {
            "GIT_DIR": ".git",
            "GIT_WORK_TREE": ".",
            "GIT_INDEX_FILE": ".git/index",
            "GIT_OBJECT_DIRECTORY": ".git/objects",
            "GIT_COMMON_DIR": ".git",
        }.items():
            with monkeypatch.context() as patch:
                patch.setenv(name, str(other.path / place))
                with both(repository) as (tree, commit):
                    assert everything(commit) == REGISTER, name
                    assert tree.changes("HEAD") == [], name


class TestPermissions:
    def test_what_may_not_be_read_is_said_in_a_sentence(self, repository, monkeypatch):
        repository.commit(REGISTER)
        tree = WorkTree(repository.path)

        def refused(*_: object, **__: object) -> None:
            raise PermissionError(13, "Permission denied")

        for name, use in (
            ("open", lambda: tree.read("sunlot.yaml")),
            ("stat", lambda: tree.exists("sunlot.yaml")),
            ("scandir", lambda: tree.entries("registers")),
        ):
            with monkeypatch.context() as patch:
                patch.setattr(os, name, refused)
                with pytest.raises(SourceError, match="may not be read"):
                    use()


class TestTrees:
    def test_the_tree_of_a_folder(self, repository):
        repository.commit(REGISTER)
        expected = repository.git("rev-parse", "HEAD:registers")
        with both(repository) as (tree, commit):
            assert tree.tree("registers") == commit.tree("registers") == expected
            assert tree.tree("registers/items") == repository.git("rev-parse", "HEAD:registers/items")
            for source in (tree, commit):
                assert source.tree("none") is None
                assert source.tree("sunlot.yaml") is None

    @pytest.mark.parametrize(
        "spoil",
        [
            lambda folder: (folder / "items/DZ-01.yaml").write_bytes(b"other"),
            lambda folder: (folder / "items/DZ-01.yaml").unlink(),
            lambda folder: (folder / "items/new.yaml").write_bytes(b""),
            lambda folder: (folder / "items/DZ-01.yaml").chmod(0o755),
            lambda folder: (
                (folder / "items/DZ-01.yaml").unlink(),
                (folder / "items/DZ-01.yaml").symlink_to("DZ-02.yaml"),
            ),
        ],
    )
    def test_a_folder_that_is_not_heads_has_none(self, repository, spoil):
        repository.commit(REGISTER)
        spoil(repository.path / "registers")
        with closing(WorkTree(repository.path)) as tree:
            assert tree.tree("registers") is None
            assert tree.tree("draws") == repository.git("rev-parse", "HEAD:draws")

    def test_a_change_that_git_was_told_to_overlook_counts(self, repository):
        repository.commit(REGISTER)
        repository.git("update-index", "--assume-unchanged", "registers/items/DZ-01.yaml")
        (repository.path / "registers/items/DZ-01.yaml").write_bytes(b"other")
        with closing(WorkTree(repository.path)) as tree:
            assert tree.tree("registers") is None

    def test_ignored_files_are_no_part_of_the_tree(self, repository):
        repository.commit(REGISTER | {".gitignore": b"*.bak\n"})
        repository.put({"registers/items/DZ-01.yaml.bak": b"x"})
        with closing(WorkTree(repository.path)) as tree:
            assert tree.tree("registers") == repository.git("rev-parse", "HEAD:registers")
            assert tree.changes("HEAD") == []


class TestChanges:
    def changed(self, repository) -> str:
        """Change a bit of everything; return the base."""
        base = repository.commit(
            {
                name: name.encode() * 9
                for name in ("kept", "modified", "deleted", "becomes-link", "moved", "目录/改.yaml")
            }
        )
        (repository.path / "deleted").unlink()
        (repository.path / "becomes-link").unlink()
        (repository.path / "becomes-link").symlink_to("kept")
        (repository.path / "moved").rename(repository.path / "moved-here")
        repository.put({"modified": b"new", "added": b"added", "目录/改.yaml": b"x", "目录/新.yaml": b"y"})
        return base

    def expected(self) -> list[Change]:
        old = {
            name: blob_id(name.encode() * 9)
            for name in ("modified", "deleted", "becomes-link", "moved", "目录/改.yaml")
        }
        return [
            Change("added", "A", None, blob_id(b"added")),
            Change("becomes-link", "T", old["becomes-link"], blob_id(b"kept")),
            Change("deleted", "D", old["deleted"], None),
            Change("modified", "M", old["modified"], blob_id(b"new")),
            Change("moved", "D", old["moved"], None),
            Change("moved-here", "A", None, old["moved"]),
            Change("目录/改.yaml", "M", old["目录/改.yaml"], blob_id(b"x")),
            Change("目录/新.yaml", "A", None, blob_id(b"y")),
        ]

    def test_the_same_before_and_after_adding_and_committing(self, repository):
        base = self.changed(repository)
        with closing(WorkTree(repository.path)) as tree:
            assert tree.changes(base) == self.expected()
            repository.git("add", "--all")
            assert tree.changes(base) == self.expected()
            repository.commit()
            assert tree.changes(base) == self.expected()
        with closing(Revision(repository.path, "HEAD")) as commit:
            assert commit.changes(base) == self.expected()
            assert commit.changes("HEAD") == []

    def test_touching_a_file_changes_nothing(self, repository):
        repository.commit(REGISTER)
        os.utime(repository.path / "sunlot.yaml", (1, 1))
        with closing(WorkTree(repository.path)) as tree:
            assert tree.changes("HEAD") == []

    def test_a_mode_alone_is_a_change_with_equal_blobs(self, repository):
        base = repository.commit(REGISTER)
        (repository.path / "sunlot.yaml").chmod(0o755)
        blob = blob_id(REGISTER["sunlot.yaml"])
        with closing(WorkTree(repository.path)) as tree:
            assert tree.changes(base) == [Change("sunlot.yaml", "M", blob, blob)]
        repository.commit()
        with closing(Revision(repository.path, "HEAD")) as commit:
            assert commit.changes(base) == [Change("sunlot.yaml", "M", blob, blob)]

    def test_taken_out_of_the_index_but_still_there(self, repository):
        repository.commit(REGISTER)
        repository.git("rm", "--quiet", "--cached", "sunlot.yaml")
        with closing(WorkTree(repository.path)) as tree:
            assert tree.changes("HEAD") == []
            (repository.path / "sunlot.yaml").write_bytes(b"new")
            assert [(change.path, change.kind) for change in tree.changes("HEAD")] == [("sunlot.yaml", "M")]

    def test_added_to_the_index_and_gone_again(self, repository):
        repository.commit(REGISTER)
        repository.put({"new.yaml": b"x"})
        repository.git("add", "new.yaml")
        (repository.path / "new.yaml").unlink()
        with closing(WorkTree(repository.path)) as tree:
            assert tree.changes("HEAD") == []

    def test_during_a_conflict(self, repository):
        base = repository.commit(REGISTER)
        repository.git("checkout", "--quiet", "-b", "theirs")
        repository.commit({"sunlot.yaml": b"theirs"})
        repository.git("checkout", "--quiet", "main")
        repository.commit({"sunlot.yaml": b"ours"})
        with pytest.raises(AssertionError):
            repository.git("merge", "theirs")
        text = (repository.path / "sunlot.yaml").read_bytes()
        assert b"<<<<<<<" in text
        with closing(WorkTree(repository.path)) as tree:
            assert tree.changes(base) == [Change("sunlot.yaml", "M", blob_id(REGISTER["sunlot.yaml"]), blob_id(text))]

    def test_a_submodule_moves(self, repository, make_repository):
        part = make_repository("part")
        part.commit({"a": b"a"})
        repository.git("submodule", "--quiet", "add", "../part", "part")
        base = repository.commit(REGISTER)
        part.commit({"a": b"b"})
        repository.git("-C", "part", "pull", "--quiet", "origin", "main")
        with closing(WorkTree(repository.path)) as tree:
            assert tree.changes(base) == [Change("part", "M", None, None)]
        repository.commit()
        with closing(Revision(repository.path, "HEAD")) as commit:
            assert commit.changes(base) == [Change("part", "M", None, None)]


class TestForeignRepositories:
    def test_nothing_that_a_repository_configures_runs(self, repository, tmp_path, monkeypatch):
        trap = tmp_path / "trap"
        trap.write_text(f"#!/bin/sh\ntouch {tmp_path}/sprung\ncat\n")
        trap.chmod(0o755)
        repository.put(REGISTER | {".gitattributes": b"*.yaml filter=trap diff=trap merge=trap\n"})
        soon = time.time_ns() // 10**9 + 1000
        for path in REGISTER:
            os.utime(repository.path / path, (soon, soon))
        base = repository.commit()
        hooks = tmp_path / "hooks"
        hooks.mkdir()
        for hook in ("post-index-change", "pre-auto-gc", "fsmonitor-watchman", "reference-transaction"):
            (hooks / hook).write_bytes(trap.read_bytes())
            (hooks / hook).chmod(0o755)
        for key in (
            "core.fsmonitor", "core.pager", "core.sshCommand", "core.editor", "core.alternateRefsCommand",
            "filter.trap.clean", "filter.trap.smudge", "filter.trap.process", "diff.trap.textconv", "diff.trap.command",
            "diff.external", "gpg.program", "credential.helper", "pager.diff", "alias.ls-tree", "core.gitProxy",
        ):  # fmt: skip
            repository.git("config", key, str(trap))
        repository.git("config", "filter.trap.required", "true")
        repository.git("config", "core.hooksPath", str(hooks))
        monkeypatch.setenv("GIT_EXTERNAL_DIFF", str(trap))
        monkeypatch.setenv("GIT_PAGER", str(trap))
        repository.git("config", "core.checkStat", "minimal")
        for path, data in REGISTER.items():
            (repository.path / path).write_bytes(data.upper())
            os.utime(repository.path / path, (soon, soon))  # Git cannot tell by the time, and looks at the content
        with both(repository) as (tree, commit):
            assert len(tree.changes(base)) == len(REGISTER)
            assert tree.tree("registers") is None
            assert tree.entries()
            assert commit.changes(base) == []
            assert everything(commit).items() > REGISTER.items()
        assert not (tmp_path / "sprung").exists()

    def test_a_filter_that_cannot_be_switched_off_is_refused(self, repository):
        repository.commit(REGISTER)
        with (repository.path / ".git/config").open("a") as file:
            file.write('[filter "a=b"]\n\tclean = cat\n')
        with pytest.raises(SourceError, match="filter"):
            WorkTree(repository.path).changes("HEAD")

    def test_a_replaced_object_is_not_shown(self, repository):
        repository.commit(REGISTER)
        other = repository.git("hash-object", "-w", "--stdin", data=b"forged")
        repository.git("replace", blob_id(REGISTER["sunlot.yaml"]), other)
        with closing(Revision(repository.path, "HEAD")) as commit:
            assert commit.read("sunlot.yaml") == REGISTER["sunlot.yaml"]

    def test_a_users_settings_change_no_answer(self, repository, tmp_path, monkeypatch):
        base = repository.commit(REGISTER)
        (tmp_path / "excluded").write_text("*.yaml\n")
        (tmp_path / "config").write_text(
            f"[core]\n\tquotePath = true\n\texcludesFile = {tmp_path}/excluded\n\tautocrlf = true\n"
            "[diff]\n\trenames = copies\n\trelative = true\n\tnoprefix = true\n\tignoreSubmodules = all\n"
            "[color]\n\tui = always\n"
        )
        monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "config"))
        monkeypatch.setenv("GIT_CONFIG_PARAMETERS", f"'core.worktree'='{tmp_path}'")
        monkeypatch.setenv("GIT_LITERAL_PATHSPECS", "0")
        repository.put({"registers/新.yaml": b"x"})
        with both(repository) as (tree, commit):
            assert [change.path for change in tree.changes(base)] == ["registers/新.yaml"]
            assert everything(commit) == REGISTER

    def test_nothing_is_written(self, repository):
        repository.commit(REGISTER)
        os.utime(repository.path / "sunlot.yaml", (1, 1))

        def state() -> list[tuple[str, int, bytes]]:
            paths = sorted(path for path in repository.path.rglob("*") if path.is_file())
            return [(str(path), path.stat().st_mtime_ns, path.read_bytes()) for path in paths]

        before = state()
        with both(repository) as (tree, commit):
            tree.changes("HEAD")
            tree.tree("registers")
            everything(commit)
        assert state() == before


def test_both_sources_are_sources(repository, make_repository: Callable[..., object]):
    repository.commit(REGISTER)
    with both(repository) as pair:
        sources: tuple[Source, Source] = pair
        assert [source.revision for source in sources] == [None, repository.git("rev-parse", "HEAD")]
