"""RFC 3161 time stamps over a SHA-256: make a request, check a response offline.

The check needs the extra `receipts`, which is imported only when there is something to check.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

from sunlot.core.protocol.case import DoesNotHoldError

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

LARGEST: Final = 64 << 10
"""Bytes of a response; real ones have 2 to 8 KiB."""
_REQUEST_HEAD: Final = bytes.fromhex("3039 020101 3031 300d 0609 608648016503040201 0500 0420")
_WITH_CERTIFICATE: Final = bytes.fromhex("0101ff")


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a response proves: the digest was there at `latest` (UTC) at the latest; `by` is the name of its signer."""

    latest: str
    by: str


def request(digest: str) -> bytes:
    """Make a request (DER) for a SHA-256 in hex, with certificate; no nonce, which nobody would remember."""
    return _REQUEST_HEAD + bytes.fromhex(digest) + _WITH_CERTIFICATE


def available() -> bool:
    """Tell whether the extra `receipts` is installed."""
    return find_spec("rfc3161_client") is not None


def certificates(pem: bytes) -> "list[Certificate]":
    """Read a PEM file of certificates; `ValueError` if it is none."""
    from cryptography.x509 import load_pem_x509_certificates  # noqa: PLC0415

    return load_pem_x509_certificates(pem)


def check(token: bytes, digest: str, roots: "Iterable[Certificate] | None") -> Stamp:
    """Check a response over a SHA-256 in hex under trusted roots; without roots (`None`), read it only.

    Every certificate is judged at the time that the response names, not today.

    Raises:
        DoesNotHoldError: Whatever is wrong with it; what nobody can read does not hold either.
    """
    from sunlot.store import rfc3161  # noqa: PLC0415

    if len(token) > LARGEST:
        raise DoesNotHoldError(f"大于 {LARGEST} 字节", f"larger than {LARGEST} bytes")
    try:
        return Stamp(*rfc3161.check(token, bytes.fromhex(digest), roots))
    except (DoesNotHoldError, KeyboardInterrupt, MemoryError, SystemExit):
        raise
    except BaseException as why:  # bytes from anywhere; a panic of the library's Rust is no `Exception`
        kind = type(why).__name__
        raise DoesNotHoldError(f"无法读取（{kind}）", f"cannot be read ({kind})") from None
