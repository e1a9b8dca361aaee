"""Image Analysis 4.0 as it is in the contract: it refuses what the real one refuses."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.analyzers.service import Answer, Request, answer_of, recorded

FEATURES = ("caption", "denseCaptions", "tags", "read", "objects", "people", "smartCrops")


def box(x: int, y: int, w: int, h: int) -> dict[str, int]:
    return {"x": x, "y": y, "w": w, "h": h}


def polygon(x: int, y: int, w: int, h: int) -> list[dict[str, int]]:
    return [{"x": a, "y": b} for a, b in ((x, y), (x + w, y), (x + w, y + h), (x, y + h))]


RESULTS: dict[str, Any] = {
    "caption": {"text": "a person walking a dog", "confidence": 0.75},
    "denseCaptions": {
        "values": [
            {
                "text": "a person walking a dog",
                "confidence": 0.75,
                "boundingBox": box(0, 0, 200, 128),
            },
            {"text": "a dog on a leash", "confidence": 0.5, "boundingBox": box(100, 64, 50, 64)},
        ]
    },
    "tags": {
        "values": [{"name": "dog", "confidence": 0.75}, {"name": "outdoor", "confidence": 0.875}]
    },
    "read": {
        "blocks": [
            {
                "lines": [
                    {
                        "text": "NO DOGS",
                        "boundingPolygon": polygon(25, 16, 100, 32),
                        "words": [
                            {
                                "text": "NO",
                                "boundingPolygon": polygon(25, 16, 40, 32),
                                "confidence": 1.0,
                            },
                            {
                                "text": "DOGS",
                                "boundingPolygon": polygon(75, 16, 50, 32),
                                "confidence": 0.5,
                            },
                        ],
                    }
                ]
            }
        ]
    },
    "objects": {
        "values": [
            {
                "boundingBox": box(0, 0, 100, 128),
                "tags": [{"name": "person", "confidence": 0.625}],
            },
            {"boundingBox": box(100, 64, 50, 64), "tags": [{"name": "dog", "confidence": 0.75}]},
        ]
    },
    "people": {
        "values": [
            {"boundingBox": box(0, 0, 100, 128), "confidence": 0.875},
            {"boundingBox": box(190, 0, 10, 10), "confidence": 0.001953125},
        ]
    },
    "smartCrops": {"values": []},
}


@dataclass
class ImageAnalysis:
    """Answers every picture of 200 x 128 pixels alike, with the results that were asked for.

    Without `has_captions` it stands in a region that has none.
    """

    key: str
    has_captions: bool = True
    results: dict[str, Any] = field(default_factory=lambda: dict(RESULTS))

    def __call__(self, request: Request) -> Answer:
        features = request.query.get("features", "").split(",")
        if request.headers.get("ocp-apim-subscription-key") != self.key:
            return recorded("any_401_invalid_key")
        if (request.method, request.path) != ("POST", "/computervision/imageanalysis:analyze"):
            return recorded("v4_404")
        if request.query.get("api-version") not in ("2023-10-01", "2024-02-01"):
            return _invalid("The requested API version is not supported.")
        if not set(features) <= set(FEATURES):
            return recorded("v4_400_not_supported_visual_feature")
        if request.headers["content-type"] != "application/octet-stream":
            return recorded("v4_400_content_type")
        if not 0 < len(request.body) <= 20_971_520:
            return recorded("v4_400_size")
        if {"caption", "denseCaptions"} & set(features):
            if request.query.get("language", "en") != "en":
                return recorded("v4_400_language")
            if not self.has_captions:
                return recorded("v4_400_caption_region")
        return answer_of(
            {
                "modelVersion": "2023-10-01",
                **{f"{name}Result": self.results[name] for name in features},
                "metadata": {"width": 200, "height": 128},
            }
        )


def _invalid(message: str) -> Answer:
    return answer_of({"error": {"code": "InvalidRequest", "message": message}}, status=400)
