"""Signatures: the plain check, the one by pyblst, and that both refuse the same forgeries."""

import json
from hashlib import sha256
from pathlib import Path

import pyblst
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.drawfolders import DRAND_TAG, OwnChain

from sunlot.core.protocol import bls12381, drand
from sunlot.core.protocol.bls12381 import curve, field, hashing
from sunlot.core.protocol.bls12381.curve import Affine
from sunlot.core.protocol.bls12381.field import Fp2, P, R
from sunlot.core.protocol.bls12381.pairing import multiplies_to_one
from sunlot.core.protocol.grammar import seconds

REAL = json.loads((Path(__file__).parents[2] / "vectors" / "drand.json").read_text())
CHECKS = [pytest.param(bls12381.signature_holds, id="plain"), pytest.param(drand.fast_signature_holds, id="pyblst")]
COFACTOR = 0x396C8C005555E1568C00AAAB0000AAAB  # 3 · (11 · 10177 · 859267 · 52437899)²

# RFC 9380, J.9.1, suite BLS12381G1_XMD:SHA-256_SSWU_RO_
RFC_TAG = b"QUUX-V01-CS02-with-BLS12381G1_XMD:SHA-256_SSWU_RO_"
RFC_POINTS = {
    b"": (
        0x052926ADD2207B76CA4FA57A8734416C8DC95E24501772C814278700EED6D1E4E8CF62D9C09DB0FAC349612B759E79A1,
        0x08BA738453BFED09CB546DBB0783DBB3A5F1F566ED67BB6BE0E8C67E2E81A4CC68EE29813BB7994998F3EAE0C9C6A265,
    ),
    b"abc": (
        0x03567BC5EF9C690C2AB2ECDF6A96EF1C139CC0B2F284DCA0A9A7943388A49A3AEE664BA5379A7655D3C68900BE2F6903,
        0x0B9C15F3FE6E5CF4211F346271D7B01C8F3B28BE689C8429C85B67AF215533311F0B8DFAAA154FA6B88176C229F2885D,
    ),
}


def encode(point: Affine) -> bytes:
    x, y = point
    data = x.real.to_bytes(48, "big")
    return bytes([data[0] | 0x80 | (0x20 if y.is_greater_half() else 0)]) + data[1:]


