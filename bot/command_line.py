"""The command line: `python -m bot`. Each command reads its arguments and calls one part."""

from __future__ import annotations

import math
import os
import re
import sys
from functools import cache
from pathlib import Path
from queue import SimpleQueue
from typing import NoReturn

import click
from click.core import ParameterSource
from rich.console import Console

from bot import __version__
from bot.analyze_server import analyze_app
from bot.analyze_server.loop import asks_another_service
from bot.config import Config, load_config, slack_is_configured
from bot.databases import open_database, open_jobs
from bot.describe import Describer
from bot.doctor import examine
from bot.ends import Ends, end_by_signal, ends_by_signal, exit_on_sigterm
from bot.errors import Misconfigured
from bot.logs import configure_logs, log_crashes
from bot.parked import retry_jobs, show_jobs
from bot.postgres import is_postgres
from bot.service import Ending, Service
from bot.terminal import Figures, JsonLines, Output, Sentences, describe_all
from bot.vision import PACE_PATIENCE_S, build_analyzers, build_chain, warm_up
from bot.vision_config import vision_is_configured
from bot.web import serve
from bot.web_pictures import fetch_public
from bot.words import Words

DONE, SOME_FAILED, WRONG_USE = 0, 1, 2


class Commands(click.Group):
    """Tells a wrong configuration like a wrong use: a sentence each, exit code 2."""

    def invoke(self, context: click.Context) -> object:
        try:
            return super().invoke(context)
        except Misconfigured as error:
            _tell(error)
            context.exit(WRONG_USE)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name=None, version=__version__, prog_name="describe")
def main() -> None:
    """Describe: says in Slack what a shared picture shows."""
    log_crashes()


@main.command()
@click.argument("pictures", nargs=-1, type=click.Path(path_type=Path))
def demo(pictures: tuple[Path, ...]) -> None:
    """Start a local workspace with the bot in it.

    Without PICTURES it serves a page until Ctrl-C. With PICTURES it posts each as a person
    would, prints the replies, and succeeds when every picture was answered.
    """
    from bot.demo.session import post_all, serve_page  # the workspace is no part of the bot

    config = load_config(vision_is_configured)
    configure_logs("WARNING")  # what a newcomer should read is the address and the replies
    if pictures:
        exit_on_sigterm()
    else:
        _leave(serve_page(config, ends_by_signal()))
    sys.exit(DONE if post_all(config, pictures) else SOME_FAILED)


@main.command()
@click.option("--no-worker", is_flag=True, help="Only take events; `worker` works the jobs.")
def run(no_worker: bool) -> None:
    """Run the bot: Socket Mode with SLACK_APP_TOKEN, else HTTP on PORT at /slack/events."""
    config = _configure(load_config(slack_is_configured, vision_is_configured))
    if no_worker:
        _tell_where_workers_may_be(config)
    ends: Ends = SimpleQueue()
    service = Service(config, ends).with_door()
    if not no_worker:
        service.with_worker()
    end_by_signal(ends)  # not before: while Slack does not answer, nothing has begun that must end
    _leave(service.serve())


@main.command()
def worker() -> None:
    """Work the jobs that `run --no-worker` takes."""
    config = _configure(load_config(slack_is_configured, vision_is_configured))
    _tell_where_workers_may_be(config)
    ends: Ends = SimpleQueue()
    service = Service(config, ends).with_worker()
    end_by_signal(ends)
    _leave(service.serve())


class JobId(click.ParamType[int | None]):
    """The number of a parked job, or "all", which is None."""

    name = "ID|all"

    def convert(
        self, value: str, param: click.Parameter | None, ctx: click.Context | None
    ) -> int | None:
        if value == "all":
            return None
        if re.fullmatch("[0-9]{1,18}", value) is None:
            self.fail("it is neither a number nor `all`", param, ctx)
        return int(value)


