"""
Signed requests to DynamoDB, made of the parts of botocore that they need: its signer, credentials and HTTP session.

Rule 1: no model of a service is loaded. The store makes three calls, and boto3's client takes longer to load than all
        of the skill (CONTRIBUTING.md has the figures).
Rule 2: a region and keys in environment variables are used as they are, as on Lambda. Without them botocore looks
        where AWS's tools look: configuration files, roles, metadata services.
Rule 3: one call sends one request. Whoever calls decides what is asked again.
"""

import json
import os
import socket
from collections.abc import Mapping
from functools import cached_property
from typing import Any, NamedTuple

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.exceptions import BotoCoreError, NoCredentialsError, NoRegionError
from botocore.httpsession import URLLib3Session
from botocore.utils import get_environ_proxies, is_valid_endpoint_url, validate_region_name

from skill.storage.protocol import StorageError


_NO_REGION = "DynamoDB needs a region: set AWS_DEFAULT_REGION, for instance AWS_DEFAULT_REGION=eu-west-1"


class Keys(NamedTuple):
    """What a request is signed with, by the names that botocore's signer reads."""

    access_key: str
    secret_key: str
    token: str | None


class RefusedError(Exception):
    """DynamoDB answered with an error; *code* is its name, such as "ThrottlingException", or ""."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(f"{code or f'status {status}'}: {message}" if message else code or f"status {status}")
        self.status = status
        self.code = code


class DynamoDBClient:
    """Calls DynamoDB, from many threads at once; raises StorageError without a region or with a wrong endpoint."""

    def __init__(self, seconds: float, connections: int) -> None:
        """Give a connection *seconds* to be made, and as long again for each read of its answer."""
        try:
            self.region: str = os.environ.get("AWS_DEFAULT_REGION") or self._configured_region()
            validate_region_name(self.region)
        except NoRegionError:
            raise StorageError(_NO_REGION) from None
        except BotoCoreError as error:
            raise StorageError(f"DynamoDB cannot be used: {error}") from error
        self.address = _endpoint(self.region)
        self._http = URLLib3Session(
            verify=os.environ.get("AWS_CA_BUNDLE") or True,
            proxies=get_environ_proxies(self.address),
            timeout=seconds,
            max_pool_connections=connections,
            socket_options=[(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)],  # else 40 ms for each request
        )

    def call(self, operation: str, request: Mapping[str, object]) -> dict[str, Any]:
        """
        Send *request* to *operation* ("GetItem") and return the answer.

        Raises RefusedError for an error of DynamoDB, BotoCoreError without an answer or without keys, and ValueError
        for an answer that is no JSON object.
        """
        headers = {"Content-Type": "application/x-amz-json-1.0", "X-Amz-Target": f"DynamoDB_20120810.{operation}"}
        signed = AWSRequest("POST", self.address, headers, json.dumps(request).encode())
        SigV4Auth(self._keys(), "dynamodb", self.region).add_auth(signed)
        answer = self._http.send(signed.prepare())
        if answer.status_code != 200:
            raise _refusal(answer.status_code, answer.content)
        return _object(answer.content)

    def close(self) -> None:
        """Let go of the connections."""
        self._http.close()

    @cached_property
    def _session(self) -> Any:
        from botocore.session import Session  # noqa: PLC0415 - 0.1 s that only those who need it should pay

        return Session()

    def _configured_region(self) -> str:
        region = self._session.get_config_variable("region")
        if not region:
            raise NoRegionError
        return str(region)

    def _keys(self) -> Keys:
        names = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")
        access_key, secret_key, token = map(os.environ.get, names)
        if access_key and secret_key:
            return Keys(access_key, secret_key, token)
        found = self._session.get_credentials()  # kept by the session, and renewed in time
        if found is None:
            raise NoCredentialsError
        return Keys(*found.get_frozen_credentials()[:3])


def _endpoint(region: str) -> str:
    """Return the address of DynamoDB in *region*, or of the one that the environment names."""
    chosen = os.environ.get("AWS_ENDPOINT_URL_DYNAMODB") or os.environ.get("AWS_ENDPOINT_URL")
    if chosen and not is_valid_endpoint_url(chosen):
        raise StorageError("DynamoDB cannot be used: AWS_ENDPOINT_URL_DYNAMODB is no http address")
    domain = "amazonaws.com.cn" if region.startswith("cn-") else "amazonaws.com"
    return chosen or f"https://dynamodb.{region}.{domain}/"


def _refusal(status: int, content: bytes) -> RefusedError:
    try:
        error = _object(content)
    except ValueError:
        return RefusedError(status, "", "")
    code = str(error.get("__type", "")).rpartition("#")[2]
    message = error.get("message") or error.get("Message") or ""
    return RefusedError(status, code, " ".join(str(message).split()))


def _object(content: bytes) -> dict[str, Any]:
    answer = json.loads(content)
    if not isinstance(answer, dict):
        raise ValueError("not an object")
    return answer
