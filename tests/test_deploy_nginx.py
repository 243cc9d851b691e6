"""
deploy/nginx.conf in Debian's nginx, in front of the command of deploy/gentle-roller.service.

Rule 1: the file is used as it is, except for its addresses and folders, and each of those must be found in it.
Rule 2: the loopback address of a caller says who it is: 127.0.0.2 is somebody else.
"""

import contextlib
import http.client
import json
import os
import re
import shlex
import shutil
import ssl
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from pki import Pki, chain, issue, rsa_key
from servers import free_port, running, until_logged, webhook
from signing import LAUNCH, as_body, envelope, signed_headers

from skill.storage import REQUEST_SECONDS
from skill.web.app import LARGEST
from skill.web.certificates import WAIT
from skill.web.download import SECONDS


DEPLOY = Path(__file__).parents[1] / "deploy"
SITE = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
SERVICE = (DEPLOY / "gentle-roller.service").read_text(encoding="utf-8")
NGINX = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
HERE, ELSEWHERE, CROWD = "127.0.0.1", "127.0.0.2", "127.0.0.3"
MAIN = """\
daemon off; master_process off; pid {folder}/nginx.pid; error_log stderr notice;
events {{}}
http {{
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    scgi_temp_path {folder}/scgi; uwsgi_temp_path {folder}/uwsgi; include {folder}/site.conf;
}}
"""


def plain() -> bytes:
    """Return a body as Amazon's, of now: a timestamp of the start of the run is refused two minutes later."""
    return as_body(envelope(LAUNCH))


def odd() -> bytes:
    """Return a body of now that no serializer writes."""
    noted = envelope(LAUNCH) | {"note": "größer\u2028\\u00e9"}
    return json.dumps(noted, indent=3, ensure_ascii=False).encode() + b" \r\n\t\n"


pytestmark = pytest.mark.xdist_group("nginx")


@dataclass(frozen=True)
class Stack:
    """nginx on the ports *tls* and *plain*, in front of the webhook on its port; their logs are in *folder*."""

    folder: Path
    pki: Pki
    plain: int
    tls: int
    webhook: int

    def ask(
        self,
        method: str,
        path: str,
        body: bytes | Iterable[bytes] | None = None,
        headers: dict[str, str] | None = None,
        source: str = HERE,
    ) -> tuple[http.client.HTTPResponse, bytes]:
        """Ask over TLS, from the address *source*; gives the response, and its body."""
        with contextlib.closing(self.connection(source)) as connection:
            return _answer(connection, method, path, body, headers or {})

    def connection(self, source: str) -> http.client.HTTPSConnection:
        trust = ssl.create_default_context(cadata=self.pki.root.pem.decode())
        return http.client.HTTPSConnection("localhost", self.tls, timeout=30, context=trust, source_address=(source, 0))

    def ask_plainly(self, path: str) -> tuple[http.client.HTTPResponse, bytes]:
        """Ask without TLS."""
        with contextlib.closing(http.client.HTTPConnection(HERE, self.plain, timeout=30)) as connection:
            return _answer(connection, "GET", path, None, {})

    def webhook_connections(self) -> int:
        """Return how many connections nginx has to the webhook; state 01 is an established one."""
        lines = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
        return sum(line[2].endswith(f":{self.webhook:04X}") and line[3] == "01" for line in lines)

    def webhook_log(self) -> str:
        return (self.folder / "webhook.log").read_text()


def _answer(
    connection: http.client.HTTPConnection,
    method: str,
    path: str,
    body: bytes | Iterable[bytes] | None,
    headers: dict[str, str],
) -> tuple[http.client.HTTPResponse, bytes]:
    connection.request(method, path, body, headers, encode_chunked="Transfer-Encoding" in headers)
    response = connection.getresponse()
    return response, response.read()


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """Start the webhook with the service's command, and nginx in front of it."""
    if NGINX is None:
        pytest.skip("no nginx: get it with `apt-get install nginx`")
    folder, pki = tmp_path_factory.mktemp("deploy"), Pki()
    server = issue("localhost", rsa_key("leaf"), pki.intermediate, sans=("localhost",))
    (folder / "fullchain.pem").write_bytes(chain(server, pki.intermediate))
    (folder / "privkey.pem").write_bytes(server.key_pem)
    with webhook(folder, pki, service_arguments()) as port:
        plain, tls = free_port(), free_port()
        (folder / "site.conf").write_text(site(folder, plain, tls, port))
        (folder / "nginx.conf").write_text(MAIN.format(folder=folder))
        command = [NGINX, "-e", "stderr", "-p", str(folder), "-c", str(folder / "nginx.conf")]
        with running("nginx", command, folder) as nginx:
            until_logged(r'using the "\w+" event method', folder / "nginx.log", nginx)
            yield Stack(folder, pki, plain, tls, port)


def service_arguments() -> list[str]:
    """Return the arguments of the service's command."""
    found = re.search(r"^ExecStart=/opt/gentle-roller/\.venv/bin/gentle-roller (.+)$", SERVICE, re.MULTILINE)
    assert found
    return shlex.split(found[1])


def site(folder: Path, plain: int, tls: int, webhook_port: int) -> str:
    """Give the site with this test's addresses and folders; no IPv6, which not every machine has."""
    changes = {
        "listen 80;": f"listen 127.0.0.1:{plain};",
        "listen [::]:80;": "",
        "listen 443 ssl;": f"listen 127.0.0.1:{tls} ssl;",
        "listen [::]:443 ssl;": "",
        "/etc/letsencrypt/live/skill.example.org": str(folder),
        "/var/www/html": str(folder),
        "http://127.0.0.1:8080": f"http://127.0.0.1:{webhook_port}",
    }
    text = SITE
    for written, here in changes.items():
        assert written in text
        text = text.replace(written, here)
    return text


