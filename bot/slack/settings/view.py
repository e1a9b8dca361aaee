"""The form for the settings of a channel or a workspace. Pure.

Each field's name is that of its setting, or one of those below.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from babel import Locale

from bot import forms
from bot.block_kit import Block, context, modal
from bot.settings import ChannelSettings, When, WhichAnalyzer
from bot.speech import capitalized
from bot.words import Words, locales

CHANNEL_SETTINGS = "settings"
WORKSPACE_SETTINGS = "workspace_settings"
"""callback_ids"""

EACH_PERSON = "person"
"""In a language's place: that of the person a reply is for."""
SHOWN = "shown"
SHOWN_OPTIONS = ("tags_only", "show_text")
COURTESIES = "courtesies"
COURTESY_OPTIONS = ("eyes", "quiet_with_alt_text")
QUIET_FROM, QUIET_TO, TIMEZONE = "quiet_from", "quiet_to", "timezone"
REACTS = "reacts"
USUAL_EMOJI = "frame_with_picture"

FLOOR_STEPS_PERCENT = range(0, 100, 10)
TAGS_MAX_CHARS = 1000
TIMEZONE_MAX_CHARS = 64
EMOJI_MAX_CHARS = 100
"""Slack's own limit for the name of an emoji."""

NEEDED_SCOPES = {COURTESIES: "reactions:write", "reaction": "reactions:read"}
"""What a setting does nothing without, by field."""


def settings_view(
    settings: ChannelSettings,
    words: Words,
    *,
    channel: str,
    timezone: str | None,
    missing_scopes: Collection[str],
) -> Block:
    """The form as a modal. An empty `channel` means the workspace's defaults.

    `timezone`, an IANA name, is suggested where no quiet hours are set.
    """
    form = _Form(settings, words, missing_scopes)
    return modal(
        CHANNEL_SETTINGS if channel else WORKSPACE_SETTINGS,
        form.say("title") if channel else form.say("title-all"),
        [context(form.about(channel)), *form.fields(timezone)],
        submit=form.say("save"),
        close=words.say("cancel"),
        private_metadata=channel,
    )


class _Form:
    def __init__(
        self, settings: ChannelSettings, words: Words, missing_scopes: Collection[str]
    ) -> None:
        self._settings = settings
        self._words = words
        self._missing_scopes = missing_scopes

    def say(self, name: str, **facts: str | float) -> str:
        return self._words.say(f"settings-{name}", **facts)

    def about(self, channel: str) -> str:
        if not channel:
            return self.say("about-all")
        if channel.startswith("D"):
            return self.say("about-direct")
        return self.say("about-channel", channel=f"<#{channel}>")

    def fields(self, timezone: str | None) -> Iterator[Block]:
        settings = self._settings
        yield self._choice("when", forms.radio(self._options("when", When), settings.when))
        analyzers = self._options("analyzer", WhichAnalyzer)
        yield self._choice("analyzer", forms.radio(analyzers, settings.analyzer))
        yield self._choice("language", self._languages())
        yield self._choice("confidence_floor", self._floors())
        yield self._hidden_tags()
        yield from self._checks(SHOWN, SHOWN_OPTIONS)
        yield from self._checks(COURTESIES, COURTESY_OPTIONS)
        yield from self._quiet_hours(timezone)
        yield from self._reaction()

    def _choice(self, name: str, element: Block, *, is_optional: bool = False) -> Block:
        key = name.replace("_", "-")
        return forms.field(
            name,
            element,
            label=self.say(key),
            hint=self.say(f"{key}-hint"),
            is_optional=is_optional,
        )

    def _options(self, name: str, values: type[When] | type[WhichAnalyzer]) -> list[Block]:
        return [
            forms.option(value, self.say(f"{name}-{value.replace('_', '-')}")) for value in values
        ]

    def _languages(self) -> Block:
        options = [
            forms.option(EACH_PERSON, self.say("language-person")),
            *(forms.option(each, _own_name(each)) for each in locales()),
        ]
        language = self._settings.language
        return forms.menu(options, language if language in locales() else EACH_PERSON)

    def _floors(self) -> Block:
        chosen = round(self._settings.confidence_floor * 100)
        steps = sorted({*FLOOR_STEPS_PERCENT, chosen})
        options = [forms.option(str(step), self._floor(step)) for step in steps]
        return forms.menu(options, str(chosen))

    def _floor(self, percent: int) -> str:
        return self.say("floor", share=percent / 100) if percent else self.say("floor-none")

    def _hidden_tags(self) -> Block:
        names = self._settings.hidden_tags
        spaced = ", ".join(names)  # longer than what was typed, where that had no spaces
        typed = forms.line(
            spaced if len(spaced) <= TAGS_MAX_CHARS else ",".join(names),
            max_chars=TAGS_MAX_CHARS,
            example=self.say("hidden-tags-example"),
        )
        return self._choice("hidden_tags", typed, is_optional=True)

    def _checks(self, name: str, options: tuple[str, ...]) -> Iterator[Block]:
        offered = [forms.option(each, self.say(each.replace("_", "-"))) for each in options]
        chosen = [each for each in options if getattr(self._settings, each)]
        yield self._choice(name, forms.checkboxes(offered, chosen), is_optional=True)
        yield from self._not_granted(name)

    def _quiet_hours(self, timezone: str | None) -> Iterator[Block]:
        hours = self._settings.quiet_hours
        start, end = (hours.start_minute, hours.end_minute) if hours else (None, None)
        yield self._choice(QUIET_FROM, forms.time_of_day(start), is_optional=True)
        yield self._choice(QUIET_TO, forms.time_of_day(end), is_optional=True)
        zone = hours.timezone if hours else timezone or "UTC"
        typed = forms.line(zone, max_chars=TIMEZONE_MAX_CHARS)
        yield self._choice(TIMEZONE, typed, is_optional=True)

    def _reaction(self) -> Iterator[Block]:
        reaction = self._settings.reaction
        offered = [forms.option(REACTS, self.say("reacts-yes"))]
        chosen = [] if reaction is None else [REACTS]
        yield self._choice(REACTS, forms.checkboxes(offered, chosen), is_optional=True)
        typed = forms.line(reaction or USUAL_EMOJI, max_chars=EMOJI_MAX_CHARS)
        yield self._choice("reaction", typed, is_optional=True)
        yield from self._not_granted("reaction")

    def _not_granted(self, name: str) -> Iterator[Block]:
        scope = NEEDED_SCOPES.get(name, "")
        if scope in self._missing_scopes:
            yield context(self.say("not-granted", scope=scope))


def _own_name(locale: str) -> str:
    """What a language calls itself: "Français"."""
    return capitalized(Locale.parse(locale, sep="-").get_display_name() or locale)
