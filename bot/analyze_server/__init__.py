"""Any analyzer behind Azure's own HTTP contract: Analyze Image v3.2 and v2.0, Image Analysis 4.0.

Describing runs in threads of its own, never on the event loop.
"""

from __future__ import annotations

import hmac
import json
import math
import os
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias, TypedDict
from uuid import uuid4

import structlog
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.analyze_server.desk import Desk, Fetch
from bot.analyze_server.error_bodies import Fault, Version, body_of, gateway_body, status_of
from bot.analyze_server.openapi import describe_api
from bot.analyze_server.questions import (
    API_VERSIONS,
    Pairs,
    Question,
    read_analyze,
    read_imageanalysis,
)
from bot.analyze_server.uploads import Accepted, read_upload
from bot.analyzers.azure_endpoint import KEY_HEADER, path_of
from bot.describe import Describer
from bot.web_pictures import fetch_public

log = structlog.get_logger()

MAX_WAITING = 16
"""Requests beyond those that are worked on; each may hold 20 MB."""

FETCHES_AT_ONCE = 4
"""Waiting for a slow address costs no core."""

_MIB = 2**20
_FORMATS = frozenset({"JPEG", "PNG", "GIF", "BMP"})


@dataclass(frozen=True, slots=True)
class Api:
    """One version of the service."""

    path: str
    version: Version
    accepted: Accepted
    read: Callable[[Pairs], Question]


APIS = (
    Api(
        path=path_of("3.2"),
        version="3.2",
        accepted=Accepted(4 * _MIB, 51, 15_999, _FORMATS),
        read=partial(read_analyze, version="3.2"),
    ),
    Api(
        path=path_of("2.0"),
        version="2.0",
        accepted=Accepted(4 * _MIB, 50, 15_999, _FORMATS),
        read=partial(read_analyze, version="2.0"),
    ),
    Api(
        path=path_of("4.0"),
        version="4.0",
        accepted=Accepted(20 * _MIB, 51, 15_999, _FORMATS | {"WEBP", "TIFF"}),
        read=read_imageanalysis,
    ),
)
"""MB are powers of two, as in the text of 4.0's own error. 4.0 takes ICO as well, which we do not
decode. Source: overview-image-analysis.md of MicrosoftDocs/azure-ai-docs."""


class _State(TypedDict):
    desk: Desk


_Endpoint: TypeAlias = Callable[[Request[_State]], Awaitable[Response]]


def analyze_app(
    describer: Describer,
    *,
    key: str = "",
    fetch: Fetch | None = fetch_public,
    at_once: int | None = None,
    max_waiting: int = MAX_WAITING,
) -> Starlette:
    """The service, to be run with its lifespan; its description is at /openapi.json.

    A language that the service knows is accepted, and the answer is in it where the analyzer
    speaks it, else in English.

    Args:
        key: what clients must send in `KEY_HEADER`; empty: nobody is asked for one.
        fetch: gets what {"url": ...} names; None refuses every address.
        at_once: pictures described at the same time; default: one for each core.
        max_waiting: how many requests may wait beyond those. More get 503 with Retry-After.
    """
    at_once = at_once or os.cpu_count() or 1

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[_State]:
        with (
            ThreadPoolExecutor(at_once, thread_name_prefix="analyze") as analyses,
            ThreadPoolExecutor(FETCHES_AT_ONCE, thread_name_prefix="fetch") as fetches,
        ):
            places = at_once + max_waiting
            yield {
                "desk": Desk(
                    describer, fetch=fetch, analyses=analyses, fetches=fetches, places=places
                )
            }

    return Starlette(
        routes=[
            Route("/openapi.json", _tell_api, methods=["GET"]),
            *(Route(api.path, _endpoint(api, key), methods=["POST"]) for api in APIS),
        ],
        lifespan=lifespan,
        exception_handlers={HTTPException: _tell_gateway, Exception: _tell_our_fault},
    )


# --- One request ---


def _endpoint(api: Api, key: str) -> _Endpoint:
    async def analyze(request: Request[_State]) -> Response:
        request_id, begun = str(uuid4()), time.monotonic()
        try:
            _require_key(request, key)
            answer = await _answer(request, api, request_id)
        except Fault as fault:
            response = _refusal(fault, api.version, request_id)
            _note(api, response.status_code, begun, code=fault.code)
            return response
        _note(api, 200, begun)
        return _json(answer, headers=_headers(api.version, request_id))

    return analyze


async def _answer(request: Request[_State], api: Api, request_id: str) -> dict[str, object]:
    """The query is read first, because that costs nothing. Raises Fault."""
    question = api.read(request.query_params.multi_items())
    desk = request.state["desk"]
    with desk.place():
        upload = await read_upload(request.headers, request.stream(), api.accepted.max_bytes)
        description = await desk.describe(upload, api.accepted, language=question.language)
    return question.answer(description, request_id=request_id)


def _require_key(request: Request[_State], key: str) -> None:
    """Raises HTTPException 401. Takes as long for a wrong key as for the right one."""
    given = request.headers.get(KEY_HEADER, "")
    if key and not hmac.compare_digest(given.encode(), key.encode()):
        raise HTTPException(401)


def _note(api: Api, status: int, begun: float, *, code: str = "") -> None:
    took_ms = round((time.monotonic() - begun) * 1000)
    log.info("analyze.answered", version=api.version, status=status, code=code, took_ms=took_ms)


# --- Answers ---


async def _tell_api(_request: Request[_State]) -> Response:
    return JSONResponse(describe_api())


def _refusal(fault: Fault, version: Version, request_id: str) -> Response:
    headers = _headers(version, request_id)
    if fault.retry_after_s is not None:
        headers["Retry-After"] = str(math.ceil(fault.retry_after_s))
    body = body_of(fault, version, request_id=request_id)
    return _json(body, status_of(fault, version), headers)


def _headers(version: Version, request_id: str) -> dict[str, str]:
    """As recorded, but for those about regions, bills and TLS, which would not be true."""
    headers = {"apim-request-id": request_id, "x-content-type-options": "nosniff"}
    if version == "4.0":
        headers |= {"request-id": request_id, "x-ms-request-id": request_id}
        headers["api-supported-versions"] = ", ".join(API_VERSIONS)
    return headers


def _json(body: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    content = json.dumps(body, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    kind = "application/json; charset=utf-8"
    return Response(content, status_code=status, headers=headers, media_type=kind)


async def _tell_gateway(_request: Request, error: Exception) -> Response:
    """What is answered before a version is reached. It knows no 405: a wrong method is no path."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    status = 404 if status == 405 else status
    headers = {"apim-request-id": str(uuid4()), "x-content-type-options": "nosniff"}
    if status == 401:
        headers["WWW-Authenticate"] = f'AzureApiManagementKey name="{KEY_HEADER}",type="header"'
    return _json(gateway_body(status), status, headers)


async def _tell_our_fault(request: Request, _error: Exception) -> Response:
    """The error itself goes to the log: Starlette raises it again after this answer."""
    versions: Mapping[str, Version] = {api.path: api.version for api in APIS}
    version = versions.get(request.url.path, "3.2")
    return _refusal(Fault("InternalServerError"), version, str(uuid4()))
