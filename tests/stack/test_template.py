"""What template.yaml promises: rights, secrets, keys, parameters, limits."""

from typing import Any

import pytest

from tests.stack.templates import (
    ROOT,
    functions,
    listed,
    names_in,
    resources,
    statements,
    transformed,
    written,
)

ROLES = {
    "SlackEvents": "SlackEventsRole",
    "SlackInteractions": "SlackInteractionsRole",
    "TurnWorker": "TurnWorkerRole",
    "Clock": "ClockRole",
    "SlackOAuth": "SlackOAuthRole",
}
SECRETS = {
    "SlackEvents": {"SigningSecret"},
    "SlackInteractions": {"SigningSecret", "BotToken"},
    "TurnWorker": {"BotToken", "ModelKey", "ClientSecret"},
    "Clock": {"BotToken", "ClientSecret"},
    "SlackOAuth": {"ClientSecret"},
}
INSTALLS = {"SIGNOFF_INSTALLATIONS", "SIGNOFF_INSTALLATIONS_KEY"}
CLIENT = {"SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET_ARN"}
ENVIRONMENT = {
    "SlackEvents": {"SIGNOFF_QUEUE_URL", "SIGNING_SECRET_ARN"},
    "SlackInteractions": {
        "SIGNOFF_TABLE",
        "SIGNOFF_QUEUE_URL",
        "SIGNOFF_BUCKET",
        "SIGNING_SECRET_ARN",
        "BOT_TOKEN_ARN",
        "SLACK_API_URL",
        *INSTALLS,
    },
    "TurnWorker": {
        "SIGNOFF_TABLE",
        "SIGNOFF_QUEUE_URL",
        "SIGNOFF_BUCKET",
        "BOT_TOKEN_ARN",
        "MODEL_KEY_ARN",
        "SLACK_API_URL",
        "OPENAI_BASE_URL",
        *INSTALLS,
        *CLIENT,
    },
    "Clock": {
        "SIGNOFF_TABLE",
        "SIGNOFF_QUEUE_URL",
        "SIGNOFF_DEAD_LETTERS_URL",
        "SIGNOFF_BUCKET",
        "BOT_TOKEN_ARN",
        "SLACK_API_URL",
        *INSTALLS,
        *CLIENT,
    },
    "SlackOAuth": {
        "SLACK_REDIRECT_URL",
        "SLACK_INSTALL_TEAMS",
        "SLACK_API_URL",
        *INSTALLS,
        *CLIENT,
    },
}
EVERYWHERE = {"LOG_LEVEL", "SIGNOFF_STACK", "AWS_ENDPOINT_URL"}
DOOR = {"SLACK_APP_ID", "SLACK_TEAM_ID"}
ONLY_WHEN_SET = {
    "AWS_ENDPOINT_URL": "AwsEndpointUrl",
    "SLACK_API_URL": "SlackApiUrl",
    "OPENAI_BASE_URL": "OpenAIBaseUrl",
    "SLACK_APP_ID": "SlackAppId",
    "SLACK_TEAM_ID": "SlackTeamId",
    "SLACK_INSTALL_TEAMS": "SlackInstallTeams",
}
EVERY_FUNCTION = pytest.mark.parametrize("function", sorted(ROLES))


def under(name: str) -> str | None:
    """The condition that a resource stands under."""
    found: str | None = written()["Resources"][name].get("Condition")
    return found


def rights(role: str) -> dict[str, set[str]]:
    """What a role may do, by the resource."""
    found: dict[str, set[str]] = {}
    for each in statements(role):
        for name in names_in(each["Resource"]):
            found.setdefault(name, set()).update(listed(each["Action"]))
    return found


def actions(role: str) -> set[str]:
    return {action for each in statements(role) for action in listed(each["Action"])}


def test_there_are_five_functions_each_named_after_its_folder() -> None:
    handlers = {each["CodeUri"]: each["Handler"] for each in functions().values()}

    assert handlers == {
        f"functions/{name}/": f"{name}.lambda_handler"
        for name in ("slack_events", "slack_interactions", "turn_worker", "clock", "slack_oauth")
    }
    assert all((ROOT / folder).is_dir() for folder in handlers)


