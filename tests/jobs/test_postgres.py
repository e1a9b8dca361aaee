"""What the queue on Postgres has to stand: a server that goes away, and procrastinate's gaps."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from procrastinate import PsycopgConnector
from procrastinate.schema import SchemaManager

from bot.jobs import Claim
from bot.jobs import postgres_schema as schema
from bot.jobs.postgres_keeping import Keeper
from bot.store.database import Database
from tests.jobs.engines import HOLD_S, Gate, PostgresEngine, Recorder, job
from tests.postgres import PostgresServer
from tests.waiting import wait_until

LOSE = """
WITH lost AS (
    INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, worker_id)
    SELECT 'describe', 'job', '{"key": "lost", "kind": "kind", "body": {}}', 'doing', max(id)
    FROM procrastinate_workers RETURNING id)
INSERT INTO job_keys (key, job_id) SELECT 'lost', id FROM lost
"""
"""A job that the one worker has, by the table alone."""


def states(engine: PostgresEngine) -> list[str]:
    return [row[0] for row in engine.execute("SELECT status::text FROM procrastinate_jobs")]


@pytest.fixture
def stopped_later(postgres: PostgresServer) -> Iterator[PostgresServer]:
    """The server, for a test that stops it; afterwards it runs."""
    yield postgres
    if not postgres.is_running:
        postgres.start()


def test_it_works_again_when_the_server_is_back(
    on_postgres: PostgresEngine, stopped_later: PostgresServer
) -> None:
    """Nothing can be stored meanwhile, and who tries is told; the worker needs nobody's help."""
    jobs = on_postgres.open()
    recorder = Recorder()
    jobs.start(recorder)
    jobs.submit(job("before"))
    assert recorder.ran(1)
    stopped_later.stop()
    with pytest.raises(sa.exc.OperationalError):
        jobs.submit(job("meanwhile"))
    stopped_later.start()
    assert jobs.submit(job("after"))
    assert jobs.submit(job("meanwhile"))
    assert recorder.ran(3)
    assert wait_until(lambda: jobs.waiting() == 0)


def test_a_worker_may_be_started_before_the_server(
    on_postgres: PostgresEngine, stopped_later: PostgresServer
) -> None:
    """And stopped while there is none."""
    first, second = on_postgres.open(), on_postgres.open()
    first.submit(job())
    stopped_later.stop()
    recorder = Recorder()
    first.start(Recorder())
    assert first.stop(grace_s=5)
    second.start(recorder)
    stopped_later.start()
    assert recorder.ran()


def test_work_in_hand_outlives_the_server(
    on_postgres: PostgresEngine, stopped_later: PostgresServer
) -> None:
    """Its end is stored when the server is back, or it is done again; it does not stay for ever."""
    jobs = on_postgres.open()
    gate = Gate()
    jobs.submit(job())
    jobs.start(Recorder(gate))
    assert gate.was_entered()
    stopped_later.stop()
    gate.open()
    stopped_later.start()
    on_postgres.pass_time(HOLD_S)
    assert wait_until(lambda: jobs.waiting() == 0)
    assert not jobs.submit(job())


def test_long_work_is_not_taken_from_who_does_it(on_postgres: PostgresEngine) -> None:
    """However often others look for the jobs of the dead."""
    jobs = on_postgres.open()
    gate = Gate()
    recorder = Recorder(gate)
    jobs.submit(job())
    jobs.start(recorder)
    assert gate.was_entered()
    on_postgres.take_back()
    on_postgres.execute("UPDATE job_keys SET created_at = now() - interval '3 hours'")
    on_postgres.execute("UPDATE procrastinate_events SET at = now() - interval '3 hours'")
    on_postgres.take_back()
    assert states(on_postgres) == ["doing"]
    gate.open()
    assert jobs.stop(grace_s=5)
    assert len(recorder.claims) == 1


