"""The first bytes in, the name of the picture's format out. Trusts no file name. Pure."""

from __future__ import annotations

from bot.errors import NotAnImage, UnsupportedFormat

_MAGIC = {
    b"\xff\xd8\xff": "JPEG",
    b"\x89PNG\r\n\x1a\n": "PNG",
    b"GIF87a": "GIF",
    b"GIF89a": "GIF",
    b"II*\x00": "TIFF",
    b"MM\x00*": "TIFF",
    b"II+\x00": "TIFF",
    b"MM\x00+": "TIFF",
}

_MAGIC_UNSUPPORTED = {
    b"8BPS": "Photoshop",
    b"gimp xcf": "GIMP",
    b"\x00\x00\x01\x00": "ICO",
    b"icns": "ICNS",
    b"\x00\x00\x00\x0cjP  \r\n\x87\n": "JPEG 2000",
    b"\xff\x4f\xff\x51": "JPEG 2000",
    b"\x00\x00\x00\x0cJXL \r\n\x87\n": "JPEG XL",
    b"\xff\x0a": "JPEG XL",
    b"II\xbc\x01": "JPEG XR",
    b"\xc5\xd0\xd3\xc6": "EPS",
    b"v/1\x01": "OpenEXR",
    b"#?RADIANCE": "Radiance HDR",
    b"DDS ": "DDS",
    b"qoif": "QOI",
    b"FUJIFILMCCD-RAW": "camera raw",
    b"IIRO": "camera raw",
    b"IIU\x00": "camera raw",
}

_BMP_HEADER_SIZES = frozenset({12, 16, 40, 52, 56, 64, 108, 124})
_AVIF_BRANDS = frozenset({b"avif", b"avis"})
_HEIF_BRANDS = frozenset(
    {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1"}
)


def sniff_format(data: bytes) -> str:
    """Pillow's name of a format we decode, judged by the first bytes.

    Raises:
        UnsupportedFormat: a picture of another kind.
        NotAnImage: anything else.
    """
    for magic, name in _MAGIC.items():
        if data.startswith(magic):
            return name
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "WEBP"
    if data.startswith(b"BM") and int.from_bytes(data[14:18], "little") in _BMP_HEADER_SIZES:
        return "BMP"
    if data[4:8] == b"ftyp":
        return _sniff_brands(data)
    raise _why_not(data)


def _sniff_brands(data: bytes) -> str:
    """AVIF, HEIF and videos share one container (ISO 14496-12); its brands tell them apart."""
    end = min(int.from_bytes(data[:4], "big"), 256)
    brands = {data[8:12]} | {data[at : at + 4] for at in range(16, end, 4)}
    if brands & _AVIF_BRANDS:
        return "AVIF"
    if brands & _HEIF_BRANDS:
        return "HEIF"
    if b"crx " in brands:
        raise UnsupportedFormat("camera raw")
    raise NotAnImage


def _why_not(data: bytes) -> UnsupportedFormat | NotAnImage:
    for magic, name in _MAGIC_UNSUPPORTED.items():
        if data.startswith(magic):
            return UnsupportedFormat(name)
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<svg", b"<?xml", b"<!--", b"<!doctype svg")) and b"<svg" in head:
        return UnsupportedFormat("SVG")
    if head.startswith(b"%!ps") and b"epsf" in head[:64]:
        return UnsupportedFormat("EPS")
    return NotAnImage()
