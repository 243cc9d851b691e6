"""Every view with the real words, as the tests of the screens show it."""

from skill.alexa.display import AnswerView, DisplayContent
from skill.content.answers import Verdict, answers, sources
from skill.content.phrases import script
from skill.content.routine_file import routine
from skill.dialogue.reply import Line, Screen, View


SCRIPT = script("en-US")
ROUTINE = routine()
ANSWERS = answers("en")


def words(line: Line) -> str:
    """Give the words of *line* in English."""
    return SCRIPT.text(line)


def answered(topic: str) -> DisplayContent:
    """Show the answer about *topic* at step 3; an answer stops the count."""
    answer = ANSWERS[topic]
    text, source = words(Line(f"answer.{topic}")), "; ".join(sources()[key] for key in answer.source)
    asks = answer.verdict in (Verdict.ASK_PROFESSIONAL, Verdict.DO_NOT) and not answer.goes_on
    view = AnswerView(answer.name, answer.verdict, text, source, asks)
    return DisplayContent(Screen(View.ANSWER, 3, len(ROUTINE), 0, topic), view)


def sight(view: View, step: int, seconds: int = 0, topic: str | None = None) -> DisplayContent:
    return DisplayContent(Screen(view, step, len(ROUTINE), seconds, topic))


SIGHTS = {
    "welcome": sight(View.WELCOME, 1),
    "returning": sight(View.WELCOME, 4),
    "safety": sight(View.SAFETY, 1),
    "needs": sight(View.NEEDS, 1),
    "step-1": sight(View.STEP, 1, 15),
    "step-2": sight(View.STEP, 2, 6),
    "step-3": sight(View.STEP, 3, 40),
    "spot": sight(View.SPOT, 4, 30),
    "next-spot": sight(View.SPOT, 5, 30),
    "step-6": sight(View.STEP, 6, 90),
    "gentle": sight(View.STEP, 6, 20, "gentle"),
    "held": sight(View.HELD, 3),
    "hurt": sight(View.HELD, 3, topic="hurt"),
    "over": sight(View.HELD, 3, topic="over"),
    "answer-ask": answered("herniated_disc"),
    "answer-ok": answered("muscle_tightness"),
    "answer-no": answered("neck_rolling"),
    "rising": sight(View.RISING, 7),
    "finished": sight(View.FINISHED, 7),
}
