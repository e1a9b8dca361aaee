"""The pace of calls to a service, one for all processes."""

from __future__ import annotations

import sqlalchemy as sa

from bot.store.database import Database
from bot.store.schema import pace


class PaceStore:
    """Gives each call its place in time."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def take_turn(self, name: str, *, per_minute: int, patience_s: float) -> float | None:
        """Seconds to wait before the next call named `name`, its place taken.

        None where that would be longer than `patience_s`; then no place is taken. One row
        holds the next free place, so the rate is one for all processes. A quarter of the rate
        may come at once after a pause, and no minute ever has more than `per_minute` calls.

        Source: the generic cell rate algorithm, ITU-T I.371.
        """
        now = self._database.now()
        burst = max(1, per_minute // 4)
        gap_s = 60.0 / max(1, per_minute - burst)
        head_start_s = (burst - 1) * gap_s
        with self._database.write() as db:
            first = {"name": name, "next_at": now}
            db.execute(self._database.insert(pace).values(**first).on_conflict_do_nothing())
            free_at = _later(_later(pace.c.next_at, now), pace.c.paused_until + head_start_s)
            next_at = db.execute(
                sa.update(pace)
                .where(pace.c.name == name, free_at <= now + head_start_s + patience_s)
                .values(next_at=free_at + gap_s)
                .returning(pace.c.next_at)
            ).scalar()
        return None if next_at is None else max(0.0, next_at - gap_s - head_start_s - now)

    def pause(self, name: str, pause_s: float) -> None:
        """Lets no call named `name` begin for `pause_s`; a longer pause stays as it is."""
        now = self._database.now()
        first = {"name": name, "next_at": now, "paused_until": now + pause_s}
        with self._database.write() as db:
            db.execute(
                self._database.insert(pace)
                .values(**first)
                .on_conflict_do_update(
                    index_elements=list(pace.primary_key),
                    set_={"paused_until": _later(pace.c.paused_until, now + pause_s)},
                )
            )

    def is_paused(self, name: str) -> bool:
        """True where no call may begin, also where its place has been taken before the pause."""
        query = sa.select(pace.c.paused_until).where(pace.c.name == name)
        with self._database.read() as db:
            return (db.execute(query).scalar() or 0.0) > self._database.now()


def _later(one: sa.ColumnElement[float], other: object) -> sa.ColumnElement[float]:
    """The later of two times, in a way that both databases know."""
    return sa.case((one > other, one), else_=other)
