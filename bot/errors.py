"""The error tree. Each leaf has a code; its sentence is `error-<code>` in words/.

BotError
├─ Refused         the picture or the request is at fault; say what to change
├─ Unavailable     a service is at fault; ask another analyzer, or come back later
└─ Misconfigured   the operator is at fault; stop at start-up
"""

from __future__ import annotations

from typing import ClassVar

HOURS = 20 * 3600.0
"""Patience with a service that is down: it comes back, and nothing may be lost."""
MINUTES = 600.0
"""Patience with something that rarely mends itself."""


class BotError(Exception):
    """Anything we know how to explain.

    `code` names the leaf in logs and words. `facts` are the arguments of its sentence:
    numbers and public names only, never an address, a file name or a secret.
    """

    code: ClassVar[str]

    @property
    def facts(self) -> dict[str, str | int]:
        return {}


def codes_of(family: type[BotError]) -> frozenset[str]:
    """The codes of all leaves below `family`."""
    below = frozenset[str]().union(*map(codes_of, family.__subclasses__()))
    return below or frozenset({family.code})


class Refused(BotError):
    """The picture or the request is at fault. Never retried."""


class NotAnImage(Refused):
    code = "not_an_image"


class Damaged(Refused):
    code = "damaged"


class UnsupportedFormat(Refused):
    """A picture, but of a format we do not decode. `format` is its common name."""

    code = "unsupported_format"

    def __init__(self, format: str) -> None:  # noqa: A002 - the field's own word
        super().__init__(format)
        self.format = format

    @property
    def facts(self) -> dict[str, str | int]:
        return {"format": self.format}


