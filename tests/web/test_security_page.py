"""SECURITY.md, compared with the code."""

from pathlib import Path
from typing import Any

import pytest

from skill.web import app, certificates, download, serve, trust, verify


PAGE = " ".join((Path(__file__).parents[2] / "SECURITY.md").read_text(encoding="utf-8").split())
SAID: dict[str, tuple[Any, Any]] = {
    "at most 128 KiB": (app.LARGEST, 131_072),
    "with no redirect and no proxy, within 3 seconds and 64 KiB in all": (
        (download.SECONDS, download.LIMIT),
        (3.0, 65_536),
    ),
    "RSA, 2048 bits or more": (trust.KEY_BITS.start, 2048),
    "the timestamp is within 150 seconds": (verify.TOLERANCE, 150.0),
    "a skill event may be an hour old": (verify.EVENT_AGE, 3600.0),
    "headers of more than 16 KiB": (serve.HEAD, 16_384),
    "bodies of 256 KiB and more": (serve.READ, 262_144),
    "one of its eight threads": (serve.THREADS, 8),
    "sends nothing for 10 seconds": (serve.IDLE_SECONDS, 10),
    "500 connections at most": (serve.CONNECTIONS, 500),
    "Keys are kept for a day": (certificates.DAY, 86_400.0),
    "An address that failed is refused for 30 seconds": (certificates.FAILURE_SECONDS, 30.0),
    "a request waits up to 2 seconds for its turn": (certificates.WAIT, 2.0),
    "until its timestamp is 150 seconds old": (verify.TOLERANCE, 150.0),
}


@pytest.mark.parametrize(("sentence", "pair"), SAID.items(), ids=list(SAID))
def test_what_the_page_says_is_what_the_code_does(sentence: str, pair: tuple[Any, Any]) -> None:
    """The other tests use the constants of the code; this one has their values."""
    actual, expected = pair
    assert sentence in PAGE
    assert actual == expected
