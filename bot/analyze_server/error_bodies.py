"""Why a request to Analyze Image gets no analysis, in the words of each version. Opens no socket.

Three shapes, from Microsoft's docs and from recorded answers (tests/recordings/errors):

    {"code": ..., "message": ..., "requestId": ...}                                 v2.0
    {"error": {"code": ..., "message": ..., "innererror": {"code": ..., ...}}}      v3.2, 4.0
    {"error": {"code": "401", "message": ...}}                                      the gateway
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias

Version: TypeAlias = Literal["2.0", "3.2", "4.0"]


class Fault(Exception):
    """Why a request gets no analysis.

    `code` is the service's own, as v3.2 has it or, for 4.0 alone, in `_FOUR`. `detail` is what
    stands in the message where that differs from request to request.
    """

    def __init__(self, code: str, detail: str = "", *, retry_after_s: float | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail
        self.retry_after_s = retry_after_s


SENTENCES: Mapping[str, str] = {
    "BadArgument": "More details are provided in the error message.",
    "FailedToProcess": "Failed to process image.",
    "InternalServerError": "Internal server error.",
    "InvalidDetails": "Unsupported detail parameter value.",
    "InvalidImageDimension": "Image dimension is out of range.",
    "InvalidImageFormat": "Input data is not a valid image.",
    "InvalidImageSize": "Input image is too large.",
    "InvalidImageUrl": "Image URL is badly formatted or not accessible.",
    "NotSupportedImage": "Unsupported image, e.g. child pornography.",
    "NotSupportedLanguage": "The requested operation is not supported in the language specified.",
    "NotSupportedVisualFeature": "Specified feature type is not valid.",
    "ServiceUnavailable": "Service unavailable.",
    "UnsupportedFeature": "Feature is not supported. Please apply for access at"
    " https://aka.ms/celebrityrecognition",
    "UnsupportedMediaType": "Unsupported media type error.",
}
"""By code, of v2.0 and v3.2. Source: call-analyze-image.md of MicrosoftDocs/azure-ai-docs."""

_STATUSES: Mapping[str, int] = {
    "UnsupportedMediaType": 415,
    "FailedToProcess": 500,
    "InternalServerError": 500,
    "ServiceUnavailable": 503,
}
"""All others: 400."""

_NAMES_IN_V2: Mapping[str, str] = {
    "ServiceUnavailable": "Unspecified",
    "UnsupportedFeature": "InvalidDetails",
    "UnsupportedMediaType": "BadArgument",
}
"""The nearest of what v2.0's swagger lists."""

_QUERY = "Analyze query is invalid."

_FOUR: Mapping[str, tuple[str, str, str]] = {
    "ApiVersionUnspecified": (
        "ApiVersionUnspecified",
        "An API version is required, but was not specified.",
        "",
    ),
    "BadArgument": ("InvalidRequest", _QUERY, "{detail}"),
    "FailedToProcess": ("InternalServerError", "Failed to process image.", ""),
    "InvalidImageDimension": (
        "InvalidRequest",
        "The image dimension is not allowed to be smaller than 50 and larger than 16000.",
        "",
    ),
    "InvalidImageFormat": (
        "InvalidRequest",
        "Image format is not valid.",
        "Input data is not a valid image.",
    ),
    "InvalidImageSize": (
        "InvalidRequest",
        "The image size is not allowed to be zero or larger than 20971520 bytes",
        "",
    ),
    "InvalidImageUrl": (
        "InvalidRequest",
        "Image URL is badly formatted or not accessible",
        "",
    ),
    "NoFeatures": (
        "InvalidRequest",
        "Either 'features' or 'model-name' needs to be specified in the query parameter.",
        "",
    ),
    "NotSupportedLanguage": ("InvalidRequest", _QUERY, "The input language is not supported"),
    "NotSupportedVisualFeature": ("InvalidRequest", _QUERY, "Specified feature type is not valid"),
    "UnsupportedApiVersion": (
        "UnsupportedApiVersion",
        "The requested API version is not supported.",
        "",
    ),
    "UnsupportedMediaType": (
        "InvalidRequest",
        "The provided image content type {detail} is not supported",
        "",
    ),
}
"""Outer code, its message, the inner message, in 4.0; others are worded as in v3.2.

Source: analyze-image-40-rest.md of MicrosoftDocs/azure-ai-docs. The two about versions are those
of ASP.NET API Versioning, which the header `api-supported-versions` of recorded answers is from;
the dimensions are worded as in background-removal.md there.
"""

_GATEWAY: Mapping[int, str] = {
    401: "Access denied due to invalid subscription key or wrong API endpoint. Make sure to"
    " provide a valid key for an active subscription and use a correct regional API endpoint for"
    " your resource.",
    404: "Resource not found",
    408: "The request took too long to arrive.",
}


def status_of(fault: Fault, version: Version) -> int:
    """400, 415, 500 or 503. In 4.0 a wrong content type is 400."""
    if version == "4.0" and fault.code == "UnsupportedMediaType":
        return 400
    return _STATUSES.get(fault.code, 400)


def body_of(fault: Fault, version: Version, *, request_id: str) -> dict[str, object]:
    """The answer's body. Only v2.0 repeats the request's id in it."""
    if version == "4.0":
        return _body_4(fault)
    message = SENTENCES[fault.code]
    if fault.code == "BadArgument":
        message = fault.detail or message
    if version == "2.0":
        code = _NAMES_IN_V2.get(fault.code, fault.code)
        return {"code": code, "message": message, "requestId": request_id}
    return _wrapped(_outer_code(fault), message, fault.code, message)


def gateway_body(status: int) -> dict[str, object]:
    """What stands before all versions answers by itself. The code is a number, as a text."""
    message = _GATEWAY.get(status, "The request cannot be understood.")
    return _wrapped(str(status), message)


def _body_4(fault: Fault) -> dict[str, object]:
    same = SENTENCES.get(fault.code, "")
    known = _FOUR.get(fault.code, (_outer_code(fault), same, same))
    code, message, inner = (part.replace("{detail}", fault.detail) for part in known)
    return _wrapped(code, message, fault.code, inner)


def _outer_code(fault: Fault) -> str:
    return {500: "InternalServerError", 503: "ServiceUnavailable"}.get(
        _STATUSES.get(fault.code, 400), "InvalidRequest"
    )


def _wrapped(code: str, message: str, inner_code: str = "", inner: str = "") -> dict[str, object]:
    """The inner error is left out where it would only repeat "unavailable"."""
    error: dict[str, object] = {"code": code, "message": message}
    if inner and inner_code != "ServiceUnavailable":
        error["innererror"] = {"code": inner_code, "message": inner}
    return {"error": error}
