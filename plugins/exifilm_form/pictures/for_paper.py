"""Small pictures of scans for paper, for the `exifilm` command, whose Python may lack GTK.

The command starts `main` in a Python that has GTK, and asks for one picture after the other. So
print and window share their decoders, and a picture that ends a decoder does not end the command.
The window needs no display for this.

A request is the length of a path and a line break, then the path's bytes. An answer is a line of
four numbers (the picture's width and height, the lengths of its JPEG and of a message), then both.
Without a JPEG the message says why; with one, what is wrong with it. The first line is READY.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from exifilm_core.errors import ExifilmError

if TYPE_CHECKING:
    from exifilm_form.gtk import GdkPixbuf

READY = b"ready\n"
_NO_GTK = 69
_QUALITY = "82"
_WHITE = 0xFFFFFF


class _Answer(NamedTuple):
    jpeg: bytes = b""
    width: int = 0
    height: int = 0
    said: str = ""

    def to_bytes(self) -> bytes:
        said = self.said.encode("utf-8", "replace")
        head = f"{self.width} {self.height} {len(self.jpeg)} {len(said)}\n"
        return head.encode("ascii") + self.jpeg + said


def main(longest: int) -> int:
    """Answer requests until there are no more; pictures are at most so many pixels long."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the command ends this process
    try:
        from exifilm_form.pictures import decoding  # noqa: F401 - loads before the first request
    except (ImportError, ValueError):
        return _NO_GTK
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    answers.write(READY)
    answers.flush()
    while length := requests.readline():
        path = Path(os.fsdecode(requests.read(int(length))))
        answers.write(_picture(path, longest).to_bytes())
        answers.flush()
    return 0


def _picture(path: Path, longest: int) -> _Answer:
    from exifilm_form.gtk import GLib
    from exifilm_form.pictures import decoding
    from exifilm_form.session.texts import _, translated

    try:
        decoded = decoding.decode(path, longest)
        assert decoded, "nothing gives it up"
        pixbuf = _without_holes(decoded.pixbuf)
        _made, jpeg = pixbuf.save_to_bufferv("jpeg", ["quality"], [_QUALITY])
    except ExifilmError as problem:
        return _Answer(said=translated(problem.text))
    except GLib.Error:
        return _Answer(said=_("The picture in this file cannot be decoded."))
    said = _("Parts of this file are damaged.") if decoded.damaged else ""
    return _Answer(bytes(jpeg), pixbuf.get_width(), pixbuf.get_height(), said)


def _without_holes(pixbuf: GdkPixbuf.Pixbuf) -> GdkPixbuf.Pixbuf:
    """The picture on white, where it is transparent."""
    if not pixbuf.get_has_alpha():
        return pixbuf
    from exifilm_form.pictures.decoded import SMOOTH

    size = pixbuf.get_width(), pixbuf.get_height()
    return pixbuf.composite_color_simple(*size, SMOOTH, 255, 8, _WHITE, _WHITE)
