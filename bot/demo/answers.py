"""Answers to commands and clicks: in the acknowledgment itself, or later by response_url.

Source: docs.slack.dev/interactivity/handling-user-interaction#message_responses.
"""

from __future__ import annotations

import json

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.demo import seed
from bot.demo.api_chat import MAX_POSTED_TEXT, check_content, with_attachment_ids
from bot.demo.api_error import ApiError
from bot.demo.backend import Backend, ResponseUrl
from bot.demo.block_walk import with_ids
from bot.demo.model import Json, Message

MAX_USES = 5
LIFE_S = 30 * 60.0


def answer_in_place(backend: Backend, where: ResponseUrl, answer: Json | str | None) -> None:
    """Shows what an acknowledgment says; nothing when it says nothing."""
    body: Json = {"text": answer} if isinstance(answer, str) else answer or {}
    if body.get("text") or body.get("blocks") or body.get("attachments"):
        post_answer(backend, where, body)


def show_failure(backend: Backend, where: ResponseUrl, command: str, error: str) -> None:
    """What Slackbot tells a person whose command did not reach the app in time."""
    backend.say_to_one(where.channel, where.user, f"{command} failed with the error “{error}”")


def post_answer(backend: Backend, where: ResponseUrl, body: Json) -> None:
    """Posts to the one who asked, or to everybody with `response_type: in_channel`.

    Raises:
        ApiError: no_text, invalid_blocks and their like.
    """
    text, blocks, attachments = _parts(body)
    check_content(backend, blocks, attachments)
    is_public = body.get("response_type") == "in_channel"
    backend.post(
        Message(
            ts=backend.state.next_ts(),
            channel=where.channel,
            user=seed.BOT_USER_ID,
            bot_id=seed.BOT_ID,
            text=text[:MAX_POSTED_TEXT],
            blocks=with_ids(blocks),
            attachments=with_attachment_ids(attachments),
            thread_ts=body.get("thread_ts") or where.thread_ts,
            ephemeral_for=None if is_public else where.user,
        )
    )


def _parts(body: Json) -> tuple[str, list[Json] | None, list[Json] | None]:
    text, blocks, attachments = (
        str(body.get("text") or ""),
        body.get("blocks"),
        body.get("attachments"),
    )
    if not text and not blocks and not attachments:
        raise ApiError("no_text")
    return text, blocks, attachments


class Answers:
    """The response_url endpoint."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend

    def routes(self) -> list[Route]:
        return [
            Route("/commands/{team}/{key}", self.take, methods=["POST"]),
            Route("/actions/{team}/{key}", self.take, methods=["POST"]),
        ]

    async def take(self, request: Request) -> Response:
        where = self._backend.response_urls.get(request.path_params["key"])
        if where is None:
            return PlainTextResponse("no_service", status_code=404)
        if self._backend.state.clock() - where.made_at > LIFE_S:
            return JSONResponse({"ok": False, "error": "expired_url"}, status_code=404)
        if where.uses >= MAX_USES:
            return JSONResponse({"ok": False, "error": "used_url"}, status_code=404)
        try:
            body = json.loads(await request.body())
        except ValueError:
            return PlainTextResponse("invalid_payload", status_code=400)
        if not isinstance(body, dict):
            return PlainTextResponse("invalid_payload", status_code=400)
        try:
            self._apply(where, body)
        except ApiError as error:
            return JSONResponse({"ok": False, "error": error.error, **error.extra}, status_code=400)
        where.uses += 1
        return PlainTextResponse("ok")

    def _apply(self, where: ResponseUrl, body: Json) -> None:
        original = self._original(where)
        if body.get("delete_original"):
            if original is not None:
                self._delete(original)
        elif body.get("replace_original") and original is not None:
            self._replace(original, body)
        else:
            post_answer(self._backend, where, body)

    def _original(self, where: ResponseUrl) -> Message | None:
        """The message that was clicked; None for a command, which has none (bolt-python#1268)."""
        if where.message_ts is None:
            return None
        return self._backend.state.find(where.channel, where.message_ts)

    def _delete(self, message: Message) -> None:
        state = self._backend.state
        if message.ephemeral_for is None:
            self._backend.remove_message(message)
            return
        with state.lock:
            state.ephemerals[message.channel].remove(message)
            state.note("message_deleted", channel=message.channel, ts=message.ts)

    def _replace(self, message: Message, body: Json) -> None:
        text, blocks, attachments = _parts(body)
        check_content(self._backend, blocks, attachments)
        previous = self._backend.message_object(message)
        with self._backend.state.lock:
            message.text = text
            message.blocks = with_ids(blocks)
            message.attachments = with_attachment_ids(attachments)
            if message.ephemeral_for is None:
                self._backend.change_message(message, previous)
            else:
                self._backend.state.note("message", channel=message.channel, ts=message.ts)
