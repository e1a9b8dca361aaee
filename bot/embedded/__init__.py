"""The analyzer that ships: describes a picture with no key, no network and no GPU.

Opens no socket. Its weights lie in weights/, verified against a manifest when they are loaded.
"""

from __future__ import annotations

import os
import threading
from pathlib import Path

import structlog

from bot.colors import measure_colors
from bot.embedded.caption import caption_of
from bot.embedded.finder import find
from bot.embedded.memory import be_thrifty, give_back, stay_small
from bot.embedded.parts import Parts
from bot.embedded.tags import categories_of, tags_of
from bot.embedded.weights import FOLDER, WeightsError
from bot.model import Analysis, Ask, Picture, UploadLimits

__all__ = ["EmbeddedAnalyzer"]

log = structlog.get_logger(__name__)

DAMAGED = "weights_damaged"
"""What `Analysis.impaired_by` says where files are missing or damaged."""


class EmbeddedAnalyzer:
    """Describes pictures from their pixels. One object serves all threads of a process.

    Loads each model when it is first needed. While a file is missing or damaged it looks at no
    picture and says so, in each answer and in the log.
    """

    name = "embedded"
    upload_limits: UploadLimits | None = None

    def __init__(self, *, weights: Path = FOLDER) -> None:
        """Loads nothing yet. At most one picture for each core is looked at in parallel."""
        be_thrifty()
        self._parts = Parts(weights)
        self._slots = threading.BoundedSemaphore(os.cpu_count() or 1)

    def analyze(self, picture: Picture, ask: Ask) -> Analysis:  # noqa: ARG002 - see Returns
        """Caption, tags, categories, text, objects and colors.

        Returns:
            Always in English, whatever `ask` says. The caption is None when nothing is fairly
            sure; `adult` always, since nothing here looks for it. Costs 0.1 to 1 s on one core.
        """
        try:
            with self._slots:
                return self._analyze(picture)
        except WeightsError as damage:
            _report(damage)
            return Analysis(analyzer=self.name, language="en", impaired_by=DAMAGED)
        finally:
            stay_small()

    def warm_up(self) -> None:
        """Loads every model, so that the first picture waits for none."""
        try:
            self._parts.load_all()
        except WeightsError as damage:
            _report(damage)
        give_back()

    def _analyze(self, picture: Picture) -> Analysis:
        version = self._parts.require_intact()
        findings, objects = find(self._parts, picture.image)
        colors = measure_colors(picture.image)
        return Analysis(
            analyzer=self.name,
            language="en",
            caption=caption_of(findings),
            tags=tags_of(findings, colors),
            categories=categories_of(findings),
            text_lines=findings.lines,
            objects=objects,
            colors=colors,
            model_version=version,
        )


def _report(damage: WeightsError) -> None:
    log.error("embedded.weights_damaged", reason=str(damage))
