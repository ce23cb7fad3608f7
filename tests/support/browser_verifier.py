"""The committed browser verifier, judging draws in memory in one empty page of a real Chromium; no server, no Node."""

import json
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from sunlot.core.protocol.drand import Chain

BUNDLE = Path(__file__).parents[2] / "docs" / "site" / "assets" / "verify.js"
Draw = tuple[Mapping[str, bytes], str]
"""Path below the draw's folder → bytes, and the folder's name."""

LOAD = """async (text) => {
    const address = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
    window.verifier = await import(address);
}"""
JUDGE = """async ([contents, draws, options]) => {
    const bytes = contents.map((one) => Uint8Array.from(atob(one), (letter) => letter.charCodeAt(0)));
    const verdicts = [];
    for (const [files, draw] of draws) {
        const held = new Map(files.map(([path, n]) => [path, bytes[n]]));
        verdicts.push(await window.verifier.judge(held, draw, options));
    }
    return verdicts;
}"""


class Judge:
    """The verifier in a page."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def __call__(
        self, files: Mapping[str, bytes], draw: str, *, chain: Chain | None = None, now: str | None = None
    ) -> list[str]:
        """Give ``["verified"]`` or ``["refused", stage, code]``."""
        return self.many([(files, draw)], chain=chain, now=now)[0]

    def many(self, draws: Sequence[Draw], *, chain: Chain | None = None, now: str | None = None) -> list[list[str]]:
        """Judge many draws; each as of `__call__`."""
        return [one["lastLine"]["en"].split(": ")[:3] for one in self.full(draws, chain=chain, now=now)]

    def full(
        self, draws: Sequence[Draw], *, chain: Chain | None = None, now: str | None = None
    ) -> list[dict[str, Any]]:
        """Judge many draws, and give all that the verifier says of each; equal contents travel once."""
        numbers: dict[bytes, int] = {}
        listed = [
            [[[path, numbers.setdefault(data, len(numbers))] for path, data in files.items()], draw]
            for files, draw in draws
        ]
        options: dict[str, Any] = {} if now is None else {"now": now}
        if chain:
            options["chain"] = {
                "hash": chain.hash,
                "publicKey": chain.public_key,
                "genesis": chain.genesis,
                "period": chain.period,
            }
        found: list[dict[str, Any]] = json.loads(
            self.page.evaluate(
                f"async (given) => JSON.stringify(await ({JUDGE})(given))",
                [[b64encode(data).decode() for data in numbers], listed, options],
            )
        )
        return found


@contextmanager
def browser_verifier(chromium: Browser) -> Iterator[Judge]:
    """Load the bundle in an empty page."""
    context = chromium.new_context()
    page = context.new_page()
    page.evaluate(LOAD, BUNDLE.read_text("utf-8"))
    yield Judge(page)
    context.close()
