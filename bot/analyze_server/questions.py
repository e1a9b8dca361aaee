"""What a request to Analyze Image asks for, read from its query. Pure.

Names of parameters, features and languages count in any case, and blanks around commas do not:
both were recorded. Parameters that no version knows are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from bot.analyze_server.answers import analyze_json
from bot.analyze_server.error_bodies import Fault, Version
from bot.analyzers.azure4_json import FEATURES as FEATURES_4
from bot.analyzers.azure4_json import imageanalysis_json
from bot.model import Description

Pairs: TypeAlias = Iterable[tuple[str, str]]

FEATURES = (
    *("Categories", "Tags", "Description", "Faces", "ImageType"),
    *("Color", "Adult", "Objects", "Brands"),
)
"""Of v3.2 and v2.0. Objects were asked for and answered on v2.0, though its swagger has none."""

DETAILS = ("Celebrities", "Landmarks")
LANGUAGES = ("en", "es", "ja", "pt", "zh")

TAG_LANGUAGES = (
    *LANGUAGES,
    *("ar", "az", "bg", "bs", "ca", "cs", "cy", "da", "de", "el", "et", "eu", "fi", "fr", "ga"),
    *("gl", "he", "hi", "hr", "hu", "id", "it", "kk", "ko", "lt", "lv", "mk", "ms", "nb", "nl"),
    *("pl", "prs", "pt-BR", "pt-PT", "ro", "ru", "sk", "sl", "sr-Cryl", "sr-Latn", "sv", "th"),
    *("tr", "uk", "vi", "zh-Hans", "zh-Hant"),
)
"""Where tags alone are asked for. "sr-Cryl" is Microsoft's own spelling.
Source: language-support.md of MicrosoftDocs/azure-ai-docs."""

API_VERSIONS = ("2023-10-01", "2024-02-01")
"""Of 4.0."""

ASPECT_RATIOS = (0.75, 1.8)
MODEL_VERSION = r"^(latest|[0-9]{4}-[0-9]{2}-[0-9]{2})(-preview)?$"

_CAPTIONS = frozenset({"caption", "denseCaptions"})
_WRONG_RATIO = "'smartcrops-aspect-ratios' aspect ratio is not in allowed range [0.75 to 1.8]"


class Question(Protocol):
    """What one request asks for."""

    @property
    def language(self) -> str:
        """Of the answer, where the analyzer knows it: an ISO 639-1 code."""

    def answer(self, description: Description, *, request_id: str) -> dict[str, object]:
        """The answer's JSON: what was asked of `description`, and nothing else."""


@dataclass(frozen=True, slots=True)
class AnalyzeQuestion:
    """A v3.2 or v2.0 request's. `features` are of `FEATURES`."""

    version: Version
    features: frozenset[str]
    language: str
    wants_landmarks: bool

    def answer(self, description: Description, *, request_id: str) -> dict[str, object]:
        return analyze_json(
            description,
            self.features,
            request_id=request_id,
            wants_landmarks=self.wants_landmarks,
            tells_model=self.version == "3.2",
        )


@dataclass(frozen=True, slots=True)
class ImageAnalysisQuestion:
    """A 4.0 request's. `features` are of 4.0's."""

    features: frozenset[str]
    language: str
    aspect_ratios: tuple[float, ...]
    is_gender_neutral: bool

    def answer(self, description: Description, *, request_id: str) -> dict[str, object]:  # noqa: ARG002 - 4.0 has it in headers only
        return imageanalysis_json(
            description,
            self.features,
            aspect_ratios=self.aspect_ratios,
            is_gender_neutral=self.is_gender_neutral,
        )


