"""Locale files: each says all that English says, in its own language, and Slack takes it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from babel import Locale
from fluent.syntax import FluentParser, ast

from bot.alt_text import alt_text
from bot.blocks import MAX_PICTURES, TEXT_MAX_CHARS, compose, with_share_button
from bot.demo.limits import check_message, check_view
from bot.demo.page_acts import LOCALES as SHOWN_LOCALES
from bot.errors import BotError
from bot.manner import Manner
from bot.model import (
    Analysis,
    Caption,
    Category,
    Edited,
    Landmark,
    StandIn,
    Tag,
    TextLine,
)
from bot.progress import progress_message, progress_view
from bot.reply_views import alt_text_view, edit_view, more_view, told_view, wrong_view
from bot.settings import ChannelSettings, When
from bot.slack.home.view import ChannelState, HomeFacts, MonthlyUse, home_view
from bot.slack.settings.view import settings_view
from bot.slack.wire.scopes import OPTIONAL
from bot.words import FOLDER, Words, locales
from tests.test_blocks import answer, described, strings_in
from tests.test_reply_views import answer as described_answer
from tests.test_words import MAX_CHARS, SPOKEN, sample

OTHERS = [locale for locale in locales() if locale != "en"]
COUNTS = (0, 1, 2, 5, 1_000_000)
TITLE_MAX_CHARS = 24
BUTTON_MAX_CHARS = 75
ABOUT = "C1 100.000001"

STEPS = {
    "en": "share|ask|give|check|export|invite|describe it",
    "de": "teile|frag|gib|prüfe|exportiere|lade|bitte|beschreibe es",
    "fr": "partagez|(re)?demandez|interrogez|donnez|vérifiez|exportez|invitez|décrivez",
    "es": "comparte|compártela|pide|pídemelo|pídeselo|pídele|pregunta|pregúntame|dame|descríbela",
    "pt": "compartilhe|peça|pergunte|envie|verifique|exporte|convide|descreva",
    "ja": "[^。]*(ください|共有していただければ)[^。]*",
}
"""Of each language: the words for what to do next."""

QUOTES = {"en": "“”’", "de": "„“", "fr": "«»’", "es": "«»", "pt": "“”", "ja": "「」"}
"""Of each language: its quotation marks, and its apostrophe where it has one."""
EVERY_QUOTE = "\"'´“”„‟‘’‚‛«»‹›「」『』"

NAMES = {
    "analyzer-azure-32",
    "analyzer-azure-20",
    "analyzer-azure-40",
    "told-title",
    "picture-heading",
    "between",
    "settings-hidden-tags-example",
    "home-channel",
}
"""Messages that are names or signs, which languages share."""
SHARED_WORDS = {"color-orange"}
ENGLISH = r"\b(the|this|that|these|with|your|picture|pictures|and|what|where|again|share)\b"


def parsed(locale: str) -> dict[str, ast.Pattern]:
    source = (FOLDER / f"{locale}.ftl").read_text(encoding="utf-8")
    body = FluentParser().parse(source).body
    assert not [entry for entry in body if isinstance(entry, ast.Junk)]
    messages = [entry for entry in body if isinstance(entry, ast.Message)]
    assert len({message.id.name for message in messages}) == len(messages)
    return {each.id.name: each.value for each in messages if each.value is not None}


MESSAGES = {locale: parsed(locale) for locale in locales()}


class Reader:
    """What is in a message: its variables, those that are numbers, its plural forms, its text."""

    def __init__(self, pattern: ast.Pattern) -> None:
        self.variables: set[str] = set()
        self.numbers: set[str] = set()
        self.forms: list[set[str]] = []
        self.text: list[str] = []
        for node in nodes(pattern):
            self._read(node)

    def _read(self, node: ast.BaseNode) -> None:
        if isinstance(node, ast.VariableReference):
            self.variables.add(node.id.name)
        elif isinstance(node, ast.TextElement):
            self.text.append(node.value)
        elif isinstance(node, ast.CallArguments):
            self.numbers |= names_in(node.positional)
        elif isinstance(node, ast.SelectExpression):
            self.numbers |= names_in([node.selector])
            keys = [variant.key for variant in node.variants]
            self.forms.append({key.name for key in keys if isinstance(key, ast.Identifier)})


def nodes(value: object) -> Iterator[ast.BaseNode]:
    """All of a syntax tree, in order."""
    if isinstance(value, ast.BaseNode):
        yield value
        value = list(vars(value).values())
    if isinstance(value, list):
        for each in value:
            yield from nodes(each)


def names_in(values: Sequence[ast.BaseNode]) -> set[str]:
    return {each.id.name for each in values if isinstance(each, ast.VariableReference)}


def texts(locale: str) -> Iterator[tuple[str, str]]:
    """Each message's name and its text, a variable being a ▢."""
    for name, pattern in MESSAGES[locale].items():
        if name not in ("moment", "day"):  # which are patterns
            yield name, "▢".join(Reader(pattern).text)


