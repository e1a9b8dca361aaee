"""Describes a shared picture from its file, or from the smaller copy that Slack has made of it.

Slack's copies have 1,024 pixels on the long side and stand upright. Measured with
tests/bench/thumbs.py: of a photo the copy has a ninth to a nineteenth of the bytes; of the words on
photographed paper 97.1 % are read from it, from the original 97.7 %. A screenshot's copy has about
as many bytes as the screenshot, and costs up to seven words of a hundred where these are small.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

import structlog

from bot.describe import ChannelDescriber
from bot.errors import DownloadFailed, TooLarge, TooManyPixels, UnsupportedFormat
from bot.model import Ask, Description
from bot.slack.pictures.downloads import MAX_BYTES, Downloads
from bot.slack.pictures.files import COPY_SIDES_PX, Copy, File, FileGone

log = structlog.get_logger()

SMALL_BYTES = 1_000_000
"""Up to here the picture itself is fetched: a copy would save a tenth of a second."""
LARGE_BYTES = 20_000_000
"""From here on nothing is worth the download, nor the memory."""

COPY_PATIENCE_S = 120.0
"""Slack makes its copies within seconds of the upload."""
COPY_WAIT_S = 5.0

PHOTO_TYPES = frozenset({"jpg", "jpeg", "heic", "heif", "avif"})
"""Slack's `filetype` of what cameras write."""

FORMATS = {"jpg": "JPEG", "heic": "HEIF", "tif": "TIFF"}
"""Pillow's name of a `filetype`, where it is not the same in capitals."""


class SharedPictures:
    """What is seen in files that people shared. Safe to call from several threads."""

    def __init__(
        self,
        downloads: Downloads,
        describer: ChannelDescriber,
        *,
        now: Callable[[], float] = time.time,
    ) -> None:
        """`now` gives seconds since the epoch."""
        self._now = now
        self._downloads = downloads
        self._describer = describer

    def describe(self, file: File, ask: Ask) -> Description:
        """What the picture shows, with the size and format of the picture itself.

        Raises:
            Refused: it cannot be described, whoever is asked.
            Unavailable: Slack does not give it (yet), or no analyzer could answer.
            FileGone: it was deleted meanwhile.
        """
        copy = file.copy
        if copy is None:
            self._wait_for_copy(file)
            return self._by_itself(file, ask)
        if is_copy_enough(file, copy):
            try:
                return self._by_copy(file, copy, ask)
            except FileGone:  # Slack makes it after the upload
                return self._by_itself(file, ask)
        try:
            return self._by_itself(file, ask)
        except (TooManyPixels, UnsupportedFormat, TooLarge):
            return self._by_copy(file, copy, ask)

    def _wait_for_copy(self, file: File) -> None:
        """Raises DownloadFailed while a copy may come of what is not fetched itself."""
        is_young = self._now() - file.created_s < COPY_PATIENCE_S
        if file.size_bytes > MAX_BYTES and is_young:
            raise DownloadFailed("no copy yet", retry_after_s=COPY_WAIT_S)

    def _by_itself(self, file: File, ask: Ask) -> Description:
        return self._describer.describe(_noted(file, self._downloads.download(file)), ask)

    def _by_copy(self, file: File, copy: Copy, ask: Ask) -> Description:
        data = _noted(file, self._downloads.download_copy(copy))
        seen = self._describer.describe(data, ask)
        return replace(
            seen,
            width_px=file.width_px or seen.width_px,
            height_px=file.height_px or seen.height_px,
            format=FORMATS.get(file.file_type, file.file_type.upper()) or seen.format,
            is_animated=file.is_animated,
        )


def is_copy_enough(file: File, copy: Copy) -> bool:
    """True where the picture itself is not worth its bytes."""
    if file.size_bytes > LARGE_BYTES:
        return True
    is_photo = file.file_type in PHOTO_TYPES
    return is_photo and file.size_bytes > SMALL_BYTES and max(copy.sides_px) >= COPY_SIDES_PX[0]


def _noted(file: File, data: bytes) -> bytes:
    log.info("picture.fetched", fetched_bytes=len(data), file_bytes=file.size_bytes)
    return data
