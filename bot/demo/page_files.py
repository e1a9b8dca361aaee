"""The page's own files, and the workspace's files for the browser, which must never run them."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.demo import pictures
from bot.demo.model import File
from bot.demo.state import State

PAGE_FOLDER = Path(__file__).with_name("page")
PAGE_FILE = re.compile(r"[a-z0-9_-]+\.(?:css|js|svg|png|ico|woff2)")
MEDIA_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
}
SHOWN_TYPES = frozenset(
    {"image/png", "image/jpeg", "image/gif", "image/webp", "image/avif", "image/bmp"}
)
"""What the browser shows by itself; none of them can hold a script."""

THUMBNAIL_SIDE_PX = 720
PAGE_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-cache",
}
FILE_HEADERS = {
    **PAGE_HEADERS,
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cache-Control": "private, max-age=3600",
}


class PageFiles:
    """Routes of the page that answer bytes."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._thumbnails: dict[str, tuple[bytes, str] | None] = {}

    def routes(self) -> list[Route]:
        return [
            Route("/", self.index),
            Route("/archives/{channel}/{place}", self.permalink),
            Route("/page/files/{file_id}/{name}", self.original),
            Route("/page/thumbs/{file_id}", self.thumbnail),
            Route("/page/{name}", self.own),
        ]

    async def index(self, _request: Request) -> Response:
        return _page_file("index.html", "text/html; charset=utf-8")

    async def permalink(self, request: Request) -> Response:
        """To the thread of a message, whose `ts` stands in its address without the dot."""
        channel, place = request.path_params["channel"], request.path_params["place"]
        if not re.fullmatch(r"[A-Z0-9]+", channel) or not re.fullmatch(r"p\d{7,}", place):
            return PlainTextResponse("", status_code=404)
        thread_ts = request.query_params.get("thread_ts", "")
        own_ts = f"{place[1:-6]}.{place[-6:]}"
        ts = thread_ts if re.fullmatch(r"\d+\.\d{6}", thread_ts) else own_ts
        return RedirectResponse(f"/#{channel}/{ts}", status_code=302)

    async def own(self, request: Request) -> Response:
        name = request.path_params["name"]
        if not PAGE_FILE.fullmatch(name):
            return PlainTextResponse("", status_code=404)
        return _page_file(name, MEDIA_TYPES[Path(name).suffix])

    async def original(self, request: Request) -> Response:
        file = self._file(request)
        if file is None:
            return PlainTextResponse("", status_code=404)
        media_type = pictures.sniff_picture(file.content)
        if media_type in SHOWN_TYPES:
            return Response(file.content, media_type=media_type, headers=FILE_HEADERS)
        attachment = f"attachment; filename*=UTF-8''{quote(file.name, safe='')}"
        return Response(
            file.content,
            media_type="application/octet-stream",
            headers={**FILE_HEADERS, "Content-Disposition": attachment},
        )

    async def thumbnail(self, request: Request) -> Response:
        """At most 720 px on the long side, drawn once."""
        file = self._file(request)
        if file is None:
            return PlainTextResponse("", status_code=404)
        if file.id not in self._thumbnails:
            self._thumbnails[file.id] = await run_in_threadpool(
                pictures.thumbnail, file.content, file.mimetype, THUMBNAIL_SIDE_PX
            )
        small = self._thumbnails[file.id]
        if small is None:
            return PlainTextResponse("", status_code=404)
        return Response(small[0], media_type=small[1], headers=FILE_HEADERS)

    def _file(self, request: Request) -> File | None:
        file = self._state.files.get(request.path_params["file_id"])
        return None if file is None or file.is_deleted else file


def _page_file(name: str, media_type: str) -> Response:
    try:
        content = (PAGE_FOLDER / name).read_bytes()
    except OSError:
        return PlainTextResponse("", status_code=404, headers=PAGE_HEADERS)
    return Response(content, media_type=media_type, headers=PAGE_HEADERS)
