"""The analyze server's own description, OpenAPI 3.0. Pure.

It tells what this server does, which is less than the service in places: see the sentences.
"""

from __future__ import annotations

from typing import TypeAlias

from bot.analyze_server.questions import (
    API_VERSIONS,
    ASPECT_RATIOS,
    DETAILS,
    FEATURES,
    LANGUAGES,
    MODEL_VERSION,
    TAG_LANGUAGES,
)
from bot.analyzers.azure4_json import FEATURES as FEATURES_4
from bot.analyzers.azure_endpoint import KEY_HEADER, path_of

Json: TypeAlias = dict[str, object]

_TEXT: Json = {"type": "string"}
_SHARE: Json = {"type": "number", "minimum": 0, "maximum": 1}
_PIXELS: Json = {"type": "integer", "minimum": 0}
_FLAG: Json = {"type": "boolean"}


def describe_api() -> Json:
    """The description, ready to be written as JSON."""
    return {
        "openapi": "3.0.3",
        "info": {
            "title": "Describe's analyze server",
            "version": "1",
            "description": "Analyze Image v3.2 and v2.0 and Image Analysis 4.0 of Azure Computer"
            " Vision, answered by the analyzer that Describe is configured with.",
        },
        "paths": {
            path_of("3.2"): {"post": _analyze("3.2")},
            path_of("2.0"): {"post": _analyze("2.0")},
            path_of("4.0"): {"post": _imageanalysis()},
        },
        "components": {
            "securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": KEY_HEADER}}
        },
        "security": [{"key": []}, {}],
    }


# --- Operations ---


def _analyze(version: str) -> Json:
    error = _wrapped_error() if version == "3.2" else _flat_error()
    parameters = [
        _listed("visualFeatures", FEATURES),
        _listed("details", DETAILS[1:]),
        _parameter("language", {**_TEXT, "enum": list(LANGUAGES), "default": "en"}),
        _listed("descriptionExclude", DETAILS),
        _model_version(),
    ]
    return {
        "operationId": f"analyze-{version}",
        "summary": "What a picture shows. Only v3.2 tells `modelVersion`.",
        "parameters": parameters,
        "requestBody": _picture("application/octet-stream", "less than 4 MB"),
        "responses": _responses(_analysis(), error, "415"),
    }


def _imageanalysis() -> Json:
    lowest, highest = ASPECT_RATIOS
    ratio: Json = {"type": "number", "minimum": lowest, "maximum": highest}
    parameters = [
        _parameter("api-version", {**_TEXT, "enum": list(API_VERSIONS)}, is_required=True),
        _listed("features", FEATURES_4, is_required=True),
        _parameter("language", {**_TEXT, "enum": list(TAG_LANGUAGES), "default": "en"}),
        _parameter("gender-neutral-caption", {**_FLAG, "default": False}),
        _parameter("smartcrops-aspect-ratios", {"type": "array", "items": ratio}),
        _model_version(),
    ]
    return {
        "operationId": "imageanalysis-4.0",
        "summary": "What a picture shows. Captions are English, and empty where there is none.",
        "parameters": parameters,
        "requestBody": _picture("application/octet-stream", "at most 20 MB"),
        "responses": _responses(_imageanalysis_result(), _wrapped_error()),
    }


def _parameter(name: str, schema: Json, *, is_required: bool = False) -> Json:
    """A list is written with commas, as Microsoft's clients do."""
    shape: Json = {"style": "form", "explode": False} if schema.get("type") == "array" else {}
    return {"name": name, "in": "query", "required": is_required, "schema": schema, **shape}


def _listed(name: str, choices: tuple[str, ...], *, is_required: bool = False) -> Json:
    schema: Json = {"type": "array", "items": {**_TEXT, "enum": list(choices)}}
    if is_required:
        schema["minItems"] = 1
    return _parameter(name, schema, is_required=is_required)


def _model_version() -> Json:
    return _parameter("model-version", {**_TEXT, "pattern": MODEL_VERSION, "default": "latest"})


