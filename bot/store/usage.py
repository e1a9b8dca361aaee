"""Who has used how much of a service in which month. Counts only: not for what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from bot.model import Asker
from bot.store.database import Database
from bot.store.schema import usage


@dataclass(frozen=True, slots=True)
class Usage:
    """What one account has used in one month. `tokens` are those that language models bill."""

    calls: int = 0
    tokens: int = 0


@dataclass(frozen=True, slots=True)
class Account:
    """Whose use is counted, and how many calls it may make in a month; None: any number.

    `owner` is nobody for all together, a team alone for a workspace, with a channel or a person
    for those.
    """

    owner: Asker
    limit: int | None


class UsageStore:
    """Counts for all processes. A month is "2026-11"."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def count_call(self, month: str, accounts: Sequence[Account]) -> Account | None:
        """Counts one call on every account; where one is full on none, and returns that one."""
        try:
            with self._database.write() as db:
                for account in accounts:
                    self._add_call(db, month, account)
        except _FullError as full:
            return full.account
        return None

    def _add_call(self, db: sa.Connection, month: str, account: Account) -> None:
        """Raises _FullError, which undoes what was counted before it."""
        row = {**_values(month, account.owner), "calls": 1, "tokens": 0}
        has_room = sa.true() if account.limit is None else usage.c.calls < account.limit
        count = (
            self._database.insert(usage)
            .values(**row)
            .on_conflict_do_update(
                index_elements=list(usage.primary_key),
                set_={"calls": usage.c.calls + 1},
                where=has_room,
            )
            .returning(usage.c.calls)
        )
        if db.execute(count).scalar() is None:
            raise _FullError(account)

    def full_account(self, month: str, accounts: Iterable[Account]) -> Account | None:
        """The first account that has no call left; a look, without a promise."""
        for account in accounts:
            limit = account.limit
            if limit is not None and self.usage_of(account.owner, month).calls >= limit:
                return account
        return None

    def add_tokens(self, month: str, accounts: Iterable[Account], tokens: int) -> None:
        """Adds the tokens of a call that was counted."""
        with self._database.write() as db:
            for account in accounts:
                db.execute(
                    sa.update(usage)
                    .where(*_is(month, account.owner))
                    .values(tokens=usage.c.tokens + tokens)
                )

    def usage_of(self, owner: Asker, month: str) -> Usage:
        """What an account has used; `NOBODY` is all of them together."""
        query = sa.select(usage.c.calls, usage.c.tokens).where(*_is(month, owner))
        with self._database.read() as db:
            row = db.execute(query).one_or_none()
        return Usage() if row is None else Usage(*row)

    def sweep(self, *, before: str) -> None:
        """Forgets the months before this one: who asked how often is nobody's business later."""
        with self._database.write() as db:
            db.execute(sa.delete(usage).where(usage.c.month < before))


class _FullError(Exception):
    def __init__(self, account: Account) -> None:
        super().__init__()
        self.account = account


def _values(month: str, owner: Asker) -> dict[str, str]:
    return {
        "month": month,
        "team": owner.team,
        "channel": owner.channel,
        "person": owner.person,
    }


def _is(month: str, owner: Asker) -> list[sa.ColumnElement[bool]]:
    return [usage.c[name] == value for name, value in _values(month, owner).items()]
