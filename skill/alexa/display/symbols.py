"""The signs on buttons, lists and verdicts: one stroke each, in a square of 24."""

from types import MappingProxyType

from skill.alexa.display import palette
from skill.content.answers import Verdict


SYMBOLS = MappingProxyType(
    {
        "back": "M14.5,5L7.5,12L14.5,19",
        "next": "M9.5,5L16.5,12L9.5,19",
        "hold": "M8.5,5V19M15.5,5V19",
        "go_on": "M8,5L18,12L8,19Z",
        "yes": "M4.5,12.5L9.5,17.5L19.5,6.5",
        "no": "M6.5,6.5L17.5,17.5M17.5,6.5L6.5,17.5",
        "warning": "M12,3.5L21.5,20.5H2.5ZM12,9.5V14.5M12,17.4V17.5",
        "information": "M12,3a9,9 0 1 1 0,18a9,9 0 1 1 0,-18M12,11V16.5M12,7.6V7.7",
        "ask": "M12,3a9,9 0 1 1 0,18a9,9 0 1 1 0,-18M9.3,9.4C9.6,7 14.7,7 14.7,10C14.7,12 12,12 12,14M12,17.2V17.3",
        "stop": "M8.3,3H15.7L21,8.3V15.7L15.7,21H8.3L3,15.7V8.3ZM12,7.5V12.8M12,16.4V16.5",
        "forbidden": "M12,3a9,9 0 1 1 0,18a9,9 0 1 1 0,-18M5.8,5.8L18.2,18.2",
        "roller": "M12,3a9,9 0 1 1 0,18a9,9 0 1 1 0,-18M12,8.5a3.5,3.5 0 1 1 0,7a3.5,3.5 0 1 1 0,-7",
        "room": "M3,9V4H8M16,4H21V9M21,15V20H16M8,20H3V15",
        "clothes": "M8.5,4L3.5,7.5L5.5,11.5L8,10.5V20H16V10.5L18.5,11.5L20.5,7.5L15.5,4C14.5,6.5 9.5,6.5 8.5,4Z",
        "sit": "M9,4a2,2 0 1 1 0,4a2,2 0 1 1 0,-4M9,10V16H15L17,20M9,12.5L14,12.5",
        "again": "M19.5,12.5A7.5,7.5 0 1 1 17,6.6M17.6,2.6V7.2H13",
    }
)

VERDICTS = MappingProxyType(
    {
        Verdict.OK: ("yes", palette.MINT),
        Verdict.INFO: ("information", palette.SOFT),
        Verdict.CAUTION: ("warning", palette.AMBER),
        Verdict.ASK_PROFESSIONAL: ("ask", palette.AMBER),
        Verdict.DO_NOT: ("forbidden", palette.CORAL),
        Verdict.STOP_NOW: ("stop", palette.CORAL),
    }
)
"""A sign and a colour for each verdict; its words always stand beside them."""
