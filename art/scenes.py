"""
The scenes: what the body does in each step, and the icon.

Rule 1: a person lies with the head to the left and the roller across the back, seen from its end as a circle.
Rule 2: where the eye should go is amber: the place of pressure, the way to move.
Rule 3: the upper right corner is kept free for the countdown.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from types import MappingProxyType

from art.cues import arrow, breathing, glow, left_behind, path_of_rolling, sparkle, way_up
from art.figure import Pose, figure
from art.room import (
    ROLLER,
    at,
    backdrop,
    ground,
    roller,
    roller_from_the_side,
    shadow,
)
from art.shapes import Group, Shape
from art.side import on_one_side


REST = MappingProxyType({"slide": 0.0, "spin": 0.0, "breath": 1.0})
"""What scenes move by: pixels the body slides, degrees the roller turns, how full a breath is (0 to 1)."""


@dataclass(frozen=True, slots=True)
class Scene:
    """A drawing of WIDTH by HEIGHT; *title* says in English what it shows, for those who read the file."""

    title: str
    shapes: tuple[Shape, ...]


CRADLED = Pose(
    head=at(158, 150), gaze=-70, shoulder=at(232, 126), chest=at(284, 110), waist=at(356, 78),
    hip=at(428, 40), ankle=at(588, 20), hand=at(174, 104), elbow_side=1,
)  # fmt: skip
LEANING = replace(
    CRADLED, head=at(166, 182), gaze=-48, hand=at(424, 92), far_hand=at(440, 92), cradled=False,
)  # fmt: skip
LIFTED = replace(
    CRADLED, head=at(156, 138), gaze=-80, shoulder=at(232, 118), waist=at(356, 96), hip=at(432, 74),
    hand=at(170, 94), slides=True,
)  # fmt: skip
RESTING = replace(
    CRADLED, head=at(156, 144), gaze=-76, shoulder=at(230, 122), waist=at(358, 84), hip=at(430, 50),
    hand=at(171, 100),
)  # fmt: skip
LOWER = replace(
    RESTING, head=at(150, 138), shoulder=at(222, 114), chest=at(276, 118), waist=at(350, 100),
    hand=at(165, 94),
)  # fmt: skip
SITTING = Pose(
    head=at(492, 250), gaze=6, shoulder=at(468, 178), chest=at(460, 138), waist=at(456, 88), hip=at(456, 38),
    ankle=at(590, 20), hand=at(556, 172), far_hand=at(574, 176), elbow_side=1, cradled=False,
)  # fmt: skip


def _lying(title: str, pose: Pose, x: float, *, under: tuple[Shape, ...] = (), over: tuple[Shape, ...] = ()) -> Scene:
    """Lay a person in *pose* over a roller at *x*; *under* is drawn before them, *over* after."""
    return Scene(
        title,
        (
            *backdrop(), *ground(),
            shadow(pose.hip[0] - 4, 46), shadow(pose.ankle[0] + 30, 62),
            *under, roller(at(x, ROLLER), rolls=pose.slides), *figure(pose), *over,
        ),
    )  # fmt: skip


def _getting_up() -> Scene:
    lying = Group(on_one_side(), transform="translate(-4 102) scale(0.78)")
    sitting = Group(figure(SITTING), transform="translate(180 74) scale(0.84)")
    room = (*backdrop(), *ground(plant=False, mat=688), shadow(590, 110))
    return Scene("Lying on one side, then sitting up", (*room, lying, sitting, *way_up((250, 330), (480, 236))))


@cache
def scenes() -> dict[str, Scene]:
    """Give all scenes: one by the id of each step, and those of the other screens."""
    return {
        "roller": _lying("The roller under the shoulder blades", LEANING, 284, over=glow(at(284, 74))),
        "hands": _lying("The head resting in both hands", CRADLED, 284, under=glow(at(156, 138), 86)),
        "roll": _lying(
            "Rolling slowly, hips lifted a little", LIFTED, 284, over=(arrow(224, 364, both=True),),
        ),
        "gentle": _lying("Moving gently, hips on the mat", replace(CRADLED, slides=True), 284),
        "spot": _lying("Resting on a tight spot", RESTING, 290, over=breathing(at(290, 84))),
        "next_spot": _lying(
            "Moving on to the next tight spot", LOWER, 326, under=(left_behind(262),),
            over=(*breathing(at(326, 84)), arrow(262, 326)),
        ),
        "whole_back": _lying(
            "Rolling the whole upper and middle back", LIFTED, 304, under=path_of_rolling(232, 376),
        ),
        "rise": _getting_up(),
        "welcome": _lying("A person at ease on a foam roller", CRADLED, 284),
        "needs": Scene(
            "A foam roller on a mat", (*backdrop(), *ground(), *roller_from_the_side(150, 420)),
        ),
        "finished": Scene(
            "Sitting up, rested",
            (
                *backdrop(), *ground(), shadow(440, 120),
                Group(figure(SITTING), transform="translate(-96 0)"), roller(at(180, ROLLER)),
                sparkle(270, 150, 22), sparkle(520, 250, 16), sparkle(216, 250, 12),
            ),
        ),
    }  # fmt: skip