def read_analyze(pairs: Pairs, version: Version) -> AnalyzeQuestion:
    """What a v3.2 or v2.0 request asks for: categories where it does not say.

    `model-version` is checked and else has no say: there is one model here, and the answer tells
    which. So is `descriptionExclude`.

    Raises:
        Fault: NotSupportedVisualFeature, UnsupportedFeature, InvalidDetails,
            NotSupportedLanguage, BadArgument.
    """
    query = _Query(pairs)
    features = query.chosen("visualfeatures", FEATURES, Fault("NotSupportedVisualFeature"))
    details = query.chosen("details", DETAILS, Fault("InvalidDetails"))
    if "Celebrities" in details:
        raise Fault("UnsupportedFeature")
    query.chosen(
        "descriptionexclude", DETAILS, Fault("BadArgument", "descriptionExclude is not valid.")
    )
    query.require_model_version()
    has_only_tags = version == "3.2" and features == {"Tags"}
    return AnalyzeQuestion(
        version=version,
        features=features or frozenset({"Categories"}),
        language=query.language(TAG_LANGUAGES if has_only_tags else LANGUAGES),
        wants_landmarks="Landmarks" in details,
    )


def read_imageanalysis(pairs: Pairs) -> ImageAnalysisQuestion:
    """What a 4.0 request asks for.

    Raises:
        Fault: ApiVersionUnspecified, UnsupportedApiVersion, NoFeatures,
            NotSupportedVisualFeature, NotSupportedLanguage, BadArgument.
    """
    query = _Query(pairs)
    _require_api_version(query.word("api-version"))
    features = query.chosen("features", FEATURES_4, Fault("NotSupportedVisualFeature"))
    if not features:
        raise Fault("NoFeatures")
    query.require_model_version()
    has_caption = bool(features & _CAPTIONS)
    return ImageAnalysisQuestion(
        features=features,
        language=query.language(("en",) if has_caption else TAG_LANGUAGES),
        aspect_ratios=tuple(map(_aspect_ratio, query.listed("smartcrops-aspect-ratios"))),
        is_gender_neutral=query.flag("gender-neutral-caption"),
    )


def _require_api_version(version: str) -> None:
    if not version:
        raise Fault("ApiVersionUnspecified")
    if version not in API_VERSIONS:
        raise Fault("UnsupportedApiVersion")


def _aspect_ratio(text: str) -> float:
    lowest, highest = ASPECT_RATIOS
    if not re.fullmatch(r"[0-9]{0,9}\.?[0-9]{1,30}", text) or not lowest <= float(text) <= highest:
        raise Fault("BadArgument", _WRONG_RATIO)
    return float(text)


class _Query:
    """A query's parameters, under their names in lower case."""

    def __init__(self, pairs: Pairs) -> None:
        self._values: dict[str, list[str]] = {}
        for name, value in pairs:
            self._values.setdefault(name.lower(), []).append(value)

    def word(self, name: str, default: str = "") -> str:
        """The last value, since a name may come twice."""
        return self._values.get(name, [""])[-1].strip() or default

    def listed(self, name: str) -> list[str]:
        """What stands between the commas of all values; nothing between two is nothing."""
        parts = ",".join(self._values.get(name, [])).split(",")
        return [part.strip() for part in parts if part.strip()]

    def chosen(self, name: str, choices: tuple[str, ...], fault: Fault) -> frozenset[str]:
        """Those of `choices` that are listed, spelled as there. Raises `fault` for any other."""
        known = _by_lower(choices)
        asked = {part.lower() for part in self.listed(name)}
        if not asked <= known.keys():
            raise fault
        return frozenset(known[part] for part in asked)

    def language(self, choices: tuple[str, ...]) -> str:
        code = _by_lower(choices).get(self.word("language", "en").lower())
        if code is None:
            raise Fault("NotSupportedLanguage")
        return code.partition("-")[0]

    def flag(self, name: str) -> bool:
        value = self.word(name, "false").lower()
        if value not in ("true", "false"):
            raise Fault("BadArgument", f"'{name}' must be true or false")
        return value == "true"

    def require_model_version(self) -> None:
        if not re.match(MODEL_VERSION, self.word("model-version", "latest"), re.IGNORECASE):
            raise Fault("BadArgument", "'model-version' must be latest or a date")


def _by_lower(choices: tuple[str, ...]) -> Mapping[str, str]:
    return {choice.lower(): choice for choice in choices}
