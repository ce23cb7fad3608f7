"""Receipts under a real authority of our own: what holds, what does not, and that both verifiers say the same."""

import json
import re
import subprocess
import sys
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID as Purpose
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.support.authority import DAY, NAME, Authority
from tests.support.drawfolders import Office, OwnChain, honest
from tests.support.repositories import SETTINGS
from tests.unit.protocol.forging import CHAIN, DRAW
from tests.unit.test_two_verifiers import laid_out, load_script

from sunlot.core.protocol.case import DoesNotHoldError
from sunlot.core.protocol.facts import Witness
from sunlot.core.protocol.folder import FilesInMemory
from sunlot.core.protocol.grammar import seconds
from sunlot.core.protocol.verify import verify
from sunlot.jobs.receipts import Receipts, Unchecked
from sunlot.store import timestamps
from sunlot.store.reader import read
from sunlot.store.repository import Store
from sunlot.store.rfc3161 import _for_time_stamps

OTHER = b"other bytes\n"


class Coming(OwnChain):
    """Rounds of our own chain that lie ahead of every clock, so that a time stamp of today is early."""

    opening = "2098-01-01T00:00:00Z"


@pytest.fixture(scope="module")
def office() -> Office:
    return honest("small", DRAW, Coming())


@pytest.fixture(scope="module")
def authority(tmp_path_factory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def script():
    module = load_script()
    module.QUICKNET, module.GENESIS, module.PERIOD = CHAIN.hash, CHAIN.genesis, CHAIN.period
    module.PUBLIC_KEY = bytes.fromhex(CHAIN.public_key)
    return module


@pytest.fixture(scope="module")
def token(office, authority) -> bytes:
    return authority.stamp(timestamps.request(digest(office)))


def digest(office: Office) -> str:
    return sha256(office.files["targets/freeze.json"]).hexdigest()


def trusted(root: Path, *pems: Path) -> Receipts:
    check = Receipts.of(Store.open(root), None, pems)
    assert not check.problems
    return check


class Both:
    """Judges a folder with a receipt at `targets` by the package and by the script."""

    def __init__(self, script, place: Path) -> None:
        self.script, self.place = script, place

    def __call__(
        self, office: Office, token: bytes, root: Path, name: str = "freeze.tsr"
    ) -> tuple[str, Witness | None]:
        files = {**office.files, f"targets/{name}": token}
        found = verify(FilesInMemory(files), DRAW, chain=CHAIN, receipt_check=trusted(self.place, root))
        folder = laid_out(self.place / sha256(token + root.read_bytes()).hexdigest(), DRAW, files)
        lines, _ = self.script.verify(folder, 1_800_000_000, "en", root.read_bytes())
        short = found.last_line("en").split(": ")[:3]
        assert lines[-1].split(": ")[:3] == short
        witness = found.stages[0].witness if found.stages else None
        if witness is not None:
            (line,) = (one for one in lines if one.startswith("time of freeze: "))
            assert ("witnessed: targets;" in line) == (witness is Witness.WITNESSED)
        return ": ".join(short), witness


@pytest.fixture
def both(script, tmp_path) -> Both:
    return Both(script, tmp_path)


REFUSED = ("refused: targets: receipt", None)


def test_an_early_receipt_witnesses_its_stage_and_no_other(both, office, authority, token, tmp_path):
    assert both(office, token, authority.root) == ("verified", Witness.WITNESSED)
    check = trusted(tmp_path, authority.root)
    files = {**office.files, "targets/freeze.tsr": token}
    found = verify(FilesInMemory(files), DRAW, chain=CHAIN, receipt_check=check)
    assert [one.witness for one in found.stages] == [Witness.WITNESSED, Witness.DECLARED]
    moved = {**office.files, "teams/freeze.tsr": token}
    found = verify(FilesInMemory(moved), DRAW, chain=CHAIN, receipt_check=check)
    assert found.last_line("zh").startswith("refused: teams: receipt: freeze.tsr 不成立：不是这份 freeze.json")


def test_who_witnessed_it_and_when(authority, token, office, tmp_path):
    check = trusted(tmp_path, authority.root)
    record = replace(office, files={**office.files, "targets/freeze.tsr": token}).record
    verdict = verify(
        FilesInMemory({**office.files, "targets/freeze.tsr": token}), DRAW, chain=CHAIN, receipt_check=check
    )
    (told,) = check.told(record, verdict)
    assert told.stamp is not None
    assert told.stamp.by == NAME
    assert abs(seconds(told.stamp.latest) - datetime.now(UTC).timestamp()) < 3600
    assert (told.early, told.unchecked) == (True, None)


def test_a_certificate_between_root_and_signer_comes_with_the_token(both, office, tmp_path):
    layered = Authority(tmp_path / "layered", middle=True)
    stamped = layered.stamp(timestamps.request(digest(office)))
    assert both(office, stamped, layered.root) == ("verified", Witness.WITNESSED)


def test_a_late_receipt_counts_as_none(both, authority):
    past = honest("small")
    stamped = authority.stamp(timestamps.request(digest(past)))
    assert both(past, stamped, authority.root) == ("verified", Witness.DECLARED)


def test_a_receipt_over_something_else(both, office, authority):
    stamped = authority.stamp(timestamps.request(sha256(OTHER).hexdigest()))
    assert both(office, stamped, authority.root) == REFUSED


@pytest.mark.parametrize("algorithm", ["-sha1", "-sha512"])
def test_a_receipt_over_another_digest_of_the_right_bytes(both, office, authority, algorithm):
    stamped = authority.stamp(authority.request(office.files["targets/freeze.json"], algorithm))
    assert both(office, stamped, authority.root) == REFUSED


@pytest.mark.parametrize("turned", [False, True], ids=["as they are", "turned round"])
def test_the_order_of_certificates_does_not_matter(both, office, tmp_path, turned):
    layered = Authority(tmp_path / "layered", middle=True)
    stamped = layered.stamp(timestamps.request(digest(office)))
    first, second = layered.certificate, layered.middle_certificate
    if first + second not in stamped:
        first, second = second, first
    if turned:
        stamped = stamped.replace(first + second, second + first)
    assert both(office, stamped, layered.root) == ("verified", Witness.WITNESSED)


def test_a_chain_to_another_root_that_comes_with_the_token_is_not_trusted(both, office, authority, tmp_path):
    layered = Authority(tmp_path / "layered", middle=True)
    stamped = layered.stamp(timestamps.request(digest(office)))
    assert both(office, stamped, authority.root) == REFUSED


def test_another_root(both, office, token, tmp_path):
    stranger = Authority(tmp_path / "stranger")
    assert both(office, token, stranger.root) == REFUSED


@pytest.mark.parametrize("valid", [(-2 * DAY, -DAY), (DAY, 2 * DAY)], ids=["expired", "not yet valid"])
def test_a_certificate_not_in_force_at_the_time_of_the_stamp(both, office, tmp_path, valid):
    closed = Authority(tmp_path / "closed", valid=valid)
    stamped = closed.stamp(timestamps.request(digest(office)))
    assert both(office, stamped, closed.root) == REFUSED


def test_a_certificate_that_ran_out_since_is_judged_at_the_time_of_the_stamp(both, office, tmp_path):
    brief = Authority(tmp_path / "brief", valid=(-DAY, timedelta(seconds=2)))
    stamped = brief.stamp(timestamps.request(digest(office)))
    subprocess.run([sys.executable, "-c", "import time; time.sleep(3)"], check=True)
    assert both(office, stamped, brief.root) == ("verified", Witness.WITNESSED)


def test_a_certificate_for_something_else(both, office, authority, token):
    """The certificate in a token is not signed over; one of the same key, number and length is put in its place."""
    meant = authority.certificate
    for _ in range(200):  # the length of a signature differs by chance
        other = authority.signer([Purpose.EMAIL_PROTECTION]).public_bytes(Encoding.DER)
        if len(other) == len(meant):
            break
    assert token.count(meant) == 1
    assert both(office, token.replace(meant, other), authority.root) == REFUSED


def test_a_certificate_for_time_stamps_and_more_is_none_for_time_stamps(office, tmp_path):
    """`openssl` does not even stamp with one, so the signer's look at it is tested by itself."""
    found = Authority(tmp_path / "any")
    assert _for_time_stamps(found.signer([Purpose.TIME_STAMPING]).extensions)
    assert not _for_time_stamps(found.signer([Purpose.TIME_STAMPING], critical=False).extensions)
    assert not _for_time_stamps(found.signer([Purpose.TIME_STAMPING, Purpose.EMAIL_PROTECTION]).extensions)
    assert not _for_time_stamps(found.signer([]).extensions)


def test_a_request_that_was_turned_down(both, office, authority):
    refused = authority.stamp(authority.request(OTHER, "-sha384"))  # a digest that it does not serve
    assert both(office, refused, authority.root) == REFUSED


@pytest.mark.parametrize(
    "settings_",
    [
        ["clock_precision_digits=6"],
        ["accuracy=secs:1"],
        ["accuracy=secs:1, millisecs:500, microsecs:100", "clock_precision_digits=3"],
        ["accuracy=millisecs:1"],
    ],
    ids=str,
)
def test_the_latest_instant_takes_in_fraction_and_accuracy(office, script, tmp_path, settings_):
    exact = Authority(tmp_path / "exact", settings_)
    stamped = exact.stamp(timestamps.request(digest(office)))
    said = exact.openssl("-reply", "-in", "response", "-text")
    day, fraction, year = re.search(r"Time stamp: (\w+ +\d+ [\d:]+)(\.\d+)? (\d+) GMT", said).groups()
    begin = datetime.strptime(f"{day} {year}", "%b %d %H:%M:%S %Y").replace(tzinfo=UTC)
    amounts = {unit: int(amount, 16) for amount, unit in re.findall(r"(0x\w+) (seconds|millis|micros)", said)}
    micros = round(float(fraction or 0) * 1_000_000) + sum(
        amounts.get(unit, 0) * size for unit, size in (("seconds", 1_000_000), ("millis", 1000), ("micros", 1))
    )
    expected = int(begin.timestamp()) + -(-micros // 1_000_000)
    roots = timestamps.certificates(exact.root.read_bytes())
    assert seconds(timestamps.check(stamped, digest(office), roots).latest) == expected
    proven, name = script.stamped("openssl", exact.root.read_bytes(), stamped, digest(office))
    assert proven == expected
    assert "Demo" in name


def test_the_request_is_what_openssl_writes(office, authority):
    data = office.files["targets/freeze.json"]
    assert timestamps.request(digest(office)) == authority.request(data, "-sha256", "-no_nonce")


def test_a_nonce_does_no_harm(both, office, authority):
    stamped = authority.stamp(authority.request(office.files["targets/freeze.json"], "-sha256"))
    assert both(office, stamped, authority.root) == ("verified", Witness.WITNESSED)


def test_a_proof_of_the_log_stays_unchecked(both, office, authority, token, tmp_path):
    assert both(office, b"proof", authority.root, "freeze.tlog-proof") == ("verified", Witness.UNCHECKED)
    files = {**office.files, "targets/freeze.tsr": token, "targets/freeze.tlog-proof": b"proof"}
    check = trusted(tmp_path, authority.root)
    found = verify(FilesInMemory(files), DRAW, chain=CHAIN, receipt_check=check)
    assert found.stages[0].witness is Witness.WITNESSED
    told = {one.name: one.unchecked for one in check.told(replace(office, files=files).record, found)}
    assert told == {"freeze.tlog-proof": Unchecked.NO_KEYS, "freeze.tsr": None}


def test_without_roots_nothing_is_checked(office, tmp_path):
    files = {**office.files, "targets/freeze.tsr": b"anything"}
    check = Receipts(Store.open(tmp_path))
    found = verify(FilesInMemory(files), DRAW, chain=CHAIN, receipt_check=check)
    assert found.verified
    assert found.stages[0].witness is Witness.UNCHECKED
    (told,) = check.told(replace(office, files=files).record, found)
    assert told.unchecked is Unchecked.NO_ROOTS


def test_without_the_library_nothing_is_checked(authority, tmp_path):
    """In a Python that has this project and not the extra `receipts`."""
    code = (
        "import sys; sys.modules['rfc3161_client'] = None\n"
        "from pathlib import Path\n"
        "from sunlot.jobs.receipts import Receipts\n"
        "from sunlot.store.repository import Store\n"
        f"check = Receipts.of(Store.open({str(tmp_path)!r}), None, [Path({str(authority.root)!r})])\n"
        "print(check.why_unchecked('freeze.tsr'), check(None, 'freeze.tsr', b''), check.problems)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "no_library None ()\n"


@pytest.mark.parametrize("data", [b"", b"0", b"\x30\x80", b"not DER", b"\x30\x03\x02\x01\x00", bytes(65537)], ids=repr)
def test_what_is_no_receipt(both, office, authority, data):
    assert both(office, data, authority.root) == REFUSED


def test_bytes_behind_a_receipt(both, office, authority, token):
    assert both(office, token + b"\x00", authority.root) == REFUSED
    assert both(office, token[:-1], authority.root) == REFUSED


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_damage_anywhere_is_refused_and_never_crashes(data, authority, token, office):
    """What still holds after damage proves no other time, for then the damage hit what nobody signs or reads."""
    at = data.draw(st.integers(0, len(token) - 1))
    piece = data.draw(st.binary(max_size=4))
    gone = data.draw(st.integers(0, 4))
    damaged = token[:at] + piece + token[at + gone :]
    roots = timestamps.certificates(authority.root.read_bytes())
    whole = timestamps.check(token, digest(office), roots)
    with suppress(DoesNotHoldError):
        assert timestamps.check(damaged, digest(office), roots) == whole


def test_every_single_damaged_byte_meets_both_verifiers_alike(script, authority, token, office):
    roots = authority.root.read_bytes()
    certificates = timestamps.certificates(roots)
    held = 0
    for at in range(0, len(token), max(1, len(token) // 40)):
        damaged = token[:at] + bytes([token[at] ^ 1]) + token[at + 1 :]
        try:
            timestamps.check(damaged, digest(office), certificates)
            holds = True
        except DoesNotHoldError:
            holds = False
        try:
            script.stamped("openssl", roots, damaged, digest(office))
            held_there = True
        except script.RefusedError:
            held_there = False
        assert holds == held_there, (at, token[max(0, at - 8) : at + 8].hex())
        held += holds
    assert held <= 2  # some parameter that nobody signs or reads


def test_the_settings_take_roots_of_one_folder_only():
    for receipts, fine in (
        ({"required_from": "2026-01-01", "roots": ["governance/tsa/demo.pem"]}, True),
        ({}, True),
        ({"required_from": "yes"}, False),
        ({"roots": ["../secret.pem"]}, False),
        ({"roots": ["governance/tsa/../../vault/x.pem"]}, False),
        ({"roots": ["governance/tsa/.hidden.pem"]}, False),
        ({"roots": ["governance/tsa/a.pem", "governance/tsa/a.pem"]}, False),
        ({"url": "https://tsa.example/"}, False),
    ):
        text = json.dumps({**SETTINGS, "receipts": receipts}, ensure_ascii=False)
        _, problems = read("sunlot.yaml", text.encode(), "settings")
        assert ({one.code for one in problems} <= {"F115"}) is fine, (receipts, problems)  # F115: not canonical
