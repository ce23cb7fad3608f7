"""Reading and writing record files: one reader with two speeds, and one writer.

The fast path takes a canonical, valid file as it is. Anything else goes to the exact reader and to the schema, which
alone say what is wrong. So a clean repository costs a regular expression, and a mistake costs a full explanation.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from sunlot.core.problems import Place, Problem, ProblemsError, problem
from sunlot.core.rooms import BY_KIND
from sunlot.store import canonical, schemas
from sunlot.store.bounds import excess
from sunlot.store.recogniser import Recogniser

if TYPE_CHECKING:  # libyaml and jsonschema are loaded only when something is wrong
    from sunlot.store.strict import Reading

Schema = Mapping[str, Any]


@dataclass(slots=True)
class Document:
    """A file of records that fits its schema.

    Attributes:
        file: Its path in the repository.
        records: Its records, in the order of the file.
    """

    file: str
    records: list[dict[str, Any]]
    _data: bytes = field(repr=False)
    _many: bool = field(repr=False)
    _reading: "Reading | None" = field(default=None, repr=False)

    def place(self, index: int, path: Sequence[str | int] = ()) -> Place:
        """The place of a field of the record at `index`, or of the nearest thing above it.

        The fast path keeps no places: the first question reads the file once more, exactly.
        """
        if self._reading is None:
            self._reading, _ = _read_exactly(self.file, self._data)
        if self._reading is None:
            raise AssertionError(f"{self.file}: recognised, yet not read")
        return self._reading.place((index, *path) if self._many else path)


class Form:
    """What the files of one kind look like: their schema, and whether they hold one record or a list.

    Args:
        schema: The schema of a record, every reference inlined.
        many: Whether a file is a list of records sorted by `id`.
        whole: The schema of which `schema` is the public half; a field that only it has is an internal one (F114).
    """

    def __init__(self, schema: Schema, *, many: bool = False, whole: Schema | None = None) -> None:
        self.schema = schema
        self.many = many
        self.whole = whole
        self._recogniser = Recogniser(schema, many=many)

    def read(self, file: str, data: bytes) -> tuple[Document | None, list[Problem]]:
        """Read a file.

        Returns:
            The document, or None when the file cannot be read or does not fit; and every problem (F101 to F115).
            A file that is fine but not canonical gives its document and F115.
        """
        if problems := excess(file, data):
            return None, problems
        if (records := self._recognised(data)) is not None:
            return Document(file, records, data, self.many), []
        reading, problems = _read_exactly(file, data)
        if reading is None:
            return None, problems
        from sunlot.store.explain import explain  # noqa: PLC0415

        if problems := explain(reading, self.schema, many=self.many, whole=self.whole):
            return None, problems
        records = reading.value if self.many else [reading.value]
        document = Document(file, records, data, self.many, reading)
        return document, self._differences(document)

    def write(self, records: Sequence[Mapping[str, Any]]) -> bytes:
        """Write records in canonical form; what comes out is read before it goes out.

        Raises:
            ProblemsError: If a record does not fit the schema.
            canonical.UnwritableError: If a record has a field that the schema does not know, or text no file may hold.
        """
        data = canonical.write(records, self.schema, many=self.many).encode()
        if self._recognised(data) is None:
            _, problems = self.read("", data)
            if problems:
                raise ProblemsError(problems)
        return data

    def fmt(self, file: str, data: bytes) -> bytes:
        """Bring a file into canonical form.

        Raises:
            ProblemsError: If the file cannot be read or does not fit its schema; nothing is guessed.
        """
        document, problems = self.read(file, data)
        if document is None:
            raise ProblemsError(problems)
        return self.write(document.records) if problems else data

    def _recognised(self, data: bytes) -> list[dict[str, Any]] | None:
        try:
            return self._recogniser.records(data.decode("utf-8"))
        except UnicodeDecodeError:
            return None

    def _differences(self, document: Document) -> list[Problem]:
        """Report the first line that is not as the writer writes it (F115)."""
        written = _lines(canonical.write(document.records, self.schema, many=self.many).encode())
        found = _lines(document._data)
        same = (one == other for one, other in zip(found, written, strict=False))
        first = next((number for number, equal in enumerate(same) if not equal), min(len(found), len(written)))
        if first == len(found) == len(written):
            return []
        return [problem(Place(document.file, first + 1, 1), "F115", line=first + 1)]


def _read_exactly(file: str, data: bytes) -> "tuple[Reading | None, list[Problem]]":
    from sunlot.store import strict  # noqa: PLC0415

    return strict.read(file, data)


def _lines(data: bytes) -> list[bytes]:
    """The lines of a file, each with its line feed if it has one."""
    return [line for line in re.split(rb"(?<=\n)", data) if line]


@cache
def form(kind: str) -> Form:
    """The form of a kind's files in the repository: the public half of its schema."""
    return Form(schemas.public(kind), many=BY_KIND[kind].many, whole=schemas.schema(kind))


@cache
def vault_form(kind: str) -> Form:
    """The form of a kind's files in the vault: one record's internal half a file."""
    return Form(schemas.internal(kind))


def read(file: str, data: bytes, kind: str) -> tuple[Document | None, list[Problem]]:
    """Read a record file of the repository; see `Form.read`."""
    return form(kind).read(file, data)