def test_a_job_lost_between_fetch_and_work_is_taken_back(on_postgres: PostgresEngine) -> None:
    """The server gave it to a worker that did not hear of it; the worker notices."""
    jobs = on_postgres.open()
    recorder = Recorder()
    jobs.start(recorder)
    jobs.submit(job("first"))
    assert recorder.ran(1)
    on_postgres.execute(LOSE)
    assert recorder.ran(2)
    assert (recorder.claims[1].job.key, recorder.claims[1].attempt) == ("lost", 2)


def test_a_job_is_lost_only_at_the_second_look(on_postgres: PostgresEngine) -> None:
    """The first may see one that was handed out just now; one in hand is never lost."""
    on_postgres.open().submit(job())
    on_postgres.begin_and_die()
    held = on_postgres.execute("SELECT id, worker_id FROM procrastinate_jobs")[0]._mapping
    in_hand = {held["id"]}

    async def look() -> list[str]:
        connector = PsycopgConnector(conninfo=on_postgres.url)
        await connector.open_async()
        keeper = Keeper(connector, running=lambda: in_hand)
        seen: list[str] = []
        for look_number in range(4):
            if look_number == 2:
                in_hand.clear()
            await keeper.take_back(held["worker_id"])
            seen += states(on_postgres)
        await connector.close_async()
        return seen

    assert asyncio.run(look()) == ["doing", "doing", "doing", "todo"]


def test_a_frozen_workers_late_end_costs_nothing(on_postgres: PostgresEngine) -> None:
    """It ends what another does by then; both ends are taken, and the key stays known."""
    frozen, other = on_postgres.open(), on_postgres.open()
    gates = [Gate(), Gate()]
    recorders = [Recorder(gate) for gate in gates]
    frozen.submit(job())
    frozen.start(recorders[0])
    assert gates[0].was_entered()
    on_postgres.execute("UPDATE procrastinate_jobs SET status = 'todo', worker_id = NULL")
    other.start(recorders[1])
    if not wait_until(lambda: len(recorders[0].claims) + len(recorders[1].claims) == 2):
        raise AssertionError("nobody took it")
    for gate in gates:
        gate.open()
    assert wait_until(lambda: other.waiting() == 0)
    assert not other.submit(job())


def test_what_a_job_says_never_reaches_a_log(
    on_postgres: PostgresEngine, capsys: pytest.CaptureFixture[str]
) -> None:
    """procrastinate logs arguments, also of what failed."""

    def fail(_claim: Claim) -> None:
        raise ZeroDivisionError

    jobs = on_postgres.open()
    jobs.submit(job())
    on_postgres.execute("UPDATE job_keys SET created_at = now() - interval '2 days'")
    recorder = Recorder(fail)
    jobs.start(recorder)
    assert recorder.gave_up()
    assert wait_until(lambda: bool(jobs.parked()))
    jobs.stop(grace_s=5)
    said = capsys.readouterr()
    assert "jobs.parked" in said.out + said.err
    assert "wörd" not in said.out + said.err


def test_the_schema_of_an_older_release_is_brought_up_to_date(postgres: PostgresServer) -> None:
    """procrastinate ships the steps; each is made once."""
    database = Database(postgres.create_database())
    with database.write() as db:
        db.execute(sa.text(schema.MADE_BY_HAND))
        db.execute(sa.text("INSERT INTO job_schema VALUES ('00')"))
    schema.prepare(database)
    schema.prepare(database)
    assert functions(database) == whole(postgres)
    database.close()


def functions(database: Database) -> set[str]:
    query = "SELECT proname FROM pg_proc WHERE proname LIKE 'procrastinate%'"
    with database.read() as db:
        return {row[0] for row in db.execute(sa.text(query))}


def whole(postgres: PostgresServer) -> set[str]:
    """The functions of a database that this release made."""
    database = Database(postgres.create_database())
    with database.write() as db:
        schema._run(db, SchemaManager.get_schema())
    found = functions(database)
    database.close()
    return found
