"""
Numbers, lengths of time and times of day, as people say them.

Rule 1: what is not wholly a number, a length or a time is none.
Rule 2: values are written as the platform's own: "4", "PT1M30S", "19:00".
"""

from collections.abc import Callable

from skill.content.utterances import NumberWords
from skill.understanding.tokens import Tokens, keys_of


class Numbers:
    """Reads the number words of one language; every method takes words as they are compared."""

    def __init__(self, words: NumberWords) -> None:
        self._words = words
        self._morning = [keys_of(tuple(part.split())) for part in words.morning]
        self._evening = [keys_of(tuple(part.split())) for part in words.evening]
        self._exact = [keys_of((word,)) for word in words.exact]
        self.readers: dict[str, Callable[[Tokens], str | None]] = {
            "number": self.number,
            "duration": self.duration,
            "time": self.time,
        }

    def number(self, keys: Tokens) -> str | None:
        """Read a whole number below a hundred in words, or any in digits."""
        value = self._number(keys)
        return None if value is None else str(value)

    def duration(self, keys: Tokens) -> str | None:
        """Read a length of time: "a minute and a half", "two minutes thirty seconds", "half a minute"."""
        seconds = self._seconds(keys)
        return None if seconds is None else written(seconds)

    def time(self, keys: Tokens) -> str | None:
        """Read a time of day; before noon where nothing else is said."""
        if len(keys) == 1 and keys[0] in self._words.named:
            return self._words.named[keys[0]]
        rest, afternoon = self._part_of_day(keys)
        minutes = self._minutes(rest)
        if minutes is None or not 0 <= minutes < 24 * 60:
            return None
        if afternoon is not None:
            minutes = minutes % (12 * 60) + afternoon * 12 * 60
        return f"{minutes // 60:02}:{minutes % 60:02}"

    def _number(self, keys: Tokens) -> int | None:
        if len(keys) == 1 and keys[0].isdecimal():
            return int(keys[0])
        if len(keys) == 1:
            return self._words.values.get(keys[0], self._words.tens.get(keys[0]))
        if len(keys) == 2 and keys[0] in self._words.tens:
            ones = self._words.values.get(keys[1], 0)
            return self._words.tens[keys[0]] + ones if 0 < ones < 10 else None
        return None

    def _seconds(self, keys: Tokens) -> int | None:
        total, start = 0, 0
        while start < len(keys):
            found = next(((end, value) for end in range(len(keys), start, -1)
                          if (value := self._piece(keys[start:end])) is not None), None)  # fmt: skip
            if found is None:
                return None
            start, total = found[0], total + found[1]
            if start < len(keys) - 1 and keys[start] in self._words.joining:
                start += 1
        return total or None

    def _piece(self, keys: Tokens) -> int | None:
        """Read one number with its unit, and the half that may belong to it."""
        unit = next((place for place, key in enumerate(keys) if key in self._words.units), None)
        if unit is None:
            return None
        length = self._words.units[keys[unit]]
        count, after = self._count(keys[:unit], length), self._split_half(keys[unit + 1 :])
        if count is None or after != (0.5 if keys[unit + 1 :] else 0):
            return None
        return round((count + after) * length)

    def _count(self, keys: Tokens, length: int) -> float | None:
        """Read how many of a unit; a bare "minute" ("another minute") is one, a bare "second" is none."""
        if not keys:
            return 1.0 if length >= 60 else None
        return self._split_half(keys)

    def _split_half(self, keys: Tokens) -> float | None:
        """Read what stands around a unit: "two", "a", "one and a half", "half a", "a couple of", nothing."""
        bare = tuple(key for key in keys if key not in self._words.joining)
        half = 0.5 if self._words.half in bare else 0.0
        rest = tuple(key for key in bare if key != self._words.half)
        number = tuple(key for key in rest if key not in self._words.one and key not in self._words.to)
        if number:
            value = self._number(number)
            return None if value is None else value + half
        return half or float(bool(rest))

    def _part_of_day(self, keys: Tokens) -> tuple[Tokens, int | None]:
        for afternoon, parts in enumerate((self._morning, self._evening)):
            for part in parts:
                if len(keys) > len(part) and keys[-len(part) :] == part:
                    return self._without_exact(keys[: -len(part)]), afternoon
        return self._without_exact(keys), None

    def _without_exact(self, keys: Tokens) -> Tokens:
        return keys[:-1] if len(keys) > 1 and keys[-1:] in self._exact else keys

    def _minutes(self, keys: Tokens) -> int | None:
        """Read the minutes since midnight."""
        for place, key in enumerate(keys[1:-1], start=1):
            if key in self._words.past or key in self._words.to:
                hour, part = self._number(keys[place + 1 :]), self._fraction(keys[:place])
                if hour is None or part is None:
                    return None
                return hour * 60 + (part if key in self._words.past else -part)
        hour = self._number(keys[:1])
        if hour is None or hour > 23:
            return None
        minute = self._number(keys[1:]) if keys[1:] else 0
        if minute is None or minute > 59 or (0 < minute < 10 and not keys[1].isdecimal()):
            return None
        return hour * 60 + minute

    def _fraction(self, keys: Tokens) -> int | None:
        bare = tuple(key for key in keys if key not in self._words.one)
        if bare == (self._words.half,):
            return 30
        return 15 if bare == (self._words.quarter,) else self._number(bare)


def written(seconds: int) -> str:
    """Write a length of time as ISO 8601 does: PT90S is PT1M30S."""
    hours, minutes, rest = seconds // 3600, seconds // 60 % 60, seconds % 60
    parts = ((hours, "H"), (minutes, "M"), (rest, "S"))
    return "PT" + "".join(f"{count}{unit}" for count, unit in parts if count)
