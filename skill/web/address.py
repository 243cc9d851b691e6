"""
The address of a request's certificates.

Rule 1: the address is normalised (dot segments resolved, scheme and host in lower case, no port). Only the normalised
address is downloaded and remembered.
Rule 2: an address that two programs could read differently is refused: percent signs ("%2e%2e" is ".." to some), user
names, queries, backslashes, empty segments, and everything that is not ASCII.

Source: Alexa Skills Kit, "Host a Custom Skill as a Web Service": https, s3.amazonaws.com, port 443 if any, and a path
that, once normalised, starts with /echo.api/ in lower case.
"""

import re

from skill.web.sdk import VerificationException


HOST = "s3.amazonaws.com"
FOLDER = "echo.api"
LONGEST = 256
"""Characters; Amazon's addresses have about 50."""

_PLAIN = re.compile(rf"(?i:https://{re.escape(HOST)})(?::443)?(?P<path>/[A-Za-z0-9._/-]+)")


def certificate_address(header: str) -> str:
    """Return the normalised address of a SignatureCertChainUrl header; raises VerificationException."""
    found = _PLAIN.fullmatch(header) if len(header) <= LONGEST else None
    if found is None:
        raise VerificationException("certificate address is not one of Amazon's")
    folder, *name = _resolved(found["path"].split("/")[1:])
    if folder != FOLDER or not name:
        raise VerificationException("certificate address is outside Amazon's folder")
    return "/".join([f"https://{HOST}", folder, *name])


def _resolved(segments: list[str]) -> list[str]:
    """Resolve "." and ".." (RFC 3986, 5.2.4); refuses a path above the root, and one that names no file."""
    kept: list[str] = []
    for segment in segments:
        if segment == ".." and kept:
            kept.pop()
        elif segment in ("", ".."):
            raise VerificationException("certificate address is ambiguous")
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in (".", ".."):
        raise VerificationException("certificate address names no file")
    return kept