@pytest.mark.parametrize(
    "make",
    [plain, odd, lambda: odd().ljust(LARGEST)],
    ids=["as Amazon's", "odd bytes", "as large as may be"],
)
def test_a_signed_body_arrives_byte_for_byte(stack: Stack, make: Callable[[], bytes]) -> None:
    """The signature is over the bytes, so that one changed byte would be a 400."""
    body = make()
    response, answer = stack.ask("POST", "/", body, signed_headers(stack.pki.leaf.key, body), ELSEWHERE)
    assert response.status == 200
    assert json.loads(answer)["response"]["outputSpeech"]["ssml"].startswith("<speak>")
    assert response.headers["Cache-Control"] == "no-store"


def test_a_signed_body_may_come_in_pieces(stack: Stack) -> None:
    """Whoever sends no length is measured all the same."""
    body = odd()
    pieces = (body[at : at + 100] for at in range(0, len(body), 100))
    headers = signed_headers(stack.pki.leaf.key, body) | {"Transfer-Encoding": "chunked"}
    assert stack.ask("POST", "/", pieces, headers, ELSEWHERE)[0].status == 200


def test_a_changed_byte_is_refused_by_the_webhook(stack: Stack) -> None:
    """So the check is on, and the test above can fail."""
    body = odd()
    headers = signed_headers(stack.pki.leaf.key, body)
    assert stack.ask("POST", "/", body + b"\n", headers, ELSEWHERE)[0].status == 400


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("POST", "/", b"x" * (LARGEST + 1), 413),
        ("GET", "/", None, 405),
        ("PUT", "/", b"{}", 405),
        ("POST", "/index.html", b"{}", 404),
        ("GET", "/health/", None, 404),
        ("GET", "/.env", None, 404),
        ("GET", "/health", None, 403),
        ("GET", "/%68ealth", None, 403),
    ],
)
def test_the_webhook_is_not_troubled_with_it(
    stack: Stack, method: str, path: str, body: bytes | None, status: int
) -> None:
    """What can't be Alexa's is refused by nginx, which tells nobody its version."""
    before = stack.webhook_log()
    response, _ = stack.ask(method, path, body, source=ELSEWHERE)
    assert response.status == status
    assert response.headers["Server"] == "nginx"
    assert stack.webhook_log() == before


def test_health_is_told_to_this_machine(stack: Stack) -> None:
    """Whoever watches the service does so from here."""
    response, report = stack.ask("GET", "/health")
    assert response.status == 200
    assert json.loads(report)["status"] == "ok"


def test_one_address_can_not_keep_the_others_out(stack: Stack) -> None:
    """Beyond its burst it gets 429, and the next one is still heard."""
    with contextlib.closing(stack.connection(CROWD)) as crowd:
        statuses = {_answer(crowd, "POST", "/", b"{}", {})[0].status for _ in range(200)}
    assert statuses == {400, 429}
    assert stack.ask("POST", "/", b"{}", source=ELSEWHERE)[0].status == 400


@pytest.mark.parametrize("start", ["X-", "Content-Length: 1000\r\n\r\nx"], ids=["headers", "body"])
def test_silent_callers_do_not_keep_the_others_waiting(stack: Stack, start: str) -> None:
    """The webhook never sees their halves of requests: nginx opens no connection for them."""
    body = plain()
    with contextlib.ExitStack() as held:
        for _ in range(16):
            silent = held.enter_context(contextlib.closing(stack.connection(ELSEWHERE)))
            silent.connect()
            silent.send(f"POST / HTTP/1.1\r\nHost: localhost\r\n{start}".encode())
        assert stack.ask("POST", "/", body, signed_headers(stack.pki.leaf.key, body), ELSEWHERE)[0].status == 200
        assert stack.webhook_connections() <= 1


def test_certbot_can_renew_and_nothing_else_is_to_be_had_without_tls(stack: Stack) -> None:
    """Its challenge is a file below /var/www/html."""
    challenge = stack.folder / ".well-known" / "acme-challenge" / "token"
    challenge.parent.mkdir(parents=True)
    challenge.write_text("proof")
    assert stack.ask_plainly("/.well-known/acme-challenge/token")[1] == b"proof"
    assert [stack.ask_plainly(path)[0].status for path in ("/", "/health", "/privkey.pem")] == [404, 404, 404]


def test_nginx_keeps_nothing_of_a_person(stack: Stack) -> None:
    """No body on its disk, and none in what it logs, be it the largest that there may be."""
    body = plain().ljust(LARGEST)
    assert stack.ask("POST", "/", body, signed_headers(stack.pki.leaf.key, body), ELSEWHERE)[0].status == 200
    log = (stack.folder / "nginx.log").read_text()
    assert "temporary file" not in log
    assert "amzn1" not in log


def test_nginx_waits_longer_than_the_webhook_and_shorter_than_alexa() -> None:
    """Alexa waits for eight seconds; the webhook for its turn, for a certificate and for its storage."""
    connect = re.search(r"proxy_connect_timeout (\d+)ms;", SITE)
    read = re.search(r"proxy_read_timeout (\d+)s;", SITE)
    assert connect
    assert read
    assert WAIT + SECONDS + REQUEST_SECONDS < int(read[1]) < int(read[1]) + int(connect[1]) / 1000 < 8
