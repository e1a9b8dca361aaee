"""What goes wrong with a picture: one sentence in its thread, and nothing invented."""

from __future__ import annotations

import pytest

from bot.words import Words
from tests.analyzers.service import answer_of, recorded
from tests.room import TIMEOUT_S, Room, Start, picture

WORDS = Words()


def sentence(code: str, **facts: str | int) -> str:
    return WORDS.explain_code(code, facts)


def test_a_sign_in_page_is_no_picture(room: Room) -> None:
    """200 and HTML: the permission is missing. One sentence, no caption."""
    room.workspace.faults.download_sign_in_page = True
    reply = room.the_reply(room.share("dog.png"))
    assert sentence("slack_denied", scope="files:read") in reply["text"]
    assert "Machine description" not in reply["text"]
    assert room.service.requests == []


@pytest.mark.parametrize(
    ("name", "data", "code", "facts"),
    [
        ("broken.jpg", picture("JPEG")[:400], "damaged", {}),
        ("page.png", b"<!doctype html><p>hello", "slack_denied", {"scope": "files:read"}),
        ("words.jpg", b"just words, many of them", "not_an_image", {}),
        ("tiny.png", picture(size=8), "too_small", {"min_side": 51}),
        ("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "unsupported_format", {}),
    ],
)
def test_a_bad_picture_gets_its_own_sentence(
    room: Room, name: str, data: bytes, code: str, facts: dict[str, str | int]
) -> None:
    """It says what to change, and nothing is sent to the service."""
    reply = room.the_reply(room.workspace.share((name, data)))
    expected = sentence(code, **({"format": "SVG"} if code == "unsupported_format" else facts))
    assert reply["text"].splitlines()[:2] == ["About this picture:", expected]
    assert room.service.requests == []


def test_a_bad_picture_does_not_spoil_the_good_one(room: Room) -> None:
    """Two in one message: one described, one explained, one reply."""
    shared = room.workspace.share(("dog.png", picture()), ("bad.jpg", picture("JPEG")[:400]))
    text = room.the_reply(shared)["text"]
    assert "Picture 1 of 2, dog.png: Perhaps: A small dog" in text
    assert "Picture 2 of 2, bad.jpg: This picture is damaged" in text


@pytest.mark.parametrize(
    ("error", "code"),
    [
        ("any_401_invalid_key", "analyzer_rejected_key"),
        ("v4_404", "analyzer_gone"),
        ("v3_2_400_BadArgument", "analyzer_failed"),
    ],
)
def test_without_a_fallback_a_services_refusal_is_told(start: Start, error: str, code: str) -> None:
    """401, gone and the rest are told apart, and asked about once."""
    room = start()
    room.service.always(recorded(error))
    reply = room.the_reply(room.share("dog.png"))
    assert sentence(code) in reply["text"]
    assert len(room.service.requests) == 1


def test_without_a_fallback_a_used_up_quota_is_told_with_its_end(start: Start) -> None:
    """The recorded 403 says in how many days the quota is filled again."""
    room = start()
    room.service.always(recorded("v2_403_quota"))
    text = room.the_reply(room.share("dog.png"))["text"]
    assert "The picture service is over its quota until " in text
    assert "Ask or share it again then" in text
    assert len(room.service.requests) == 1


@pytest.mark.parametrize("error", ["any_401_invalid_key", "v2_403_quota", "v4_404", "v3_2_503"])
def test_with_the_fallback_the_embedded_analyzer_answers_and_says_so(
    start: Start, error: str
) -> None:
    """No cloud is an outage."""
    room = start(vision_fallback=("embedded",))
    room.service.always(recorded(error))
    text = room.the_reply(room.share("dog.png"))["text"]
    assert "the built-in describer" in text
    assert "So the built-in describer answered." in text
    assert "Accent color" in text


def test_a_busy_service_is_asked_again(room: Room) -> None:
    """A 503 and a 429 delay the answer; it arrives once."""
    room.service.queue(recorded("v3_2_503"))
    room.service.queue(answer_of({}, status=429, headers={"Retry-After": "1"}))
    assert "small dog" in room.the_reply(room.share("dog.png"))["text"]


def test_a_download_that_breaks_is_tried_again(room: Room) -> None:
    """Half a picture is not described."""
    room.workspace.faults.download_truncated = True
    shared = room.share("dog.png")
    assert room.workspace.wait_until(lambda: len(room.workspace.downloads) >= 1, TIMEOUT_S)
    room.workspace.faults.download_truncated = False
    assert "small dog" in room.the_reply(shared)["text"]


def test_the_token_does_not_follow_a_redirect_off_slack(room: Room) -> None:
    """Whatever a redirect says, no other host is asked at all."""
    with_token = room.service.url  # any other host will do
    room.workspace.faults.download_redirect_to = with_token
    room.share("dog.png")
    assert room.workspace.wait_until(lambda: len(room.workspace.downloads) >= 1, TIMEOUT_S)
    assert room.service.requests == []


def test_a_redirect_within_slack_is_followed_with_the_token(room: Room) -> None:
    """Enterprise Grid sends files from another host of its own."""
    room.workspace.faults.download_redirect_to = room.workspace.url
    assert "small dog" in room.the_reply(room.share("dog.png"))["text"]
