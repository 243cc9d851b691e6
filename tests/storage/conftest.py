"""The stores under test, and a DynamoDB on loopback."""

import socket
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest
from boto3.session import Session
from storage.fault_proxy import FaultProxy

from skill.storage import Storage, one_deadline, open_storage


MOTO = Path(__file__).with_name("moto_server.py")


@pytest.fixture(scope="session")
def moto_port() -> Iterator[int]:
    """
    Run a DynamoDB in a process of its own: tests of full disks, rights and deadlines change all of this process.

    The socket listens before the process starts, so that the first request waits for it. Moto's own server closes
    connections without a word where something goes wrong; waitress answers them.
    """
    with socket.create_server(("127.0.0.1", 0), backlog=128) as listening:
        port: int = listening.getsockname()[1]
        descriptor = listening.fileno()
        server = subprocess.Popen([sys.executable, str(MOTO), str(descriptor)], pass_fds=[descriptor])
    yield port
    server.kill()
    server.wait()


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[int], None]:
    """Point AWS's clients at a port of 127.0.0.1, and at nothing else."""
    for name in ("AWS_PROFILE", "AWS_REGION", "AWS_SESSION_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
        monkeypatch.setenv(name, str(tmp_path / "no-such-file"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")

    def point(port: int) -> None:
        monkeypatch.setenv("AWS_ENDPOINT_URL_DYNAMODB", f"http://127.0.0.1:{port}")

    return point


@pytest.fixture(scope="session")
def boto3_client(moto_port: int) -> Iterator[Any]:
    """Open AWS's own client once, which takes long to load: it makes tables and looks into them."""
    session = Session(aws_access_key_id="test", aws_secret_access_key="test", region_name="eu-west-1")
    client = session.client("dynamodb", endpoint_url=f"http://127.0.0.1:{moto_port}")
    yield client
    client.close()


@pytest.fixture
def table(moto_port: int, boto3_client: Any, aws: Callable[[int], None]) -> str:
    """Create an empty table as lambda/template.yaml describes it; its name."""
    aws(moto_port)
    name = f"places-{uuid.uuid4().hex}"
    boto3_client.create_table(
        TableName=name,
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    return name


@pytest.fixture
def put_raw(table: str) -> Callable[[str, str], None]:
    """Return what puts a text where the table keeps the record of a key, and leaves the rest of the item."""

    def put(key: str, text: str) -> None:
        client = Session().client("dynamodb")
        client.update_item(
            TableName=table,
            Key={"id": {"S": key}},
            UpdateExpression="SET #record = :text",
            ExpressionAttributeNames={"#record": "record"},
            ExpressionAttributeValues={":text": {"S": text}},
        )
        client.close()

    return put


@pytest.fixture
def proxy(moto_port: int, table: str, aws: Callable[[int], None]) -> Iterator[FaultProxy]:
    """Stand between the store and the table, without a fault until one is asked for."""
    with FaultProxy(moto_port) as between:
        aws(between.port)
        yield between


class Clock:
    """A monotonic clock that a test moves."""

    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Note the seconds that each request to DynamoDB is waited for at most."""
    noted: list[float] = []
    result = Future.result

    def noting(future: "Future[object]", timeout: float) -> object:
        noted.append(timeout)
        return result(future, timeout)

    monkeypatch.setattr(Future, "result", noting)
    return noted


@pytest.fixture
def dynamodb(table: str) -> Iterator[Storage]:
    storage = open_storage(f"dynamodb://{table}")
    with one_deadline(60):  # tests that are about a deadline set their own; this machine may be slow
        yield storage
    storage.close()


@pytest.fixture
def faulty(table: str, proxy: FaultProxy) -> Iterator[Storage]:
    """Open the table by way of the proxy."""
    storage = open_storage(f"dynamodb://{table}")
    yield storage
    storage.close()
