"""Takes back jobs on Postgres that nobody works on any more."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import structlog
from procrastinate.connector import BaseConnector

from bot.jobs.postgres_schema import QUEUE

log = structlog.get_logger()

STALE_S = 12.0
"""Three heartbeats: one may be late, two not."""

RESCUE = """
WITH orphans AS (
    SELECT id FROM procrastinate_jobs
    WHERE queue_name = %(queue)s AND status = 'doing'
      AND coalesce(worker_id, -1) <> ALL (ARRAY(
          SELECT id FROM procrastinate_workers
          WHERE last_heartbeat >= now() - make_interval(secs => %(stale_s)s)))
    FOR UPDATE SKIP LOCKED)
UPDATE procrastinate_jobs j
SET status = 'todo', worker_id = NULL, scheduled_at = NULL, attempts = j.attempts + 1
FROM orphans WHERE j.id = orphans.id RETURNING j.id
"""
HELD = "SELECT id FROM procrastinate_jobs WHERE worker_id = %(worker)s AND status = 'doing'"
TAKE_BACK = """
UPDATE procrastinate_jobs
SET status = 'todo', worker_id = NULL, scheduled_at = NULL, attempts = attempts + 1
WHERE id = ANY(%(ids)s) AND worker_id = %(worker)s AND status = 'doing'
"""


class Keeper:
    """Looks after the jobs of other workers, and of this one, whose `running` are its ids."""

    def __init__(self, connector: BaseConnector, *, running: Callable[[], Iterable[int]]) -> None:
        self._connector = connector
        self._running = running
        self._lost: set[int] = set()

    async def rescue(self) -> None:
        """Jobs whose worker has not said for STALE_S that it lives come due at once."""
        rows = await self._connector.execute_query_all_async(RESCUE, queue=QUEUE, stale_s=STALE_S)
        if rows:
            log.warning("jobs.rescued", count=len(rows))

    async def take_back(self, worker_id: int | None) -> None:
        """Jobs that this worker holds and does not work on, at two looks in a row, come due.

        The connection broke when such a job was fetched or settled.
        """
        rows = await self._connector.execute_query_all_async(HELD, worker=worker_id)
        lost_before, self._lost = self._lost, {int(row["id"]) for row in rows} - {*self._running()}
        if ids := sorted(self._lost & lost_before):
            log.warning("jobs.taken_back", count=len(ids))
            await self._connector.execute_query_async(TAKE_BACK, ids=ids, worker=worker_id)
