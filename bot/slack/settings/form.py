"""What was filled into the form for settings, as settings; or what is wrong with it. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from bot.settings import ChannelSettings, QuietHours, When, WhichAnalyzer
from bot.slack.settings.view import (
    COURTESIES,
    EACH_PERSON,
    QUIET_FROM,
    QUIET_TO,
    REACTS,
    SHOWN,
    TIMEZONE,
    USUAL_EMOJI,
)

EMOJI = re.compile(r"[^\s:]+")
"""Custom ones may have letters of any script."""


class Misfilled(Exception):
    """`faults` are names of sentences, by field."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__(str(faults))
        self.faults = faults


def settings_in(values: Mapping[str, Any]) -> ChannelSettings:
    """The settings of a form; `values` is `state.values` of the submitted view.

    Raises Misfilled.
    """
    form = _Filled(values)
    settings = ChannelSettings(
        when=When(form.option("when")),
        analyzer=WhichAnalyzer(form.option("analyzer")),
        language=_language(form.option("language")),
        confidence_floor=int(form.option("confidence_floor")) / 100,
        hidden_tags=tags_in(form.text("hidden_tags")),
        tags_only="tags_only" in form.options(SHOWN),
        show_text="show_text" in form.options(SHOWN),
        eyes="eyes" in form.options(COURTESIES),
        quiet_with_alt_text="quiet_with_alt_text" in form.options(COURTESIES),
        quiet_hours=_quiet_hours(form),
        reaction=_reaction(form),
    )
    if form.faults:
        raise Misfilled(form.faults)
    return settings


class _Filled:
    """The fields, and what was wrong with them."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = values
        self.faults: dict[str, str] = {}

    def _field(self, name: str) -> Mapping[str, Any]:
        field: Mapping[str, Any] = self._values[name][name]
        return field

    def option(self, name: str) -> str:
        return str(self._field(name)["selected_option"]["value"])

    def options(self, name: str) -> set[str]:
        return {str(each["value"]) for each in self._field(name).get("selected_options") or ()}

    def text(self, name: str) -> str:
        return str(self._field(name).get("value") or "").strip()

    def minute(self, name: str) -> int | None:
        """After midnight."""
        hours, _, minutes = str(self._field(name).get("selected_time") or "").partition(":")
        return int(hours) * 60 + int(minutes) if hours else None


def _language(chosen: str) -> str | None:
    return None if chosen == EACH_PERSON else chosen


def tags_in(typed: str) -> tuple[str, ...]:
    """The names that were typed, each once."""
    names = (" ".join(name.split()) for name in re.split("[,\n、，]", typed))
    return tuple(dict.fromkeys(name for name in names if name))


def _quiet_hours(form: _Filled) -> QuietHours | None:
    start, end = form.minute(QUIET_FROM), form.minute(QUIET_TO)
    if start is None and end is None:
        return None
    if start is None or end is None:
        form.faults[QUIET_FROM if start is None else QUIET_TO] = "settings-quiet-both"
        return None
    timezone = form.text(TIMEZONE) or "UTC"
    if not _is_timezone(timezone):
        form.faults[TIMEZONE] = "settings-timezone-unknown"
        return None
    return QuietHours(start, end, timezone)


def _is_timezone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # OSError: the name of a folder of zones
        return False
    return True


def _reaction(form: _Filled) -> str | None:
    if REACTS not in form.options(REACTS):
        return None
    name = form.text("reaction").strip(":").lower() or USUAL_EMOJI
    if not EMOJI.fullmatch(name):
        form.faults["reaction"] = "settings-reaction-unknown"
    return name
