"""The head, from the side and from the front, around the middle of the skull."""

from art.shapes import Group, Path, Point, circle, ellipse
from skill.alexa.display import palette


FACE = (
    "M4,-42C22,-43 33,-30 33,-15C33,-11 35,-8 37,-3C39,2 43,6 41,9C40,11 36,11 35,12C35,14 37,16 36,19"
    "C36,21 34,21 34,22C36,24 35,27 34,29C35,36 29,41 22,40C12,39 4,34 -2,28L-20,26"
    "C-32,16 -37,2 -36,-10C-34,-30 -18,-42 4,-42Z"
)
HAIRCUT = (
    "M24,-37C14,-48 -14,-49 -30,-34C-44,-20 -43,8 -33,24C-27,31 -17,30 -14,24C-10,17 -13,10 -8,4"
    "C-3,-1 0,-6 1,-14C10,-15 20,-22 24,-37Z"
)


def profile(center: Point, gaze: float) -> Group:
    """Draw a head from the side; *gaze* turns it (0: upright, looking to the right)."""
    x, y = center
    return Group(
        (
            Path(FACE, palette.SKIN),
            Path(HAIRCUT, palette.HAIR),
            Path("M14,-38C2,-43 -16,-40 -25,-29", stroke=palette.HAIR_LIGHT, width=5),
            Path(ellipse((-5, 8), 7, 9), palette.SKIN_SHADE),
            Path(circle((21, 14), 6), palette.BLUSH, opacity=0.55),
            Path("M17,-2C20,2 25,2 28,-1", stroke=palette.FEATURE, width=3),
            Path("M17,-13C21,-16 26,-16 29,-13", stroke=palette.HAIR, width=3),
            Path("M34,22C31,24 28,24 25,22", stroke=palette.FEATURE, width=3),
        ),
        transform=f"translate({x:.0f} {y:.0f}) rotate({gaze:.0f})",
    )


def full_face(center: Point, turn: float) -> Group:
    """Draw a head from the front, turned by *turn* degrees (0: upright)."""
    x, y = center
    face = (
        Path(ellipse((0, 0), 33, 40), palette.SKIN),
        Path("M-34,8C-40,-50 40,-50 34,8C32,-8 20,-18 4,-20C-12,-20 -30,-12 -34,8Z", palette.HAIR),
        Path("M-18,2C-15,6 -9,6 -6,2M8,2C11,6 17,6 20,2", stroke=palette.FEATURE, width=3),
        Path("M-8,22C-3,27 5,27 10,22", stroke=palette.FEATURE, width=3),
        Path(circle((-19, 14), 6) + circle((21, 14), 6), palette.BLUSH, opacity=0.55),
    )
    return Group(face, transform=f"translate({x:g} {y:g}) rotate({turn:g})")
