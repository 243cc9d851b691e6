"""
Flask and Lambda answer alike: every transcript of tests/dialogues is played to both at once.

Rule: the same envelope gives the same body, but for userAgent, in which the SDK names itself and its host.
"""

import ast
from collections.abc import Mapping
from inspect import getsource
from pathlib import Path
from typing import Any

import ask_sdk_core.skill
import ask_sdk_core.skill_builder
import ask_sdk_runtime.dispatch
import pytest
from both_hosts import SETTINGS, alike, on_lambda, on_webhook
from signing import SKILL_ID

from skill.echo.connected_device import NEW_YEAR, ConnectedDevice, SwitchableStorage
from skill.echo.device import Device
from skill.echo.envelopes import Envelope, Sender
from skill.echo.script import parse
from skill.echo.transcript import transcript
from skill.storage import MemoryStorage


ROOT = Path(__file__).parents[2]
LOCALES = {"en": "en-US"}
FILES = sorted((ROOT / "tests" / "dialogues").glob("*/*.txt"))


class Both:
    """Both hosts, each with a store of its own, as one skill; *asked* counts what they were asked."""

    def __init__(self) -> None:
        self.asked = 0
        self._stores = SwitchableStorage(MemoryStorage()), SwitchableStorage(MemoryStorage())
        self._hosts = on_lambda(self._stores[0]), on_webhook(self._stores[1], at=NEW_YEAR)

    def __call__(self, envelope: Envelope) -> Mapping[str, Any]:
        first, second = (host(envelope) for host in self._hosts)
        assert alike(first, second), (envelope["request"], first, second)
        self.asked += 1
        answer: Mapping[str, Any] = first
        return answer

    def storage(self, works: bool) -> None:
        """Let both stores work, or fail."""
        for store in self._stores:
            store.set(works)


@pytest.mark.parametrize("screen", [False, True], ids=["speaker", "display"])
@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_both_hosts_answer_a_conversation_alike(file: Path, screen: bool) -> None:
    """Word for word, directive for directive, attribute for attribute."""
    both = Both()
    sender = Sender(LOCALES[file.parent.name], "desk", SKILL_ID, screen=screen)
    connected = ConnectedDevice(Device(sender, now=NEW_YEAR, delay=SETTINGS.start_delay), both)
    lines = list(transcript(parse(file.read_text(encoding="utf-8")), connected, both.storage))
    assert both.asked > 0
    assert lines


def test_a_difference_would_be_seen() -> None:
    """Only userAgent may differ."""
    same = {"version": "1.0", "response": {}}
    assert alike({**same, "userAgent": "a"}, {**same, "userAgent": "b"})
    assert not alike(same, {**same, "response": {"shouldEndSession": True}})


SDK = (ask_sdk_core.skill, ask_sdk_runtime.dispatch, ask_sdk_core.skill_builder)
LEAST = 4
"""Statements of a function; shorter ones look alike by chance."""


def shapes(source: str) -> set[str]:
    """Give the bodies of all longer functions in *source*, without docstrings and comments."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef):
            body = node.body[1:] if ast.get_docstring(node) else node.body
            statements = sum(isinstance(part, ast.stmt) for one in body for part in ast.walk(one))
            if statements >= LEAST:
                found.add("\n".join(ast.unparse(one) for one in body))
    return found


def test_nothing_of_the_sdks_dispatch_is_copied() -> None:
    """Requests go through the SDK's own dispatcher; none of its functions stands in our code."""
    theirs = set().union(*(shapes(getsource(module)) for module in SDK))
    ours = set().union(*(shapes(file.read_text(encoding="utf-8")) for file in (ROOT / "skill").rglob("*.py")))
    assert theirs
    assert theirs & ours == set()
