"""The window from inside: names, the order of Tab, mnemonics, large folders."""

from __future__ import annotations

import sys
import threading
from pathlib import Path
from typing import Any

import child
from child import Gtk, key, settle
from exifilm_form.form.form_view import FormView
from exifilm_form.printing.print_dialog import PrintDialog
from exifilm_form.program.window import FormWindow
from exifilm_form.session import notices, settings
from exifilm_form.session.folder import FolderHost, host_of
from exifilm_form.session.host import Summary
from exifilm_form.session.sheet_state import State

from exifilm_core import ExifilmError, ExposureRecord
from exifilm_core.kinds import Reading
from exifilm_core.messages import Text
from exifilm_core.record import Section
from tests.form.doubles import MemoryHost, MemoryScan
from tests.form.values import WRITTEN

SCANS, MANY = map(Path, sys.argv[1:3])


def opened(host: FolderHost) -> FormWindow:
    window = FormWindow(host)
    window.show_all()
    settle(lambda: not host.scans or window.form.session.sheet.state is not State.LOADING)
    child.focus(window, True)
    return window


def every(widget: Gtk.Widget) -> list[Gtk.Widget]:
    found = [widget]
    if isinstance(widget, Gtk.Container):
        inner: list[Gtk.Widget] = []
        widget.forall(inner.append)
        for each in inner:
            found += every(each)
    if isinstance(widget, Gtk.MenuButton) and widget.get_popover():
        found += every(widget.get_popover().get_child())
    return found


def named(widget: Gtk.Widget) -> str:
    return widget.get_accessible().get_name() or ""


def closed(window: FormWindow) -> None:
    window.leave()
    settle(lambda: not window.get_realized())


def probe_tab() -> list[str]:
    """The names of the focused widgets, from the first box on, by Tab alone, round to it."""
    window = opened(FolderHost(SCANS))
    first = window.get_focus()
    names = []
    for _press in range(200):
        names.append(named(window.get_focus()))
        key(window, "Tab")
        if window.get_focus() is first:
            break
    closed(window)
    return names


def _where(widget: Gtk.Widget | None) -> str:
    return f"{_where(widget.get_parent())} {widget.get_name()}" if widget else ""


def probe_names() -> list[str]:
    """Controls without an accessible name."""
    window = opened(FolderHost(SCANS))
    kinds = (Gtk.Entry, Gtk.TextView, Gtk.Button, Gtk.DrawingArea, Gtk.TreeView)
    nameless = [
        _where(widget)
        for widget in every(window)
        if (isinstance(widget, kinds) or widget.get_can_focus())
        and not named(widget)
        and not isinstance(widget, (Gtk.ScrolledWindow, Gtk.Paned, Gtk.Scrollbar, Gtk.Window))
    ]
    dialog = PrintDialog(window.form)
    nameless += [
        _where(widget)
        for widget in every(dialog)
        if isinstance(widget, (*kinds, Gtk.ComboBox))
        and not named(widget)
        and not widget.get_ancestor(Gtk.ComboBox)  # the parts of a named combo box
    ]
    dialog.destroy()
    closed(window)
    return nameless


def probe_letters() -> dict[str, Any]:
    """The underlined letters, and the field to which each leads with Alt."""
    window = opened(FolderHost(SCANS))
    letters, led = [], []
    for label in every(window.form.page):
        if isinstance(label, Gtk.Label) and label.get_use_underline() and label.get_mapped():
            letters.append(chr(label.get_mnemonic_keyval()))
    for letter in letters:
        window.form.page.boxes["notes"].take_focus()
        key(window, letter, alt=True)
        first = window.form.field
        key(window, letter, alt=True)
        led.append((letter, first, window.form.field))
    taken = notices.LETTERS
    closed(window)
    return {"letters": letters, "led": led, "taken": taken}


def probe_sections_by_number() -> list[str]:
    """The field to which Alt leads with each digit; the digits are shown next to the titles."""
    window = opened(FolderHost(SCANS))
    shown = [label.get_text() for label in every(window.form.page) if _is_digit(label)]
    found = []
    for digit in shown:
        key(window, digit, alt=True)
        found.append(named(window.get_focus()))
    closed(window)
    return found


def _is_digit(label: Gtk.Widget) -> bool:
    return isinstance(label, Gtk.Label) and label.get_style_context().has_class("digit")


