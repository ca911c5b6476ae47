"""What may go wrong at the form: interrupted typing, odd names, other keyboards."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import child
from child import Gdk, Gtk, key, settle
from exifilm_form.form.form_view import FormView
from exifilm_form.printing import print_dialog
from exifilm_form.printing.print_dialog import PrintDialog
from exifilm_form.program.window import FormWindow
from exifilm_form.session.folder import FolderHost
from exifilm_form.session.sheet_state import State

from exifilm_core import ExifilmError
from exifilm_core.messages import Text
from tests.form.doubles import MemoryHost, MemoryScan

SCANS, OUTPUT = map(Path, sys.argv[1:3])
ODD = "odd\udcff_one.jpg"
"""A file's name that is not UTF-8."""


def formed(*scans: MemoryScan) -> tuple[FormView, Gtk.Window]:
    form = FormView(MemoryHost(*scans), picture=False)
    window = child.window(form, 1000, 800)
    settle(lambda: form.session.sheet.kept is not None)
    settle(lambda: all(scan.summary for scan in scans))
    return form, window


def probe_folder_that_cannot_be_opened() -> dict[str, Any]:
    """Two folders dropped at once: the window shows why not, and goes on."""
    window = FormWindow(FolderHost(SCANS))
    window.show_all()
    settle(lambda: window.form.session.sheet.state is not State.LOADING)
    form = window.form
    window._on_dropped([SCANS, SCANS.parent])
    settle(lambda: window.message.get_visible())
    told = {"stays": window.form is form}
    window.leave()
    settle(lambda: not window.get_realized())
    return told


def probe_interrupted() -> list[str]:
    """A text as it is typed on after the window lost the focus, and after a save failed."""
    scan = MemoryScan("one.jpg")
    form, window = formed(scan)
    box = form.page.boxes["bellows_extension"]
    box.take_focus()
    key(window, "2")
    child.focus(window, False)
    child.focus(window, True)
    key(window, "4")
    shown = [box.text]
    scan.fault = ExifilmError(Text("the disk is full"))
    key(window, "s", control=True)
    settle(lambda: form.session.sheet.state is State.FAILED)
    key(window, "5")
    shown.append(box.text)
    form.page.boxes["notes"].take_focus()
    shown.append(box.text)
    window.destroy()
    return shown


def probe_same_field() -> dict[str, str]:
    """F4 before the record is read, and with the keyboard in no field."""
    scans = [MemoryScan("one.jpg", film="FP4", lens="Nikkor"), MemoryScan("two.jpg")]
    form, window = formed(*scans)
    form.page.boxes["film"].take_focus()
    key(window, "Page_Down")
    key(window, "F4")
    settle(lambda: bool(form.page.boxes["film"].text))
    form.page.boxes["lens"].take_focus()
    form.page.zone_scale.grab_focus()
    key(window, "F4")
    settle()
    told = {name: form.page.boxes[name].text for name in ("film", "lens")}
    window.destroy()
    return told


def probe_closing_with_an_invalid_entry() -> dict[str, Any]:
    """The notice names the field, and “Keep editing” leads to it."""
    form, window = formed(MemoryScan("one.jpg", image_id="2"))
    form.page.boxes["image_id"].writing.set_text("17")
    form.page.boxes["aperture"].writing.set_text("wide")
    form.finish(window.destroy)
    settle(lambda: form.notice.get_visible())
    told: dict[str, Any] = {"words": form.notice.get_accessible().get_name()}
    form.closing.keep_editing()
    told["focused"] = form.page.boxes["aperture"].writing.is_focus()
    told["name"] = form.session.all.name(0)
    window.destroy()
    return told


def probe_long_note() -> list[int]:
    """The least width of the form without a note, and with a long one."""
    widths = []
    for notes in (None, "wind from the left, " * 40):
        form, window = formed(MemoryScan("one.jpg", notes=notes, print_notes=notes))
        settle()
        widths.append(form.page.get_preferred_width().minimum_width)
        window.destroy()
    return widths


def probe_odd_names() -> dict[str, str]:
    """Names that are not UTF-8, in each sentence that contains one."""
    scans = [MemoryScan(ODD, image_id="7"), MemoryScan(f"x{ODD}", image_id="7")]
    form, window = formed(*scans)
    settle(lambda: bool(form.remarks.by_field["image_id"].words))
    told = {"duplicate": form.remarks.by_field["image_id"].words}
    window.destroy()
    form, window = formed(MemoryScan(ODD, subject="Oak"))
    form.said(0, "saved")
    told["said"] = form.foot.standing.get_text()
    dialog = PrintDialog(form)
    settle(lambda: dialog._worker.pending == 0)
    told["this"] = dialog.choices.this.get_child().get_text()
    told["printed"] = dialog._words.get_text()
    dialog.write_file(OUTPUT / ODD.replace(".jpg", ".ps"))
    settle(lambda: dialog._worker.pending == 0)
    told["written"] = dialog._words.get_text().splitlines()[0]
    dialog.destroy()
    window.destroy()
    return told


