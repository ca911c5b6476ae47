"""Pictures decoded by libvips: it streams, shrinks while it loads, and applies colour profiles.

Importing this module starts libvips; ImportError where it is not installed, or too old to refuse
unsafe decoders. libvips gets an open file, never a name, because it reads options in names. Its
cache is off, so that a changed file is read again.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from typing import Any, BinaryIO

os.environ.setdefault("VIPS_WARNING", "0")  # it would report each damaged row on standard error

import gi

try:
    gi.require_version("Vips", "8.0")
    from gi.repository import Vips

    if Vips.init("exifilm"):
        raise ImportError("libvips cannot start")
    Vips.block_untrusted_set(True)
    # The library of JPEG XL is the one that GTK's own loader uses.
    Vips.Operation.block_set("VipsForeignLoadJxl", False)
    Vips.cache_set_max(0)
    Vips.concurrency_set(1)
    _SOURCE = Vips.Operation.new("tiffload_source").find_property("source").value_type
    _FORWARD = Vips.Access.SEQUENTIAL
except (ValueError, AttributeError, TypeError) as problem:
    raise ImportError("libvips is not installed, or too old") from problem

from exifilm_form.gtk import GdkPixbuf, GLib, GObject
from exifilm_form.pictures.decoded import (
    Decoded,
    DecoderError,
    GivenUpError,
    TooLargeError,
    UnknownFormatError,
)

_MOST = 600_000_000
"""The most bytes that a picture may take that libvips cannot stream."""
_LOADERS = {
    b"II*\0": "tiff",
    b"MM\0*": "tiff",
    b"II+\0": "tiff",
    b"MM\0+": "tiff",
    b"\xff\xd8\xff": "jpeg",
    b"\x89PNG": "png",
    b"\xff\x0a": "jxl",
    b"\0\0\0\x0cJXL ": "jxl",
}
"""The formats that libvips decodes here, by the beginning of a file."""
_READ_BY_ROWS = ("tiff", "png")
_HEIF = (b"heic", b"heix", b"mif1", b"msf1", b"hevc", b"heim", b"heis", b"avif")
_WHITE = {Vips.BandFormat.UCHAR: 255.0, Vips.BandFormat.USHORT: 65535.0, Vips.BandFormat.FLOAT: 1.0}
"""The largest value of each type of number that a scan may have."""
_HALVINGS = 5
_LEAST_WHOLE = 3
"""From this factor on, averages of whole pixels are the quicker ones."""


def decode(
    file: BinaryIO,
    longest: int,
    given_up: Callable[[], bool],
    *,
    page: int = 0,
    sub_page: int = -1,
    planes: bool = False,
) -> Decoded:
    """The picture in a file, at most this many pixels long, upright and in sRGB.

    Of a TIFF, that of a page, or of one of the page's sub-pages; `planes`: each colour of it stands
    apart, and libvips takes all of them at once. DecoderError if there is none.
    """
    loader = _loader(file)
    options = {"page": page, "subifd": sub_page} if loader == "tiff" else {}

    def opened() -> Any:
        source = _source(file)
        how = {"access": _FORWARD, "fail_on": Vips.FailOn.ERROR, **options}
        return _do(f"{loader}load_source", source=source, **how)

    head = opened()
    width, height = head.get_width(), head.get_height()
    is_streamed = loader == "jpeg" or (loader == "tiff" and not planes)
    is_streamed |= loader == "png" and not head.get_typeof("interlaced")
    if not is_streamed and width * height * 4 > _MOST:
        raise TooLargeError(width, height)
    size = (height, width) if head.get_orientation_swap() else (width, height)
    if loader not in _READ_BY_ROWS:  # these shrink while they load
        small = _do("thumbnail_source", source=_source(file), **_fitting(longest))
        return Decoded(_pixbuf(small, given_up), *size)
    try:
        return Decoded(_shrunk(head, longest, given_up), *size)
    except DecoderError:
        return Decoded(_intact_rows(opened, longest, given_up), *size, damaged=True)


def decode_tiff(tiff: bytes, width: int, height: int, given_up: Callable[[], bool]) -> Any:
    """The pixbuf of a TIFF in memory, distorted to this size."""
    image = _do("tiffload_buffer", buffer=Vips.Blob.copy(tiff), access=_FORWARD)
    exactly = {"width": width, "height": height, "size": Vips.Size.FORCE}
    return _pixbuf(_do("thumbnail_image", **{"in": image}, **exactly), given_up)


def _loader(file: BinaryIO) -> str:
    file.seek(0)
    head = file.read(16)
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    if head[4:8] == b"ftyp" and head[8:12] in _HEIF:
        return "heif"
    for beginning, loader in _LOADERS.items():
        if head.startswith(beginning):
            return loader
    raise UnknownFormatError


def _source(file: BinaryIO) -> Any:
    """libvips' own descriptor of the file, at its beginning."""
    file.seek(0)
    source = GObject.new(_SOURCE, descriptor=file.fileno())
    if source.build():
        raise _failure()
    return source


