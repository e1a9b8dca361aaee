"""What is remembered of people: what Slack said of them, for a while, and who was welcomed."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec
import sqlalchemy as sa

from bot.store.database import Database
from bot.store.schema import people


@dataclass(frozen=True, slots=True)
class Profile:
    """What Slack says of a person. None: not known.

    `locale` is as Slack has it ("de-DE"), `timezone` an IANA name.
    """

    locale: str | None = None
    timezone: str | None = None


class PeopleStore:
    """One row for each person of a workspace; no names."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def profile(self, team: str, user: str) -> Profile | None:
        """What is remembered; None where nothing is, or not any more."""
        query = sa.select(people.c.profile).where(
            people.c.team == team,
            people.c.person == user,
            people.c.profile_until > self._database.now(),
        )
        with self._database.read() as db:
            text = db.execute(query).scalar()
        return msgspec.json.decode(text, type=Profile) if text else None

    def keep_profile(self, team: str, user: str, profile: Profile, *, for_s: float) -> None:
        """Remembers a profile for so many seconds."""
        self._set(
            team,
            user,
            profile=msgspec.json.encode(profile).decode(),
            profile_until=self._database.now() + for_s,
        )

    def forget_profile(self, team: str, user: str) -> None:
        """Costs no write where none is remembered."""
        if self.profile(team, user) is not None:
            self._set(team, user, profile=None, profile_until=None)

    def is_welcomed(self, team: str, user: str) -> bool:
        """Whether a person has seen the welcome."""
        query = sa.select(people.c.welcomed).where(people.c.team == team, people.c.person == user)
        with self._database.read() as db:
            return bool(db.execute(query).scalar())

    def note_welcome(self, team: str, user: str) -> None:
        self._set(team, user, welcomed=1)

    def _set(self, team: str, user: str, **values: object) -> None:
        insert = self._database.insert(people).values(team=team, person=user, **values)
        keys = list(people.primary_key)
        with self._database.write() as db:
            db.execute(insert.on_conflict_do_update(index_elements=keys, set_=values))