@main.command("jobs")
@click.option("--retry", type=JobId(), metavar="ID|all", help="Put parked jobs back to work.")
@click.pass_context
def show_or_retry(context: click.Context, retry: int | None) -> None:
    """Show what waits and what was given up."""
    config = _configure(load_config())
    console = Console(soft_wrap=True)
    database = open_database(config)
    jobs = open_jobs(config, database)
    try:
        # "all" is None as well, so what counts is where the value came from.
        if context.get_parameter_source("retry") is ParameterSource.DEFAULT:
            show_jobs(jobs, console)
            done = True
        else:
            done = retry_jobs(jobs, retry, console)
    finally:
        jobs.close()
        database.close()
    sys.exit(DONE if done else SOME_FAILED)


@main.command()
@click.argument("pictures", nargs=-1, required=True, metavar="PICTURE...")
@click.option("--json", "as_json", is_flag=True, help="One Azure v3.2 analysis a line.")
@click.option(
    "--figure",
    "figures",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write each picture with its caption under it into this folder.",
)
def describe(pictures: tuple[str, ...], as_json: bool, figures: Path | None) -> None:
    """Describe local files or http(s) addresses; - is the standard input."""
    config = load_config(vision_is_configured)
    configure_logs("ERROR")  # what is described tells itself why a service did not answer
    words = Words()
    out = Console(soft_wrap=True)
    outputs: list[Output] = [JsonLines(out) if as_json else Sentences(out, words)]
    if figures is not None:
        outputs.append(Figures(figures, words, keep=pictures))
    all_done = describe_all(
        pictures,
        outputs,
        describer=_describer(config, is_server=False),
        words=words,
        errors=Console(stderr=True, soft_wrap=True),
    )
    sys.exit(DONE if all_done else SOME_FAILED)


@main.command("analyze-server")
@click.option("--port", default=5000, show_default=True, type=click.IntRange(0, 65535))
@click.option("--host", default="127.0.0.1", show_default=True, help="0.0.0.0 opens it to all.")
@click.option("--no-addresses", is_flag=True, help="Take pictures only, no addresses of them.")
def analyze_server(port: int, host: str, no_addresses: bool) -> None:
    """Serve the analyzer behind Azure's contract: Analyze Image 3.2 and 2.0, and 4.0."""
    config = _configure(load_config(vision_is_configured, asks_another_service(host, port)))
    describer = _describer(config, is_server=True)
    fetch = None if no_addresses else fetch_public
    app = analyze_app(describer, key=config.vision_key, fetch=fetch)
    serve(app, ends_by_signal(), host=host, port=port)


@main.command()
def doctor() -> None:
    """Check configuration, tokens, scopes, analyzer and store; succeed only if all is well."""
    config = load_config(slack_is_configured, vision_is_configured)
    configure_logs("ERROR")
    sys.exit(DONE if examine(config, Console(soft_wrap=True)) else SOME_FAILED)


def _leave(ending: Ending) -> NoReturn:
    """Ends the process, also where threads are left that cannot be stopped."""
    code = DONE
    if ending.fault is not None:
        code = WRONG_USE
        _tell(ending.fault)
    if not ending.is_whole:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    sys.exit(code)


def _tell_where_workers_may_be(config: Config) -> None:
    """Platforms run each process on a disk of its own: events taken there would wait for ever."""
    if not is_postgres(config.database_url):
        click.echo(
            "`run --no-worker` and `worker` meet in the SQLite file of DATABASE_URL, so they must"
            " run on one machine. On more than one, set DATABASE_URL to a Postgres server.",
            err=True,
        )


def _tell(error: Misconfigured) -> None:
    for fault in error.faults:
        click.echo(fault, err=True)


def _configure(config: Config) -> Config:
    configure_logs(config.log_level)
    return config


def _describer(config: Config, *, is_server: bool) -> Describer:
    """For one's own pictures a service is asked as slowly as its rate needs, and only those models
    are loaded that they need. Whoever asks a server waits for neither."""
    database = cache(lambda: open_database(config))
    patience_s = PACE_PATIENCE_S if is_server else math.inf
    analyzers = build_analyzers(config, database, patience_s=patience_s)
    if is_server:
        warm_up(analyzers)
    return Describer(build_chain(config, analyzers, database))
