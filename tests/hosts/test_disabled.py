"""
Disabling the skill while the store fails, on both hosts over a real file.

Rule: an event is acknowledged when it has been done; Alexa sends again what was not.
"""

import http.client
from contextlib import closing
from pathlib import Path

import pytest
from both_hosts import Host, Refused, on_lambda, on_webhook
from pki import Pki
from servers import webhook
from signing import USER_ID, as_body, envelope, signed_headers
from storage.sqlite_faults import damage_pages, held

from skill.storage import SQLiteStorage, StorageError


EVENT = envelope({"type": "AlexaSkillEvent.SkillDisabled"}, session=False)
OLD = {"": {"place": None, "at": 1_700_000_000.0}}


@pytest.fixture
def storage(tmp_path: Path) -> SQLiteStorage:
    """Open a file in which something of the user is kept."""
    storage = SQLiteStorage(tmp_path / "places.sqlite")
    storage.update(USER_ID, lambda _: OLD)
    return storage


@pytest.mark.parametrize(("host", "failure"), [(on_lambda, StorageError), (on_webhook, Refused)])
def test_what_could_not_be_forgotten_is_forgotten_when_the_event_comes_again(
    host: type[Host], failure: type[Exception], storage: SQLiteStorage, tmp_path: Path
) -> None:
    """The very same event, once the lock is gone; and a third time, which changes nothing."""
    sends = host(storage)  # type: ignore[call-arg, var-annotated]
    with held(tmp_path / "places.sqlite"), pytest.raises(failure):
        sends(EVENT)
    assert storage.load(USER_ID) == OLD
    for _ in range(2):
        assert sends(EVENT)["response"] == {}
        assert storage.load(USER_ID) is None


def test_an_event_that_finds_the_file_damaged_comes_again(storage: SQLiteStorage, tmp_path: Path) -> None:
    """The damaged file is kept aside by the first; the second finds nothing, which is what was asked for."""
    damage_pages(tmp_path / "places.sqlite")
    sends = on_lambda(storage)
    with pytest.raises(StorageError):
        sends(EVENT)
    assert sends(EVENT)["response"] == {}


def test_the_server_answers_500_and_then_200(storage: SQLiteStorage, tmp_path: Path) -> None:
    """The same signed bytes, over a real socket."""
    pki = Pki()
    body = as_body(EVENT)
    headers = signed_headers(pki.leaf.key, body)
    with webhook(tmp_path, pki, GENTLE_ROLLER_STORAGE=f"sqlite:///{tmp_path}/places.sqlite") as port:

        def status() -> int:
            with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
                connection.request("POST", "/", body, headers)
                return connection.getresponse().status

        with held(tmp_path / "places.sqlite"):
            assert status() == 500
        assert status() == 200
    assert storage.load(USER_ID) is None