def probe_keys() -> dict[str, Any]:
    """Next, the same as before, undo, back, without a mouse."""
    window = opened(FolderHost(SCANS))
    form = window.form
    session = form.session
    boxes = form.page.boxes
    told: dict[str, Any] = {}

    def loaded() -> None:
        settle(lambda: session.sheet.kept is not None and not session.saves_under_way)

    boxes["film"].writing.set_text("HP5")
    boxes["aperture"].writing.set_text("22")
    boxes["subject"].writing.set_text("Moonrise")
    key(window, "Page_Down")
    loaded()
    told["next"] = session.index
    boxes["aperture"].writing.grab_focus()
    settle()
    key(window, "F4")
    told["field"] = boxes["aperture"].text
    key(window, "d", control=True)
    told["bag"] = (boxes["film"].text, boxes["subject"].text)
    key(window, "d", control=True, shift=True)
    told["whole"] = (boxes["film"].text, boxes["subject"].text, boxes["image_id"].text)
    key(window, "z", control=True)
    key(window, "z", control=True)
    told["undone"] = (boxes["film"].text, boxes["aperture"].text)
    key(window, "z", control=True)
    told["undone_twice"] = boxes["aperture"].text
    boxes["subject"].writing.set_text("Tarn")
    key(window, "s", control=True)
    loaded()
    told["saved"] = FolderHost(SCANS).scans[1].read().subject
    key(window, "Z", control=True, shift=True)
    told["reverted"] = boxes["subject"].text
    key(window, "Page_Up")
    loaded()
    told["previous"] = (session.index, boxes["subject"].text)
    told["written"] = boxes["aperture"].text
    closed(window)
    return told


def probe_saved_except() -> list[str]:
    """The foot lists the field that could not be saved."""
    window = opened(FolderHost(SCANS))
    form = window.form
    form.page.boxes["latitude"].writing.set_text("northwards")
    form.page.boxes["lab"].writing.set_text("mine")
    settle()
    told = [form.foot.standing.get_text()]
    key(window, "s", control=True)
    settle(
        lambda: form.session.sheet.state is State.INVALID and not form.session.sheet.unsaved,
        10,
    )
    told.append(form.foot.standing.get_text())
    form.session.sheet.forget_wrong()
    closed(window)
    return told


def probe_zone_scale() -> dict[str, Any]:
    """Typed readings appear on the scale; readings moved on the scale appear in the entry."""
    window = opened(FolderHost(SCANS))
    form = window.form
    entry = form.page.boxes["readings"]
    entry.writing.set_text("shade EV 9 on III; snow EV 13")
    settle()
    shown = [reading.area for reading in form.page.zone_scale.readings]
    form.page.zone_scale.set_readings((Reading("shade", 9.0, "EV", 4.0),))
    form.page.zone_scale.emit("readings-changed")
    settle()
    told = {
        "shown": shown,
        "text": entry.text,
        "value": form.session.sheet.typed.show("readings"),
    }
    form.session.put_first()
    closed(window)
    return told


def probe_many() -> dict[str, Any]:
    """A folder of ten thousand: the list is full, is searched, and a far scan opens."""
    window = opened(FolderHost(MANY))
    chooser = window.form.chooser
    settle(lambda: chooser._filled == len(chooser._scans), 60)
    chooser._search.set_text("9876")
    settle(lambda: chooser._cursor() == 9876)
    found = chooser._cursor()
    left = len(chooser._rows)
    chooser._search.set_text("no such words")
    settle(lambda: len(chooser._rows) == 0)
    nothing = chooser._nothing.get_visible()
    chooser._search.set_text("")
    settle(lambda: len(chooser._rows) == len(chooser._store))
    nothing = (nothing, chooser._nothing.get_visible())
    window.form.session.select(9000)
    settle(lambda: window.form.session.sheet.state is not State.LOADING)
    state = window.form.session.sheet.state.name
    rows = len(chooser._store)
    closed(window)
    told = {"rows": rows, "found": found, "state": state}
    return told | {"left": left, "nothing": nothing}


