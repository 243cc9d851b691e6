"""
The time that the check of a request takes once its certificate is known, and the time of RSA alone.

Rule 1: the whole check is timed: headers, signature, JSON, timestamp and skill, with a signature as Amazon makes it.
Rule 2: each part is timed in turns of the same length, and the best turn counts; the others show the machine's noise.

python -m benchmarks.signature_check
"""

import sys
import timeit
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256


sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from pki import Pki
from signing import LAUNCH, SKILL_ID, as_body, envelope, signed_headers

from skill.alexa.serializer import parsed
from skill.web.certificates import Certificates
from skill.web.verify import Verifier


TURNS, CHECKS = 20, 2000


def best(work: Callable[[], object]) -> float:
    """Give the microseconds that one call of *work* takes at best."""
    return min(timeit.repeat(work, number=CHECKS, repeat=TURNS)) / CHECKS * 1e6


def main() -> None:
    """Print what each takes, in microseconds."""
    now = datetime.now(UTC)
    pki = Pki(at=now)
    body = as_body(envelope(LAUNCH, at=now.timestamp()))
    headers = signed_headers(pki.leaf.key, body)
    certificates = Certificates(pki.roots, lambda address: pki.file, now.timestamp)
    verifier = Verifier(certificates, SKILL_ID, now.timestamp)
    verifier.verify(headers, body)

    signature = pki.leaf.key.sign(body, PKCS1v15(), SHA256())
    key = pki.leaf.key.public_key()
    bare = best(lambda: key.verify(signature, body, PKCS1v15(), SHA256()))
    whole = best(lambda: verifier.verify(headers, body))
    read = best(lambda: parsed(body))
    print(f"RSA alone                       {bare:5.1f} us")
    print(f"the whole check                 {whole:5.1f} us")
    print(f"of it, reading the JSON         {read:5.1f} us")


if __name__ == "__main__":
    main()
