"""The one place that runs Git, and only to read.

A repository may come from anybody, so nothing it or its user configured may run or change an answer: no hook, filter,
file-system monitor, external diff, pager, replaced object or network. GitPython holds the repository and the processes.
"""

import os
import re
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path
from subprocess import PIPE
from typing import TYPE_CHECKING, Any

from sunlot.store.errors import StoreError

if TYPE_CHECKING:
    from git import Repo

_OFF = ("core.fsmonitor=false", f"core.hooksPath={os.devnull}", f"core.attributesFile={os.devnull}")
_FIXED = ("core.quotePath=false", "protocol.allow=never", "diff.ignoreSubmodules=dirty")
_ENVIRONMENT = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_COUNT": "0",
    "GIT_CONFIG_PARAMETERS": "",
    "GIT_ATTR_NOSYSTEM": "1",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES": "",
    "GIT_GRAFT_FILE": os.devnull,
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_LITERAL_PATHSPECS": "1",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_PAGER": "cat",
    "LC_ALL": "C",
}
_ID = re.compile(rb"(?:[0-9a-f]{40}|[0-9a-f]{64})\n")
_AHEAD = 128  # questions asked before the first answer is read; 128 object ids fit into the smallest pipe


class SourceError(StoreError):
    """Something cannot be read: not there, not a regular file, too large, or not known to Git."""


