"""How fast, and how surely, HTTP mode acknowledges a burst of events.

Posts 200 signed events at once, from a second process, to the bot's own server, app and listener,
which stores a job in SQLite before it acknowledges. Prints the
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
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path

from slack_bolt import App
from slack_sdk.signature import SignatureVerifier
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.config import Config
from bot.jobs import Job
from bot.jobs.sqlite import SqliteJobs
from bot.slack import events
from bot.slack.wire.bolt import bolt_app
from bot.web import THREADS, HttpServer, web_app

SIGNING_SECRET = "bench"


def _app(jobs: SqliteJobs) -> App:
    """The bot's own app with its own listener: all that happens before an acknowledgment."""
    config = Config(slack_bot_token="xoxb-bench", slack_signing_secret=SIGNING_SECRET)
    app = bolt_app(config, {"team_id": "T1", "user_id": "U0", "bot_id": "B0", "url": ""})
    events.register(app, jobs=jobs)
    return app


def _request(key: str, port: int) -> bytes:
    """The bytes that Slack would post: an event, signed."""
    event = {"type": "file_shared", "file_id": key, "channel_id": "C1", "user_id": "U1"}
    event["event_ts"] = f"1.{key}"
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


async def _post(port: int, key: str) -> tuple[bool, float]:
    """Whether the event was acknowledged, and after how many milliseconds."""
    request = _request(key, port)
    started_s = time.perf_counter()
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(request)
    status_line = await reader.readline()
    latency_ms = (time.perf_counter() - started_s) * 1000
    writer.close()
    return status_line.startswith(b"HTTP/1.1 200"), latency_ms


async def _burst(port: int, keys: list[str]) -> list[tuple[bool, float]]:
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


def _floor(jobs: SqliteJobs) -> Starlette:
    """The least one can do: read the event, insert its row."""

    async def receive(request: Request) -> Response:
        jobs.submit(Job((await request.json())["event"]["file_id"], "event", {}))
        return Response()

    return Starlette(routes=[Route("/slack/events", receive, methods=["POST"])])


def _ours(threads: int) -> Callable[[SqliteJobs], Starlette]:
    return lambda jobs: web_app(_app(jobs), is_ready=lambda: True, threads=threads)


def _round(
    slack: Connection, make: Callable[[SqliteJobs], Starlette], events: int
) -> tuple[float, float, int]:
    """Median and p99 in ms, and how many events were refused or acknowledged without a row."""
    with tempfile.TemporaryDirectory() as folder:
        jobs = SqliteJobs(Path(folder) / "jobs.sqlite3")
        server = HttpServer(make(jobs), host="127.0.0.1", port=0)
        server.start()
        slack.send((server.port, [f"warm{number}" for number in range(20)]))
        slack.recv()
        before = jobs.waiting()
        slack.send((server.port, [f"F{number}" for number in range(events)]))
        answers = slack.recv()
        server.stop(2)
        stored = jobs.waiting() - before
        jobs.close()
    acknowledged = sum(is_acknowledged for is_acknowledged, _ in answers)
    lost = events - min(stored, acknowledged)
    latencies_ms = [latency_ms for _, latency_ms in answers]
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
