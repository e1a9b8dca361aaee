"""The questions about one picture: in their turn, with patience, within the call's time. Opens no
socket.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bot.analyzers.reply import Reply
from bot.errors import AnalyzerAtRate, AnalyzerBusy, OverQuota
from bot.model import Asker

BACKOFFS_S = (0.5, 1.5)
"""Pauses before the second and the third attempt, unless the service asks for longer ones."""

PATIENCE_S = 5.0
"""Attempts begin at most this long after the first: a person waits, other analyzers stand by."""


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
        except (AnalyzerAtRate, AnalyzerBusy, OverQuota):
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
