"""The buttons below a reply. Pure."""

from __future__ import annotations

from bot.block_kit import Block, actions, button, confirm
from bot.words import Words

MORE, ALT_TEXT, EDIT, WRONG, REMOVE = "more", "alt_text", "edit", "wrong", "remove"
"""Their action_ids."""


def reply_buttons(words: Words, about: str, *, is_described: bool) -> Block:
    """What can be done with a reply; `about` tells the listeners which it is."""
    ask_first = confirm(
        title=words.say("remove-title"),
        text=words.say("remove-question"),
        yes=words.say("remove"),
        no=words.say("cancel"),
    )
    remove = button(
        REMOVE,
        words.say("remove"),
        about,
        label=words.say("remove-button-label"),
        confirm=ask_first,
    )
    if not is_described:
        return actions([remove])
    named = (
        (MORE, "more", "more-button-label"),
        (ALT_TEXT, "alt-text", "alt-text-button-label"),
        (EDIT, "edit", "edit-button-label"),
        (WRONG, "wrong", "wrong-button-label"),
    )
    shown = [
        button(action_id, words.say(text), about, label=words.say(label))
        for action_id, text, label in named
    ]
    return actions([*shown, remove])
