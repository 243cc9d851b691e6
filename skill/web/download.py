"""The download of one certificate file over HTTPS: any status but 200, or more than LIMIT bytes, is a refusal."""

import http.client
import ssl

from skill.https import Dial, HttpsClient, TooLargeError, dial
from skill.web.sdk import VerificationException


SECONDS = 3.0
LIMIT = 64 * 1024
"""Bytes, headers included; Amazon's file has about 6,000."""


class Download:
    """Downloads certificate files from the servers that *context* trusts, each within *seconds*."""

    def __init__(self, context: ssl.SSLContext, *, dial: Dial = dial, seconds: float = SECONDS) -> None:
        self._client = HttpsClient(context, LIMIT, dial)
        self._seconds = seconds

    def __call__(self, address: str) -> bytes:
        """Return the bytes at *address*; raises VerificationException."""
        try:
            answer = self._client.request("GET", address, self._seconds, [("Accept", "*/*")])
        except TooLargeError:
            raise VerificationException("certificate download failed: too large") from None
        except (OSError, http.client.HTTPException) as error:
            raise VerificationException(f"certificate download failed: {type(error).__name__}") from None
        if answer.status != http.client.OK:
            raise VerificationException(f"certificate download failed: status {answer.status}")
        return answer.body
