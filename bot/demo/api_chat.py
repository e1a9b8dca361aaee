"""The chat.* methods."""

from __future__ import annotations

import json
from functools import partial
from typing import Any

from bot.demo import files, limits, seed
from bot.demo.api_error import ApiError
from bot.demo.backend import Backend
from bot.demo.block_walk import with_ids
from bot.demo.calls import Methods, Request
from bot.demo.model import Channel, Json, Message

MAX_POSTED_TEXT = 40_000
"""Longer text is cut, not refused. docs.slack.dev/reference/methods/chat.postMessage"""

MAX_METADATA_BYTES = 16_384


def register(methods: Methods) -> None:
    methods.add("chat.postMessage", post_message, "chat:write")
    methods.add("chat.postEphemeral", post_ephemeral, "chat:write")
    methods.add("chat.update", update, "chat:write")
    methods.add("chat.delete", delete, "chat:write")
    methods.add("chat.getPermalink", get_permalink)


def post_message(request: Request) -> Json:
    channel = writable_channel(request)
    content = _content(request)
    check_content(request.backend, content["blocks"], content["attachments"])
    check_pace(request, channel)
    text = content.pop("text")
    message = _bot_message(request, channel, text[:MAX_POSTED_TEXT], **content)
    message.thread_ts = request.args.text("thread_ts") or None
    request.backend.post(message)
    shown = request.backend.message_object(message)
    return {"channel": channel.id, "ts": message.ts, "message": shown}


def writable_channel(request: Request) -> Channel:
    """The channel named, when the bot may post into it."""
    channel = request.channel()
    may_post = request.backend.bot_is_in(channel) or "chat:write.public" in request.backend.scopes
    if not may_post:
        raise ApiError("not_in_channel")
    if channel.is_archived:
        raise ApiError("is_archived")
    return channel


def _content(request: Request) -> dict[str, Any]:
    """What a message says. At least one of text, blocks and attachments must be there."""
    args = request.args
    text = args.text("text") or args.text("markdown_text") or ""
    blocks = args.parsed("blocks", "invalid_blocks_format")
    attachments = args.parsed("attachments", "invalid_attachments")
    if blocks is not None and not isinstance(blocks, list):
        raise ApiError("invalid_blocks_format")
    if attachments is not None and not isinstance(attachments, list):
        raise ApiError("invalid_attachments")
    if not text and not blocks and not attachments:
        raise ApiError("no_text")
    return {
        "text": text,
        "blocks": blocks,
        "attachments": attachments,
        "metadata": _metadata(request),
    }


def check_content(
    backend: Backend, blocks: list[Json] | None, attachments: list[Json] | None
) -> None:
    """Passes what Slack would take, pictures of files included.

    Raises:
        ApiError: invalid_blocks and its like.
    """
    limits.check_message(blocks, attachments, file_is_usable=partial(_is_usable, backend))


def _is_usable(backend: Backend, reference: Json) -> bool:
    """Whether an image block may show this file: a PNG, JPEG or GIF the bot can see."""
    with backend.state.lock:
        found = [
            file
            for file in backend.state.files.values()
            if file.id == reference.get("id")
            or (reference.get("url") and f"-{file.id}/" in str(reference["url"]))
        ]
        return any(
            file.filetype in {"png", "jpg", "gif"}
            and file.is_picture
            and not file.is_deleted
            and files.can_see(backend.state, file, seed.BOT_USER_ID)
            for file in found
        )


def _metadata(request: Request) -> Json | None:
    """`{"event_type": ..., "event_payload": {...}}`; None when left out, {} to take it away."""
    metadata = request.args.parsed("metadata", "invalid_metadata_format")
    if metadata is None:
        return None
    if metadata == {}:
        return {}
    if not isinstance(metadata, dict):
        raise ApiError("invalid_metadata_format")
    if not isinstance(metadata.get("event_type"), str) or not isinstance(
        metadata.get("event_payload"), dict
    ):
        raise ApiError("invalid_metadata_schema")
    if len(json.dumps(metadata)) > MAX_METADATA_BYTES:
        raise ApiError("metadata_too_large")
    return metadata


