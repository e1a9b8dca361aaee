"""A picture's answer as sentences: what is said, wherever it is shown. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from bot.color_names import color_name, contrast
from bot.manner import EVERYTHING, Manner
from bot.model import (
    CAPTIONS_NOT_IN_REGION,
    TEXT_NOT_READ,
    Analysis,
    Answer,
    Caption,
    Colors,
    Description,
    Edited,
    Landmark,
    Tag,
    TextLine,
)
from bot.words import Words

SURE = 0.8
FAIRLY_SURE = 0.5
MAX_LANDMARKS = 3
MAX_NAME_CHARS = 80
FULL_STOPS = ".。"
"""In the languages that captions come in."""


class Speaker:
    """Says what is known of a picture, as far as `manner` has it said.

    `clean` makes foreign text (captions, names, what was read in a picture) fit to stand in a
    sentence; no such text is longer than `room_chars` there.
    """

    def __init__(
        self,
        words: Words,
        manner: Manner = EVERYTHING,
        *,
        clean: Callable[[str], str] = str,
        room_chars: int = 1000,
    ) -> None:
        self._words = words
        self._manner = manner
        self._hidden_tags = {name.casefold() for name in manner.hidden_tags}
        self._clean = clean
        self._room_chars = room_chars

    def main(self, answer: Answer) -> str:
        """The one sentence that matters most: the caption, the failure, or that work goes on."""
        if answer.outcome is None:
            return self._unfinished(answer.waiting_for)
        if (failure := answer.outcome.failure) is not None:
            return self._words.explain_code(failure.code, failure.facts)
        if (description := answer.outcome.description) is None:
            raise ValueError("an outcome is a description or a failure")
        if (trouble := description.analysis.impaired_by) is not None:
            return self._words.say("cannot-look", reason=self._words.reason(trouble))
        if answer.edited is not None:
            return self._edited(answer.edited)
        if self._manner.tags_only:
            return self._tags_alone(description.analysis.tags)
        return self._caption(description.analysis.caption)

    def details(self, answer: Answer) -> Iterator[str]:
        """The sentences after it: nothing where there is no description."""
        if answer.outcome is None or answer.outcome.description is None:
            return
        description = answer.outcome.description
        if not self._manner.tags_only:
            yield from self._found(description.analysis)
            yield self._accent(description.colors)
        elif answer.edited is not None and (tags := self._shown(description.analysis.tags)):
            yield self._tags(tags)
        yield from self._notes(description)

    def author(self, alt_text: str) -> str:
        """The author's own description, as theirs."""
        return self._words.say("author", text=self._fit(alt_text))

    def name(self, file_name: str) -> str:
        return shorten(self._clean(file_name), MAX_NAME_CHARS)

    def _found(self, analysis: Analysis) -> Iterator[str]:
        landmarks = [each for each in analysis.landmarks if self._is_sure_enough(each)]
        yield from map(self._landmark, landmarks[:MAX_LANDMARKS])
        if analysis.text_lines and self._manner.show_text:
            yield self._text(analysis.text_lines)
        if tags := self._shown(analysis.tags):
            yield self._tags(tags)

    def _is_sure_enough(self, found: Caption | Tag | Landmark) -> bool:
        return found.confidence >= self._manner.confidence_floor

    def _shown(self, tags: Sequence[Tag]) -> list[Tag]:
        wanted = (tag for tag in tags if tag.name.casefold() not in self._hidden_tags)
        return [tag for tag in wanted if self._is_sure_enough(tag)]

    def _tags_alone(self, tags: Sequence[Tag]) -> str:
        shown = self._shown(tags)
        return self._tags(shown) if shown else self._words.say("cannot-tell")

    def _unfinished(self, waiting_for: str | None) -> str:
        if waiting_for is None:
            return self._words.say("working")
        return self._words.say("waiting", reason=self._words.reason(waiting_for))

    def _fit(self, text: str) -> str:
        return shorten(self._clean(text), self._room_chars)

    def _edited(self, edited: Edited) -> str:
        text, name = self._fit(edited.text), self.name(edited.by_name)
        return self._words.say("edited", text=text, name=name)

    def _caption(self, caption: Caption | None) -> str:
        if caption is None or not caption.text.strip() or not self._is_sure_enough(caption):
            return self._words.say("cannot-tell")
        return self._words.say(
            _how_sure(caption.confidence),
            caption=capitalized(self._fit(caption.text)).rstrip(FULL_STOPS),
            share=caption.confidence,
        )

    def _landmark(self, landmark: Landmark) -> str:
        return self._words.say("landmark", name=self._fit(landmark.name), share=landmark.confidence)

    def _text(self, lines: Sequence[TextLine]) -> str:
        # Each line is cut by itself, too: Fluent refuses facts of more than 2,500 characters.
        quoted = " ".join(self._words.say("quoted", line=self._fit(line.text)) for line in lines)
        return self._words.say("text", text=shorten(quoted, self._room_chars))

    def _tags(self, tags: Sequence[Tag]) -> str:
        names = self._words.listed(self._clean(tag.name) for tag in tags)
        return self._words.say("tags", tags=shorten(names, self._room_chars))

    def _accent(self, colors: Colors) -> str:
        return self._words.say(
            "accent",
            name=self._words.color(color_name(colors.accent)),
            hex=colors.accent,
            onBlack=contrast(colors.accent, "#000000"),
            onWhite=contrast(colors.accent, "#FFFFFF"),
        )

    def _notes(self, description: Description) -> Iterator[str]:
        language = description.analysis.language
        if language != self._words.language and _has_words(description.analysis):
            yield self._words.say("other-language", language=self._words.language_name(language))
        if description.is_animated:
            yield self._words.say("first-frame")
        if (lacking := self._lacking(description.analysis)) is not None:
            yield self._words.reason(lacking)
        if description.stand_in_for is not None:
            yield self._words.say(
                "stand-in",
                reason=self._words.reason_for(description.stand_in_for),
                analyzer=self._words.analyzer(description.analysis.analyzer),
            )

    def _lacking(self, analysis: Analysis) -> str | None:
        """What is missing of that which this manner would show."""
        is_shown = {
            TEXT_NOT_READ: self._manner.show_text and not self._manner.tags_only,
            CAPTIONS_NOT_IN_REGION: not self._manner.tags_only,
        }
        return analysis.lacking if is_shown.get(analysis.lacking or "") else None


def _has_words(analysis: Analysis) -> bool:
    return bool(analysis.caption or analysis.tags)


def capitalized(caption: str) -> str:
    """The caption with its first letter as a capital, the rest as it was."""
    return caption[:1].upper() + caption[1:]


def sentence(text: str, language: str) -> str:
    """The text with a capital letter and the full stop of its language, an ISO 639-1 code."""
    full_stop = "。" if language in ("ja", "zh") else "."
    return capitalized(text).rstrip(FULL_STOPS) + full_stop


def shorten(text: str, max_chars: int) -> str:
    """At most `max_chars` of `text`, never ending inside an entity such as `&amp;`."""
    if len(text) <= max_chars:
        return text
    head = text[: max_chars - 1]
    ampersand = head.rfind("&", -5)
    if ampersand != -1 and ";" not in head[ampersand:]:
        head = head[:ampersand]
    return head.rstrip() + "…"


def _how_sure(confidence: float) -> str:
    if confidence >= SURE:
        return "sure-high"
    return "sure-medium" if confidence >= FAIRLY_SURE else "sure-low"
