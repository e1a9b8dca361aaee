"""Error answers of OpenAI-compatible servers as our errors. Opens no socket.

    {"error": {"message": ..., "type": ..., "param": ..., "code": "invalid_api_key"}}  OpenAI
    {"error": {"code": "429", "message": ..., "innererror": {"code": ...}}}            Azure OpenAI
    {"error": {"code": 500, "message": ..., "type": "server_error"}}                   llama.cpp
    {"error": {"message": ..., "type": ...}}, {"error": "..."}                         Ollama
    {"object": "error", "message": ..., "type": ..., "code": 400}                      vLLM

Sources: platform.openai.com/docs/guides/error-codes; learn.microsoft.com, Azure OpenAI content
filtering; ggml-org/llama.cpp#13566; ollama/ollama server/routes.go; November 2026.
"""

from __future__ import annotations

import re

from bot.analyzers.reply import Reply, error_layers_in, wait_s_of
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

_QUOTA_CODES = frozenset({"insufficient_quota", "billing_hard_limit_reached"})
_FILTER_CODES = frozenset(
    {"content_filter", "content_policy_violation", "responsibleaipolicyviolation"}
)
_BLIND = re.compile(
    r"image input is not supported|does not support image|missing data required for image"
    r"|image_url is only supported by|unsupported content part type|not a multimodal model"
    r"|does not support vision|vision is not supported|at most 0 image",
    re.IGNORECASE,
)
_WAIT = re.compile(
    r"(?:again in|retry after) (\d{1,6}(?:\.\d{1,6})?) ?(ms|sec|s|min|m)", re.IGNORECASE
)
_UNIT_S = {"ms": 0.001, "s": 1.0, "m": 60.0}
_CODE = re.compile(r"[A-Za-z_]{1,40}")


def openai_error_of(reply: Reply) -> BotError:
    """The error that an answer other than 200 stands for.

    An `Unavailable` says the status and the service's code ("400 invalid_image") and nothing else
    of the answer.
    """
    codes, message = _fault_in(reply.body)
    status, known = reply.status, {code.lower() for code in codes}
    detail = " ".join([str(status), *codes[-1:]])
    wait_s = wait_s_of(reply, lambda: _seconds_in_message(message))
    if _BLIND.search(message):
        return AnalyzerBlind(detail)
    if known & _FILTER_CODES:
        return Withheld()
    if status == 402 or known & _QUOTA_CODES or "exceeded your current quota" in message:
        return AnalyzerOverQuota(detail, retry_after_s=wait_s)
    if status in (401, 403):
        return AnalyzerRejectedKey(detail)
    if status in (404, 410):
        return AnalyzerGone(detail)
    if status in (408, 409, 429) or status >= 500:
        return AnalyzerBusy(detail, retry_after_s=wait_s)
    return AnalyzerFailed(detail)


def _fault_in(body: bytes) -> tuple[list[str], str]:
    """All codes and types, the most precise last, and all messages in one."""
    codes: list[str] = []
    messages: list[str] = []
    for layer in error_layers_in(body):
        for name in ("type", "code"):
            code = layer.get(name)
            if isinstance(code, str) and _CODE.fullmatch(code):
                codes.append(code)
        for name in ("message", "error"):
            message = layer.get(name)
            if isinstance(message, str):
                messages.append(message)
    return codes, " ".join(messages)


def _seconds_in_message(message: str) -> float | None:
    if (found := _WAIT.search(message)) is None:
        return None
    unit = found[2].lower()
    return float(found[1]) * (_UNIT_S.get(unit) or _UNIT_S[unit[0]])
