"""What a decoder gives: a picture no larger than asked, with the full size of its scan."""

from __future__ import annotations

from typing import NamedTuple

from exifilm_form.gtk import GdkPixbuf

SMOOTH = GdkPixbuf.InterpType.BILINEAR


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


class GivenUpError(Exception):
    """The caller no longer wants the picture."""


class DecoderError(Exception):
    """This decoder cannot decode the file; another may."""


class UnknownFormatError(DecoderError):
    """This decoder does not know the format."""


class TooLargeError(Exception):
    """The picture needs too much memory, with either decoder."""

    def __init__(self, width: int, height: int) -> None:
        super().__init__()
        self.width, self.height = width, height
