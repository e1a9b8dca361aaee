"""The windows behind a reply's buttons: more, alternative text, editing, a report. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence

from bot.alt_text import MAX_CHARS as ALT_TEXT_MAX_CHARS
from bot.alt_text import alt_text
from bot.block_kit import (
    BUTTON_MAX_CHARS,
    OPTION_MAX_CHARS,
    SECTION_MAX_CHARS,
    Block,
    actions,
    button,
    context,
    modal,
    preformatted,
    section,
    select,
    text_input,
)
from bot.blocks import escape
from bot.buttons import EDIT, REMOVE
from bot.color_names import color_name, contrast
from bot.model import Analysis, Answer, Colors, Description
from bot.speech import Speaker, capitalized, shorten
from bot.words import Words

PICTURE = "picture"
"""The action_id of the menu of pictures."""
MORE, ALT_TEXT, EDITING, WRONG, TOLD = "more", "alt_text", "editing", "wrong", "told"
"""Views' callback_ids."""
TEXT = "text"
"""The action_id of every text field."""
EDIT_MAX_CHARS = 500
"""As much as a reply has room for."""
LISTED_MAX = 30
"""Tags, categories and the like; services give fewer."""

Answers = Mapping[str, Answer]
"""Pictures with a description, by their file ids, in order."""


def more_view(answers: Answers, words: Words, *, chosen: int, about: str) -> Block:
    """All that is known of one of the pictures. `about` comes back with what is chosen."""
    answer = list(answers.values())[chosen]
    blocks: list[Block] = []
    if len(answers) > 1:
        names = [_name(number, each) for number, each in enumerate(answers.values(), 1)]
        options = [(name, str(place)) for place, name in enumerate(names)]
        blocks.append(actions([select(PICTURE, words.say("more-which"), options, chosen=chosen)]))
    blocks += _all_about(answer, words)
    title = words.say("more-title")
    return modal(MORE, title, blocks, close=words.say("close"), private_metadata=about)


def alt_text_view(answers: Answers, words: Words) -> Block:
    """Each picture's alternative text in a field, to be selected and copied, and where it goes."""
    fields = [
        text_input(
            file_id,
            TEXT,
            label=_label(number, answer, answers, words.say("alt-text-label")),
            value=alt_text(answer, words),
            max_chars=ALT_TEXT_MAX_CHARS,
        )
        for number, (file_id, answer) in enumerate(answers.items(), 1)
    ]
    blocks = [section(words.say("alt-text-how-to")), *fields]
    title = words.say("alt-text-title")
    # Slack asks for a submit button where there are fields; here it closes as well.
    return modal(ALT_TEXT, title, blocks, close=words.say("close"), submit=words.say("done"))


def edit_view(answers: Answers, words: Words, *, about: str) -> Block:
    """A field for each picture's caption, with what it says now."""
    fields = [
        text_input(
            f"{file_id} {fingerprint(caption_of(answer))}",
            TEXT,
            label=_label(number, answer, answers, words.say("edit-label")),
            value=caption_of(answer),
            max_chars=EDIT_MAX_CHARS,
            hint=words.say("edit-hint"),
        )
        for number, (file_id, answer) in enumerate(answers.items(), 1)
    ]
    return modal(
        EDITING,
        words.say("edit-title"),
        fields,
        close=words.say("cancel"),
        submit=words.say("save"),
        private_metadata=about,
    )


def wrong_view(words: Words, *, about: str) -> Block:
    """Thanks for a report, and what can be done at once."""
    edit = button(EDIT, words.say("edit"), about, label=words.say("edit-button-label"))
    remove = button(REMOVE, words.say("remove"), about, style="danger")
    blocks = [section(words.say("wrong-thanks")), actions([edit, remove])]
    return modal(WRONG, words.say("wrong-title"), blocks, close=words.say("close"))


def told_view(sentence: str, words: Words) -> Block:
    """One sentence in the place of what was open."""
    return modal(TOLD, words.say("told-title"), [section(sentence)], close=words.say("close"))


