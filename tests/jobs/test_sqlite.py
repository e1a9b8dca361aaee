"""What the embedded queue alone has: leases with an owner, in a private file."""

from __future__ import annotations

from bot.jobs.sqlite import LEASE_S
from tests.jobs.engines import SqliteEngine, job


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
    frozen.renew([lost.job.key])
    sqlite.pass_time(LEASE_S)
    assert other.claim() is not None


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


def test_the_file_is_its_owners_alone(sqlite: SqliteEngine) -> None:
    """Captions and addresses in it are nobody else's business."""
    sqlite.open().submit(job())
    assert all(file.stat().st_mode & 0o077 == 0 for file in sqlite.path.parent.iterdir())
