from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import NotAnImage, UnsupportedFormat
from bot.formats import sniff_format
from tests.drawings import FORMATS, quarters, saved

UNSUPPORTED = {
    "SVG": b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"></svg>',
    "Photoshop": b"8BPS\0\1" + bytes(40),
    "ICO": b"\0\0\1\0\1\0" + bytes(40),
    "JPEG 2000": b"\0\0\0\x0cjP  \r\n\x87\n" + bytes(40),
    "JPEG XL": b"\xff\x0a" + bytes(40),
    "EPS": b"%!PS-Adobe-3.0 EPSF-3.0\n",
    "camera raw": b"\0\0\0\x18ftypcrx \0\0\0\1crx isom",
}


@pytest.mark.parametrize("name", FORMATS)
def test_each_format_is_known_by_its_first_bytes(name: str) -> None:
    """What an encoder of the format writes is called by the format's name."""
    assert sniff_format(saved(quarters(), name)) == name


@pytest.mark.parametrize("name", UNSUPPORTED)
def test_other_pictures_are_named(name: str) -> None:
    """A picture of a kind we do not read is refused by its name."""
    with pytest.raises(UnsupportedFormat) as caught:
        sniff_format(UNSUPPORTED[name])
    assert caught.value.format == name


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0",
        b"hello",
        b"BMW is a maker of cars and motorcycles",
        b"<!doctype html><html><head><title>Sign in</title></head><body><svg></svg></body></html>",
        b"%PDF-1.7\n",
        b"%!PS-Adobe-3.0\n",
        b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom",
        b"RIFF\0\0\0\0WAVEfmt ",
        b"PK\x03\x04",
    ],
)
def test_other_files_are_no_images(data: bytes) -> None:
    """Text, pages, films, sounds and archives are not pictures."""
    with pytest.raises(NotAnImage):
        sniff_format(data)


@given(data=st.binary(max_size=200))
def test_any_bytes_are_judged(data: bytes) -> None:
    """Sniffing answers a known name or refuses, whatever the bytes."""
    with contextlib.suppress(NotAnImage, UnsupportedFormat):
        assert sniff_format(data) in FORMATS
