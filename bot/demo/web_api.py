"""POST /api/{method}: reads a call, meets the planned faults, checks the token, answers."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from typing import Any

import starlette.requests
from starlette.responses import JSONResponse, PlainTextResponse, Response

from bot.demo import (
    api_chat,
    api_conversations,
    api_files,
    api_people,
    api_views,
)
from bot.demo.api_chat import RateLimitReachedError
from bot.demo.api_error import ApiError
from bot.demo.backend import Backend, Call
from bot.demo.calls import Args, Method, Methods, Request
from bot.demo.faults import AnswersStatus, ApiFault, Fails, LosesResponse, RateLimited
from bot.demo.model import Json
from bot.demo.pauses import pause
from bot.demo.wire import wire_of


class WebApi:
    """The Web API as one endpoint."""

    def __init__(self, backend: Backend, closing: asyncio.Event) -> None:
        self._backend = backend
        self._closing = closing
        self._methods = Methods()
        for part in (api_files, api_chat, api_conversations, api_people, api_views):
            part.register(self._methods)

    async def answer(self, request: starlette.requests.Request) -> Response:
        name = request.path_params["method"]
        args = await read_args(request)
        token = _token(request, args)
        await self._dawdle(name)
        fault = self._backend.faults.take(name)
        response, answer = self._meet(fault) or self._run(name, args, token)
        method = self._methods.table.get(name)
        response.headers["x-oauth-scopes"] = ",".join(sorted(self._backend.scopes))
        response.headers["x-accepted-oauth-scopes"] = ",".join(method.scopes if method else ())
        self._record(name, args, response.status_code, answer)
        if isinstance(fault, LosesResponse):
            wire_of(request.scope).reset()
        return response

    async def _dawdle(self, name: str) -> None:
        """Waits as long as the switch says, but not beyond the server's end."""
        delay_s = self._backend.faults.slow_api_s.get(name, 0.0)
        if delay_s:
            await pause(self._closing, delay_s)

    def _meet(self, fault: ApiFault | None) -> tuple[Response, str] | None:
        """What a planned fault answers in place of the work; None when the work is to be done."""
        if isinstance(fault, RateLimited):
            return _too_many(fault.retry_after_s), "ratelimited"
        if isinstance(fault, AnswersStatus):
            page = PlainTextResponse("The server is not well.", status_code=fault.status)
            return page, f"http {fault.status}"
        if isinstance(fault, Fails):
            return JSONResponse({"ok": False, "error": fault.error}), fault.error
        return None

    def _run(self, name: str, args: dict[str, Any], token: str | None) -> tuple[Response, str]:
        try:
            method = self._method(name)
            self._authorize(method, token)
            answer = method.handler(Request(self._backend, Args(args)))
        except ApiError as error:
            return JSONResponse({"ok": False, "error": error.error, **error.extra}), error.error
        except RateLimitReachedError as error:
            return _too_many(error.retry_after_s), "ratelimited"
        return JSONResponse({"ok": True, **answer}), "ok"

    def _method(self, name: str) -> Method:
        method = self._methods.table.get(name)
        if method is None:
            raise ApiError("unknown_method", req_method=name)
        return method

    def _authorize(self, method: Method, token: str | None) -> None:
        tokens = self._backend.tokens
        if method.caller == "anyone":
            return
        if not token:
            raise ApiError("not_authed")
        expected, other = tokens.bot, tokens.app
        if method.caller == "app":
            expected, other = other, expected
        if token == other:
            raise ApiError("not_allowed_token_type")
        if token != expected:
            raise ApiError("invalid_auth")
        if method.scopes:
            Request(self._backend, Args({})).need_scope(*method.scopes)

    def _record(self, name: str, args: dict[str, Any], status: int, answer: str) -> None:
        with self._backend.state.lock:
            self._backend.calls.append(Call(name, args, status, answer))
            self._backend.state.touch()


def _too_many(retry_after_s: int) -> Response:
    return JSONResponse(
        {"ok": False, "error": "ratelimited"},
        status_code=429,
        headers={"Retry-After": str(retry_after_s)},
    )


async def read_args(request: starlette.requests.Request) -> dict[str, Any]:
    """Query, form and JSON arguments together, the token still among them."""
    args: dict[str, Any] = dict(request.query_params)
    if request.headers.get("content-type", "").startswith("application/json"):
        return args | _json_object(await request.body())
    async with request.form() as form:
        return args | {name: value for name, value in form.items() if isinstance(value, str)}


def _json_object(body: bytes) -> Json:
    try:
        value = json.loads(body or b"{}")
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def _token(request: starlette.requests.Request, args: dict[str, Any]) -> str | None:
    """The caller's token, taken out of the arguments so that it is never recorded."""
    given = args.pop("token", None)
    return bearer(request.headers) or (str(given) if given else None)


def bearer(headers: Mapping[str, str]) -> str | None:
    """The token of an Authorization header."""
    kind, _, token = headers.get("authorization", "").partition(" ")
    return token.strip() or None if kind.lower() == "bearer" else None
