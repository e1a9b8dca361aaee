"""Azure's Analyze Image answers of v3.2, from our types. Opens no socket.

With `azure_answer` the only module that knows the field names. Source: the v3.2 swagger of
Azure/azure-rest-api-specs, and recorded answers (tests/recordings).
"""

from __future__ import annotations

from bot.analyzers.azure_boxes import pixel_box
from bot.model import Adult, Analysis, Colors, Description


def analysis_to_json(description: Description) -> dict[str, object]:
    """The description as a v3.2 answer, in v3.2's order of fields.

    `adult`, `objects`, `requestId` and `modelVersion` appear only when known. Landmarks hang on a
    category, as in an answer, so without any category they are left out; text lines always are:
    v3.2's analyze has no place for them.
    """
    analysis = description.analysis
    found: dict[str, object] = {"categories": _json_of_categories(analysis)}
    if analysis.adult:
        found["adult"] = _json_of_adult(analysis.adult)
    found["color"] = _json_of_colors(description.colors)
    found["tags"] = [{"name": tag.name, "confidence": tag.confidence} for tag in analysis.tags]
    found["description"] = _json_of_description(analysis)
    if analysis.objects:
        found["objects"] = _json_of_objects(description)
    if analysis.request_id:
        found["requestId"] = analysis.request_id
    found["metadata"] = {
        "width": description.width_px,
        "height": description.height_px,
        "format": description.format.capitalize(),  # .NET's spelling: "Jpeg", "Png"
    }
    if analysis.model_version:
        found["modelVersion"] = analysis.model_version
    return found


def _json_of_categories(analysis: Analysis) -> list[dict[str, object]]:
    categories: list[dict[str, object]] = [
        {"name": category.name, "score": category.score} for category in analysis.categories
    ]
    if categories and analysis.landmarks:
        places = (c for c in categories if str(c["name"]).startswith(("building_", "outdoor_")))
        next(places, categories[0])["detail"] = {
            "landmarks": [
                {"name": landmark.name, "confidence": landmark.confidence}
                for landmark in analysis.landmarks
            ]
        }
    return categories


def _json_of_objects(description: Description) -> list[dict[str, object]]:
    size_px = (description.width_px, description.height_px)
    return [
        {
            "rectangle": pixel_box(found, *size_px),
            "object": found.name,
            "confidence": found.confidence,
        }
        for found in description.analysis.objects
    ]


def _json_of_adult(adult: Adult) -> dict[str, object]:
    block: dict[str, object] = {
        "isAdultContent": adult.is_adult,
        "isRacyContent": adult.is_racy,
        "isGoryContent": adult.is_gory,
        "adultScore": adult.adult_score,
        "racyScore": adult.racy_score,
        "goreScore": adult.gore_score,
    }
    return {key: value for key, value in block.items() if value is not None}


def _json_of_colors(colors: Colors) -> dict[str, object]:
    return {
        "dominantColorForeground": colors.foreground,
        "dominantColorBackground": colors.background,
        "dominantColors": list(colors.dominant),
        "accentColor": colors.accent.removeprefix("#"),
        # Both spellings, as the service: its own clients read only the second.
        "isBwImg": colors.is_black_and_white,
        "isBWImg": colors.is_black_and_white,
    }


def _json_of_description(analysis: Analysis) -> dict[str, object]:
    caption = analysis.caption
    captions = [{"text": caption.text, "confidence": caption.confidence}] if caption else []
    return {"tags": [tag.name for tag in analysis.tags], "captions": captions}
