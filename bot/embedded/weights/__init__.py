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


class WeightsError(Exception):
    """A shipped file is missing or is not what the manifest says. The text names the file."""


@dataclass(frozen=True, slots=True)
class Weights:
    """The verified content of the folder."""

    classifier: bytes
    """ONNX; see efficientnet.py for its inputs and outputs."""
    class_names: tuple[str, ...]
    """The 1000 classes in the order of the model's output."""
    version: str
    """Changes whenever an answer could: the model's name and the start of its hash."""


def read_weights(folder: Path = FOLDER) -> Weights:
    """Every file of the folder, each checked against the manifest. Costs 10 ms and 10 MB.

    Raises:
        WeightsError: a file is missing, cannot be read, or has another hash.
    """
    hashes = _read_manifest(folder)
    classifier = _read_verified(folder, CLASSIFIER, hashes)
    class_names = json.loads(_read_verified(folder, CLASS_NAMES, hashes))
    return Weights(
        classifier=classifier,
        class_names=tuple(class_names),
        version=f"efficientnet-lite0-{hashes[CLASSIFIER][:8]}",
    )


def sha256_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _read_manifest(folder: Path) -> dict[str, str]:
    try:
        listed = json.loads(_read(folder, MANIFEST))
        return {name: str(listed[name]["sha256"]) for name in (CLASSIFIER, CLASS_NAMES)}
    except (ValueError, KeyError, TypeError) as error:
        raise WeightsError(f"{MANIFEST} is damaged: install the package again") from error


def _read_verified(folder: Path, name: str, hashes: dict[str, str]) -> bytes:
    content = _read(folder, name)
    if sha256_of(content) != hashes[name]:
        raise WeightsError(f"{name} is damaged: install the package again")
    return content


def _read(folder: Path, name: str) -> bytes:
    try:
        return (folder / name).read_bytes()
    except OSError as error:
        raise WeightsError(f"{name} is missing: install the package again") from error
