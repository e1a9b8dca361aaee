"""Every text after `/describe` has one meaning."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.commands.words import MAX_LAST, Asked, Wish, understand

UNKNOWN = Asked(Wish.UNKNOWN)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("", Asked(Wish.NEWEST)),
        ("  ", Asked(Wish.NEWEST)),
        ("here", Asked(Wish.NEWEST, is_here=True)),
        ("help", Asked(Wish.HELP)),
        ("Help ", Asked(Wish.HELP)),
        ("settings", Asked(Wish.SETTINGS)),
        ("auto", Asked(Wish.AUTO)),
        ("OFF", Asked(Wish.OFF)),
        ("on  request", Asked(Wish.ON_REQUEST)),
        ("on-request", Asked(Wish.ON_REQUEST)),
        ("last 3", Asked(Wish.LAST, count=3)),
        ("LAST 20 HERE", Asked(Wish.LAST, count=20, is_here=True)),
        ("last 500", Asked(Wish.LAST, count=MAX_LAST)),
        ("last " + "9" * 5000, Asked(Wish.LAST, count=MAX_LAST)),
        ("find polar bear", Asked(Wish.FIND, words="polar bear")),
        ("find Polar here", Asked(Wish.FIND, words="Polar", is_here=True)),
        ("find here", Asked(Wish.FIND, words="here")),
        ("find help", Asked(Wish.FIND, words="help")),
    ],
)
def test_what_can_be_asked_for(text: str, asked: Asked) -> None:
    """Whatever the case and the spaces."""
    assert understand(text) == asked


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("https://example.com/a.png", "https://example.com/a.png"),
        ("HTTPS://EXAMPLE.COM", "HTTPS://EXAMPLE.COM"),
        ("<https://example.com/a.png|example.com/a.png>", "https://example.com/a.png"),
        ("<https://example.com/?a=1&amp;b=2>", "https://example.com/?a=1&b=2"),
    ],
)
def test_an_address_comes_as_typed_or_as_slack_links_it(text: str, address: str) -> None:
    """With `here` too."""
    assert understand(text) == Asked(Wish.ADDRESS, address=address)
    assert understand(f"{text} here") == Asked(Wish.ADDRESS, address=address, is_here=True)


@pytest.mark.parametrize(
    "text",
    [
        "ftp://example.com/a.png",
        "file:///etc/passwd",
        "https://a b",
        "help me",
        "last",
        "last 0",
        "last -1",
        "last ten",
        "last 3 4",
        "find",
        "on",
        "my cat please",
        "off here",
    ],
)
def test_anything_else_is_unknown(text: str) -> None:
    """No guess at what was meant."""
    assert understand(text) == UNKNOWN


@given(st.text())
def test_no_text_is_too_strange(text: str) -> None:
    """Every text is understood as something, and counts stay in bounds."""
    assert 0 <= understand(text).count <= MAX_LAST
