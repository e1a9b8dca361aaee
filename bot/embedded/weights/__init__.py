"""The files the analyzer sees with, and the proof that they are the ones we shipped."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent
MANIFEST = "MANIFEST.json"
CLASSIFIER = "efficientnet_lite0.onnx"
CLASS_NAMES = "class_names.json"
OBJECT_DETECTOR = "yolov3_tiny.onnx"
OBJECT_NAMES = "object_names.json"
FACE_PROPOSER = "mtcnn_p.onnx"
FACE_REFINER = "mtcnn_r.onnx"
FACE_JUDGE = "mtcnn_o.onnx"


class WeightsError(Exception):
    """A shipped file is missing or is not what the manifest says. The text names the file."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What the classifier needs, verified."""

    classifier: bytes
    """ONNX; see efficientnet.py for its inputs and outputs."""
    class_names: tuple[str, ...]
    """The 1000 classes in the order of the model's output."""
    version: str
    """Changes whenever an answer could: the model's name and the start of its hash."""


def read_weight(name: str, folder: Path = FOLDER) -> bytes:
    """One file, checked against the manifest; what the other files are like does not matter.

    Costs 1 ms for each MB.

    Raises:
        WeightsError: the file or the manifest is missing, cannot be read, or is not what it was.
    """
    content = _read(folder, name)
    if sha256_of(content) != _listed_hash(folder, name):
        raise WeightsError(f"{name} is damaged: install the package again")
    return content


def read_names(name: str, folder: Path = FOLDER) -> tuple[str, ...]:
    """The names in one file, in the order of a model's output, checked like any other.

    Raises:
        WeightsError: as `read_weight`.
    """
    return tuple(json.loads(read_weight(name, folder)))


def read_weights(folder: Path = FOLDER) -> Weights:
    """What the classifier needs. Costs 10 ms and 10 MB.

    Raises:
        WeightsError: as `read_weight`.
    """
    return Weights(
        classifier=read_weight(CLASSIFIER, folder),
        class_names=read_names(CLASS_NAMES, folder),
        version=f"efficientnet-lite0-{_listed_hash(folder, CLASSIFIER)[:8]}",
    )


def sha256_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _listed_hash(folder: Path, name: str) -> str:
    try:
        return str(json.loads(_read(folder, MANIFEST))[name]["sha256"])
    except (ValueError, KeyError, TypeError) as error:
        raise WeightsError(f"{MANIFEST} is damaged: install the package again") from error


def _read(folder: Path, name: str) -> bytes:
    try:
        return (folder / name).read_bytes()
    except OSError as error:
        raise WeightsError(f"{name} is missing: install the package again") from error
