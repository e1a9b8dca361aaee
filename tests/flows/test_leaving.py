"""A workspace that the app was taken out of is forgotten."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from bot.demo.workspace import OTHER_PERSON_ID, NewFile
from bot.slack.leaving import LEAVE, SECOND_LOOK_S
from bot.store.retention import BY_TEAM
from tests.flows.deciding import decide, opt_out
from tests.room import Room, picture


def kept(room: Room) -> dict[str, int]:
    """How many rows each table has of the workspace, and how many jobs know it; none left out."""
    engine = sa.create_engine(room.config.database_url)
    team = room.workspace.team_id
    with engine.connect() as db:
        counts = {t.name: sa.select(sa.func.count()).where(t.c.team == team) for t in BY_TEAM}
        found = {name: db.execute(query).scalar_one() for name, query in counts.items()}
        jobs = "SELECT count(*) FROM jobs WHERE instr(key, ?) > 0 AND kind <> ?"
        found["jobs"] = db.exec_driver_sql(jobs, (team, LEAVE)).scalar_one()
    engine.dispose()
    return {name: count for name, count in found.items() if count}


def words_on_disk(room: Room) -> str:
    """All that the database's files hold, small letters only."""
    database = Path(room.config.database_url.removeprefix("sqlite:///"))
    files = database.parent.glob(f"{database.name}*")
    return b"".join(file.read_bytes() for file in files).decode("ascii", "ignore").lower()


def live(room: Room) -> None:
    """Leaves something in many tables."""
    room.the_reply(room.share("dog.png"))
    decide(room, eyes=True)
    opt_out(room, OTHER_PERSON_ID)
    known = {"replies", "parts", "findable", "settings", "people", "usage", "analyses", "jobs"}
    assert known <= kept(room).keys()


def test_with_the_app_goes_all_that_was_kept(room: Room) -> None:
    """Whatever was at work then is looked for once more, a minute later."""
    live(room)
    room.workspace.uninstall()
    room.wait_for(lambda: kept(room) == {})
    decide(room, eyes=True)
    room.clock.ahead_s = 2 * SECOND_LOOK_S
    room.settle()
    assert kept(room) == {}


def test_no_word_stays_in_the_database_file(room: Room) -> None:
    """Neither in free pages nor in the index for searching nor in the log beside the file."""
    shared = room.workspace.share(NewFile("quokka.png", picture(), alt_txt="A quokka"))
    room.the_reply(shared)
    assert "quokka" in words_on_disk(room)
    room.workspace.uninstall()
    room.wait_for(lambda: kept(room) == {})
    room.clock.ahead_s = 2 * SECOND_LOOK_S
    room.settle()
    assert "quokka" not in words_on_disk(room)


def test_a_persons_token_takes_nothing_along(room: Room) -> None:
    """Only the bot's own one is the workspace's."""
    live(room)
    before = kept(room)
    room.workspace.revoke_tokens(oauth=[OTHER_PERSON_ID])
    room.settle()
    assert kept(room) == before
