"""What the tests of the embedded analyzer share: one loaded analyzer, its weights and words."""

from __future__ import annotations

import pytest

from bot.embedded import EmbeddedAnalyzer
from bot.embedded.groups import Node, read_nodes
from bot.embedded.weights import CLASS_NAMES, read_names


@pytest.fixture(scope="session")
def analyzer() -> EmbeddedAnalyzer:
    return EmbeddedAnalyzer()


@pytest.fixture(scope="session")
def class_names() -> tuple[str, ...]:
    """ImageNet's thousand, in the order of the model's output."""
    return read_names(CLASS_NAMES)


@pytest.fixture(scope="session")
def nodes(class_names: tuple[str, ...]) -> tuple[Node, ...]:
    return read_nodes(class_names)
