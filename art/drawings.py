"""
The drawings: one for each step, those of the other screens, and the icons of the skill.

Rule 1: a person lies with the head to the left, and the roller is seen from its end, as a circle.
Rule 2: amber marks what matters: the place of pressure and the direction of movement.
Rule 3: the upper right corner is free for the countdown.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from types import MappingProxyType

from art.background import (
    ROLLER,
    at,
    backdrop,
    ground,
    roller,
    roller_from_the_side,
    shadow,
)
from art.figure import Pose, figure, figure_on_one_side
from art.highlights import arrow, breathing, glow, rising_arrow, roller_outline, rolling_path, sparkle
from art.shapes import Gradient, Group, Path, Shape, circle, rounded
from skill.alexa.display import palette


REST = MappingProxyType({"slide": 0.0, "spin": 0.0, "breath": 1.0})
"""The parameters of movement at rest: pixels of slide, degrees of spin, fullness of breath (0 to 1)."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """The *shapes* of a drawing of WIDTH by HEIGHT pixels; *title* describes it in English, for screen readers."""

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


def _lying(title: str, pose: Pose, x: float, *, under: tuple[Shape, ...] = (), over: tuple[Shape, ...] = ()) -> Drawing:
    """Draw a person in *pose* on a roller at *x*; *under* is drawn before the person, *over* after."""
    return Drawing(
        title,
        (
            *backdrop(), *ground(),
            shadow(pose.hip[0] - 4, 46), shadow(pose.ankle[0] + 30, 62),
            *under, roller(at(x, ROLLER), rolls=pose.slides), *figure(pose), *over,
        ),
    )  # fmt: skip


def _getting_up() -> Drawing:
    lying = Group(figure_on_one_side(), transform="translate(-4 102) scale(0.78)")
    sitting = Group(figure(SITTING), transform="translate(180 74) scale(0.84)")
    background = (*backdrop(), *ground(plant=False, mat=688), shadow(590, 110))
    shapes = (*background, lying, sitting, *rising_arrow((250, 330), (480, 236)))
    return Drawing("Lying on one side, then sitting up", shapes)


@cache
def drawings() -> dict[str, Drawing]:
    """Return the drawings by name; the name of a step's drawing is the id of the step."""
    return {
        "roller": _lying("The roller under the shoulder blades", LEANING, 284, over=glow(at(284, 74))),
        "hands": _lying("The head resting in both hands", CRADLED, 284, under=glow(at(156, 138), 86)),
        "roll": _lying(
            "Rolling slowly, hips lifted a little", LIFTED, 284, over=(arrow(224, 364, both=True),),
        ),
        "gentle": _lying("Moving gently, hips on the mat", replace(CRADLED, slides=True), 284),
        "spot": _lying("Resting on a tight spot", RESTING, 290, over=breathing(at(290, 84))),
        "next_spot": _lying(
            "Moving on to the next tight spot", LOWER, 326, under=(roller_outline(262),),
            over=(*breathing(at(326, 84)), arrow(262, 326)),
        ),
        "whole_back": _lying(
            "Rolling the whole upper and middle back", LIFTED, 304, under=rolling_path(232, 376),
        ),
        "rise": _getting_up(),
        "welcome": _lying("A person at ease on a foam roller", CRADLED, 284),
        "needs": Drawing(
            "A foam roller on a mat", (*backdrop(), *ground(), *roller_from_the_side(150, 420)),
        ),
        "finished": Drawing(
            "Sitting up, rested",
            (
                *backdrop(), *ground(), shadow(440, 120),
                Group(figure(SITTING), transform="translate(-96 0)"), roller(at(180, ROLLER)),
                sparkle(270, 150, 22), sparkle(520, 250, 16), sparkle(216, 250, 12),
            ),
        ),
    }  # fmt: skip


def icons() -> dict[int, tuple[Shape, ...]]:
    """
    Return the icons by their size in pixels; the small one shows only head, trunk and roller.

    The store cuts the icons to a circle, so the edges show nothing that matters.
    """
    return {512: _large(), 108: _small()}


def _large() -> tuple[Shape, ...]:
    person = (
        Path(rounded(70, 462, 640, 18, 9), palette.MAT),
        roller(at(284, ROLLER)),
        *figure(CRADLED),
    )
    return (
        Path("M0,0H512V512H0Z", Gradient(palette.SKY, palette.NIGHT)),
        Path(circle((256, 240), 200), palette.GLOW, opacity=0.6),
        Group(person, transform="translate(-20 14) scale(0.7)"),
    )


def _small() -> tuple[Shape, ...]:
    person = (roller(at(284, ROLLER)), *figure(CRADLED))
    return (
        Path("M0,0H108V108H0Z", Gradient(palette.GLOW, palette.NIGHT)),
        Group(
            (Path("M-200,462H1000V900H-200Z", palette.MAT), *person),
            transform="translate(-21 -48) scale(0.28)",
        ),
    )
