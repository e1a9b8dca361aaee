"""Windows: all is said, nothing foreign breaks out, and Slack takes them whatever they hold."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.alt_text import MAX_CHARS, alt_text
from bot.demo.limits import check_view
from bot.model import (
    Analysis,
    Answer,
    Caption,
    Category,
    Colors,
    Description,
    Edited,
    Landmark,
    Outcome,
    Sent,
    Shared,
    StandIn,
    Tag,
    TextLine,
)
from bot.reply_views import (
    Answers,
    alt_text_view,
    caption_of,
    edit_view,
    more_view,
    told_view,
    wrong_view,
)
from bot.words import Words
from tests.test_blocks import strings_in

WORDS = Words()
ABOUT = "C1 100.000001"
COLORS = Colors("#B54316", "Brown", "White", ("Brown", "White"), False)
ANALYSIS = Analysis(
    analyzer="azure-3.2",
    language="en",
    caption=Caption("a red bicycle", 0.873),
    tags=(Tag("bicycle", 0.99), Tag("wheel", 0.5)),
    categories=(Category("trans_bicycle", 0.75),),
    landmarks=(Landmark("Eiffel Tower", 0.98),),
    text_lines=tuple(TextLine(line, 0, 0, 1, 1, 0.9) for line in ("Sale", "from <5>")),
    model_version="2021-05-01",
    sent=Sent("vision.example.com", 210_400, 1600, 1200),
)


def answer(analysis: Analysis = ANALYSIS, *, name: str = "a.png", **changes: Any) -> Answer:
    description = Description(
        analysis=analysis,
        colors=COLORS,
        width_px=4032,
        height_px=3024,
        format="JPEG",
        is_animated=False,
    )
    made = Answer(Shared(name, ""), Outcome(description=description))
    return replace(made, **changes)


def shown(view: dict[str, object]) -> str:
    return "\n".join(strings_in(view["blocks"]))


def more(answers: Answers, chosen: int = 0) -> str:
    return shown(more_view(answers, WORDS, chosen=chosen, about=ABOUT))


def test_more_says_all_of_it() -> None:
    """What was found with how sure, the colors, who looked, and what left the machine."""
    text = more({"F1": answer()})
    for piece in (
        "A red bicycle (87% sure)",
        "bicycle 99%, wheel 50%",
        "trans bicycle 75%",
        "Eiffel Tower 98%",
        "Sale\nfrom <5>",
        "Accent: Brown #B54316, contrast 3.8 on black and 5.6 on white",
        "Foreground: Brown",
        "Background: White",
        "Dominant: Brown, White",
        "Azure Computer Vision",
        "2021-05-01",
        "4,032 × 3,024 pixels (JPEG)",
        "Sent to vision.example.com: the picture alone, 1,600 × 1,200 pixels, 210 kB",
    ):
        assert piece in text


def test_what_was_not_sent_is_said_so() -> None:
    """And what may have been sent before another answered."""
    alone = answer(replace(ANALYSIS, sent=None, analyzer="embedded"))
    assert "did not leave the machine" in more({"F1": alone})
    assert alone.description is not None
    stand_in = replace(alone.description, stand_in_for=StandIn("analyzer_busy"))
    text = more({"F1": replace(alone, outcome=Outcome(description=stand_in))})
    assert "may have got the same" in text


def test_an_edited_caption_leaves_the_machines_beside_it() -> None:
    """Who wants to know what the machine said, can."""
    text = more({"F1": answer(edited=Edited("My bike", "sam"))})
    assert "My bike (edited by sam)" in text
    assert "a red bicycle (87% sure)" in text


def test_several_pictures_have_a_menu() -> None:
    """It shows the chosen one."""
    other = answer(replace(ANALYSIS, caption=Caption("a cat", 0.9)), name="cat.png")
    text = more({"F1": answer(), "F2": other}, chosen=1)
    assert "A cat" in text
    assert "1. a.png" in text
    assert "red bicycle" not in text


def test_alternative_text_is_what_is_seen_and_read() -> None:
    """No percent, no tags, no colors."""
    assert alt_text(answer(), WORDS) == "A red bicycle. It reads: Sale / from <5>"
    own = answer(edited=Edited("My bike", "sam"))
    assert alt_text(own, WORDS) == "My bike It reads: Sale / from <5>"


def test_alternative_text_without_a_caption_names_what_is_there() -> None:
    """Better than nothing; nothing for a failure."""
    bare = answer(replace(ANALYSIS, caption=None, text_lines=()))
    assert alt_text(bare, WORDS) == "Bicycle, wheel."
    assert alt_text(Answer(Shared("a", ""), None), WORDS) == ""


def test_the_editor_shows_what_the_reply_says() -> None:
    """The person's own wording once there is one."""
    assert caption_of(answer()) == "A red bicycle"
    assert caption_of(answer(edited=Edited("My bike", "sam"))) == "My bike"
    assert caption_of(answer(replace(ANALYSIS, caption=None))) == ""


