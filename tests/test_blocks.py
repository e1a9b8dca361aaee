"""Messages: everything is said, in words too, and Slack's limits hold whatever comes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.blocks import (
    JOINERS,
    MAX_PICTURES,
    TEXT_MAX_CHARS,
    Message,
    compose,
    escape,
    with_share_button,
)
from bot.demo.limits import check_message
from bot.manner import Manner
from bot.model import (
    CAPTIONS_NOT_IN_REGION,
    TEXT_NOT_READ,
    Analysis,
    Answer,
    Caption,
    Colors,
    Description,
    Edited,
    Failure,
    Landmark,
    Outcome,
    Shared,
    StandIn,
    Tag,
    TextLine,
)
from bot.words import Words

WORDS = Words()
SWITCHABLE = Manner(has_switch_off_line=True)
COLORS = Colors("#B54316", "Brown", "White", ("Brown", "White"), False)


def described(
    caption: Caption | None = None,
    *,
    tags: tuple[Tag, ...] = (),
    landmarks: tuple[Landmark, ...] = (),
    lines: tuple[TextLine, ...] = (),
    analyzer: str = "embedded",
    is_animated: bool = False,
    stand_in_for: StandIn | None = None,
    lacking: str | None = None,
) -> Outcome:
    analysis = Analysis(
        analyzer=analyzer,
        language="en",
        caption=caption,
        tags=tags,
        landmarks=landmarks,
        text_lines=lines,
        lacking=lacking,
    )
    return Outcome(
        description=Description(
            analysis=analysis,
            colors=COLORS,
            width_px=100,
            height_px=100,
            format="PNG",
            is_animated=is_animated,
            stand_in_for=stand_in_for,
        )
    )


def answer(outcome: Outcome | None, *, name: str = "a.png", alt_text: str = "") -> Answer:
    return Answer(Shared(name, alt_text), outcome)


def strings_in(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from strings_in(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from strings_in(inner)


def shown(message: Message) -> str:
    return "\n".join(strings_in([message.blocks, message.attachments]))


def test_one_picture_is_said_in_full() -> None:
    """Source, caption with a capital and how sure, tags, accent with name, hex and contrast."""
    outcome = described(Caption("a polar bear", 0.93), tags=(Tag("bear", 0.9), Tag("ice", 0.5)))
    message = compose([answer(outcome)], WORDS)
    assert message.text == (
        "Machine description by the built-in describer:\n"
        "A polar bear (93% sure). Tags: bear, ice. "
        "Accent color: Brown #B54316, contrast 3.8 on black and 5.6 on white."
    )
    assert message.attachments[0]["color"] == "#B54316"
    for said in ("Machine description", "A polar bear (93% sure).", "bear, ice", "#B54316"):
        assert said in shown(message)


def test_the_authors_own_words_come_first_and_as_theirs() -> None:
    """Nothing a machine says stands before what a person said."""
    message = compose([answer(described(Caption("a dog", 0.9)), alt_text="My dog Rex")], WORDS)
    assert message.text.startswith("Machine description")
    theirs, machines = "The author’s own description: “My dog Rex”.", "A dog (90% sure)."
    assert message.text.index(theirs) < message.text.index(machines)
    assert shown(message).index(theirs) < shown(message).index(machines)


@pytest.mark.parametrize(
    ("confidence", "sentence"),
    [
        (0.8, "A cat (80% sure)."),
        (0.799, "A cat (fairly sure, 80%)."),
        (0.5, "A cat (fairly sure, 50%)."),
        (0.28, "Perhaps: A cat (not sure, 28%)."),
    ],
)
def test_how_sure_is_said_in_words_and_number(confidence: float, sentence: str) -> None:
    """A guess does not sound like knowledge."""
    assert sentence in compose([answer(described(Caption("a cat", confidence)))], WORDS).text


def test_no_caption_is_admitted() -> None:
    """It says that it cannot tell, and still gives the colors."""
    message = compose([answer(described())], WORDS)
    assert "I can’t tell what it shows." in message.text
    assert "#B54316" in message.text


def test_an_analyzer_that_could_not_look_says_so_and_why() -> None:
    """What is known all the same, the colors, is told; "can't tell" alone would hide the fault."""
    blind = Analysis(analyzer="embedded", language="en", impaired_by="weights_damaged")
    outcome = Outcome(Description(blind, COLORS, 100, 100, "PNG", is_animated=False))
    text = compose([answer(outcome)], WORDS).text
    assert WORDS.reason("weights_damaged") in text
    assert "I can tell only its colors." in text
    assert "#B54316" in text
    assert "can’t tell" not in text


def test_several_pictures_are_numbered_and_named() -> None:
    """Each with its file name, the unfinished one too."""
    done = answer(described(Caption("a dog", 0.9)), name="dog.jpg")
    message = compose([done, answer(None, name="cat.jpg")], WORDS)
    assert "Picture 1 of 2, dog.jpg: A dog (90% sure)." in message.text
    assert "Picture 2 of 2, cat.jpg: Still working on it." in message.text
    assert "*2. cat.jpg*" in shown(message)


def test_a_persons_wording_replaces_the_caption() -> None:
    """Marked as theirs, and escaped like any foreign text."""
    edited = Edited("Rex <!here>", "sam <b>")
    message = compose([replace(answer(described(Caption("a dog", 0.9))), edited=edited)], WORDS)
    for text in (message.text, shown(message)):
        assert "Rex &lt;!here&gt; (edited by sam &lt;b&gt;)" in text
        assert "A dog" not in text


@pytest.mark.parametrize("count", [1, 3])
def test_buttons_stand_below_all_pictures_once_something_is_known(count: int) -> None:
    """Within the one picture's frame, or in a frame of their own; one row for the reply."""
    open_ones = [answer(None)] * count
    assert "actions" not in shown(compose(open_ones, WORDS, about="C1 1.1"))
    done = [answer(described(Caption("a dog", 0.9)))] * count
    last = compose(done, WORDS, about="C1 1.1").attachments[-1]
    assert ("color" in last) is (count == 1)
    row = last["blocks"][-1]
    assert [each["action_id"] for each in row["elements"]] == [
        *("more", "alt_text", "edit", "wrong", "remove")
    ]
    assert {each["value"] for each in row["elements"]} == {"C1 1.1"}


