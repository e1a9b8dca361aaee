"""Makes the face finder's files from MTCNN. Needs the onnx package; only the build calls it.

The scaling of pixels is part of each graph, so that a caller hands over plain pixels. The output
of eyes, nose and mouth is left out: nobody asks for it. Weights are stored as 16-bit floats and
widened when the model is loaded.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np

from bot.embedded.weights import FACE_JUDGE, FACE_PROPOSER, FACE_REFINER
from bot.embedded.weights.graph import Graph, Shape
from bot.embedded.weights.torch_file import Tensors, read_tensors

PACKAGE = "facenet-pytorch==2.6.0"
LICENSE = "MIT"

_WEIGHTS = "facenet_pytorch/data/"
_PIXEL_MEAN, _PIXEL_SCALE = 127.5, 1 / 128
"""The scaling these weights were trained with. Source: facenet-pytorch's detect_face.py."""


def make_face_finder(downloads: Path) -> dict[str, bytes]:
    """The files by name, from the wheel among `downloads`; the same bytes for the same wheel.

    `mtcnn_p.onnx`: input `image`, uint8, RGB, (1, height, width, 3), sides at least 12; outputs
    `faces`, float32 0..1, (1, rows, columns), how likely the 12 x 12 px that start at 2 * row,
    2 * column are a face, and `shifts`, (1, 4, rows, columns), by how much of a box's sides its
    left, top, right and bottom edge should move.
    `mtcnn_r.onnx`: input `crops`, uint8, RGB, (n, 24, 24, 3); outputs `faces`, (n,), and `shifts`,
    (n, 4). `mtcnn_o.onnx`: the same for crops of 48 px.
    """
    (wheel,) = downloads.glob("facenet_pytorch-*.whl")
    makers: dict[str, tuple[str, Callable[[Tensors], bytes]]] = {
        FACE_PROPOSER: ("pnet.pt", build_proposer),
        FACE_REFINER: ("rnet.pt", build_refiner),
        FACE_JUDGE: ("onet.pt", build_judge),
    }
    with zipfile.ZipFile(wheel) as archive:
        return {
            name: build(read_tensors(io.BytesIO(archive.read(_WEIGHTS + member))))
            for name, (member, build) in makers.items()
        }


def build_proposer(tensors: Tensors) -> bytes:
    net = _Net(tensors)
    x = net.conv(net.scaled("image"), 1)
    x = net.conv(net.pooled(x, 2), 2)
    x = net.conv(x, 3)
    faces = net.softmax(net.plain_conv(x, "conv4_1"))
    net.graph.node("Gather", faces, net.one, axis=1, output="faces")
    net.plain_conv(x, "conv4_2", output="shifts")
    return net.graph.as_bytes(
        "mtcnn_p",
        pixels=("image", (1, "height", "width", 3)),
        outputs={"faces": (1, "rows", "columns"), "shifts": (1, 4, "rows", "columns")},
    )


def build_refiner(tensors: Tensors) -> bytes:
    net = _Net(tensors)
    x = net.pooled(net.conv(net.scaled("crops"), 1), 3)
    x = net.pooled(net.conv(x, 2), 3)
    x = net.dense(net.conv(x, 3), 4)
    return net.judged(x, "dense5", "mtcnn_r", side_px=24)


def build_judge(tensors: Tensors) -> bytes:
    net = _Net(tensors)
    x = net.pooled(net.conv(net.scaled("crops"), 1), 3)
    x = net.pooled(net.conv(x, 2), 3)
    x = net.pooled(net.conv(x, 3), 2)
    x = net.dense(net.conv(x, 4), 5)
    return net.judged(x, "dense6", "mtcnn_o", side_px=48)


class _Net:
    """MTCNN's layers, by the number each has in the file."""

    def __init__(self, tensors: Tensors) -> None:
        self.graph = Graph()
        self.one = self.graph.weight(np.int64(1))  # second of two outcomes: a face
        self._tensors = tensors

    def scaled(self, pixels: str) -> str:
        return self.graph.scaled(pixels, _PIXEL_MEAN, _PIXEL_SCALE)

    def conv(self, x: str, number: int) -> str:
        x = self.plain_conv(x, f"conv{number}")
        slope = self._tensors[f"prelu{number}.weight"][:, None, None]
        return self.graph.node("PRelu", x, self.graph.weight(slope))

    def plain_conv(self, x: str, name: str, *, output: str = "") -> str:
        return self.graph.node("Conv", x, *self._weights(name), output=output)

    def pooled(self, x: str, size_px: int) -> str:
        sides = [size_px, size_px]
        return self.graph.node("MaxPool", x, kernel_shape=sides, strides=[2, 2], ceil_mode=1)

    def dense(self, x: str, number: int) -> str:
        """All numbers in one row; by column first, as the weights were trained."""
        x = self.graph.node("Transpose", x, perm=[0, 3, 2, 1])
        x = self._product(self.graph.node("Flatten", x, axis=1), f"dense{number}")
        slope = self.graph.weight(self._tensors[f"prelu{number}.weight"])
        return self.graph.node("PRelu", x, slope)

    def softmax(self, x: str) -> str:
        return self.graph.node("Softmax", x, axis=1)

    def judged(self, x: str, layer: str, name: str, *, side_px: int) -> bytes:
        faces = self.softmax(self._product(x, f"{layer}_1"))
        self.graph.node("Gather", faces, self.one, axis=1, output="faces")
        self._product(x, f"{layer}_2", output="shifts")
        crops: Shape = ("n", side_px, side_px, 3)
        return self.graph.as_bytes(
            name, pixels=("crops", crops), outputs={"faces": ("n",), "shifts": ("n", 4)}
        )

    def _product(self, x: str, name: str, *, output: str = "") -> str:
        return self.graph.node("Gemm", x, *self._weights(name), transB=1, output=output)

    def _weights(self, name: str) -> tuple[str, str]:
        kernel = self.graph.halved(self._tensors[f"{name}.weight"])
        return kernel, self.graph.weight(self._tensors[f"{name}.bias"])
