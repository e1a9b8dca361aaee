"""English in small pieces: counted people, lists, quotes. Pure."""

from __future__ import annotations

from collections.abc import Sequence

_NUMBERS = ("no", "one", "two", "three", "four", "five")
_COUNTED = 3
"""People are counted up to here; beyond, one of them is soon missed."""
_ESTIMATED = 5
QUOTE_CHARS = 100
"""How long a quote gets before it is cut."""
_NESTED = str.maketrans("\u201c\u201d", "\u2018\u2019")


def people_phrase(count: int, *, or_more: bool) -> str:
    """ "a person", "two people", "three or more people", "about five people", "several people".

    `or_more`: there are signs of more than the `count`, at least 1, that are sure.
    """
    if count > _ESTIMATED:
        return "several people"
    if count > _COUNTED:
        return f"about {_NUMBERS[count]} people"
    if or_more:
        return f"{_NUMBERS[count]} or more people"
    return "a person" if count == 1 else f"{_NUMBERS[count]} people"


def listed(phrases: Sequence[str]) -> str:
    """ "a dog", "a dog and a car", "a dog, a car and a bus"."""
    if len(phrases) < 2:
        return "".join(phrases)
    return f"{', '.join(phrases[:-1])} and {phrases[-1]}"


def quoted(text: str) -> str:
    """“text”, cut after a word where it is long; quotes within become single, as is usual."""
    line = text.translate(_NESTED)
    if len(line) > QUOTE_CHARS:
        head = line[: QUOTE_CHARS - 1]
        line = f"{head.rsplit(' ', 1)[0] if ' ' in head else head}…"
    return f"“{line}”"
