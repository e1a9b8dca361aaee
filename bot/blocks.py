"""Answers in, a Slack message out. Pure: calls nothing, reads nothing, decides nothing else.

The message says the same three times over: in its top-level `text`, which screen readers and
notifications read; in blocks; and in an attachment's color bar, which only attachments have.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from bot.colors import color_name, contrast
from bot.model import Answer, Caption, Colors, Description, Landmark, Shared, Tag, TextLine
from bot.words import Words

Block: TypeAlias = dict[str, Any]

# docs.slack.dev/reference/block-kit/blocks and /reference/methods/chat.update, November 2026.
SECTION_MAX_CHARS = 3000
TEXT_MAX_CHARS = 4000
"""chat.update refuses more (msg_too_long), where chat.postMessage would take 40,000."""
MESSAGE_MAX_CHARS = 11_000
"""All blocks together; msg_blocks_too_long begins near 13,200 (slackapi/bolt-js#2509)."""
MAX_PICTURES = 20
"""Two blocks each, of the 50 that a message may have."""

SURE = 0.8
FAIRLY_SURE = 0.5

COLOR_OF_FAILURE = "#8A8A8A"


@dataclass(frozen=True, slots=True)
class Message:
    """What chat.postMessage takes. `text` is the whole answer in words."""

    text: str
    blocks: tuple[Block, ...] = ()
    attachments: tuple[Block, ...] = ()


def plain_message(text: str) -> Message:
    """A message of one text of ours, mrkdwn as it stands."""
    return Message(text, (_section(text),))


def compose(answers: Sequence[Answer], words: Words) -> Message:
    """The one reply that says all of `answers`, within Slack's limits whatever they hold."""
    shown = answers[:MAX_PICTURES]
    renderer = _Renderer(words, pictures=len(shown))
    pictures = [renderer.picture(number, answer) for number, answer in enumerate(shown, 1)]
    heading = renderer.heading(shown)
    more = len(answers) - len(shown)
    footer = words.say("more-pictures", count=more) if more else ""
    text = "\n".join(filter(None, [heading, *(picture.text for picture in pictures), footer]))
    return Message(
        text=_shorten(text, TEXT_MAX_CHARS),
        blocks=tuple(_context(line) for line in (heading, footer) if line),
        attachments=tuple(picture.attachment for picture in pictures),
    )


def escape(text: str) -> str:
    """`text` as Slack shows it to the letter: one line, no markup, no mention, no link.

    Source: docs.slack.dev/messaging/formatting-message-text#escaping
    """
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@dataclass(frozen=True, slots=True)
class _Rendered:
    text: str
    attachment: Block


class _Renderer:
    """Renders the pictures of one message; each has an equal share of the room."""

    def __init__(self, words: Words, *, pictures: int) -> None:
        self._words = words
        self._pictures = pictures
        self._room = min(SECTION_MAX_CHARS, MESSAGE_MAX_CHARS // max(1, pictures)) // 2
        self._text_room = (TEXT_MAX_CHARS - 300) // max(1, pictures)

    def heading(self, answers: Sequence[Answer]) -> str:
        described = [a.outcome.description for a in answers if a.outcome and a.outcome.description]
        if not described:
            return self._words.say("source-none", count=len(answers))
        names = dict.fromkeys(self._words.analyzer(d.analysis.analyzer) for d in described)
        who = ", ".join(names)
        if len(answers) == 1:
            return self._words.say("source", analyzer=who) + "."
        return self._words.say("source-many", count=len(answers), analyzer=who) + "."

    def picture(self, number: int, answer: Answer) -> _Rendered:
        spoken = " ".join([*self._author(answer.shared), *self._spoken(answer)])
        shown = "\n".join(
            [*self._title(number, answer.shared), *self._author(answer.shared), self._main(answer)]
        )
        details = "\n".join(self._details(answer))
        blocks = [_section(_shorten(shown, self._room))]
        if details:
            blocks.append(_context(_shorten(details, self._room)))
        return _Rendered(
            text=_shorten(self._numbered(number, answer.shared, spoken), self._text_room),
            attachment={"color": _color(answer), "blocks": blocks, "fallback": self._main(answer)},
        )

    def _numbered(self, number: int, shared: Shared, spoken: str) -> str:
        if self._pictures == 1:
            return spoken
        title = self._words.say(
            "picture",
            number=number,
            count=self._pictures,
            name=_shorten(escape(shared.name), 80),
        )
        return f"{title}: {spoken}"

    def _title(self, number: int, shared: Shared) -> Iterator[str]:
        if self._pictures > 1:
            name = _shorten(escape(shared.name), 80)
            yield f"*{self._words.say('picture-heading', number=number, name=name)}*"

    def _author(self, shared: Shared) -> Iterator[str]:
        if shared.alt_text:
            text = _shorten(escape(shared.alt_text), self._room // 3)
            yield self._words.say("author", text=text)

    def _spoken(self, answer: Answer) -> Iterator[str]:
        yield self._main(answer)
        yield from self._details(answer)

    def _main(self, answer: Answer) -> str:
        if answer.outcome is None:
            return self._words.say("working")
        if answer.outcome.failure is not None:
            failure = answer.outcome.failure
            return self._words.explain_code(failure.code, failure.facts)
        assert answer.outcome.description is not None  # noqa: S101 - one of the two is given
        return self._caption(answer.outcome.description.analysis.caption)

    def _caption(self, caption: Caption | None) -> str:
        if caption is None or not caption.text.strip():
            return self._words.say("cannot-tell")
        text = _shorten(capitalized(escape(caption.text)).rstrip("."), self._room // 3)
        return self._words.say(
            _how_sure(caption.confidence), caption=text, percent=_percent(caption.confidence)
        )

    def _details(self, answer: Answer) -> Iterator[str]:
        if answer.outcome is None or answer.outcome.description is None:
            return
        description = answer.outcome.description
        analysis = description.analysis
        yield from map(self._landmark, analysis.landmarks[:3])
        if analysis.text_lines:
            yield self._text(analysis.text_lines)
        if analysis.tags:
            yield self._tags(analysis.tags)
        yield self._accent(description.colors)
        yield from self._notes(description)

    def _landmark(self, landmark: Landmark) -> str:
        name = _shorten(escape(landmark.name), 80)
        return self._words.say("landmark", name=name, percent=_percent(landmark.confidence))

    def _text(self, lines: Sequence[TextLine]) -> str:
        quoted = " ".join(self._words.say("quoted", line=escape(line.text)) for line in lines)
        return self._words.say("text", text=_shorten(quoted, self._room // 3))

    def _tags(self, tags: Sequence[Tag]) -> str:
        names = ", ".join(escape(tag.name) for tag in tags)
        return self._words.say("tags", tags=_shorten(names, self._room // 4)) + "."

    def _accent(self, colors: Colors) -> str:
        return self._words.say(
            "accent",
            name=self._words.color(color_name(colors.accent)),
            hex=colors.accent,
            onBlack=_ratio(contrast(colors.accent, "#000000")),
            onWhite=_ratio(contrast(colors.accent, "#FFFFFF")),
        )

    def _notes(self, description: Description) -> Iterator[str]:
        if description.is_animated:
            yield self._words.say("first-frame")
        if description.stand_in_for is not None:
            yield self._words.say(
                "stand-in",
                reason=self._words.reason(description.stand_in_for),
                analyzer=self._words.analyzer(description.analysis.analyzer),
            )


def capitalized(caption: str) -> str:
    """The caption with its first letter as a capital, the rest as it was."""
    return caption[:1].upper() + caption[1:]


def _how_sure(confidence: float) -> str:
    if confidence >= SURE:
        return "sure-high"
    return "sure-medium" if confidence >= FAIRLY_SURE else "sure-low"


def _percent(confidence: float) -> str:
    return f"{round(confidence * 100)}%"


def _ratio(contrast: float) -> str:
    return f"{contrast:.1f}"


def _color(answer: Answer) -> str:
    outcome = answer.outcome
    if outcome is None or outcome.description is None:
        return COLOR_OF_FAILURE
    return outcome.description.colors.accent


def _section(text: str) -> Block:
    return {"type": "section", "text": _mrkdwn(text)}


def _context(text: str) -> Block:
    return {"type": "context", "elements": [_mrkdwn(text)]}


def _mrkdwn(text: str) -> Block:
    # verbatim: addresses, #channels and @names in a caption or file name stay plain words.
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def _shorten(text: str, max_chars: int) -> str:
    """At most `max_chars` of escaped `text`, never ending inside an entity such as `&amp;`."""
    if len(text) <= max_chars:
        return text
    head = text[: max_chars - 1]
    ampersand = head.rfind("&", -5)
    if ampersand != -1 and ";" not in head[ampersand:]:
        head = head[:ampersand]
    return head.rstrip() + "…"