@EVERY_FUNCTION
def test_a_function_has_a_role_of_its_own(function: str) -> None:
    assert functions()[function]["Role"] == {"Fn::GetAtt": [ROLES[function], "Arn"]}


@EVERY_FUNCTION
def test_a_role_is_for_lambda_alone_and_has_nothing_managed(function: str) -> None:
    role = resources("AWS::IAM::Role")[ROLES[function]]

    trust = role["AssumeRolePolicyDocument"]["Statement"]

    assert [each["Principal"] for each in trust] == [{"Service": "lambda.amazonaws.com"}]
    assert "ManagedPolicyArns" not in role


@EVERY_FUNCTION
def test_no_action_has_a_wildcard(function: str) -> None:
    assert not {action for action in actions(ROLES[function]) if "*" in action}


@EVERY_FUNCTION
def test_every_right_names_its_resource_except_for_traces(function: str) -> None:
    open_to_all = [each for each in statements(ROLES[function]) if each["Resource"] == "*"]

    assert [each["Action"] for each in open_to_all] == [
        ["xray:PutTraceSegments", "xray:PutTelemetryRecords"]
    ]
    for each in statements(ROLES[function]):
        assert each["Effect"] == "Allow"
        assert each in open_to_all or names_in(each["Resource"])


@EVERY_FUNCTION
def test_a_statement_has_a_name_and_one_resource(function: str) -> None:
    found = statements(ROLES[function])

    assert len({each["Sid"] for each in found}) == len(found)
    assert not [each for each in found if isinstance(each["Resource"], list)]


@EVERY_FUNCTION
def test_a_role_may_trace_only_while_tracing_is_on(function: str) -> None:
    policy = resources("AWS::IAM::Role")[ROLES[function]]["Policies"][0]
    conditions = [
        each["Fn::If"] for each in policy["PolicyDocument"]["Statement"] if "Fn::If" in each
    ]

    assert [name for name, _, _ in conditions].count("IsTraced") == 1
    assert all(otherwise == {"Ref": "AWS::NoValue"} for _, _, otherwise in conditions)


@EVERY_FUNCTION
def test_a_role_reads_exactly_the_secrets_of_its_function(function: str) -> None:
    readable: set[str] = set()
    for each in statements(ROLES[function]):
        if "secretsmanager:GetSecretValue" in listed(each["Action"]):
            readable |= names_in(each["Resource"])

    assert readable == SECRETS[function]


@EVERY_FUNCTION
def test_a_role_writes_the_logs_of_its_function_only(function: str) -> None:
    written_to: set[str] = set()
    for each in statements(ROLES[function]):
        if any(action.startswith("logs:") for action in listed(each["Action"])):
            written_to |= names_in(each["Resource"])

    assert written_to == {f"{function}Logs"}
    assert functions()[function]["LoggingConfig"] == {"LogGroup": {"Ref": f"{function}Logs"}}


def test_slack_events_may_queue_and_verify_and_nothing_else() -> None:
    assert actions("SlackEventsRole") == {
        "sqs:SendMessage",
        "secretsmanager:GetSecretValue",
        "logs:CreateLogStream",
        "logs:PutLogEvents",
        "xray:PutTraceSegments",
        "xray:PutTelemetryRecords",
    }


def test_only_the_worker_takes_from_the_queue_and_only_the_clock_looks_at_what_died() -> None:
    taken = {
        name: names_in(each["Resource"])
        for name, role in ROLES.items()
        for each in statements(role)
        if "sqs:ReceiveMessage" in listed(each["Action"])
    }

    assert taken == {"TurnWorker": {"TurnQueue"}, "Clock": {"TurnDeadLetters"}}


def test_no_function_may_take_a_dead_letter_away() -> None:
    on_dead_letters = {
        action
        for role in ROLES.values()
        for each in statements(role)
        if names_in(each["Resource"]) == {"TurnDeadLetters"}
        for action in listed(each["Action"])
    }

    assert on_dead_letters == {"sqs:ChangeMessageVisibility", "sqs:ReceiveMessage"}


@pytest.mark.parametrize("action", ["s3:DeleteObject", "dynamodb:Scan", "dynamodb:DeleteTable"])
def test_no_role_may_lose_or_sweep_the_truth(action: str) -> None:
    assert not [role for role in ROLES.values() if action in actions(role)]


