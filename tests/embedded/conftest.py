"""What the tests of the embedded analyzer share: one loaded analyzer, its weights and words."""

from __future__ import annotations

import pytest

from bot.embedded import EmbeddedAnalyzer
from bot.embedded.groups import Node, read_nodes
from bot.embedded.weights import Weights, read_weights


@pytest.fixture(scope="session")
def analyzer() -> EmbeddedAnalyzer:
    return EmbeddedAnalyzer()


@pytest.fixture(scope="session")
def weights() -> Weights:
    return read_weights()


@pytest.fixture(scope="session")
def nodes(weights: Weights) -> tuple[Node, ...]:
    return read_nodes(weights.class_names)
