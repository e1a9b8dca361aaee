"""What a channel decided not to see is not said, in words and blocks alike."""

from __future__ import annotations

from dataclasses import replace

from bot.blocks import Message, compose
from bot.manner import Manner
from bot.model import Answer, Caption, Edited, Landmark, Outcome, Tag, TextLine
from bot.words import Words
from tests.test_blocks import answer, described, shown

WORDS = Words()
FULL = answer(
    described(
        Caption("a dog", 0.6),
        tags=(Tag("dog", 0.9), Tag("Indoor", 0.4)),
        landmarks=(Landmark("Eiffel Tower", 0.3),),
        lines=(TextLine("Beware", 0, 0, 1, 1, 0.9),),
    )
)


def said(manner: Manner, about: Answer = FULL) -> tuple[str, str]:
    message: Message = compose([about], WORDS, manner)
    return message.text, shown(message)


def test_what_is_less_sure_than_the_floor_is_not_said() -> None:
    """Captions, tags and landmarks; what is just as sure is."""
    for text in said(Manner(confidence_floor=0.6)):
        assert "A dog (fairly sure, 60%)." in text
        assert "Tags: dog." in text
        assert "Eiffel" not in text
    for text in said(Manner(confidence_floor=0.61)):
        assert "A dog" not in text
        assert WORDS.say("cannot-tell") in text


def test_hidden_tags_are_not_said() -> None:
    """However their letters are written."""
    for text in said(Manner(hidden_tags=("INDOOR", "dog"))):
        assert "Tags" not in text
        assert "Indoor" not in text


def test_tags_only_leaves_the_tags() -> None:
    """And says that it cannot tell where there are none."""
    for text in said(Manner(tags_only=True)):
        assert "Tags: dog, Indoor." in text
        assert not any(word in text for word in ("A dog", "Eiffel", "Beware", "Accent"))
    for text in said(Manner(tags_only=True, confidence_floor=0.95)):
        assert WORDS.say("cannot-tell") in text


def test_a_persons_wording_stands_beside_the_tags() -> None:
    """It is no machine's caption; the tags stay."""
    edited = replace(FULL, edited=Edited("My dog", "alex"))
    for text in said(Manner(tags_only=True), edited):
        assert "My dog" in text
        assert "Tags: dog, Indoor." in text
        assert "Accent" not in text


def test_text_in_the_picture_may_be_left_out() -> None:
    """The rest stays."""
    for text in said(Manner(show_text=False)):
        assert "Beware" not in text
        assert "A dog" in text


def test_a_description_in_another_language_says_so() -> None:
    """Where the analyzer does not speak the reply's; not where there are no words of it."""
    outcome = FULL.outcome
    assert outcome is not None
    assert outcome.description is not None
    description = outcome.description
    foreign = replace(description, analysis=replace(description.analysis, language="pt"))
    wordless = replace(foreign, analysis=replace(foreign.analysis, caption=None, tags=()))
    note = WORDS.say("other-language", language="Portuguese")
    assert note in compose([replace(FULL, outcome=Outcome(foreign))], WORDS).text
    assert note not in compose([replace(FULL, outcome=Outcome(wordless))], WORDS).text
    assert "The description itself is in" not in said(Manner())[0]


def test_the_switch_off_line_is_the_last() -> None:
    """One line, in words and blocks."""
    text, blocks = said(Manner(has_switch_off_line=True))
    assert text.endswith("\n" + WORDS.say("switch-off"))
    assert WORDS.say("switch-off") in blocks
    assert "`/describe off`" not in said(Manner())[0]
