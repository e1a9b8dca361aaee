"""What flows through the program: frozen data, and nothing that acts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from PIL import Image

Pixels: TypeAlias = npt.NDArray[np.uint8]
"""RGB, uint8, shape (height, width, 3)."""


@dataclass(frozen=True, slots=True)
class UploadLimits:
    """What a service accepts as one picture. Sides in pixels, both ends inclusive."""

    max_bytes: int
    min_side_px: int
    max_side_px: int
    long_side_px: int = 1600
    """Pictures are shrunk to this before they are sent: no service gains from more."""


@dataclass(frozen=True, slots=True)
class Upload:
    """The bytes that leave: re-encoded, oriented, without any metadata."""

    body: bytes
    media_type: str
    width_px: int
    height_px: int


@dataclass(frozen=True, slots=True)
class Picture:
    """One decoded picture.

    `image` is RGB, as a screen shows it and oriented as a person sees it, at most 1600 px on the
    long side (more only where a very long, thin picture would lose its short side); nobody writes
    into it, so threads may share it. `width_px` and `height_px` are the original's, oriented.
    `format` is Pillow's name: "JPEG", "PNG", "GIF", "BMP", "WEBP", "TIFF", "AVIF", "HEIF", "MPO".
    `upload` is None when no analyzer asked for bytes.
    """

    image: Image.Image
    width_px: int
    height_px: int
    format: str
    size_bytes: int
    is_animated: bool
    upload: Upload | None


@dataclass(frozen=True, slots=True)
class Asker:
    """On whose account a picture is described. Empty: nobody's, as at the command line."""

    team: str = ""
    channel: str = ""
    person: str = ""


NOBODY = Asker()


@dataclass(frozen=True, slots=True)
class Ask:
    """What is asked about a picture. `language` is an ISO 639-1 code."""

    language: str
    asker: Asker = NOBODY


@dataclass(frozen=True, slots=True)
class Caption:
    """A sentence without its capital and full stop, as Azure writes it. Confidence 0..1."""

    text: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Tag:
    """A word for what is in the picture. Confidence 0..1."""

    name: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Category:
    """One of Azure's 86 categories, `parent_child`. Score 0..1."""

    name: str
    score: float


@dataclass(frozen=True, slots=True)
class Landmark:
    """A famous place recognized in the picture. Confidence 0..1."""

    name: str
    confidence: float


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line read in the picture, with its box in fractions of the picture's sides (0..1).

    A box of no size: the analyzer does not say where; confidence 0: nor how sure it is.
    """

    text: str
    left: float
    top: float
    width: float
    height: float
    confidence: float


@dataclass(frozen=True, slots=True)
class DetectedObject:
    """One thing and its box in fractions of the picture's sides (0..1). A person is "person"."""

    name: str
    confidence: float
    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class RegionCaption:
    """What a part of the picture shows, and its box in fractions of the sides (0..1)."""

    text: str
    confidence: float
    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Adult:
    """What a moderation model found. Scores 0..1; None where the service gives none."""

    is_adult: bool
    is_racy: bool
    is_gory: bool | None
    adult_score: float
    racy_score: float
    gore_score: float | None


@dataclass(frozen=True, slots=True)
class Colors:
    """The colors of a picture.

    `accent` is "#RRGGBB", upper case. The others are Azure's twelve names: Black, Blue, Brown,
    Grey, Green, Orange, Pink, Purple, Red, Teal, White, Yellow. `dominant` has 0 to 3 of them.
    """

    accent: str
    foreground: str
    background: str
    dominant: tuple[str, ...]
    is_black_and_white: bool


@dataclass(frozen=True, slots=True)
class TokenUse:
    """What one answer of a language model cost."""

    input_tokens: int
    output_tokens: int

    @property
    def total(self) -> int:
        return self.input_tokens + self.output_tokens


@dataclass(frozen=True, slots=True)
class Sent:
    """What left this machine for an analysis: the re-encoded picture, and to which host."""

    host: str
    size_bytes: int
    width_px: int
    height_px: int


TEXT_NOT_READ = "text_not_read"
"""There is text in the picture, and it may be read the next time."""
CAPTIONS_NOT_IN_REGION = "captions_not_in_region"
"""The service gives captions elsewhere only."""


@dataclass(frozen=True, slots=True)
class Analysis:
    """What one analyzer answers about one picture. Empty or None: it did not say."""

    analyzer: str
    """Who answered: "embedded", "azure-3.2", "azure-2.0", "azure-4.0", "openai"."""
    language: str
    caption: Caption | None = None
    tags: tuple[Tag, ...] = ()
    """Sorted by confidence, highest first."""
    categories: tuple[Category, ...] = ()
    landmarks: tuple[Landmark, ...] = ()
    text_lines: tuple[TextLine, ...] = ()
    """In reading order."""
    objects: tuple[DetectedObject, ...] = ()
    region_captions: tuple[RegionCaption, ...] = ()
    colors: Colors | None = None
    adult: Adult | None = None
    request_id: str | None = None
    model_version: str | None = None
    sent: Sent | None = None
    """None: nothing left this machine."""
    impaired_by: str | None = None
    """A code: what kept the analyzer from looking at the picture at all."""
    lacking: str | None = None
    """A code: what the service should have told as well and did not. One of the two above."""
    tokens: TokenUse | None = None


@dataclass(frozen=True, slots=True)
class StandIn:
    """Why another analyzer answered than the one that is asked first: its error's code.

    `until_s` is when its quota is filled again, in seconds since the epoch; None where the
    service does not say, or where it is no matter of quota.
    """

    code: str
    until_s: float | None = None


@dataclass(frozen=True, slots=True)
class Description:
    """The whole answer about one picture: what the analyzer said, made complete."""

    analysis: Analysis
    colors: Colors
    """The analyzer's own, or measured by us where it gives none."""
    width_px: int
    height_px: int
    format: str
    is_animated: bool
    stand_in_for: StandIn | None = None
    """What kept the first analyzer from answering; None when it answered."""
    fingerprint: str = ""
    """Tells the same pixels again, in whichever file; empty for what was described before."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a picture has no description: an error's code and the facts of its sentence."""

    code: str
    facts: dict[str, str | int]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How the work on one picture ended: exactly one of the two is given."""

    description: Description | None = None
    failure: Failure | None = None


GONE = Outcome(failure=Failure("file_gone", {}))
"""The outcome of a picture that is not in its message any more: it is not spoken of."""
UNWANTED = Outcome(failure=Failure("unwanted", {}))
"""The outcome of a picture that is not described, as its channel or owner decided: neither."""
GIVEN_UP = Outcome(failure=Failure("unexpected", {}))
"""The outcome after a fault of our own. It gives way to another one, should the job be put back."""


@dataclass(frozen=True, slots=True)
class Edited:
    """A person's own wording in place of the caption. `by_name` is how they are called."""

    text: str
    by_name: str


@dataclass(frozen=True, slots=True)
class Shared:
    """What people said of a picture when they shared it. Empty: nothing."""

    name: str
    alt_text: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What a reply has to say about one picture.

    `outcome` is None while it is worked on; `waiting_for` is then the code of the error that
    has kept it from ending for a while, if any.
    """

    shared: Shared
    outcome: Outcome | None
    waiting_for: str | None = None
    edited: Edited | None = None

    @property
    def description(self) -> Description | None:
        return self.outcome.description if self.outcome else None