def test_only_the_worker_takes_a_row_away_when_it_has_read_a_message() -> None:
    takers = [name for name in ROLES if "dynamodb:DeleteItem" in actions(ROLES[name])]

    assert takers == ["TurnWorker"]


ONLY_FOR_INSTALLS = {
    "ClientSecret",
    "InstallPermission",
    "InstallRoute",
    "Installations",
    "InstallationsKey",
    "OAuthIntegration",
    "RedirectPermission",
    "RedirectRoute",
    "SlackOAuth",
    "SlackOAuthLogs",
    "SlackOAuthRole",
}


def test_one_workspace_is_the_default_and_nothing_more_is_there_for_it() -> None:
    conditions = written()["Conditions"]
    conditional = {name: found for name in written()["Resources"] if (found := under(name))}

    assert written()["Parameters"]["SlackClientId"]["Default"] == ""
    assert conditions["IsInstalled"] == {"Fn::Not": [conditions["IsOneWorkspace"]]}
    assert conditional == dict.fromkeys(ONLY_FOR_INSTALLS, "IsInstalled") | {
        "BotToken": "IsOneWorkspace"
    }


@EVERY_FUNCTION
def test_a_right_to_what_is_there_under_a_condition_is_given_under_it(function: str) -> None:
    (policy,) = resources("AWS::IAM::Role")[ROLES[function]]["Policies"]
    for each in policy["PolicyDocument"]["Statement"]:
        name, statement = each["Fn::If"][:2] if "Fn::If" in each else (None, each)
        needed = {under(found) for found in names_in(statement["Resource"]) & ONLY_FOR_INSTALLS}

        assert needed <= {name, under(ROLES[function])}


def test_who_may_read_keep_and_open_installations() -> None:
    on = {name: rights(role) for name, role in ROLES.items()}

    assert {name: each.get("Installations", set()) for name, each in on.items()} == {
        "SlackEvents": set(),
        "SlackInteractions": {"dynamodb:GetItem"},
        "TurnWorker": {
            "dynamodb:DeleteItem",
            "dynamodb:GetItem",
            "dynamodb:PutItem",
            "dynamodb:UpdateItem",
        },
        "Clock": {"dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query", "dynamodb:UpdateItem"},
        "SlackOAuth": {"dynamodb:PutItem"},
    }
    assert {name: each.get("InstallationsKey", set()) for name, each in on.items()} == {
        "SlackEvents": set(),
        "SlackInteractions": {"kms:Decrypt"},
        "TurnWorker": {"kms:Decrypt", "kms:Encrypt"},
        "Clock": {"kms:Decrypt", "kms:Encrypt"},
        "SlackOAuth": {"kms:Encrypt"},
    }


def test_only_what_is_used_up_expires_among_installations() -> None:
    table = resources("AWS::DynamoDB::Table")["Installations"]
    (key,) = resources("AWS::KMS::Key").values()

    assert table["TimeToLiveSpecification"] == {"AttributeName": "ttl", "Enabled": True}
    assert table["SSESpecification"]["SSEEnabled"]
    assert table["DeletionProtectionEnabled"] == {"Ref": "DeletionProtection"}
    assert key["EnableKeyRotation"]


@EVERY_FUNCTION
def test_a_function_is_told_exactly_what_it_needs(function: str) -> None:
    told = set(functions()[function]["Environment"]["Variables"])
    for_all = set(written()["Globals"]["Function"]["Environment"]["Variables"])

    assert told == ENVIRONMENT[function] | (DOOR if function != "Clock" else set())
    assert for_all == EVERYWHERE


@pytest.mark.parametrize(("variable", "parameter"), sorted(ONLY_WHEN_SET.items()))
def test_an_empty_parameter_sets_no_variable(variable: str, parameter: str) -> None:
    places: list[dict[str, Any]] = [written()["Globals"]["Function"], *functions().values()]
    found = [
        place["Environment"]["Variables"][variable]
        for place in places
        if variable in place["Environment"]["Variables"]
    ]

    assert found
    for value in found:
        assert value == {"Fn::If": [f"Has{parameter}", {"Ref": parameter}, {"Ref": "AWS::NoValue"}]}
    assert written()["Parameters"][parameter]["Default"] == ""


