"""The app's Home tab: what it does, how it is set, what leaves the workspace. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.block_kit import BUTTON_MAX_CHARS, Block, actions, button, context, header, section
from bot.blocks import escape
from bot.settings import When
from bot.speech import shorten
from bot.words import Words

MAX_CHANNELS = 20
"""Slack shows at most 100 blocks in a view."""
MAX_NAME_CHARS = 80
"""Of a channel. docs.slack.dev/reference/methods/conversations.create"""
MAX_HOST_CHARS = 253
"""RFC 1035, section 2.3.4."""


@dataclass(frozen=True, slots=True)
class ChannelState:
    """A channel that both the bot and the viewer are in."""

    channel: str
    name: str
    when: When


@dataclass(frozen=True, slots=True)
class MonthlyUse:
    """Calls to the picture service in this calendar month; `limit` None: any number."""

    calls: int
    limit: int | None


@dataclass(frozen=True, slots=True)
class HomeFacts:
    """What the tab tells one person.

    `is_admin` is None where nobody can tell. `service_host` is where pictures go; None: nowhere.
    `missing_scopes` are the optional ones that the workspace did not grant.
    """

    is_first_visit: bool
    is_admin: bool | None
    opted_out: bool
    channels: Sequence[ChannelState]
    service_host: str | None
    use: MonthlyUse | None
    missing_scopes: Sequence[str]


def home_view(facts: HomeFacts, words: Words) -> Block:
    """The view that views.publish takes."""
    return {"type": "home", "blocks": list(_Home(facts, words).blocks())}


class _Home:
    def __init__(self, facts: HomeFacts, words: Words) -> None:
        self._facts = facts
        self._words = words

    def _say(self, key: str, **facts: str | int) -> str:
        return self._words.say(f"home-{key}", **facts)

    def blocks(self) -> Iterator[Block]:
        if self._facts.is_first_visit:
            yield section(self._say("welcome"))
        yield header(self._say("what"))
        yield section(self._say("what-it-does"))
        yield actions([button("home_try", self._say("try"), "sample", style="primary")])
        yield from self._yours()
        yield from self._channels()
        yield from self._leaving()
        yield header(self._say("help"))
        yield section(self._words.say("help"))
        yield from self._missing()

    def _yours(self) -> Iterator[Block]:
        is_out = self._facts.opted_out
        state, action = ("opted-out", "opt-in") if is_out else ("opted-in", "opt-out")
        yield header(self._say("yours"))
        choice = button(f"home_{action.replace('-', '_')}", self._say(action), action)
        yield _beside(self._say(state), choice)

    def _channels(self) -> Iterator[Block]:
        yield header(self._say("channels"))
        shown = self._facts.channels[:MAX_CHANNELS]
        hidden = list(self._hidden_channels())
        if not (shown or hidden):
            yield section(self._say("no-channels"))
        for each in shown:
            yield _beside(self._state(each), self._settings_button(each))
        if more := len(self._facts.channels) - len(shown):
            yield context(self._say("more-channels", count=more))
        yield from hidden
        yield from self._workspace()

    def _state(self, each: ChannelState) -> str:
        state = self._say(f"state-{each.when.replace('_', '-')}")
        return self._say("channel", channel=f"<#{each.channel}>", state=state)

    def _settings_button(self, each: ChannelState) -> Block:
        # Else a screen reader meets a row of buttons that are all called the same.
        label = shorten(
            self._say("settings-of", name=shorten(each.name, MAX_NAME_CHARS)), BUTTON_MAX_CHARS
        )
        return button("home_channel", self._say("settings"), each.channel, label=label)

    def _hidden_channels(self) -> Iterator[Block]:
        scopes = [each for each in ("channels:read", "groups:read") if self._is_missing(each)]
        for scope in scopes:
            yield context(self._say(f"hidden-{scope.partition(':')[0]}", scope=scope))

    def _is_missing(self, scope: str) -> bool:
        return scope in self._facts.missing_scopes

    def _workspace(self) -> Iterator[Block]:
        if self._facts.is_admin:
            choice = button("home_workspace", self._say("workspace"), "workspace")
            yield _beside(self._say("workspace-about"), choice)
        elif self._facts.is_admin is None:
            yield context(self._words.say("settings-who-is-admin"))

    def _leaving(self) -> Iterator[Block]:
        host = self._facts.service_host
        yield header(self._say("leaving"))
        if host is None:
            yield section(self._say("leaving-nothing"))
            return
        yield section(self._say("leaving-pictures", host=escape(shorten(host, MAX_HOST_CHARS))))
        if self._facts.use is not None:
            yield context(self._use(self._facts.use))

    def _use(self, use: MonthlyUse) -> str:
        if use.limit is None:
            return self._say("use", count=use.calls)
        return self._say("use-of", count=use.calls, limit=use.limit)

    def _missing(self) -> Iterator[Block]:
        """For those who can do something about it."""
        if self._facts.is_admin and self._facts.missing_scopes:
            scopes = self._words.listed(f"`{scope}`" for scope in self._facts.missing_scopes)
            yield context(self._say("missing", scopes=scopes))


def _beside(text: str, control: Block) -> Block:
    return {**section(text), "accessory": control}
