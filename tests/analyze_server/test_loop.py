"""A server that would ask itself."""

from __future__ import annotations

import pytest

from bot.analyze_server.loop import ITSELF, asks_another_service
from bot.config import Config


def faults(endpoint: str, host: str = "127.0.0.1", port: int = 5000) -> list[str]:
    return list(asks_another_service(host, port)(Config(vision_endpoint=endpoint)))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "0.0.0.0", "::", "::1"])
@pytest.mark.parametrize(
    "endpoint",
    [
        *("http://127.0.0.1:5000", "http://localhost:5000/vision/v3.2/", "http://[::1]:5000"),
        "http://127.0.0.2:5000",
    ],
)
def test_its_own_address_is_refused(host: str, endpoint: str) -> None:
    """However this machine is called there."""
    assert faults(endpoint, host) == [ITSELF]


def test_a_host_s_own_name_is_refused() -> None:
    """And the port that a scheme stands for is a port."""
    assert faults("http://vision.lan/", "vision.lan", 80) == [ITSELF]
    assert faults("https://10.0.0.7/", "10.0.0.7", 443) == [ITSELF]


@pytest.mark.parametrize(
    "endpoint",
    [
        *("", "http://127.0.0.1:5001", "https://name.cognitiveservices.azure.com", "http://["),
        *("http://127.0.0.1:x", "http://10.0.0.7:5000"),
    ],
)
def test_other_addresses_are_left_alone(endpoint: str) -> None:
    """What is no address at all, another check tells."""
    assert faults(endpoint) == []
