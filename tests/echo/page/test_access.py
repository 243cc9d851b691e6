"""Who may come to the desk: it signs whatever is said to it, so nobody else's page may speak to it."""

from typing import Any

import pytest

from skill.__main__ import main
from skill.echo.page import PageStart
from skill.settings import Settings
from skill.web import create_app


FOREIGN_HOSTS = ["evil.example:8123", "127.0.0.1:9999", "127.0.0.1", "localhost", "127.0.0.1.evil.example:8123", ""]
EVERYWHERE = [("GET", "/echo/"), ("GET", "/echo/main.js"), ("GET", "/echo/modules/viewer.js"), ("GET", "/health"),
              ("POST", "/"), ("POST", "/echo/do/look"), ("GET", "/nothing")]  # fmt: skip


def test_our_own_page_is_let_in(own_page: Any) -> None:
    """The refusals below are for what they change, and nothing else."""
    assert own_page.post("look").status_code == 200


@pytest.mark.parametrize(("method", "path"), EVERYWHERE)
@pytest.mark.parametrize("host", FOREIGN_HOSTS)
def test_a_name_that_was_made_to_point_here_is_refused_everywhere(
    own_page: Any, method: str, path: str, host: str
) -> None:
    """DNS rebinding: the address is ours, the name is not, and the webhook is no exception."""
    got = own_page.client.open(path, method=method, headers={**own_page.headers, "Host": host}, json={})
    assert (got.status_code, got.data) == (403, b"")


@pytest.mark.parametrize("host", ["127.0.0.1:8123", "localhost:8123"])
def test_the_page_is_served_under_each_name_of_this_machine(own_page: Any, host: str) -> None:
    """These are the names that a browser here may use."""
    assert own_page.client.get("/echo/", headers={"Host": host}).status_code == 200
    assert own_page.post("look", Host=host, Origin=f"http://{host}").status_code == 200


@pytest.mark.parametrize(
    "origin", [None, "null", "", "http://evil.example", "https://127.0.0.1:8123", "http://127.0.0.1:9999",
               "http://localhost:8123"],
)  # fmt: skip
def test_another_sites_page_is_refused(own_page: Any, origin: str | None) -> None:
    """Cross-site requests: a page from elsewhere, even from another port of this machine, cannot speak for us."""
    assert own_page.post("say", {"text": "open gentle roller", "at": 2e9}, Origin=origin).status_code == 403
    assert own_page.ask("look")["turns"] == []


@pytest.mark.parametrize("key", [None, "", "guessed", "ü"])
def test_without_the_key_of_this_start_nothing_is_done(own_page: Any, key: str | None) -> None:
    """Whoever can post here from this machine still has not seen the address that was printed."""
    assert own_page.post("look", X_Echo_Key=key).status_code == 403


def test_each_start_has_a_key_of_its_own() -> None:
    """An old address opens nothing, and none can be guessed."""
    keys = {PageStart.of("127.0.0.1", 1, Settings(), {}).key for _ in range(20)}
    assert len(keys) == 20
    assert min(map(len, keys)) >= 20


def test_a_form_cannot_post_here(own_page: Any) -> None:
    """Only JSON is read: a browser asks first (CORS) before it sends that across sites, and gets no leave."""
    got = own_page.client.post("/echo/do/look", data="{}", content_type="text/plain", headers=own_page.headers)
    assert got.status_code == 403
    asked = own_page.client.options("/echo/do/look", headers={**own_page.headers, "Origin": "http://evil.example"})
    assert "Access-Control-Allow-Origin" not in asked.headers


@pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Forwarded-Host", "Forwarded", "Via"])
def test_what_came_through_a_proxy_is_refused(own_page: Any, header: str) -> None:
    """A tunnel ends on this machine too, but brings the world with it."""
    assert own_page.client.get("/echo/", headers={"Host": "127.0.0.1:8123", header: "203.0.113.9"}).status_code == 403


