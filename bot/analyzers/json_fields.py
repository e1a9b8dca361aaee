"""Fields of foreign JSON, each of the type it should have. Pure.

What has another type raises AnalyzerFailed: half an answer is none.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import inf
from typing import TypeAlias

from bot.errors import AnalyzerFailed

Json: TypeAlias = Mapping[str, object]

_MAX = 10**9
"""No number in these answers means more, and JSON has numbers that no float can hold."""


def object_of(value: object, what: str) -> Json:
    if not isinstance(value, Mapping):
        raise AnalyzerFailed(f"{what} is not an object")
    return value


def object_in(owner: Json, key: str) -> Json:
    """The object under `key`, empty where it is missing or null."""
    value = owner.get(key)
    return {} if value is None else object_of(value, key)


def list_in(owner: Json, key: str) -> list[object]:
    value = owner.get(key)
    if value is None:
        return []
    if not isinstance(value, list):
        raise AnalyzerFailed(f"{key} is not a list")
    return value


def objects_in(owner: Json, key: str) -> list[Json]:
    return [object_of(value, f"one of {key}") for value in list_in(owner, key)]


def string_of(value: object, what: str) -> str:
    """The text, fit to be stored and sent: JSON may escape half of a character, UTF-8 may not."""
    if not isinstance(value, str):
        raise AnalyzerFailed(f"{what} is not a text")
    return value.encode(errors="replace").decode()


def text_in(owner: Json, key: str) -> str:
    return string_of(owner.get(key), key)


def optional_text_in(owner: Json, key: str) -> str | None:
    return None if owner.get(key) is None else text_in(owner, key)


def flag_in(owner: Json, key: str) -> bool:
    value = owner.get(key)
    if not isinstance(value, bool):
        raise AnalyzerFailed(f"{key} is not true or false")
    return value


def number_in(owner: Json, key: str) -> float:
    """The number, at most a billion. NaN and the infinities, which Python's JSON reads, fail."""
    value = owner.get(key)
    if isinstance(value, bool) or not isinstance(value, int | float) or not -inf < value < inf:
        raise AnalyzerFailed(f"{key} is not a number")
    return float(min(max(value, -_MAX), _MAX))


def fraction_in(owner: Json, key: str) -> float:
    """The number, clamped to 0..1."""
    return min(max(number_in(owner, key), 0.0), 1.0)