def test_the_locales_are_the_files_there_are() -> None:
    """A language is added by adding its file."""
    assert set(locales()) == {path.stem for path in Path("bot/words").glob("*.ftl")}
    assert {"en", "de", "fr", "es", "pt", "ja"} <= set(locales())


@pytest.mark.parametrize("locale", SHOWN_LOCALES)
def test_slacks_locales_are_spoken_to_in_their_own_language(locale: str) -> None:
    """Those that a person can choose in the workspace."""
    words = Words(locale)
    assert words.language == locale.partition("-")[0]
    assert words.say("close") == Words(words.language).say("close")


@pytest.mark.parametrize(
    ("locale", "nearest"),
    [("de-AT", "de"), ("de_CH", "de"), ("pt-PT", "pt"), ("es-LA", "es"), ("it-IT", "en")],
)
def test_a_variant_is_spoken_to_in_its_language(locale: str, nearest: str) -> None:
    """And one that has no file in English."""
    assert Words(locale).locale == nearest
    assert Words(locale).say("working") == Words(nearest).say("working")


@pytest.mark.parametrize("locale", OTHERS)
def test_every_message_is_there_and_none_is_left_over(locale: str) -> None:
    """A sentence is written in all languages or in none."""
    assert set(MESSAGES[locale]) ^ set(MESSAGES["en"]) == set()


@pytest.mark.parametrize("locale", OTHERS)
def test_a_message_tells_the_same_facts(locale: str) -> None:
    """No language leaves out a number or a name."""
    for name, pattern in MESSAGES[locale].items():
        assert Reader(pattern).variables == Reader(MESSAGES["en"][name]).variables, name


@pytest.mark.parametrize("count", COUNTS)
@pytest.mark.parametrize("locale", locales())
def test_every_message_can_be_said(locale: str, count: int) -> None:
    """Whatever is counted."""
    words = Words(locale)
    for name, pattern in MESSAGES[locale].items():
        reader = Reader(pattern)
        facts = {each: count if each in reader.numbers else "x" for each in reader.variables}
        said = words.say(name, **facts)
        assert said
        assert not re.search(r"[{}$]", said)


@pytest.mark.parametrize("locale", locales())
def test_plurals_have_the_forms_of_their_language(locale: str) -> None:
    """Those of Unicode's rules: one and other in English, other alone in Japanese."""
    expected = {*Locale.parse(locale).plural_form.tags, "other"}
    for name, pattern in MESSAGES[locale].items():
        for forms in Reader(pattern).forms:
            assert forms == expected, name


@pytest.mark.parametrize("locale", OTHERS)
def test_nothing_is_left_in_english(locale: str) -> None:
    """Apart from names, and from words that both languages have."""
    english = dict(texts("en"))
    for name, text in texts(locale):
        said = re.sub(r"\*Describe this picture\*|`[^`]*`", "", text)
        assert not re.search(ENGLISH, said, re.IGNORECASE), name
        if re.search(r"[^\W_]{3}", text):
            assert text != english[name] or name in NAMES | SHARED_WORDS, name


@pytest.mark.parametrize("locale", locales())
def test_quotation_marks_are_those_of_the_language(locale: str) -> None:
    """No typewriter's marks, and none of a neighbor."""
    foreign = set(EVERY_QUOTE) - set(QUOTES[locale])
    for name, text in texts(locale):
        assert not foreign & set(text), name


