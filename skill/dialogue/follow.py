"""What an answer, a red flag or a reminder is followed by."""

from enum import StrEnum


class Follow(StrEnum):
    """What an answer is followed by; chosen by its verdict (design §4)."""

    GO_ON = "go_on"
    ASK_TO_STOP = "ask_to_stop"
    WAY_OFF = "way_off"


class Outcome(StrEnum):
    """How it went with a reminder."""

    SET = "set"
    CLEARED = "cleared"
    NOT_ALLOWED = "not_allowed"
    FAILED = "failed"


class WayOff(StrEnum):
    """How to leave the roller; a red flag names its own."""

    SIDE = "side"
    REST = "rest"
    SIT = "sit"
    STILL = "still"