def torsion(order: int | None = None) -> Affine:
    """A point of the curve outside the prime-order subgroup, of order 3 or 11 or some other."""
    factor = {3: R * (COFACTOR // 3), 11: R * (COFACTOR // 121), None: R}[order]
    x = 0
    while True:
        x += 1
        try:
            y = Fp2(field.square_root((x**3 + 4) % P))
        except ValueError:
            continue
        point = curve.multiply((Fp2(x), y), factor)
        if point is not None:
            return point


def shifted(signature: str, by: Affine) -> str:
    moved = curve.add(curve.decode_1(bytes.fromhex(signature)), by)
    assert moved is not None
    return encode(moved).hex()


@pytest.mark.parametrize("check", CHECKS)
@pytest.mark.parametrize("one", REAL["rounds"], ids=lambda one: str(one["round"]))
def test_real_rounds_hold(one, check):
    assert drand.signature_holds(drand.QUICKNET, one["round"], one["signature"], check)
    assert sha256(bytes.fromhex(one["signature"])).hexdigest() == one["randomness"]
    assert seconds(drand.QUICKNET.time_of(one["round"])) == one["time"]


@pytest.mark.parametrize("check", CHECKS)
@pytest.mark.parametrize("one", REAL["refuse"], ids=lambda one: one["why"])
def test_vectors_to_refuse(one, check):
    assert not drand.signature_holds(drand.QUICKNET, one["round"], one["signature"], check)


@pytest.mark.parametrize("check", CHECKS)
@pytest.mark.parametrize("order", [3, 11, None])
def test_a_torsion_shifted_signature_is_refused(order, check):
    true = REAL["rounds"][1]
    false = shifted(true["signature"], torsion(order))
    assert not drand.signature_holds(drand.QUICKNET, true["round"], false, check)


def test_a_torsion_shifted_signature_satisfies_the_equation_alone():
    # what makes the subgroup check necessary: without it the shifted point would pass
    true = REAL["rounds"][1]
    point = curve.add(curve.decode_1(bytes.fromhex(true["signature"])), torsion(3))
    hashed = hashing.hash_to_curve(sha256(true["round"].to_bytes(8, "big")).digest(), DRAND_TAG)
    key = curve.decode_2(bytes.fromhex(drand.QUICKNET.public_key))
    assert multiplies_to_one([(curve.negate(point), curve.generator_2()), (hashed, key)])


@pytest.mark.parametrize("check", CHECKS)
def test_a_signature_encoded_as_x_plus_p_is_refused(check):
    again = []
    for one in REAL["rounds"]:
        number = int(one["signature"], 16)
        x = number % 2**381
        if x + P < 2**381:
            again.append((one["round"], f"{number + P:096x}"))
    assert again, "no stored round has an encoding of this kind"
    for number, signature in again:
        assert not drand.signature_holds(drand.QUICKNET, number, signature, check)


@pytest.mark.parametrize("check", CHECKS)
def test_only_96_lower_case_digits_are_a_signature(check):
    one = REAL["rounds"][0]
    true = one["signature"]
    for false in (true.upper(), true + "00", true[:-2], f" {true[1:]}", f"{true}\n", "０" + true[1:], ""):
        assert not drand.signature_holds(drand.QUICKNET, one["round"], false, check)


@pytest.mark.parametrize("check", CHECKS)
def test_infinity_and_uncompressed_forms_are_refused(check):
    flags = (0x00, 0x20, 0x40, 0x60, 0xC0, 0xE0)
    for flag in flags:
        false = bytes([flag]) + bytes(47)
        assert not drand.signature_holds(drand.QUICKNET, 1, false.hex(), check)


@pytest.mark.parametrize("check", CHECKS)
def test_the_flags_of_a_true_signature_are_part_of_it(check):
    one = REAL["rounds"][0]
    true = bytes.fromhex(one["signature"])
    for flags in (0x80, 0x40, 0x20, 0xC0, 0xA0, 0x60, 0xE0):
        false = bytes([true[0] ^ flags]) + true[1:]
        assert not drand.signature_holds(drand.QUICKNET, one["round"], false.hex(), check)


NO_POINTS = {
    bytes(47): "47 bytes are not the encoding of a point",
    bytes(48): "not a compressed point other than infinity",
    b"\xc0" + bytes(47): "not a compressed point other than infinity",
    (P + (1 << 383)).to_bytes(48, "big"): "a coordinate is not reduced",
    b"\x80" + bytes(46) + b"\x01": "not a square",
    b"\x80" + bytes(47): "not in the prime-order subgroup",
}


@pytest.mark.parametrize("data", NO_POINTS, ids=NO_POINTS.get)
def test_why_something_is_no_point(data):
    with pytest.raises(ValueError, match=rf"^{NO_POINTS[data]}$"):
        curve.decode_1(data)


def test_the_exceptional_case_of_the_map():
    # RFC 9380, section 6.6.2: where the denominator is zero, x is B / (Z · A); for u = 0 it is
    x = hashing._B * pow(11 * hashing._A, -1, P) % P
    found, _ = hashing._map(0)
    assert found * hashing._at(hashing.X_DENOMINATOR, x) == Fp2(hashing._at(hashing.X_NUMERATOR, x))


@settings(max_examples=5, deadline=None)
@given(st.integers(min_value=1, max_value=2**53 - 1), st.integers(min_value=0, max_value=383))
def test_both_checks_agree_on_signatures_of_our_own_chain(number, bit):
    own = OwnChain()
    true = own.sign(number)
    false = f"{int(true, 16) ^ 1 << bit:096x}"
    for check in (bls12381.signature_holds, drand.fast_signature_holds):
        assert drand.signature_holds(own.chain, number, true, check)
        assert not drand.signature_holds(own.chain, number, false, check)
        assert not drand.signature_holds(drand.QUICKNET, number, true, check)


def test_a_vertical_line_ends_the_pairing():
    # a multiple of a point of prime order never meets its negative on the way
    q = curve.generator_2()
    with pytest.raises(ValueError, match=r"^the points are not of prime order$"):
        multiplies_to_one([((Fp2(0), Fp2(2)), (q[0], Fp2(0)))])


def test_the_key_must_be_a_point_of_the_subgroup():
    for key in (bytes(96), b"\xc0" + bytes(95), b"\x80" + bytes(95), bytes(48)):
        with pytest.raises(ValueError, match=r"not |coordinate"):
            bls12381.signature_holds(key, b"", bytes(48), DRAND_TAG)


def test_hashing_to_the_curve_gives_the_points_of_the_rfc():
    for message, (x, y) in RFC_POINTS.items():
        assert hashing.hash_to_curve(message, RFC_TAG) == (Fp2(x), Fp2(y))


@settings(max_examples=20, deadline=None)
@given(st.binary(max_size=100))
def test_hashing_to_the_curve_is_that_of_blst(message):
    theirs = pyblst.BlstP1Element.hash_to_group(message, DRAND_TAG).compress()
    assert encode(hashing.hash_to_curve(message, DRAND_TAG)) == theirs


@given(st.integers(0, P - 1), st.integers(0, P - 1))
@settings(max_examples=50, deadline=None)
def test_square_roots_of_the_quadratic_field(real, imaginary):
    square = Fp2(real, imaginary) * Fp2(real, imaginary)
    assert square.square_root() in {Fp2(real, imaginary), -Fp2(real, imaginary)}


def test_square_roots_where_one_part_is_zero():
    for root in (Fp2(5), Fp2(0, 5), Fp2(0)):
        assert (root * root).square_root() in {root, -root}


def test_the_greater_half_begins_in_the_middle():
    for least in (Fp2((P + 1) // 2), Fp2(0, (P + 1) // 2), Fp2(P - 1, P - 1), Fp2(0, P - 1)):
        assert least.is_greater_half()
        assert not (-least).is_greater_half()


def test_a_point_is_written_as_it_was_read():
    for one in REAL["rounds"]:
        assert encode(curve.decode_1(bytes.fromhex(one["signature"]))).hex() == one["signature"]


@given(st.lists(st.integers(0, P - 1), min_size=12, max_size=12))
@settings(max_examples=10, deadline=None)
def test_the_field_of_degree_twelve(a):
    assert field.square(a) == field.multiply(a, a)
    assert field.power(a, 37) == field.multiply(field.power(a, 36), a)
    assert field.power_p2(a) == field.power(a, P**2)


def test_a_library_without_subgroup_check_is_not_used(monkeypatch):
    class Careless:
        class BlstP1Element:
            @staticmethod
            def uncompress(data):
                return data

    assert drand.fastest_check() is drand.fast_signature_holds
    monkeypatch.setattr(drand, "pyblst", Careless)
    assert drand.fastest_check() is bls12381.signature_holds
    monkeypatch.setattr(drand, "pyblst", None)
    assert drand.fastest_check() is bls12381.signature_holds
