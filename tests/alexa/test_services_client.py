"""The client for Amazon's services, over a true TLS socket on loopback: only where the connection goes is changed."""

import contextlib
import json
import ssl
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from ask_sdk_core.exceptions import ApiClientException
from ask_sdk_model.services import ApiClientRequest, ApiClientResponse
from pki import Pki, chain, issue, rsa_key
from tls_server import Server, drip, page

from skill.alexa.services_client import (
    LIMIT,
    REQUEST_SECONDS,
    TURN_SECONDS,
    ServicesClient,
    one_wait,
    time_for_a_request,
)
from skill.web.trust import tls_context


HOST = "api.eu.amazonalexa.com"
ADDRESS = f"https://{HOST}/v1/alerts/reminders"

Ask = Callable[..., ApiClientResponse]


@pytest.fixture(scope="module")
def pki() -> Pki:
    """Certificates that are good today."""
    return Pki()


@pytest.fixture
def serve(pki: Pki, tmp_path: Path) -> Iterator[Callable[..., Server]]:
    """Start a server with a certificate for HOST."""
    running: list[Server] = []

    def start(speak: Callable[[ssl.SSLSocket], None]) -> Server:
        issued = issue(HOST, rsa_key("server"), pki.intermediate, sans=(HOST,))
        (tmp_path / "chain.pem").write_bytes(chain(issued, pki.intermediate))
        (tmp_path / "key.pem").write_bytes(issued.key_pem)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(tmp_path / "chain.pem", tmp_path / "key.pem")
        running.append(Server(context, speak, (HOST, 443)))
        return running[-1]

    yield start
    for server in running:
        server.close()


def ask(
    pki: Pki, server: Server, *, method: str = "GET", body: object = None, address: str = ADDRESS
) -> ApiClientResponse:
    """Send a request as the SDK's service clients do."""
    headers = [("Content-type", "application/json"), ("Authorization", "Bearer t")]
    request = ApiClientRequest(headers=headers, url=address, method=method, body=body)
    return ServicesClient(tls_context(pki.roots), server.dial).invoke(request)


def test_an_answer_comes_in_the_sdks_form(pki: Pki, serve: Callable[..., Server]) -> None:
    """Status, headers and text."""
    answer = ask(pki, serve(page(b'{"alerts": []}', "200 OK")))
    assert (answer.status_code, answer.body) == (200, '{"alerts": []}')
    assert ("Content-Length", "14") in answer.headers


def test_what_is_sent_is_json_with_the_token(pki: Pki, serve: Callable[..., Server]) -> None:
    """As Amazon's reference has it."""
    server = serve(page(b"{}", "201 Created"))
    assert ask(pki, server, method="POST", body={"time": "19:00"}).status_code == 201
    head, _, body = server.requests[0].partition(b"\r\n\r\n")
    assert head.startswith(b"POST /v1/alerts/reminders HTTP/1.1\r\nHost: api.eu.amazonalexa.com\r\n")
    assert b"Authorization: Bearer t" in head
    assert json.loads(body) == {"time": "19:00"}


def test_a_service_that_drips_holds_a_turn_no_longer_than_one_request_may_last(
    pki: Pki, serve: Callable[..., Server]
) -> None:
    """One deadline over the whole exchange: a byte now and then gains no time."""
    server = serve(drip)
    now = iter([0.0, 0.0, TURN_SECONDS - 0.2, TURN_SECONDS - 0.2])
    with one_wait(lambda: next(now)), pytest.raises(ApiClientException, match="TimeoutError"):
        ask(pki, server)
    assert server.requests


def test_a_large_answer_is_refused_while_it_arrives(pki: Pki, serve: Callable[..., Server]) -> None:
    """Memory for LIMIT bytes is all that it gets."""
    sent: list[int] = []

    def endless(tls: ssl.SSLSocket) -> None:
        with contextlib.suppress(OSError):
            tls.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 300000000\r\n\r\n")
            for _ in range(300_000_000 // 65536):
                tls.sendall(b" " * 65536)
                sent.append(65536)

    with pytest.raises(ApiClientException, match="TooLargeError"):
        ask(pki, serve(endless))
    assert sum(sent) < LIMIT + 16 * 1024 * 1024  # what the system buffers


@pytest.mark.parametrize(
    "address",
    ["https://api.example.org/v1", "http://api.amazonalexa.com/v1", "https://api.amazonalexa.com:8443/v1",
     "https://api.amazonalexa.com@example.org/v1", "https://api.amazonalexa.com.example.org/v1", "nonsense"],
)  # fmt: skip
def test_no_other_address_is_asked(pki: Pki, serve: Callable[..., Server], address: str) -> None:
    """The token of a user goes to Amazon only."""
    server = serve(page(b"{}"))
    with pytest.raises(ApiClientException, match="not an address of Amazon's services"):
        ask(pki, server, address=address)
    assert server.requests == []


def test_what_is_no_text_is_refused(pki: Pki, serve: Callable[..., Server]) -> None:
    """The SDK reads text."""
    with pytest.raises(ApiClientException, match="UnicodeDecodeError"):
        ask(pki, serve(page(b"\xff\xfe")))


def test_all_requests_of_a_turn_share_its_time() -> None:
    """One that begins late has what is left, and none begins afterwards."""
    now = [0.0]
    with one_wait(lambda: now[0]):
        assert time_for_a_request() == REQUEST_SECONDS
        now[0] = TURN_SECONDS - 0.5
        assert time_for_a_request() == 0.5
        now[0] = TURN_SECONDS
        with pytest.raises(TimeoutError):
            time_for_a_request()
    assert time_for_a_request() == REQUEST_SECONDS
