"""Reads what the page sends: messages with their files, and small objects."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request

from bot.demo import seed
from bot.demo.backend import Backend
from bot.demo.model import Json, NewFile

MAX_UPLOAD_BYTES = 200 * 1000 * 1000


@dataclass(frozen=True, slots=True)
class Draft:
    """A message as the page sends it."""

    channel: str
    user: str
    text: str
    thread_ts: str | None
    files: tuple[NewFile, ...]


class PageRefusal(Exception):
    """Ends a request with `ok: false` and this sentence."""

    def __init__(self, sentence: str, status: int = 200) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.status = status


async def read_json(request: Request) -> Json:
    """The body as an object.

    Raises:
        PageRefusal: it is none.
    """
    try:
        body = await request.json()
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise PageRefusal("That request could not be read.", 400)
    return body


async def read_act(request: Request) -> tuple[Json, str]:
    """The body as an object, and the id of the person who acts.

    Raises:
        PageRefusal: no object, or nobody of this workspace.
    """
    body = await read_json(request)
    return body, actor_of(body)


def actor_of(fields: Mapping[str, Any]) -> str:
    """Who acts, by the field `as`: the first person when left out."""
    user = str(fields.get("as") or seed.PERSON_ID)
    if user not in seed.PEOPLE:
        raise PageRefusal("That person is not in this workspace.", 404)
    return user


async def read_draft(request: Request) -> Draft:
    """A message from JSON or from a form with files.

    Raises:
        PageRefusal: too large, or not to be read.
    """
    if int(request.headers.get("content-length") or 0) > MAX_UPLOAD_BYTES:
        raise PageRefusal(f"Files of up to {MAX_UPLOAD_BYTES // 10**6} MB in all fit here.", 413)
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        return _draft(await read_json(request), ())
    async with request.form(max_files=100) as form:
        return _draft(form, await _new_files(form))


def _draft(fields: Mapping[str, Any], new: tuple[NewFile, ...]) -> Draft:
    return Draft(
        channel=str(fields.get("channel") or ""),
        user=actor_of(fields),
        text=_with_plain_lines(str(fields.get("text") or "")),
        thread_ts=str(fields.get("thread_ts") or "") or None,
        files=new,
    )


async def _new_files(form: FormData) -> tuple[NewFile, ...]:
    """The repeated `file` parts, each with the `alt_txt` of the same place."""
    uploads = [each for each in form.getlist("file") if isinstance(each, UploadFile)]
    alt_texts = [_with_plain_lines(str(each)) for each in form.getlist("alt_txt")]
    alt_texts += [""] * (len(uploads) - len(alt_texts))
    return tuple(
        [
            NewFile(upload.filename or "file", await upload.read(), alt_txt=alt_txt or None)
            for upload, alt_txt in zip(uploads, alt_texts, strict=False)
        ]
    )


def _with_plain_lines(field: str) -> str:
    """The field as it was typed: browsers end each line of a multipart field with CR LF.

    Source: html.spec.whatwg.org, section "Multipart form data".
    """
    return field.replace("\r\n", "\n")


def as_typed(text: str, backend: Backend) -> str:
    """What Slack makes of typed words: escaped, with links and @names in angle brackets."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    linked = re.sub(r"https?://[^\s|]+[^\s|.,;:!?)]", r"<\g<0>>", escaped)
    for user in backend.state.users.values():
        mention = rf"(?<![\w<])@{re.escape(user.name)}\b"
        linked = re.sub(mention, f"<@{user.id}>", linked, flags=re.IGNORECASE)
    return linked
