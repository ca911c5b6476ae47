"""Pictures decoded by GTK's own loader, where libvips is not installed or cannot decode them.

The loader decodes most formats at full size, so this module bounds the memory before it does.
Colours are those in the file, without its profile.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import BinaryIO

from exifilm_form.gtk import GdkPixbuf, GLib
from exifilm_form.pictures.decoded import (
    SMOOTH,
    Decoded,
    DecoderError,
    GivenUpError,
    TooLargeError,
    UnknownFormatError,
)

MOST = 600_000_000
"""The most bytes that a picture may take if it can only be decoded at full size."""
_CHUNK = 1 << 18


def decode(file: BinaryIO, longest: int, given_up: Callable[[], bool], kind: str = "") -> Decoded:
    """The picture in a file, at most this many pixels long. DecoderError if there is none.

    `kind` is the format's name where the loader might not recognise it.
    """
    try:
        loader = GdkPixbuf.PixbufLoader.new_with_type(kind) if kind else GdkPixbuf.PixbufLoader()
        pixbuf, size, damaged = _loaded(loader, file, longest, given_up)
    except GLib.Error as problem:
        if problem.matches(GdkPixbuf.pixbuf_error_quark(), GdkPixbuf.PixbufError.UNKNOWN_TYPE):
            raise UnknownFormatError from problem
        raise DecoderError from problem
    upright = pixbuf.apply_embedded_orientation() or pixbuf
    if (upright.get_width() > upright.get_height()) != (pixbuf.get_width() > pixbuf.get_height()):
        size = size[::-1]
    part = longest / max(upright.get_width(), upright.get_height())
    if part < 1:
        small = (
            max(1, round(length * part)) for length in (upright.get_width(), upright.get_height())
        )
        upright = upright.scale_simple(*small, SMOOTH)
    return Decoded(upright, *size, damaged=damaged)


def _loaded(
    loader: GdkPixbuf.PixbufLoader,
    file: BinaryIO,
    longest: int,
    given_up: Callable[[], bool],
) -> tuple[GdkPixbuf.Pixbuf, tuple[int, int], bool]:
    """The picture, its full size, and whether it is damaged. GLib.Error if there is none."""
    found: list[tuple[int, int]] = []
    too_large: list[bool] = []

    def prepare(loader: GdkPixbuf.PixbufLoader, width: int, height: int) -> None:
        found.append((width, height))
        part = longest / max(width, height, 1)
        if loader.get_format().get_name() != "jpeg" and width * height * 4 > MOST:
            too_large.append(True)
            loader.set_size(0, 0)
        elif part < 1:
            loader.set_size(max(1, round(width * part)), max(1, round(height * part)))

    loader.connect("size-prepared", prepare)
    damage: GLib.Error | None = None
    try:
        while chunk := file.read(_CHUNK):
            if given_up():
                raise GivenUpError
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
        raise TooLargeError(*found[0])
    pixbuf = loader.get_pixbuf()
    if pixbuf is None:
        raise damage or GLib.Error("no picture")
    return pixbuf, found[0] if found else (pixbuf.get_width(), pixbuf.get_height()), bool(damage)
