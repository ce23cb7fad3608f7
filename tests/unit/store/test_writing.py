"""Whatever fails, and whenever, the old state stands or the new, and running again gives the new."""

import errno
import fcntl
import os
import resource
import signal
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sunlot.store import writing
from sunlot.store.writing import (
    LEFTOVER,
    Batch,
    WriteError,
    beside,
    clean,
    fill,
    make_folder,
    remove,
    replace_tree,
    write,
)
from sunlot.store.writing.disk import System
from sunlot.store.writing.stage import _lock


class Killed(BaseException):
    """The process is gone: no clean-up code of it runs any more."""


def breaking(at: int, *, how: str, number: int = errno.ENOSPC) -> tuple[System, list[str]]:
    """Make a system whose call `at` (from 0) fails, with a list of the calls made so far.

    `killed before` and `killed after` that call nothing else happens; `fails` lets only it fail, `dies` all from it on.
    """
    calls: list[str] = []

    def wrapped(name: str, call: Callable[..., object]) -> Callable[..., object]:
        def run(*arguments: object) -> object:
            calls.append(name)
            turn = len(calls) - 1
            if turn > at and how.startswith("killed"):
                raise Killed
            if turn == at and how == "killed after":
                call(*arguments)
                raise Killed
            if turn == at and how == "killed before":
                raise Killed
            if turn == at or (turn > at and how == "dies"):
                raise OSError(number, os.strerror(number))
            return call(*arguments)

        return run

    real = System(fsync=lambda descriptor: None)  # counted, but a test need not wait for the disk
    return System(**{field.name: wrapped(field.name, getattr(real, field.name)) for field in fields(System)}), calls


@pytest.fixture
def with_system(monkeypatch: pytest.MonkeyPatch) -> Callable[[System], object]:
    @contextmanager
    def use(system: System) -> Iterator[None]:
        with monkeypatch.context() as patch:
            patch.setattr(writing.disk, "system", system)
            yield

    return use


def state(root: Path, *, leftovers: bool = False) -> dict[str, bytes | None]:
    """All files with their bytes, and folders with None."""
    found = {}
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root).as_posix()
        if leftovers or ".sunlot-" not in name:
            found[name] = path.read_bytes() if path.is_file() else None
    return found


OLD = {"registers/items/DZ-01.yaml": b"old 1", "registers/items/DZ-02.yaml": b"old 2", "kept.yaml": b"kept"}
NEW = [
    ("registers/items/DZ-01.yaml", b"new 1 and longer", False),
    ("kept.yaml", b"kept", False),
    ("draws/2026-001/targets/roster.csv", b"key\n", True),
    ("draws/2026-001/targets/empty.csv", b"", True),
    ("registers/items/DZ-02.yaml", b"new 2", False),
    ("draws/2026-001/targets/freeze.json", b"{}\n", True),
]
WANTED = {path: data for path, data, _ in NEW}


def before(root: Path) -> dict[str, bytes | None]:
    for path, data in OLD.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data)
    return state(root)


def run(root: Path) -> list[Path]:
    batch = Batch(root)
    for path, data, new in NEW:
        batch.add(path, data, new=new)
    return batch.commit()


def files(found: dict[str, bytes | None]) -> dict[str, bytes]:
    return {path: data for path, data in found.items() if data is not None}


def calls_of(root: Path, with_system: Callable[[System], object]) -> int:
    """How many calls an undisturbed run makes."""
    root.mkdir()
    before(root)
    system, calls = breaking(10**9, how="fails")
    with with_system(system):
        run(root)
    assert files(state(root)) == WANTED
    return len(calls)


