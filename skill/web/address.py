"""
Where a request says that its certificates lie.

Rule 1: the address is made plain (dot segments resolved, scheme and host in small letters, no port), and the
plain one is what is fetched and remembered; nobody sees the header again.
Rule 2: an address that two programs could read in two ways is refused, not repaired: percent signs ("%2e%2e"
is ".." to some), user names, queries, backslashes, empty segments, anything that is not ASCII.
Source: Alexa Skills Kit, "Host a Custom Skill as a Web Service", checking the signature: https,
s3.amazonaws.com, port 443 if any, and a path that, normalised, starts with /echo.api/ in small letters.
"""

import re

from skill.web.sdk import VerificationException


HOST = "s3.amazonaws.com"
FOLDER = "echo.api"
LONGEST = 256
"""Amazon's are about 50 characters."""

_NUMBERED = re.compile(rf"https://{re.escape(HOST)}/{re.escape(FOLDER)}/echo-api-cert-[0-9]{{1,2}}\.pem")
_PLAIN = re.compile(rf"(?i:https://{re.escape(HOST)})(?::443)?(?P<path>/[A-Za-z0-9._/-]+)")


def certificate_address(header: str) -> str:
    """Give the plain form of a SignatureCertChainUrl header; raises VerificationException."""
    found = _PLAIN.fullmatch(header) if len(header) <= LONGEST else None
    if found is None:
        raise VerificationException("certificate address is not one of Amazon's")
    folder, *name = _resolved(found["path"].split("/")[1:])
    if folder != FOLDER or not name:
        raise VerificationException("certificate address is outside Amazon's folder")
    return "/".join([f"https://{HOST}", folder, *name])


def numbered(address: str) -> bool:
    """Say whether a plain address is one of the 110 that have the form of Amazon's, "echo-api-cert-12.pem"."""
    return _NUMBERED.fullmatch(address) is not None


def _resolved(segments: list[str]) -> list[str]:
    """Resolve "." and ".." (RFC 3986, 5.2.4), but never above the root; the last must name a file."""
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
