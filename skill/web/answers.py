"""
The answers that were given, for a request that comes twice.

Rule 1: the same signed bytes run the skill once: nothing is stored twice, no place goes back. Whoever brings them
again gets the same answer, since Amazon repeats a request that it had no answer for; whoever brings them while they
are answered waits for that answer, WAIT seconds at most. A request that failed may be tried again.
Rule 2: that a request was done is known for as long as its timestamp lets it in: 150 seconds, a skill event's an hour.
Rule 3: bounded. Answers take ROOM, and beyond that the oldest goes; what it answered is still known to be done, and
is refused from then on: hundreds of answers later nobody waits for it. Of what was done MOST is known, which is more
than one process can do in the time; beyond that, what is let in for the shortest time is forgotten first.
Rule 4: the bytes count, not the request's id: nobody but Amazon can sign others.

What this does not do: each process remembers for itself. A second worker, or this one after a restart, answers the
same bytes once more, from the session in the envelope: the place is stored as it was then, until the next word.
"""

import hashlib
import heapq
import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import CancelledError, Future

from skill.web.sdk import VerificationException


ROOM = 8 * 1024 * 1024
"""Bytes of answers; one is about 2,000, with a screen up to 28,000."""
MOST = 65_536
"""Requests; each takes about 200 bytes."""
SPARE = 60.0
"""Seconds that a request is known for beyond its time: it was let in before it comes here."""
WAIT = 1.5
"""Seconds; the skill itself gives its storage no more."""


class Answers:
    """Answers by the request they answered, at the times that *now* tells; safe to share between threads."""

    def __init__(self, now: Callable[[], float], room: int = ROOM, most: int = MOST) -> None:
        self._now, self._room, self._most = now, room, most
        self._lock = threading.Lock()
        self._under_way: dict[bytes, Future[bytes]] = {}
        self._done: set[bytes] = set()
        self._expiries: list[tuple[float, bytes]] = []
        self._kept: OrderedDict[bytes, bytes] = OrderedDict()
        self._size = 0

    def once(self, body: bytes, until: float, ask: Callable[[], bytes]) -> bytes:
        """Answer *body*, which is let in *until* then, by *ask* or as before; raises VerificationException."""
        name = hashlib.sha256(body).digest()
        with self._lock:
            self._forget()
            if name in self._done:
                return self._again(name)
            other = self._under_way.get(name)
            mine = self._under_way.setdefault(name, Future())
        return _awaited(other) if other else self._run(name, until, ask, mine)

    def _again(self, name: bytes) -> bytes:
        try:
            return self._kept[name]
        except KeyError:
            raise VerificationException("request was answered before") from None

    def _run(self, name: bytes, until: float, ask: Callable[[], bytes], mine: Future[bytes]) -> bytes:
        try:
            answer = ask()
        except BaseException:
            with self._lock:
                del self._under_way[name]
            mine.cancel()
            raise
        with self._lock:
            del self._under_way[name]
            self._keep(name, until + SPARE, answer)
        mine.set_result(answer)
        return answer

    def _keep(self, name: bytes, expiry: float, answer: bytes) -> None:
        self._done.add(name)
        heapq.heappush(self._expiries, (expiry, name))
        self._kept[name] = answer
        self._size += len(answer)
        while self._size > self._room:
            self._size -= len(self._kept.popitem(last=False)[1])

    def _forget(self) -> None:
        now = self._now()
        while self._expiries and (self._expiries[0][0] < now or len(self._expiries) > self._most):
            name = heapq.heappop(self._expiries)[1]
            self._done.remove(name)
            self._size -= len(self._kept.pop(name, b""))


def _awaited(answer: Future[bytes]) -> bytes:
    try:
        return answer.result(WAIT)
    except TimeoutError:
        raise VerificationException("request is being answered") from None
    except CancelledError:
        raise VerificationException("request failed a moment ago") from None
