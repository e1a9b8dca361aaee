"""What was given up and put back gets its answer in place of the sentence."""

from __future__ import annotations

import sqlite3

from bot.jobs import KEEP_TRYING_S, MAX_ATTEMPTS
from bot.words import Words
from tests.analyzers.service import answer_of, recorded
from tests.room import DOG, Room


def test_a_picture_that_crashed_the_bot_is_described_once_that_is_mended(room: Room) -> None:
    """Its thread said that something went wrong; now it says what it shows, in the same reply."""
    room.service.always(answer_of({}, status=503))
    shared = room.share("dog.png")
    room.wait_for(lambda: bool(room.service.requests))
    room.wait_for(lambda: crash_often(room))
    room.clock.ahead_s = 600
    reply = room.the_reply(shared)
    assert Words().explain_code("unexpected", {}) in reply["text"]
    assert [job.reason for job in room.bot.jobs.parked()] == ["crashed"]
    room.service.always(recorded(DOG))
    assert room.bot.jobs.retry(None) == 1
    assert "small dog" in room.the_reply(shared)["text"]
    assert room.the_reply(shared)["ts"] == reply["ts"]


def crash_often(room: Room) -> bool:
    """Makes the waiting job one that has ended its process each time; False while it is at work."""
    with sqlite3.connect(room.config.database_url.removeprefix("sqlite:///")) as db:
        changed = db.execute(
            "UPDATE jobs SET attempts = ? WHERE state = 'todo' AND owner IS NULL", (MAX_ATTEMPTS,)
        ).rowcount
    db.close()
    return changed == 1


def test_a_reply_that_slack_refused_for_days_is_posted_when_put_back(room: Room) -> None:
    """The description was kept; the service is not asked again."""
    room.workspace.faults.fail("chat.postMessage", "service_unavailable")
    shared = room.share("dog.png")
    room.wait_for(lambda: bool(room.workspace.calls("chat.postMessage")))
    room.clock.ahead_s = 2 * KEEP_TRYING_S + 60
    room.wait_for(lambda: bool(room.bot.jobs.parked()))
    room.workspace.faults.heal()
    assert room.bot.jobs.retry(None) == 1
    assert "small dog" in room.the_reply(shared)["text"]
    assert len(room.service.requests) == 1