def _bot_message(
    request: Request,
    channel: Channel,
    text: str,
    *,
    blocks: list[Json] | None,
    attachments: list[Json] | None,
    metadata: Json | None,
) -> Message:
    return Message(
        ts=request.backend.state.next_ts(),
        channel=channel.id,
        user=seed.BOT_USER_ID,
        bot_id=seed.BOT_ID,
        text=text,
        blocks=with_ids(blocks),
        attachments=with_attachment_ids(attachments),
        metadata=metadata,
    )


def with_attachment_ids(attachments: list[Json] | None) -> list[Json] | None:
    """Slack numbers attachments, fills `fallback` and stores colors without the "#"."""
    if attachments is None:
        return None
    return [_stored(place, each) for place, each in enumerate(attachments, start=1)]


def _stored(place: int, attachment: Json) -> Json:
    stored = {"id": place, "fallback": "[no preview available]", **attachment}
    if "color" in stored:
        stored["color"] = str(stored["color"]).removeprefix("#")
    if "blocks" in stored:
        stored["blocks"] = with_ids(stored["blocks"], f"b{place}_")
    return stored


def check_pace(request: Request, channel: Channel) -> None:
    """About one message a second in each channel, when that switch is on."""
    least_s = request.backend.faults.seconds_per_message
    own = [
        message
        for message in request.backend.state.messages(channel.id)
        if message.user == seed.BOT_USER_ID
    ]
    if least_s and own and request.backend.state.clock() - float(own[-1].ts) < least_s:
        raise RateLimitReachedError(max(1, round(least_s)))


class RateLimitReachedError(Exception):
    """Ends a call with 429."""

    def __init__(self, retry_after_s: int) -> None:
        super().__init__(retry_after_s)
        self.retry_after_s = retry_after_s


def post_ephemeral(request: Request) -> Json:
    channel = writable_channel(request)
    user = request.args.required("user", "user_not_found")
    if user not in channel.members:
        raise ApiError("user_not_in_channel")
    content = _content(request)
    check_content(request.backend, content["blocks"], content["attachments"])
    message = _bot_message(request, channel, content.pop("text"), **content)
    message.ephemeral_for = user
    message.thread_ts = request.args.text("thread_ts") or None
    request.backend.post(message)
    return {"message_ts": message.ts}


def own_message(request: Request, error: str) -> Message:
    """The message named; the bot may change only its own."""
    channel = request.channel()
    message = request.message(channel)
    if message.user != seed.BOT_USER_ID:
        raise ApiError(error)
    if channel.is_archived:
        raise ApiError("is_inactive")
    return message


def update(request: Request) -> Json:
    """Text without blocks takes the old blocks away; attachments and metadata left out stay."""
    message = own_message(request, "cant_update_message")
    content = _content(request)
    text, blocks, attachments = content["text"], content["blocks"], content["attachments"]
    if len(text) > limits.MAX_TEXT:
        raise ApiError("msg_too_long")
    check_content(request.backend, blocks, attachments)
    previous = request.backend.message_object(message)
    with request.backend.state.lock:
        has_text = request.args.text("text") is not None
        message.text = text if has_text else message.text
        if blocks is not None or has_text:
            message.blocks = with_ids(blocks or None)
        if attachments is not None:
            message.attachments = with_attachment_ids(attachments or None)
        if content["metadata"] is not None:
            message.metadata = content["metadata"] or None
        if not blocks:
            message.edited_ts = request.backend.state.next_ts()
        request.backend.change_message(message, previous)
    shown = request.backend.message_object(message)
    return {"channel": message.channel, "ts": message.ts, "text": message.text, "message": shown}


def delete(request: Request) -> Json:
    message = own_message(request, "cant_delete_message")
    request.backend.remove_message(message)
    return {"channel": message.channel, "ts": message.ts}


def get_permalink(request: Request) -> Json:
    channel = request.channel()
    message = request.message(channel, "message_ts")
    link = f"{request.backend.base_url}/archives/{channel.id}/p{message.ts.replace('.', '')}"
    if message.is_reply:
        link += f"?thread_ts={message.thread_ts}&cid={channel.id}"
    return {"channel": channel.id, "permalink": link}
