"""
A client that is none of ours: npm's virtual-alexa drives the signed webhook through the committed model.

It has faults of its own, which are not asked about here: it takes any sentence with "tell", "ask", "open" or "talk to"
for a launch, never sends a fallback, knows no value that a type does not list, and gives numbers as words.
Rule: it talks plain HTTP and signs nothing, so a proxy signs for it, as Amazon would.
"""

import json
import re
import subprocess
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from shutil import which
from threading import Thread
from typing import Any

import pytest
from both_hosts import SETTINGS, on_webhook
from signing import SKILL_ID

from skill.coach.voice import plain
from skill.content.phrases import script
from skill.dialogue.reply import Line
from skill.echo.envelopes import read


pytestmark = pytest.mark.long

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "tests" / "hosts" / "virtual_alexa.js"
MODEL = ROOT / "interaction_models" / "en-US.json"
Turn = str | dict[str, Any] | None


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Stand between the client and the webhook, and sign what passes."""
    if not (which("node") and (ROOT / "node_modules" / "virtual-alexa").exists()):
        pytest.skip("no virtual-alexa: get it with Node.js 20 or newer and `npm ci`")
    host = on_webhook(settings=SETTINGS)

    class Proxy(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            envelope = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            body = json.dumps(host(envelope)).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: Any) -> None:
            """Keep quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Proxy)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def talk(address: str, *turns: Turn) -> list[dict[str, Any]]:
    """Take *turns* one after the other; give the responses."""
    plan = {"url": address, "model": str(MODEL), "locale": "en-US", "skill": SKILL_ID, "turns": turns}
    done = subprocess.run(
        ["node", "--no-deprecation", str(SCRIPT)], input=json.dumps(plan), cwd=ROOT, capture_output=True, text=True,
        check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def said(response: dict[str, Any]) -> str:
    return plain(read(response, "en-US").said)


def test_the_routine_is_reached_by_words_of_the_model(address: str) -> None:
    """From the launch to the rolling: each word is a sample, or a built-in's own."""
    answers = talk(address, None, "yes", "yes", "yes", "i'm ready", "ready", "ready to roll")
    heard = [said(answer) for answer in answers]
    assert heard[0].startswith("Welcome to Gentle Roller.")
    assert "not medical advice" in heard[1]
    assert heard[-1].startswith("Step three of seven.")
    assert all(answer["response"]["shouldEndSession"] is False for answer in answers)


def test_pain_is_heard_and_stop_stops(address: str) -> None:
    """Two words that must never fail."""
    answers = talk(address, None, "yes", "yes", "yes", "yes", "yes", "yes", "it hurts", "stop")
    assert said(answers[-2]).startswith("Stop rolling.")
    assert answers[-1]["response"]["shouldEndSession"] is True


def test_a_slot_value_comes_with_its_id(address: str) -> None:
    """Entity resolution as the model has it: the canonical value's id leads to the answer."""
    answers = talk(address, None, "can i do this with shingles")
    assert "shingles" in said(answers[-1])


def test_a_number_that_is_a_word_costs_nobody_the_place(address: str) -> None:
    """This client says "four" where Alexa sends 4: it is no number, and the session goes on."""
    answers = talk(address, None, "yes", "go to step four")
    assert answers[-1]["response"]["shouldEndSession"] is False


LAUNCHING = re.compile(r"\b(ask|open|launch|talk to|tell)")


def samples() -> list[str]:
    """Give a sample of each intent that has one without a slot, and without a word that this client launches at."""
    model = json.loads(MODEL.read_text(encoding="utf-8"))["interactionModel"]["languageModel"]
    plain_ones = [
        [said for said in intent["samples"] if "{" not in said and not LAUNCHING.search(said)]
        for intent in model["intents"]
    ]
    return [said[0] for said in plain_ones if said]


def test_a_sample_of_every_intent_is_answered_in_words(address: str) -> None:
    """Each in a session of its own; none is met with the apology."""
    turns: list[Turn] = []
    for sample in samples():
        turns += [None, sample]
    answers = talk(address, *turns)
    apology = script("en-US").text(Line("trouble.apology"))
    assert [turn for turn, answer in zip(turns, answers, strict=True) if said(answer) in ("", apology)] == []
    assert len(answers) > 60
