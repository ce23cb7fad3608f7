"""The catalogue of problems: code → clause and sentence in both languages.

F1xx form, F2xx registers, F3xx caps and coverage, F4xx plans and draws, F5xx results and disclosure, F9xx history.
"""

from sunlot.core.catalogue import coverage, draws, form, history, later, life, making, papers, registers, results
from sunlot.core.problems import Entry, Lang, Problem

CATALOGUE: dict[str, Entry] = {}
for _part in (form, registers, coverage, draws, later, making, results, life, papers, history):
    for _code, _entry in _part.ENTRIES.items():
        if _code in CATALOGUE:
            raise ValueError(f"{_code} stands in the catalogue twice")
        CATALOGUE[_code] = _entry


def sentence(problem: Problem, lang: Lang) -> str:
    """Say what is wrong, in `lang`, on one line and free of control characters.

    A value may come in both languages: in English `rule_en` takes the place of `rule`.
    """
    entry, values = CATALOGUE[problem.code], dict(problem.values)
    if lang == "en":
        values |= {name.removesuffix("_en"): value for name, value in values.items() if name.endswith("_en")}
    return _plain((entry.zh if lang == "zh" else entry.en).format(**values))


def is_warning(problem: Problem) -> bool:
    """Tell whether the problem asks for a look only and leaves the check green."""
    return CATALOGUE[problem.code].warning


def _plain(text: str) -> str:
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)