def probe_list() -> dict[str, Any]:
    """The search of the list includes the records; Enter opens the first match."""
    window = opened(FolderHost(SCANS))
    chooser = window.form.chooser
    settle(lambda: all(scan.summary for scan in window.form.session.scans), 30)
    window.form.session.scans[1].summary = Summary(
        ExposureRecord(film="Velvia 50", keywords="dusk", location="Arches", lens="Nikkor"),
        "2",
        True,
        guessed=True,
    )
    chooser.refresh(1)
    found = []
    for words in ("velvia", "DUSK arch", "nikkor", "velvia nothing"):
        chooser._search.set_text(words)
        chooser._filter()
        found.append([row[0] for row in chooser._rows])
    chooser._search.set_text("velvia")
    chooser._filter()
    told = {"found": found, "shown": chooser._rows[0][2]}
    chooser._on_search_entered(chooser._search)
    settle()
    told["open"] = window.form.session.index
    told["asks"] = chooser._search.get_placeholder_text()
    closed(window)
    return told


def probe_memory() -> dict[str, Any]:
    """Size and folder are remembered; a damaged settings file causes no error."""
    window = opened(FolderHost(SCANS))
    window.resize(1000, 700)
    settle(lambda: list(window.get_size()) == [1000, 700])
    closed(window)
    told: dict[str, Any] = {"remembered": settings.remembered()}
    file = settings._file()
    file.write_text("{ spoilt", encoding="utf-8")
    told["spoilt"] = settings.remembered()
    file.write_text('{"size": ["wide", -1], "maximized": 7}', encoding="utf-8")
    closed(opened(FolderHost(SCANS)))
    return told


def probe_looking() -> dict[str, Any]:
    """The picture's keys work from a field, and the choice of positives is remembered."""
    window = opened(FolderHost(SCANS))
    form = window.form
    picture = form.picture
    settle(lambda: bool(picture.percent) and not picture.is_loading)
    box = form.page.boxes["subject"]
    box.writing.grab_focus()
    before, zooms = box.text, []
    for name, shift in (("plus", True), ("1", False), ("plus", True), ("0", False)):
        key(window, name, control=True, shift=shift)
        zooms.append(form.picture_bar._told.get_text())
    key(window, "i", control=True)
    told = {"zooms": zooms, "written": box.text != before}
    told["positives"] = [picture._positive, form.thumbnails.loader._positive]
    closed(window)
    window = opened(FolderHost(SCANS))
    told["again"] = [window.form.picture._positive, window.form.picture_bar.positives.get_active()]
    window.open([SCANS / "sheet_2.jpg"])
    settle(lambda: window.form.session.index == 1)
    told["other"] = window.form.picture._positive
    key(window, "i", control=True)
    told["remembered"] = settings.remembered()["positives"]
    closed(window)
    return told


def probe_bare() -> list[str]:
    """The form without a picture, in another program's window."""
    host = FolderHost(SCANS)
    form = FormView(host, picture=False)
    window = child.window(form, 900, 700)
    settle(lambda: form.session.sheet.kept is not None)
    gone: list[str] = []
    form.finish(lambda: gone.append("finished"))
    settle(lambda: bool(gone))
    window.destroy()
    return gone


def probe_sections() -> list[str]:
    """The displayed sections, in order, by their titles."""
    window = opened(FolderHost(SCANS))
    paper = window.form.page
    titles = [
        paper.get_child_at(0, number).get_children()[1].get_text().replace("\n", " ")
        for number in range(len(Section))
    ]
    closed(window)
    return titles


def in_memory(*, picture: bool = False) -> tuple[FormView, Gtk.Window, list[MemoryScan]]:
    scans = [MemoryScan(f"{number}.jpg") for number in range(3)]
    form = FormView(MemoryHost(*scans), picture=picture)
    window = child.window(form, 1000, 800)
    settle(lambda: form.session.sheet.kept is not None)
    return form, window, scans


def probe_no_file() -> dict[str, Any]:
    """Images without a file, as in GIMP, among others; their names stay unchanged."""
    names = ("Untitled", "gone.jpg", "a folder", "odd\n\udcff\u202e.jpg", "x" * 300)
    scans = [MemoryScan(name) for name in names]
    for scan, path in zip(scans[1:], (MANY / "gone.jpg", SCANS, None, SCANS), strict=True):
        scan.path = path
    form = FormView(MemoryHost(*scans))
    window = child.window(form, 1000, 800)
    said, shown = [], []
    for index in range(len(scans)):
        form.session.select(index)
        settle(lambda: form.session.sheet.kept is not None)
        settle(lambda: not form.pictures.is_due and not form.picture.is_loading)
        said.append(form.picture.message.get_text())
        shown.append(form.chooser._subject.get_text())
    settle(lambda: form.chooser._filled == len(scans))
    listed = [row[4] for row in form.chooser._store]
    window.destroy()
    return {"said": said, "shown": shown, "listed": listed}


