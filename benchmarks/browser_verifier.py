"""How long the browser verifier takes beside `scripts/verify.py`, over the same draw in the same run.

    .venv/bin/python benchmarks/browser_verifier.py [--rows 10000] [--rate 2]

The draw is that of `verify_script.py`: `targets` drawn with a real drand round, `teams` waiting. Timed are the script's
own function (without the start of Python) and the module's `judge` in a page that holds the committed bundle, each the
best of three, and one drand signature in the browser. It needs Chromium, as the browser tests do.
"""

import argparse
import base64
import importlib.util
import json
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
RUNS = 3
LOAD = """async (text) => {
    window.verifier = await import(URL.createObjectURL(new Blob([text], { type: "text/javascript" })));
}"""
JUDGE = """async ([files, draw]) => {
    const held = new Map(files.map(([path, data]) =>
        [path, Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0))]));
    const start = performance.now();
    const found = await window.verifier.judge(held, draw);
    return [(performance.now() - start) / 1000, found.lastLine.en];
}"""
SIGNATURE = """([round, signature]) => {
    const start = performance.now();
    const holds = window.verifier.signatureHolds(window.verifier.QUICKNET, round, signature);
    return [(performance.now() - start) / 1000, String(holds)];
}"""


def loaded(path: Path) -> Any:
    """A Python file as a module."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def in_browser(page: Page, script: str, given: Any) -> tuple[float, str]:
    """Seconds of the best run, and what it found."""
    found = [page.evaluate(script, given) for _ in range(RUNS)]
    return min(seconds for seconds, _ in found), found[0][1]


def in_python(folder: Path) -> tuple[float, str]:
    """The same of `scripts/verify.py`."""
    script = loaded(ROOT / "scripts" / "verify.py")
    best, last = float("inf"), ""
    for _ in range(RUNS):
        start = time.perf_counter()
        lines, _ = script.verify(folder, int(time.time()), "en")
        best, last = min(best, time.perf_counter() - start), lines[-1]
    return best, last


def main() -> None:
    """Makes the draw, then measures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--rate", type=int, default=2, help="percent taken of each stratum")
    options = parser.parse_args()
    maker = loaded(ROOT / "benchmarks" / "verify_script.py")
    one = json.loads((ROOT / "tests" / "vectors" / "drand.json").read_text())["rounds"][1]
    browser = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        folder = Path(place) / "2026-001"
        maker.make_draw(folder, options.rows, options.rate)
        files = [
            [path.relative_to(folder).as_posix(), base64.b64encode(path.read_bytes()).decode()]
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        ]
        page = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox"]).new_page()
        page.evaluate(LOAD, (ROOT / "docs" / "site" / "assets" / "verify.js").read_text("utf-8"))
        signature, holds = in_browser(page, SIGNATURE, [one["round"], one["signature"]])
        ours, verdict = in_browser(page, JUDGE, [files, folder.name])
        script, same = in_python(folder)
    print(f"one drand signature in the browser: {signature:.3f} s ({holds})")
    print(f"{options.rows} rows: browser {ours:.2f} s ({verdict}), verify.py {script:.2f} s ({same})")
    print(f"ratio browser / verify.py: {ours / script:.2f}")


if __name__ == "__main__":
    main()
