"""The pictures next to the form: the open scan's with its tools, and the strip of all scans."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from exifilm_form.form.keys import KEYS
from exifilm_form.gtk import GLib, Gtk
from exifilm_form.pictures.picture import ScanPicture
from exifilm_form.pictures.picture_bar import PictureBar
from exifilm_form.pictures.thumbnails import Thumbnails
from exifilm_form.session.edit_session import EditSession

_SOON = 60
"""Milliseconds from the opening of a scan to its picture: none is read for a scan passed by."""


class PicturesInForm(Gtk.Box):
    """Shows which scan is open and which are selected; a click in the strip chooses others."""

    def __init__(self, session: EditSession, select_all: Callable[[], object]) -> None:
        super().__init__(orientation=Gtk.Orientation.VERTICAL, spacing=4, margin_start=8)
        self._session = session
        self._shown: Path | None = Path()  # no scan's path, so the first is shown
        self._due = 0
        self.picture, self.thumbnails = ScanPicture(), Thumbnails()
        self.bar = PictureBar(self.picture, self.thumbnails, KEYS)
        self.pack_start(self.picture, True, True, 0)
        self.pack_start(self.bar, False, False, 0)
        self.pack_start(self.thumbnails, False, False, 0)
        self.show_all()
        self.thumbnails.several = session.together.possible
        self.thumbnails.connect("selected", lambda _strip, index: session.select(index))
        self.thumbnails.connect("toggled", self._on_toggled)
        self.thumbnails.connect("extended", self._on_extended)
        self.thumbnails.connect("everything", lambda *_of: select_all())
        self.connect("map", lambda _pictures: self._show_picture())
        self.connect("destroy", self._on_destroy)

    @property
    def is_due(self) -> bool:
        """Whether the open scan's picture is about to be shown."""
        return bool(self._due)

    def opened(self) -> None:
        """Another scan is open: show it in the strip, and soon its picture."""
        self.thumbnails.select(self._session.index, self._session.selection.chosen)
        if self._due:
            GLib.source_remove(self._due)
        self._due = GLib.timeout_add(_SOON, self._show_picture)

    def fill_strip(self) -> bool:
        """Show all scans in the strip. Returns False, so that an idle call is the last."""
        self.thumbnails.set_sheets(self._session.scans)
        self.thumbnails.select(self._session.index, self._session.selection.chosen)
        return False

    def _show_picture(self) -> bool:
        self._due = 0
        if self._session.index < 0 or not self.get_mapped():
            return False  # once it is mapped, it comes here again
        path = self._session.scan.path
        if path != self._shown:
            self._shown = path
            self.picture.show_file(path)
        return False

    def _on_toggled(self, _strip: Gtk.Widget, index: int) -> None:
        self._session.select_several(self._session.selection.toggled(index))

    def _on_extended(self, _strip: Gtk.Widget, index: int) -> None:
        self._session.select_several(self._session.selection.extended(index))

    def _on_destroy(self, _pictures: Gtk.Widget) -> None:
        if self._due:
            GLib.source_remove(self._due)
