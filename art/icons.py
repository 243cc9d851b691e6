"""The skill's icons. The store cuts them to a circle, so all that matters lies inside one."""

from art.figure import figure
from art.room import ROLLER, at, roller
from art.scenes import CRADLED
from art.shapes import Gradient, Group, Path, Shape, circle, rounded
from skill.alexa.display import palette


def icons() -> dict[int, tuple[Shape, ...]]:
    """Give the icons by their size in pixels; the small one shows only head, trunk and roller."""
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
