"""
Certificate addresses, as the header gives them.

"Others" are ask-sdk-webservice-support 1.3.3 (Python), ask-sdk-express-adapter 2.14.0 (Express) and
alexa-verifier 4.0.0; where they differ, or where we do, the reason stands beside the case.
"""

import pytest
from signing import LAUNCH, signed_headers

from skill.web.address import LONGEST, certificate_address
from skill.web.sdk import VerificationException


PLAIN = "https://s3.amazonaws.com/echo.api/echo-api-cert.pem"

GOOD = {
    "as Amazon sends it": "https://s3.amazonaws.com/echo.api/echo-api-cert.pem",
    "port 443": "https://s3.amazonaws.com:443/echo.api/echo-api-cert.pem",
    "scheme in capitals": "HTTPS://s3.amazonaws.com/echo.api/echo-api-cert.pem",
    "host in capitals": "https://S3.AmazonAWS.com/echo.api/echo-api-cert.pem",
    # Amazon's own example of a good one; the plain form is what we fetch.
    "up and in again": "https://s3.amazonaws.com/echo.api/../echo.api/echo-api-cert.pem",
    "a dot": "https://s3.amazonaws.com/echo.api/./echo-api-cert.pem",
    "up inside": "https://s3.amazonaws.com/echo.api/old/../echo-api-cert.pem",
    # Python takes it, the other two refuse: Amazon says to normalise first, and normalised it is good.
    "in from elsewhere": "https://s3.amazonaws.com/x/../echo.api/echo-api-cert.pem",
}

BAD = {
    "plain http": "http://s3.amazonaws.com/echo.api/echo-api-cert.pem",
    "no scheme": "s3.amazonaws.com/echo.api/echo-api-cert.pem",
    "relative scheme": "//s3.amazonaws.com/echo.api/echo-api-cert.pem",
    "file": "file:///echo.api/echo-api-cert.pem",
    "another host": "https://notamazon.com/echo.api/echo-api-cert.pem",
    "a longer host": "https://s3.amazonaws.com.example.org/echo.api/echo-api-cert.pem",
    "a host before": "https://x.s3.amazonaws.com/echo.api/echo-api-cert.pem",
    "a hyphen for a dot": "https://s3-amazonaws.com/echo.api/echo-api-cert.pem",
    "a letter for a dot": "https://s3.amazonawsxcom/echo.api/echo-api-cert.pem",
    "a region's host": "https://s3.eu-west-1.amazonaws.com/echo.api/echo-api-cert.pem",
    "host with a final dot": "https://s3.amazonaws.com./echo.api/echo-api-cert.pem",
    "host in wide letters": "https://s3.amazonaws.c\uff4fm/echo.api/echo-api-cert.pem",
    "an address for a host": "https://127.0.0.1/echo.api/echo-api-cert.pem",
    "a bracket": "https://[s3.amazonaws.com/echo.api/echo-api-cert.pem",
    "no host": "https:///echo.api/echo-api-cert.pem",
    # The three others take all of these: who reads "user@" as the host goes elsewhere.
    "a user": "https://user@s3.amazonaws.com/echo.api/echo-api-cert.pem",
    "a user and a password": "https://user:pw@s3.amazonaws.com/echo.api/echo-api-cert.pem",
    "an empty user": "https://@s3.amazonaws.com/echo.api/echo-api-cert.pem",
    "another port": "https://s3.amazonaws.com:563/echo.api/echo-api-cert.pem",
    "a port in letters": "https://s3.amazonaws.com:https/echo.api/echo-api-cert.pem",
    "a port too large": "https://s3.amazonaws.com:99999/echo.api/echo-api-cert.pem",
    "an empty port": "https://s3.amazonaws.com:/echo.api/echo-api-cert.pem",
    "a port with a zero before": "https://s3.amazonaws.com:0443/echo.api/echo-api-cert.pem",
    "folder in capitals": "https://s3.amazonaws.com/EcHo.aPi/echo-api-cert.pem",
    "another folder": "https://s3.amazonaws.com/invalid.path/echo-api-cert.pem",
    "a folder that begins alike": "https://s3.amazonaws.com/echo.api-evil/echo-api-cert.pem",
    "a bucket before": "https://s3.amazonaws.com/evil/echo.api/echo-api-cert.pem",
    "the folder alone": "https://s3.amazonaws.com/echo.api/",
    "the folder as a file": "https://s3.amazonaws.com/echo.api",
    "nothing": "https://s3.amazonaws.com",
    # Express and alexa-verifier take it, and fetch /evil/x.pem.
    "up and out": "https://s3.amazonaws.com/echo.api/../evil/x.pem",
    # All three take it; a server that decodes it serves another bucket.
    "up and out, hidden": "https://s3.amazonaws.com/echo.api/%2e%2e/evil/x.pem",
    "up and out, hidden twice": "https://s3.amazonaws.com/echo.api/%252e%252e/evil/x.pem",
    "a hidden slash": "https://s3.amazonaws.com/echo.api%2fecho-api-cert.pem",
    "above the root": "https://s3.amazonaws.com/../echo.api/echo-api-cert.pem",
    "up to nothing": "https://s3.amazonaws.com/echo.api/x/..",
    "a dot at the end": "https://s3.amazonaws.com/echo.api/x/.",
    # Normalised it would be good, but to S3 an empty segment is part of the name: two readings.
    "two slashes before": "https://s3.amazonaws.com//echo.api/echo-api-cert.pem",
    "two slashes inside": "https://s3.amazonaws.com/echo.api//echo-api-cert.pem",
    # Express and alexa-verifier take it: a WHATWG URL turns it into a slash.
    "a backslash": "https://s3.amazonaws.com/echo.api\\echo-api-cert.pem",
    "a backslash up": "https://s3.amazonaws.com/echo.api/..\\evil\\x.pem",
    # Amazon sends none, and each would be a new address to remember.
    "a query": "https://s3.amazonaws.com/echo.api/echo-api-cert.pem?versionId=1",
    "an empty query": "https://s3.amazonaws.com/echo.api/echo-api-cert.pem?",
    "a fragment": "https://s3.amazonaws.com/echo.api/echo-api-cert.pem#x",
    "parameters": "https://s3.amazonaws.com/echo.api/echo-api-cert.pem;x=1",
    "a space before": " https://s3.amazonaws.com/echo.api/echo-api-cert.pem",
    "a space inside": "https://s3.amazonaws.com/echo.api/echo api cert.pem",
    "a tab in the host": "https://s3.amazon\taws.com/echo.api/echo-api-cert.pem",
    "two addresses": PLAIN + ", " + PLAIN,
    "too long": "https://s3.amazonaws.com/echo.api/" + "x" * LONGEST,
}


