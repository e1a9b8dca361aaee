"""Messages as Slack shows them: the message object of events and of conversations.*."""

from __future__ import annotations

from bot.demo import files, seed
from bot.demo.model import Json, Message
from bot.demo.state import State


def message_object(
    state: State, message: Message, base_url: str, *, with_metadata: bool = False
) -> Json:
    """Slack's message object. Source: docs.slack.dev/messaging#message-structure."""
    with state.lock:
        shown: Json = {
            "type": "message",
            "user": message.user,
            "ts": message.ts,
            "text": message.text,
            "team": seed.TEAM_ID,
            **_optional(message),
            **_bot_facts(message),
        }
        if message.file_ids:
            shown["files"] = [_file_in_message(state, each, base_url) for each in message.file_ids]
            shown["upload"] = False
            shown["display_as_bot"] = False
        if with_metadata and message.metadata:
            shown["metadata"] = message.metadata
        if message.reactions:
            shown["reactions"] = reactions_object(message)
        return shown | _thread_facts(state, message)


def reactions_object(message: Message) -> list[Json]:
    return [
        {"name": name, "users": list(users), "count": len(users)}
        for name, users in message.reactions.items()
    ]


def _optional(message: Message) -> Json:
    shown: Json = {}
    if message.subtype:
        shown["subtype"] = message.subtype
    if message.subtype == "tombstone":
        shown["hidden"] = True
    if message.blocks is not None:
        shown["blocks"] = message.blocks
    if message.attachments is not None:
        shown["attachments"] = message.attachments
    if message.edited_ts:
        shown["edited"] = {"user": message.user, "ts": message.edited_ts}
    return shown


def _bot_facts(message: Message) -> Json:
    if message.bot_id is None:
        return {}
    return {
        "bot_id": message.bot_id,
        "app_id": seed.APP_ID,
        "bot_profile": {
            "id": message.bot_id,
            "app_id": seed.APP_ID,
            "name": seed.APP_NAME,
            "deleted": False,
            "team_id": seed.TEAM_ID,
        },
    }


def _file_in_message(state: State, file_id: str, base_url: str) -> Json:
    """The file object without `shares`, which Slack leaves out inside messages."""
    shown = files.file_object(state, state.files[file_id], base_url, late_shares_s=0.0)
    return {name: value for name, value in shown.items() if name not in FILE_FIELDS_LEFT_OUT}


FILE_FIELDS_LEFT_OUT = frozenset({"shares", "channels", "groups", "ims", "comments_count"})


def _thread_facts(state: State, message: Message) -> Json:
    if message.is_reply:
        parent = state.message(message.channel, message.thread_ts or "")
        return {
            "thread_ts": message.thread_ts,
            **({"parent_user_id": parent.user} if parent else {}),
        }
    replies = state.thread(message.channel, message.ts)
    if not replies:
        return {}
    users = list(dict.fromkeys(reply.user for reply in replies))
    return {
        "thread_ts": message.ts,
        "reply_count": len(replies),
        "reply_users_count": len(users),
        "reply_users": users,
        "latest_reply": replies[-1].ts,
        "is_locked": False,
        "subscribed": False,
    }
