"""A small schema that has every shape the readers know, for tests that need no real one."""

from typing import Any

LINE = "^[^\\u0000-\\u001f\\u007f-\\u009f]+$"


def field(title: str, english: str, **rules: Any) -> dict[str, Any]:
    return {"title": title, "x-en": english, "x-visibility": "public", **rules}


def record(properties: dict[str, Any], *required: str, **more: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
        **more,
    }


NAME = field("名称", "name", type="string", pattern=LINE, maxLength=20, description="一行文字")
CASE = field("案例", "case", type="string", minLength=1, maxLength=300)
KIND = field("类别", "kind", type="string", oneOf=[{"const": "a", "title": "甲"}, {"const": "ab", "title": "甲乙"}])
PERIOD = record({"since": field("自", "from", type="string"), "until": field("至", "until", type="string")})
LICENCE = record(
    {
        "name": NAME,
        "number": field("证号", "number", type="string", pattern="^[0-9]{4}$", description="四位数字"),
        "period": field("期间", "period", **PERIOD),
    },
    "name",
)
NOTE = record({"dated": NAME, "by": NAME, "where": field("地点", "place", **LICENCE)}, "by")
SCHEMA = record(
    {
        "id": field("编号", "id", type="string", pattern="^[A-Z]{1,3}-[0-9]{1,4}$", description="如 A-1"),
        "name": NAME,
        "kind": KIND,
        "count": field("户数", "count", type="integer", minimum=-5, maximum=1000),
        "joint": field("联合", "joint", type="boolean"),
        "score": field("得分", "score", type=["integer", "null"], minimum=1),
        "kinds": field("类别", "kinds", type="array", items=KIND, maxItems=4, minItems=1, uniqueItems=True),
        "names": field("名称", "names", type="array", items=NAME, maxItems=5, uniqueItems=True),
        "numbers": field("数", "numbers", type="array", items={"type": ["integer", "string"]}, maxItems=5),
        "period": field("期间", "period", **PERIOD),
        "licence": field("许可", "licence", **LICENCE),
        "licences": field("许可", "licences", type="array", items=LICENCE, maxItems=3),
        "notes": field("说明", "notes", type="array", items=NOTE, minItems=1, maxItems=3),
        "periods": field("期间", "periods", type="array", items=PERIOD, maxItems=3, uniqueItems=True),
        "cases": field("案例", "cases", type="array", items=CASE, minItems=1, maxItems=3, uniqueItems=True),
        "text": field("正文", "text", type="string", minLength=2, maxLength=30),
    },
    "id",
    "name",
    patternProperties={
        "^x_[a-z0-9_]{1,40}$": field("扩展", "extension", type=["string", "integer", "boolean", "null"], maxLength=9)
    },
)