def test_last_lines_stand_last() -> None:
    """Slack shows a message's own blocks above its frames, so they are in the last frame."""
    message = compose([answer(described(Caption("a dog", 0.9)))], WORDS, SWITCHABLE)
    assert WORDS.say("switch-off") in str(message.attachments[-1])
    assert WORDS.say("switch-off") not in str(message.blocks)
    assert message.text.endswith(WORDS.say("switch-off"))


def test_a_failure_is_one_sentence_and_no_machine_description() -> None:
    """Nobody is told that a machine described what it did not."""
    message = compose([answer(Outcome(failure=Failure("damaged", {})))], WORDS)
    assert message.text == f"About this picture:\n{WORDS.explain_code('damaged', {})}"


def test_who_stood_in_and_why_is_said() -> None:
    """The reply names the analyzer that spoke, and what kept the first from it."""
    outcome = described(Caption("a cat", 0.9), stand_in_for=StandIn("analyzer_over_quota"))
    message = compose([answer(outcome)], WORDS)
    assert "over its quota. So the built-in describer answered." in message.text


def test_until_when_the_quota_is_used_up_is_said() -> None:
    """In full hours: a service that says "in 2.12 days" knows no minutes."""
    for second, moment in ((0.0, ""), (30.0, ""), (61.0, ", 01:00 UTC")):
        outcome = described(None, stand_in_for=StandIn("analyzer_over_quota", 1796083200 + second))
        message = compose([answer(outcome)], WORDS)
        assert f"over its quota until 1 December{moment}. So the built-in" in message.text


@pytest.mark.parametrize(
    ("lacking", "manner", "is_said"),
    [
        (CAPTIONS_NOT_IN_REGION, Manner(), True),
        (TEXT_NOT_READ, Manner(), True),
        (TEXT_NOT_READ, Manner(show_text=False), False),
        (TEXT_NOT_READ, Manner(tags_only=True), False),
        (CAPTIONS_NOT_IN_REGION, Manner(tags_only=True), False),
        (None, Manner(), False),
    ],
)
def test_what_the_service_owes_is_said(lacking: str | None, manner: Manner, is_said: bool) -> None:
    """Where it would be shown, and nowhere else."""
    text = compose([answer(described(lacking=lacking))], WORDS, manner).text
    owed = [code for code in (TEXT_NOT_READ, CAPTIONS_NOT_IN_REGION) if WORDS.reason(code) in text]
    assert owed == [lacking] * is_said


