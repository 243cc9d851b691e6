"""
A person lying on one side, seen from the front.

The side view of figure.py cannot show a body that is turned to us, so this one pose has its own drawing.
"""

from art.head import full_face
from art.shapes import Path, Point, Shape, between, moved, ribbon, shade
from skill.alexa.display import palette


def on_one_side() -> tuple[Shape, ...]:
    """Draw a person who has rolled onto one side: head on the lower arm, the upper hand against the floor."""
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
