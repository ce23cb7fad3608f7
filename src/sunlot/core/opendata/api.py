"""The JSON beside the pages, described as an interface that is only ever read (OpenAPI 3.1)."""

from collections.abc import Iterable
from typing import Any, Final

from sunlot.core.opendata.package import Publisher

_RECORDS: Final = {
    "/items/{id}.json": ("item.public", "抽查事项", "an inspection item"),
    "/targets/{id}.json": ("target.public", "曾被抽中的检查对象", "a target that was ever drawn"),
    "/inspectors/{id}.json": ("inspector.public", "执法检查人员", "an inspector"),
    "/plans/{id}.json": ("plan.public", "年度抽查工作计划", "an annual plan"),
    "/results/{draw}/{id}.json": ("result.public", "现行的检查结果", "the result in force"),
    "/results/{draw}/circular.json": ("circular.public", "现行的通报", "the circular in force"),
    "/draws/{id}.json": ("draw_summary", "一次抽查的概况", "a draw in a nutshell"),
}
_WHOLE: Final = {
    "/data/manifest.json": ("manifest", "本站每个文件的大小和摘要", "size and digest of every file of the site"),
}
_NOTE: Final = ("静态文件，只能读取，不需要登记或密钥。", "Static files: read only, no registration, no key.")
_PARAMETERS: Final = {
    "id": ("记录编号", "the id of the record"),
    "draw": ("抽查编号，例如 2026-001", "the id of the draw, for example 2026-001"),
}


def description(publisher: Publisher, version: str, sets: Iterable[str]) -> dict[str, Any]:
    """Describe every address that answers with JSON, each with its schema below `/schemas/v1/`.

    Args:
        publisher: Whose site it is.
        version: The version of the program that made the site.
        sets: Names of the files of all records, `data/<name>.ndjson`.
    """
    paths = {path: _one(path, *told) for path, told in (_RECORDS | _WHOLE).items()}
    for name in sets:
        paths[f"/data/{name}.ndjson"] = _lines(name)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": publisher.title,
            "summary": publisher.title_en,
            "description": f"{_NOTE[0]} · {_NOTE[1]}",
            "version": version,
        },
        **({"servers": [{"url": publisher.address.rstrip("/")}]} if publisher.address else {}),
        "paths": paths,
    }


def _one(path: str, schema: str, zh: str, en: str) -> dict[str, Any]:
    names = [name for name in _PARAMETERS if f"{{{name}}}" in path]
    return {
        "get": {
            "operationId": _operation(path),
            "summary": f"{zh} · {en}",
            "parameters": [_parameter(name) for name in names],
            "responses": {
                "200": {
                    "description": zh,
                    "content": {"application/json": {"schema": {"$ref": f"../schemas/v1/{schema}.schema.json"}}},
                },
                "404": {"description": "没有这条记录 · no such record"},
            },
        }
    }


def _operation(path: str) -> str:
    words = [part for part in path.removesuffix(".json").split("/") if part]
    return "_".join(f"by_{word[1:-1]}" if word.startswith("{") else word for word in words)


def _parameter(name: str) -> dict[str, Any]:
    zh, en = _PARAMETERS[name]
    return {"name": name, "in": "path", "required": True, "description": f"{zh} · {en}", "schema": {"type": "string"}}


def _lines(name: str) -> dict[str, Any]:
    return {
        "get": {
            "operationId": f"all_{name}",
            "summary": f"全部记录，每行一条 · all records, one a line: {name}",
            "responses": {
                "200": {"description": "NDJSON", "content": {"application/x-ndjson": {"schema": {"type": "string"}}}}
            },
        }
    }
