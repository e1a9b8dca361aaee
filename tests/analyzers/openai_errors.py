"""Error answers of OpenAI-compatible servers, in the shapes that their vendors give them."""

from __future__ import annotations

from collections.abc import Mapping

from bot.errors import (
    AnalyzerBlind,
    AnalyzerBusy,
    AnalyzerFailed,
    AnalyzerGone,
    AnalyzerOverQuota,
    AnalyzerRejectedKey,
    BotError,
    Withheld,
)
from tests.analyzers.service import Answer, answer_of


def _openai(status: int, code: str | None, kind: str, message: str, **headers: str) -> Answer:
    error = {"message": message, "type": kind, "param": None, "code": code}
    return answer_of({"error": error}, status, {k.replace("_", "-"): v for k, v in headers.items()})


def _azure(status: int, code: str, message: str, inner: str = "", **headers: str) -> Answer:
    error: dict[str, object] = {"code": code, "message": message}
    if inner:
        error["innererror"] = {"code": inner}
    return answer_of({"error": error}, status, {k.replace("_", "-"): v for k, v in headers.items()})


ERRORS: Mapping[str, tuple[Answer, BotError]] = {
    "openai_401": (
        _openai(401, "invalid_api_key", "invalid_request_error", "Incorrect API key provided."),
        AnalyzerRejectedKey("401 invalid_api_key"),
    ),
    "openai_404_model": (
        _openai(404, "model_not_found", "invalid_request_error", "The model does not exist."),
        AnalyzerGone("404 model_not_found"),
    ),
    "openai_429_rate": (
        _openai(
            429,
            "rate_limit_exceeded",
            "requests",
            "Rate limit reached. Please try again in 20s.",
        ),
        AnalyzerBusy("429 rate_limit_exceeded", retry_after_s=20.0),
    ),
    "openai_429_header": (
        _openai(429, "rate_limit_exceeded", "tokens", "Slow down.", Retry_After="57"),
        AnalyzerBusy("429 rate_limit_exceeded", retry_after_s=57.0),
    ),
    "openai_429_quota": (
        _openai(
            429,
            "insufficient_quota",
            "insufficient_quota",
            "You exceeded your current quota, please check your plan and billing details.",
        ),
        AnalyzerOverQuota("429 insufficient_quota"),
    ),
    "openai_400_image": (
        _openai(400, "invalid_image", "invalid_request_error", "The image cannot be parsed."),
        AnalyzerFailed("400 invalid_image"),
    ),
    "openai_400_blind": (
        _openai(
            400,
            None,
            "invalid_request_error",
            "Invalid content type. image_url is only supported by certain models.",
        ),
        AnalyzerBlind("400 invalid_request_error"),
    ),
    "openai_500": (
        _openai(500, None, "server_error", "The server had an error."),
        AnalyzerBusy("500 server_error"),
    ),
    "openai_503": (
        answer_of({"error": {"message": "Overloaded", "type": "server_error"}}, 503),
        AnalyzerBusy("503 server_error"),
    ),
    "azure_401": (
        _azure(401, "401", "Access denied due to invalid subscription key."),
        AnalyzerRejectedKey("401"),
    ),
    "azure_404_deployment": (
        _azure(404, "DeploymentNotFound", "The API deployment does not exist."),
        AnalyzerGone("404 DeploymentNotFound"),
    ),
    "azure_429": (
        _azure(
            429,
            "429",
            "Requests have exceeded call rate limit. Please retry after 6 seconds. Please go here:"
            " https://aka.ms/oai/quotaincrease if you would like to further increase it.",
        ),
        AnalyzerBusy("429", retry_after_s=6.0),
    ),
    "azure_400_filter": (
        _azure(
            400,
            "content_filter",
            "The response was filtered.",
            inner="ResponsibleAIPolicyViolation",
        ),
        Withheld(),
    ),
    "openrouter_402": (
        answer_of({"error": {"code": 402, "message": "Insufficient credits"}}, 402),
        AnalyzerOverQuota("402"),
    ),
    "llama_cpp_blind": (
        answer_of(
            {
                "error": {
                    "code": 500,
                    "message": "image input is not supported - hint: you may need the mmproj",
                    "type": "server_error",
                }
            },
            500,
        ),
        AnalyzerBlind("500 server_error"),
    ),
    "llama_cpp_loading": (
        answer_of(
            {"error": {"code": 503, "message": "Loading model", "type": "unavailable_error"}}, 503
        ),
        AnalyzerBusy("503 unavailable_error"),
    ),
    "ollama_404": (
        answer_of(
            {"error": {"message": 'model "llava" not found, try pulling it first', "type": "api"}},
            404,
        ),
        AnalyzerGone("404 api"),
    ),
    "ollama_blind": (
        answer_of({"error": "this model is missing data required for image input"}, 500),
        AnalyzerBlind("500"),
    ),
    "vllm_400": (
        answer_of(
            {
                "object": "error",
                "message": "At most 0 image(s) may be provided in one prompt.",
                "type": "BadRequestError",
                "param": None,
                "code": 400,
            },
            400,
        ),
        AnalyzerBlind("400 BadRequestError"),
    ),
}
