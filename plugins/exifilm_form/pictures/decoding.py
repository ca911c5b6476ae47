"""Pictures decoded from scans, no larger than asked, in any thread, until cancelled.

This module bounds the memory before it decodes. It decodes TIFF and Photoshop files in bands, and
JPEG files at a smaller scale. Any other picture that needs too much memory raises an error. Colours
are those in the file, without its profile.
"""

from __future__ import annotations

import io
import stat
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, NamedTuple

import cairo
import gi

gi.require_version("Gdk", "3.0")
gi.require_version("GdkPixbuf", "2.0")
from gi.repository import Gdk, GdkPixbuf, GLib  # noqa: E402

from exifilm_form.pictures import psd_bands, tiff_bands  # noqa: E402
from exifilm_form.session.texts import FormError, _  # noqa: E402

_MOST = 600_000_000
"""The most bytes that a picture may take if it can only be decoded at full size."""
_CHUNK = 1 << 18
SMOOTH = GdkPixbuf.InterpType.BILINEAR
_UNDECODED = 0x80808000
"""The colour for damaged parts of a file: transparent."""
_LOADERS = {
    ".webp": "webp-pixbuf-loader",
    ".heic": "heif-gdk-pixbuf",
    ".heif": "heif-gdk-pixbuf",
}
"""Debian's packages by file suffix; each package lets GTK decode such files."""
_TURNS = {
    1: (0, False),
    2: (0, True),
    3: (180, False),
    4: (180, True),
    5: (270, True),
    6: (270, False),
    7: (90, True),
    8: (90, False),
}
"""Orientation as TIFF counts it: degrees to turn counter-clockwise, then whether to mirror."""


class Decoded(NamedTuple):
    """A picture, and the full size of its scan."""

    pixbuf: GdkPixbuf.Pixbuf
    width: int
    height: int
    damaged: bool = False
    """Whether parts of it could not be decoded."""
    number: int = 1
    """Which page of the file it is."""
    pages: int = 1


class _GivenUpError(Exception):
    """The caller no longer wants the picture."""


