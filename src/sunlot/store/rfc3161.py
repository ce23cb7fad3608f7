"""What a response of RFC 3161 has to be: the library's check, and what it leaves to its callers."""

import re
from collections.abc import Iterable
from datetime import UTC, timedelta
from typing import Final

from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID
from rfc3161_client import TimeStampResponse, VerificationError, VerifierBuilder, decode_timestamp_response

from sunlot.core.protocol.case import DoesNotHoldError

_CERTIFICATES: Final = 0xA0
_SHA256: Final = "2.16.840.1.101.3.4.2.1"


def check(token: bytes, digest: bytes, roots: Iterable[x509.Certificate] | None) -> tuple[str, str]:
    """Check a response; give the latest instant it names and the name of its signer.

    Raises:
        DoesNotHoldError: If it is not right; anything else where it cannot be read.
    """
    response = decode_timestamp_response(_in_order(token))
    if response.status != 0:
        raise DoesNotHoldError("时间戳机构没有签发", "the authority did not grant it")
    imprint = response.tst_info.message_imprint
    if imprint.hash_algorithm.dotted_string != _SHA256:
        raise DoesNotHoldError("不是 SHA-256 的时间戳", "it is not over a SHA-256")
    if imprint.message != digest:
        raise DoesNotHoldError("不是这份 freeze.json 的时间戳", "it is over other bytes than this freeze.json")
    signer = _signer(response)
    if roots is not None:
        try:
            VerifierBuilder(roots=list(roots)).build().verify(response, digest)
        except VerificationError as why:
            named = re.search(r"Verify error: ([a-z -]+)", str(why))
            detail = named[1] if named else str(why)[:80]
            zh = f"签名或证书在所给信任根下不成立（{detail}）"
            raise DoesNotHoldError(zh, f"not signed by an authority under the given roots ({detail})") from None
    return _latest(response, token), signer.subject.rfc4514_string()


def _in_order(token: bytes) -> bytes:
    """Sort the certificates in a response, as the library wants them and `openssl` does not write them.

    They stand outside of what is signed.
    """
    token_at = _after(token, _inside(token, 0))  # behind the status
    at = _inside(token, _inside(token, _after(token, _inside(token, token_at))))  # content type, then SignedData
    for _ in ("version", "digest algorithms", "content"):
        at = _after(token, at)
    if token[at] != _CERTIFICATES:
        return token
    begin, end, found = _inside(token, at), _after(token, at), []
    at = begin
    while at < end:
        found.append(token[at : _after(token, at)])
        at = _after(token, at)
    return token[:begin] + b"".join(sorted(found)) + token[at:]


def _inside(data: bytes, at: int) -> int:
    """Where the content of the DER value at a place begins."""
    return at + 2 + (data[at + 1] & 0x7F if data[at + 1] & 0x80 else 0)


def _after(data: bytes, at: int) -> int:
    """Where the DER value at a place ends."""
    begin = _inside(data, at)
    return begin + (int.from_bytes(data[at + 2 : begin]) if data[at + 1] & 0x80 else data[at + 1])


def _signer(response: TimeStampResponse) -> x509.Certificate:
    """Find the certificate of the signer, which serves for time stamps and nothing else (RFC 3161, 2.3)."""
    (info,) = response.signed_data.signer_infos
    given = [x509.load_der_x509_certificate(one) for one in response.signed_data.certificates]
    found = [one for one in given if (one.issuer, one.serial_number) == (info.issuer, info.serial_number)]
    if len(found) != 1:  # of two alike, one could be looked at and the other have signed
        raise DoesNotHoldError("所附签名证书不是恰好一份", "it does not carry exactly one certificate of its signer")
    if not _for_time_stamps(found[0].extensions):
        raise DoesNotHoldError("签名证书不是时间戳专用", "its certificate is not one for time stamps alone")
    return found[0]


def _for_time_stamps(extensions: x509.Extensions) -> bool:
    known = {one.oid: one for one in extensions}
    purpose, usage = known.get(x509.ExtendedKeyUsage.oid), known.get(x509.KeyUsage.oid)
    if usage is not None:
        may = usage.value
        other = (may.key_encipherment, may.data_encipherment, may.key_agreement, may.key_cert_sign, may.crl_sign)
        if any(other) or not (may.digital_signature or may.content_commitment):
            return False
    return purpose is not None and purpose.critical and list(purpose.value) == [ExtendedKeyUsageOID.TIME_STAMPING]


def _latest(response: TimeStampResponse, token: bytes) -> str:
    """The end of the span that the response names: its time and its accuracy, up to the full second."""
    moment, accuracy = response.tst_info.gen_time.astimezone(UTC), response.tst_info.accuracy
    # The library drops the fraction of a second, so it is looked up in the bytes; of several, the latest counts.
    fractions = re.findall(moment.strftime("%Y%m%d%H%M%S").encode() + rb"\.([0-9]+)Z", token)
    micros = max((-(-int(one[:9].ljust(9, b"0")) // 1000) for one in fractions), default=0)
    if accuracy is not None:
        micros += (accuracy.seconds or 0) * 1_000_000 + (accuracy.millis or 0) * 1000 + (accuracy.micros or 0)
    end = moment + timedelta(seconds=-(-micros // 1_000_000))
    return end.strftime("%Y-%m-%dT%H:%M:%SZ")
