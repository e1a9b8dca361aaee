"""Keeps other web sites away from the page: only this machine's names, only its own origin."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.loopback import is_loopback


class PageGuard:
    """Refuses requests with a foreign Host, and foreign pages' requests for the page's parts."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            headers = Headers(scope=scope)
            is_page = scope["path"] == "/" or scope["path"].startswith("/page/")
            if not _is_local(headers) or (is_page and _is_foreign(headers, scope["path"])):
                refusal = PlainTextResponse("This page is for this computer only.", 403)
                await refusal(scope, receive, send)
                return
        await self._app(scope, receive, send)


def _is_local(headers: Headers) -> bool:
    """False for a name of somebody else's that resolves to 127.0.0.1 (DNS rebinding)."""
    return is_loopback(urlsplit("//" + headers.get("host", "")).hostname or "")


def _is_foreign(headers: Headers, path: str) -> bool:
    """Whether another page asks. Following a link to the page itself is nobody's harm."""
    origin = headers.get("origin")
    if origin is not None and origin != f"http://{headers.get('host')}":
        return True
    asked_by = headers.get("sec-fetch-site", "none")
    return path != "/" and asked_by not in {"same-origin", "none"}
