"""What the page asks: /page/api/*. Answers are {"ok": true, ...} or a sentence."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TypeAlias

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from bot.demo import page_json, seed
from bot.demo.backend import Backend
from bot.demo.model import Json
from bot.demo.page_acts import PageActs
from bot.demo.page_controls import PageControls
from bot.demo.page_drafts import PageRefusal
from bot.demo.page_files import PAGE_HEADERS

HEARTBEAT_S = 15.0

Action: TypeAlias = Callable[[Request], Awaitable[Json]]
Endpoint: TypeAlias = Callable[[Request], Awaitable[Response]]


class PageApi:
    """Routes of the page that answer JSON. Each names in `as` who looks at it and acts."""

    def __init__(
        self, backend: Backend, acts: PageActs, controls: PageControls, closing: asyncio.Event
    ) -> None:
        self._backend = backend
        self._actions: dict[str, Action] = {**acts.actions(), **controls.actions()}
        self._closing = closing

    def routes(self) -> list[Route]:
        return [
            Route("/page/api/state", self.state),
            Route("/page/api/changes", self.changes),
            *(
                Route(f"/page/api/{name}", _answering(action), methods=["POST"])
                for name, action in self._actions.items()
            ),
        ]

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