def decode(path: Path, longest: int, given_up: Callable[[], bool] = bool) -> Decoded | None:
    """The picture in a file, at most this many pixels long.

    None soon after `given_up` returned True. ExifilmError explains why there is no picture.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # a pipe would block for ever
            raise FormError(_("This is a folder, a device or a pipe, not a scan."))
        with path.open("rb") as file:
            head = file.read(16)
            file.seek(0)
            if tiff_bands.is_tiff(head):
                found = tiff_bands.best_page(file, longest)
                size = found.width, found.height
                decoded = _in_bands(file, found.page, size, longest, given_up)
                return decoded._replace(number=found.number, pages=found.pages)
            if psd_bands.is_psd(head):
                page = psd_bands.page(file)
                return _in_bands(file, page, (page.width, page.height), longest, given_up)
            return _other(file, longest, given_up)
    except _GivenUpError:
        return None
    except MemoryError as problem:
        raise FormError(_("There is not enough memory to show this picture.")) from problem
    except FileNotFoundError as problem:
        raise FormError(_("This file no longer exists.")) from problem
    except OSError as problem:
        reason = problem.strerror or str(problem)
        raise FormError(_("This file cannot be read: {reason}.").format(reason=reason)) from problem


def _in_bands(
    file: BinaryIO,
    page: tiff_bands.Page,
    size: tuple[int, int],
    longest: int,
    given_up: Callable[[], bool],
) -> Decoded:
    """The picture of a page; the scan has that size."""
    part = min(1.0, longest / max(page.width, page.height))
    width, height = max(1, round(page.width * part)), max(1, round(page.height * part))
    whole = GdkPixbuf.Pixbuf.new(GdkPixbuf.Colorspace.RGB, True, 8, width, height)
    whole.fill(_UNDECODED)
    failed: GLib.Error | None = None
    shown, complete = False, True
    for band in page.bands(file, height):
        if given_up():
            raise _GivenUpError
        top, bottom = (round(row * height / page.height) for row in (band.first, band.after))
        if bottom == top:
            continue
        try:
            decoded = _loaded(io.BytesIO(band.tiff), "tiff", None, given_up)[0]
        except GLib.Error as problem:
            failed = problem
            continue
        shown, complete = True, complete and band.whole
        scaled = decoded.scale_simple(width, bottom - top, SMOOTH)
        scaled.copy_area(0, 0, width, bottom - top, whole, 0, top)
    if not shown:
        raise FormError(_("The picture in this file cannot be decoded.")) from failed
    if page.orientation in (5, 6, 7, 8):
        size = size[::-1]
    return Decoded(_turned(whole, page.orientation), *size, damaged=bool(failed) or not complete)


def _turned(pixbuf: GdkPixbuf.Pixbuf, orientation: int) -> GdkPixbuf.Pixbuf:
    degrees, mirrored = _TURNS.get(orientation, (0, False))
    if degrees:
        pixbuf = pixbuf.rotate_simple(GdkPixbuf.PixbufRotation(degrees))
    return pixbuf.flip(True) if mirrored else pixbuf


def _other(file: BinaryIO, longest: int, given_up: Callable[[], bool]) -> Decoded:
    try:
        pixbuf, size, damaged = _loaded(file, "", longest, given_up)
    except GLib.Error as problem:
        if problem.matches(GdkPixbuf.pixbuf_error_quark(), GdkPixbuf.PixbufError.UNKNOWN_TYPE):
            raise FormError(_not_known(Path(file.name))) from problem
        raise FormError(_("The picture in this file cannot be decoded.")) from problem
    upright = pixbuf.apply_embedded_orientation() or pixbuf
    if (upright.get_width() > upright.get_height()) != (pixbuf.get_width() > pixbuf.get_height()):
        size = size[::-1]
    part = longest / max(upright.get_width(), upright.get_height())
    if part < 1:
        small = (
            max(1, round(upright.get_width() * part)),
            max(1, round(upright.get_height() * part)),
        )
        upright = upright.scale_simple(*small, SMOOTH)
    return Decoded(upright, *size, damaged=damaged)


def _not_known(path: Path) -> str:
    said = _("This picture format cannot be shown here. The record can be filled in.")
    if package := _LOADERS.get(path.suffix.lower()):
        said += " " + _("Install {name} to show it.").format(name=package)
    return said


def _loaded(
    file: BinaryIO, kind: str, longest: int | None, given_up: Callable[[], bool]
) -> tuple[GdkPixbuf.Pixbuf, tuple[int, int], bool]:
    """The picture, its full size, and whether it is damaged. GLib.Error if there is none."""
    loader = GdkPixbuf.PixbufLoader.new_with_type(kind) if kind else GdkPixbuf.PixbufLoader()
    found: list[tuple[int, int]] = []
    too_large: list[bool] = []

    def prepare(loader: GdkPixbuf.PixbufLoader, width: int, height: int) -> None:
        found.append((width, height))
        if longest is None:
            return
        part = longest / max(width, height, 1)
        if loader.get_format().get_name() != "jpeg" and width * height * 4 > _MOST:
            too_large.append(True)
            loader.set_size(0, 0)
        elif part < 1:
            loader.set_size(max(1, round(width * part)), max(1, round(height * part)))

    loader.connect("size-prepared", prepare)
    damage: GLib.Error | None = None
    try:
        while chunk := file.read(_CHUNK):
            if given_up():
                raise _GivenUpError
            loader.write(chunk)
            if too_large:
                break
    except GLib.Error as problem:
        damage = problem
    finally:
        try:
            loader.close()
        except GLib.Error as problem:
            damage = damage or problem
    if too_large:
        raise FormError(
            _(
                "This picture of {width} × {height} pixels needs too much memory to be shown."
            ).format(width=found[0][0], height=found[0][1])
        )
    pixbuf = loader.get_pixbuf()
    if pixbuf is None or (kind and damage):
        raise damage or GLib.Error("no picture")
    return pixbuf, found[0] if found else (pixbuf.get_width(), pixbuf.get_height()), bool(damage)


def surfaces(pixbuf: GdkPixbuf.Pixbuf, smallest: int = 256) -> list[cairo.ImageSurface]:
    """The picture for drawing: full size, then repeatedly halved, so that drawing is quick."""
    found = []
    while True:
        found.append(Gdk.cairo_surface_create_from_pixbuf(pixbuf, 1, None))
        width, height = pixbuf.get_width() // 2, pixbuf.get_height() // 2
        if max(width, height) < smallest or not min(width, height):
            return found
        pixbuf = pixbuf.scale_simple(width, height, SMOOTH)
