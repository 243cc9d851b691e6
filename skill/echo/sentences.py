"""Words said in one breath after the other."""

import re
from collections.abc import Iterator

from skill.coach.voice import Spoken


_END = re.compile(r"(?<=[.?!…])\s+")


def sentences(spoken: Spoken) -> Iterator[Spoken]:
    """Give *spoken* sentence by sentence, each with its share of the seconds."""
    parts = _END.split(spoken.text)
    letters = sum(map(len, parts))
    for part in parts:
        yield Spoken(part, spoken.seconds * len(part) / letters)
