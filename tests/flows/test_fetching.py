"""What is fetched of a shared picture, and what a model's answer costs, from message to store."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.model import NOBODY, Asker
from bot.slack.pictures.downloads import MAX_BYTES
from bot.slack.pictures.shared_pictures import SMALL_BYTES
from bot.store.database import Database
from bot.store.usage import Usage, UsageStore
from tests.analyzers.model_server import ModelServer
from tests.analyzers.service import recorded
from tests.room import DOG, Room, Start, picture

TOKENS_OF_AN_ANSWER = 860
"""As `model_server` has it: 800 to read the question, 60 to answer."""


def photo(size_bytes: int) -> bytes:
    """A photo of more than 1,024 pixels; what stands behind its end is no part of it."""
    return picture("JPEG", size=1200).ljust(size_bytes, b"\0")


@pytest.mark.parametrize("size_bytes", [SMALL_BYTES + 1, MAX_BYTES + 10_000_000])
def test_of_a_large_photo_slack_s_copy_is_fetched_and_sent(room: Room, size_bytes: int) -> None:
    """No byte of the photo itself: neither of a photo of 1 MB, nor of one of 60."""
    room.service.always(recorded(DOG))
    shared = room.workspace.share(("photo.jpg", photo(size_bytes)))
    assert "small dog" in room.the_reply(shared)["text"]
    assert [each.path.split("/")[1] for each in room.workspace.downloads] == ["files-tmb"]
    assert len(room.service.requests) == 1


def test_tokens_are_counted_once_for_each_answer(start: Start) -> None:
    """The proof of sight included; a remembered answer costs none."""
    room = start(vision_api="openai", vision_model="seer")
    room.service.play(ModelServer(room.config.vision_key))
    for _ in range(2):
        room.the_reply(room.share("dog.png"))
    calls = len(room.service.requests)
    assert calls == 2
    assert used(room, NOBODY) == Usage(calls, calls * TOKENS_OF_AN_ANSWER)
    assert used(room, Asker(room.workspace.team_id)) == Usage(calls, calls * TOKENS_OF_AN_ANSWER)


def used(room: Room, owner: Asker) -> Usage:
    database = Database(room.config.database_url)
    month = f"{datetime.fromtimestamp(room.clock(), UTC):%Y-%m}"
    try:
        return UsageStore(database).usage_of(owner, month)
    finally:
        database.close()
