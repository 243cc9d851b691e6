"""
The template of the Lambda function: what AWS makes of it.

Rule: expanded as SAM does it, then linted: cfn-lint overlooks in SAM's short form what it finds in the expansion.
"""

import json
from pathlib import Path
from typing import Any

import cfnlint.api
import pytest
from samtranslator.public.translator import ManagedPolicyLoader
from samtranslator.translator.transform import transform
from samtranslator.yaml_helper import yaml_parse

from skill.publish.package import MACHINE
from skill.settings import Settings
from skill.storage.deadline import REQUEST_SECONDS


TEMPLATE = Path(__file__).parents[2] / "lambda" / "template.yaml"
SKILL_ID = "amzn1.ask.skill.00000000-1111-2222-3333-444444444444"
POLICIES = {"AWSLambdaBasicExecutionRole": "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"}


class Policies(ManagedPolicyLoader):
    """AWS's managed policies, without asking AWS for them."""

    def __init__(self) -> None:
        super().__init__(None)

    def load(self) -> dict[str, str]:
        return POLICIES


@pytest.fixture(scope="module")
def expanded() -> dict[str, Any]:
    """Give the template as CloudFormation gets it; the archive is where `sam deploy` would have put it."""
    template = yaml_parse(TEMPLATE.read_text(encoding="utf-8"))
    template["Resources"]["Skill"]["Properties"]["CodeUri"] = "s3://bucket/lambda.zip"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
        found: dict[str, Any] = transform(template, {"SkillId": SKILL_ID}, Policies())
    return found


def resources(template: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    """Give the properties of every resource of a *kind*."""
    return [found["Properties"] for found in template["Resources"].values() if found["Type"] == kind]


def lint(template: dict[str, Any]) -> list[str]:
    """Give the errors and warnings of cfn-lint; its hints, which want metadata, are no faults."""
    found = cfnlint.api.lint_all(json.dumps(template))
    return [str(match.message) for match in found if match.rule.severity in ("error", "warning")]


def test_the_expansion_has_no_fault(expanded: dict[str, Any]) -> None:
    """cfn-lint knows the runtimes, processors and attributes that there are."""
    assert lint(expanded) == []


@pytest.mark.parametrize(
    ("key", "value"), [("Runtime", "python3.99"), ("Architectures", ["arm65"]), ("MemorySize", 64)]
)
def test_a_fault_would_be_found(expanded: dict[str, Any], key: str, value: object) -> None:
    """What cfn-lint passes over in SAM's short form, it finds here."""
    spoilt = json.loads(json.dumps(expanded))
    spoilt["Resources"]["Skill"]["Properties"][key] = value
    assert lint(spoilt) != []


def test_only_alexa_may_call_and_only_for_this_skill(expanded: dict[str, Any]) -> None:
    """Without the token any skill in the world could call the function."""
    (permission,) = resources(expanded, "AWS::Lambda::Permission")
    assert permission["Principal"] == "alexa-appkit.amazon.com"
    assert permission["EventSourceToken"] == {"Ref": "SkillId"}
    assert permission["Action"] == "lambda:InvokeFunction"
    assert permission["FunctionName"] == {"Ref": "SkillAliaslive"}


def test_the_function_is_as_the_archive_was_built_for(expanded: dict[str, Any]) -> None:
    """Python and processor of the template are those that the libraries are fetched for."""
    (function,) = resources(expanded, "AWS::Lambda::Function")
    assert (function["Runtime"], function["Architectures"]) == ("python3.13", ["arm64"])
    assert "--python-version=3.13" in MACHINE
    assert "--platform=manylinux2014_aarch64" in MACHINE
    assert function["Handler"] == "lambda_function.lambda_handler"


def test_the_function_ends_before_alexa_stops_waiting(expanded: dict[str, Any]) -> None:
    """Alexa waits for eight seconds, and the store has a deadline within the function's seven."""
    (function,) = resources(expanded, "AWS::Lambda::Function")
    assert (function["Timeout"], function["MemorySize"]) == (7, 512)
    assert function["Timeout"] > REQUEST_SECONDS


def test_the_function_has_the_settings_that_it_needs(expanded: dict[str, Any]) -> None:
    """Every variable is one that we read, and the store is the template's own table."""
    (function,) = resources(expanded, "AWS::Lambda::Function")
    variables = function["Environment"]["Variables"]
    wanted = {
        "GENTLE_ROLLER_SKILL_ID": ({"Ref": "SkillId"}, SKILL_ID),
        "GENTLE_ROLLER_STORAGE": ({"Fn::Sub": "dynamodb://${Places}"}, "dynamodb://places"),
    }
    assert variables == {name: written for name, (written, _) in wanted.items()}
    settings = Settings.from_env({name: value for name, (_, value) in wanted.items()})
    settings.require_skill()
    assert (settings.skill_id, settings.storage) == (SKILL_ID, "dynamodb://places")


def test_the_table_is_as_the_store_uses_it(expanded: dict[str, Any]) -> None:
    """The key `id`, time to live `expires`, paid by request; kept when the stack goes."""
    (table,) = resources(expanded, "AWS::DynamoDB::Table")
    assert table["KeySchema"] == [{"AttributeName": "id", "KeyType": "HASH"}]
    assert table["AttributeDefinitions"] == [{"AttributeName": "id", "AttributeType": "S"}]
    assert table["TimeToLiveSpecification"] == {"AttributeName": "expires", "Enabled": True}
    assert table["BillingMode"] == "PAY_PER_REQUEST"
    assert expanded["Resources"]["Places"]["DeletionPolicy"] == "Retain"


def test_the_table_keeps_no_copies_of_whoever_was_forgotten(expanded: dict[str, Any]) -> None:
    """ "Forget me" deletes at once (docs/privacy.md); a place to come back to is not worth a copy."""
    recovery = expanded["Resources"]["Places"]["Properties"]["PointInTimeRecoverySpecification"]
    assert recovery == {"PointInTimeRecoveryEnabled": False}


def test_the_function_may_touch_nothing_but_its_table(expanded: dict[str, Any]) -> None:
    """Get, put and delete an item; no scan, no other table."""
    (role,) = resources(expanded, "AWS::IAM::Role")
    (policy,) = role["Policies"]
    (statement,) = policy["PolicyDocument"]["Statement"]
    assert statement["Action"] == ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:DeleteItem"]
    assert statement["Resource"] == {"Fn::GetAtt": ["Places", "Arn"]}
    assert role["ManagedPolicyArns"] == [POLICIES["AWSLambdaBasicExecutionRole"]]


def test_logs_are_not_kept_for_ever(expanded: dict[str, Any]) -> None:
    """The log group is the template's, so that it has an end."""
    (logs,) = resources(expanded, "AWS::Logs::LogGroup")
    assert logs["RetentionInDays"] == 14
