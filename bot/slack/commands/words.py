"""The words after `/describe`: what they ask for. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

MAX_LAST = 20
"""As many pictures as one answer can show."""
HERE = "here"


class Wish(StrEnum):
    """What somebody wants of the command."""

    NEWEST = "newest"
    ADDRESS = "address"
    LAST = "last"
    FIND = "find"
    SETTINGS = "settings"
    AUTO = "auto"
    ON_REQUEST = "on_request"
    OFF = "off"
    HELP = "help"
    UNKNOWN = "unknown"


FIXED = {
    "": Wish.NEWEST,
    "help": Wish.HELP,
    "settings": Wish.SETTINGS,
    "auto": Wish.AUTO,
    "on request": Wish.ON_REQUEST,
    "on-request": Wish.ON_REQUEST,
    "off": Wish.OFF,
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed, understood. `is_here`: the answer is for everybody in the channel."""

    wish: Wish
    address: str = ""
    count: int = 0
    """Pictures, 1..`MAX_LAST`; 0 where none are counted."""
    words: str = ""
    is_here: bool = False


def understand(text: str) -> Asked:
    """What `text` asks for; every text has one meaning, and case means nothing."""
    words = text.split()
    lowered = [word.lower() for word in words]
    if (wish := FIXED.get(" ".join(lowered))) is not None:
        return Asked(wish)
    if lowered[0] == "find" and len(words) > 1:
        return _found(words[1:])
    is_here = lowered[-1] == HERE
    rest = words[:-1] if is_here else words
    if not rest:
        return Asked(Wish.NEWEST, is_here=True)
    return _counted(rest, is_here=is_here) or _addressed(rest, is_here=is_here)


def _found(words: list[str]) -> Asked:
    # Somebody may look for the word "here" itself.
    is_here = len(words) > 1 and words[-1].lower() == HERE
    wanted = words[:-1] if is_here else words
    return Asked(Wish.FIND, words=" ".join(wanted), is_here=is_here)


def _counted(words: list[str], *, is_here: bool) -> Asked | None:
    if len(words) != 2 or words[0].lower() != "last" or not words[1].isdecimal():
        return None
    count = int(words[1][:9])  # Python refuses to read numbers of thousands of digits
    return Asked(Wish.LAST, count=min(count, MAX_LAST), is_here=is_here) if count else None


def _addressed(words: list[str], *, is_here: bool) -> Asked:
    address = _address(words[0])
    if len(words) == 1 and address.lower().startswith(("http://", "https://")):
        return Asked(Wish.ADDRESS, address=address, is_here=is_here)
    return Asked(Wish.UNKNOWN)


def _address(word: str) -> str:
    """The address in `word`, which Slack may have made a link: <https://…|label>."""
    if word.startswith("<") and word.endswith(">"):
        word = word[1:-1].partition("|")[0]
    return word.replace("&amp;", "&")
