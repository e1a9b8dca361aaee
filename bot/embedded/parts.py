"""The parts the analyzer sees with, each loaded when it is first needed. Opens no socket."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Generic, TypeVar

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
    TEXT_CHARACTERS,
    TEXT_DETECTOR,
    TEXT_RECOGNIZER,
    read_names,
    read_weight,
    verify,
    weight_file,
)

PartT = TypeVar("PartT")


class Part(Generic[PartT]):
    """Something that is loaded once, by whichever thread comes first."""

    def __init__(self, load: Callable[[], PartT]) -> None:
        self._load = load
        self._loading = threading.Lock()
        self._loaded: tuple[PartT] | None = None

    def get(self) -> PartT:
        """Raises WeightsError, each time anew, while its files are missing or damaged."""
        with self._loading:
            if self._loaded is None:
                self._loaded = (self._load(),)
            return self._loaded[0]


class Parts:
    """All parts, from the files in one folder. What each loads is said where it is defined."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files = Part(lambda: verify(folder))
        self.classifier = Part(lambda: Classifier(weight_file(CLASSIFIER, folder)))
        self.words = Part(self._words)
        self.objects = Part(self._objects)
        self.faces = Part(self._faces)
        self.text = Part(self._text)

    def require_intact(self) -> str:
        """The version of all files together; each is looked at once.

        A part that misses its file would leave holes that nobody sees, so none is used then.

        Raises:
            WeightsError: one is missing or is not what the manifest says.
        """
        return self._files.get()

    def load_all(self) -> None:
        """Raises WeightsError."""
        self.require_intact()
        for part in (self.text, self.classifier, self.words, self.objects, self.faces):
            part.get()

    def _words(self) -> tuple[tuple[Node, ...], Mapping[str, Name]]:
        nodes = read_nodes(read_names(CLASS_NAMES, self._folder))
        return nodes, read_things(nodes)

    def _objects(self) -> ObjectDetector:
        names = read_names(OBJECT_NAMES, self._folder)
        return ObjectDetector(weight_file(OBJECT_DETECTOR, self._folder), names)

    def _faces(self) -> FaceFinder:
        files = (FACE_PROPOSER, FACE_REFINER, FACE_JUDGE)
        return FaceFinder(*(weight_file(name, self._folder) for name in files))

    def _text(self) -> TextReader:
        characters = read_weight(TEXT_CHARACTERS, self._folder).decode()
        return TextReader(
            weight_file(TEXT_DETECTOR, self._folder),
            weight_file(TEXT_RECOGNIZER, self._folder),
            characters.removesuffix("\n").split("\n"),
        )