def probe_numbers_typed() -> str:
    """A range by a No. that is typed and not saved yet."""
    form, window = formed(MemoryScan("one.jpg", subject="Oak", image_id="3"))
    form.page.boxes["image_id"].writing.set_text("17")
    dialog = PrintDialog(form)
    dialog.choices.range.set_active(True)
    settle(lambda: dialog._worker.pending == 0)
    said = f"{dialog.choices.first.get_value_as_int()}: {dialog._words.get_text()}"
    dialog.destroy()
    window.destroy()
    return said


class _Chooser:
    """Answers with these names, one after the other, as a user of the file dialogue."""

    def __init__(self, *names: str) -> None:
        self.names, self.proposed = list(names), list[str]()

    def set_do_overwrite_confirmation(self, _wanted: bool) -> None: ...

    def set_current_folder(self, _folder: str) -> None: ...

    def set_current_name(self, name: str) -> None:
        self.proposed.append(name)

    def run(self) -> Gtk.ResponseType:
        return Gtk.ResponseType.ACCEPT if self.names else Gtk.ResponseType.CANCEL

    def get_filename(self) -> str:
        return str(OUTPUT / self.names.pop(0))


def probe_names_of_files() -> dict[str, Any]:
    """The name of a printed document; it replaces no file that the dialogue did not ask about."""
    form, window = formed(MemoryScan("one.jpg"))
    dialog = PrintDialog(form)
    written: list[str] = []
    dialog.write_file = lambda path: written.append(path.name)
    (OUTPUT / "there.ps").write_text("precious", encoding="utf-8")
    proposed = []
    for names in (("new",), ("roll.12",), ("a.pdf",), ("b.PS",), ("there",), ("there", "there.ps")):
        chooser = _Chooser(*names)
        usual, native = print_dialog.Gtk.FileChooserNative.new, print_dialog.Gtk.FileChooserNative
        native.new = lambda *_of, chooser=chooser: chooser
        dialog._ask_for_file(".ps")
        native.new = usual
        proposed.append(chooser.proposed[1:])
    dialog.destroy()
    window.destroy()
    return {"written": written, "proposed": proposed}


def _press(window: Gtk.Window, keyval: int, of: int) -> None:
    """Press Ctrl and the key of the Latin letter `of`, which has another letter now."""
    keymap = Gdk.Keymap.get_for_display(Gdk.Display.get_default())
    event = Gdk.Event.new(Gdk.EventType.KEY_PRESS)
    event.window, event.send_event = window.get_window(), True
    event.keyval = keyval
    event.hardware_keycode = keymap.get_entries_for_keyval(of)[1][0].keycode
    event.state = Gdk.ModifierType.CONTROL_MASK
    event.set_device(Gdk.Display.get_default().get_default_seat().get_keyboard())
    Gtk.main_do_event(event)
    settle()


def probe_other_keyboards() -> dict[str, Any]:
    """Ctrl+S in Russian; Ctrl+W with Caps Lock; keys while a dead key waits for its letter."""
    scan = MemoryScan("one.jpg")
    form, window = formed(scan, MemoryScan("two.jpg"))
    box = form.page.boxes["subject"]
    box.take_focus()
    key(window, "x")
    _press(window, Gdk.keyval_from_name("Cyrillic_yeru"), Gdk.KEY_s)
    settle(lambda: form.session.sheet.state is not State.SAVING)
    told: dict[str, Any] = {"saved": scan.disk.subject}
    key(window, "dead_acute")
    key(window, "Page_Down")
    told["composing"] = form.session.index
    key(window, "Page_Down")
    told["after"] = form.session.index
    window.destroy()
    window = FormWindow(FolderHost(SCANS))
    window.show_all()
    settle(lambda: window.form.session.sheet.state is not State.LOADING)
    key(window, "W", control=True)
    settle(lambda: not window.get_realized())
    return told


def probe_read_for_the_list() -> int:
    """How often all boxes are looked through while the other scans are read for the list."""
    form, window = formed(*(MemoryScan(f"{number}.jpg") for number in range(3)))
    shown: list[int] = []
    form.page.show_drifted = lambda _drifted: shown.append(1)
    form.stands(1)
    form.stands(2)
    window.destroy()
    return len(shown)


child.report(globals())
