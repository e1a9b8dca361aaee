"""The picture service fails in the middle of a day: pictures are answered, and it comes back."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest

from bot.analyzers.breaker import FAILURES_TO_OPEN, LONGEST_WAIT_S
from bot.demo.workspace import Shared
from bot.words import Words
from tests.analyzers.imageanalysis import ImageAnalysis
from tests.analyzers.model_server import ModelServer, making_up
from tests.analyzers.service import Answer, recorded
from tests.room import DOG, Room, Start, picture

ANSWERED_WITHIN_S = 10.0
WORDS = Words()
GOOD = recorded(DOG)
WAYS: dict[str, tuple[Answer, str]] = {
    "busy": (recorded("v3_2_503"), "analyzer_busy"),
    "a proxy's page": (Answer(b"<html>Bad gateway</html>", 502), "analyzer_busy"),
    "at its rate": (recorded("v2_429_rate_limit"), "analyzer_busy"),
    "over its quota": (recorded("v2_403_quota"), "analyzer_over_quota"),
    "refuses the key": (recorded("any_401_invalid_key"), "analyzer_rejected_key"),
    "is gone": (recorded("v4_404"), "analyzer_gone"),
    "hangs up": (GOOD.delivered("hang up"), "analyzer_busy"),
    "breaks off": (GOOD.delivered("half"), "analyzer_busy"),
    "says nothing": (GOOD.delivered("silent"), "analyzer_busy"),
    "drips": (GOOD.delivered("dripping"), "analyzer_busy"),
    "drips before it begins": (GOOD.delivered("dripping head"), "analyzer_busy"),
    "says an error under 200": (Answer(recorded("v3_2_503").body), "analyzer_failed"),
    "says half a sentence": (Answer(GOOD.body[:99]), "analyzer_failed"),
}


def share(room: Room, number: int) -> Shared:
    """A picture like no other, so that no answer to it is remembered."""
    return room.workspace.share((f"{number}.png", picture(color=f"#{number:02X}4080")))


def all_answered(room: Room, shared: list[Shared]) -> Callable[[], bool]:
    return lambda: all(room.replies(each) for each in shared)


@pytest.mark.parametrize("way", WAYS)
def test_an_outage_costs_no_picture_its_answer(start: Start, way: str) -> None:
    """Within ten seconds, with the reason; then without asking; then by the service again."""
    failure, code = WAYS[way]
    room = start(vision_fallback=("embedded",))
    assert "small dog" in room.the_reply(share(room, 0))["text"]

    room.service.always(failure)
    began = time.monotonic()
    during = [share(room, number) for number in range(1, FAILURES_TO_OPEN + 1)]
    room.wait_for(all_answered(room, during), ANSWERED_WITHIN_S)
    assert time.monotonic() - began < ANSWERED_WITHIN_S
    room.settle()
    asked = len(room.service.requests)
    during.append(share(room, 90))
    for shared in during:
        text = room.the_reply(shared)["text"]
        assert WORDS.reason(code).rstrip(".") in text
        assert "So the built-in describer answered." in text
        assert "small dog" not in text
    assert len(room.service.requests) == asked

    room.service.always(GOOD)
    room.clock.ahead_s += 3 * 86_400 if code == "analyzer_over_quota" else LONGEST_WAIT_S
    after = room.the_reply(share(room, 99))["text"]
    assert "small dog" in after
    assert "built-in" not in after


def test_the_same_picture_many_times_over_waits_for_the_service_once(start: Start) -> None:
    """Who asks for what another asks for already does not wait for its failure in turn."""
    room = start(vision_fallback=("embedded",))
    room.service.always(GOOD.delivered("silent"))
    shared = [room.share("dog.png") for _ in range(5)]
    room.wait_for(all_answered(room, shared), ANSWERED_WITHIN_S)
    room.settle()
    assert len(room.service.requests) == 1


def test_until_when_the_quota_is_used_up_is_told(start: Start) -> None:
    """As the service said it, in every reply until then."""
    room = start(vision_fallback=("embedded",))
    room.service.always(recorded("v2_403_quota"))
    for number in range(2):
        text = room.the_reply(share(room, number))["text"]
        assert "The picture service is over its quota until " in text
        assert " UTC. So the built-in describer answered." in text
    assert len(room.service.requests) == 1


def test_a_model_that_cannot_see_is_never_quoted(start: Start) -> None:
    """Whatever it makes up, the built-in describer answers instead."""
    settings: dict[str, Any] = {"vision_api": "openai", "vision_model": "seer"}
    room = start(vision_fallback=("embedded",), **settings)
    room.service.play(ModelServer(room.config.vision_key, eyes=making_up))
    text = room.the_reply(room.share("dog.png"))["text"]
    assert "The picture service’s model cannot see pictures. So the built-in" in text
    assert "sofa" not in text


@pytest.mark.parametrize("api", ["4.0", "openai"])
def test_the_other_services_describe_as_well(start: Start, api: str) -> None:
    """From a shared picture to the reply in its thread, under their own names."""
    room = start(vision_api=api, vision_model="seer")
    key = room.config.vision_key
    room.service.play(ImageAnalysis(key) if api == "4.0" else ModelServer(key))
    text = room.the_reply(room.share("dog.png"))["text"]
    name = {"4.0": "Azure Image Analysis 4.0", "openai": "a vision language model"}[api]
    assert f"Machine description by {name}:" in text
    assert ("A person walking a dog (fairly sure, 75%)" if api == "4.0" else "A dog") in text


def test_two_versions_of_one_resource_stand_in_for_each_other(start: Start) -> None:
    """Where 4.0 fails, 3.2 at the same address answers before the built-in describer."""
    room = start(vision_api="4.0", vision_fallback=("3.2", "embedded"))

    def only_3_2(request: Any) -> Answer:
        return GOOD if "v3.2" in request.path else recorded("v3_2_503")

    room.service.play(only_3_2)
    text = room.the_reply(room.share("dog.png"))["text"]
    assert "small dog" in text
    assert "So Azure Computer Vision answered." in text
