"""Amazon's HTTP client, with a limit of time, which it lacks: Alexa waits eight seconds for us and for it together."""

from collections.abc import Callable
from functools import partial
from typing import Any

from ask_sdk_core.api_client import DefaultApiClient
from ask_sdk_model.services import ApiClientRequest


SECONDS = 1.5
"""To connect, and again to wait for an answer; taking reminders away takes two requests and more."""


class TimedClient(DefaultApiClient):
    """Gives up after SECONDS; what goes wrong leaves as ApiClientException."""

    def _resolve_method(self, request: ApiClientRequest) -> Callable[..., Any]:
        # The only place where the SDK lets a request be changed; its version is pinned in pyproject.toml.
        return partial(super()._resolve_method(request), timeout=SECONDS)