class TooLarge(Refused):
    """More bytes than we download or a service takes."""

    code = "too_large"

    def __init__(self, limit_bytes: int) -> None:
        super().__init__(limit_bytes)
        self.limit_bytes = limit_bytes

    @property
    def facts(self) -> dict[str, str | int]:
        return {"limit_mb": self.limit_bytes // 1_000_000}


class TooManyPixels(Refused):
    """Decoding would cost more memory than one picture may have."""

    code = "too_many_pixels"

    def __init__(self, width_px: int, height_px: int) -> None:
        super().__init__(width_px, height_px)
        self.width_px = width_px
        self.height_px = height_px

    @property
    def facts(self) -> dict[str, str | int]:
        return {"width": self.width_px, "height": self.height_px}


class TooSmall(Refused):
    code = "too_small"

    def __init__(self, min_side_px: int) -> None:
        super().__init__(min_side_px)
        self.min_side_px = min_side_px

    @property
    def facts(self) -> dict[str, str | int]:
        return {"min_side": self.min_side_px}


class Withheld(Refused):
    """The picture may not be described in public: flagged as adult, or refused by the service."""

    code = "withheld"


class AddressRefused(Refused):
    """A web address that is not http(s), or does not lead to a public host."""

    code = "address_refused"


class AddressFailed(Refused):
    """A web address that gives no picture: unreachable, or an error page."""

    code = "address_failed"


class Declined(Refused):
    """No picture is at fault: it is who asked, where, or when."""


class NoPicture(Declined):
    """Asked to describe the newest picture where there is none."""

    code = "no_picture"


class NoPictureThere(Declined):
    """Asked to describe a message that has no picture."""

    code = "no_picture_there"


class RemovedHere(Declined):
    """The description was removed: it does not come back."""

    code = "removed_here"


class MayNotRemove(Declined):
    """Somebody else's description: neither their picture, nor their request, nor their say."""

    code = "may_not_remove"


class TooSlow(Declined):
    """Slack's three seconds for opening a window were over."""

    code = "too_slow"


class NotAMember(Declined):
    """The bot is not in the channel it was asked about."""

    code = "not_a_member"


class SwitchedOff(Declined):
    """Asked in public in a channel where nothing is to be described in public."""

    code = "switched_off"


class OptedOut(Declined):
    """Asked about a picture of somebody who does not want theirs described."""

    code = "opted_out"


class Unavailable(BotError):
    """A service is at fault.

    `patience_s`: how long the same call is worth repeating, since it may succeed later (after
    `retry_after_s` seconds when that is known). 0: never.
    """

    patience_s: ClassVar[float] = 0.0

    def __init__(self, detail: str = "", *, retry_after_s: float | None = None) -> None:
        super().__init__(detail)
        self.retry_after_s = retry_after_s


class SlackDenied(Unavailable):
    """Slack does not let the bot do this. `scope` is the permission to grant, when known."""

    code = "slack_denied"

    def __init__(self, scope: str) -> None:
        super().__init__(scope)
        self.scope = scope

    @property
    def facts(self) -> dict[str, str | int]:
        return {"scope": self.scope}


class SlackRefused(Unavailable):
    """Slack's Web API answered with an error that is no matter of scopes. `error` is its name."""

    code = "slack_refused"

    def __init__(self, error: str) -> None:
        super().__init__(error)
        self.error = error

    @property
    def facts(self) -> dict[str, str | int]:
        return {"error": self.error}


class SlackBusy(Unavailable):
    """Slack's Web API limits our rate, fails or does not answer.

    `may_have_happened`: the call may have taken effect although we did not hear of it.
    """

    code = "slack_busy"
    patience_s = HOURS

    def __init__(
        self, detail: str, *, may_have_happened: bool, retry_after_s: float | None = None
    ) -> None:
        super().__init__(detail, retry_after_s=retry_after_s)
        self.may_have_happened = may_have_happened


class DownloadFailed(Unavailable):
    """The picture's bytes did not arrive."""

    code = "download_failed"
    patience_s = MINUTES


class DownloadRefused(Unavailable):
    """The picture's address, or a redirect from it, leads out of Slack: the token stays here."""

    code = "download_refused"


class AnalyzerBusy(Unavailable):
    """Rate limit, overload or time-out of the analyze service."""

    code = "analyzer_busy"
    patience_s = HOURS


class AnalyzerAtRate(Unavailable):
    """Our own limit on calls to the service leaves no turn soon enough."""

    code = "analyzer_at_rate"
    patience_s = HOURS


class AnalyzerFailed(Unavailable):
    """The analyze service answered something it should not: an unknown error, or no analysis."""

    code = "analyzer_failed"


class AnalyzerRejectedKey(Unavailable):
    """401: the key is wrong, or belongs to another endpoint."""

    code = "analyzer_rejected_key"


class OverQuota(Unavailable):
    """The calls of a month are used up; `retry_after_s` until there are new ones, if known.

    `until_s` is when that is, in seconds since the epoch.
    """

    until_s: float | None = None

    @property
    def facts(self) -> dict[str, str | int]:
        return {} if self.until_s is None else {"until_s": round(self.until_s)}


class AnalyzerOverQuota(OverQuota):
    """403: the plan's calls are used up for the time being. Or VISION_QUOTA's, which are its."""

    code = "analyzer_over_quota"


class OverShare(OverQuota):
    """Our own limit on one of those who share the service, which was not asked."""

    def __init__(self, *, until_s: float, retry_after_s: float) -> None:
        super().__init__(retry_after_s=retry_after_s)
        self.until_s = until_s


class WorkspaceOverQuota(OverShare):
    code = "workspace_over_quota"


class ChannelOverQuota(OverShare):
    code = "channel_over_quota"


class PersonOverQuota(OverShare):
    code = "person_over_quota"


class AnalyzerGone(Unavailable):
    """404 or 410: the endpoint does not exist, or its version is retired."""

    code = "analyzer_gone"


class AnalyzerBlind(Unavailable):
    """The service's model cannot see pictures: whatever it says of one is made up."""

    code = "analyzer_blind"


class Unexpected(Unavailable):
    """A fault of our own. The traceback is in the log."""

    code = "unexpected"


class Misconfigured(BotError):
    """What the operator must mend before the bot can start: every fault at once."""

    code = "misconfigured"

    def __init__(self, *faults: str) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults
