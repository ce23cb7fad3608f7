"""The browser's verifier judges the corpus as the package does: verdict, stage and code, one page for all folders."""

import pytest
from playwright.sync_api import Browser
from tests.support.browser_verifier import browser_verifier
from tests.support.corpus import corpus
from tests.support.corpus_honest import CHAIN
from tests.support.corpus_judges import of_package

pytestmark = pytest.mark.browser
AT_ONCE = 100


def test_the_browser_says_the_same(chromium: Browser) -> None:
    expected = [of_package(case.files, case.draw, chain=CHAIN) for case in corpus()]
    found: list[list[str]] = []
    with browser_verifier(chromium) as judge:
        for start in range(0, len(corpus()), AT_ONCE):
            some = corpus()[start : start + AT_ONCE]
            found += judge.many([(case.files, case.draw) for case in some], chain=CHAIN)
    differ = [
        (case.name, mine, theirs)
        for case, mine, theirs in zip(corpus(), expected, found, strict=True)
        if mine != theirs
    ]
    assert differ == []
