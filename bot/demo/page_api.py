"""What the page asks and does: /page/api/*. Answers are {"ok": true, ...} or a sentence."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Any, TypeAlias

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from bot.demo import page_json, seed
from bot.demo.backend import Backend
from bot.demo.interactions import Interactions, NotThereError
from bot.demo.model import Json, Message
from bot.demo.page_drafts import Draft, PageRefusal, as_typed, read_draft, read_json
from bot.demo.page_files import PAGE_HEADERS
from bot.demo.people import People, UnknownCommandError, is_command

HEARTBEAT_S = 15.0

Action: TypeAlias = Callable[[Request], Awaitable[Json]]
Endpoint: TypeAlias = Callable[[Request], Awaitable[Response]]


class PageApi:
    """Routes of the page that answer JSON. Whoever looks at the page is the first person."""

    def __init__(
        self, backend: Backend, people: People, interactions: Interactions, closing: asyncio.Event
    ) -> None:
        self._backend = backend
        self._people = people
        self._interactions = interactions
        self._closing = closing

    def routes(self) -> list[Route]:
        actions = {
            "messages": self._send,
            "delete": self._delete,
            "reactions": self._react,
            "interactions": self._interact,
            "home": self._open_home,
        }
        return [
            Route("/page/api/state", self.state),
            Route("/page/api/changes", self.changes),
            *(
                Route(f"/page/api/{name}", _answering(action), methods=["POST"])
                for name, action in actions.items()
            ),
        ]

    # Looking

    async def state(self, request: Request) -> Response:
        viewer = request.query_params.get("as", seed.PERSON_ID)
        if viewer not in seed.PEOPLE:
            return JSONResponse({"ok": False}, status_code=404, headers=PAGE_HEADERS)
        return JSONResponse(page_json.whole_state(self._backend, viewer), headers=PAGE_HEADERS)

    async def changes(self, request: Request) -> Response:
        """Server-Sent Events from now on, or from the event after Last-Event-ID."""
        last_id = request.headers.get("last-event-id", "")
        start = int(last_id) if last_id.isdigit() else self._backend.state.last_change_id
        headers = {**PAGE_HEADERS, "Cache-Control": "no-store"}
        return StreamingResponse(
            self._stream(start), media_type="text/event-stream", headers=headers
        )

    async def _stream(self, seen: int) -> AsyncIterator[str]:
        state = self._backend.state
        loop = asyncio.get_running_loop()
        woken = asyncio.Event()
        with state.watched(lambda: loop.call_soon_threadsafe(woken.set)):
            yield "retry: 1000\n\n"
            while not self._closing.is_set():
                woken.clear()
                changes, is_complete = state.changes_after(seen)
                if not is_complete:
                    yield _event(changes[0].id - 1, {"kind": "reload"})
                for change in changes:
                    seen = change.id
                    yield _event(change.id, page_json.page_change(state, change))
                try:
                    await asyncio.wait_for(woken.wait(), HEARTBEAT_S)
                except TimeoutError:
                    yield ": still here\n\n"

    # Doing

    async def _send(self, request: Request) -> Json:
        draft = await read_draft(request)
        self._check_place(draft)
        if is_command(draft.text) and not draft.files:
            return self._command(draft)
        text = as_typed(draft.text, self._backend)
        if draft.files:
            shared = self._people.share(
                draft.files,
                channel=draft.channel,
                user=seed.PERSON_ID,
                text=text,
                thread_ts=draft.thread_ts,
            )
            return {"ts": shared.message_ts}
        if not text.strip():
            raise PageRefusal("Write something or add a file first.")
        ts = self._people.say(
            text, channel=draft.channel, user=seed.PERSON_ID, thread_ts=draft.thread_ts
        )
        return {"ts": ts}

    def _check_place(self, draft: Draft) -> None:
        channel = self._backend.state.channels.get(draft.channel)
        if channel is None or seed.PERSON_ID not in channel.members:
            raise PageRefusal("You are not in this channel.")
        if channel.is_archived:
            raise PageRefusal("This channel is archived.")

    def _command(self, draft: Draft) -> Json:
        try:
            self._people.command(
                draft.text, channel=draft.channel, user=seed.PERSON_ID, thread_ts=draft.thread_ts
            )
        except UnknownCommandError as error:
            sentence = f"{error.name} is not a command here. Try /describe help."
            raise PageRefusal(sentence) from error
        return {"command": True}

    async def _delete(self, request: Request) -> Json:
        message = self._message(await read_json(request))
        if message.user != seed.PERSON_ID:
            raise PageRefusal("You can delete only your own messages.")
        self._people.delete_message(message.channel, message.ts)
        return {}

    async def _react(self, request: Request) -> Json:
        """Adds the reaction, or takes it back when it was given before."""
        body = await read_json(request)
        message = self._message(body)
        name = str(body.get("name", "")).strip(":")
        if not re.fullmatch(r"[a-z0-9_+'-]{1,100}", name):
            raise PageRefusal("That is not the name of an emoji.")
        if not self._backend.react(message, name, user=seed.PERSON_ID):
            self._backend.unreact(message, name, user=seed.PERSON_ID)
        return {}

    def _message(self, body: Mapping[str, Any]) -> Message:
        found = self._backend.state.message(str(body.get("channel")), str(body.get("ts")))
        if found is None:
            raise PageRefusal("That message is not there any more.")
        return found

    async def _interact(self, request: Request) -> Json:
        """A control of a message, or with `view_id` a submitted modal."""
        body = await read_json(request)
        try:
            if "view_id" in body:
                self._interactions.submit(
                    view_id=str(body["view_id"]),
                    values=body.get("values") or {},
                    user=seed.PERSON_ID,
                )
            else:
                self._press(body)
        except NotThereError as error:
            raise PageRefusal("That control is not there any more.") from error
        return {}

    def _press(self, body: Json) -> None:
        option = body.get("selected_option")
        self._interactions.press(
            channel=str(body.get("channel")),
            message_ts=str(body.get("message_ts") or body.get("ts")),
            action_id=str(body.get("action_id")),
            block_id=body.get("block_id"),
            user=seed.PERSON_ID,
            chosen={"selected_option": option} if option else None,
        )

    async def _open_home(self, _request: Request) -> Json:
        self._people.open_home(seed.PERSON_ID)
        return {}


def _answering(action: Action) -> Endpoint:
    """An endpoint that turns what an action gives, or refuses, into JSON."""

    async def endpoint(request: Request) -> Response:
        try:
            answer = {"ok": True, **await action(request)}
        except PageRefusal as refusal:
            return JSONResponse(
                {"ok": False, "error": refusal.sentence},
                status_code=refusal.status,
                headers=PAGE_HEADERS,
            )
        return JSONResponse(answer, headers=PAGE_HEADERS)

    return endpoint


def _event(event_id: int, body: Json) -> str:
    return f"id: {event_id}\ndata: {json.dumps(body)}\n\n"
