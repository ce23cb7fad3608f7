"""Shells take finished HTML, a title and an address; the policy names every inline script and nothing else."""

import re
from base64 import b64encode
from hashlib import sha256
from html import escape

import pytest

from sunlot.jobs.site.shells import MARKER, POLICY, Shell, with_policy

PAGE = (
    f'<title>SUNLOT-TITLE - 站</title><link rel="canonical" href="https://x.example/items/shell/"><main>{MARKER}</main>'
)


def test_body_title_and_address() -> None:
    made = Shell.cut(PAGE, "https://x.example/").fill("<p>一</p>", "甲 & 乙", "items/SEI-01/").decode()
    assert "<main><p>一</p></main>" in made
    assert "<title>甲 &amp; 乙 - 站</title>" in made
    assert 'href="https://x.example/items/SEI-01/"' in made


def test_a_title_is_text() -> None:
    made = Shell.cut(PAGE, "").fill("", '</title><script>"', "x/").decode()
    assert "<script>" not in made
    assert "&lt;/title&gt;&lt;script&gt;&quot;" in made


@pytest.mark.parametrize("text", [r"\1\g<0>", "$1", "{title}", "SUNLOT-TITLE"])
def test_nothing_in_a_body_or_address_is_a_pattern(text: str) -> None:
    made = Shell.cut(PAGE, "https://x.example/").fill(text, None, f"{text}/").decode()
    assert f"<main>{text}</main>" in made
    assert f'href="https://x.example/{escape(text)}/"' in made


@pytest.mark.parametrize("html", ["<main></main>", f"{MARKER}{MARKER}"])
def test_a_shell_has_one_marker(html: str) -> None:
    with pytest.raises(ValueError, match="once"):
        Shell.cut(html, "")


def test_policy_names_inline_scripts_by_hash() -> None:
    inline = "var a = 1\n"
    html = (
        f'<meta content="{POLICY}"><script>{inline}</script><script src="a.js"></script>'
        '<script id="c" type="application/json">{"a": 1}</script>'
    )
    made = with_policy(html)
    wanted = b64encode(sha256(inline.encode()).digest()).decode()
    assert re.findall("'sha256-([^']+)'", made) == [wanted]
    assert "unsafe" not in made
    assert "default-src 'none'" in made
