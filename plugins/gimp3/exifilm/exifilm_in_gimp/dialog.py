"""The form in a window of GIMP's.

The one idea: the form is the same as by itself (`exifilm edit`); here it only gets a window that
belongs to GIMP's, and a word above it where there is no ExifTool.
"""

from __future__ import annotations

import gi

gi.require_version("GimpUi", "3.0")
gi.require_version("Gtk", "3.0")
from exifilm_form.form import FormView  # noqa: E402
from exifilm_form.texts import _, translated  # noqa: E402
from gi.repository import Atk, Gimp, GimpUi, Gtk  # noqa: E402

from exifilm_core.messages.programs import Programs  # noqa: E402
from exifilm_in_gimp.host import GimpHost, there_is_exiftool  # noqa: E402
from exifilm_in_gimp.messages import InGimp  # noqa: E402

_SIZE = (1180, 860)


class RecordDialog(GimpUi.Dialog):
    """A window with the form in it. It closes when all is saved."""

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
        self.form = FormView(host, picture=len(host.sheets) > 1)
        area.pack_start(self.form, True, True, 0)
        self.add_button(_("_Close"), Gtk.ResponseType.CLOSE)
        self.connect("response", lambda _dialog, _response: self.leave())
        self.connect("delete-event", self._on_delete)
        self.connect("destroy", lambda _dialog: Gtk.main_quit())

    def leave(self) -> None:
        """Close, once all is saved."""
        self.form.finish(self.destroy)

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
    """Show the form until it is closed; with `printing`, only ask what is to be printed."""
    GimpUi.init("exifilm")
    host = GimpHost(image)
    host.prepare()
    dialog = RecordDialog(host)
    dialog.show_all()
    if printing:
        from exifilm_form.printing import PrintDialog

        printer = PrintDialog(dialog.form)
        printer.connect("destroy", lambda _printer: dialog.leave())
        printer.show()
    Gtk.main()
    Gimp.displays_flush()
