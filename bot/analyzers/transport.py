"""Questions to a picture service over HTTP, with requests: deadlines, bounds, and one key."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO

import requests
import urllib3.exceptions
from requests.auth import AuthBase

from bot.analyzers.call import Call, Question, Terms
from bot.analyzers.reply import Reply
from bot.deadline import Connections, Deadline
from bot.errors import (
    AnalyzerBusy,
    AnalyzerFailed,
    BotError,
)
from bot.model import Asker

MAX_ANSWER_BYTES = 1_000_000
"""Recorded answers have at most 4 kB. One that is longer than this is cut, so it is no JSON."""


class Transport:
    """Asks one service. Safe to use from several threads at once.

    The key goes to the address that a question names, and nowhere else: redirects are not
    followed.
    """

    def __init__(
        self, *, key: KeyHeader, error_of: Callable[[Reply], BotError], terms: Terms
    ) -> None:
        """`error_of` says what an unexpected answer of this service means."""
        self._key = key
        self._error_of = error_of
        self._terms = terms
        self._local = threading.local()

    def call(self, asker: Asker) -> Call:
        """Begins the questions about one picture, on the account of `asker`."""
        return Call(self._attempt, self._terms, asker)

    def _attempt(self, question: Question, left_s: float) -> Reply:
        """The expected answer to one request, at most `left_s` from now."""
        line = self._line(question.url)
        deadline = Deadline(min(self._terms.answer_timeout_s, left_s), line.connections)
        with _foreign_errors_mapped(), deadline:
            with self._send(line.session, question, left_s) as response:
                received = _read(response, lambda: deadline.has_passed)
            if deadline.has_passed:  # cut off, an answer of unknown length looks complete
                raise AnalyzerBusy("the answer took too long")
        reply = Reply(response.status_code, response.headers, received)
        if reply.status != question.expected:
            raise self._error_of(reply)
        return reply

    def _send(
        self, session: requests.Session, question: Question, left_s: float
    ) -> requests.Response:
        headers = {"Accept-Encoding": "identity"}  # what is not packed cannot swell
        if question.body is not None:
            headers["Content-Type"] = question.media_type
        return session.request(
            question.method,
            question.url,
            params=question.query,
            # A file, not bytes: those go out in one piece, which urllib3 gives no longer than the
            # connect timeout, too short for 4 MB on a slow line. A file goes in pieces of 16 kB.
            data=None if question.body is None else BytesIO(question.body),
            headers=headers,
            auth=self._key,
            timeout=(
                min(self._terms.connect_timeout_s, left_s),
                min(self._terms.read_timeout_s, left_s),
            ),
            allow_redirects=False,
            stream=True,
        )

    def _line(self, url: str) -> _Line:
        """This thread's own: a kept connection, and none shared between threads."""
        if not hasattr(self._local, "line"):
            session = _UnredirectedSession()
            # The environment's proxy may see https, never the key in clear text.
            session.trust_env = url.startswith("https:")
            self._local.line = _Line(session, Connections(session))
        kept: _Line = self._local.line
        return kept


class KeyHeader(AuthBase):
    """Puts the key on each request. As `auth`, it also keeps a .netrc from adding its own.

    An empty key is no header: a server of one's own may ask for none.
    """

    def __init__(self, name: str, key: str, *, scheme: str = "") -> None:
        """`scheme` stands before the key, as in "Bearer". Raises ValueError for what is no key."""
        # Checked here, because http.client quotes a bad header's value in its error.
        if not re.fullmatch(r"[!-~]*", key):
            raise ValueError("VISION_KEY has characters that no key has.")
        self._name = name
        self._value = f"{scheme} {key}".strip() if key else ""

    def __call__(self, r: requests.PreparedRequest) -> requests.PreparedRequest:
        if self._value:
            r.headers[self._name] = self._value
        return r


@dataclass(frozen=True, slots=True)
class _Line:
    """A thread's session and the connections that it keeps."""

    session: requests.Session
    connections: Connections


class _UnredirectedSession(requests.Session):
    """A session that no answer can lead elsewhere.

    `allow_redirects=False` alone still reads the whole body of a redirect and parses its address.
    """

    def get_redirect_target(self, _: requests.Response) -> None:
        return None


def _read(response: requests.Response, is_late: Callable[[], bool]) -> bytes:
    """The body, cut at `MAX_ANSWER_BYTES`. Reads what has come, so drips meet the deadline."""
    received = bytearray()
    while len(received) <= MAX_ANSWER_BYTES and not is_late():
        piece = response.raw.read1(65_536, decode_content=False)
        if not piece:
            break
        received += piece
    return bytes(received[:MAX_ANSWER_BYTES])


@contextmanager
def _foreign_errors_mapped() -> Iterator[None]:
    """Errors of requests and, while the body is read, of urllib3 as ours.

    A connection that fails or breaks off may work the next time; a certificate will not.
    """
    try:
        yield
    except requests.exceptions.SSLError as error:
        raise AnalyzerFailed("no trusted TLS connection") from error
    except (requests.ConnectionError, requests.Timeout, urllib3.exceptions.HTTPError) as error:
        raise AnalyzerBusy(type(error).__name__) from error
    except requests.RequestException as error:
        raise AnalyzerFailed(type(error).__name__) from error
