"""Questions to a picture service over HTTP, with requests: patience, deadlines, and one key."""

from __future__ import annotations

import math
import re
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO

import requests
import urllib3.exceptions
from requests.auth import AuthBase

from bot.analyzers.reply import Reply
from bot.deadline import Connections, Deadline
from bot.errors import AnalyzerAtRate, AnalyzerBusy, AnalyzerFailed, BotError, OverQuota
from bot.model import Asker

BACKOFFS_S = (0.5, 1.5)
"""Pauses before the second and the third attempt, unless the service asks for longer ones."""

PATIENCE_S = 5.0
"""Attempts begin at most this long after the first: a person waits, other analyzers stand by."""

MAX_ANSWER_BYTES = 1_000_000
"""Recorded answers have at most 4 kB. One that is longer than this is cut, so it is no JSON."""


@dataclass(frozen=True, slots=True)
class Terms:
    """On which terms a service is asked.

    `read_timeout_s` bounds each silence, `answer_timeout_s` one answer as a whole, `call_s` all
    answers about one picture together: short where another analyzer stands by. `wait_for_turn`
    is called before each question, with the person who asks and the seconds that a turn may be
    away; what it raises ends the call. `heard_to_wait` hears the seconds that a service asks for
    (Retry-After), which concern every caller; `count_tokens` what a language model has billed.
    """

    connect_timeout_s: float = 3.0
    read_timeout_s: float = 30.0
    answer_timeout_s: float = 45.0
    call_s: float = math.inf
    wait_for_turn: Callable[[Asker, float], None] = lambda _asker, _at_most_s: None
    heard_to_wait: Callable[[float], None] = lambda _wait_s: None
    count_tokens: Callable[[Asker, int], None] = lambda _asker, _tokens: None
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep


@dataclass(frozen=True, slots=True)
class Question:
    """One request. `expected` is the status of an answer to it; any other is an error."""

    url: str
    method: str = "POST"
    query: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    media_type: str = "application/octet-stream"
    expected: int = 200


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


class Call:
    """The questions about one picture, which together keep to the terms."""

    def __init__(
        self, attempt: Callable[[Question, float], Reply], terms: Terms, asker: Asker
    ) -> None:
        self._attempt = attempt
        self._terms = terms
        self._asker = asker
        self._ends_at = math.inf

    def ask(self, question: Question) -> Reply:
        """The answer, after as many attempts as patience allows: at most three.

        Not urllib3's Retry: it sleeps through a Retry-After of any length, or cuts it short and
        asks too early. A long one is handed up instead, so that the picture can come back later.

        Raises:
            What the service's errors mean; AnalyzerBusy also where no answer comes in time.
        """
        give_up_at = self._terms.clock() + PATIENCE_S
        self._take_turn()
        for backoff_s in BACKOFFS_S:
            try:
                return self._ask_once(question)
            except AnalyzerBusy as busy:
                self._wait_to_retry(busy, backoff_s, give_up_at)
        return self._ask_once(question)

    def _wait_to_retry(self, busy: AnalyzerBusy, backoff_s: float, give_up_at: float) -> None:
        """Returns in the turn of another attempt. Raises `busy` where there is none soon enough.

        Also where our own limits leave none: what the service has failed with says more.
        """
        wait_s = max(backoff_s, busy.retry_after_s or 0.0)
        if self._terms.clock() + wait_s > min(give_up_at, self._ends_at):
            raise busy
        self._terms.sleep(wait_s)
        try:
            self._take_turn()
        except (AnalyzerAtRate, OverQuota):
            raise busy from None

    def pause(self, seconds: float) -> None:
        """Lets time pass before the next question. Raises AnalyzerBusy where none is left."""
        if seconds > self._left_s():
            raise AnalyzerBusy("the answer took too long")
        self._terms.sleep(seconds)

    def _take_turn(self) -> None:
        """Waits for it. The call's time begins with its first turn."""
        self._terms.wait_for_turn(self._asker, self._left_s())
        if math.isinf(self._ends_at):
            self._ends_at = self._terms.clock() + self._terms.call_s

    def _ask_once(self, question: Question) -> Reply:
        left_s = self._left_s()
        if left_s <= 0:
            raise AnalyzerBusy("the answer took too long")
        try:
            return self._attempt(question, left_s)
        except AnalyzerBusy as error:  # a used-up quota rests by itself, and says why
            if error.retry_after_s:
                self._terms.heard_to_wait(error.retry_after_s)
            raise

    def _left_s(self) -> float:
        return self._ends_at - self._terms.clock()


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
