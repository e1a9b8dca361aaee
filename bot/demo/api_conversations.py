"""The conversations.* methods."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator, Sequence
from typing import TypeVar

from bot.demo import seed
from bot.demo.api_error import ApiError
from bot.demo.calls import Methods, Request
from bot.demo.model import Channel, Json, Message

T = TypeVar("T")

READ_SCOPES = {"public": "channels:read", "private": "groups:read", "im": "im:read"}
HISTORY_SCOPES = {"public": "channels:history", "private": "groups:history", "im": "im:history"}


def register(methods: Methods) -> None:
    read, history = tuple(READ_SCOPES.values()), tuple(HISTORY_SCOPES.values())
    methods.add("conversations.list", list_channels, *read)
    methods.add("users.conversations", list_own_channels, *read)
    methods.add("conversations.info", info, *read)
    methods.add("conversations.members", members, *read)
    methods.add("conversations.history", history_of, *history)
    methods.add("conversations.replies", replies, *history)
    methods.add("conversations.join", join, "channels:join")
    methods.add("conversations.open", open_direct, "im:write")


def channel_object(request: Request, channel: Channel) -> Json:
    """Slack's conversation object. docs.slack.dev/reference/objects/conversation-object."""
    shown: Json = {
        "id": channel.id,
        "created": channel.created,
        "is_archived": channel.is_archived,
        "is_im": channel.kind == "im",
        "is_mpim": False,
        "is_org_shared": False,
        "context_team_id": seed.TEAM_ID,
    }
    if channel.kind == "im":
        person = next(iter(channel.members - {seed.BOT_USER_ID}), "")
        return {**shown, "user": person, "is_user_deleted": False, "priority": 0}
    return {
        **shown,
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": True,
        "is_group": False,
        "is_private": channel.kind == "private",
        "is_general": channel.id == seed.GENERAL,
        "is_member": request.backend.bot_is_in(channel),
        "is_shared": False,
        "is_ext_shared": False,
        "creator": channel.creator,
        "num_members": len(channel.members),
        "topic": {"value": "", "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
    }


def list_channels(request: Request) -> Json:
    """Public channels, and others that the bot is a member of."""
    return _listed(
        request, [each for each in _asked_for(request) if request.backend.bot_may_see(each)]
    )


def list_own_channels(request: Request) -> Json:
    """Those that `user` is a member of, the bot when left out; of others' only what it may see."""
    user = request.args.text("user") or seed.BOT_USER_ID
    if user not in request.backend.state.users:
        raise ApiError("user_not_found")
    found = [
        each
        for each in _asked_for(request)
        if user in each.members and request.backend.bot_may_see(each)
    ]
    return _listed(request, found)


def _asked_for(request: Request) -> Iterator[Channel]:
    """Channels of the kinds in `types`, for each of which the scope is needed."""
    wanted = (request.args.text("types") or "public_channel").split(",")
    kinds = {"public_channel": "public", "private_channel": "private", "im": "im"}
    asked = {kinds[each.strip()] for each in wanted if each.strip() in kinds}
    for kind in sorted(asked):
        request.need_scope(READ_SCOPES[kind])
    for channel in request.backend.state.channels.values():
        if channel.kind not in asked:
            continue
        if not (channel.is_archived and request.args.flag("exclude_archived")):
            yield channel


def _listed(request: Request, found: list[Channel]) -> Json:
    page, cursor = paged(request, found, default=100)
    return {
        "channels": [channel_object(request, each) for each in page],
        "response_metadata": {"next_cursor": cursor},
    }


def paged(request: Request, found: Sequence[T], *, default: int) -> tuple[Sequence[T], str]:
    """One page of what was found, and the cursor of the next ("" at the end)."""
    limit = max(1, min(request.args.number("limit", default), 1000))
    start = _place(request.args.text("cursor"))
    end = start + limit
    cursor = base64.b64encode(f"next:{end}".encode()).decode() if end < len(found) else ""
    return found[start:end], cursor


def _place(cursor: str | None) -> int:
    if not cursor:
        return 0
    try:
        return int(base64.b64decode(cursor).decode().removeprefix("next:"))
    except (ValueError, binascii.Error):
        raise ApiError("invalid_cursor") from None


def info(request: Request) -> Json:
    channel = request.channel()
    request.need_scope(READ_SCOPES[channel.kind])
    return {"channel": channel_object(request, channel)}


def members(request: Request) -> Json:
    channel = request.channel()
    request.need_scope(READ_SCOPES[channel.kind])
    page, cursor = paged(request, sorted(channel.members), default=100)
    return {"members": list(page), "response_metadata": {"next_cursor": cursor}}


def readable_channel(request: Request) -> Channel:
    """The channel named, when the bot may read its messages."""
    channel = request.channel()
    request.need_scope(HISTORY_SCOPES[channel.kind])
    if not request.backend.bot_is_in(channel):
        raise ApiError("not_in_channel")
    return channel


def history_of(request: Request) -> Json:
    """Top-level messages, newest first."""
    channel = readable_channel(request)
    with request.backend.state.lock:
        found = [
            each
            for each in reversed(request.backend.state.messages(channel.id))
            if not each.is_reply and _in_range(request, each)
        ]
        page, cursor = paged(request, found, default=100)
        return _answer(request, page, cursor) | {"pin_count": 0}


def replies(request: Request) -> Json:
    """The parent and its replies, oldest first; a message without replies alone."""
    channel = readable_channel(request)
    state = request.backend.state
    with state.lock:
        root_ts = state.thread_root(channel.id, request.args.required("ts", "thread_not_found"))
        root = state.message(channel.id, root_ts) if root_ts else None
        if root is None:
            raise ApiError("thread_not_found")
        thread = [each for each in state.thread(channel.id, root.ts) if _in_range(request, each)]
        page, cursor = paged(request, [root, *thread], default=1000)
        return _answer(request, page, cursor)


def _in_range(request: Request, message: Message) -> bool:
    """Between `oldest` and `latest`, ends included only when `inclusive`."""
    args = request.args
    oldest, latest = args.text("oldest") or "0", args.text("latest")
    try:
        ts, first = float(message.ts), float(oldest)
        last = float(latest) if latest else float("inf")
    except ValueError:
        raise ApiError("invalid_arguments") from None
    if args.flag("inclusive"):
        return first <= ts <= last
    return first < ts < last


def _answer(request: Request, page: Sequence[Message], cursor: str) -> Json:
    with_metadata = request.args.flag("include_all_metadata")
    answer: Json = {
        "messages": [
            request.backend.message_object(each, with_metadata=with_metadata) for each in page
        ],
        "has_more": bool(cursor),
    }
    if cursor:
        answer["response_metadata"] = {"next_cursor": cursor}
    return answer


def join(request: Request) -> Json:
    channel = request.channel()
    if channel.kind != "public":
        raise ApiError("method_not_supported_for_channel_type")
    if channel.is_archived:
        raise ApiError("is_archived")
    request.backend.add_bot(channel, inviter=None)
    return {"channel": channel_object(request, channel)}


def open_direct(request: Request) -> Json:
    """The direct message with one person, made when there is none."""
    person = request.args.required("users", "users_list_not_supplied")
    state = request.backend.state
    if person not in state.users:
        raise ApiError("user_not_found")
    with state.lock:
        wanted = {person, seed.BOT_USER_ID}
        for channel in state.channels.values():
            if channel.kind == "im" and channel.members == wanted:
                return {"channel": {"id": channel.id}}
        channel = Channel(state.new_id("D"), "", "im", wanted, int(state.clock()), person)
        state.add_channel(channel)
        return {"channel": {"id": channel.id}}
