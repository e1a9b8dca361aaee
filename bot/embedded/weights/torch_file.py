"""Reads the tensors of a PyTorch file from before 1.6. Needs no torch and runs none of its code.

The file is five pickles and then the raw numbers: magic, protocol, machine facts, the dictionary
of tensors, the storage keys in order; then, for each key, a count and that many numbers.
Source: `_legacy_load` in PyTorch's torch/serialization.py.
"""

from __future__ import annotations

import pickle  # only through the unpickler below, which knows four names
import struct
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import BinaryIO, TypeAlias

import numpy as np
import numpy.typing as npt

Tensors: TypeAlias = dict[str, npt.NDArray[np.float32]]

_MAGIC = 0x1950A86A20F9469CFC6C
_PROTOCOL = 1001


@dataclass(frozen=True, slots=True)
class _Storage:
    """Where a tensor's numbers will be read from."""

    key: str
    dtype: np.dtype[np.generic]


@dataclass(frozen=True, slots=True)
class _View:
    """A tensor before its numbers are read."""

    storage: _Storage
    offset: int
    shape: tuple[int, ...]
    strides: tuple[int, ...]


def read_tensors(file: BinaryIO) -> Tensors:
    """Every floating-point tensor of the file by name, contiguous; counters are left out.

    Raises:
        pickle.UnpicklingError: the file is of another kind, or names something not on the list.
    """
    magic, protocol, machine = (_unpickle(file) for _ in range(3))
    if magic != _MAGIC or protocol != _PROTOCOL or not _is_little_endian(machine):
        raise pickle.UnpicklingError("not a PyTorch file of the old kind, little-endian")
    views, keys = _as_views(_unpickle(file)), _as_keys(_unpickle(file))
    dtypes = {view.storage.key: view.storage.dtype for view in views.values()}
    numbers = {key: _read_storage(file, dtypes[key]) for key in keys}
    return {
        name: _materialize(view, numbers[view.storage.key])
        for name, view in views.items()
        if view.storage.dtype == np.float32
    }


def _rebuild(
    storage: object, offset: int, shape: Iterable[int], strides: Iterable[int], *_rest: object
) -> _View:
    """Stands in for `torch._utils._rebuild_tensor_v2`."""
    if not isinstance(storage, _Storage):
        raise pickle.UnpicklingError("a tensor without its storage")
    return _View(storage, offset, tuple(shape), tuple(strides))


class _Unpickler(pickle.Unpickler):
    """Knows the four names such a file needs."""

    _callables: dict[tuple[str, str], Callable[..., object]] = {  # noqa: RUF012 - never written
        ("collections", "OrderedDict"): OrderedDict,
        ("torch._utils", "_rebuild_tensor_v2"): _rebuild,
    }
    _dtypes: dict[tuple[str, str], np.dtype[np.generic]] = {  # noqa: RUF012 - never written
        ("torch", "FloatStorage"): np.dtype("<f4"),
        ("torch", "LongStorage"): np.dtype("<i8"),
    }

    def find_class(self, module: str, name: str) -> object:
        known = self._callables.get((module, name)) or self._dtypes.get((module, name))
        if known is None:
            raise pickle.UnpicklingError(f"{module}.{name} is not on the list")
        return known

    def persistent_load(self, pid: object) -> _Storage:
        if isinstance(pid, tuple) and len(pid) == 6:
            kind, dtype, key, _location, _count, view = pid
            if kind == "storage" and view is None and isinstance(dtype, np.dtype):
                return _Storage(str(key), dtype)
        raise pickle.UnpicklingError("a storage of an unknown kind")


def _unpickle(file: BinaryIO) -> object:
    return _Unpickler(file).load()


def _is_little_endian(machine: object) -> bool:
    return isinstance(machine, dict) and machine.get("little_endian") is True


def _as_views(found: object) -> dict[str, _View]:
    if not isinstance(found, dict) or not all(isinstance(v, _View) for v in found.values()):
        raise pickle.UnpicklingError("not a dictionary of tensors")
    return found


def _as_keys(found: object) -> list[str]:
    if not isinstance(found, list):
        raise pickle.UnpicklingError("not a list of storages")
    return [str(key) for key in found]


def _read_storage(file: BinaryIO, dtype: np.dtype[np.generic]) -> npt.NDArray[np.generic]:
    (count,) = struct.unpack("<q", file.read(8))
    return np.frombuffer(file.read(count * dtype.itemsize), dtype, count)


def _materialize(view: _View, numbers: npt.NDArray[np.generic]) -> npt.NDArray[np.float32]:
    """The tensor in row order; the file keeps some transposed, as TensorFlow had them."""
    flat = numbers[view.offset :]
    last = sum((side - 1) * stride for side, stride in zip(view.shape, view.strides, strict=True))
    if not 0 <= last < flat.size or min(view.strides, default=0) < 0:
        raise pickle.UnpicklingError("a tensor that reaches outside its storage")
    strides_bytes = [stride * flat.itemsize for stride in view.strides]
    strided = np.lib.stride_tricks.as_strided(flat, view.shape, strides_bytes, writeable=False)
    return np.ascontiguousarray(strided, np.float32)
