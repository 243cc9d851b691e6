"""How DynamoDB is asked: where, with which keys, and with how little of botocore."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from storage.fault_proxy import FaultProxy, passed_on

from skill.storage import Storage, StorageError, open_storage
from skill.storage.dynamodb_client import DynamoDBClient


OPEN_AND_READ = """
import sys
from skill.storage import one_deadline, open_storage

with one_deadline(60):
    assert open_storage(sys.argv[1]).load("ANNA") is None
print(sorted(name for name in sys.modules if name in ("boto3", "botocore.client", "botocore.loaders", "jmespath")))
"""


@pytest.fixture
def headers(proxy: FaultProxy) -> list[dict[str, str]]:
    """Note the headers of the next ten requests."""
    noted: list[dict[str, str]] = []

    def noting(handler: Any, body: bytes) -> None:
        noted.append(dict(handler.headers))
        passed_on(handler, body)

    proxy.faults = [noting] * 10
    return noted


def key_and_scope(headers: dict[str, str]) -> tuple[str, str]:
    """Return the key that signed, and the region and service that it signed for."""
    credential = headers["Authorization"].split("Credential=")[1].split(",")[0]
    key, _, scope = credential.partition("/")
    return key, scope.partition("/")[2]


def test_a_request_is_signed_for_the_table_s_region(faulty: Storage, headers: list[dict[str, str]]) -> None:
    """With the keys of the environment; nothing tells who asks."""
    faulty.check()
    assert key_and_scope(headers[0]) == ("test", "eu-west-1/dynamodb/aws4_request")
    assert "X-Amz-Security-Token" not in headers[0]


def test_the_token_of_a_role_is_sent(
    faulty: Storage, headers: list[dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Lambda's keys are of no use without it."""
    monkeypatch.setenv("AWS_SESSION_TOKEN", "of-a-role")
    faulty.check()
    assert headers[0]["X-Amz-Security-Token"] == "of-a-role"


def test_keys_and_region_may_be_in_aws_s_files(
    table: str, headers: list[dict[str, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As `aws configure` writes them, for a profile that AWS_PROFILE names."""
    (tmp_path / "config").write_text("[profile roller]\nregion = eu-central-1\n")
    (tmp_path / "credentials").write_text("[roller]\naws_access_key_id = filed\naws_secret_access_key = secret\n")
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_DEFAULT_REGION"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_PROFILE", "roller")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "credentials"))
    storage = open_storage(f"dynamodb://{table}")
    with pytest.raises(StorageError, match=f"there is no DynamoDB table {table} in eu-central-1"):
        storage.check()  # moto keeps the tables of each region apart, as AWS does
    storage.close()
    assert key_and_scope(headers[0]) == ("filed", "eu-central-1/dynamodb/aws4_request")


@pytest.mark.parametrize(
    ("region", "address"),
    [
        ("eu-west-1", "https://dynamodb.eu-west-1.amazonaws.com/"),
        ("cn-north-1", "https://dynamodb.cn-north-1.amazonaws.com.cn/"),
    ],
)
def test_the_address_is_that_of_the_region(
    aws: Callable[[int], None], monkeypatch: pytest.MonkeyPatch, region: str, address: str
) -> None:
    """Over TLS, unless AWS_ENDPOINT_URL_DYNAMODB names another."""
    monkeypatch.setenv("AWS_DEFAULT_REGION", region)
    client = DynamoDBClient(1, 1)
    assert client.address == address
    client.close()


@pytest.mark.parametrize(
    ("name", "value", "line"),
    [
        ("AWS_DEFAULT_REGION", "eu-west-1.example.org/", "DynamoDB cannot be used: Provided region_name"),
        ("AWS_ENDPOINT_URL_DYNAMODB", "localhost:8000", "AWS_ENDPOINT_URL_DYNAMODB is no http address"),
    ],
)
def test_a_wrong_region_or_address_is_one_line(
    aws: Callable[[int], None], monkeypatch: pytest.MonkeyPatch, name: str, value: str, line: str
) -> None:
    """Said when the store is opened: keys go nowhere but to AWS."""
    monkeypatch.setenv(name, value)
    with pytest.raises(StorageError, match=line) as refused:
        open_storage("dynamodb://places")
    assert "\n" not in str(refused.value)


def test_neither_boto3_nor_a_service_s_model_is_loaded(table: str) -> None:
    """They would be most of the time that a Lambda function takes to start."""
    code = [sys.executable, "-W", "ignore", "-c", OPEN_AND_READ, f"dynamodb://{table}"]
    done = subprocess.run(code, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("[]\n", "")
