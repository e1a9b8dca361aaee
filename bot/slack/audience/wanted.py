"""Whether a picture is wanted to be described, by what its channel and its owner decided."""

from __future__ import annotations

import time
from collections.abc import Callable

from bot.errors import OptedOut, SwitchedOff
from bot.model import Asker
from bot.settings import When
from bot.slack.audience.memberships import Memberships, is_direct
from bot.slack.pictures.files import File
from bot.store.settings import SettingsStore


class Wanted:
    """Reads the settings anew each time: a decision holds for the next picture."""

    def __init__(
        self,
        settings: SettingsStore,
        memberships: Memberships,
        *,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._settings = settings
        self._memberships = memberships
        self._now = now

    def may_be_answered(self, team: str, channel: str) -> bool:
        """Whether any picture of a channel is described without a request. Costs no call."""
        when = self._settings.for_channel(team, channel).when
        return when is When.AUTO or (when is When.ON_REQUEST and is_direct(channel))

    def is_answered(self, team: str, channel: str, file: File, *, shared_at: str) -> bool:
        """Whether this picture is described without a request.

        `shared_at` is the event's ts, such as "1790000000.000100". Raises SlackBusy.
        """
        settings = self._settings.for_channel(team, channel)
        if is_direct(channel):  # who sends it a picture there has asked
            return settings.when is not When.OFF
        if settings.when is not When.AUTO:
            return False
        if settings.quiet_with_alt_text and file.alt_text.strip():
            return False
        quiet_hours = settings.quiet_hours
        if quiet_hours is not None and quiet_hours.include(self._seconds(shared_at)):
            return False
        if self._settings.person(team, file.owner).opted_out:
            return False
        return self._memberships.may_be_in(channel)

    def require_public_answer(self, file: File, asker: Asker) -> None:
        """For a request whose answer all can see. Raises SwitchedOff or OptedOut."""
        self.require_public(asker)
        self.require_answer(file, asker)

    def require_public(self, asker: Asker) -> None:
        """For a request that all can see, whatever it is about. Raises SwitchedOff."""
        if self._settings.for_channel(asker.team, asker.channel).when is When.OFF:
            raise SwitchedOff

    def require_answer(self, file: File, asker: Asker) -> None:
        """For a request whose answer only the asker sees. Raises OptedOut."""
        is_own = file.owner == asker.person
        if not is_own and self._settings.person(asker.team, file.owner).opted_out:
            raise OptedOut

    def _seconds(self, ts: str) -> float:
        try:
            return float(ts)
        except ValueError:  # an event without a time: it came just now
            return self._now()