class Git:
    """A repository on disk, asked through Git's plumbing commands.

    The root is the top of a work tree or a bare repository; folders above it are not searched.

    Raises:
        SourceError: If the folder is no Git repository, or there is no Git.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._repo = _repo(root)
        own = Path(self._repo.git_dir)
        shared = own / "commondir"  # a linked work tree; GitPython would believe the environment instead
        common = own / os.fsdecode(shared.read_bytes()).rstrip("\r\n") if shared.is_file() else own
        self.shallow = (common / "shallow").is_file()
        places: dict[str, str | os.PathLike[str]] = {
            "GIT_DIR": own,
            "GIT_COMMON_DIR": common,
            "GIT_INDEX_FILE": own / "index",
            "GIT_OBJECT_DIRECTORY": common / "objects",
        }
        if self._repo.working_tree_dir is not None:
            places["GIT_WORK_TREE"] = self._repo.working_tree_dir
        self._repo.git.update_environment(
            **_ENVIRONMENT, **{name: str(Path(place).absolute()) for name, place in places.items()}
        )
        self._config = [*_OFF, *_FIXED]
        self._config += [f"{key}=" for key in self._filters()]
        self._lock = threading.Lock()
        self._objects: _Objects | None = None

    def _filters(self) -> list[str]:
        """Programs that the repository's own configuration would run over file contents."""
        _, out, _ = self._execute("config", "-z", "--name-only", "--get-regexp", r"^filter\.")
        keys = sorted({os.fsdecode(key) for key in out.split(b"\0") if key})
        if any("=" in key for key in keys):
            raise SourceError(
                f"{self.root} 的 Git 配置中有名称含“=”的过滤器，无法将其关闭；请从 .git/config 中删去",
                f"the Git configuration of {self.root} has a filter with “=” in its name, "
                "which cannot be switched off; remove it from .git/config",
            )
        return keys

    def _command(self, *arguments: str) -> list[str]:
        return ["git", *(part for setting in self._config for part in ("-c", setting)), *arguments]

    def _execute(self, *arguments: str) -> tuple[int, bytes, str]:
        status, out, err = self._repo.git.execute(
            self._command(*arguments),
            with_extended_output=True,
            with_exceptions=False,
            stdout_as_string=False,
            strip_newline_in_stdout=False,
        )
        return status, out, err

    def run(self, *arguments: str) -> bytes:
        """Run one command and return what it printed.

        Raises:
            SourceError: If it fails; with Git's own last line.
        """
        status, out, err = self._execute(*arguments)
        if status:
            raise self._failed(status, err)
        return out

    def _failed(self, status: int, err: str) -> SourceError:
        said = err.strip().splitlines()[-1:] or [f"exit {status}"]
        return SourceError(
            f"Git 读取 {self.root} 失败：{said[0]}；请用 `git fsck` 检查该仓库",
            f"Git could not read {self.root}: {said[0]}; check the repository with `git fsck`",
        )

    def commit(self, revision: str) -> str:
        """Find the commit, as 40 (or 64) hex digits, that a branch, tag or short id names.

        Raises:
            SourceError: If no commit of this repository has that name, or Git cannot read it.
        """
        out = b""
        if revision and not revision.startswith("-") and "\0" not in revision:
            status, out, err = self._execute("rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
            if status not in {0, 1}:
                raise self._failed(status, err)
        if not _ID.fullmatch(out):
            zh, en = "请核对版本名", "check its name"
            if self.shallow:
                zh = "本仓库只克隆了部分历史，请先运行 `git fetch --unshallow`"
                en = "this clone holds a part of the history only: run `git fetch --unshallow` first"
            raise SourceError(
                f"{self.root} 中没有版本“{revision}”；{zh}",
                f"{self.root} has no revision “{revision}”; {en}",
            )
        return out.decode("ascii").strip()

    def blob(self, object_id: str) -> bytes:
        """Read one blob; many threads may ask."""
        with self._lock:
            if self._objects is None:
                self._objects = self._ask_objects()
            self._objects.ask(object_id)
            return self._objects.answer()

    def blobs(self, object_ids: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """Read many blobs, in the order given, without waiting for each."""
        objects = self._ask_objects()
        try:
            remaining = iter(object_ids)
            asked = deque[str]()
            while True:
                for object_id in islice(remaining, _AHEAD - len(asked)):
                    objects.ask(object_id)
                    asked.append(object_id)
                if not asked:
                    return
                for _ in range(max(1, len(asked) // 2)):
                    yield asked.popleft(), objects.answer()
        finally:
            objects.close()

    def _ask_objects(self) -> "_Objects":
        process = self._repo.git.execute(self._command("cat-file", "--batch"), as_process=True, istream=PIPE)
        return _Objects(process, self.root)

    def close(self) -> None:
        """End the processes that wait for questions."""
        with self._lock:
            if self._objects is not None:
                self._objects.close()
                self._objects = None
        self._repo.close()


class _Objects:
    """One `git cat-file --batch`: questions go in, answers come out in the same order."""

    def __init__(self, process: Any, root: Path) -> None:
        self._process = process
        self._root = root
        self._told = True

    def ask(self, object_id: str) -> None:
        self._process.stdin.write(object_id.encode("ascii") + b"\n")
        self._told = False

    def answer(self) -> bytes:
        if not self._told:
            with suppress(BrokenPipeError):
                self._process.stdin.flush()
            self._told = True
        header: bytes = self._process.stdout.readline()
        words = header.split()
        size = int(words[2]) if len(words) == 3 else -1
        data: bytes = self._process.stdout.read(size + 1)
        if size < 0 or words[1] != b"blob" or len(data) != size + 1:
            name = words[0].decode("ascii", "replace") if words else "?"
            raise SourceError(
                f"{self._root} 缺少对象 {name}（克隆不完整或已损坏）；请重新克隆，或用 `git fsck` 检查",
                f"{self._root} lacks the object {name} (a partial or damaged clone); clone it again, or run `git fsck`",
            )
        return data[:size]

    def close(self) -> None:
        with suppress(BrokenPipeError):
            self._process.stdin.close()
        self._process.stdout.close()
        self._process.stderr.close()
        self._process.proc.wait()


def _repo(root: Path) -> "Repo":
    try:
        from git import Repo  # noqa: PLC0415  a third of a second, which a command without Git shall not pay
        from git.exc import InvalidGitRepositoryError, NoSuchPathError  # noqa: PLC0415
    except ImportError as error:
        raise SourceError(
            "本机没有可用的 git 程序；请安装 Git 后重试",
            "there is no working git on this machine; install Git and try again",
        ) from error
    try:
        return Repo(root.absolute(), expand_vars=False)
    except (InvalidGitRepositoryError, NoSuchPathError) as error:
        raise SourceError(
            f"{root} 不是 Git 仓库的顶层文件夹；请指定仓库的顶层文件夹，或去掉版本参数",
            f"{root} is not the top folder of a Git repository; name that folder, or leave the revision out",
        ) from error