def caption_of(answer: Answer) -> str:
    """What a reply says of the picture in its first sentence, as a person would edit it."""
    if answer.edited is not None:
        return answer.edited.text
    caption = answer.description.analysis.caption if answer.description else None
    return shorten(capitalized(caption.text.strip()), EDIT_MAX_CHARS) if caption else ""


def fingerprint(text: str) -> str:
    """Tells whether a text was changed since it was shown."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _label(number: int, answer: Answer, answers: Answers, alone: str) -> str:
    return _name(number, answer) if len(answers) > 1 else alone


def _name(number: int, answer: Answer) -> str:
    return shorten(f"{number}. {' '.join(answer.shared.name.split())}", OPTION_MAX_CHARS)


def _all_about(answer: Answer, words: Words) -> Iterator[Block]:
    if (description := answer.description) is None:
        return
    analysis = description.analysis
    yield section(_room(Speaker(words, clean=escape).main(answer)))
    if answer.edited is not None:
        yield from _machines_caption(analysis, words)
    yield from _listed("more-tags", [(t.name, t.confidence) for t in analysis.tags], words)
    yield from _listed(
        "more-landmarks", [(m.name, m.confidence) for m in analysis.landmarks], words
    )
    categories = [(c.name.replace("_", " ").strip(), c.score) for c in analysis.categories]
    yield from _listed("more-categories", categories, words)
    lines = "\n".join(_line(line.text) for line in analysis.text_lines)
    if lines.strip():
        yield section(words.say("more-text"))
        yield preformatted(shorten(lines, SECTION_MAX_CHARS))
    yield section(_room(_palette(description.colors, words)))
    yield context(_room(" ".join(_provenance(description, words))))


def _machines_caption(analysis: Analysis, words: Words) -> Iterator[Block]:
    if analysis.caption is not None:
        text = shorten(escape(analysis.caption.text), EDIT_MAX_CHARS)
        share = analysis.caption.confidence
        yield context(_room(words.say("more-machine", caption=text, share=share)))


def _listed(title: str, items: Sequence[tuple[str, float]], words: Words) -> Iterator[Block]:
    """A headed list of names with how sure each is; nothing for none."""
    if not items:
        return
    named = (f"{escape(name)} {words.percent(score)}" for name, score in items[:LISTED_MAX])
    yield section(_room(f"{words.say(title)}\n{words.listed(named)}"))


def _palette(colors: Colors, words: Words) -> str:
    lines = [
        words.say("more-colors"),
        words.say(
            "more-accent",
            name=words.color(color_name(colors.accent)),
            hex=colors.accent,
            onBlack=contrast(colors.accent, "#000000"),
            onWhite=contrast(colors.accent, "#FFFFFF"),
        ),
        words.say("more-foreground", name=words.color(colors.foreground)),
        words.say("more-background", name=words.color(colors.background)),
    ]
    if colors.dominant:
        names = words.listed(words.color(name) for name in colors.dominant)
        lines.append(words.say("more-dominant", names=names))
    if colors.is_black_and_white:
        lines.append(words.say("more-black-and-white"))
    return "\n".join(lines)


def _provenance(description: Description, words: Words) -> Iterator[str]:
    """Who looked at what, and what left this machine for it."""
    analysis = description.analysis
    yield words.say("more-analyzer", analyzer=words.analyzer(analysis.analyzer))
    if analysis.model_version:
        yield words.say(
            "more-model", version=shorten(escape(analysis.model_version), BUTTON_MAX_CHARS)
        )
    yield words.say(
        "more-picture",
        width=description.width_px,
        height=description.height_px,
        format=escape(description.format),
    )
    if (sent := analysis.sent) is None:
        yield words.say("more-nothing-sent")
    else:
        yield words.say(
            "more-sent",
            host=escape(sent.host),
            width=sent.width_px,
            height=sent.height_px,
            kilobytes=max(1, round(sent.size_bytes / 1000)),
        )
    if description.stand_in_for is not None:
        yield words.say("more-maybe-sent")


def _line(text: str) -> str:
    return "".join(c if c.isprintable() else " " for c in text)


def _room(text: str) -> str:
    return shorten(text, SECTION_MAX_CHARS)
