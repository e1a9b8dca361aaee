"""The environment as a configuration."""

from __future__ import annotations

import pytest

from bot.config import Config, read_config, slack_is_configured
from bot.errors import Misconfigured

SOCKET = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}


def faults_of(environ: dict[str, str]) -> tuple[str, ...]:
    with pytest.raises(Misconfigured) as caught:
        read_config(environ, slack_is_configured)
    return caught.value.faults


def test_an_empty_environment_is_enough_without_slack() -> None:
    """Everything has a default that works, the database in the user's own folder included."""
    config = read_config({})
    assert config.port == 3000
    assert config.vision_fallback == ("embedded",)
    assert config.database_url.startswith("sqlite:///")
    assert config.slack_api_host is None


def test_every_fault_is_told_at_once() -> None:
    """Two wrong values and a missing token make three sentences."""
    faults = faults_of({"PORT": "abc", "VISION_RATE": "0"})
    assert [fault.split()[0] for fault in faults][:2] == ["PORT", "VISION_RATE"]
    assert any("SLACK_BOT_TOKEN" in fault for fault in faults)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PORT", "８０"),
        ("PORT", "9" * 5000),
        ("VISION_API", "1.0"),
        ("VISION_FALLBACK", "embedded,azure"),
        ("VISION_RATE", "-1"),
        ("VISION_QUOTA", "F1"),
        ("VISION_QUOTA", "0"),
        ("VISION_QUOTA_PER_PERSON", "many"),
        ("LOG_LEVEL", "LOUD"),
        ("SLACK_API_URL", "http://slack.example"),
        ("SLACK_API_URL", "https://user:word@slack.example/"),
        ("DATABASE_URL", "mysql://x"),
        ("DATABASE_URL", "sqlite:///"),
        ("DATABASE_URL", "sqlite:////var/lib/describe.sqlite3?mode=ro"),
        ("SLACK_BOT_TOKEN", "xoxb-…"),
        ("SLACK_BOT_TOKEN", "xoxb-1\nxoxb-2"),
        ("SLACK_APP_TOKEN", "xapp-1 2"),
        ("SLACK_SIGNING_SECRET", "a\x7fb"),
        ("DATABASE_URL", "postgresql://user:word@host"),
        ("DATABASE_URL", "postgresql://user:word@host:port/describe"),
        ("DATABASE_URL", "postgresql+asyncpg://user:word@host/describe"),
    ],
)
def test_a_wrong_value_is_named_and_never_repeated(name: str, value: str) -> None:
    """The sentence names the variable; the value may be a secret in the wrong place."""
    fault = faults_of({**SOCKET, name: value})[0]
    assert fault.startswith(name)
    assert fault.endswith(".")
    assert "user:word" not in fault


@pytest.mark.parametrize(
    "url",
    [
        "sqlite:///relative.sqlite3",
        "sqlite:////var/lib/describe.sqlite3",
        "postgres://user:word@host/describe",
        "postgresql://user:word@host:5432/describe?sslmode=require",
        "postgresql:///describe?host=/var/run/postgresql",
    ],
)
def test_a_database_is_a_file_or_a_postgres_server(url: str) -> None:
    """In either spelling that platforms give."""
    assert read_config({"DATABASE_URL": url}).database_url == url


def test_tokens_in_each_others_place_are_recognized() -> None:
    """The commonest mistake of an installation gets its own sentence."""
    faults = faults_of({"SLACK_BOT_TOKEN": "xapp-1", "SLACK_APP_TOKEN": "xoxb-1"})
    assert any("belongs in SLACK_APP_TOKEN" in fault for fault in faults)
    assert any("begins with xapp-" in fault for fault in faults)


def test_upper_and_lower_case_are_the_same_in_a_choice() -> None:
    """Other programs take `debug` for a level of logs."""
    config = read_config({"LOG_LEVEL": "debug", "VISION_API": "Embedded"})
    assert (config.log_level, config.vision_api) == ("DEBUG", "embedded")


def test_secrets_are_not_in_the_repr() -> None:
    """A configuration may be printed."""
    config = Config(
        slack_bot_token="S1",
        slack_app_token="S2",
        slack_signing_secret="S3",
        vision_key="S4",
        database_url="postgresql://user:S5@host/describe",
    )
    assert not any(secret in repr(config) for secret in ("S1", "S2", "S3", "S4", "S5"))


def test_an_empty_fallback_means_none() -> None:
    """VISION_FALLBACK= is a decision, not a missing value."""
    assert read_config({"VISION_FALLBACK": ""}).vision_fallback == ()


@pytest.mark.parametrize("url", ["http://127.0.0.1:4003/api", "http://localhost:4003/api/"])
def test_an_emulator_on_this_machine_may_be_plain_http(url: str) -> None:
    """The base always ends in a slash, and its host may be sent the token."""
    config = read_config({"SLACK_API_URL": url})
    assert config.slack_api_url.endswith("/api/")
    assert config.slack_api_host == url.split("/")[2]


@pytest.mark.parametrize(
    ("environ", "quota", "rate"),
    [
        ({}, None, 20),
        ({"VISION_QUOTA": "1200"}, 1200, 20),
        ({"VISION_QUOTA": "F0"}, 5000, 20),
        ({"VISION_QUOTA": "f0", "VISION_RATE": "5"}, 5000, 5),
        ({"VISION_QUOTA": "S1"}, None, 600),
    ],
)
def test_a_plan_brings_its_calls_a_month_and_a_minute(
    environ: dict[str, str], quota: int | None, rate: int
) -> None:
    """By its name; a rate of one's own counts more."""
    config = read_config(environ)
    assert (config.vision_quota, config.vision_rate_per_minute) == (quota, rate)


def test_shares_are_set_one_by_one() -> None:
    """Each for itself, and none where nothing is set."""
    config = read_config({"VISION_QUOTA_PER_WORKSPACE": "9", "VISION_QUOTA_PER_PERSON": "3"})
    assert config.vision_quota_per_workspace == 9
    assert config.vision_quota_per_channel is None
    assert config.vision_quota_per_person == 3