@pytest.mark.parametrize("header", GOOD.values(), ids=list(GOOD))
def test_a_good_address_has_one_plain_form(header: str) -> None:
    """What is fetched is the plain form, never the header."""
    assert certificate_address(header) == PLAIN


@pytest.mark.parametrize("header", [*BAD.values(), PLAIN + "\n", PLAIN + "\0", ""])
def test_a_bad_address_is_refused(header: str) -> None:
    """With the one kind of refusal, and without quoting it."""
    with pytest.raises(VerificationException, match=r"^certificate address (is|names) [a-zA-Z ']+$"):
        certificate_address(header)


def test_an_address_has_256_characters_at_most() -> None:
    """Amazon's have 50; what is longer is not even looked at."""
    longest = PLAIN.replace("echo-api", "x" * (256 - len(PLAIN)) + "echo-api", 1)
    assert len(longest) == LONGEST == 256
    assert certificate_address(longest) == longest
    with pytest.raises(VerificationException):
        certificate_address(longest + "x")


@pytest.mark.parametrize("header", GOOD.values(), ids=list(GOOD))
def test_a_request_with_a_good_address_is_answered(door, header: str) -> None:
    """All ways to write one address are one certificate: fetched once, at its plain form."""
    door.origin.files[PLAIN] = door.pki.file
    body = door.body(LAUNCH)

    assert door.post(body, signed_headers(door.pki.leaf.key, body, header)).status_code == 200
    assert door.post(body, signed_headers(door.pki.leaf.key, body, PLAIN)).status_code == 200
    assert door.origin.fetched == [PLAIN]


@pytest.mark.parametrize("header", BAD.values(), ids=list(BAD))
def test_a_request_with_a_bad_address_is_refused_and_nothing_fetched(door, header: str) -> None:
    """Though its signature would be good: nobody can make us fetch what is not Amazon's."""
    body = door.body(LAUNCH)
    headers = signed_headers(door.pki.leaf.key, body, header.encode().decode("latin-1"))

    response = door.post(body, headers)

    assert (response.status_code, response.data) == (400, b"")
    assert door.origin.fetched == []
    assert door.heard == []
