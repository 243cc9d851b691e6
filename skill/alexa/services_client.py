"""
The client for Amazon's services: reminders, and the settings of a device.

Rule 1: the token of a user goes to Amazon's own hosts only, whatever address a request names.
Rule 2: all that one turn asks of the services ends within 4 s, however many requests it takes: Alexa waits 8 s for a
skill, the store has 1.5 s of them, and the answer must travel. One request has 1.5 s, or what is left.
Rule 3: an answer has at most LIMIT bytes.
"""

import http.client
import json
import ssl
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import cache
from urllib.parse import urlsplit

from ask_sdk_core.exceptions import ApiClientException
from ask_sdk_model.services import ApiClient, ApiClientRequest, ApiClientResponse

from skill.https import Dial, HttpsClient, HttpsResponse, dial
from skill.storage.deadline import Deadline, SharedDeadline


TURN_SECONDS = 4.0
REQUEST_SECONDS = 1.5
LIMIT = 256 * 1024
"""Bytes of an answer; a list of reminders has about 800 for each."""

ENDPOINTS = frozenset({f"https://api.{region}amazonalexa.com" for region in ("", "eu.", "fe.")})
"""Amazon's own addresses, one for each of its regions."""

_services = SharedDeadline("services_deadline")


class TooLateError(TimeoutError):
    """The turn's time for Amazon's services is spent."""


def one_wait(monotonic: Callable[[], float] = time.monotonic) -> AbstractContextManager[Deadline]:
    """Let all requests inside the block share TURN_SECONDS from now; a block inside another has what that has left."""
    return _services.share(_services.get() or Deadline.after(TURN_SECONDS, monotonic))


def time_for_a_request() -> float:
    """Return the seconds that a request may take; raises TooLateError when the turn's time is spent."""
    deadline = _services.get()
    if deadline is None:
        return REQUEST_SECONDS
    if not deadline.left:
        raise TooLateError
    return min(REQUEST_SECONDS, deadline.left)


class ServicesClient(ApiClient):
    """Sends requests to Amazon's services; what goes wrong leaves as ApiClientException."""

    def __init__(self, context: ssl.SSLContext | None = None, dial: Dial = dial) -> None:
        self._context = context
        self._dial = dial

    def invoke(self, request: ApiClientRequest) -> ApiClientResponse:
        """Send *request*, and return the answer in the SDK's form."""
        address = str(request.url)
        if not is_amazons(address):
            raise ApiClientException("not an address of Amazon's services")
        client = HttpsClient(self._context or _system_context(), LIMIT, self._dial)
        body = b"" if request.body is None else json.dumps(request.body).encode()
        try:
            answer = client.request(request.method, address, time_for_a_request(), request.headers, body)
            return _in_the_sdks_form(answer)
        except (OSError, ValueError, http.client.HTTPException) as error:
            raise ApiClientException(f"{type(error).__name__} from Amazon's services") from None


def is_amazons(address: str) -> bool:
    """Return whether *address* is one of ENDPOINTS, or lies below one."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}" in ENDPOINTS


def _in_the_sdks_form(answer: HttpsResponse) -> ApiClientResponse:
    return ApiClientResponse(headers=list(answer.headers), status_code=answer.status, body=answer.body.decode())


@cache
def _system_context() -> ssl.SSLContext:
    return ssl.create_default_context()
