"""Amazon's HTTP client, with the limit of time that it lacks (waiting.py)."""

from collections.abc import Callable
from functools import partial
from typing import Any

from ask_sdk_core.api_client import DefaultApiClient
from ask_sdk_model.services import ApiClientRequest

from skill.alexa.waiting import patience


class TimedClient(DefaultApiClient):
    """Gives up when its patience ends; what goes wrong leaves as ApiClientException."""

    def _resolve_method(self, request: ApiClientRequest) -> Callable[..., Any]:
        # The only place where the SDK lets a request be changed; its version is pinned in pyproject.toml.
        return partial(super()._resolve_method(request), timeout=patience())
