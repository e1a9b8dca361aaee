"""Azure Computer Vision's Analyze Image, v3.2 and v2.0, over HTTP with requests."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from io import BytesIO

import requests
import urllib3.exceptions
from requests.auth import AuthBase

from bot.analyzers.azure_endpoint import endpoint_of
from bot.analyzers.azure_errors import LANGUAGE_REFUSED, Reply, error_of
from bot.analyzers.azure_json import analysis_from_json
from bot.errors import AnalyzerBusy, AnalyzerFailed, Unexpected
from bot.model import Analysis, Ask, Asker, Picture, UploadLimits

LIMITS = {
    "3.2": UploadLimits(max_bytes=4_000_000, min_side_px=51, max_side_px=15_999),
    "2.0": UploadLimits(max_bytes=4_000_000, min_side_px=50, max_side_px=15_999),
}
"""By version. "Less than 4 MB", whichever MB is meant; v3.2 takes "greater than 50 x 50" and "less
than 16,000", v2.0 "at least 50 x 50".
Source: https://learn.microsoft.com/azure/ai-services/computer-vision/overview-image-analysis."""

LANGUAGES = frozenset({"en", "es", "ja", "pt", "zh"})
"""Of captions and categories, in both swaggers; only tags know more."""

FEATURES = "Categories,Description,Color,Tags,Adult"
DETAILS = "Landmarks"

BACKOFFS_S = (0.5, 1.5)
"""Pauses before the second and the third attempt, unless the service asks for longer ones."""

PATIENCE_S = 5.0
"""Attempts begin at most this long after the first: a person waits, other analyzers stand by."""

MAX_ANSWER_BYTES = 1_000_000
"""Recorded answers have at most 4 kB. One that is longer than this is cut, so it is no JSON."""


