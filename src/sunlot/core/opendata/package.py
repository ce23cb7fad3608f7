"""What the tables are, for programs: a Frictionless Data Package, a DCAT catalogue, and checksums.

Sources: Data Package (version 1 of the standard), DCAT 3 (W3C, 2024), the format of `sha256sum`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sunlot.core.opendata.tables import Column, Table
from sunlot.core.views.vocabulary import Vocabulary

_FIELD_TYPES: Final = {"list": "string", "json": "array"}
MEDIA: Final = {
    "csv": "text/csv",
    "csv.gz": "application/gzip",
    "ndjson": "application/x-ndjson",
    "parquet": "application/vnd.apache.parquet",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "sqlite": "application/vnd.sqlite3",
}


@dataclass(frozen=True, slots=True)
class Publisher:
    """Whose data it is: titles of the site, name of the authority, address of the site (empty where none is set)."""

    title: str
    title_en: str
    authority: str
    address: str
    demonstration: bool


@dataclass(frozen=True, slots=True)
class File:
    """A published file: its name below `data/`, its size in bytes and its SHA-256."""

    name: str
    size: int
    sha256: str

    @property
    def format(self) -> str:
        """The ending that tells what it is."""
        return next(ending for ending in MEDIA if self.name.endswith(f".{ending}"))


def datapackage(
    publisher: Publisher, day: str, words: Vocabulary, tables: Sequence[Table], files: Mapping[str, File]
) -> dict[str, Any]:
    """Describe the tables as CSV: one resource a table, every column with type, labels and allowed values.

    Args:
        publisher: Whose data it is.
        day: The day that the data show.
        words: Labels of the terms.
        tables: The tables.
        files: Name of a table → its CSV.
    """
    return {
        "$schema": "https://specs.frictionlessdata.io/schemas/data-package.json",
        "profile": "tabular-data-package",
        "name": "sunlot",
        "title": publisher.title,
        "description": publisher.title_en,
        "created": f"{day}T00:00:00Z",
        **({"homepage": publisher.address} if publisher.address else {}),
        "contributors": [{"title": publisher.authority, "role": "publisher"}],
        "x-demonstration": publisher.demonstration,
        "resources": [_resource(words, table, files[table.name]) for table in tables],
    }


def _resource(words: Vocabulary, table: Table, file: File) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": file.name,
        "title": f"{table.title} · {table.title_en}",
        "format": "csv",
        "mediatype": MEDIA["csv"],
        "encoding": "utf-8-sig",
        "bytes": file.size,
        "hash": f"sha256:{file.sha256}",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True, "header": True},
        "schema": {
            "fields": [_field(words, column) for column in table.columns],
            "primaryKey": list(table.key),
            "missingValues": [""],
        },
    }


def _field(words: Vocabulary, column: Column) -> dict[str, Any]:
    described: dict[str, Any] = {
        "name": column.name,
        "type": _FIELD_TYPES.get(column.type, column.type),
        "title": column.title,
        "description": column.title_en + ("; joined by “;”" if column.type == "list" else ""),
    }
    if column.type == "boolean":
        described |= {"trueValues": ["true"], "falseValues": ["false"]}
    if column.term:
        described["x-terms"] = {
            code: {"zh": str(term["title"]), "en": str(term["x-en"])} for code, term in words.terms[column.term].items()
        }
        if column.type == "string":
            described["constraints"] = {"enum": list(words.terms[column.term])}
    return described


def dcat(publisher: Publisher, day: str, tables: Sequence[Table], files: Sequence[File]) -> dict[str, Any]:
    """Describe the data for catalogues of open data: one dataset a table and one of the whole, in every format."""
    top = publisher.address
    by_table = {table.name: [one for one in files if one.name.split(".")[0] == table.name] for table in tables}
    whole = [one for one in files if not any(one in own for own in by_table.values())]
    datasets = [_dataset(top, day, table.name, (table.title, table.title_en), by_table[table.name]) for table in tables]
    if whole:
        datasets.insert(0, _dataset(top, day, "all", (publisher.title, publisher.title_en), whole))
    return {
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#",
            "dct": "http://purl.org/dc/terms/",
            "foaf": "http://xmlns.com/foaf/0.1/",
            "spdx": "http://spdx.org/rdf/terms#",
            "xsd": "http://www.w3.org/2001/XMLSchema#",
        },
        "@id": f"{top}data/",
        "@type": "dcat:Catalog",
        "dct:title": _both(publisher.title, publisher.title_en),
        "dct:publisher": {"@type": "foaf:Organization", "foaf:name": publisher.authority},
        "dct:modified": {"@value": day, "@type": "xsd:date"},
        "dct:language": ["zh", "en"],
        "dcat:dataset": datasets,
    }


def _dataset(top: str, day: str, name: str, titles: tuple[str, str], files: Sequence[File]) -> dict[str, Any]:
    return {
        "@id": f"{top}data/#{name}",
        "@type": "dcat:Dataset",
        "dct:identifier": name,
        "dct:title": _both(*titles),
        "dct:modified": {"@value": day, "@type": "xsd:date"},
        "dcat:distribution": [
            {
                "@id": f"{top}data/{one.name}",
                "@type": "dcat:Distribution",
                "dcat:downloadURL": {"@id": f"{top}data/{one.name}"},
                "dcat:mediaType": MEDIA[one.format],
                "dcat:byteSize": one.size,
                "spdx:checksum": {"spdx:algorithm": "sha256", "spdx:checksumValue": one.sha256},
            }
            for one in files
        ],
    }


def _both(zh: str, en: str) -> list[dict[str, str]]:
    return [{"@value": zh, "@language": "zh"}, {"@value": en, "@language": "en"}]


def schema_org(publisher: Publisher, day: str, tables: Sequence[Table], files: Sequence[File]) -> dict[str, Any]:
    """Describe the data for search engines (schema.org `Dataset`)."""
    top = publisher.address
    return {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": publisher.title,
        "alternateName": publisher.title_en,
        "description": f"{publisher.title}：" + "、".join(table.title for table in tables),
        "inLanguage": ["zh", "en"],
        "isAccessibleForFree": True,
        "dateModified": day,
        "creator": {"@type": "GovernmentOrganization", "name": publisher.authority},
        "distribution": [
            {"@type": "DataDownload", "contentUrl": f"{top}data/{one.name}", "encodingFormat": MEDIA[one.format]}
            for one in files
        ],
    }


def checksums(digests: Mapping[str, str]) -> Iterator[str]:
    """Yield the lines that `sha256sum --check` reads: path → SHA-256, sorted by path."""
    return (f"{digest}  {path}\n" for path, digest in sorted(digests.items()))