def _picture(media_type: str, size: str) -> Json:
    file: Json = {**_TEXT, "format": "binary"}
    return {
        "required": True,
        "description": f"The picture, {size}: its bytes, a form with one file, or its address.",
        "content": {
            media_type: {"schema": file},
            "multipart/form-data": {"schema": _object({"file": file}, "file")},
            "application/json": {"schema": _object({"url": {**_TEXT, "format": "uri"}}, "url")},
        },
    }


def _responses(answer: Json, error: Json, *statuses: str) -> Json:
    """Of the versions themselves, and what stands before them: 401, 404, 408."""
    refusals = {status: _answer("Refused.", error) for status in ("400", *statuses)}
    faults = {status: _answer("Cannot answer now.", error) for status in ("500", "503")}
    gateway = {
        status: _answer("Refused before any version was reached.", _wrapped_error())
        for status in ("401", "404", "408")
    }
    return {"200": _answer("What the picture shows.", answer), **refusals, **gateway, **faults}


def _answer(description: str, schema: Json) -> Json:
    return {"description": description, "content": {"application/json": {"schema": schema}}}


# --- Schemas ---


def _object(properties: Json, *required: str) -> Json:
    return {"type": "object", "properties": properties, "required": list(required or properties)}


def _list(**properties: Json) -> Json:
    return {"type": "array", "items": _object({**properties})}


def _values(**properties: Json) -> Json:
    return _object({"values": _list(**properties)})


def _flat_error() -> Json:
    return _object({"code": _TEXT, "message": _TEXT, "requestId": _TEXT})


def _wrapped_error() -> Json:
    inner = _object({"code": _TEXT, "message": _TEXT})
    error = _object({"code": _TEXT, "message": _TEXT, "innererror": inner}, "code", "message")
    return _object({"error": error})


def _analysis() -> Json:
    blocks: Json = {
        "categories": _list(name=_TEXT, score=_SHARE),
        "color": _color(),
        "tags": _list(name=_TEXT, confidence=_SHARE),
        "description": _object(
            {
                "tags": {"type": "array", "items": _TEXT},
                "captions": _list(text=_TEXT, confidence=_SHARE),
            }
        ),
        "faces": {"type": "array", "items": {}},
        "objects": _list(object=_TEXT, confidence=_SHARE, rectangle=_box()),
        "brands": {"type": "array", "items": {}},
        "requestId": _TEXT,
        "metadata": _object({"width": _PIXELS, "height": _PIXELS, "format": _TEXT}),
        "modelVersion": _TEXT,
    }
    return _object(blocks, "requestId", "metadata")


def _color() -> Json:
    return _object(
        {
            "dominantColorForeground": _TEXT,
            "dominantColorBackground": _TEXT,
            "dominantColors": {"type": "array", "items": _TEXT, "maxItems": 3},
            "accentColor": {**_TEXT, "pattern": "^[0-9A-F]{6}$"},
            "isBWImg": _FLAG,
            "isBwImg": _FLAG,
        }
    )


def _imageanalysis_result() -> Json:
    point = _object({"x": _PIXELS, "y": _PIXELS})
    polygon: Json = {"type": "array", "items": point, "minItems": 4, "maxItems": 4}
    words = _list(text=_TEXT, boundingPolygon=polygon, confidence=_SHARE)
    lines = _list(text=_TEXT, boundingPolygon=polygon, words=words)
    results: Json = {
        "captionResult": _object({"text": _TEXT, "confidence": _SHARE}),
        "denseCaptionsResult": _values(text=_TEXT, confidence=_SHARE, boundingBox=_box()),
        "tagsResult": _values(name=_TEXT, confidence=_SHARE),
        "readResult": _object({"blocks": _list(lines=lines)}),
        "objectsResult": _values(boundingBox=_box(), tags=_list(name=_TEXT, confidence=_SHARE)),
        "peopleResult": _values(boundingBox=_box(), confidence=_SHARE),
        "smartCropsResult": _values(aspectRatio={"type": "number"}, boundingBox=_box()),
        "modelVersion": _TEXT,
        "metadata": _object({"width": _PIXELS, "height": _PIXELS}),
    }
    return _object(results, "modelVersion", "metadata")


def _box() -> Json:
    return _object(dict.fromkeys("xywh", _PIXELS))
