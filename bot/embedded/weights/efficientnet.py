"""Writes EfficientNet-Lite as an ONNX graph. Needs the onnx package; only build.py calls it.

Batch normalization is folded into the convolutions and the input's scaling is part of the graph,
so that a caller hands over plain pixels. Weights are stored as 16-bit floats and widened when the
model is loaded: half the file, the same answers.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import onnx  # only the build needs it: see requirements.txt here
from onnx import TensorProto, helper, numpy_helper

from bot.embedded.classify import SIDE_PX
from bot.embedded.weights.torch_file import Tensors

_STRIDED_BLOCKS = frozenset({1, 3, 5, 11})
"""Blocks that halve the resolution: the first of stages 2, 3, 4 and 6 of EfficientNet-B0."""
_BLOCKS = 16
_BN_EPSILON = 1e-3
_PIXEL_MEAN, _PIXEL_SCALE = 127.0, 128.0
"""The scaling these weights were trained with. Source: EfficientNet-Lite's README."""

_OPSET, _IR_VERSION = 17, 8
"""Fixed, so that the file does not change with the version of onnx that writes it."""


def build_model(tensors: Tensors) -> bytes:
    """The model's bytes; the same for the same tensors.

    Input `image`: uint8, RGB, shape (n, 224, 224, 3). Outputs: `probabilities`, float32, shape
    (n, 1000), rows summing to 1; `features`, float32, shape (n, 1280), what the last layer sees.
    """
    graph = _Graph(tensors)
    x = graph.scaled("image")
    x = graph.conv(x, "_conv_stem", "_bn0", stride=2)
    for index in range(_BLOCKS):
        x = graph.block(x, index)
    x = graph.conv(x, "_conv_head", "_bn1")
    graph.classify(x)
    model = graph.as_model()
    onnx.checker.check_model(model, full_check=True)
    return bytes(model.SerializeToString(deterministic=True))


class _Graph:
    """Collects nodes and weights; each method adds a few and returns the name of their output."""

    def __init__(self, tensors: Tensors) -> None:
        self._tensors = tensors
        self._nodes: list[onnx.NodeProto] = []
        self._weights: list[onnx.TensorProto] = []
        self._side_px: dict[str, int] = {}

    def scaled(self, image: str) -> str:
        """Pixels 0..255, channels last, as floats about -1..1, channels first."""
        x = self._node("Cast", image, to=TensorProto.FLOAT)
        x = self._node("Transpose", x, perm=[0, 3, 1, 2])
        x = self._node("Sub", x, self._weight(np.float32(_PIXEL_MEAN)))
        x = self._node("Mul", x, self._weight(np.float32(1 / _PIXEL_SCALE)))
        self._side_px[x] = SIDE_PX
        return x

    def conv(self, x: str, name: str, norm: str, *, stride: int = 1, clipped: bool = True) -> str:
        """Convolution with its batch normalization folded in; ReLU6 after it when `clipped`."""
        kernel, bias = self._folded(name, norm)
        groups = kernel.shape[0] if kernel.shape[1] == 1 else 1
        size_px = kernel.shape[-1]
        side_px = -(-self._side_px[x] // stride)
        padding_px = max((side_px - 1) * stride + size_px - self._side_px[x], 0)
        before = padding_px // 2  # TensorFlow's "SAME": the odd pixel goes after
        pads = [before, before, padding_px - before, padding_px - before]
        inputs = [x, self._narrow(kernel), self._weight(bias)]
        y = self._node("Conv", *inputs, strides=[stride, stride], pads=pads, group=groups)
        if clipped:
            y = self._node("Clip", y, self._weight(np.float32(0)), self._weight(np.float32(6)))
        self._side_px[y] = side_px
        return y

    def block(self, x: str, index: int) -> str:
        """One inverted residual block: widen, filter each channel, narrow, add the input."""
        prefix = f"_blocks.{index}."
        stride = 2 if index in _STRIDED_BLOCKS else 1
        y = x
        if f"{prefix}_expand_conv.weight" in self._tensors:
            y = self.conv(y, f"{prefix}_expand_conv", f"{prefix}_bn0")
        y = self.conv(y, f"{prefix}_depthwise_conv", f"{prefix}_bn1", stride=stride)
        y = self.conv(y, f"{prefix}_project_conv", f"{prefix}_bn2", clipped=False)
        if stride == 1 and self._keeps_width(prefix):
            side_px = self._side_px[y]
            y = self._node("Add", y, x)
            self._side_px[y] = side_px
        return y

    def classify(self, x: str) -> None:
        x = self._node("GlobalAveragePool", x)
        self._node("Flatten", x, axis=1, output="features")
        weight = self._narrow(self._tensors["_fc.weight"])
        bias = self._weight(self._tensors["_fc.bias"])
        x = self._node("Gemm", "features", weight, bias, transB=1)
        self._node("Softmax", x, axis=1, output="probabilities")

    def as_model(self) -> onnx.ModelProto:
        image = helper.make_tensor_value_info(
            "image", TensorProto.UINT8, ["n", SIDE_PX, SIDE_PX, 3]
        )
        outputs = [
            helper.make_tensor_value_info(name, TensorProto.FLOAT, ["n", width])
            for name, width in (("probabilities", 1000), ("features", 1280))
        ]
        graph = helper.make_graph(
            self._nodes, "efficientnet_lite0", [image], outputs, self._weights
        )
        opset = helper.make_opsetid("", _OPSET)
        return helper.make_model(graph, opset_imports=[opset], ir_version=_IR_VERSION)

    def _folded(
        self, name: str, norm: str
    ) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
        variance = self._tensors[f"{norm}.running_var"].astype(np.float64)
        scale = self._tensors[f"{norm}.weight"] / np.sqrt(variance + _BN_EPSILON)
        kernel = self._tensors[f"{name}.weight"] * scale[:, None, None, None]
        bias = self._tensors[f"{norm}.bias"] - self._tensors[f"{norm}.running_mean"] * scale
        return kernel.astype(np.float32), bias.astype(np.float32)

    def _keeps_width(self, prefix: str) -> bool:
        if f"{prefix}_expand_conv.weight" not in self._tensors:
            return False
        width_in = self._tensors[f"{prefix}_expand_conv.weight"].shape[1]
        return bool(width_in == self._tensors[f"{prefix}_project_conv.weight"].shape[0])

    def _narrow(self, array: npt.NDArray[np.float32]) -> str:
        return self._node("Cast", self._weight(array.astype(np.float16)), to=TensorProto.FLOAT)

    def _weight(self, array: npt.NDArray[np.generic] | np.generic) -> str:
        name = f"w{len(self._weights)}"
        self._weights.append(numpy_helper.from_array(np.asarray(array), name))
        return name

    def _node(self, kind: str, *inputs: str, output: str = "", **attributes: object) -> str:
        output = output or f"t{len(self._nodes)}"
        self._nodes.append(helper.make_node(kind, list(inputs), [output], **attributes))
        return output
