"""The parts the analyzer sees with, each loaded when it is first needed. Opens no socket."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Generic, TypeVar

import structlog

from bot.embedded.classify import Classifier
from bot.embedded.faces import FaceFinder
from bot.embedded.groups import Node, read_nodes
from bot.embedded.objects import ObjectDetector
from bot.embedded.text import TextReader
from bot.embedded.things import Name, read_things
from bot.embedded.weights import (
    CLASS_NAMES,
    CLASSIFIER,
    FACE_JUDGE,
    FACE_PROPOSER,
    FACE_REFINER,
    OBJECT_DETECTOR,
    OBJECT_NAMES,
    WeightsError,
    read_names,
    read_weight,
    sha256_of,
)

log = structlog.get_logger(__name__)

_TEXT_DETECTOR = "text_detector.onnx"
_TEXT_RECOGNIZER = "text_recognizer.onnx"
_TEXT_CHARACTERS = "text_characters.txt"

PartT = TypeVar("PartT")


class Part(Generic[PartT]):
    """Something that is loaded once, by whichever thread comes first; None if it cannot be."""

    def __init__(self, name: str, load: Callable[[], PartT]) -> None:
        self._name = name
        self._load = load
        self._loading = threading.Lock()
        self._loaded: tuple[PartT | None] | None = None

    def get(self) -> PartT | None:
        """Says in the log, once, where its files are missing or damaged."""
        with self._loading:
            if self._loaded is None:
                self._loaded = (self._tried(),)
            return self._loaded[0]

    def _tried(self) -> PartT | None:
        try:
            return self._load()
        except WeightsError as damage:
            log.warning("embedded.weights_damaged", part=self._name, reason=str(damage))
            return None


class Parts:
    """All parts, from the files in one folder. What each loads is said where it is defined."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.classifier = Part("classifier", self._classifier)
        self.words = Part("words", self._words)
        self.objects = Part("objects", self._objects)
        self.faces = Part("faces", self._faces)
        self.text = Part("text", self._text)

    def load_all(self) -> None:
        for part in (self.text, self.classifier, self.words, self.objects, self.faces):
            part.get()

    def _classifier(self) -> tuple[Classifier, str]:
        model = read_weight(CLASSIFIER, self._folder)
        return Classifier(model), f"efficientnet-lite0-{sha256_of(model)[:8]}"

    def _words(self) -> tuple[tuple[Node, ...], Mapping[str, Name]]:
        nodes = read_nodes(read_names(CLASS_NAMES, self._folder))
        return nodes, read_things(nodes)

    def _objects(self) -> ObjectDetector:
        names = read_names(OBJECT_NAMES, self._folder)
        return ObjectDetector(read_weight(OBJECT_DETECTOR, self._folder), names)

    def _faces(self) -> FaceFinder:
        files = (FACE_PROPOSER, FACE_REFINER, FACE_JUDGE)
        return FaceFinder(*(read_weight(name, self._folder) for name in files))

    def _text(self) -> TextReader:
        characters = read_weight(_TEXT_CHARACTERS, self._folder).decode()
        return TextReader(
            read_weight(_TEXT_DETECTOR, self._folder),
            read_weight(_TEXT_RECOGNIZER, self._folder),
            characters.removesuffix("\n").split("\n"),
        )
