"""The stores under test, and a DynamoDB on loopback."""

import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import Future

import pytest
from boto3.session import Session
from moto.server import ThreadedMotoServer
from storage.fault_proxy import FaultProxy

from skill.storage import Storage, one_deadline, open_storage


@pytest.fixture(scope="session")
def moto_port() -> Iterator[int]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    _, port = server.get_host_and_port()
    yield port
    server.stop()


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Point boto3 at a port of 127.0.0.1, and at nothing else."""
    for name in ("AWS_PROFILE", "AWS_REGION", "AWS_SESSION_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
        monkeypatch.setenv(name, "/dev/null")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")

    def point(port: int) -> None:
        monkeypatch.setenv("AWS_ENDPOINT_URL_DYNAMODB", f"http://127.0.0.1:{port}")

    return point


@pytest.fixture
def table(moto_port: int, aws: Callable[[int], None]) -> str:
    """Create an empty table as lambda/template.yaml describes it; its name."""
    aws(moto_port)
    name = f"places-{uuid.uuid4().hex}"
    client = Session().client("dynamodb")
    client.create_table(
        TableName=name,
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    client.close()
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
    """Stand between boto3 and the table, without a fault until one is asked for."""
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
