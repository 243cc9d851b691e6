"""
What an Echo makes of a mumbled word: words that are mistaken for others, of our own listing.

Rule 1: what comes out is what a recogniser could give: real words, or nothing.
"""

from random import Random


CONFUSED: dict[str, tuple[str, ...]] = {
    "yes": ("yet", "guess", "this", "us"),
    "yeah": ("yah", "here", "ya", "year"),
    "yep": ("yet", "pep", "up"),
    "no": ("now", "know", "oh", "go"),
    "not": ("knot", "now", "what"),
    "yet": ("yes", "jet", "it"),
    "ready": ("red", "reddy", "steady", "already", "radio"),
    "steady": ("study", "ready", "stay"),
    "next": ("necks", "text", "neck", "nest"),
    "spot": ("sport", "pot", "stop", "spots"),
    "tight": ("tide", "light", "type", "tied"),
    "keep": ("keeper", "key", "cheap"),
    "rolling": ("roll in", "growing", "ruling", "rowing"),
    "roll": ("role", "rule", "row"),
    "carry": ("harry", "curry", "cary"),
    "on": ("in", "and", "un"),
    "hold": ("old", "hole", "cold"),
    "back": ("pack", "bag", "beck"),
    "whole": ("hole", "hold", "home"),
    "sitting": ("setting", "city", "sit in"),
    "got": ("god", "caught", "good"),
    "it": ("at", "is", "eat"),
    "done": ("dumb", "down", "gone"),
    "going": ("growing", "go in", "goin"),
    "up": ("app", "of", "cup"),
    "okay": ("kay", "oh hey", "okra"),
    "sure": ("shore", "show", "your"),
    "stop": ("top", "stuff", "step"),
    "over": ("ova", "off", "other"),
    "there": ("their", "dare", "hair"),
    "found": ("sound", "phoned", "find"),
    "another": ("an other", "other", "mother"),
}
LOST = 0.25
"""The share of mumbled words that are not heard at all."""


def misheard(text: str, share: float, chance: Random) -> str:
    """Return *text* as it is heard if that *share* of its words is mumbled."""
    return " ".join(heard for word in text.split() if (heard := _word(word, share, chance)))


def _word(word: str, share: float, chance: Random) -> str:
    bare = word.lower().strip(",.?!")
    if chance.random() >= share:
        return word
    if chance.random() < LOST or bare not in CONFUSED:
        return ""
    return chance.choice(CONFUSED[bare])