def test_french_signs_keep_to_their_word() -> None:
    """No line begins with a colon or ends with an opening guillemet."""
    for name, text in texts("fr"):
        words = re.sub(r"https?://|`[^`]*`|users:read", "", text)
        assert not re.search("[^\u00a0]»|«[^\u00a0]", words), name
        assert not re.search("[^\u00a0]:", words), name
        assert not re.search("[^\u202f][;!?]", words), name


@pytest.mark.parametrize("locale", locales())
def test_slack_sees_where_code_and_bold_words_begin(locale: str) -> None:
    """It does not where a letter stands beside the mark; a sign of Japanese counts as one."""
    for name, text in texts(locale):
        for marked in re.finditer(r"`[^`]+`|\*[^*]+\*", text):
            around = text[: marked.start()][-1:] + text[marked.end() :][:1]
            assert re.fullmatch(r"[\s.,;:!?()▢]*", around), (name, marked[0])


@pytest.mark.parametrize("locale", OTHERS)
def test_what_is_typed_or_looked_up_stays_as_it_is(locale: str) -> None:
    """Commands, settings, scopes, addresses and emoji."""
    fixed = r"/describe(?: (?:last 5|find|on request|off|auto|help|settings))?|/invite|`here`"
    fixed += r"|VISION_\w+|\w+:read|https?://|👀|frame_with_picture|Europe/Berlin|HELLO TEAM"
    english = dict(texts("en"))
    for name, text in texts(locale):
        assert set(re.findall(fixed, text)) == set(re.findall(fixed, english[name])), name


@pytest.mark.parametrize("leaf", SPOKEN, ids=lambda leaf: leaf.code)
@pytest.mark.parametrize("locale", locales())
def test_every_error_says_the_next_step(locale: str, leaf: type[BotError]) -> None:
    """In each language: short, complete, without class names or addresses."""
    sentence = Words(locale).explain(sample(leaf))
    assert len(sentence) <= MAX_CHARS
    assert sentence.endswith("。" if locale == "ja" else ".")
    assert leaf.__name__ not in sentence
    assert re.search(rf"\b({STEPS[locale]})\b", sentence, re.IGNORECASE), sentence


@pytest.mark.parametrize("locale", locales())
def test_titles_and_their_buttons_are_short(locale: str) -> None:
    """Slack takes 24 characters in a window's title and its two buttons."""
    words = Words(locale)
    titles = [name for name in MESSAGES["en"] if re.search(r"-title(-all)?$", name)]
    for name in [*titles, "close", "cancel", "done", "save", "hide", "settings-save"]:
        assert len(words.say(name)) <= TITLE_MAX_CHARS, name


@pytest.mark.parametrize("locale", locales())
def test_what_is_read_out_for_a_button_is_short(locale: str) -> None:
    """Slack takes 75 characters there."""
    for name, text in texts(locale):
        if name.endswith("-label"):
            assert len(text) <= BUTTON_MAX_CHARS, name


LONG = Analysis(
    analyzer="azure-3.2",
    language="xx",
    caption=Caption("word " * 200, 0.6),
    tags=tuple(Tag("tag" * 20, 0.5) for _ in range(40)),
    categories=tuple(Category("abc_def", 0.5) for _ in range(40)),
    landmarks=tuple(Landmark("name" * 50, 0.9) for _ in range(5)),
    text_lines=tuple(TextLine("text" * 50, 0, 0, 1, 1, 0.9) for _ in range(40)),
    model_version="2021-05-01",
)


@pytest.mark.parametrize("pictures", [1, 2, MAX_PICTURES + 5])
@pytest.mark.parametrize("locale", locales())
def test_slack_takes_the_longest_reply(locale: str, pictures: int) -> None:
    """In the wordiest language too."""
    outcome = described(
        LONG.caption,
        tags=LONG.tags,
        landmarks=LONG.landmarks,
        lines=LONG.text_lines,
        is_animated=True,
        stand_in_for=StandIn("workspace_over_quota", 1_796_083_200.0),
    )
    answers = [answer(outcome, name="n" * 300, alt_text="t" * 900)] * pictures
    words, manner = Words(locale), Manner(has_switch_off_line=True)
    message = with_share_button(compose(answers, words, manner, about=ABOUT), ABOUT, words)
    check_message(list(message.blocks), list(message.attachments))
    assert len(message.text) <= TEXT_MAX_CHARS
    run = progress_message(words, "run", done=1, count=20)
    check_message(list(run.blocks), list(run.attachments))


