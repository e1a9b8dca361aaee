"""An OpenAI-compatible server as its vendors' documents have it: chat and responses.

It refuses what a real one refuses, and its model looks at what it is shown: `eyes` get the bytes of
the picture in the request.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.embedded.views import Views
from bot.images import prepare
from tests.analyzers.openai_errors import ERRORS
from tests.analyzers.service import Answer, Request, answer_of
from tests.embedded.reading import shared_reader

DOG: Mapping[str, object] = {
    "caption": "a dog",
    "caption_confidence": 0.75,
    "tags": [{"name": "dog", "confidence": 0.9}, {"name": "grass", "confidence": 0.8}],
    "text_lines": [],
}

Eyes = Callable[[bytes], Mapping[str, object]]


def reading(picture: bytes) -> Mapping[str, object]:
    """A model that really reads: what stands in the picture, in capitals, and a dog."""
    lines = shared_reader().read(Views(prepare(picture, limits=None).image))
    return {**DOG, "text_lines": [line.text for line in lines]}


def making_up(_picture: bytes) -> Mapping[str, object]:
    """A model without eyes, which describes with confidence what it was never shown."""
    return {
        "caption": "a cat asleep on a sofa, next to a sign that reads HELLO",
        "caption_confidence": 0.99,
        "tags": [{"name": "cat", "confidence": 0.99}],
        "text_lines": ["HELLO", "WELCOME"],
    }


@dataclass
class ModelServer:
    """One server with one model.

    `knows_schema`: it answers in the schema's form; else a question with a schema is refused, and
    the model writes JSON as it likes: `wrap` puts it into words.
    """

    key: str = ""
    path: str = "/v1/chat/completions"
    model: str = "seer"
    api_version: str = ""
    key_header: str = "authorization"
    eyes: Eyes = reading
    knows_schema: bool = True
    wrap: Callable[[str], str] = str

    def __call__(self, request: Request) -> Answer:
        if refusal := self._refusal(request):
            return refusal
        asked = json.loads(request.body)
        is_responses = self.path.endswith("/responses")
        form = asked.get("text", {}).get("format") if is_responses else asked.get("response_format")
        if form is not None and not self.knows_schema:
            return _refused("'response_format' of type 'json_schema' is not supported")
        if form is not None:
            _check_schema(form if is_responses else form["json_schema"])
        seen = self.eyes(_picture_in(asked, is_responses=is_responses))
        written = json.dumps(seen, ensure_ascii=False)
        written = written if form is not None else self.wrap(written)
        return _response(written) if is_responses else _completion(written)

    def _refusal(self, request: Request) -> Answer | None:
        wanted = self.key if self.key_header == "api-key" else f"Bearer {self.key}"
        if self.key and request.headers.get(self.key_header) != wanted:
            return ERRORS["openai_401"][0]
        if (request.method, request.path) != ("POST", self.path):
            return answer_of({"detail": "Not Found"}, 404)
        if request.query.get("api-version", "") != self.api_version:
            return ERRORS["azure_404_deployment"][0]
        if request.headers["content-type"] != "application/json":
            return _refused("we could not parse the JSON body of your request")
        if json.loads(request.body).get("model", "") != self.model:
            return ERRORS["openai_404_model"][0]
        return None


def _check_schema(form: Mapping[str, Any]) -> None:
    """Strict mode: every property required, no others, a name, at every depth."""
    assert form["strict"] is True
    assert form["name"].isidentifier()
    nodes = [form["schema"]]
    while nodes:
        node = nodes.pop()
        if node["type"] == "object":
            assert node["additionalProperties"] is False
            assert node["required"] == list(node["properties"])
            nodes += node["properties"].values()
        if node["type"] == "array":
            nodes.append(node["items"])
        assert not {"maxLength", "minimum", "maximum", "maxItems"} & node.keys()


def _picture_in(asked: Mapping[str, Any], *, is_responses: bool) -> bytes:
    """The bytes of the one picture of a question."""
    if is_responses:
        assert asked["store"] is False
        parts = asked["input"][-1]["content"]
        (url,) = [part["image_url"] for part in parts if part["type"] == "input_image"]
    else:
        parts = asked["messages"][-1]["content"]
        (url,) = [part["image_url"]["url"] for part in parts if part["type"] == "image_url"]
    head, _, encoded = url.partition(",")
    assert head == "data:image/jpeg;base64"
    return base64.b64decode(encoded, validate=True)


def _refused(message: str) -> Answer:
    error = {"message": message, "type": "invalid_request_error", "param": None, "code": None}
    return answer_of({"error": error}, 400)


def _completion(written: str) -> Answer:
    return answer_of(completion(written))


def completion(written: str | None, finish_reason: str = "stop", **message: Any) -> dict[str, Any]:
    """A chat completion's JSON."""
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1764000000,
        "model": "seer-2026-11-01",
        "choices": [
            {
                "index": 0,
                "message": {"role": "assistant", "content": written, **message},
                "finish_reason": finish_reason,
            }
        ],
        "usage": {"prompt_tokens": 800, "completion_tokens": 60, "total_tokens": 860},
    }


def _response(written: str) -> Answer:
    return answer_of(response([{"type": "output_text", "text": written, "annotations": []}]))


def response(content: list[dict[str, Any]], **changes: Any) -> dict[str, Any]:
    """A response's JSON, with the thoughts that come before what is said."""
    return {
        "id": "resp_1",
        "object": "response",
        "status": "completed",
        "model": "seer-2026-11-01",
        "output": [
            {"type": "reasoning", "id": "rs_1", "summary": []},
            {"type": "message", "role": "assistant", "status": "completed", "content": content},
        ],
        "incomplete_details": None,
        "usage": {"input_tokens": 800, "output_tokens": 60, "total_tokens": 860},
        **changes,
    }
