"""Whoever is dizzy or faint lies down, and is not hurried upright."""

import pytest
from stepping import step

from skill.content.routine_file import routine
from skill.dialogue import events as e
from skill.dialogue.events import FollowUp, WayOff
from skill.dialogue.reply import Line, Wait
from skill.dialogue.state import Phase, State


PLAN = routine()
ROLLING = State(Phase.ROLLING, 3, left=20, now=1000.0, spot_ends=1060.0, rolling_ends=1600.0)


@pytest.mark.parametrize("topic", ["dizzy", "faint", "nausea"])
def test_a_faint_person_is_told_to_lie_and_given_time(topic: str) -> None:
    """A stop sign with its own way off: onto the side, no pushing up, and half a minute before anything is asked."""
    after, reply = step(ROLLING, e.Ask(topic, FollowUp.WAY_OFF, WayOff.REST), PLAN)
    said = [part.key for part in reply.say if isinstance(part, Line)]
    assert said[:3] == ["sign.stop", "sign.rest", f"answer.{topic}"]
    assert "rising.off" not in said
    assert sum(part.seconds for part in reply.say if isinstance(part, Wait)) >= 30
    assert (after.phase, after.barred) == (Phase.RISING, True)
