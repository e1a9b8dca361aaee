"""Builds the analyzers that a configuration names, in the order in which they are asked."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Sequence

from bot import __version__
from bot.analyzers import Analyzer
from bot.analyzers.azure import AzureAnalyzer
from bot.analyzers.azure4 import ImageAnalysisAnalyzer
from bot.analyzers.breaker import guard
from bot.analyzers.cached import Cached
from bot.analyzers.call import Terms
from bot.analyzers.fallback import Chain
from bot.analyzers.noted import Noted
from bot.analyzers.observed import Observed
from bot.analyzers.openai import OpenAiAnalyzer
from bot.analyzers.pace import Pace
from bot.analyzers.quota import Gate, Limits, Quota
from bot.config import Config
from bot.embedded import EmbeddedAnalyzer
from bot.store.cache import AnalysisCache
from bot.store.database import Database
from bot.store.pace import PaceStore
from bot.store.usage import UsageStore
from bot.vision_config import EMBEDDED, FOUR, OPENAI, names_of

PACE_PATIENCE_S = 30.0
"""A picture waits this long for its turn at the service before another analyzer is asked."""
STAND_IN_AFTER_S = 6.0
"""Where the embedded analyzer stands by, services have this long together: with the second or two
that it needs itself, every picture is answered within ten. Azure answers in one to three."""
PAUSE_PATIENCE_S = 2.0
"""And a picture waits this long, at most, for the end of a pause that the service asked for."""
MODEL_STAND_IN_AFTER_S = 60.0
"""The same for language models: slow is their way, and one on a CPU needs most of a minute."""
MODEL_ANSWER_S = 120.0
"""As long as one may take that nobody stands in for."""


def build_analyzers(
    config: Config, database: Callable[[], Database], *, patience_s: float
) -> list[Analyzer]:
    """The analyzers to ask, in order. Only a service needs the database, to keep its pace.

    `patience_s` is how long a picture waits for its turn at a service.
    """
    names = names_of(config)
    guarded = len([name for name in names[:-1] if name != EMBEDDED])
    analyzers: list[Analyzer] = []
    for name in names:
        if name == EMBEDDED:
            analyzers.append(EmbeddedAnalyzer())
            continue
        is_last = name == names[-1]
        gate = _gate(
            config,
            database(),
            patience_s=patience_s,
            pause_patience_s=math.inf if is_last else PAUSE_PATIENCE_S,
        )
        share = math.inf if is_last else 1 / guarded
        analyzers.append(_service(name, config, gate, share=share))
    return analyzers


def warm_up(analyzers: Iterable[Analyzer]) -> None:
    """Loads the embedded analyzer's models, if it will ever be asked."""
    for analyzer in analyzers:
        if isinstance(analyzer, EmbeddedAnalyzer):
            analyzer.warm_up()


def build_chain(
    config: Config,
    analyzers: Sequence[Analyzer],
    database: Callable[[], Database],
    *,
    now: Callable[[], float] = time.time,
) -> Chain:
    """The analyzers, observed, behind their breakers and the memory of what a service answered."""
    guarded = guard([Observed(each) for each in analyzers], now=now)
    return Chain([_remembered(each, config, database) for each in guarded], now=now)


def _remembered(analyzer: Analyzer, config: Config, database: Callable[[], Database]) -> Analyzer:
    """The embedded analyzer needs none: it costs no call, and says the same of the same picture."""
    if analyzer.name == EMBEDDED:
        return analyzer
    version = f"{__version__} {config.vision_endpoint} {config.vision_model}"
    noted = Noted(analyzer, endpoint=config.vision_endpoint)
    return Cached(noted, AnalysisCache(database()), version=version)


def _gate(
    config: Config, database: Database, *, patience_s: float, pause_patience_s: float
) -> Gate:
    pace = Pace(
        PaceStore(database),
        per_minute=config.vision_rate_per_minute,
        patience_s=patience_s,
        pause_patience_s=pause_patience_s,
        sleep=time.sleep,
    )
    limits = Limits(
        total=config.vision_quota,
        workspace=config.vision_quota_per_workspace,
        channel=config.vision_quota_per_channel,
        person=config.vision_quota_per_person,
    )
    return Gate(Quota(UsageStore(database), limits, now=database.now), pace)


def _service(name: str, config: Config, gate: Gate, *, share: float) -> Analyzer:
    """`share` of the time until somebody stands in; infinite: nobody does."""
    endpoint, key = config.vision_endpoint, config.vision_key
    if name == OPENAI:
        terms = Terms(
            read_timeout_s=MODEL_ANSWER_S,
            answer_timeout_s=MODEL_ANSWER_S,
            call_s=share * MODEL_STAND_IN_AFTER_S,
            wait_for_turn=gate.wait,
            heard_to_wait=gate.pause,
            count_tokens=gate.count_tokens,
        )
        return OpenAiAnalyzer(endpoint=endpoint, key=key, model=config.vision_model, terms=terms)
    terms = Terms(
        call_s=share * STAND_IN_AFTER_S, wait_for_turn=gate.wait, heard_to_wait=gate.pause
    )
    if name == FOUR:
        return ImageAnalysisAnalyzer(endpoint=endpoint, key=key, terms=terms)
    return AzureAnalyzer(endpoint=endpoint, key=key, version=name, terms=terms)
