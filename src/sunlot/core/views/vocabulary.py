"""The words of the site: labels of terms and of fields. They come from the schemas; there is no second list."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sunlot.core.problems import Lang

_KEY: Mapping[Lang, str] = {"zh": "title", "en": "x-en"}


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All labels, and the names that the schemas give to forms of text.

    Attributes:
        terms: Name of a list → code → its entry with `title` and `x-en`.
        schemas: Kind of record → the public half of its schema, every reference inlined.
        forms: Pattern → name of the common type that has it (`target_id`, `date` …).
    """

    terms: Mapping[str, Mapping[str, Mapping[str, Any]]]
    schemas: Mapping[str, Mapping[str, Any]]
    forms: Mapping[str, str] = field(default_factory=dict)

    def term(self, name: str, code: str, lang: Lang = "zh") -> str:
        """The label of a code; the code itself where the list does not know it."""
        entry = self.terms[name].get(code)
        return str(entry[_KEY[lang]]) if entry else code

    def label(self, kind: str, *path: str, lang: Lang = "zh") -> str:
        """The label of a field, for example `label("result", "visit", "visited_on")`."""
        node = self.schemas[kind]
        for name in path:
            node = (node.get("items") or node)["properties"][name]
        return str(node[_KEY[lang]])

    def form(self, schema: Mapping[str, Any]) -> str:
        """What a text is: `term`, the name of a common type, or `line`."""
        if "x-term" in schema:
            return "term"
        return self.forms.get(schema.get("pattern", ""), "line")


def forms_of(common: Mapping[str, Any]) -> dict[str, str]:
    """Find the patterns by which a schema with its references inlined still tells ids, dates and digests apart."""
    return {entry["pattern"]: name for name, entry in common["$defs"].items() if "pattern" in entry}
