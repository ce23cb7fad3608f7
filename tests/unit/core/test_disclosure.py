"""What the public sees: halves of schemas and masks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sunlot.core.disclosure import (
    UndeclaredVisibilityError,
    internal_half,
    is_masked,
    looks_masked,
    mask_address,
    mask_name,
    public_half,
)
from sunlot.store import schemas


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("张三", "张**"),
        ("张三丰", "张**"),
        ("欧阳某某", "欧阳**"),
        ("欧阳", "欧**"),
        ("阿不都·买买提", "阿**"),
        ("阿不都.买买提", "阿**"),
        ("阿不都．买买提", "阿**"),
        ("热", "热**"),
        ("𠮷田某", "𠮷**"),
    ],
)
def test_names_keep_the_surname_only(name, masked):
    assert mask_name(name) == masked
    assert looks_masked(masked)


@given(st.text(st.characters(categories=["Lo"]), min_size=1, max_size=33))
def test_a_mask_tells_nothing_of_the_length(name):
    assert len(mask_name(name)) in (3, 4)
    assert mask_name(name)[:1] == name[:1]


def test_an_address_keeps_its_division():
    assert mask_address("天山区") == "天山区**"


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
