"""How Web API methods see a call: its arguments, the errors it may end in, its registration."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from bot.demo import seed
from bot.demo.api_error import ApiError
from bot.demo.backend import Backend
from bot.demo.model import Channel, Json, Message

TRUE_WORDS = frozenset({"1", "true", "t", "yes"})


@dataclass(frozen=True, slots=True)
class Args:
    """Arguments from a query, a form or a JSON body; in forms everything is text."""

    values: Mapping[str, Any]

    def text(self, name: str) -> str | None:
        value = self.values.get(name)
        return None if value is None else str(value)

    def required(self, name: str, error: str = "invalid_arguments") -> str:
        value = self.text(name)
        if not value:
            raise ApiError(
                error,
                response_metadata={"messages": [f"[ERROR] missing required field: {name}"]},
            )
        return value

    def flag(self, name: str) -> bool:
        value = self.values.get(name)
        return value is True or str(value).lower() in TRUE_WORDS

    def number(self, name: str, default: int) -> int:
        value = self.values.get(name)
        try:
            return default if value is None else int(value)
        except (TypeError, ValueError):
            raise ApiError("invalid_arguments") from None

    def parsed(self, name: str, error: str) -> Any:
        """A structure: as it is in a JSON body, as JSON text in a form. None when left out."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if value == "":
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise ApiError(error) from None


@dataclass(frozen=True, slots=True)
class Request:
    """One call, authorized. The bot is who calls."""

    backend: Backend
    args: Args

    def channel(self, name: str = "channel") -> Channel:
        """The channel named, by id or #name; private ones only when the bot is a member."""
        value = self.args.required(name, "channel_not_found")
        with self.backend.state.lock:
            channel = self.backend.state.channels.get(value) or self._by_name(value)
            if channel is None and value in self.backend.state.users:
                channel = self._direct_message(value)
        if channel is None or not (channel.kind == "public" or self.backend.bot_is_in(channel)):
            raise ApiError("channel_not_found")
        return channel

    def _by_name(self, value: str) -> Channel | None:
        name = value.removeprefix("#")
        found = (each for each in self.backend.state.channels.values() if each.name == name)
        return next(found, None) if name else None

    def _direct_message(self, user: str) -> Channel | None:
        members = {user, seed.BOT_USER_ID}
        channels = self.backend.state.channels.values()
        return next(
            (each for each in channels if each.kind == "im" and each.members == members), None
        )

    def message(self, channel: Channel, name: str = "ts") -> Message:
        found = self.backend.state.message(
            channel.id, self.args.required(name, "message_not_found")
        )
        if found is None:
            raise ApiError("message_not_found")
        return found

    def need_scope(self, *scopes: str) -> None:
        """Passes when any of them is granted."""
        if not set(scopes) & self.backend.scopes:
            raise ApiError(
                "missing_scope",
                needed=",".join(scopes),
                provided=",".join(sorted(self.backend.scopes)),
            )


Handler: TypeAlias = Callable[[Request], Json]
Caller = Literal["bot", "app", "anyone"]


@dataclass(frozen=True, slots=True)
class Method:
    """A registered method. Any one of `scopes` is enough; none needed when empty."""

    handler: Handler
    scopes: tuple[str, ...] = ()
    caller: Caller = "bot"
    """Whose token it takes."""


@dataclass(frozen=True, slots=True)
class Methods:
    """Methods by name, filled by the `register` function of each api_*.py."""

    table: dict[str, Method] = field(default_factory=dict)

    def add(self, name: str, handler: Handler, *scopes: str, caller: Caller = "bot") -> None:
        self.table[name] = Method(handler, scopes, caller)
