"""What the embedded queue alone has: leases with an owner, in a private file."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

from bot.jobs import MAX_ATTEMPTS
from bot.jobs.sqlite import HAND_BACK_S, LEASE_S, SqliteJobs
from tests.jobs.engines import Gate, Recorder, SqliteEngine, job
from tests.waiting import wait_until


def test_a_lease_that_ends_is_anothers(sqlite: SqliteEngine) -> None:
    """Without a heartbeat; not a moment before."""
    dead, alive = sqlite.open(), sqlite.open()
    dead.submit(job())
    assert dead.claim() is not None
    sqlite.pass_time(LEASE_S - 1)
    assert alive.claim() is None
    sqlite.pass_time(1)
    claim = alive.claim()
    assert claim is not None
    assert claim.attempt == 2


def test_who_lost_the_lease_changes_nothing(sqlite: SqliteEngine) -> None:
    """A frozen worker that wakes up cannot finish what another does now."""
    frozen, other = sqlite.open(), sqlite.open()
    frozen.submit(job())
    lost = frozen.claim()
    sqlite.pass_time(LEASE_S)
    assert lost is not None
    assert other.claim() is not None
    frozen.finish(lost)
    assert other.waiting() == 1
    sqlite.pass_time(LEASE_S - 1)
    frozen.renew([lost.job.key])
    sqlite.pass_time(1)
    assert other.claim() is not None


def test_of_many_who_see_a_job_one_has_it(sqlite: SqliteEngine) -> None:
    """They look without a lock, and take it with one."""
    workers = [sqlite.open() for _ in range(8)]
    with ThreadPoolExecutor(len(workers)) as pool:
        for number in range(20):
            workers[0].submit(job(str(number)))
            claims = filter(None, pool.map(SqliteJobs.claim, workers))
            assert [claim.job.key for claim in claims] == [str(number)]


def test_a_renewed_lease_is_kept(sqlite: SqliteEngine) -> None:
    """Long work is not taken from who does it."""
    worker, other = sqlite.open(), sqlite.open()
    worker.submit(job())
    claim = worker.claim()
    assert claim is not None
    for _ in range(5):
        sqlite.pass_time(LEASE_S - 1)
        worker.renew([claim.job.key])
        assert other.claim() is None


def test_a_process_knows_whether_it_is_alone(sqlite: SqliteEngine) -> None:
    """Those that died do not count, nor those that only submit."""
    dead, alive, started = sqlite.open(), sqlite.open(), sqlite.open()
    assert dead.enter()
    assert not alive.enter()
    assert not started.enter()
    die(dead)
    assert not started.enter()
    alive.close()
    assert started.enter()


def test_what_a_dead_process_held_is_taken_at_the_next_start(sqlite: SqliteEngine) -> None:
    """Its lease is not waited for; that of one who lives is."""
    dead, alive, started = sqlite.open(), sqlite.open(), sqlite.open()
    gate = Gate()
    for jobs in (dead, alive):
        jobs.submit(job(f"of {jobs._owner}"))
        jobs._owners.enter(jobs._owner)
        assert jobs.claim() is not None
    die(dead)
    recorder = Recorder(gate)
    started.start(recorder)
    assert recorder.ran()
    gate.open()
    assert wait_until(lambda: started.waiting() == 1)
    assert [claim.job.key for claim in recorder.claims] == [f"of {dead._owner}"]
    assert recorder.claims[0].attempt == 2


def test_dead_processes_leave_no_files(sqlite: SqliteEngine) -> None:
    """Those without a job neither; one that may just be entering is left alone."""
    dead, entering, started = sqlite.open(), sqlite.open(), sqlite.open()
    for jobs in (dead, entering):
        jobs.enter()
    files = {jobs: jobs._owners._file(jobs._owner) for jobs in (dead, entering)}
    for jobs in (dead, entering):
        die(jobs)
    os.utime(files[dead], (0, 0))
    started.start(Recorder(Gate()))
    assert not files[dead].exists()
    assert files[entering].exists()


def die(jobs: SqliteJobs) -> None:
    """Lets go of the lock, as the system does for a process that was killed."""
    held, jobs._owners._held = jobs._owners._held, None
    assert held is not None
    os.close(held[1])


def test_a_process_that_dies_often_does_not_make_its_jobs_suspects(sqlite: SqliteEngine) -> None:
    """Killed twenty times within two minutes, it has tried none so often that it is given up."""
    sqlite.open().submit(job())
    attempts = 0
    for _ in range(20):
        dying = sqlite.open()
        dying._owners.enter(dying._owner)
        dying._free_the_dead()
        claim = dying.claim()
        attempts = claim.attempt if claim is not None else attempts
        die(dying)
        sqlite.pass_time(6)
    assert 2 < attempts < MAX_ATTEMPTS


def test_a_locked_file_does_not_keep_a_process_from_ending(sqlite: SqliteEngine) -> None:
    """Whoever asks it to end kills it soon; what it held comes due by itself."""
    jobs, gate = sqlite.open(), Gate()
    jobs.submit(job())
    jobs.start(Recorder(gate))
    assert gate.was_entered()
    with closing(sqlite3.connect(sqlite.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        began = time.monotonic()
        assert not jobs.stop(grace_s=0.1)
        assert time.monotonic() - began < 0.1 + HAND_BACK_S + 5
    gate.open()


def test_no_thread_is_left_of_a_queue_that_stopped(sqlite: SqliteEngine) -> None:
    """Neither that which claims nor that which renews."""
    before = set(threading.enumerate())
    jobs = sqlite.open()
    jobs.start(Recorder())
    started = set(threading.enumerate()) - before
    assert started
    assert jobs.stop(grace_s=5)
    assert wait_until(lambda: not started & set(threading.enumerate()))


def test_nothing_is_left_beside_the_file(sqlite: SqliteEngine) -> None:
    """Of processes that ended."""
    jobs = sqlite.open()
    jobs.start(Recorder())
    assert list(sqlite.path.parent.glob("*.worker"))
    jobs.stop(grace_s=5)
    jobs.close()
    assert not list(sqlite.path.parent.glob("*.worker"))


def test_the_file_is_its_owners_alone(sqlite: SqliteEngine) -> None:
    """Captions and addresses in it are nobody else's business."""
    sqlite.open().submit(job())
    assert all(file.stat().st_mode & 0o077 == 0 for file in sqlite.path.parent.iterdir())
