"""One record of the demonstration on its way to the disk: its public half and what of it belongs in the vault."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Record:
    """A record.

    Attributes:
        kind: The name of its schema.
        public: The fields that lie in the repository; `internal`, the commitment, is added when it is written.
        private: The fields that lie in the vault, without the salt; None for a kind that has none.
    """

    kind: str
    public: dict[str, Any]
    private: dict[str, Any] | None = field(default=None)

    @property
    def id(self) -> str:
        """What the record is called in its room; the settings have no id."""
        return str(self.public.get("id", ""))


def record(schema: str, private: dict[str, Any] | None = None, /, **public: Any) -> Record:
    """Make a record; fields that are None are left out."""
    return Record(schema, {name: value for name, value in public.items() if value is not None}, private)
