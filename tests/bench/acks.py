"""How fast, and how surely, HTTP mode acknowledges a burst of events.

Posts 200 signed events at once, from a second process, to the real server with an app whose
listener inserts one row (SQLite, WAL, synchronous=FULL, a connection per thread). Prints the
latency of the acknowledgments, as a ratio too to the floor (the same server and row, with no
Bolt, no signature and no thread), and how many events have no row. Target: p99 below 300 ms on an
idle machine, none lost.

    python -m tests.bench.acks [--events 200] [--rounds 7] [--threads 4 ...]
"""

from __future__ import annotations

import argparse
import asyncio
import json
import multiprocessing
import sqlite3
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from slack_bolt import App
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.signature import SignatureVerifier
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.web import THREADS, HttpServer, web_app

SIGNING_SECRET = "bench"


class Rows:
    """A table with one row per event, as the job queue has it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._local = threading.local()
        self._connection().execute("CREATE TABLE job (key TEXT PRIMARY KEY) WITHOUT ROWID")

    def _connection(self) -> sqlite3.Connection:
        if not hasattr(self._local, "connection"):
            connection = sqlite3.connect(self._path, timeout=5, isolation_level=None)
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=FULL")
            self._local.connection = connection
        found: sqlite3.Connection = self._local.connection
        return found

    def insert(self, key: str) -> None:
        self._connection().execute("INSERT OR IGNORE INTO job VALUES (?)", (key,))

    def keys(self) -> set[str]:
        return {key for (key,) in self._connection().execute("SELECT key FROM job")}


def _app(rows: Rows) -> App:
    app = App(
        signing_secret=SIGNING_SECRET,
        process_before_response=True,
        authorize=lambda **_: AuthorizeResult(
            enterprise_id=None, team_id="T1", bot_user_id="U0", bot_token="xoxb-bench"
        ),
    )

    @app.event("file_shared")
    def file_shared(event: dict[str, Any]) -> None:
        rows.insert(event["file_id"])

    return app


def _request(key: str, port: int) -> bytes:
    """The bytes that Slack would post: an event, signed."""
    event = {"type": "file_shared", "file_id": key, "channel_id": "C1", "user_id": "U1"}
    envelope = {"type": "event_callback", "team_id": "T1", "api_app_id": "A1", "event": event}
    body = json.dumps({**envelope, "event_id": f"Ev{key}", "event_time": 1}).encode()
    timestamp = str(int(time.time()))
    signature = SignatureVerifier(SIGNING_SECRET).generate_signature(timestamp=timestamp, body=body)
    head = (
        f"POST /slack/events HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
        f"X-Slack-Request-Timestamp: {timestamp}\r\nX-Slack-Signature: {signature}\r\n\r\n"
    )
    return head.encode() + body


async def _post(port: int, key: str) -> tuple[str, bool, float]:
    """The event's key, whether it was acknowledged, and after how many milliseconds."""
    request = _request(key, port)
    started_s = time.perf_counter()
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(request)
    status_line = await reader.readline()
    latency_ms = (time.perf_counter() - started_s) * 1000
    writer.close()
    return key, status_line.startswith(b"HTTP/1.1 200"), latency_ms


async def _burst(port: int, keys: list[str]) -> list[tuple[str, bool, float]]:
    return await asyncio.gather(*(_post(port, key) for key in keys))


def _play_slack(orders: Connection) -> None:
    """Posts a burst for each (port, keys) received, until None."""
    while (order := orders.recv()) is not None:
        orders.send(asyncio.run(_burst(*order)))


@contextmanager
def _slack() -> Iterator[Connection]:
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_play_slack, args=(theirs,))
    process.start()
    try:
        yield ours
    finally:
        ours.send(None)
        process.join()


def _floor(rows: Rows) -> Starlette:
    """The least one can do: read the event, insert its row."""

    async def receive(request: Request) -> Response:
        rows.insert((await request.json())["event"]["file_id"])
        return Response()

    return Starlette(routes=[Route("/slack/events", receive, methods=["POST"])])


def _ours(threads: int) -> Callable[[Rows], Starlette]:
    return lambda rows: web_app(_app(rows), is_ready=lambda: True, threads=threads)


def _round(
    slack: Connection, make: Callable[[Rows], Starlette], events: int
) -> tuple[float, float, int]:
    """Median and p99 in ms, and how many events were refused or acknowledged without a row."""
    with tempfile.TemporaryDirectory() as folder:
        rows = Rows(Path(folder) / "jobs.sqlite3")
        server = HttpServer(make(rows), host="127.0.0.1", port=0)
        server.start()
        slack.send((server.port, [f"warm{number}" for number in range(20)]))
        slack.recv()
        slack.send((server.port, [f"F{number}" for number in range(events)]))
        answers = slack.recv()
        server.stop(2)
        kept = rows.keys()
    lost = sum(not (is_acknowledged and key in kept) for key, is_acknowledged, _ in answers)
    latencies_ms = [latency_ms for _, _, latency_ms in answers]
    return statistics.median(latencies_ms), statistics.quantiles(latencies_ms, n=100)[98], lost


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--threads", type=int, nargs="+", default=[THREADS])
    wanted = parser.parse_args()
    makers = {"floor": _floor} | {f"{each} threads": _ours(each) for each in wanted.threads}
    results: dict[str, list[tuple[float, float, int]]] = {name: [] for name in makers}
    with _slack() as slack:
        for _ in range(wanted.rounds):  # interleaved, so that all meet the same neighbors
            for name, make in makers.items():
                results[name].append(_round(slack, make, wanted.events))
    print(f"{wanted.events} at once, median of {wanted.rounds} rounds")
    floor_ms = statistics.median(p99 for _, p99, _ in results["floor"])
    for name, rounds in results.items():
        p50, p99 = (statistics.median(each[column] for each in rounds) for column in (0, 1))
        lost = sum(each[2] for each in rounds)
        print(f"{name:>10}: p50 {p50:4.0f} ms, p99 {p99:4.0f} ms", end=", ")
        print(f"{p99 / floor_ms:.2f} x the floor, lost {lost}")


if __name__ == "__main__":
    main()
