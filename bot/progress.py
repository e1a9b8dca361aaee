"""How far a longer task has come, as a message or a window with a button to stop it. Pure."""

from __future__ import annotations

from bot.block_kit import Block, actions, button, modal, section
from bot.blocks import Message
from bot.words import Words

CANCEL = "cancel"
"""The button's action_id."""
PROGRESS = "progress"
"""The window's callback_id."""


def progress_message(words: Words, run: str, *, done: int, count: int) -> Message:
    """For everybody in a channel."""
    text = words.say("progress", done=done, count=count)
    return Message(text, (section(text), _cancel(words, run)))


def progress_view(words: Words, run: str, *, done: int, count: int) -> Block:
    """For the one who asked: Slack lets no app edit what only one person sees in a channel."""
    blocks = [section(words.say("progress", done=done, count=count)), _cancel(words, run)]
    return modal(PROGRESS, words.say("progress-title"), blocks, close=words.say("hide"))


def _cancel(words: Words, run: str) -> Block:
    return actions([button(CANCEL, words.say("cancel"), run, label=words.say("cancel-label"))])
