"""The small picture of a scan: the desktop's thumbnail if it is valid, else one made for it.

A thumbnail made here is stored for other programs, and for the next start. Only pictures as they
are in the file are stored, never positives of negatives, nor pictures of damaged files.
"""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable
from pathlib import Path

from exifilm_core.files import thumbnails
from exifilm_form.gtk import GdkPixbuf, GLib
from exifilm_form.pictures import decoding, gtk_loader
from exifilm_form.pictures.decoded import (
    DecoderError,
    GivenUpError,
    TooLargeError,
)


def small_picture(
    path: Path, longest: int, given_up: Callable[[], bool]
) -> GdkPixbuf.Pixbuf | None:
    """The picture in a file, about this many pixels long or somewhat longer.

    None soon after `given_up` returned True. ExifilmError explains why there is no picture.
    """
    if png := thumbnails.find(path, longest):
        with contextlib.suppress(DecoderError, GivenUpError, TooLargeError):
            thumbnail = gtk_loader.decode(io.BytesIO(png), longest, given_up)
            if not thumbnail.damaged:
                return thumbnail.pixbuf
    before = thumbnails.status_of(path)
    fitting = thumbnails.fitting(longest)
    decoded = decoding.decode(path, fitting or longest, given_up)
    if not decoded:
        return None
    if fitting and not decoded.damaged:
        with contextlib.suppress(GLib.Error):
            _made, png = decoded.pixbuf.save_to_bufferv("png", [], [])
            thumbnails.keep(path, png, fitting, before)
    return decoded.pixbuf
