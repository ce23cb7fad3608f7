"""Write `docs/rules.md`, the catalogue of rules: every code with its clause and its sentence, zh first, en beside.

Run `python scripts/make_rules.py` after a change of the catalogue; `--check` fails when the page is stale.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from sunlot.core.catalogue import CATALOGUE
from sunlot.core.problems import Entry
from sunlot.core.rules import QUERIES, RULES

PAGE = Path(__file__).parents[1] / "docs" / "rules.md"
PARTS = {
    "F1": "格式 · Form",
    "F2": "名录 · Registers",
    "F3": "频次与覆盖 · Caps and coverage",
    "F4": "计划与抽查 · Plans and draws",
    "F5": "结果与公示 · Results and disclosure",
    "F9": "历史 · History",
}
HEAD = """# 规则目录 · Catalogue of rules

本页由 `scripts/make_rules.py` 从程序的规则目录生成，请勿手工修改。
`sunlot check` 一次列出全部问题，每个问题带有下列编号之一；编号不变，可以引用。“提醒”不影响检查通过。

Generated from the program's own catalogue by `scripts/make_rules.py`; do not edit.
`sunlot check` lists all problems at once, each under one of these codes, which stay and may be cited. A warning does
not fail a check. Words in braces stand for the values of the case.
"""


def reason(code: str) -> str | None:
    """Give what the rule itself says it asks for, the first paragraph of its docstring."""
    rule = RULES.get(code) or (QUERIES[code].finding if code in QUERIES else None)
    return " ".join((rule.__doc__ or "").split("\n\n")[0].split()) if rule else None


def section(code: str, entry: Entry) -> Iterator[str]:
    """Write one code."""
    yield f"### {code}{'（提醒 · warning）' if entry.warning else ''}"
    yield ""
    yield f"{escaped(entry.zh)}"
    yield ""
    yield f"{escaped(entry.en)}"
    yield ""
    yield f"依据 · Clause: {escaped(entry.clause)}"
    if asked := reason(code):
        yield ""
        yield f"> {escaped(asked)}"
    yield ""


def escaped(text: str) -> str:
    """Keep what a sentence says from being read as Markdown; braces and code marks are meant."""
    return text.replace("*", r"\*").replace("<", "&lt;").replace("_", r"\_") if "`" not in text else text


def text() -> str:
    """Write the page."""
    lines = [HEAD]
    for part, title in PARTS.items():
        lines += [f"## {title}", ""]
        for code, entry in sorted(CATALOGUE.items()):
            if code.startswith(part):
                lines += section(code, entry)
    return "\n".join(lines).rstrip() + "\n"


def main() -> int:
    """Write the page, or compare it with `--check`."""
    fresh = text()
    if "--check" in sys.argv[1:]:
        stale = not PAGE.exists() or PAGE.read_text(encoding="utf-8") != fresh
        if stale:
            print("docs/rules.md is stale: run `python scripts/make_rules.py`", file=sys.stderr)
        return int(stale)
    PAGE.write_text(fresh, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
