"""A time-stamping authority of our own: certificates made here, time stamps made by `openssl ts`, at this moment."""

import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID as Purpose
from cryptography.x509.oid import NameOID

NAME = "CN=演示时间戳机构,O=Demo"
DAY = timedelta(days=1)


def _name(common: str) -> x509.Name:
    parts = ((NameOID.ORGANIZATION_NAME, "Demo"), (NameOID.COMMON_NAME, common))
    return x509.Name([x509.NameAttribute(oid, value) for oid, value in parts])


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )


@dataclass
class Authority:
    """A root, and one signer below it (or below a middle certificate).

    Attributes:
        folder: Where its files lie: `root.pem`, `signer.pem`, keys.
        settings: Lines of the `openssl` configuration, such as the accuracy.
        purposes: What the signer's certificate is for.
        critical: Whether it says so critically.
        valid: From when to when the signer's certificate is valid, counted from now.
        middle: Whether a certificate stands between root and signer.
    """

    folder: Path
    settings: Sequence[str] = ()
    purposes: Sequence[x509.ObjectIdentifier] = (Purpose.TIME_STAMPING,)
    critical: bool = True
    valid: tuple[timedelta, timedelta] = (-DAY, DAY)
    middle: bool = False

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.signer_key, root_key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
        self._issuer = (_name("演示根"), root_key)
        root = self._certificate(self._issuer[0], root_key, (-DAY, DAY), authority=True)
        chain = []
        if self.middle:
            key = ec.generate_private_key(ec.SECP256R1())
            chain.append(self._certificate(_name("演示中间"), key, (-DAY, DAY), authority=True))
            self._issuer = (_name("演示中间"), key)
        signer = self.signer(self.purposes, critical=self.critical)
        key = self.signer_key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        for name, data in (
            ("root.pem", root.public_bytes(Encoding.PEM)),
            ("signer.pem", signer.public_bytes(Encoding.PEM)),
            ("chain.pem", b"".join(one.public_bytes(Encoding.PEM) for one in chain)),
            ("signer.key", key),
            ("serial", b"01\n"),
        ):
            (self.folder / name).write_bytes(data)
        lines = ["[authority]", "default_policy=1.2.3.4.1", "digests=sha1,sha256,sha512", "ess_cert_id_alg=sha256"]
        lines += ["signer_digest=sha256", f"serial={self.folder / 'serial'}", "tsa_name=yes", *self.settings]
        (self.folder / "settings.cnf").write_text("\n".join(lines) + "\n")

    @property
    def root(self) -> Path:
        """The file of the root certificate."""
        return self.folder / "root.pem"

    @property
    def certificate(self) -> bytes:
        """The signer's certificate (DER), as every time stamp carries it."""
        return self._der("signer.pem")

    @property
    def middle_certificate(self) -> bytes:
        """The certificate between root and signer (DER), which comes with every time stamp too."""
        return self._der("chain.pem")

    def signer(self, purposes: Sequence[x509.ObjectIdentifier], *, critical: bool = True) -> x509.Certificate:
        """A certificate for the signer's key, always under the same serial number."""
        return self._certificate(_name("演示时间戳机构"), self.signer_key, self.valid, purposes, critical=critical)

    def stamp(self, request: bytes) -> bytes:
        """Answer a request."""
        (self.folder / "request").write_bytes(request)
        words = ["-config", "settings.cnf", "-section", "authority", "-queryfile", "request", "-out", "response"]
        words += ["-signer", "signer.pem", "-inkey", "signer.key", *(["-chain", "chain.pem"] if self.middle else [])]
        self.openssl("-reply", *words)
        return (self.folder / "response").read_bytes()

    def request(self, data: bytes, *options: str) -> bytes:
        """Write a request with `openssl`."""
        (self.folder / "data").write_bytes(data)
        self.openssl("-query", "-data", "data", "-cert", *options, "-out", "request")
        return (self.folder / "request").read_bytes()

    def openssl(self, *words: str) -> str:
        """Run `openssl ts` in the folder."""
        done = subprocess.run(["openssl", "ts", *words], cwd=self.folder, capture_output=True, text=True, check=True)
        return done.stdout

    def _der(self, name: str) -> bytes:
        pem = (self.folder / name).read_bytes()
        return x509.load_pem_x509_certificate(pem).public_bytes(Encoding.DER)

    def _certificate(
        self,
        name: x509.Name,
        key: ec.EllipticCurvePrivateKey,
        valid: tuple[timedelta, timedelta],
        purposes: Sequence[x509.ObjectIdentifier] = (),
        *,
        authority: bool = False,
        critical: bool = True,
    ) -> x509.Certificate:
        now = datetime.now(UTC)
        builder = x509.CertificateBuilder().subject_name(name).issuer_name(self._issuer[0])
        builder = builder.public_key(key.public_key()).serial_number(x509.random_serial_number() if authority else 4711)
        builder = builder.not_valid_before(now + valid[0]).not_valid_after(now + valid[1])
        builder = builder.add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        builder = builder.add_extension(_usage(signs_certificates=authority), critical=True)
        if purposes:
            builder = builder.add_extension(x509.ExtendedKeyUsage(purposes), critical=critical)
        return builder.sign(self._issuer[1], hashes.SHA256())
