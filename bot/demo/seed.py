"""The team everybody starts with: two people, one of them an admin, the bot, three channels and a
direct message of each person with the bot."""

from __future__ import annotations

from bot.demo.model import Channel, ChannelKind, User
from bot.demo.state import State

TEAM_ID = "T00000DEMO"
TEAM_NAME = "Demo workspace"
TEAM_DOMAIN = "demo-workspace"
APP_ID = "A00000DEMO"
APP_NAME = "Describe"
VERIFICATION_TOKEN = "demo-verification-token"  # noqa: S105 - means nothing
"""Deprecated, but payloads have it still. docs.slack.dev/authentication/verifying-requests"""
BOT_ID = "B000000BOT"
BOT_USER_ID = "U000000BOT"
SLACKBOT_ID = "USLACKBOT"
PERSON_ID = "U00000ALEX"
OTHER_PERSON_ID = "U000000SAM"
GENERAL = "C000GENERA"
PHOTOS = "C000PHOTOS"
PRIVATE = "C00PLANNIN"
DIRECT = "D00000DEMO"
OTHER_DIRECT = "D000000SAM"

USERS = (
    User(
        PERSON_ID,
        "alex",
        "Alex Rivera",
        "#2B6CB0",
        tz="America/New_York",
        tz_label="Eastern Time",
    ),
    User(
        OTHER_PERSON_ID,
        "sam",
        "Sam Okafor",
        "#B7471D",
        is_admin=True,
        locale="de-DE",
        tz="Europe/Berlin",
        tz_label="Central European Time",
    ),
    User(BOT_USER_ID, "describe", APP_NAME, "#3B3F8C", bot_id=BOT_ID),
    User(SLACKBOT_ID, "slackbot", "Slackbot", "#5B5B66"),
)
PEOPLE = (PERSON_ID, OTHER_PERSON_ID)
DIRECTS = {PERSON_ID: DIRECT, OTHER_PERSON_ID: OTHER_DIRECT}
"""Each person's conversation with the bot."""


def fill(state: State) -> None:
    """Puts users and channels into an empty state. The bot is not in the private channel."""
    for user in USERS:
        state.users[user.id] = user
    everyone = {*PEOPLE, BOT_USER_ID}
    _add(state, GENERAL, "general", "public", everyone, creator=OTHER_PERSON_ID)
    _add(state, PHOTOS, "photos", "public", everyone, creator=PERSON_ID)
    _add(state, PRIVATE, "planning", "private", set(PEOPLE), creator=PERSON_ID)
    for person, channel_id in DIRECTS.items():
        _add(state, channel_id, "", "im", {person, BOT_USER_ID}, creator=person)


def _add(
    state: State, channel_id: str, name: str, kind: ChannelKind, members: set[str], *, creator: str
) -> None:
    channel = Channel(channel_id, name, kind, set(members), int(state.clock()), creator)
    state.add_channel(channel)
