"""Every view with the real words, as the tests of the screens show it."""

import tomllib
from collections.abc import Mapping
from typing import Any

from skill.alexa.screens import AnswerView, Sight
from skill.content.answers import Verdict
from skill.content.files import read
from skill.dialogue.reply import Line, Screen, View
from skill.dialogue.routine import Kind, Posture, Routine, Step


ROUTINE = Routine(
    (
        Step("roller", Kind.SETTLING, Posture.LYING, 15),
        Step("hands", Kind.SETTLING, Posture.LYING, 6),
        Step("roll", Kind.ROLLING, Posture.HIPS_UP, 40),
        Step("spot", Kind.SPOT, Posture.HIPS_LOW, 30),
        Step("next_spot", Kind.SPOT, Posture.HIPS_LOW, 30),
        Step("whole_back", Kind.ROLLING, Posture.HIPS_UP, 90),
        Step("rise", Kind.RISING, Posture.RISING, 20),
    )
)
STEPS = """
[step.roller]
title = "Lean back"
short = "Roller under your shoulder blades. Knees bent, feet flat."
[step.hands]
title = "Hands behind your head"
short = "Rest your head in your hands. Don't let it drop back."
[step.roll]
title = "Roll slowly"
short = "Hips up a little. From your shoulder blades to the bottom of your ribs, and back."
[step.spot]
title = "Rest on a tight spot"
short = "Stop there. Three slow breaths."
[step.next_spot]
title = "The next spot"
short = "Move a little, and stop where it's tight."
[step.whole_back]
title = "Your whole back"
short = "Keep rolling until you've covered your upper and middle back."
[step.rise]
title = "Roll off and sit up"
short = "Hips down. Roll to one side, and push up with your hands."
"""
SAY = {"say.yes": "yes", "say.next": "next", "say.ready": "ready", "say.carry_on": "carry on", "say.hold_on": "hold on"}


def _flat(table: Mapping[str, Any], prefix: str = "") -> dict[str, str]:
    found: dict[str, str] = {}
    for key, value in table.items():
        found |= _flat(value, f"{prefix}{key}.") if isinstance(value, dict) else {f"{prefix}{key}": value}
    return found


TEXTS = _flat(read("en/screens.toml")) | _flat(tomllib.loads(STEPS))


def words(line: Line) -> str:
    """Give the words of *line* in English, loud about a key that nobody wrote."""
    text = TEXTS[line.key]
    for name, value in {**SAY, **line.values}.items():
        text = text.replace(f"{{{name}}}", str(value))
    return text


DISC = AnswerView(
    "Is it okay with a slipped disc?",
    Verdict.ASK_PROFESSIONAL,
    "Ask your doctor or physical therapist first, if you have a disc problem.",
    "American Academy of Orthopaedic Surgeons",
    asks=True,
)
SOFT = AnswerView(
    "Which roller is better, soft or hard?",
    Verdict.OK,
    "Start with a soft one. In a small trial, soft, medium and hard worked about the same.",
    "Journal of Sport Rehabilitation, 2021",
)
NECK = AnswerView(
    "Can I roll my neck?",
    Verdict.DO_NOT,
    "Keep the roller off your neck. It's meant for your upper and middle back. Your neck has little to protect it, "
    "so let your hands hold your head and keep it soft all the while.",
    "NHS",
)
SIGHTS = {
    "welcome": Sight(Screen(View.WELCOME, 1, 7)),
    "returning": Sight(Screen(View.WELCOME, 4, 7)),
    "safety": Sight(Screen(View.SAFETY, 1, 7)),
    "needs": Sight(Screen(View.NEEDS, 1, 7)),
    "step-1": Sight(Screen(View.STEP, 1, 7, 15)),
    "step-2": Sight(Screen(View.STEP, 2, 7, 6)),
    "step-3": Sight(Screen(View.STEP, 3, 7, 40)),
    "spot": Sight(Screen(View.SPOT, 4, 7, 30)),
    "next-spot": Sight(Screen(View.SPOT, 5, 7, 30)),
    "step-6": Sight(Screen(View.STEP, 6, 7, 90)),
    "held": Sight(Screen(View.HELD, 3, 7)),
    "answer-ask": Sight(Screen(View.ANSWER, 3, 7, topic="disc"), DISC),
    "answer-ok": Sight(Screen(View.ANSWER, 3, 7, 20, topic="firmness"), SOFT),
    "answer-no": Sight(Screen(View.ANSWER, 3, 7, 20, topic="neck"), NECK),
    "rising": Sight(Screen(View.RISING, 7, 7)),
    "finished": Sight(Screen(View.FINISHED, 7, 7)),
}
