"""GTK's own print dialogue, and the job that sends a finished document to the printer.

GTK's Python interface has only GtkPrintOperation, with which a program draws each page itself. The
same library has a dialogue and a job for files; this module calls them through C.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from platformdirs import user_state_path

from exifilm_core.printing import Paper
from exifilm_form.gtk import GLib, GObject, Gtk
from exifilm_form.session.texts import _

_LIBRARIES = ("libgtk-3.so.0", "libgtk-3.0.dylib")
_TAKES_PDF, _TAKES_POSTSCRIPT = 1 << 5, 1 << 6
"""The flags of GtkPrintCapabilities for the file formats that we can print."""


class _Error(ctypes.Structure):
    """GError in C."""

    _fields_ = (
        ("domain", ctypes.c_uint32),
        ("code", ctypes.c_int),
        ("message", ctypes.c_char_p),
    )


_Ended = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p, ctypes.POINTER(_Error))
_under_way: dict[int, Any] = {}
"""Jobs that are being sent, and their callbacks for C, by the jobs' addresses."""


@dataclass(frozen=True)
class Chosen:
    """The user's choice in the dialogue."""

    printer: Any
    settings: Gtk.PrintSettings
    page_setup: Gtk.PageSetup

    @property
    def name(self) -> str:
        return str(self.printer.props.name)

    @property
    def suffix(self) -> str:
        """The file format that the printer accepts: .pdf or .ps."""
        wanted = self.settings.get("output-file-format") if self.printer.props.is_virtual else None
        return ".pdf" if wanted == "pdf" or not self.printer.props.accepts_ps else ".ps"

    def is_duplex(self, paper: Paper) -> bool | None:
        """Whether paper turns at its left or right edge; None: the dialogue did not ask."""
        if not self.settings.has_key("duplex"):
            return None
        return bool(self.settings.get_duplex() == _turned(paper))


def can_ask() -> bool:
    """Whether this GTK has the dialogue: it does on Linux and other systems with X or Wayland."""
    return _gtk() is not None


@cache
def _gtk() -> ctypes.CDLL | None:
    """GTK's library, with ctypes signatures for its printing functions."""
    for name in _LIBRARIES:
        try:
            gtk = ctypes.CDLL(name)
            for kind in ("gtk_print_unix_dialog", "gtk_print_job", "gtk_printer"):
                get_type = getattr(gtk, f"{kind}_get_type")
                get_type.restype = ctypes.c_size_t
                get_type()
        except (OSError, AttributeError):
            continue
        pointer, text = ctypes.c_void_p, ctypes.c_char_p
        error = ctypes.POINTER(ctypes.POINTER(_Error))
        gtk.gtk_print_job_set_source_file.argtypes = [pointer, text, error]
        gtk.gtk_print_job_set_source_file.restype = ctypes.c_int
        gtk.gtk_print_job_send.argtypes = [pointer, _Ended, pointer, pointer]
        gtk.gtk_print_job_send.restype = None
        return gtk
    return None


def ask(
    parent: Gtk.Window,
    paper: Paper,
    duplex: bool,
    settings: Gtk.PrintSettings,
    then: Callable[[Chosen | None], None],
) -> None:
    """Ask for a printer, copies and so on; `settings` are those of the last time."""
    assert _gtk(), "can_ask() says whether one can"
    settings = settings.copy()
    settings.set_duplex(_turned(paper) if duplex else Gtk.PrintDuplex.SIMPLEX)
    page_setup = Gtk.PageSetup()
    page_setup.set_paper_size(Gtk.PaperSize.new_from_ipp(paper.name, *paper.sides))
    dialogue = GObject.new(
        GObject.type_from_name("GtkPrintUnixDialog"),
        title=_("Print"),
        transient_for=parent,
        modal=True,
        manual_capabilities=_TAKES_PDF | _TAKES_POSTSCRIPT,
        print_settings=settings,
        page_setup=page_setup,
    )

    def answered(_dialogue: Gtk.Dialog, response: int) -> None:
        printer = dialogue.props.selected_printer
        chosen = dialogue.props.print_settings
        dialogue.destroy()
        accepted = response == Gtk.ResponseType.OK and printer
        then(Chosen(printer, chosen, page_setup) if accepted else None)

    dialogue.connect("response", answered)
    dialogue.show()


def send(chosen: Chosen, title: str, file: Path, then: Callable[[str], None]) -> None:
    """Send the file to the printer; `then` receives the error's text, "" for none."""
    gtk = _gtk()
    assert gtk
    settings = chosen.settings.copy()
    _choose_pages(settings)
    job = GObject.new(
        GObject.type_from_name("GtkPrintJob"),
        title=title,
        printer=chosen.printer,
        settings=settings,
        page_setup=chosen.page_setup,
    )
    address = hash(job)  # PyGObject's hash of an object is its address in C
    error = ctypes.POINTER(_Error)()
    if not gtk.gtk_print_job_set_source_file(address, bytes(file), ctypes.byref(error)):
        GLib.idle_add(then, _words(error))
        return

    def ended(_job: int, _data: int, problem: Any) -> None:
        GLib.idle_add(_let_go, address, then, _words(problem))

    _under_way[address] = (called := _Ended(ended)), job
    gtk.gtk_print_job_send(address, called, None, None)


def _settings_file() -> Path:
    return user_state_path("exifilm", appauthor=False) / "printer.ini"


def last_settings() -> Gtk.PrintSettings:
    """The settings of GTK's dialogue from the last time."""
    try:
        return Gtk.PrintSettings.new_from_file(str(_settings_file()))
    except GLib.Error:  # the first time, or the file was edited
        return Gtk.PrintSettings()


def remember_settings(chosen: Gtk.PrintSettings) -> None:
    try:
        _settings_file().parent.mkdir(parents=True, exist_ok=True)
        chosen.to_file(str(_settings_file()))
    except (OSError, GLib.Error):
        return  # a full or read-only disk is no reason for a message


def _let_go(address: int, then: Callable[[str], None], words: str) -> None:
    del _under_way[address]
    then(words)


def _words(error: Any) -> str:
    """The message of a GError; "" for none."""
    return str(error.contents.message.decode("utf-8", "replace")) if error else ""


def _turned(paper: Paper) -> Gtk.PrintDuplex:
    """The edge at which the paper turns, left or right, from the printer's setting."""
    width, height = paper.sides
    return Gtk.PrintDuplex.HORIZONTAL if height >= width else Gtk.PrintDuplex.VERTICAL


def _choose_pages(settings: Gtk.PrintSettings) -> None:
    """Make CUPS print only the chosen pages; GTK leaves that to the program that draws them."""
    if settings.get_print_pages() == Gtk.PrintPages.RANGES:
        ranges = settings.get_page_ranges()
        pages = ",".join(f"{each.start + 1}-{each.end + 1}" for each in ranges)
        settings.set("cups-page-ranges", pages)