class TestBatch:
    def test_all_files_appear_and_nothing_else(self, tmp_path):
        before(tmp_path)
        written = run(tmp_path)
        assert written == [tmp_path / path for path, _, _ in NEW if path != "kept.yaml"]
        assert files(state(tmp_path, leftovers=True)) == WANTED
        assert run(tmp_path) == []

    def test_modes_do_not_depend_on_the_umask(self, tmp_path):
        for umask in (0o077, 0o002):
            old = os.umask(umask)
            try:
                batch = Batch(tmp_path)
                batch.add(f"{umask}/open.yaml", b"x")
                batch.commit()
                private = Batch(tmp_path, private=True)
                private.add(f"{umask}/vault/secret.yaml", b"x")
                private.commit()
            finally:
                os.umask(old)
            modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.rglob("*")}
            assert modes == modes | {"open.yaml": 0o644, "secret.yaml": 0o600, "vault": 0o700, f"{umask}": 0o755}

    def test_what_is_private_becomes_so_again(self, tmp_path):
        write(tmp_path / "secret.yaml", b"x")
        assert not write(tmp_path / "secret.yaml", b"x", private=True, new=True)
        assert stat.S_IMODE((tmp_path / "secret.yaml").stat().st_mode) == 0o600

    def test_everything_is_synced_before_it_is_named_and_the_last_name_comes_last(self, tmp_path, with_system):
        real, seen = System(), []

        def place(path: Path) -> str:
            return path.relative_to(tmp_path).as_posix()

        def fsync(descriptor: int) -> None:
            path = Path(f"/proc/self/fd/{descriptor}").readlink()
            seen.append(("sync", place(path) if path != tmp_path else "."))
            real.fsync(descriptor)

        def named(call: Callable[[Path, Path], None]) -> Callable[[Path, Path], None]:
            def name(old: Path, new: Path) -> None:
                if not new.name.endswith(".before"):
                    seen.append(("name", place(new), place(old)))
                call(old, new)

            return name

        if not Path("/proc/self/fd").is_dir():
            pytest.skip("the system does not tell what a descriptor stands for")
        before(tmp_path)
        with with_system(System(fsync=fsync, replace=named(real.replace), link=named(real.link))):
            run(tmp_path)
        names = [index for index, step in enumerate(seen) if step[0] == "name"]
        for index in names:
            assert ("sync", seen[index][2]) in seen[:index], "the bytes are on disk before the name"
        last = names[-1]
        assert seen[last][1] == "draws/2026-001/targets/freeze.json"
        for folder in ("registers/items", "draws/2026-001/targets", "draws/2026-001", "draws", "."):
            assert ("sync", folder) in seen[names[-2] : last], folder
        assert ("sync", "draws/2026-001/targets") in seen[last:]

    @pytest.mark.parametrize("how", ["killed before", "killed after", "dies"])
    def test_killed_at_any_call(self, tmp_path, with_system, how):
        total = calls_of(tmp_path / "count", with_system)
        assert total > 30
        ends = set()
        for at in range(total):
            root = tmp_path / str(at)
            root.mkdir()
            old = files(before(root))
            system, _ = breaking(at, how=how)
            with with_system(system), suppress(Killed, WriteError):
                run(root)
            now = files(state(root))
            assert all(data in {old.get(path), WANTED[path]} for path, data in now.items()), at
            if "draws/2026-001/targets/freeze.json" in now:
                assert now == WANTED, at
            ends.add("new" if now == WANTED else "old" if now == old else "between")
            run(root)
            assert files(state(root, leftovers=True)) == WANTED, at
            assert run(root) == []
        assert {"old", "new"} <= ends

    @pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EIO])
    def test_an_error_at_any_call_leaves_the_old_state_or_none(self, tmp_path, with_system, number):
        total = calls_of(tmp_path / "count", with_system)
        refused = 0
        for at in range(total):
            root = tmp_path / str(at)
            root.mkdir()
            old = before(root)
            system, calls = breaking(at, how="fails", number=number)
            with with_system(system):
                try:
                    run(root)
                    expected, leftovers = WANTED, False
                except WriteError:
                    refused += 1
                    expected, leftovers = old, True
            found = state(root, leftovers=leftovers)
            assert (found if leftovers else files(found)) == expected, (at, calls[at])
            run(root)
            assert files(state(root, leftovers=True)) == WANTED, at
        assert refused > 20

    def test_really_killed(self, tmp_path):
        program = """
import os, signal, sys
from dataclasses import fields
from pathlib import Path
from sunlot.store import writing
root, at, calls = Path(sys.argv[1]), int(sys.argv[2]), 0
def wrapped(call):
    def run(*arguments):
        global calls
        calls += 1
        if calls > at:
            os.kill(os.getpid(), signal.SIGKILL)
        return call(*arguments)
    return run
real = writing.disk.System()
names = [field.name for field in fields(real)]
writing.disk.system = writing.disk.System(**{name: wrapped(getattr(real, name)) for name in names})
batch = writing.Batch(root)
for line in sys.stdin.read().split("|"):
    path, data, new = line.split("=")
    batch.add(path, data.encode(), new=new == "True")
batch.commit()
"""
        text = "|".join(f"{path}={data.decode()}={new}" for path, data, new in NEW)
        old = files(before(tmp_path))
        for at in range(0, 30, 7):
            done = subprocess.run(
                [sys.executable, "-c", program, str(tmp_path), str(at)], input=text.encode(), check=False
            )
            assert done.returncode == -signal.SIGKILL
            now = files(state(tmp_path))
            assert all(data in {old.get(path), WANTED[path]} for path, data in now.items())
            assert at == 0 or any(path.name.startswith(LEFTOVER) for path in tmp_path.iterdir())
        run(tmp_path)
        assert files(state(tmp_path, leftovers=True)) == WANTED

    contents = st.dictionaries(st.sampled_from(["a", "b/c", "b/d", "e/f/g"]), st.binary(max_size=3), max_size=4)

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        contents, contents.filter(bool), st.integers(0, 60), st.sampled_from(["killed before", "killed after", "fails"])
    )
    def test_property_old_or_new_and_then_new(self, tmp_path_factory, with_system, old, new, at, how):
        root = tmp_path_factory.mktemp("any")
        for path, data in old.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_bytes(data)

        def again() -> None:
            batch = Batch(root)
            for path, data in new.items():
                batch.add(path, data)
            batch.commit()

        system, _ = breaking(at, how=how)
        with with_system(system):
            try:
                again()
                failed = False
            except (Killed, WriteError):
                failed = True
        now = files(state(root))
        assert now.keys() >= old.keys()
        assert all(now[path] in {old.get(path), new.get(path)} for path in now)
        assert now == (old if failed and how == "fails" else now if failed else old | new)
        again()
        assert files(state(root, leftovers=True)) == old | new

    def test_writers_side_by_side_do_not_clean_each_other_away(self, tmp_path):
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(write_many, [(tmp_path, name) for name in "abcd"]))
        assert len(files(state(tmp_path, leftovers=True))) == 4 * 60

    @pytest.mark.parametrize("made_again", [False, True])
    def test_a_folder_that_was_cleaned_away_before_its_lock_is_not_used(self, tmp_path, monkeypatch, made_again):
        flock, others = fcntl.flock, []

        def too_late(descriptor: int, operation: int) -> None:
            for folder in [] if others else list(tmp_path.glob(f"{LEFTOVER}*")):
                folder.rename(tmp_path / "gone")
                if made_again:
                    folder.mkdir()
                    (folder / "0").write_bytes(b"of another writer")
                others.append(folder)
            flock(descriptor, operation)

        monkeypatch.setattr(fcntl, "flock", too_late)
        write(tmp_path / "a.yaml", b"x")
        (tmp_path / "gone").rmdir()
        expected = {f"{others[0].name}/0": b"of another writer"} if made_again else {}
        assert files(state(tmp_path, leftovers=True)) == {"a.yaml": b"x"} | expected

    def test_a_living_writers_folder_stays_and_a_dead_ones_goes(self, tmp_path):
        for name in ("alive", "dead"):
            (tmp_path / f"{LEFTOVER}{name}").mkdir()
            (tmp_path / f"{LEFTOVER}{name}" / "0").write_bytes(b"half")
        (tmp_path / f"{LEFTOVER}file").write_bytes(b"not ours")
        (tmp_path / f"{LEFTOVER}link").symlink_to(tmp_path / f"{LEFTOVER}dead")
        descriptor = _lock(tmp_path / f"{LEFTOVER}alive")
        try:
            clean(tmp_path)
        finally:
            os.close(descriptor)
        assert sorted(path.name for path in tmp_path.iterdir()) == [f"{LEFTOVER}{n}" for n in ("alive", "file", "link")]
        clean(tmp_path)
        assert sorted(path.name for path in tmp_path.iterdir()) == [f"{LEFTOVER}{n}" for n in ("file", "link")]


