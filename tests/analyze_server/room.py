"""An analyze server on 127.0.0.1, with an analyzer that does as it is told."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from bot.analyze_server import analyze_app
from bot.analyzers.fallback import Chain
from bot.describe import Describer
from bot.errors import BotError
from bot.model import (
    Analysis,
    Ask,
    Caption,
    Category,
    DetectedObject,
    Landmark,
    Picture,
    Tag,
    TextLine,
    UploadLimits,
)
from bot.web import HttpServer

RICH = Analysis(
    analyzer="told",
    language="en",
    caption=Caption("a man next to a dog", 0.75),
    tags=(Tag("dog", 0.9), Tag("grass", 0.8)),
    categories=(Category("outdoor_grass", 0.5),),
    landmarks=(Landmark("Eiffel Tower", 0.7),),
    text_lines=(TextLine("NO DOGS", 0.1, 0.5, 0.7, 0.1, 0.95),),
    objects=(
        DetectedObject("dog", 0.9, 0.5, 0.5, 0.25, 0.25),
        DetectedObject("person", 0.8, 0.0, 0.0, 0.5, 1.0),
    ),
)
"""Something of everything."""


@dataclass
class ToldAnalyzer:
    """Answers `analysis`, or raises `error`; waits in between while `may_answer` is not set."""

    analysis: Analysis = RICH
    error: BotError | Exception | None = None
    name: str = "told"
    upload_limits: UploadLimits | None = None
    may_answer: threading.Event = field(default_factory=threading.Event)
    entered: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    languages: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.may_answer.set()

    def analyze(self, picture: Picture, ask: Ask) -> Analysis:
        self.languages.append(ask.language)
        self.entered.release()
        assert self.may_answer.wait(20)
        if self.error is not None:
            raise self.error
        return self.analysis


@contextmanager
def serving(analyzer: ToldAnalyzer | None = None, **options: Any) -> Iterator[str]:
    """The address of a server with `analyzer`; `options` are those of `analyze_app`."""
    told = analyzer or ToldAnalyzer()
    app = analyze_app(Describer(Chain([told])), **options)
    server = HttpServer(app, host="127.0.0.1", port=0)
    server.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        told.may_answer.set()
        server.stop(2)
