"""Requests that come again: Amazon's own, when it had no answer in time, and a stranger's."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from signing import LAUNCH, USER_ID, intent, signed_headers

from skill.alexa.skill_builder import build_skill
from skill.settings import Settings
from skill.storage import MemoryStorage
from skill.web import answers as module
from skill.web.answers import SPARE, Answers
from skill.web.sdk import VerificationException


DISABLED = {"type": "AlexaSkillEvent.SkillDisabled"}


def refusal(call: Callable[[], object]) -> str:
    with pytest.raises(VerificationException) as refused:
        call()
    return str(refused.value)


def never() -> bytes:
    raise AssertionError("the skill ran again")


@pytest.fixture
def answers(clock) -> Answers:
    """Answers that fit three bytes, of five requests."""
    return Answers(clock, room=3, most=5)


def test_a_request_that_comes_twice_is_answered_twice_and_done_once(door) -> None:
    """Repeated by Amazon it is served, repeated by anybody else it does nothing."""
    body = door.body(intent("NextStepIntent"))

    first, second = door.post(body), door.post(body)

    assert (second.status_code, second.data) == (200, first.data)
    assert door.heard == ["IntentRequest"]


def test_a_request_that_comes_eight_times_at_once_is_done_once(door_to, pki) -> None:
    """The others wait for the one answer."""
    heard, came, gate = [], threading.Semaphore(0), threading.Event()

    def slow(handler_input: Any) -> Any:
        heard.append(handler_input.request_envelope.request.object_type)
        assert gate.wait(10)
        return handler_input.response_builder.speak("Hello.").response

    door = door_to(slow)
    body = door.body(LAUNCH)

    def post() -> Any:
        came.release()
        return door.client.application.test_client().post("/", data=body, headers=signed_headers(pki.leaf.key, body))

    with ThreadPoolExecutor(8) as requests:
        waiting = [requests.submit(post) for _ in range(8)]
        assert all(came.acquire(timeout=10) for _ in range(8))
        gate.set()
        responses = {(one.result(10).status_code, one.result(10).data) for one in waiting}

    assert heard == ["LaunchRequest"]
    assert [status for status, _ in responses] == [200]


def test_a_repeated_request_is_refused_once_its_time_is_over(door) -> None:
    """What is remembered opens nothing: every check comes first."""
    body = door.body(LAUNCH)
    door.post(body)
    door.clock.time += 151

    assert door.post(body).status_code == 400


@pytest.mark.parametrize(("request_", "seconds"), [(LAUNCH, 150), (DISABLED, 3600)], ids=["a launch", "an event"])
def test_what_was_done_is_known_until_its_time_is_over(door, request_: dict[str, Any], seconds: int) -> None:
    """However many requests come in between, and to the last second."""
    body = door.body(request_)
    first = door.post(body)
    for _ in range(300):
        door.post(door.body(intent("TimeLeftIntent")))
    door.clock.time += seconds
    heard = len(door.heard)

    assert (door.post(body).status_code, door.post(body).data) == (200, first.data)
    assert len(door.heard) == heard


def test_what_a_person_had_forgotten_is_not_brought_back(open_door) -> None:
    """Not by the bytes of a request from before, whatever came in between."""
    storage = MemoryStorage()
    door = open_door(build_skill(storage, Settings()).create())
    given: dict[str, Any] = {}
    bodies = []
    for request in (LAUNCH, *[intent("ReadyIntent")] * 4, intent("ForgetMeIntent"), intent("AMAZON.YesIntent")):
        bodies.append(door.body(request, attributes=given))
        given = door.post(bodies[-1]).json.get("sessionAttributes", {})
    assert storage.load(USER_ID) is None
    for _ in range(300):
        door.post(door.body(intent("TimeLeftIntent"), user_id="somebody else"))

    assert [door.post(body).status_code for body in bodies] == [200] * len(bodies)
    assert storage.load(USER_ID) is None


def test_an_answer_that_had_to_go_does_not_make_the_request_new(answers: Answers, clock) -> None:
    """It is refused: nobody waits for an answer that hundreds came after."""
    until = clock.time + 150
    for body in (b"a", b"b", b"c", b"d"):
        answers.once(body, until, body.upper)

    assert [answers.once(body, until, never) for body in (b"b", b"c", b"d")] == [b"B", b"C", b"D"]
    assert refusal(lambda: answers.once(b"a", until, never)) == "request was answered before"


def test_beyond_what_is_known_the_soonest_over_is_forgotten_first(answers: Answers, clock) -> None:
    """An event, which anybody could repeat for an hour, stays."""
    answers.once(b"event", clock.time + 3600, bytes)
    for number in range(6):
        answers.once(b"%d" % number, clock.time + number, bytes)

    assert answers.once(b"event", clock.time + 3600, never) == b""
    assert answers.once(b"0", clock.time, b"anew".upper) == b"ANEW"


def test_what_is_over_takes_no_memory(answers: Answers, clock) -> None:
    """A minute later, since a request was let in a moment before it comes here."""
    answers.once(b"a", clock.time, b"a".upper)
    clock.time += SPARE
    assert answers.once(b"a", clock.time, never) == b"A"

    clock.time += 1
    answers.once(b"b", clock.time + 150, b"b".upper)
    assert list(answers._kept.values()) == [b"B"]
    assert (len(answers._done), len(answers._expiries), answers._size) == (1, 1, 1)


def test_a_request_that_failed_may_be_tried_again(answers: Answers, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever waited for it is refused; the next one runs the skill."""
    begun, joined, wait = threading.Event(), threading.Event(), module._awaited

    def failing() -> bytes:
        begun.set()
        assert joined.wait(10)
        raise KeyError

    def joining(answer: Any) -> bytes:
        joined.set()
        return wait(answer)

    monkeypatch.setattr(module, "_awaited", joining)
    with ThreadPoolExecutor(1) as requests:
        one = requests.submit(answers.once, b"a", 0.0, failing)
        assert begun.wait(10)
        assert refusal(lambda: answers.once(b"a", 0.0, never)) == "request failed a moment ago"
        assert isinstance(one.exception(10), KeyError)

    assert answers.once(b"a", 0.0, b"a".upper) == b"A"


def test_nobody_waits_for_ever_for_an_answer(answers: Answers, monkeypatch: pytest.MonkeyPatch) -> None:
    """A repeated request holds a thread no longer than the skill has for its storage."""
    monkeypatch.setattr(module, "WAIT", 0.01)
    begun, gate = threading.Event(), threading.Event()

    def slow() -> bytes:
        begun.set()
        assert gate.wait(10)
        return b"A"

    with ThreadPoolExecutor(1) as requests:
        one = requests.submit(answers.once, b"a", 0.0, slow)
        assert begun.wait(10)
        assert refusal(lambda: answers.once(b"a", 0.0, never)) == "request is being answered"
        gate.set()
        assert one.result(10) == b"A"