def probe_closing_waits() -> dict[str, Any]:
    """A slow save: the window stays responsive, and shows the reason for the wait."""
    form, window, scans = in_memory()
    done = threading.Event()
    usual = scans[0].save

    def slow(record: ExposureRecord, **how: Any) -> Any:
        done.wait(20)
        return usual(record, **how)

    scans[0].save = slow
    form.page.boxes["subject"].writing.set_text("Moonrise")
    key(window, "Page_Down")
    settle(lambda: form.session.sheet.kept is not None)
    told: dict[str, Any] = {"index": form.session.index, "standing": form.foot.standing.get_text()}
    gone: list[str] = []
    form.finish(lambda: gone.append("gone"))
    settle()
    told["words"], told["shown"] = named(form.notice), form.notice.get_visible()
    told["gone_before"] = list(gone)
    done.set()
    settle(lambda: bool(gone))
    told["saved"] = scans[0].disk.subject
    window.destroy()
    return told


def probe_called_back() -> dict[str, Any]:
    """A save fails after the user went on: the form goes back, and no key enters a field."""
    form, window, scans = in_memory()
    form.page.boxes["subject"].writing.grab_focus()
    form.page.boxes["subject"].writing.set_text("Moonrise")
    scans[0].fault = ExifilmError(Text("the disk is full. Make room and save again"))
    key(window, "Page_Down")
    settle(lambda: form.session.sheet.state is State.FAILED)
    told: dict[str, Any] = {"index": form.session.index, "words": named(form.notice)}
    told["focus"] = named(window.get_focus())
    key(window, "x")
    told["text"] = form.page.boxes["subject"].text
    scans[0].fault = None
    window.get_focus().clicked()
    settle(lambda: form.session.sheet.state is State.LOADED)
    told["hushed"] = not form.notice.get_visible()
    told["saved"] = scans[0].disk.subject
    window.destroy()
    return told


def probe_exif_of_the_copy() -> dict[str, Any]:
    """EXIF counts as the copy camera's: the form reports that, and a button reverses it."""
    form, window, scans = in_memory()
    scans[0].look = lambda: None  # a scan that has no saved record yet
    scans[0].disk = ExposureRecord(copy_exposure="1/15 s, f/8; Flash=16")
    scans[0].summary = Summary(scans[0].disk.replace(), "", False, exif_is_the_copys=True)
    form.session.read()
    settle(lambda: form.session.sheet.text("copy_exposure") != "")
    told: dict[str, Any] = {"words": named(form.notice), "shown": form.notice.get_visible()}
    button = next(each for each in every(form.notice) if isinstance(each, Gtk.Button))
    del scans[0].look
    button.clicked()
    settle(lambda: form.session.sheet.text("aperture") != "")
    told["aperture"] = form.page.boxes["aperture"].text
    told["hushed"] = not form.notice.get_visible()
    window.destroy()
    return told


def probe_quantities_written() -> dict[str, str]:
    """The text of each field after typing and leaving."""
    form, window, _scans = in_memory()
    shown = {}
    for name, text in WRITTEN.items():
        box = form.page.boxes[name]
        box.writing.grab_focus()
        settle()
        if isinstance(box.writing, Gtk.Entry):
            box.writing.set_text(text)
        else:
            box.writing.get_buffer().set_text(text)
        form.page.boxes["image_id" if name != "image_id" else "subject"].writing.grab_focus()
        settle()
        shown[name] = box.text
    window.destroy()
    return shown


def probe_some_files() -> list[list[str]]:
    """A file opens its folder at that file; several files form a list of these."""
    files = sorted(SCANS.iterdir())
    one, some = host_of([files[1]]), host_of([files[2], files[0]])
    names = [[one.scans[one.start].name, str(len(one.scans))], [s.name for s in some.scans]]
    one.close()
    some.close()
    return names


assert ExposureRecord.fields()
child.report(globals())
