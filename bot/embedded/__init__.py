"""The analyzer that ships: describes a picture with no key, no network and no GPU.

Opens no socket. Its weights lie in weights/, verified against a manifest when they are loaded.
"""

from __future__ import annotations

import os
import threading
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import structlog

from bot.embedded.caption import state
from bot.embedded.classify import Classifier
from bot.embedded.groups import Node, read_nodes
from bot.embedded.kind import is_rendered
from bot.embedded.weights import FOLDER, WeightsError, read_weights
from bot.model import Analysis, Ask, Picture, UploadLimits

__all__ = ["EmbeddedAnalyzer"]

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Loaded:
    """What the analyzer sees and speaks with; without a classifier it can do neither."""

    classifier: Classifier | None = None
    nodes: tuple[Node, ...] = ()
    version: str | None = None


class EmbeddedAnalyzer:
    """Describes pictures from their pixels. One object serves all threads of a process.

    Loads its model when first asked, in about a tenth of a second; keeps about 80 MB. Where the
    weights are missing or damaged it says so in the log and answers without caption and tags.
    """

    name = "embedded"
    upload_limits: UploadLimits | None = None

    def __init__(self, *, weights: Path = FOLDER, at_once: int | None = None) -> None:
        """`at_once`: how many pictures are looked at in parallel; default: one for each core."""
        self._weights = weights
        self._slots = threading.BoundedSemaphore(at_once or os.cpu_count() or 1)
        self._loading = threading.Lock()
        self._loaded: _Loaded | None = None

    def analyze(self, picture: Picture, ask: Ask) -> Analysis:  # noqa: ARG002 - see Returns
        """Caption, tags and category; no colors, which are measured for every analyzer alike.

        Returns:
            Always in English, whatever `ask` says. The caption is None when nothing is fairly
            sure. Costs about 25 ms on one core.
        """
        with self._slots:
            loaded = self._load()
            if loaded.classifier is None:
                return Analysis(analyzer=self.name, language="en")
            views = loaded.classifier.probabilities(picture.pixels)
        statement = state(loaded.nodes, views, is_rendered=is_rendered(picture.pixels))
        return Analysis(
            analyzer=self.name,
            language="en",
            caption=statement.caption,
            tags=statement.tags,
            categories=statement.categories,
            model_version=loaded.version,
        )

    def warm_up(self) -> None:
        """Loads the model and runs it once, so that the first picture waits for neither."""
        loaded = self._load()
        if loaded.classifier is not None:
            loaded.classifier.probabilities(np.zeros((8, 8, 3), np.uint8))

    def _load(self) -> _Loaded:
        with self._loading:
            if self._loaded is None:
                self._loaded = _load(self._weights)
            return self._loaded


def _load(folder: Path) -> _Loaded:
    try:
        weights = read_weights(folder)
    except WeightsError as damage:
        log.warning("embedded.weights_damaged", reason=str(damage))
        return _Loaded()
    nodes = read_nodes(weights.class_names)
    return _Loaded(Classifier(weights.classifier), nodes, weights.version)
