"""Pictures decoded from scans, no larger than asked, in any thread, until cancelled.

libvips decodes what it can, where it is installed; GTK's own loader decodes the rest. Either bounds
the memory first. A picture that needs too much raises an error.
"""

from __future__ import annotations

import contextlib
import io
import os
import stat
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import BinaryIO

from exifilm_core.files import truncation
from exifilm_form.gtk import Gdk, GdkPixbuf, cairo
from exifilm_form.pictures import gtk_loader, photoshop, tiff_pages
from exifilm_form.pictures.decoded import (
    SMOOTH,
    Decoded,
    DecoderError,
    GivenUpError,
    TooLargeError,
    UnknownFormatError,
)
from exifilm_form.session.texts import FormError, _

_LIBVIPS = "gir1.2-vips-8.0"
"""Debian's package of libvips for this window."""
_UNKNOWN_TO_GTK = (".webp", ".heic", ".heif", ".jxl")
_NOT_ALL_BY_GTK = (".tif", ".tiff", ".dng", ".png")
"""Suffixes of files that libvips decodes, and GTK's own loader not, or not all."""
_CHECKED = {b"\xff\xd8": "JPEG", b"\x89PNG": "PNG"}
"""Formats that may be shown as far as they are there, without an error: how they begin."""


def decode(path: Path, longest: int, given_up: Callable[[], bool] = bool) -> Decoded | None:
    """The picture in a file, at most this many pixels long.

    None soon after `given_up` returned True. ExifilmError explains why there is no picture.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # a pipe would block for ever
            raise FormError(_("This is a folder, a device or a pipe, not a scan."))
        # Without a buffer: libvips moves the place in the file that its descriptor shares.
        with path.open("rb", buffering=0) as file:
            decoded = _decoded(file, longest, given_up)
            file.seek(0)
            head = file.read(4)
        kind = next((kind for start, kind in _CHECKED.items() if head.startswith(start)), "")
        damaged = decoded.damaged or truncation.is_cut_short(path, kind)
        return decoded._replace(damaged=damaged)
    except GivenUpError:
        return None
    except (DecoderError, TooLargeError) as problem:
        raise FormError(_explained(problem, path)) from problem
    except MemoryError as problem:
        raise FormError(_("There is not enough memory to show this picture.")) from problem
    except FileNotFoundError as problem:
        raise FormError(_("This file no longer exists.")) from problem
    except OSError as problem:
        reason = problem.strerror or str(problem)
        raise FormError(_("This file cannot be read: {reason}.").format(reason=reason)) from problem


def _decoded(file: BinaryIO, longest: int, given_up: Callable[[], bool]) -> Decoded:
    head = file.read(16)
    if photoshop.is_photoshop(head):
        return _photoshop(file, longest, given_up)
    if tiff_pages.is_tiff(head):
        return _tiff(file, longest, given_up)
    is_damaged = False
    if vips := _libvips():
        try:
            found: Decoded = vips.decode(file, longest, given_up)
            return found
        except UnknownFormatError:
            pass
        except DecoderError:  # not kept: its frames hold libvips' descriptor
            is_damaged = True
    file.seek(0)
    try:
        return gtk_loader.decode(file, longest, given_up)
    except UnknownFormatError:
        if is_damaged:  # libvips knows the format
            raise DecoderError from None
        raise


def _tiff(file: BinaryIO, longest: int, given_up: Callable[[], bool]) -> Decoded:
    found = tiff_pages.best_page(file, longest)
    page = found.page
    try:
        if not (vips := _libvips()):
            raise DecoderError
        where = {"page": page.number, "sub_page": page.below, "planes": page.has_planes}
        decoded: Decoded = vips.decode(file, longest, given_up, **where)
    except DecoderError as problem:
        found = tiff_pages.best_page(file, tiff_pages.LONGEST)
        page = found.page
        try:
            decoded = _first_page(file, page, longest, given_up)
        except TooLargeError:
            if vips:  # it could have shown the picture, but for the damage
                raise problem from None
            raise
    is_turned = (decoded.width, decoded.height) != (page.width, page.height)
    width, height = (found.height, found.width) if is_turned else (found.width, found.height)
    return decoded._replace(width=width, height=height, number=found.number, pages=found.pages)


def _first_page(
    file: BinaryIO, page: tiff_pages.Page, longest: int, given_up: Callable[[], bool]
) -> Decoded:
    """The page decoded by GTK's loader, which decodes only the first one, and only intact."""
    if page.number > 0 or page.below >= 0:
        raise DecoderError
    if page.width * page.height * 4 + os.fstat(file.fileno()).st_size > gtk_loader.MOST:
        raise TooLargeError(page.width, page.height)
    file.seek(0)
    decoded = gtk_loader.decode(file, longest, given_up, "tiff")
    if decoded.damaged or truncation.is_cut_short(Path(file.name), "TIFF"):
        raise DecoderError  # what is missing would be whatever the memory held
    return decoded


def _photoshop(file: BinaryIO, longest: int, given_up: Callable[[], bool]) -> Decoded:
    picture = photoshop.photoshop(file)
    part = min(1.0, longest / max(picture.width, picture.height))
    small = max(1, round(picture.width * part)), max(1, round(picture.height * part))
    tiff = picture.tiff(file, small[1], given_up)
    if vips := _libvips():
        with contextlib.suppress(DecoderError):
            return Decoded(vips.decode_tiff(tiff, *small, given_up), picture.width, picture.height)
    rows = gtk_loader.decode(io.BytesIO(tiff), picture.width, given_up).pixbuf
    return Decoded(rows.scale_simple(*small, SMOOTH), picture.width, picture.height)


@cache
def _libvips() -> ModuleType | None:
    """The module that uses libvips, None where libvips is not installed."""
    try:
        from exifilm_form.pictures import vips
    except ImportError:
        return None
    return vips


def _explained(problem: DecoderError | TooLargeError, path: Path) -> str:
    """The sentence for the user, with the package that may help."""
    may_help = _NOT_ALL_BY_GTK
    if isinstance(problem, TooLargeError):
        said = _("This picture of {width} × {height} pixels needs too much memory to be shown.")
        said = said.format(width=problem.width, height=problem.height)
    elif isinstance(problem, UnknownFormatError):
        said = _("This picture format cannot be shown here. The record can be filled in.")
        may_help = _UNKNOWN_TO_GTK
    else:
        said = _("The picture in this file cannot be decoded.")
    if path.suffix.lower() in may_help and not _libvips():
        said += " " + _("Install {name} to show it.").format(name=_LIBVIPS)
    return said


def surfaces(pixbuf: GdkPixbuf.Pixbuf, smallest: int = 256) -> list[cairo.ImageSurface]:
    """The picture for drawing: full size, then repeatedly halved, so that drawing is quick."""
    found = []
    while True:
        found.append(Gdk.cairo_surface_create_from_pixbuf(pixbuf, 1, None))
        width, height = pixbuf.get_width() // 2, pixbuf.get_height() // 2
        if max(width, height) < smallest or not min(width, height):
            return found
        pixbuf = pixbuf.scale_simple(width, height, SMOOTH)
