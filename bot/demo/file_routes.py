"""Where bytes go in and out: upload addresses, url_private, thumbnails."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import (
    HTMLResponse,
    PlainTextResponse,
    RedirectResponse,
    Response,
    StreamingResponse,
)
from starlette.routing import Route

from bot.demo import files, pictures, seed
from bot.demo.backend import Backend, Download
from bot.demo.model import File
from bot.demo.pauses import pause
from bot.demo.web_api import bearer
from bot.demo.wire import wire_of

CHUNK_BYTES = 64 * 1024
SIGN_IN_PAGE = """<!DOCTYPE html>
<html lang="en"><head><title>Demo workspace | Slack</title></head>
<body><h1>Sign in to the demo workspace</h1>
<form action="/signin" method="post"><input name="email" type="email"></form></body></html>
"""


class FileRoutes:
    """Routes for the bot: it needs its token and the scope, or gets the sign-in page."""

    def __init__(self, backend: Backend, closing: asyncio.Event) -> None:
        self._backend = backend
        self._closing = closing

    def routes(self) -> list[Route]:
        return [
            Route("/upload/v1/{file_id}", self.upload, methods=["POST"]),
            Route("/files-pri/{key}/{name}", self.original),
            Route("/files-pri/{key}/download/{name}", self.original),
            Route("/files-tmb/{key}/{name}", self.thumbnail),
        ]

    async def upload(self, request: Request) -> Response:
        """Takes raw bytes or a multipart form; 200 with "OK - LENGTH", as Slack's does."""
        file_id = request.path_params["file_id"]
        announced = self._backend.uploads.get(file_id)
        if announced is None:
            return PlainTextResponse("no such upload", status_code=404)
        content = await _uploaded_bytes(request)
        self._backend.uploads[file_id] = replace(announced, content=content)
        return PlainTextResponse(f"OK - {len(content)}")

    async def original(self, request: Request) -> Response:
        return await self._answer(request, None)

    async def thumbnail(self, request: Request) -> Response:
        side = request.path_params["name"].rpartition(".")[0].rpartition("_")[2]
        return await self._answer(request, int(side) if side.isdigit() else 0)

    async def _answer(self, request: Request, side_px: int | None) -> Response:
        response = await self._choose_answer(request, side_px)
        with self._backend.state.lock:
            self._backend.downloads.append(
                Download(
                    host=request.headers.get("host", ""),
                    path=request.url.path,
                    had_token=bearer(request.headers) is not None,
                    status=response.status_code,
                )
            )
            self._backend.state.touch()
        return response

    async def _choose_answer(self, request: Request, side_px: int | None) -> Response:
        faults = self._backend.faults
        if faults.download_status is not None:
            return PlainTextResponse("", status_code=faults.download_status)
        redirect = self._redirect(request)
        if redirect is not None:
            return redirect
        if faults.download_sign_in_page or not self._may_read(request):
            return HTMLResponse(SIGN_IN_PAGE)
        file = self._file(request)
        if file is None:
            return PlainTextResponse("", status_code=404)
        if side_px is None:
            return self._send(request, file.content, file.mimetype)
        small = await run_in_threadpool(
            pictures.thumbnail, file.content, file.mimetype, side_px or 64
        )
        return self._send(request, *small) if small else PlainTextResponse("", status_code=404)

    def _redirect(self, request: Request) -> Response | None:
        """302 to the host the switch names, as Enterprise Grid does to files-origin."""
        faults = self._backend.faults
        hops = int(request.query_params.get("hop", "0"))
        if faults.download_redirect_to is None or hops >= faults.download_redirects:
            return None
        target = faults.download_redirect_to
        if urlsplit(target).path in {"", "/"}:
            target = f"{target.rstrip('/')}{request.url.path}?hop={hops + 1}"
        return RedirectResponse(target, status_code=302)

    def _may_read(self, request: Request) -> bool:
        has_token = bearer(request.headers) == self._backend.tokens.bot
        return has_token and "files:read" in self._backend.scopes

    def _file(self, request: Request) -> File | None:
        file_id = request.path_params["key"].split("-")[1:2]
        file = self._backend.state.files.get(file_id[0]) if file_id else None
        if file is None or files.stub_of(file) is not None:
            return None
        visible = files.can_see(self._backend.state, file, seed.BOT_USER_ID)
        return file if visible else None

    def _send(self, request: Request, content: bytes, media_type: str) -> Response:
        faults = self._backend.faults
        if not faults.download_truncated and not faults.download_slow_s:
            return Response(content, media_type=media_type)
        return StreamingResponse(
            self._trickle(request, content),
            media_type=media_type,
            headers={"Content-Length": str(len(content))},
        )

    async def _trickle(self, request: Request, content: bytes) -> AsyncIterator[bytes]:
        """The bytes, slowly or only half of them. Stops early when the server does."""
        faults = self._backend.faults
        sent = content[: len(content) // 2] if faults.download_truncated else content
        step = max(1, min(CHUNK_BYTES, len(sent) // 10 or 1))
        chunks = [sent[start : start + step] for start in range(0, len(sent), step)]
        step_s = faults.download_slow_s / len(chunks) if chunks else 0.0
        for chunk in chunks:
            yield chunk
            if step_s and not await pause(self._closing, step_s):
                break
        else:
            if not faults.download_truncated:
                return
        wire_of(request.scope).finish()


async def _uploaded_bytes(request: Request) -> bytes:
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        return await request.body()
    async with request.form() as form:
        for value in form.values():
            if not isinstance(value, str):
                return await value.read()
    return b""