@pytest.mark.parametrize("hostile", ["<!channel>", "<https://x|y>", "<@U1>", "a & b <b>"])
def test_foreign_text_cannot_break_out(hostile: str) -> None:
    """Where mrkdwn is read. Fields and preformatted text take it as it is."""
    found = replace(
        ANALYSIS,
        caption=Caption(hostile, 0.9),
        tags=(Tag(hostile, 0.9),),
        categories=(Category(hostile, 0.9),),
        landmarks=(Landmark(hostile, 0.9),),
        text_lines=(),
        model_version=hostile,
        sent=Sent(hostile, 1, 1, 1),
    )
    view = more_view({"F1": answer(found)}, WORDS, chosen=0, about=ABOUT)
    assert hostile not in shown(view)


texts = st.text(max_size=3500)
scores = st.floats(0, 1)
analyses = st.builds(
    replace,
    st.just(ANALYSIS),
    caption=st.one_of(st.none(), st.builds(Caption, texts, scores)),
    tags=st.lists(st.builds(Tag, texts, scores), max_size=40).map(tuple),
    categories=st.lists(st.builds(Category, texts, scores), max_size=4).map(tuple),
    landmarks=st.lists(st.builds(Landmark, texts, scores), max_size=3).map(tuple),
    text_lines=st.lists(texts.map(lambda t: TextLine(t, 0, 0, 1, 1, 0.5)), max_size=4).map(tuple),
)
answers = st.builds(
    answer,
    analyses,
    name=texts,
    edited=st.one_of(st.none(), st.builds(Edited, st.text(max_size=500), st.text(max_size=100))),
)
pictures = st.lists(answers, min_size=1, max_size=20).map(
    lambda found: {f"F{number}": each for number, each in enumerate(found)}
)


@settings(deadline=None)
@given(pictures, st.data())
def test_slack_takes_every_window(found: Answers, data: st.DataObject) -> None:
    """Whatever captions, tags, names and texts hold."""
    chosen = data.draw(st.integers(0, len(found) - 1))
    check_view(more_view(found, WORDS, chosen=chosen, about=ABOUT))
    check_view(alt_text_view(found, WORDS))
    check_view(edit_view(found, WORDS, about=ABOUT))
    assert all(len(alt_text(each, WORDS)) <= MAX_CHARS for each in found.values())


def test_slack_takes_the_small_windows() -> None:
    """Those that hold nothing foreign."""
    check_view(wrong_view(WORDS, about=ABOUT))
    check_view(told_view(WORDS.say("removed"), WORDS))


@pytest.mark.parametrize("letter", ["a", "&", "漢"])
def test_the_fullest_windows_are_taken_too(letter: str) -> None:
    """Every text longer than its room."""
    full = letter * 5000
    found = replace(
        ANALYSIS,
        caption=Caption(full, 0.9),
        tags=(Tag(full, 0.9),) * 40,
        categories=(Category(full, 0.9),) * 4,
        landmarks=(Landmark(full, 0.9),) * 4,
        text_lines=(TextLine(full, 0, 0, 1, 1, 0.9),) * 5,
        model_version=full,
    )
    edited = Edited(letter * 500, full)
    pictures = {f"F{n}": answer(found, name=full, edited=edited) for n in range(20)}
    check_view(more_view(pictures, WORDS, chosen=19, about=ABOUT))
    check_view(alt_text_view(pictures, WORDS))
    check_view(edit_view(pictures, WORDS, about=ABOUT))
