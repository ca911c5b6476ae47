"""The window that asks for the name of the exported file.

It suggests the name of the scan, or of the last export. It shows an error for a name whose format
cannot hold a record; the photographer can change the name there.
"""

from __future__ import annotations

from pathlib import Path

import gi

gi.require_version("GimpUi", "3.0")
gi.require_version("Gtk", "3.0")
from exifilm_form.session.texts import _, translated  # noqa: E402
from gi.repository import Atk, Gimp, GimpUi, Gtk  # noqa: E402

from exifilm_core.errors import ExifilmError, printable_path  # noqa: E402
from exifilm_in_gimp.exporting import FORMATS, format_of  # noqa: E402


class NamingDialog(Gtk.FileChooserDialog):
    """Asks where to export to."""

    def __init__(self, image: Gimp.Image) -> None:
        super().__init__(
            title=_("Export with Exposure Record"),
            action=Gtk.FileChooserAction.SAVE,
            do_overwrite_confirmation=True,
            role="exifilm-export",
        )
        self.add_button(_("_Cancel"), Gtk.ResponseType.CANCEL)
        self.add_button(_("_Export"), Gtk.ResponseType.OK)
        self.set_default_response(Gtk.ResponseType.OK)
        self._refusal = Gtk.Label(wrap=True, max_width_chars=80, xalign=0)
        self._refusal.get_accessible().set_role(Atk.Role.ALERT)
        self.set_extra_widget(self._refusal)
        names = [f"*{suffix}" for one in FORMATS for suffix in one.suffixes]
        ours, every = Gtk.FileFilter(), Gtk.FileFilter()
        ours.set_name(", ".join(one.name for one in FORMATS))
        for name in names:
            ours.add_pattern(name)
            ours.add_pattern(name.upper())
        every.set_name(_("All files"))
        every.add_pattern("*")
        self.add_filter(ours)
        self.add_filter(every)
        suggested = suggested_path(image)
        if suggested.is_absolute():
            self.set_current_folder(str(suggested.parent))
        self.set_current_name(printable_path(Path(suggested.name)))

    def ask(self) -> Path | None:
        """The file to export to, or None if the photographer cancels."""
        while self.run() == Gtk.ResponseType.OK:
            path = Path(self.get_filename())
            try:
                format_of(path)
            except ExifilmError as problem:
                self._refusal.set_text(translated(problem.text))
                continue
            return path
        return None


def suggested_path(image: Gimp.Image) -> Path:
    """The name of the last export, else of the image's file, with a suitable extension."""
    for file in (image.get_exported_file(), image.get_imported_file(), image.get_file()):
        if file is not None and file.get_path():
            path = Path(file.get_path())
            break
    else:
        path = Path(image.get_name())
    try:
        format_of(path)
    except ExifilmError:
        return path.with_suffix(".jpg")
    return path


def ask_for_name(image: Gimp.Image) -> Path | None:
    """Ask in a window of its own; None if it is closed without a name."""
    GimpUi.init("exifilm")
    dialog = NamingDialog(image)
    path = dialog.ask()
    dialog.destroy()
    while Gtk.events_pending():
        Gtk.main_iteration()
    return path
