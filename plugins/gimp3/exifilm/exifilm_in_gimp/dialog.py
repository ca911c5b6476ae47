"""The form in a window of GIMP's: the same form as `exifilm edit` shows.

The window adds GIMP's own messages: that ExifTool is missing, and that exports omit the record.
"""

from __future__ import annotations

from functools import partial

import gi

gi.require_version("GimpUi", "3.0")
gi.require_version("Gtk", "3.0")
from exifilm_form.form.form_view import FormView  # noqa: E402
from exifilm_form.session.texts import _, translated  # noqa: E402
from gi.repository import Atk, Gimp, GimpUi, Gtk  # noqa: E402

from exifilm_core.messages.programs import Programs  # noqa: E402
from exifilm_in_gimp.hint import ExportHint  # noqa: E402
from exifilm_in_gimp.host import GimpHost, there_is_exiftool  # noqa: E402
from exifilm_in_gimp.messages import InGimp  # noqa: E402

_SIZE = (1180, 860)
_SIZE_OF_HINT = (640, 1)


class RecordDialog(GimpUi.Dialog):
    """A window with the form in it. It closes when everything is saved."""

    def __init__(self, host: GimpHost) -> None:
        super().__init__(
            title=f"{host.title} – " + _("Exposure records"), role="exifilm", use_header_bar=0
        )
        self.set_default_size(*_SIZE)
        area = self.get_content_area()
        if not there_is_exiftool():
            without, get = InGimp.WITHOUT_EXIFTOOL(), Programs.GET_EXIFTOOL()
            words = f"{translated(without)} {translated(get)}"
            area.pack_start(_note(words, Gtk.MessageType.WARNING), False, False, 0)
        self._hint = ExportHint(self._ticked)
        area.pack_start(self._hint, False, False, 0)
        host.after_save = self._hint.show_for
        self.form = FormView(host, picture=len(host.scans) > 1)
        area.pack_start(self.form, True, True, 0)
        self._finished = False
        self.add_button(_("_Close"), Gtk.ResponseType.CLOSE)
        self.connect("response", lambda _dialog, _response: self.leave())
        self.connect("delete-event", self._on_delete)
        self.connect("destroy", lambda _dialog: Gtk.main_quit())

    def leave(self) -> None:
        """Save everything, then close."""
        if self._finished:
            self.destroy()
        else:
            self.form.finish(partial(self._on_finished, hint_seen=self._hint.get_visible()))

    def _on_finished(self, *, hint_seen: bool) -> None:
        """Close; if the last save has shown the hint, keep only the hint open."""
        self._finished = True
        if hint_seen or not self._hint.get_visible():
            self.destroy()
            return
        self.form.hide()
        self.resize(*_SIZE_OF_HINT)
        self._hint.connect("hide", lambda _hint: self.destroy())

    def _ticked(self) -> None:
        if self._finished:
            self.destroy()

    def _on_delete(self, *_event: object) -> bool:
        self.leave()
        return True


def _note(words: str, kind: Gtk.MessageType) -> Gtk.InfoBar:
    bar = Gtk.InfoBar(message_type=kind)
    label = Gtk.Label(label=words, wrap=True, xalign=0, selectable=True, can_focus=False)
    label.get_accessible().set_role(Atk.Role.ALERT)
    bar.get_content_area().pack_start(label, True, True, 0)
    return bar


def run(image: Gimp.Image, *, printing: bool = False) -> None:
    """Show the form until it closes; with `printing`, only the print dialogue."""
    GimpUi.init("exifilm")
    host = GimpHost(image)
    host.prepare()
    dialog = RecordDialog(host)
    dialog.show_all()
    if printing:
        from exifilm_form.printing.print_dialog import PrintDialog

        printer = PrintDialog(dialog.form)
        printer.connect("destroy", lambda _printer: dialog.leave())
        printer.show()
    Gtk.main()
    Gimp.displays_flush()
