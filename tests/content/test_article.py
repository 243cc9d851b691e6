"""
The article that the routine comes from is all there by voice: each sentence has a question and an answer.

article.toml maps the sentences. The article's own text is no part of the repository; the setting ARTICLE names the
file that has it, and then the table is held against that text too.
"""

import json
import os
import re
import tomllib
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from benchmarks.model_ear import MODEL, ModelEar
from benchmarks.originality import CONTENT, held, words
from skill.content import utterances
from skill.content.answers import Verdict, answers
from skill.dialogue.events import FollowUp, name_of
from skill.understanding.commands import SlotValue
from skill.understanding.intents import Understood, understood
from skill.understanding.text_to_event import explain


HERE = Path(__file__).parent
SENTENCES: list[dict[str, Any]] = tomllib.loads((HERE / "article.toml").read_text(encoding="utf-8"))["sentence"]
ASKED = [(number, question, topic) for number, s in enumerate(SENTENCES, 1) for question, topic in s["asked"].items()]
every_question = pytest.mark.parametrize(("number", "question", "topic"), ASKED)


@pytest.fixture(scope="module")
def ear() -> ModelEar:
    """Return what has read nothing but the interaction model."""
    return ModelEar(json.loads(MODEL.read_text(encoding="utf-8")), utterances.builtin("en"))


def sentences(text: str) -> list[str]:
    """Return the sentences and headings of *text*, without the numbers of its lists."""
    lines = (re.sub(r"^\d+\.\s+", "", line.strip()) for line in text.splitlines())
    return [sentence for line in lines for sentence in re.split(r"(?<=[.!?])\s+", line) if sentence]


def digest(sentence: str) -> str:
    return sha256(words(sentence).strip().encode()).hexdigest()[:12]


@every_question
def test_a_sentence_is_heard_when_it_is_asked_for(number: int, question: str, topic: str) -> None:
    """At the desk, and as our own recognition takes it."""
    heard = explain(question, "en-US")
    assert topic in (heard["topic"], heard["event"])


@every_question
def test_a_sentence_is_heard_on_an_echo_too(ear: ModelEar, number: int, question: str, topic: str) -> None:
    """What has only the interaction model fills the slots, and sends nothing but them."""
    read = ear.hear(question)
    assert read is not None
    slots = {name: SlotValue(filled.raw, filled.id, filled.raw) for name, filled in read.slots.items()}
    meant: Understood = understood(read.intent, slots, "en")
    assert topic in (meant.answer.id if meant.answer else None, name_of(meant.event))


@pytest.mark.parametrize("sentence", SENTENCES, ids=lambda sentence: sentence["hash"])
def test_the_answers_carry_what_the_sentence_tells(sentence: dict[str, Any]) -> None:
    """Or the table says why the skill says something else."""
    known = answers("en")
    told = " ".join(known[topic].spoken.lower() for topic in sentence["asked"].values() if topic in known)
    assert [part for part in sentence["says"] if part not in told] == []
    assert sentence["says"] or sentence["otherwise"]


def test_no_answer_from_the_article_asks_to_stop() -> None:
    """They are information: none is followed by "Shall we stop here for today?", but for forcing a crack."""
    asked = {topic for _, _, topic in ASKED if topic in answers("en")}
    assert {topic for topic in asked if answers("en")[topic].follow_up is not FollowUp.GO_ON} == set()
    assert {topic for topic in asked if answers("en")[topic].verdict is Verdict.DO_NOT} == {"crack_force"}


if ARTICLE := os.environ.get("ARTICLE"):

    def test_the_table_has_the_sentences_of_the_article_in_their_order() -> None:
        """None is left out, and none has changed."""
        text = Path(str(ARTICLE)).read_text(encoding="utf-8")
        assert [digest(sentence) for sentence in sentences(text)] == [sentence["hash"] for sentence in SENTENCES]

    def test_no_sentence_of_the_article_stands_in_the_content() -> None:
        """Facts may come from elsewhere, sentences may not."""
        said = [sentence for sentence in sentences(Path(str(ARTICLE)).read_text(encoding="utf-8")) if " " in sentence]
        tables = [tomllib.loads(file.read_text(encoding="utf-8")) for file in sorted(CONTENT.rglob("*.toml"))]
        spoken = "\n".join(text for table in tables for text in held(table))
        assert [sentence for sentence in said if len(sentence.split()) > 5 and words(sentence) in spoken] == []
