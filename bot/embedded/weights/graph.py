"""Collects the nodes and weights of an ONNX graph. Needs the onnx package; for the build only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import onnx  # only the build needs it: see requirements.txt here
from onnx import TensorProto, helper, numpy_helper

Shape: TypeAlias = Sequence[int | str]
"""Sides of an array; a name stands for a side that may vary."""

_OPSET, _IR_VERSION = 17, 8
"""Fixed, so that a file does not change with the version of onnx that writes it."""


class Graph:
    """A graph being written; its methods add to it and return the name of what they added."""

    def __init__(self) -> None:
        self._nodes: list[onnx.NodeProto] = []
        self._weights: list[onnx.TensorProto] = []

    def node(self, kind: str, *inputs: str, output: str = "", **attributes: object) -> str:
        output = output or f"t{len(self._nodes)}"
        self._nodes.append(helper.make_node(kind, list(inputs), [output], **attributes))
        return output

    def weight(self, array: npt.NDArray[np.generic] | np.generic) -> str:
        name = f"w{len(self._weights)}"
        self._weights.append(numpy_helper.from_array(np.asarray(array), name))
        return name

    def halved(self, array: npt.NDArray[np.floating]) -> str:
        """Stored in 16 bits a number, widened when the model is loaded."""
        return self._widened(array.astype(np.float16))

    def quartered(self, array: npt.NDArray[np.floating]) -> str:
        """Stored in 8 bits a number and a scale for each row of the first axis.

        Cast and Mul of constants, not DequantizeLinear: onnxruntime works these out once, when the
        model is loaded, and keeps that one for each run.
        """
        across = tuple(range(1, array.ndim))
        scales = np.abs(array).max(axis=across, keepdims=True) / 127
        scales = np.where(scales > 0, scales, 1).astype(np.float32)
        rounded = np.round(array / scales).astype(np.int8)
        return self.node("Mul", self._widened(rounded), self.weight(scales))

    def scaled(self, pixels: str, mean: float, scale: float) -> str:
        """Pixels 0..255, channels last, as (pixel - mean) * scale, channels first."""
        x = self.node("Cast", pixels, to=TensorProto.FLOAT)
        x = self.node("Transpose", x, perm=[0, 3, 1, 2])
        x = self.node("Sub", x, self.weight(np.float32(mean)))
        return self.node("Mul", x, self.weight(np.float32(scale)))

    def as_bytes(
        self, name: str, *, pixels: tuple[str, Shape], outputs: Mapping[str, Shape]
    ) -> bytes:
        """The checked model: `pixels` names its one input, uint8; outputs are float32."""
        image = helper.make_tensor_value_info(pixels[0], TensorProto.UINT8, list(pixels[1]))
        answers = [
            helper.make_tensor_value_info(output, TensorProto.FLOAT, list(shape))
            for output, shape in outputs.items()
        ]
        graph = helper.make_graph(self._nodes, name, [image], answers, self._weights)
        opset = helper.make_opsetid("", _OPSET)
        model = helper.make_model(graph, opset_imports=[opset], ir_version=_IR_VERSION)
        onnx.checker.check_model(model, full_check=True)
        return bytes(model.SerializeToString(deterministic=True))

    def _widened(self, array: npt.NDArray[np.generic]) -> str:
        return self.node("Cast", self.weight(array), to=TensorProto.FLOAT)
