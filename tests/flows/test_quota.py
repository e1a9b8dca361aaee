"""One call for the same picture, and no call beyond what was bought and shared out."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.model import NOBODY, Asker
from bot.store.database import Database
from bot.store.usage import UsageStore
from tests.analyzers.service import recorded
from tests.room import Room, Start, picture


def calls(room: Room, owner: Asker = NOBODY) -> int:
    """What the store has counted in every month that the test may have seen."""
    database = Database(room.config.database_url)
    month = f"{datetime.fromtimestamp(room.clock(), UTC):%Y-%m}"
    counted = UsageStore(database).usage_of(owner, month).calls
    database.close()
    return counted


def share(room: Room, color: str) -> str:
    """What is answered to a picture of this color."""
    shared = room.workspace.share((f"{color}.png", picture(color=color)))
    return str(room.the_reply(shared)["text"])


def test_the_same_picture_in_ten_channels_costs_one_call(room: Room) -> None:
    """Under ten names, and each is answered in its own thread."""
    shared = [room.workspace.share((f"{n}.png", picture())) for n in range(10)]
    for each in shared:
        assert "small dog" in room.the_reply(each)["text"]
    assert len(room.service.requests) == 1
    assert calls(room) == 1


def test_an_answer_in_the_service_s_place_is_not_kept_for_it(start: Start) -> None:
    """When it is back, the same picture is answered by it."""
    room = start(vision_fallback=("embedded",))
    room.service.queue(recorded("v3_2_400_BadArgument"))
    assert "So the built-in describer answered." in share(room, "#B7471D")
    assert "small dog" in share(room, "#B7471D")


def test_a_used_up_quota_is_told_with_its_end(start: Start) -> None:
    """The built-in describer answers what the service is not asked any more."""
    room = start(vision_quota=1, vision_fallback=("embedded",))
    assert "small dog" in share(room, "#B7471D")
    text = share(room, "#1D47B7")
    assert "The picture service is over its quota until 1 " in text
    assert "So the built-in describer answered." in text
    assert len(room.service.requests) == 1
    assert calls(room) == 1


@pytest.mark.parametrize(
    ("setting", "sentence"),
    [
        ("vision_quota", "The picture service is over its quota until 1 "),
        ("vision_quota_per_workspace", "This workspace’s share of the picture service is used up"),
        ("vision_quota_per_channel", "This channel’s share of the picture service is used up"),
        ("vision_quota_per_person", "Your share of the picture service is used up"),
    ],
)
def test_a_used_up_share_is_told_to_whom_it_concerns(
    start: Start, setting: str, sentence: str
) -> None:
    """Without a fallback that is the whole answer, and nothing is asked."""
    room = start(**{setting: 1})
    assert "small dog" in share(room, "#B7471D")
    assert sentence in share(room, "#1D47B7")
    assert len(room.service.requests) == 1


def test_the_next_month_begins_with_a_whole_quota(start: Start) -> None:
    """Without a restart."""
    room = start(vision_quota=1, vision_fallback=("embedded",))
    share(room, "#B7471D")
    assert "over its quota" in share(room, "#1D47B7")
    room.clock.ahead_s = 31 * 86_400.0
    assert "small dog" in share(room, "#1DB747")


def test_a_call_counts_for_who_made_it(room: Room) -> None:
    """The workspace, the channel, and the person who shared; each attempt at the service."""
    room.service.queue(recorded("v3_2_503"))
    shared = room.share("dog.png")
    room.the_reply(shared)
    team, person = room.workspace.team_id, room.workspace.person_id
    owners = [Asker(team), Asker(team, shared.channel), Asker(team, person=person)]
    assert [calls(room, owner) for owner in owners] == [2, 2, 2]
