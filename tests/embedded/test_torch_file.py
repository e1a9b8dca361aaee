"""Danger: a PyTorch file is a pickle, and a pickle can name any code it wants run."""

from __future__ import annotations

import io
import pickle
import struct
from pathlib import Path

import numpy as np
import pytest

from bot.embedded.weights.torch_file import read_tensors

MAGIC = 0x1950A86A20F9469CFC6C
EMPTY = b"ccollections\nOrderedDict\n)R"


def text(value: str) -> bytes:
    encoded = value.encode()
    return b"X" + struct.pack("<i", len(encoded)) + encoded


def tensor(name: str, *, storage: str, shape: bytes, strides: bytes, offset: int = 0) -> bytes:
    """One entry of the dictionary, as opcodes; `shape` and `strides` are single-digit numbers."""
    reference = b"(" + text("storage") + b"ctorch\n" + storage.encode() + b"\n" + text("7")
    reference += text("cpu") + b"K\x06NtQ"
    sizes = b"".join(
        b"(" + b"".join(b"K" + bytes([n]) for n in side) + b"t" for side in (shape, strides)
    )
    arguments = b"(" + reference + b"K" + bytes([offset]) + sizes + b"\x89" + EMPTY + b"t"
    return text(name) + b"ctorch._utils\n_rebuild_tensor_v2\n" + arguments + b"R"


def file_of(*entries: bytes, numbers: bytes, magic: int = MAGIC) -> io.BytesIO:
    parts = [
        pickle.dumps(magic, 2),
        pickle.dumps(1001, 2),
        pickle.dumps({"little_endian": True}, 2),
        b"\x80\x02" + EMPTY + b"(" + b"".join(entries) + b"u.",
        pickle.dumps(["7"], 2),
        struct.pack("<q", 6) + numbers,
    ]
    return io.BytesIO(b"".join(parts))


SIX = np.arange(6, dtype="<f4").tobytes()


def test_a_tensor_comes_back_with_its_shape() -> None:
    """Numbers in row order are read as they stand."""
    found = read_tensors(
        file_of(
            tensor("w", storage="FloatStorage", shape=bytes([2, 3]), strides=bytes([3, 1])),
            numbers=SIX,
        )
    )
    assert found["w"].tolist() == [[0, 1, 2], [3, 4, 5]]


def test_a_transposed_tensor_is_put_in_order() -> None:
    """Strides are honored, whichever way the numbers lie."""
    found = read_tensors(
        file_of(
            tensor("w", storage="FloatStorage", shape=bytes([3, 2]), strides=bytes([1, 3])),
            numbers=SIX,
        )
    )
    assert found["w"].tolist() == [[0, 3], [1, 4], [2, 5]]


def test_counters_are_left_out() -> None:
    """Only weights are wanted; whole numbers count training steps."""
    entry = tensor("steps", storage="LongStorage", shape=bytes([6]), strides=bytes([1]))
    assert read_tensors(file_of(entry, numbers=bytes(48))) == {}


def test_a_tensor_cannot_reach_outside_its_numbers() -> None:
    """A lying offset or stride is refused, instead of reading whatever lies behind."""
    entry = tensor(
        "w", storage="FloatStorage", shape=bytes([2, 3]), strides=bytes([3, 1]), offset=1
    )
    with pytest.raises(pickle.UnpicklingError, match="outside"):
        read_tensors(file_of(entry, numbers=SIX))


def test_no_other_code_is_ever_named(tmp_path: Path) -> None:
    """A file that asks for a system call gets none."""
    victim = tmp_path / "victim"
    command = b"cos\nsystem\n(" + text(f"touch {victim}") + b"tR."
    with pytest.raises(pickle.UnpicklingError, match="system is not on the list"):
        read_tensors(io.BytesIO(b"\x80\x02" + command))
    assert not victim.exists()


def test_another_kind_of_file_is_refused() -> None:
    """The first number tells."""
    with pytest.raises(pickle.UnpicklingError, match="PyTorch"):
        read_tensors(file_of(numbers=SIX, magic=1))
