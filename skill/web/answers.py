"""
The last answers, for a request that comes twice.

Rule 1: the same signed bytes get the same answer, and the skill does not run again: nothing is stored twice,
no place goes back. So a request that Amazon repeats (it had no answer in time) is served, and one that
somebody else repeats within the 150 seconds of its timestamp does nothing but read an answer again.
Rule 2: bounded, and of this process alone. What is repeated to a second worker is answered anew, from the
session in the envelope: the place is stored as it was then, until the person's next word.
"""

import hashlib
import threading
from collections import OrderedDict


MOST = 256


class Answers:
    """Answers by the request they answered; safe to share between threads."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._kept: OrderedDict[bytes, bytes] = OrderedDict()

    def find(self, body: bytes) -> bytes | None:
        """Give the answer that *body* was given before, if it is remembered."""
        return self._kept.get(hashlib.sha256(body).digest())

    def keep(self, body: bytes, answer: bytes) -> None:
        """Remember *answer*; the oldest goes when there are too many."""
        with self._lock:
            self._kept[hashlib.sha256(body).digest()] = answer
            if len(self._kept) > self._most:
                self._kept.popitem(last=False)
