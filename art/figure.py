"""
Draw a person from joints.

Rule 1: a pose gives the positions of a few points; the positions of knees and elbows follow from the lengths of bones.
Rule 2: the same functions draw every pose from the side, so that all steps show the same person.
Rule 3: feet and hands on the floor do not move while the body slides by `slide` pixels.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from art.head import full_face, profile
from art.shapes import Group, Path, Point, Shape, between, curve, joint, moved, ribbon, shade
from skill.alexa.display import palette


THIGH, SHIN = 158.0, 156.0
ARM = (100.0, 96.0)
FLARED = (84.0, 118.0)
"""Upper arm and forearm. The elbows of hands behind the head point toward the viewer, which shortens them."""
FAR: Point = (20, -7)
"""The offset of the limbs on the far side of the body, so that both sides are visible."""


@dataclass(frozen=True, slots=True)
class Pose:
    """
    The position of a body; *chest* and *waist* bend the trunk, *gaze* turns the head in degrees (0: looking right).

    *elbow_side* is the side of the line from shoulder to hand on which the elbow is (-1: left).
    *slides*: whether the body moves over the roller. *cradled*: whether the hands hold the head.
    """

    head: Point
    gaze: float
    shoulder: Point
    chest: Point
    waist: Point
    hip: Point
    ankle: Point
    hand: Point
    elbow_side: int = -1
    far_hand: Point | None = None
    slides: bool = False
    cradled: bool = True

    @property
    def trunk(self) -> tuple[Point, ...]:
        return self.shoulder, self.chest, self.waist, self.hip


def figure(pose: Pose) -> tuple[Shape, ...]:
    """Draw a person in *pose*, the farthest shapes first."""
    body = _upper_body(pose)
    if pose.slides:
        body = (Group(body, motion="translate(${slide} 0)"),)
    return (*_leg(pose, far=True), *body, *_leg(pose, far=False))


def _upper_body(pose: Pose) -> tuple[Shape, ...]:
    near = _arm(pose, far=False)
    behind, front = (near[:2], near[2:]) if pose.cradled else ((), near)
    return (
        *_arm(pose, far=True),
        *behind,
        *_neck(pose),
        *_trunk(pose),
        profile(pose.head, pose.gaze),
        *front,
    )


def _trunk(pose: Pose) -> tuple[Shape, ...]:
    radii = (28, 37, 31, 36)
    hem = between(pose.waist, pose.hip, 0.42)
    return (
        Path(ribbon((pose.waist, hem, pose.hip), (29, 33, 37)), palette.LEGS),
        Path(ribbon((*pose.trunk[:3], hem), (*radii[:3], 32)), palette.SHIRT),
        Path(shade((*pose.trunk[:3], hem), (*radii[:3], 32)), palette.SHIRT_SHADE),
    )


def _neck(pose: Pose) -> tuple[Shape, ...]:
    base = between(pose.shoulder, pose.head, 0.12)
    return (Path(ribbon((base, between(base, pose.head, 0.8)), (21, 19)), palette.SKIN_SHADE),)


def _leg(pose: Pose, *, far: bool) -> tuple[Shape, ...]:
    hip = moved(pose.hip, FAR[0] / 2, FAR[1] / 2) if far else pose.hip
    ankle = moved(pose.ankle, *FAR) if far else pose.ankle
    knee = joint(hip, ankle, THIGH, SHIN, -1)
    colour, low = (palette.LEGS_FAR, palette.LEGS_FAR) if far else (palette.LEGS, palette.LEGS_SHADE)
    skin = palette.SKIN_FAR if far else palette.SKIN
    thigh, calf = (hip, between(hip, knee, 0.5), knee), _calf(knee, ankle)
    cuff = between(knee, ankle, 0.84)
    upper: tuple[Shape, ...] = (Path(ribbon(thigh, (36, 31, 22)), colour),)
    lower: tuple[Shape, ...] = (
        Path(ribbon((between(knee, ankle, 0.78), ankle), (12, 11)), skin),
        Path(ribbon((knee, calf, cuff), (22, 21, 14)), colour),
    )
    if not far:
        upper = (*upper, Path(shade(thigh, (36, 31, 22), 0.3), low))
    foot = Path(_foot(ankle), skin)
    if not pose.slides:
        return (foot, *lower, *upper)
    return (foot, *_bending(hip, knee, ankle, upper, lower))


def _calf(knee: Point, ankle: Point) -> Point:
    """Return the middle of the calf, which curves to the back of the leg."""
    x, y = between(knee, ankle, 0.36)
    length = math.hypot(ankle[0] - knee[0], ankle[1] - knee[1])
    return x - 5 * (ankle[1] - knee[1]) / length, y + 5 * (ankle[0] - knee[0]) / length


def _bending(
    hip: Point, knee: Point, ankle: Point, upper: tuple[Shape, ...], lower: tuple[Shape, ...]
) -> tuple[Shape, ...]:
    """Bend the knee while the hip slides and the foot stays; each bone turns with the slide."""
    (tx, ty), (sx, sy) = (knee[0] - hip[0], knee[1] - hip[1]), (knee[0] - ankle[0], knee[1] - ankle[1])
    cross = tx * sy - ty * sx
    thigh, shin = math.degrees(-sx / cross), math.degrees(-tx / cross)
    return (
        Group(lower, motion=f"rotate(${{slide*{shin:.4f}}} {ankle[0]:.0f} {ankle[1]:.0f})"),
        Group(upper, motion=f"translate(${{slide}} 0) rotate(${{slide*{thigh:.4f}}} {hip[0]:.0f} {hip[1]:.0f})"),
    )


def _foot(ankle: Point) -> str:
    outline = [
        (-13, -9),
        (-19, 8),
        (-14, 20),
        (14, 20),
        (46, 20),
        (62, 19),
        (66, 11),
        (52, 5),
        (24, -4),
        (12, -10),
    ]
    return curve([moved(ankle, dx, dy) for dx, dy in outline], closed=True)


def _arm(pose: Pose, *, far: bool) -> tuple[Shape, ...]:
    """Draw an arm as hand, forearm, upper arm and sleeve, in this order."""
    shoulder = moved(pose.shoulder, 8, -6) if far else moved(pose.shoulder, 2, 2)
    hand = (pose.far_hand or moved(pose.hand, 10, -4)) if far else pose.hand
    elbow = joint(shoulder, hand, *(FLARED if pose.cradled else ARM), pose.elbow_side)
    if far and pose.cradled:
        elbow = moved(elbow, 22, 2)
    skin, sleeve = (palette.SKIN_FAR, palette.SHIRT_FAR) if far else (palette.SKIN, palette.SHIRT_SHADE)
    forearm = palette.SKIN_FAR if far else palette.SKIN_SHADE if pose.cradled else palette.SKIN
    return (
        Path(_palm(pose) if pose.cradled else _hand(elbow, hand), forearm),
        Path(ribbon((elbow, between(elbow, hand, 0.3), hand), (14, 15, 10)), forearm),
        Path(ribbon((shoulder, between(shoulder, elbow, 0.5), elbow), (20, 17, 14)), skin),
        Path(ribbon((shoulder, between(shoulder, elbow, 0.5)), (25, 20)), sleeve),
    )


def _hand(elbow: Point, hand: Point) -> str:
    dx, dy = hand[0] - elbow[0], hand[1] - elbow[1]
    length = math.hypot(dx, dy)
    fingers = hand[0] + 20 * dx / length, hand[1] + 20 * dy / length
    return ribbon((hand, fingers), (11, 8))


def _palm(pose: Pose) -> str:
    """Lay a hand along the back of the head, its fingers toward the crown."""
    crown = math.radians(pose.gaze - 90)
    return ribbon((pose.hand, moved(pose.hand, 46 * math.cos(crown), 46 * math.sin(crown))), (13, 9))


def figure_on_one_side() -> tuple[Shape, ...]:
    """Draw a person on one side, seen from the front: head on the lower arm, the upper hand on the floor."""
    trunk, hem = ((214, 416), (268, 420), (330, 424)), (372, 422)
    return (
        Path(ribbon(((216, 444), (150, 450), (104, 452)), (18, 14, 11)), palette.SKIN_FAR),
        *_folded_leg((404, 434), (486, 442), (604, 446), palette.LEGS_FAR, palette.SKIN_FAR),
        Path(ribbon(((168, 404), (212, 416)), (20, 24)), palette.SKIN_SHADE),
        Path(ribbon((trunk[2], hem, (410, 420)), (31, 36, 40)), palette.LEGS),
        Path(ribbon((*trunk, hem), (38, 38, 31, 35)), palette.SHIRT),
        Path(shade((*trunk, hem), (38, 38, 31, 35)), palette.SHIRT_SHADE),
        *_folded_leg((410, 412), (494, 420), (586, 432), palette.LEGS, palette.SKIN),
        full_face((140, 396), -84),
        Path(ribbon(((270, 402), (262, 452)), (14, 10)), palette.SKIN),
        Path(ribbon(((262, 454), (244, 456)), (10, 7)), palette.SKIN),
        Path(ribbon(((216, 394), (246, 392), (270, 402)), (21, 17, 14)), palette.SKIN),
        Path(ribbon(((214, 396), (242, 391)), (26, 20)), palette.SHIRT_SHADE),
    )


def _folded_leg(hip: Point, knee: Point, ankle: Point, cloth: str, skin: str) -> tuple[Shape, ...]:
    cuff = between(knee, ankle, 0.8)
    return (
        Path(ribbon((between(knee, ankle, 0.6), ankle, moved(ankle, 30, 2)), (14, 12, 9)), skin),
        Path(ribbon((knee, between(knee, ankle, 0.36), cuff), (24, 21, 14)), cloth),
        Path(ribbon((hip, between(hip, knee, 0.5), knee), (38, 32, 24)), cloth),
    )
