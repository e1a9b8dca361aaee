"""The files the analyzer sees with, and the proof that they are the ones we shipped."""

from __future__ import annotations

import hashlib
import json
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
TEXT_DETECTOR = "text_detector.onnx"
TEXT_RECOGNIZER = "text_recognizer.onnx"
TEXT_CHARACTERS = "text_characters.txt"

_DAMAGED_MANIFEST = f"{MANIFEST} is damaged: install the package again"


class WeightsError(Exception):
    """A shipped file is missing or is not what the manifest says. The text names the file."""


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


def weight_file(name: str, folder: Path = FOLDER) -> Path:
    """Where one file lies, after it was checked.

    Raises:
        WeightsError: as `read_weight`.
    """
    read_weight(name, folder)
    return folder / name


def read_names(name: str, folder: Path = FOLDER) -> tuple[str, ...]:
    """The names in one file, in the order of a model's output, checked like any other.

    Raises:
        WeightsError: as `read_weight`.
    """
    return tuple(json.loads(read_weight(name, folder)))


def verify(folder: Path = FOLDER) -> str:
    """The version of all files together, which changes whenever an answer could.

    Reads every file that the manifest lists: costs 30 ms.

    Raises:
        WeightsError: as `read_weight`, about the first that is not as it should be.
    """
    for name in _manifest(folder):
        read_weight(name, folder)
    return f"embedded-{sha256_of(_read(folder, MANIFEST))[:8]}"


def sha256_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _listed_hash(folder: Path, name: str) -> str:
    try:
        return str(_manifest(folder)[name]["sha256"])
    except (KeyError, TypeError) as error:
        raise WeightsError(_DAMAGED_MANIFEST) from error


def _manifest(folder: Path) -> dict[str, dict[str, object]]:
    try:
        return dict(json.loads(_read(folder, MANIFEST)))
    except (ValueError, TypeError) as error:
        raise WeightsError(_DAMAGED_MANIFEST) from error


def _read(folder: Path, name: str) -> bytes:
    try:
        return (folder / name).read_bytes()
    except OSError as error:
        raise WeightsError(f"{name} is missing: install the package again") from error
