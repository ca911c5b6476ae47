"""Loads the small pictures of the scans in view, for the strip of thumbnails and for the grid.

A worker gets them one by one; those in view, and the last few hundred, stay in memory. A scan that
has left the view by the time its turn comes is passed over. Positives are made only where they are
shown: each takes the worker ten times as long as a stored thumbnail, and GTK would wait for it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from exifilm_form.gtk import Gdk, GdkPixbuf, GLib, cairo
from exifilm_form.pictures import positives
from exifilm_form.pictures.decoded import SMOOTH
from exifilm_form.pictures.small_pictures import small_picture
from exifilm_form.session.worker import Worker

_MOST_KEPT = 300
"""Pictures that stay in memory when they are out of view, if they are small."""
_MOST_BYTES = 96_000_000


class Small(NamedTuple):
    """A scan's small picture."""

    as_scanned: GdkPixbuf.Pixbuf
    shown: cairo.ImageSurface
    """As it is in the file, or as a positive."""


class Loader:
    """The small pictures by the numbers of their scans, loaded as far as they are in view."""

    def __init__(
        self,
        in_view: Callable[[int], bool],
        came: Callable[[int, Exception | None], None],
    ) -> None:
        """`came` tells that a picture is there, or why there is none; both on the main thread."""
        self._in_view, self._came = in_view, came
        self.kept: dict[int, Small | None] = {}
        """None for a scan that has no picture."""
        self._before: dict[int, GdkPixbuf.Pixbuf] = {}
        """Pictures that are there already, but are to be shown the other way."""
        self._positive = False
        self._asked: set[int] = set()
        self._round = 0
        self._room, self._factor = (0, 0), 1
        self._worker = Worker(partial(GLib.idle_add, priority=GLib.PRIORITY_LOW), "thumbnails")

    @property
    def pending(self) -> int:
        """The pictures that are being loaded, or wait for it."""
        return self._worker.pending

    def start_over(self, room: tuple[int, int], factor: int) -> None:
        """Drop all pictures; the next ones fit into the room, with `factor` times its pixels."""
        self._round += 1
        self._room, self._factor = (room[0] * factor, room[1] * factor), factor
        self.kept.clear()
        self._before.clear()
        self._asked.clear()

    def show_positives(self, wanted: bool) -> bool:
        """Give positives, or the pictures as they are in the files; then ask for them again.

        Returns whether it gave the others before.
        """
        if wanted == self._positive:
            return False
        self._positive = wanted
        self._round += 1
        self._before |= {index: small.as_scanned for index, small in self.kept.items() if small}
        self.kept.clear()
        self._asked.clear()
        return True

    def ask(self, index: int, path: Path | None) -> None:
        """Load the picture of a scan, unless it is there or on its way."""
        if path is None or index in self.kept or index in self._asked:
            return  # no path: an image that was never saved; its frame stays empty
        asked_in, room, factor = self._round, self._room, self._factor
        before, positive = self._before.get(index), self._positive
        self._asked.add(index)

        def given_up() -> bool:
            return self._round != asked_in or not self._in_view(index)

        def job() -> Small | None:
            if given_up():
                return None
            found = before or small_picture(path, max(room), given_up)
            if found is None:
                return None
            part = min(room[0] / found.get_width(), room[1] / found.get_height(), 1.0)
            small = [max(1, round(s * part)) for s in (found.get_width(), found.get_height())]
            if part < 1:
                found = found.scale_simple(*small, SMOOTH)
            shown = positives.positive(found) if positive else found
            return Small(found, Gdk.cairo_surface_create_from_pixbuf(shown, factor, None))

        self._worker.do(job, partial(self._on_loaded, asked_in, index, path), urgent=False)

    def _on_loaded(
        self, asked_in: int, index: int, path: Path, result: Any, error: Exception | None
    ) -> None:
        if asked_in != self._round:
            return
        self._asked.discard(index)
        if result is None and error is None:
            if self._in_view(index):  # again
                self.ask(index, path)
            return
        self._before.pop(index, None)
        self.kept[index] = result
        self._forget()
        self._came(index, error)

    def _forget(self) -> None:
        """Drop the pictures loaded first, but none in view."""
        each = self._room[0] * self._room[1] * 4 * len(Small._fields)
        too_many = len(self.kept) - min(_MOST_KEPT, _MOST_BYTES // max(each, 1))
        if too_many > 0:
            old = (index for index in self.kept if not self._in_view(index))
            for index in [index for index, _ in zip(old, range(too_many), strict=False)]:
                del self.kept[index]

    def close(self) -> None:
        """End after the picture that is being loaded."""
        self._round += 1
        self._worker.close()
