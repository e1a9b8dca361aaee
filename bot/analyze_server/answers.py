"""v3.2's and v2.0's answers to a request: what was asked for, and nothing else. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from bot.analyzers.azure4_json import model_version_of
from bot.analyzers.azure_json import analysis_to_json
from bot.model import Description

_BLOCKS = ("categories", "adult", "color", "tags", "description", "faces", "objects", "brands")
"""What an answer may have, in the order of recorded ones. ImageType is missing: nobody here tells
clip art from photos, and no value of it means that nobody looked."""


def analyze_json(
    description: Description,
    features: Collection[str],
    *,
    request_id: str,
    wants_landmarks: bool,
    tells_model: bool,
) -> dict[str, object]:
    """The description as an answer with the blocks of `features` ("Categories", "Tags", ...).

    Faces and brands are never found, so they are empty lists. Adult is missing where no analyzer
    has looked, since its scores would be made up.
    """
    found = _everything(description, wants_landmarks=wants_landmarks)
    asked = {feature.lower() for feature in features}
    answer = {block: found[block] for block in _BLOCKS if block in asked and block in found}
    answer |= {"requestId": request_id, "metadata": found["metadata"]}
    if tells_model:
        answer["modelVersion"] = model_version_of(description.analysis)
    return answer


def _everything(description: Description, *, wants_landmarks: bool) -> dict[str, object]:
    analysis = description.analysis
    if not wants_landmarks:
        analysis = replace(analysis, landmarks=())
    # A JPEG with a second picture in it is a JPEG to the service.
    format_name = "JPEG" if description.format == "MPO" else description.format
    found = analysis_to_json(replace(description, analysis=analysis, format=format_name))
    return {"faces": [], "brands": [], "objects": [], **found}
