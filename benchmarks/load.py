"""
A bounded load on loopback: many people at once, with requests signed as Amazon signs, to the real server.

Rule 1: it uses 127.0.0.1 only, sends a fixed number of requests, and stops by itself.
Rule 2: requests are signed shortly before they are sent, because a timestamp is accepted for 150 s.
Rule 3: every answer is checked: it must go on with the conversation of the same person.
Rule 4: in the same run, an app that checks nothing shows the cost of the server itself.

python -m benchmarks.load [--requests 100000] [--people 400] [--json]
"""

import argparse
import contextlib
import http.client
import json
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any


TESTS = Path(__file__).parents[1] / "tests"
sys.path[:0] = [str(TESTS), str(TESTS / "web")]

from pki import Pki  # noqa: E402 - the tests' own certificates, servers and signer
from servers import SIGNED_APP, free_port, running, until_answered  # noqa: E402
from signing import LAUNCH, SKILL_ID, as_body, envelope, intent, signed_headers  # noqa: E402


CLIENTS = 4
ECHOES = 10
"""One request in so many goes to the echo instead."""

QUARTERS = 4
"""How often the memory is read, besides once before."""

WALK = ["AMAZON.YesIntent"] * 5 + ["ReadyIntent", "TimeLeftIntent", "HoldOnIntent", "ReadyIntent", "AMAZON.StopIntent"]
"""What each person says after opening the skill, again and again."""


@dataclass
class Person:
    """Somebody in the middle of a conversation."""

    number: int
    said: int = 0
    attributes: dict[str, Any] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return f"amzn1.ask.account.LOAD{self.number:06}"

    @property
    def voice(self) -> str:
        return f"amzn1.ask.person.LOAD{self.number:06}"

    def next(self) -> dict[str, Any]:
        """Give the envelope of what is said next."""
        request = intent(WALK[self.said - 1]) if self.attributes else LAUNCH
        whole = envelope(request, user_id=self.id, attributes=self.attributes or None)
        whole["context"]["System"]["person"] = {"personId": self.voice}
        return whole

    def take(self, answer: dict[str, Any]) -> bool:
        """Go on with *answer*; says whether it was this person's."""
        attributes = answer.get("sessionAttributes") or {}
        mine = attributes.get("person") == sha256(self.voice.encode()).hexdigest()[:16]
        before = self.attributes["state"]["turn"] if self.attributes else None
        going = mine and (before is None or attributes["state"]["turn"] == before + 1)
        over = bool(answer["response"].get("shouldEndSession")) or self.said == len(WALK)
        self.attributes, self.said = ({}, 0) if over else (attributes, self.said + 1)
        return going


@dataclass
class Figures:
    """What was measured."""

    skill: list[float] = field(default_factory=list)
    echo: list[float] = field(default_factory=list)
    errors: int = 0
    mixed_up: int = 0


@contextlib.contextmanager
def served(name: str, command: list[str], folder: Path, **variables: str) -> Iterator[tuple[int, int]]:
    """Run *command* with a free port of loopback as its last argument; yields its process id and the port."""
    port = free_port()
    with running(name, [sys.executable, *command, str(port)], folder, **variables) as server:
        until_answered(port, folder / f"{name}.log", server)
        yield server.pid, port


def memory(process: int) -> int:
    """Return the resident memory of *process*, in kilobytes."""
    found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{process}/status").read_text())
    return int(found[1]) if found else 0


def client(people: list[Person], requests: int, ports: tuple[int, int], pki: Pki, figures: Figures) -> None:
    """Send *requests* for *people* in turn, one in ten to the echo."""
    skill, echo = (http.client.HTTPConnection("127.0.0.1", number, timeout=30) for number in ports)
    with contextlib.closing(skill), contextlib.closing(echo):
        for number in range(requests):
            person = people[number % len(people)]
            body = as_body(person.next())
            headers = signed_headers(pki.leaf.key, body)
            if number % ECHOES == 0:
                figures.echo.append(_timed(echo, body, headers)[0])
            spent, status, answer = _timed(skill, body, headers)
            figures.skill.append(spent)
            if status != 200:
                figures.errors += 1
            elif not person.take(json.loads(answer)):
                figures.mixed_up += 1


def _timed(connection: http.client.HTTPConnection, body: bytes, headers: dict[str, str]) -> tuple[float, int, bytes]:
    began = time.perf_counter()
    connection.request("POST", "/", body, headers)
    response = connection.getresponse()
    answer = response.read()
    return (time.perf_counter() - began) * 1000, response.status, answer


def run(requests: int, people: int) -> dict[str, Any]:
    """Send *requests* in all, from *people*, and give what was measured; times in milliseconds, memory in megabytes."""
    pki, figures = Pki(), Figures()
    with tempfile.TemporaryDirectory() as name, contextlib.ExitStack() as stack:
        folder = Path(name)
        (folder / "root.pem").write_bytes(pki.root.pem)
        (folder / "chain.pem").write_bytes(pki.file)
        storage = f"sqlite:///{folder}/places.sqlite"
        variables = {"GENTLE_ROLLER_SKILL_ID": SKILL_ID, "GENTLE_ROLLER_STORAGE": storage, "TEST_PKI": name}
        variables["GENTLE_ROLLER_LOG_LEVEL"] = "error"
        serve = [str(SIGNED_APP), "serve", "--port"]
        skill, port = stack.enter_context(served("webhook", serve, folder, **variables))
        echo = ["-m", "benchmarks.unverified"]
        _, echo_port = stack.enter_context(served("echo", echo, folder, PYTHONPATH=str(TESTS.parent)))
        ports = (port, echo_port)
        crowd = [Person(number) for number in range(people)]
        _round(crowd, len(crowd) * 2, ports, pki, Figures())
        memories, began = [memory(skill)], time.monotonic()
        for _ in range(QUARTERS):
            _round(crowd, requests // QUARTERS, ports, pki, figures)
            memories.append(memory(skill))
        seconds = time.monotonic() - began
    return _summary(figures, seconds, memories)


def _round(crowd: list[Person], requests: int, ports: Any, pki: Pki, figures: Figures) -> None:
    parts = [crowd[number::CLIENTS] for number in range(CLIENTS)]
    each = requests // CLIENTS
    with ThreadPoolExecutor(CLIENTS) as pool:
        for done in [pool.submit(client, part, each, ports, pki, figures) for part in parts]:
            done.result()


def _summary(figures: Figures, seconds: float, memories: list[int]) -> dict[str, Any]:
    skill, echo = (statistics.quantiles(times, n=100) for times in (figures.skill, figures.echo))
    return {
        "requests": len(figures.skill),
        "seconds": round(seconds, 1),
        "errors": figures.errors,
        "mixed_up": figures.mixed_up,
        "p50_ms": round(skill[49], 2),
        "p99_ms": round(skill[98], 2),
        "echo_p50_ms": round(echo[49], 2),
        "echo_p99_ms": round(echo[98], 2),
        "memory_by_quarter_mb": [round(kilobytes / 1024, 1) for kilobytes in memories],
    }


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description="A bounded load on loopback.")
    parser.add_argument("--requests", type=int, default=100_000)
    parser.add_argument("--people", type=int, default=400)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    figures = run(options.requests, options.people)
    if options.json:
        print(json.dumps(figures))
        return
    for name, value in figures.items():
        print(f"{name:18} {value}")


if __name__ == "__main__":
    main()