@pytest.mark.parametrize("address", ["203.0.113.9", "192.168.1.7", "2001:db8::7"])
def test_another_machine_is_refused(own_page: Any, address: str) -> None:
    """Even if it were to listen on more than loopback."""
    got = own_page.client.get("/echo/", headers=own_page.headers, environ_base={"REMOTE_ADDR": address})
    assert got.status_code == 403


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.7", "example.com", "::", "::1"])
def test_it_does_not_listen_for_other_machines(host: str, capsys: pytest.CaptureFixture[str]) -> None:
    """`--echo` with such a --host does not start, and says in one line what to do."""
    assert main(["serve", "--echo", "--host", host]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "leave --host out" in said


def test_without_echo_there_is_nothing_of_it() -> None:
    """The webhook that Amazon reaches has its two routes, and not a trace of the desk."""
    app = create_app(Settings(storage="memory:", allow_any_skill=True, log_level="error"))
    assert {rule.rule for rule in app.url_map.iter_rules()} == {"/", "/health"}
    client = app.test_client()
    for path in ("/echo/", "/echo/main.js", "/echo/modules/viewer.js"):
        assert client.get(path).status_code == 404
    assert client.post("/echo/do/look", json={}).status_code == 404


@pytest.mark.parametrize("path", ["../__init__.py", "..%2faccess.py", "static/main.js", "modules/../main.js", "no"])
def test_only_the_pages_own_files_are_handed_out(own_page: Any, path: str) -> None:
    """No path leads out of the folder."""
    assert own_page.client.get(f"/echo/{path}", headers=own_page.headers).status_code == 404


def test_the_page_may_load_nothing_from_elsewhere(own_page: Any) -> None:
    """The policy of the page has no inline script, no eval and no other host; the frame cannot be it."""
    page = own_page.client.get("/echo/", headers=own_page.headers).headers["Content-Security-Policy"]
    frame = own_page.client.get("/echo/viewer.html", headers=own_page.headers).headers["Content-Security-Policy"]
    assert "default-src 'none'" in page
    assert "unsafe" not in page
    assert "http" not in page + frame
    assert "allow-same-origin" not in frame
    assert frame.startswith("sandbox allow-scripts;")


@pytest.mark.parametrize(
    "asked",
    [
        {}, {"text": "yes"}, {"text": "", "at": 2e9}, {"text": 7, "at": 2e9}, {"text": "a" * 501, "at": 2e9},
        {"text": "a\nPerson: b", "at": 2e9}, {"text": "yes", "at": "now"}, {"text": "yes", "at": -1},
        {"text": "yes", "at": 1e300}, {"text": "yes", "at": True}, {"text": "yes", "at": float("nan")},
    ],
)  # fmt: skip
def test_what_is_not_asked_rightly_is_not_done(own_page: Any, asked: dict[str, Any]) -> None:
    """A mistake of the page's is a 400, and never a turn."""
    assert own_page.post("say", asked).status_code == 400
    assert own_page.ask("look")["turns"] == []


@pytest.mark.parametrize(
    ("action", "asked"),
    [
        ("touch", {"arguments": "next", "label": ""}), ("touch", {"arguments": [1] * 9, "label": ""}),
        ("viewport", {"viewport": "tv"}), ("reset", {"locale": "xx-XX"}), ("person", {"person": "(storage fails)"}),
        ("wait", {"at": None}),
    ],
)  # fmt: skip
def test_what_does_not_exist_is_refused(own_page: Any, action: str, asked: dict[str, Any]) -> None:
    """An unknown device, language or shape of a tap is a 400."""
    assert own_page.post(action, {"at": own_page.now, **asked}).status_code == 400


def test_an_unknown_action_does_nothing(own_page: Any) -> None:
    """There is a list of what can be asked."""
    assert own_page.post("sign", {"at": own_page.now}).status_code == 404
