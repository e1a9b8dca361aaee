"""What a search found, as a message with links to the pictures' messages. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.block_kit import section
from bot.blocks import Message, escape, plain_message
from bot.manner import Manner
from bot.model import Answer
from bot.speech import Speaker, shorten
from bot.words import Words

SHOWN_MAX = 10
"""More are a list that nobody reads; one more word makes it shorter."""
LABEL_MAX_CHARS = 150
WORDS_MAX_CHARS = 100


@dataclass(frozen=True, slots=True)
class FoundPicture:
    """A picture that was found. `link` leads to its message, whose ts tells when."""

    answer: Answer
    link: str
    message_ts: str


def found_message(
    asked: str, found: Sequence[FoundPicture], words: Words, manner: Manner, *, has_more: bool
) -> Message:
    """A line for each picture, newest first, the caption being its link."""
    quoted = shorten(escape(asked), WORDS_MAX_CHARS)
    if not found:
        return plain_message(words.say("found-nothing", words=quoted))
    speaker = Speaker(words, manner, clean=escape, room_chars=LABEL_MAX_CHARS)
    lines = [f"• {_link(each, speaker)} {_date(each.message_ts)}" for each in found]
    heading = words.say("found", count=len(found), words=quoted)
    more = [words.say("found-more")] if has_more else []
    said = [heading, *lines, *more]
    return Message("\n".join(said), tuple(section(line) for line in said))


def _link(picture: FoundPicture, speaker: Speaker) -> str:
    label = shorten(speaker.main(picture.answer).replace("|", "/"), LABEL_MAX_CHARS)
    return f"<{picture.link}|{label}>"


def _date(ts: str) -> str:
    """The day in the reader's own time zone, as Slack fills it in.

    Source: docs.slack.dev/messaging/formatting-message-text#date-formatting
    """
    day = datetime.fromtimestamp(float(ts), UTC).date().isoformat()
    return f"(<!date^{int(float(ts))}^{{date_short_pretty}}|{day}>)"
