"""Answers of services, by the fingerprint of what they were asked. Text only, no picture.

An answer is claimed before the service is asked, so that one worker at a time does so.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import uuid4

import msgspec
import sqlalchemy as sa

from bot.model import TEXT_NOT_READ, Analysis
from bot.store.database import Database
from bot.store.schema import analyses

KEEP_S = 30 * 86_400.0
"""People share a picture again within days, seldom later; and what a picture says about somebody
should not be kept for longer than it is of use."""

HALF_KEEP_S = 60.0
"""Of an answer without the text that is in the picture: for those who ask at the same time."""

LEASE_S = 6.0
"""How long a claim stands unrenewed: as long as others wait for one that died. It is renewed
every two seconds; should a busy machine miss three, the service is asked twice, no worse."""


@dataclass(frozen=True, slots=True)
class AnswerKey:
    """Which answer. A workspace's answers are its own: paid by it, and forgotten with it."""

    team: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class AnswerClaim:
    """The right to ask for an answer. `holder` tells it from every other claim."""

    key: AnswerKey
    holder: str


class AnalysisCache:
    """What services have answered, and who is just asking them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, key: AnswerKey) -> Analysis | None:
        """The answer, if it is known and not too old."""
        query = sa.select(analyses.c.analysis).where(
            *_is(key), analyses.c.expires_at > self._database.now()
        )
        with self._database.read() as db:
            stored = db.execute(query).scalar()
        return None if stored is None else msgspec.json.decode(stored, type=Analysis)

    def claim(self, key: AnswerKey) -> AnswerClaim | None:
        """The right to ask for the answer; None where it is known, or another has the right."""
        now, holder = self._database.now(), uuid4().hex
        fresh = {"analysis": None, "holder": holder, "expires_at": now + LEASE_S}
        row = {"team": key.team, "fingerprint": key.fingerprint, **fresh}
        claim = (
            self._database.insert(analyses)
            .values(**row)
            .on_conflict_do_update(
                index_elements=list(analyses.primary_key),
                set_=fresh,
                where=analyses.c.expires_at <= now,
            )
            .returning(analyses.c.holder)
        )
        with self._database.write() as db:
            is_ours = db.execute(claim).scalar() is not None
        return AnswerClaim(key, holder) if is_ours else None

    def renew(self, claim: AnswerClaim) -> None:
        """Prolongs a claim that was not lost meanwhile."""
        self._set(claim, expires_at=self._database.now() + LEASE_S)

    def keep(self, claim: AnswerClaim, analysis: Analysis) -> None:
        """Remembers the answer, for those who wait and for `KEEP_S`; half of one not for long."""
        encoded = msgspec.json.encode(analysis).decode()
        keep_s = HALF_KEEP_S if analysis.lacking == TEXT_NOT_READ else KEEP_S
        self._set(claim, analysis=encoded, holder=None, expires_at=self._database.now() + keep_s)

    def release(self, claim: AnswerClaim) -> None:
        """Gives the right back without an answer; the next who waits gets it."""
        with self._database.write() as db:
            db.execute(sa.delete(analyses).where(*_is_held(claim)))

    def sweep(self) -> None:
        """Forgets what is too old."""
        with self._database.write() as db:
            db.execute(sa.delete(analyses).where(analyses.c.expires_at <= self._database.now()))

    def _set(self, claim: AnswerClaim, **values: object) -> None:
        with self._database.write() as db:
            db.execute(sa.update(analyses).where(*_is_held(claim)).values(**values))


def _is(key: AnswerKey) -> list[sa.ColumnElement[bool]]:
    return [analyses.c.team == key.team, analyses.c.fingerprint == key.fingerprint]


def _is_held(claim: AnswerClaim) -> list[sa.ColumnElement[bool]]:
    return [*_is(claim.key), analyses.c.holder == claim.holder]