def write_many(job: tuple[Path, str]) -> None:
    root, name = job
    for number in range(60):
        write(root / f"{name}/{number}.yaml", b"x" * number, root=root)


class TestRefusals:
    def test_new_refuses_other_content_and_accepts_the_same(self, tmp_path):
        path = tmp_path / "freeze.json"
        assert write(path, b"first", new=True)
        mark = path.stat().st_mtime_ns, path.stat().st_ino
        assert not write(path, b"first", new=True)
        for other in (b"other", b"firs", b""):
            with pytest.raises(WriteError, match="never changed"):
                write(path, other, new=True)
        assert path.read_bytes() == b"first"
        assert mark == (path.stat().st_mtime_ns, path.stat().st_ino)
        assert write(path, b"other")
        assert path.read_bytes() == b"other"

    def test_one_refusal_writes_nothing_of_a_batch(self, tmp_path):
        write(tmp_path / "outcome.json", b"there")
        batch = Batch(tmp_path)
        batch.add("a.yaml", b"a")
        with pytest.raises(WriteError):
            batch.add("outcome.json", b"other", new=True)
        assert files(state(tmp_path)) == {"outcome.json": b"there"}

    @pytest.mark.parametrize("theirs", [b"theirs", b"ours"])
    def test_what_appears_meanwhile_is_not_overwritten(self, tmp_path, with_system, theirs):
        real = System()

        def link(built: Path, place: Path) -> None:
            place.write_bytes(theirs)
            real.link(built, place)

        batch = Batch(tmp_path)
        batch.add("before.yaml", b"x")
        batch.add("outcome.json", b"ours", new=True)
        with with_system(System(link=link)):
            if theirs == b"ours":
                batch.commit()
            else:
                with pytest.raises(WriteError, match="never changed"):
                    batch.commit()
        kept = {"before.yaml": b"x"} if theirs == b"ours" else {}
        assert files(state(tmp_path, leftovers=True)) == kept | {"outcome.json": theirs}

    def test_a_file_system_without_hard_links(self, tmp_path, with_system):
        def link(built: Path, place: Path) -> None:
            raise OSError(errno.EPERM, "no links here")

        before(tmp_path)
        with with_system(System(link=link)):
            run(tmp_path)
        assert files(state(tmp_path, leftovers=True)) == WANTED

    @pytest.mark.parametrize(
        "path",
        [
            "../out",
            "a/../../out",
            "/etc/out",
            ".",
            "",
            ".git/config",
            "a/.GIT/hooks/x",
            f"{LEFTOVER}x/y",
            ".sunlot-old-x",
        ],
    )
    def test_nothing_outside_the_root_or_in_reserved_places(self, tmp_path, path):
        root = tmp_path / "root"
        root.mkdir()
        with pytest.raises(WriteError):
            Batch(root).add(path, b"x")
        with pytest.raises(WriteError):
            remove([path], root=root)
        with pytest.raises(WriteError):
            fill(root, [(path, b"x")])
        assert state(tmp_path) == {"root": None}

    def test_an_absolute_path_inside_the_root(self, tmp_path):
        write(tmp_path / "a/b.yaml", b"x", root=tmp_path)
        assert (tmp_path / "a/b.yaml").read_bytes() == b"x"

    @pytest.mark.parametrize("path", ["link/file", "dangling", "to-file", "a.yaml/below", "folder", "pipe"])
    def test_through_no_link_and_over_nothing_but_a_file(self, tmp_path, path):
        root, outside = tmp_path / "root", tmp_path / "outside"
        root.mkdir()
        outside.mkdir()
        (outside / "file").write_bytes(b"outside")
        (root / "link").symlink_to(outside)
        (root / "dangling").symlink_to(outside / "none")
        (root / "to-file").symlink_to(outside / "file")
        (root / "a.yaml").write_bytes(b"a")
        (root / "folder").mkdir()
        os.mkfifo(root / "pipe")
        for attempt in (
            lambda: Batch(root).add(path, b"x"),
            lambda: write(root / path, b"x", root=root),
            lambda: fill(root, [(path, b"x")]),
            lambda: remove([path], root=root),
        ):
            with pytest.raises(WriteError, match="move it away"):
                attempt()
        assert files(state(outside)) == {"file": b"outside"}

    def test_a_link_that_appears_meanwhile_is_refused(self, tmp_path):
        root, outside = tmp_path / "root", tmp_path / "outside"
        root.mkdir()
        outside.mkdir()
        batch = Batch(root)
        batch.add("registers/a.yaml", b"x")
        (root / "registers").symlink_to(outside)
        with pytest.raises(WriteError):
            batch.commit()
        assert list(outside.iterdir()) == []

    def test_twice_in_one_batch(self, tmp_path):
        batch = Batch(tmp_path)
        batch.add("a.yaml", b"1")
        with pytest.raises(WriteError, match="twice"):
            batch.add(tmp_path / "a.yaml", b"2")

    def test_a_missing_root_is_named(self, tmp_path):
        with pytest.raises(WriteError, match="folder does not exist"):
            write(tmp_path / "none/a.yaml", b"x")

    def test_a_full_disk(self, tmp_path):
        write(tmp_path / "a.yaml", b"old")
        program = (
            "import resource, sys; from pathlib import Path; from sunlot.store.writing import WriteError, write;"
            "resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000))\n"
            "try: write(Path(sys.argv[1]), b'x' * 20_000)\n"
            "except WriteError as error: print(error.sentence('zh')); print(error.sentence('en'))"
        )
        done = subprocess.run(
            [sys.executable, "-c", program, str(tmp_path / "a.yaml")],
            capture_output=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONIOENCODING": "utf-8"},
            check=True,
        )
        assert "磁盘已满" in done.stdout
        assert "the disk is full" in done.stdout
        assert files(state(tmp_path, leftovers=True)) == {"a.yaml": b"old"}
        assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] != 10_000

    def test_short_writes_go_on(self, tmp_path, with_system):
        with with_system(System(write=lambda descriptor, rest: os.write(descriptor, rest[:3]))):
            write(tmp_path / "a.yaml", b"0123456789")
        assert (tmp_path / "a.yaml").read_bytes() == b"0123456789"


