"""What the public sees: halves of schemas."""

import pytest

from sunlot.core.disclosure import (
    UndeclaredVisibilityError,
    internal_half,
    is_masked,
    public_half,
)
from sunlot.store import schemas


def walk(schema):
    for name, prop in schema.get("properties", {}).items():
        yield name, prop
        yield from walk(prop)
        yield from walk(prop.get("items", {}))


@pytest.mark.parametrize("kind", schemas.KINDS)
def test_halves_keep_to_their_side(kind):
    public = {prop["x-visibility"] for _, prop in walk(schemas.public(kind))}
    internal = {prop["x-visibility"] for _, prop in walk(schemas.internal(kind))}
    assert public <= {"public", "masked"}
    assert internal <= {"internal", "masked", "timed"}
    for schema in (schemas.public(kind), schemas.internal(kind)):
        assert set(schema["required"]) <= schema["properties"].keys()


def test_what_is_internal_in_a_list_keeps_its_position():
    flags = schemas.internal("target")["properties"]["key_supervision"]["items"]
    assert list(flags["properties"]) == ["entry", "complaint_text"]
    assert "complaint_text" not in schemas.public("target")["properties"]["key_supervision"]["items"]["properties"]


def test_a_property_without_visibility_builds_nothing():
    silent = {"type": "object", "properties": {"phone": {"type": "string"}}}
    for half in (public_half, internal_half):
        with pytest.raises(UndeclaredVisibilityError, match="phone"):
            half(silent)


def test_masking_follows_the_record():
    prop = schemas.schema("target")["properties"]["legal_representative"]
    assert is_masked(prop, {"kind": "individual_business"})
    assert not is_masked(prop, {"kind": "enterprise"})
    name = schemas.schema("expert")["properties"]["name"]
    assert is_masked(name, {})
    assert not is_masked(name, {"name_consent": True})
