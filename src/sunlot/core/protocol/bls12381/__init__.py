"""BLS signatures on BLS12-381 in plain Python: the reference, and the fallback where no fast library is.

Signatures are points of G1 (48 bytes), keys points of G2 (96 bytes), as drand's ``bls-unchained-g1-rfc9380`` has
them. Written to be read and checked against the standards, with affine points and no precomputed constants beyond
theirs; one check takes about a tenth of a second. It only ever handles public values, so it need not run in constant
time. Sources: draft-irtf-cfrg-bls-signature, RFC 9380, and the ZCash serialisation of points.
"""

from sunlot.core.protocol.bls12381.curve import decode_1, decode_2, generator_2, negate
from sunlot.core.protocol.bls12381.hashing import hash_to_curve
from sunlot.core.protocol.bls12381.pairing import multiplies_to_one

__all__ = ["signature_holds"]


def signature_holds(key: bytes, message: bytes, signature: bytes, tag: bytes) -> bool:
    """Tell whether ``signature`` is the signature of ``message`` under ``key``, with domain separation tag ``tag``.

    A signature that is not the one canonical encoding of a point of the prime-order subgroup does not hold.

    Raises:
        ValueError: the key is not a point of the prime-order subgroup, or is infinity.
    """
    public = decode_2(key)
    try:
        point = decode_1(signature)
    except ValueError:
        return False
    return multiplies_to_one([(negate(point), generator_2()), (hash_to_curve(message, tag), public)])