class TestRemoving:
    def test_files_go_and_so_do_the_folders_they_leave_empty(self, tmp_path):
        for path in ("a/b/c.yaml", "a/b/d.yaml", "a/e.yaml", "f/g/h.yaml"):
            write(tmp_path / path, b"x", root=tmp_path)
        remove(["a/b/c.yaml", tmp_path / "f/g/h.yaml", "never/there.yaml"], root=tmp_path)
        assert state(tmp_path) == {"a": None, "a/b": None, "a/b/d.yaml": b"x", "a/e.yaml": b"x"}
        remove(["a/b/d.yaml", "a/e.yaml"], root=tmp_path)
        assert state(tmp_path) == {}


class TestTrees:
    def site(self, tmp_path: Path) -> tuple[Path, Path]:
        old = tmp_path / "site"
        if not old.exists():
            fill(make(old), [("index.html", b"old"), ("gone.html", b"old")])
        new = beside(old)
        fill(new, [("index.html", b"new"), ("a/b.html", b"new")])
        return new, old

    def test_the_new_folder_takes_the_place_of_the_old(self, tmp_path):
        new, old = self.site(tmp_path)
        assert (old / "index.html").read_bytes() == b"old"
        replace_tree(new, old)
        assert files(state(tmp_path, leftovers=True)) == {"site/index.html": b"new", "site/a/b.html": b"new"}

    def test_the_first_time_there_is_no_old_one(self, tmp_path):
        new = beside(tmp_path / "deep/site")
        assert fill(new, [("index.html", b"new")]) == 1
        replace_tree(new, tmp_path / "deep/site", marker="made")
        assert files(state(tmp_path, leftovers=True)) == {"deep/site/index.html": b"new"}

    def test_beside_starts_empty(self, tmp_path):
        new, old = self.site(tmp_path)
        assert state(beside(old)) == {}
        assert beside(old) == new

    def test_filling_may_write_a_file_again(self, tmp_path):
        new, _ = self.site(tmp_path)
        fill(new, [("index.html", b"n")])
        assert (new / "index.html").read_bytes() == b"n"

    @pytest.mark.parametrize("how", ["killed before", "killed after", "fails"])
    def test_killed_or_failing_at_any_call(self, tmp_path, with_system, how):
        before, after = {"index.html": b"old", "gone.html": b"old"}, {"index.html": b"new", "a/b.html": b"new"}
        for at in range(4):
            place = tmp_path / str(at)
            place.mkdir()
            new, old = self.site(place)
            system, _ = breaking(at, how=how)
            with with_system(system):
                try:
                    replace_tree(new, old)
                    done = True
                except (Killed, WriteError):
                    done = False
            now = files(state(old)) if old.exists() else None
            if how == "fails" and at == 2:  # only the sync of the names failed
                assert now == after
            elif now is None:
                assert how.startswith("killed")
                assert files(state(place / ".sunlot-old-site")) == before
            else:
                assert (
                    now == (after if done else before) or how == "killed after" or (how == "killed before" and at == 2)
                )
                assert now in (before, after)
            new, old = self.site(place)
            assert files(state(old)) in (before, after)
            replace_tree(new, old)
            assert files(state(place, leftovers=True)) == {f"site/{path}": data for path, data in after.items()}

    def test_what_is_not_a_built_site_is_not_replaced(self, tmp_path):
        new, old = self.site(tmp_path)
        with pytest.raises(WriteError, match="marker-file"):
            replace_tree(new, old, marker="marker-file")
        (old / "marker-file").touch()
        (old / ".git").mkdir()
        with pytest.raises(WriteError, match="repository"):
            replace_tree(new, old, marker="marker-file")
        (tmp_path / "link").symlink_to(old)
        (tmp_path / "file").touch()
        for place in ("link", "file"):
            with pytest.raises(WriteError):
                replace_tree(new, tmp_path / place)
        with pytest.raises(WriteError):
            replace_tree(tmp_path / "none", old)
        assert (old / "index.html").read_bytes() == b"old"
        (old / ".git").rmdir()
        replace_tree(new, old, marker="marker-file")
        assert not (old / "gone.html").exists()


def make(path: Path) -> Path:
    make_folder(path)
    return path


def test_a_private_folder_opens_to_its_owner_only(tmp_path):
    make_folder(tmp_path / "a/vault", private=True)
    make_folder(tmp_path / "a/vault", private=True)
    assert stat.S_IMODE((tmp_path / "a/vault").stat().st_mode) == 0o700


def test_a_file_is_no_folder(tmp_path):
    (tmp_path / "vault").touch()
    for place in ("vault", "vault/deeper"):
        with pytest.raises(WriteError):
            make_folder(tmp_path / place)
