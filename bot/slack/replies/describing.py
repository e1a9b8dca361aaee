"""Describes one shared picture for the replies that need it: its file in, its outcome out."""

from __future__ import annotations

from collections.abc import Sequence

import structlog
from slack_sdk import WebClient

from bot.describe import failed, require_publishable
from bot.errors import Refused, Unavailable, Withheld
from bot.jobs import Claim, Retry
from bot.model import Ask, Asker, Outcome
from bot.slack.audience.style import Styles
from bot.slack.pictures.files import File
from bot.slack.pictures.shared_pictures import SharedPictures
from bot.slack.replies.posting import Poster
from bot.slack.wire.ephemerals import show_to
from bot.store.parts import PartStore
from bot.store.replies import MessageKey

log = structlog.get_logger()

SILENCE_S = 60.0
"""A person who has waited this long is told why."""


class PictureWork:
    """The work on one picture, whichever way it was asked for."""

    def __init__(
        self,
        *,
        client: WebClient,
        pictures: SharedPictures,
        store: PartStore,
        poster: Poster,
        styles: Styles,
    ) -> None:
        self._client = client
        self._pictures = pictures
        self._store = store
        self._poster = poster
        self._styles = styles

    def describe(self, file: File, ask: Ask) -> Outcome:
        """What became of the picture; its poster is told when it may not be described in public.

        Raises:
            Unavailable: Slack or every analyzer is at fault.
            FileGone: it was deleted meanwhile.
        """
        try:
            return self.look(file, ask)
        except Refused as error:
            if isinstance(error, Withheld):
                self._tell_poster(file, ask.asker, error)
            return failed(error)

    def look(self, file: File, ask: Ask) -> Outcome:
        """The picture's description; tells nobody. Raises what `describe` does, and Refused."""
        description = self._pictures.describe(file, ask)
        require_publishable(description)
        if description.stand_in_for is not None:
            log.warning("picture.stand_in", code=description.stand_in_for.code)
        return Outcome(description=description)

    def wait(
        self, keys: Sequence[MessageKey], file_id: str, claim: Claim, error: Unavailable
    ) -> None:
        """Has the job come again while that makes sense, and tells who waits for long.

        Returns when it makes no sense any more. Raises Retry.
        """
        log.warning("picture.unavailable", code=error.code, failures=claim.failures)
        if claim.age_s >= error.patience_s:
            return
        if claim.age_s >= SILENCE_S:
            for key in keys:
                self._store.wait_part(key, file_id, waiting_for=error.code)
                self._poster.bring_up_to_date(key)
        raise Retry(error.code, delay_s=error.retry_after_s) from error

    def _tell_poster(self, file: File, asker: Asker, error: Withheld) -> None:
        """Nothing in public about a withheld picture; who shared it learns why."""
        poster = Asker(asker.team, asker.channel, file.owner)
        text = self._styles.private_words(poster).explain(error)
        show_to(poster, text, client=self._client)