def test_only_the_door_for_events_goes_without_dependencies() -> None:
    layers = {name: names_in(each.get("Layers", [])) for name, each in functions().items()}

    assert layers.pop("SlackEvents") == set()
    assert set(map(frozenset, layers.values())) == {
        frozenset({"SignoffLayer", "DependenciesLayer"})
    }


@pytest.mark.parametrize("kind", ["AWS::Serverless::Function", "AWS::Serverless::LayerVersion"])
def test_everything_is_built_by_the_root_makefile(kind: str) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for name in resources(kind):
        metadata = written()["Resources"][name]["Metadata"]

        assert metadata["BuildMethod"] == "makefile"
        assert metadata["ContextPath"] == "."
        assert f"build-{name}" in makefile


def test_a_layer_is_rebuilt_for_another_architecture() -> None:
    for name in resources("AWS::Serverless::LayerVersion"):
        metadata = written()["Resources"][name]["Metadata"]

        assert metadata["BuildArchitecture"] == {"Ref": "Architecture"}


def test_the_makefile_builds_by_default_for_what_the_template_names_by_default() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")

    for variable, parameter in (("ARCHITECTURE", "Architecture"), ("RUNTIME", "Runtime")):
        assert f"{variable} ?= {written()['Parameters'][parameter]['Default']}\n" in makefile


def test_the_secrets_are_typed_in_and_never_shown() -> None:
    parameters = written()["Parameters"]

    assert {name for name, each in parameters.items() if each.get("NoEcho")} == {
        "SlackSigningSecret",
        "SlackBotToken",
        "SlackClientSecret",
        "OpenAIApiKey",
    }
    assert all("Default" in each or each.get("NoEcho") for each in parameters.values())
    assert all(each["Description"] for each in parameters.values())


def test_the_outputs_are_what_one_pastes_into_the_slack_app() -> None:
    outputs = written()["Outputs"]

    assert outputs["EventsUrl"]["Value"] == {"Fn::Sub": "${HttpApi.ApiEndpoint}/slack/events"}
    assert outputs["InteractionsUrl"]["Value"] == {
        "Fn::Sub": "${HttpApi.ApiEndpoint}/slack/interactions"
    }


def test_the_http_api_has_two_routes_two_more_to_install_and_a_throttle() -> None:
    routes = resources("AWS::ApiGatewayV2::Route")
    (stage,) = resources("AWS::ApiGatewayV2::Stage").values()

    assert {each["RouteKey"]: under(name) for name, each in routes.items()} == {
        "POST /slack/events": None,
        "POST /slack/interactions": None,
        "GET /slack/install": "IsInstalled",
        "GET /slack/oauth_redirect": "IsInstalled",
    }
    assert stage["DefaultRouteSettings"] == {
        "ThrottlingRateLimit": {"Ref": "ThrottlingRate"},
        "ThrottlingBurstLimit": {"Ref": "ThrottlingBurst"},
    }


def test_a_message_stays_hidden_for_six_time_outs_of_the_worker() -> None:
    queue = resources("AWS::SQS::Queue")["TurnQueue"]

    assert queue["VisibilityTimeout"] >= 6 * functions()["TurnWorker"]["Timeout"]
    assert queue["RedrivePolicy"] == {
        "deadLetterTargetArn": {"Fn::GetAtt": ["TurnDeadLetters", "Arn"]},
        "maxReceiveCount": 5,
    }
    assert all(each["SqsManagedSseEnabled"] for each in resources("AWS::SQS::Queue").values())


def test_what_was_given_up_on_outlives_what_waits() -> None:
    queues = resources("AWS::SQS::Queue")

    assert (
        queues["TurnDeadLetters"]["MessageRetentionPeriod"]
        > queues["TurnQueue"]["MessageRetentionPeriod"]
    )
    alarm = resources("AWS::CloudWatch::Alarm")["DeadLetterAlarm"]
    assert names_in(alarm["Dimensions"]) == {"TurnDeadLetters"}


def test_the_worker_takes_one_message_at_a_time_and_reports_its_failures() -> None:
    plain = transformed()["Resources"]["TurnWorkerTurns"]["Properties"]

    assert plain["BatchSize"] == 1
    assert plain["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert plain["ScalingConfig"]["MaximumConcurrency"] == {
        "Fn::FindInMap": ["WorkerConcurrency", {"Ref": "WorkerConcurrency"}, "Turns"]
    }