def _do(operation: str, **arguments: Any) -> Any:
    """The image that an operation of libvips gives."""
    made = Vips.Operation.new(operation)
    if made is None:
        raise _failure()
    try:
        for name, value in arguments.items():
            setattr(made.props, name, value)
        if made.build():
            raise _failure()
        return made.props.out
    finally:
        made.unref_outputs()


def _failure() -> DecoderError:
    """The error, after emptying libvips' list of messages, which all threads share."""
    said = Vips.error_buffer_copy()
    return DecoderError(said.strip())


def _fitting(longest: int) -> dict[str, Any]:
    return {"width": longest, "height": longest, "size": Vips.Size.DOWN}


def _shrunk(image: Any, longest: int, given_up: Callable[[], bool]) -> GdkPixbuf.Pixbuf:
    white = _WHITE.get(image.get_format())
    if white is None:
        raise DecoderError
    if image.get_format() == Vips.BandFormat.FLOAT and image.get_bands() < 3:
        # libvips takes floating-point grey to end at 255, scanners' programs at 1.
        scale = {"a": Vips.ArrayDouble.new([255.0]), "b": Vips.ArrayDouble.new([0.0])}
        image = _do("linear", **{"in": image}, **scale, uchar=True)
    image = _averaged(image, longest)
    return _pixbuf(_do("thumbnail_image", **{"in": image}, **_fitting(longest)), given_up)


def _averaged(image: Any, longest: int) -> Any:
    """The image at this length: whole pixels first, then parts, in half the time of a thumbnail's
    own way. What is left to the thumbnail is to turn it, and its colours.
    """
    width, height = image.get_width(), image.get_height()
    whole = max(width, height) // longest
    if image.get_coding() != Vips.Coding.NONE or min(width, height) < 2 * whole:
        return image
    if whole >= _LEAST_WHOLE:
        image = _do("shrink", **{"in": image}, hshrink=whole, vshrink=whole)
    part = longest / max(image.get_width(), image.get_height())
    if part < 1:
        image = _do("resize", **{"in": image}, scale=part, kernel=Vips.Kernel.LINEAR)
    return image


def _intact_rows(
    opened: Callable[[], Any], longest: int, given_up: Callable[[], bool]
) -> GdkPixbuf.Pixbuf:
    """The picture of the rows above the damage, found by halving; the others are transparent."""
    good: GdkPixbuf.Pixbuf | None = None
    least, most = 0.0, 1.0
    for _halving in range(_HALVINGS):
        part = (least + most) / 2
        image = opened()
        width, height = image.get_width(), image.get_height()
        rows = max(1, int(height * part))
        if not image.hasalpha():
            white = Vips.ArrayDouble.new([_WHITE.get(image.get_format(), 255.0)])
            image = _do("bandjoin_const", **{"in": image}, c=white)
        top = _do("extract_area", input=image, left=0, top=0, width=width, height=rows)
        filled = _do("embed", **{"in": top}, x=0, y=0, width=width, height=height)
        try:
            good, least = _shrunk(filled, longest, given_up), part
        except DecoderError:
            most = part
    if good is None:
        raise DecoderError
    return good


def _pixbuf(image: Any, given_up: Callable[[], bool]) -> GdkPixbuf.Pixbuf:
    """The pixels of an image, in sRGB with 8 bits a colour. GivenUpError if no longer wanted."""
    if image.get_typeof("icc-profile-data"):
        with contextlib.suppress(DecoderError):  # a damaged profile, or one of other colours
            image = _do("icc_transform", **{"in": image}, output_profile="srgb", embedded=True)
    if image.get_bands() < 3 or image.get_interpretation() != Vips.Interpretation.SRGB:
        image = _do("colourspace", **{"in": image}, space=Vips.Interpretation.SRGB)
    if image.get_bands() > 4:
        image = _do("extract_band", **{"in": image}, band=0, n=3)
    if image.get_format() != Vips.BandFormat.UCHAR:
        image = _do("cast", **{"in": image}, format=Vips.BandFormat.UCHAR)
    image.set_progress(True)
    listening = image.connect("eval", lambda *_of: given_up() and image.set_kill(True))
    width, height, bands = image.get_width(), image.get_height(), image.get_bands()
    pixels = image.write_to_memory()
    image.disconnect(listening)  # the image, with its open file, goes at once
    if given_up():
        raise GivenUpError
    if len(pixels) != width * height * bands:
        raise _failure()
    return GdkPixbuf.Pixbuf.new_from_bytes(
        GLib.Bytes.new(pixels),
        GdkPixbuf.Colorspace.RGB,
        bands == 4,
        8,
        width,
        height,
        width * bands,
    )