class AzureAnalyzer:
    """Posts the picture's upload to Analyze Image; an `Analyzer`.

    One call makes at most three attempts within `PATIENCE_S`, each bounded by the timeouts.
    Of the picture only `upload.body` leaves; the key goes to `endpoint`'s host alone: redirects
    are not followed.
    """

    def __init__(
        self,
        *,
        endpoint: str,
        key: str,
        version: str | None = None,
        connect_timeout_s: float = 3.0,
        read_timeout_s: float = 30.0,
        answer_timeout_s: float = 45.0,
        wait_for_turn: Callable[[Asker], None] = lambda _: None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """`read_timeout_s` bounds each silence, `answer_timeout_s` the answer as a whole.

        `wait_for_turn` is called before each attempt, with who asks; what it raises ends the call.

        Raises:
            ValueError: `endpoint` or `key` cannot be used; the sentence does not repeat them.
        """
        self._url, self._version = endpoint_of(endpoint, version)
        self._key = _KeyHeader(key)
        self._timeouts_s = (connect_timeout_s, read_timeout_s)
        self._answer_timeout_s = answer_timeout_s
        self._wait_for_turn = wait_for_turn
        self._clock = clock
        self._sleep = sleep
        self._local = threading.local()

    @property
    def name(self) -> str:
        return f"azure-{self._version}"

    @property
    def upload_limits(self) -> UploadLimits:
        return LIMITS[self._version]

    def analyze(self, picture: Picture, ask: Ask) -> Analysis:
        """What the service sees, in the language asked for if it knows it, else in English.

        Azure's docs say that Color and Adult "throw" in other languages; recorded answers with
        language=zh have colors all the same. So all is asked for, and where a language is
        refused after all, the same again in English.

        Raises:
            TooLarge, TooSmall, Withheld: the service refused this picture.
            AnalyzerBusy, AnalyzerFailed, AnalyzerGone, AnalyzerOverQuota, AnalyzerRejectedKey
        """
        if picture.upload is None:
            raise Unexpected("picture was prepared without an upload")
        if ask.language not in LANGUAGES:
            ask = replace(ask, language="en")
        try:
            return self._analysis(picture.upload.body, ask)
        except AnalyzerFailed as error:
            if ask.language == "en" or LANGUAGE_REFUSED not in str(error):
                raise
        return self._analysis(picture.upload.body, replace(ask, language="en"))

    def _analysis(self, body: bytes, ask: Ask) -> Analysis:
        reply = self._patiently(lambda: self._attempt(body, ask))
        return analysis_from_json(_json_in(reply.body), analyzer=self.name, language=ask.language)

    def _patiently(self, attempt: Callable[[], Reply]) -> Reply:
        """The reply, after as many attempts as patience allows.

        Not urllib3's Retry: it sleeps through a Retry-After of any length, or cuts it short and
        asks too early. A long one is handed up instead, so that the picture can come back later.
        """
        give_up_at = self._clock() + PATIENCE_S
        for backoff_s in BACKOFFS_S:
            try:
                return attempt()
            except AnalyzerBusy as busy:
                wait_s = max(backoff_s, busy.retry_after_s or 0.0)
                if self._clock() + wait_s > give_up_at:
                    raise
            self._sleep(wait_s)
        return attempt()

    def _attempt(self, body: bytes, ask: Ask) -> Reply:
        """One attempt, in its turn; anything but a 200 is raised."""
        self._wait_for_turn(ask.asker)
        deadline = self._clock() + self._answer_timeout_s
        with _foreign_errors_mapped(), self._post(body, ask.language) as response:
            received = self._read(response, deadline)
        reply = Reply(response.status_code, response.headers, received)
        if reply.status != 200:
            raise error_of(reply, self.upload_limits)
        return reply

    def _post(self, body: bytes, language: str) -> requests.Response:
        return self._session().post(
            self._url,
            params={"visualFeatures": FEATURES, "details": DETAILS, "language": language},
            # A file, not bytes: those go out in one piece, which urllib3 gives no longer than the
            # connect timeout, too short for 4 MB on a slow line. A file goes in pieces of 16 kB.
            data=BytesIO(body),
            # Identity: what is not packed cannot swell.
            headers={"Content-Type": "application/octet-stream", "Accept-Encoding": "identity"},
            auth=self._key,
            timeout=self._timeouts_s,
            allow_redirects=False,
            stream=True,
        )

    def _session(self) -> requests.Session:
        """This thread's own session: a kept connection, and none shared between threads."""
        if not hasattr(self._local, "session"):
            session = _UnredirectedSession()
            # The environment's proxy may see https, never the key in clear text.
            session.trust_env = self._url.startswith("https:")
            self._local.session = session
        kept: requests.Session = self._local.session
        return kept

    def _read(self, response: requests.Response, deadline: float) -> bytes:
        """The body, cut at `MAX_ANSWER_BYTES`. Reads what has come, so drips meet the deadline."""
        received = bytearray()
        while piece := response.raw.read1(65_536, decode_content=False):
            received += piece
            if len(received) > MAX_ANSWER_BYTES:
                break
            if self._clock() > deadline:
                raise AnalyzerBusy("the answer took too long")
        return bytes(received[:MAX_ANSWER_BYTES])


class _UnredirectedSession(requests.Session):
    """A session that no answer can lead elsewhere.

    `allow_redirects=False` alone still reads the whole body of a redirect and parses its address.
    """

    def get_redirect_target(self, _: requests.Response) -> None:
        return None


class _KeyHeader(AuthBase):
    """Puts the key on each request. As `auth`, it also keeps a .netrc from adding its own.

    An empty key is no header: a server of one's own may ask for none.
    """

    def __init__(self, key: str) -> None:
        # Checked here, because http.client quotes a bad header's value in its error.
        if not re.fullmatch(r"[!-~]*", key):
            raise ValueError("VISION_KEY has characters that no key has.")
        self._key = key

    def __call__(self, r: requests.PreparedRequest) -> requests.PreparedRequest:
        if self._key:
            r.headers["Ocp-Apim-Subscription-Key"] = self._key
        return r


def _json_in(body: bytes) -> object:
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:  # broken or cut; or a tower of brackets
        raise AnalyzerFailed("the answer is not JSON") from error


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
