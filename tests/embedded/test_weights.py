"""The shipped files are the ones the manifest lists, and damage is told plainly."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from bot.embedded.weights import (
    CLASS_NAMES,
    CLASSIFIER,
    FACE_JUDGE,
    FACE_PROPOSER,
    FACE_REFINER,
    FOLDER,
    MANIFEST,
    OBJECT_DETECTOR,
    OBJECT_NAMES,
    WeightsError,
    read_names,
    read_weight,
    sha256_of,
    verify,
)

SHIPPED = tuple(json.loads((FOLDER / MANIFEST).read_bytes()))
OURS = {"MANIFEST.json", "NOTICE", "LICENSE-APACHE-2.0.txt", "requirements.txt"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in (MANIFEST, *SHIPPED):
        shutil.copy(FOLDER / name, tmp_path / name)
    return tmp_path


def damage(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0x55
    path.write_bytes(content)


def test_every_file_is_what_the_manifest_says() -> None:
    """Hash, size, package and license of each shipped file are on record."""
    manifest = json.loads((FOLDER / MANIFEST).read_bytes())
    for name, entry in manifest.items():
        content = (FOLDER / name).read_bytes()
        assert entry["sha256"] == sha256_of(content)
        assert entry["size_bytes"] == len(content)
        assert entry["license"] in {"Apache-2.0", "MIT"}


def test_no_file_is_shipped_without_a_record() -> None:
    """What lies in the folder is code, our own words about it, or in the manifest."""
    there = {path.name for path in FOLDER.iterdir() if path.is_file() and path.suffix != ".py"}
    assert there - OURS - {name for name in there if name.startswith("sources")} == set(SHIPPED)
    assert {CLASSIFIER, CLASS_NAMES, OBJECT_DETECTOR, OBJECT_NAMES} <= set(SHIPPED)
    assert {FACE_PROPOSER, FACE_REFINER, FACE_JUDGE} <= set(SHIPPED)


def test_every_shipped_file_and_its_license_is_in_the_notice() -> None:
    """Whoever passes the package on finds where each file is from, and the whole license."""
    notice = (FOLDER / "NOTICE").read_text(encoding="utf-8")
    manifest = json.loads((FOLDER / MANIFEST).read_bytes())
    for name, entry in manifest.items():
        assert name in notice
        assert entry["package"].replace("==", " ") in notice
    assert "MIT License" in notice
    assert "Apache License" in (FOLDER / "LICENSE-APACHE-2.0.txt").read_text(encoding="utf-8")


def test_every_source_is_pinned_by_hash() -> None:
    """A build can only be made from the very packages this one was made from."""
    lines = [
        line
        for path in FOLDER.glob("sources*.txt")
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    pinned = [line for line in lines if line and not line.startswith("#")]
    assert all("==" in line and "--hash=sha256:" in line for line in pinned)
    manifest = json.loads((FOLDER / MANIFEST).read_bytes())
    assert {entry["package"] for entry in manifest.values()} <= {p.split()[0] for p in pinned}


def test_there_is_a_name_for_every_class() -> None:
    """The names stand in the order of the model's thousand outputs."""
    names = read_names(CLASS_NAMES)
    assert len(names) == 1000
    assert (names[258], names[291], names[999]) == ("Samoyed", "lion", "toilet paper")


@pytest.mark.parametrize("name", SHIPPED)
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    """The operator reads which file is missing and what to do."""
    (folder / name).unlink()
    with pytest.raises(WeightsError, match=rf"^{name} is missing: install the package again$"):
        read_weight(name, folder)


@pytest.mark.parametrize("name", SHIPPED)
def test_a_damaged_file_is_named(folder: Path, name: str) -> None:
    """One wrong byte anywhere is enough."""
    damage(folder / name)
    with pytest.raises(WeightsError, match=rf"^{name} is damaged: install the package again$"):
        read_weight(name, folder)


@pytest.mark.parametrize("name", SHIPPED)
def test_one_damaged_file_spoils_no_other(folder: Path, name: str) -> None:
    """Each file is read and checked alone."""
    damage(folder / name)
    for other in set(SHIPPED) - {name}:
        assert read_weight(other, folder) == (FOLDER / other).read_bytes()


@pytest.mark.parametrize("name", [MANIFEST, *SHIPPED])
def test_all_files_are_needed(folder: Path, name: str) -> None:
    """The whole is intact only with each of them, and has a version then."""
    assert verify(folder) == verify()
    (folder / name).unlink()
    with pytest.raises(WeightsError, match=rf"^{name} is missing"):
        verify(folder)


def test_a_file_nobody_listed_is_not_trusted(folder: Path) -> None:
    """Whatever lies in the folder: what the manifest does not know is not read."""
    (folder / "another.onnx").write_bytes(b"anything")
    with pytest.raises(WeightsError, match=r"^MANIFEST\.json is damaged"):
        read_weight("another.onnx", folder)


@pytest.mark.parametrize("content", [b"[]", b"{}", b'{"class_names.json": 3}', b"\xff"])
def test_a_manifest_of_another_shape_is_damaged(folder: Path, content: bytes) -> None:
    """Whatever stands in the manifest, the answer is a sentence and not a traceback."""
    (folder / MANIFEST).write_bytes(content)
    for name in SHIPPED:
        with pytest.raises(WeightsError, match=r"^MANIFEST\.json is damaged"):
            read_weight(name, folder)
