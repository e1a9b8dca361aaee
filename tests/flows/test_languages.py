"""Languages: each person is answered in their own, from the moment they choose it."""

from __future__ import annotations

import pytest

from bot.demo.workspace import Shared
from bot.words import Words
from tests.room import Room


def reply_to(room: Room, shared: Shared) -> str:
    text: str = room.the_reply(shared)["text"]
    return text


@pytest.mark.parametrize("locale", ["de-DE", "fr-FR", "es-ES", "pt-BR", "ja-JP"])
def test_a_picture_is_answered_in_the_language_of_who_shared_it(room: Room, locale: str) -> None:
    """Also if they were answered in another before; what stands there stays as it is."""
    first = room.share("one.png")
    before = reply_to(room, first)
    room.workspace.change_locale(locale)
    room.settle()
    after = reply_to(room, room.share("two.png"))
    assert heading(Words()) in before
    assert heading(Words(locale)) in after
    assert reply_to(room, first) == before


def heading(words: Words) -> str:
    return words.say("source", analyzer=words.analyzer("azure-3.2"))


def test_what_stays_in_another_language_is_marked(room: Room) -> None:
    """The captions of the service are English here."""
    room.workspace.change_locale("de-DE")
    room.settle()
    text = reply_to(room, room.share("one.png"))
    assert Words("de").say("other-language", language="Englisch") in text


def test_without_the_scope_english_is_spoken(room: Room) -> None:
    """Slack then tells neither the language nor that it changed."""
    room.workspace.scopes = set(room.workspace.scopes) - {"users:read"}
    room.workspace.change_locale("de-DE")
    assert heading(Words()) in reply_to(room, room.share("one.png"))