def test_landmarks_text_and_first_frames_are_said() -> None:
    """Whatever was found is in the reply."""
    outcome = described(
        Caption("a tower", 0.9),
        landmarks=(Landmark("Eiffel Tower", 0.98),),
        lines=(TextLine("Deploy failed", 0, 0, 1, 1, 0.9),),
        is_animated=True,
    )
    text = compose([answer(outcome)], WORDS).text
    assert "Landmark: Eiffel Tower (98% sure)." in text
    assert "Text in the picture: “Deploy failed”." in text
    assert "first frame" in text


@pytest.mark.parametrize("hostile", ["<!channel>", "<https://x|y>", "<@U1>", "a & b <b>"])
def test_foreign_text_is_escaped_everywhere(hostile: str) -> None:
    """No caption, tag, name or description can ping, link or break out."""
    outcome = described(Caption(hostile, 0.9), tags=(Tag(hostile, 0.9),))
    answers = [answer(outcome, name=hostile, alt_text=hostile), answer(None, name=hostile)]
    message = compose(answers, WORDS)
    for text in (message.text, shown(message)):
        assert hostile not in text
        assert escape(hostile) in text


texts = st.text(max_size=4000)
confidences = st.floats(0, 1)
outcomes = st.one_of(
    st.none(),
    st.just(Outcome(failure=Failure("damaged", {}))),
    st.builds(
        described,
        st.one_of(st.none(), st.builds(Caption, texts, confidences)),
        tags=st.lists(st.builds(Tag, texts, confidences), max_size=8).map(tuple),
        landmarks=st.lists(st.builds(Landmark, texts, confidences), max_size=4).map(tuple),
        lines=st.lists(texts.map(lambda text: TextLine(text, 0, 0, 1, 1, 0.5)), max_size=5).map(
            tuple
        ),
        analyzer=st.sampled_from(["embedded", "azure-3.2", "azure-2.0"]),
        is_animated=st.booleans(),
        stand_in_for=st.sampled_from([None, StandIn("analyzer_busy")]),
    ),
)
answers_strategy = st.lists(
    st.builds(Answer, st.builds(Shared, texts, texts), outcomes), min_size=1, max_size=30
)


@settings(deadline=None)
@given(answers_strategy, st.booleans())
def test_slacks_limits_hold_for_every_input(answers: list[Answer], is_private: bool) -> None:
    """Blocks, characters, colors and entities are within what Slack takes, buttons included."""
    message = compose(
        answers, WORDS, SWITCHABLE, about=None if is_private else "C123456789 1.000001"
    )
    if is_private:
        message = with_share_button(message, "1.000001 1.000001 F1 F2", WORDS)
    assert 0 < len(message.text) <= TEXT_MAX_CHARS
    check_message(list(message.blocks), list(message.attachments))
    pictures = [each for each in message.attachments if "color" in each]
    assert len(pictures) <= MAX_PICTURES
    for attachment in pictures:
        assert re.fullmatch("#[0-9A-F]{6}", attachment["color"])
    for text in (message.text, *strings_in([message.blocks, message.attachments])):
        assert "<" not in text
        assert re.search(r"&(?!amp;|lt;|gt;)", text) is None


@pytest.mark.parametrize("count", [1, 2, 7, 20, 30])
@pytest.mark.parametrize("letter", ["a", "&", "<", "漢"])
def test_the_fullest_message_is_taken_too(count: int, letter: str) -> None:
    """Every text longer than its room, also when escaping makes five letters of one."""
    full = letter * 5000
    outcome = described(
        Caption(full, 0.9),
        tags=(Tag(full, 0.9),) * 8,
        landmarks=(Landmark(full, 0.9),) * 4,
        lines=(TextLine(full, 0, 0, 1, 1, 0.9),) * 5,
        is_animated=True,
    )
    answers = [answer(outcome, name=full, alt_text=full)] * count
    message = compose(answers, WORDS, SWITCHABLE, about="C123456789 1.000001")
    assert len(message.text) <= TEXT_MAX_CHARS
    check_message(list(message.blocks), list(message.attachments))


@given(st.text())
def test_escaping_keeps_to_one_printable_line(text: str) -> None:
    """Control characters and line breaks cannot forge a second line."""
    assert "".join(c for c in escape(text) if c not in JOINERS).isprintable()