def test_every_choice_of_worker_concurrency_is_mapped_to_its_number() -> None:
    choices = written()["Parameters"]["WorkerConcurrency"]["AllowedValues"]

    assert written()["Mappings"]["WorkerConcurrency"] == {
        each: {"Turns": int(each)} for each in choices
    }


def test_the_clock_ticks_each_minute() -> None:
    (rule,) = (
        each["Properties"]
        for each in transformed()["Resources"].values()
        if each["Type"] == "AWS::Events::Rule"
    )

    assert rule["ScheduleExpression"] == "rate(1 minute)"
    assert names_in(rule["Targets"]) == {"Clock"}


def test_the_table_has_its_keys_and_its_three_sparse_indexes() -> None:
    table = resources("AWS::DynamoDB::Table")["Table"]
    types = {each["AttributeName"]: each["AttributeType"] for each in table["AttributeDefinitions"]}
    keys = {
        each["IndexName"]: (
            [key["AttributeName"] for key in each["KeySchema"]],
            each["Projection"]["ProjectionType"],
        )
        for each in table["GlobalSecondaryIndexes"]
    }

    assert [key["AttributeName"] for key in table["KeySchema"]] == ["pk", "sk"]
    assert keys == {
        "due": (["due_shard", "due"], "KEYS_ONLY"),
        "pending": (["open_team", "exp"], "KEYS_ONLY"),
        "decided": (["decided_team", "decided_at"], "KEYS_ONLY"),
    }
    assert types == {
        "pk": "S",
        "sk": "S",
        "due_shard": "S",
        "due": "N",
        "open_team": "S",
        "exp": "N",
        "decided_team": "S",
        "decided_at": "N",
    }


def test_the_table_can_be_restored_and_is_not_deleted_by_mistake() -> None:
    table = resources("AWS::DynamoDB::Table")["Table"]

    assert table["BillingMode"] == "PAY_PER_REQUEST"
    assert table["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"]
    assert table["SSESpecification"]["SSEEnabled"]
    assert table["DeletionProtectionEnabled"] == {"Ref": "DeletionProtection"}
    assert written()["Parameters"]["DeletionProtection"]["Default"] == "true"


def test_nothing_that_a_paused_run_needs_is_ever_taken_away() -> None:
    table = resources("AWS::DynamoDB::Table")["Table"]
    (bucket,) = resources("AWS::S3::Bucket").values()
    takes_away = {"s3:DeleteObject", "s3:DeleteObjectVersion", "s3:PutLifecycleConfiguration"}

    assert "TimeToLiveSpecification" not in table
    assert "LifecycleConfiguration" not in bucket
    assert written()["Resources"]["Bucket"]["DeletionPolicy"] == "Retain"
    assert not any(takes_away & actions(role) for role in ROLES.values())


def test_the_bucket_is_encrypted_private_and_spoken_to_over_tls_only() -> None:
    (bucket,) = resources("AWS::S3::Bucket").values()
    (policy,) = resources("AWS::S3::BucketPolicy").values()
    (statement,) = policy["PolicyDocument"]["Statement"]

    assert bucket["BucketEncryption"]
    assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
    assert statement["Effect"] == "Deny"
    assert statement["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}


@EVERY_FUNCTION
def test_logs_are_kept_as_long_as_the_parameter_says(function: str) -> None:
    group = resources("AWS::Logs::LogGroup")[f"{function}Logs"]

    assert group["RetentionInDays"] == {"Ref": "LogRetentionDays"}


def test_no_concurrency_is_reserved_unless_asked_for() -> None:
    reserved = {
        name: each.get("ReservedConcurrentExecutions") for name, each in functions().items()
    }

    assert written()["Parameters"]["ReservedConcurrency"]["Default"] == 0
    for name in ("SlackEvents", "SlackInteractions"):
        assert reserved[name] == {
            "Fn::If": [
                "HasReservedConcurrency",
                {"Ref": "ReservedConcurrency"},
                {"Ref": "AWS::NoValue"},
            ]
        }
