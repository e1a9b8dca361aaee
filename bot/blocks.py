"""Answers in, a Slack message out. Pure: calls nothing and reads nothing.

The message says all of it twice: in its top-level `text`, which screen readers and notifications
read, and in blocks. These stand in attachments, since only attachments have a color bar.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.block_kit import SECTION_MAX_CHARS, Block, actions, button, context, section
from bot.buttons import reply_buttons
from bot.manner import EVERYTHING, Manner
from bot.model import Answer
from bot.speech import Speaker, shorten
from bot.words import Words

# docs.slack.dev/reference/block-kit/blocks and /reference/methods/chat.update, November 2026.
TEXT_MAX_CHARS = 4000
"""chat.update refuses more (msg_too_long), where chat.postMessage would take 40,000."""
MESSAGE_MAX_CHARS = 12_000
"""All blocks together; msg_blocks_too_long begins near 13,200 (slackapi/bolt-js#2509)."""
BLOCK_COST_CHARS = 125
"""What each block takes off that besides its text, seen there."""
FRAME_COST_CHARS = 1_500
"""Heading, last lines and buttons, in the wordiest language."""
MAX_PICTURES = 20
"""At most two blocks each, of the 50 that a message may have."""
ROOM_CHARS = 500
"""Of one caption, one list of tags, one author's description."""

JOINERS = "\u200c\u200d"

COLOR_OF_NO_ANSWER = "#8A8A8A"


@dataclass(frozen=True, slots=True)
class Message:
    """What chat.postMessage takes. `text` is the whole answer in words."""

    text: str
    blocks: tuple[Block, ...] = ()
    attachments: tuple[Block, ...] = ()


def plain_message(text: str) -> Message:
    """A message of one text of ours, mrkdwn as it stands."""
    return Message(text, (section(text),))


def compose(
    answers: Sequence[Answer],
    words: Words,
    manner: Manner = EVERYTHING,
    *,
    about: str | None = None,
) -> Message:
    """The one reply that says all of `answers`, within Slack's limits whatever they hold.

    With `about`, which tells listeners the reply, there are buttons once anything is known.
    """
    shown = answers[:MAX_PICTURES]
    layout = _Layout(words, manner, pictures=len(shown))
    heading = layout.heading(shown)
    more = len(answers) - len(shown)
    footers = [
        words.say("more-pictures", count=more) if more else "",
        words.say("switch-off") if manner.has_switch_off_line else "",
    ]
    spoken = [layout.spoken(number, answer) for number, answer in enumerate(shown, 1)]
    frames = [layout.attachment(number, answer) for number, answer in enumerate(shown, 1)]
    below = [context(line) for line in footers if line]
    if about is not None and any(answer.outcome for answer in shown):
        is_described = any(answer.description for answer in shown)
        row = reply_buttons(words, about, is_described=is_described)
        # Within the one picture's frame; with several, nothing says that it is the last one's.
        if len(frames) == 1:
            frames[0]["blocks"].append(row)
        else:
            below.insert(0, row)
    return Message(
        text=shorten("\n".join(filter(None, [heading, *spoken, *footers])), TEXT_MAX_CHARS),
        blocks=(context(heading),),
        attachments=(*frames, *_frame_below(below, words)),
    )


def _frame_below(blocks: Sequence[Block], words: Words) -> list[Block]:
    """A frame without a color: Slack shows a message's own blocks above all its frames."""
    return [{"blocks": list(blocks), "fallback": words.say("more")}] if blocks else []


def with_line_above(message: Message, line: str) -> Message:
    """`message` below one line of ours."""
    text = shorten(f"{line}\n{message.text}", TEXT_MAX_CHARS)
    return replace(message, text=text, blocks=(section(line), *message.blocks))


def with_share_button(message: Message, value: str, words: Words) -> Message:
    """`message` with a button below it, to show it to everybody."""
    share = button("share", words.say("share"), value, label=words.say("share-label"))
    below = _frame_below([actions([share])], words)
    return replace(message, attachments=(*message.attachments, *below))


def escape(text: str) -> str:
    """`text` as one line that can hold no mention, no link and no hidden control character.

    Joiners stay: emoji families and Persian words fall apart without them. Bidirectional controls,
    which could turn a sentence around, go. Source:
    docs.slack.dev/messaging/formatting-message-text#escaping
    """
    if not text.isprintable():
        text = "".join(c if c.isprintable() or c in JOINERS else " " for c in text)
    line = " ".join(text.split())
    return line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


class _Layout:
    """Lays out the pictures of one message; each has an equal share of the room."""

    def __init__(self, words: Words, manner: Manner, *, pictures: int) -> None:
        self._words = words
        self._pictures = pictures
        blocks = 2 * max(1, pictures)
        room = MESSAGE_MAX_CHARS - FRAME_COST_CHARS - BLOCK_COST_CHARS * blocks
        self._block_chars = min(SECTION_MAX_CHARS, room // blocks)
        self._spoken_chars = (TEXT_MAX_CHARS - 300) // max(1, pictures)
        room_chars = min(ROOM_CHARS, self._spoken_chars // 4)
        self._speaker = Speaker(words, manner, clean=escape, room_chars=room_chars)

    def heading(self, answers: Sequence[Answer]) -> str:
        """Who says this: a machine, and which. Without a description, just what it is about."""
        outcomes = [answer.outcome for answer in answers if answer.outcome]
        described = [outcome.description for outcome in outcomes if outcome.description]
        if not described:
            return self._words.say("source-none", count=len(answers))
        names = dict.fromkeys(self._words.analyzer(d.analysis.analyzer) for d in described)
        facts: dict[str, str | int] = {"analyzer": self._words.joined(names), "count": len(answers)}
        return self._words.say("source" if len(answers) == 1 else "source-many", **facts)

    def spoken(self, number: int, answer: Answer) -> str:
        """All about one picture as text."""
        said = [self._speaker.main(answer), *self._speaker.details(answer)]
        text = " ".join([*self._author(answer), *said])
        return shorten(self._numbered(number, answer, text), self._spoken_chars)

    def attachment(self, number: int, answer: Answer) -> Block:
        """All about one picture as blocks beside its accent color."""
        main = self._speaker.main(answer)
        lines = [*self._title(number, answer), *self._author(answer), main]
        blocks = [section(shorten("\n".join(lines), self._block_chars))]
        if details := "\n".join(self._speaker.details(answer)):
            blocks.append(context(shorten(details, self._block_chars)))
        return {"color": _color(answer), "blocks": blocks, "fallback": main}

    def _numbered(self, number: int, answer: Answer, text: str) -> str:
        if self._pictures == 1:
            return text
        name = self._speaker.name(answer.shared.name)
        title = self._words.say("picture", number=number, count=self._pictures, name=name)
        return f"{title} {text}"

    def _title(self, number: int, answer: Answer) -> list[str]:
        if self._pictures == 1:
            return []
        name = self._speaker.name(answer.shared.name)
        return [f"*{self._words.say('picture-heading', number=number, name=name)}*"]

    def _author(self, answer: Answer) -> list[str]:
        alt_text = answer.shared.alt_text
        return [self._speaker.author(alt_text)] if alt_text.strip() else []


def _color(answer: Answer) -> str:
    outcome = answer.outcome
    if outcome is None or outcome.description is None:
        return COLOR_OF_NO_ANSWER
    return outcome.description.colors.accent