@pytest.mark.parametrize("locale", locales())
def test_slack_takes_every_window(locale: str) -> None:
    """Titles, buttons, options and hints, in the wordiest language too."""
    words = Words(locale)
    found = {
        "F1": described_answer(LONG, name="n" * 300, edited=Edited("e" * 500, "sam")),
        "F2": described_answer(),
    }
    for view in (
        more_view(found, words, chosen=0, about=ABOUT),
        alt_text_view(found, words),
        edit_view(found, words, about=ABOUT),
        wrong_view(words, about=ABOUT),
        told_view(words.say("removed"), words),
        progress_view(words, "run", done=1, count=20),
    ):
        check_view(view)
    missing = {"reactions:write", "reactions:read"}
    for channel in ("", "C1", "D1"):
        check_view(
            settings_view(
                ChannelSettings(), words, channel=channel, timezone=None, missing_scopes=missing
            )
        )


@pytest.mark.parametrize("is_admin", [True, None])
@pytest.mark.parametrize("locale", locales())
def test_slack_takes_the_home_tab(locale: str, is_admin: bool | None) -> None:
    """With all that it can say."""
    channels = [ChannelState("C1", "n" * 80, when) for when in When] * 10
    facts = HomeFacts(
        is_first_visit=True,
        is_admin=is_admin,
        opted_out=bool(is_admin),
        channels=channels,
        service_host="vision.example.com",
        use=MonthlyUse(1_000_000, 2_000_000),
        missing_scopes=list(OPTIONAL),
    )
    view = home_view(facts, Words(locale))
    check_view(view)
    assert all(strings_in(view))


def test_numbers_and_lists_are_written_as_the_language_does() -> None:
    """Signs, spaces and the last "and"."""
    assert Words("de").percent(0.873) == "87\u00a0%"
    assert Words("ja").percent(0.873) == "87%"
    assert Words("ja").listed(["a", "b"]) == "a、b"
    assert Words("de").joined(["a", "b"]) == "a und b"
    assert Words("en").joined(["a"]) == "a"
    said = Words("fr").say("accent", name="Brun", hex="#B54316", onBlack=3.75, onWhite=5.6)
    assert "contraste de 3,8 sur noir et de 5,6 sur blanc" in said


def test_a_day_is_written_as_the_language_does() -> None:
    """With the time where it is not midnight."""
    assert Words("en")._moment(1_796_083_200) == "1 December"
    assert Words("de")._moment(1_796_083_200) == "1. Dezember"
    assert Words("ja")._moment(1_796_083_200 + 3600) == "12 月 1 日 01:00（UTC）"
    assert Words("es")._moment(1_796_083_200 + 3600) == "1 de diciembre a las 01:00 UTC"


def test_a_caption_ends_as_its_own_language_does() -> None:
    """Not as the sentences around it do."""
    japanese = Analysis(analyzer="azure-3.2", language="ja", caption=Caption("草の上の犬。", 0.9))
    assert alt_text(described_answer(japanese), Words("en")) == "草の上の犬。"
    english = Analysis(analyzer="embedded", language="en", caption=Caption("a dog", 0.9))
    assert alt_text(described_answer(english), Words("ja")) == "A dog."
    reply = compose([described_answer(japanese)], Words("ja")).text
    assert "草の上の犬（確かさ 90%）。" in reply


def test_languages_are_called_by_their_own_name() -> None:
    """In the form for settings."""
    view = settings_view(ChannelSettings(), Words(), channel="C1", timezone=None, missing_scopes=())
    assert {"Deutsch", "English", "Español", "Français", "Português", "日本語"} <= set(
        strings_in(view)
    )
