"""The print dialogue from inside: its documents, and its preview."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import Any

import child
from child import key, settle
from exifilm_form.printing import print_job
from exifilm_form.printing.print_dialog import PrintDialog
from exifilm_form.program.window import FormWindow, only_print
from exifilm_form.session import settings
from exifilm_form.session.folder import FolderHost, host_of
from exifilm_form.session.selection import Selection
from exifilm_form.session.sheet_state import State
from gi.repository import GLib, Gtk

SCANS, OUTPUT, SLOW, EMPTY = map(Path, sys.argv[1:5])


def opened() -> tuple[FormWindow, PrintDialog]:
    window = FormWindow(FolderHost(SCANS))
    window.show_all()
    settle(lambda: window.form.session.sheet.state is not State.LOADING)
    dialog = PrintDialog(window.form)
    dialog.show()
    drawn(dialog)
    return window, dialog


def drawn(dialog: PrintDialog) -> None:
    """Wait until the preview is complete."""
    until = time.monotonic() + 0.1  # for GTK to allocate sizes
    settle(lambda: time.monotonic() > until)
    settle(lambda: dialog._worker.pending == 0 and not dialog.preview.is_drawing, 40)


def closed(window: FormWindow, dialog: PrintDialog) -> None:
    dialog.destroy()
    window.form.session.put_first()
    window.leave()
    settle(lambda: not window.get_realized())


def probe_print() -> dict[str, Any]:
    """A range, as PDF and as PostScript; unsaved values are printed too."""
    window, dialog = opened()
    dialog.destroy()
    window.form.page.boxes["subject"].writing.set_text("Printed unsaved")
    dialog = PrintDialog(window.form)
    drawn(dialog)
    told: dict[str, Any] = {"one": dialog.preview.pages}
    dialog.choices.last.set_value(3)
    drawn(dialog)
    told["range"] = [dialog.choices.first.get_value(), dialog.choices.last.get_value()]
    told["said"] = dialog._words.get_text()
    for name in ("records.ps", "records.pdf"):
        dialog.write_file(OUTPUT / name)
    settle(lambda: dialog._worker.pending == 0, 30)
    told["written"] = dialog._words.get_text()
    dialog.choices.first.set_value(700)
    drawn(dialog)
    told["none"] = [dialog.choices.last.get_value(), dialog.preview.status.get_text()]
    told["may print"] = [button.get_sensitive() for button in dialog._outputs]
    closed(window, dialog)
    return told


def probe_blank() -> dict[str, Any]:
    """Blank forms of each kind, on paper that is large enough or not."""
    window, dialog = opened()
    told: dict[str, Any] = {}
    for number, name in enumerate(("record", "roll-36", "roll-24", "roll-12", "holders")):
        if number:
            dialog.choices.blanks.set_active(number)
        else:
            dialog.choices.blank.set_active(True)
        drawn(dialog)
        told[name] = [
            dialog.preview.pages,
            dialog.choices.forms.get_active_id(),
            dialog._words.get_text(),
        ]
        dialog.write_file(OUTPUT / f"blank-{name}.ps")
        settle(lambda: dialog._worker.pending == 0, 30)
    dialog.choices.this.set_active(True)
    dialog.choices.blanks.set_active(1)
    told["chosen"] = dialog.choices.blank.get_active()
    dialog.choices.papers.set_active_id("a6")
    drawn(dialog)
    told["small"] = dialog.preview.status.get_text()
    told["may print"] = [button.get_sensitive() for button in dialog._outputs]
    dialog.choices.papers.set_active_id("a4")
    dialog.choices.duplex.set_active(True)
    drawn(dialog)
    told["both sides"] = dialog.preview.pages
    dialog.choices.duplex.set_active(False)
    dialog.choices.papers.set_active_id("letter")
    dialog.choices.this.set_active(True)
    drawn(dialog)
    told["record again"] = [dialog.choices.forms.get_active_id(), dialog._words.get_text()]
    closed(window, dialog)
    return told


def probe_tables() -> dict[str, Any]:
    """The kit's tables on the backs of blank forms; ticking them chooses both sides."""
    window, dialog = opened()
    choices = dialog.choices
    told: dict[str, Any] = {"at first": choices.tables.get_sensitive()}
    choices.blanks.set_active(1)
    drawn(dialog)
    choices.tables.set_active(True)
    drawn(dialog)
    told["pages"] = [dialog.preview.pages, choices.duplex.get_active()]
    dialog.write_file(OUTPUT / "tables.ps")
    settle(lambda: dialog._worker.pending == 0, 30)
    choices.duplex.set_active(False)
    drawn(dialog)
    told["one side"] = dialog.preview.pages
    choices.this.set_active(True)
    drawn(dialog)
    told["of a record"] = [dialog.preview.pages, choices.tables.get_sensitive()]
    closed(window, dialog)
    return told


def probe_filled() -> dict[str, Any]:
    """Two selected scans as a roll form and in a list of holders."""
    window, dialog = opened()
    dialog.destroy()
    session = window.form.session
    session.select_several(Selection.of([0, 2]))
    settle(lambda: session.sheet.state is State.LOADED)
    dialog = PrintDialog(window.form)
    drawn(dialog)
    choices = dialog.choices
    told: dict[str, Any] = {"this": choices.this.get_label(), "said": dialog._words.get_text()}
    for number, name in enumerate(("rolls", "holders"), start=1):
        choices.filled.set_active(number)
        drawn(dialog)
        told[name] = [dialog.preview.pages, choices.forms.get_active_id(), dialog._words.get_text()]
        dialog.write_file(OUTPUT / f"filled-{name}.ps")
        settle(lambda: dialog._worker.pending == 0, 30)
    choices.range.set_active(True)
    choices.first.set_value(2)
    choices.last.set_value(3)
    drawn(dialog)
    told["range"] = dialog._words.get_text()
    choices.papers.set_active_id("a6 across")
    drawn(dialog)
    told["small"] = dialog.preview.status.get_text()
    closed(window, dialog)
    return told


def probe_all_of_these() -> dict[str, Any]:
    """A window that only prints, on two of the scans; it closes with the dialogue."""
    host = host_of([SCANS / "sheet_2.jpg", SCANS / "sheet_3.jpg"])
    window = FormWindow(host)
    window.show_all()
    only_print(window)
    dialog = next(one for one in Gtk.Window.list_toplevels() if isinstance(one, PrintDialog))
    drawn(dialog)
    told = {"said": dialog._words.get_text()}
    dialog.write_file(OUTPUT / "all.ps")
    settle(lambda: dialog._worker.pending == 0, 30)
    dialog.response(Gtk.ResponseType.CLOSE)
    settle(lambda: not window.get_realized())
    return told


def probe_without_gtks_dialogue() -> str:
    """A GTK without a dialogue for printers: the system's default printer gets the records."""
    window, dialog = opened()
    print_job._LIBRARIES = ("libnone.so",)
    print_job._gtk.cache_clear()
    dialog._outputs[-1].clicked()
    settle(lambda: dialog._worker.pending == 0, 30)
    said = str(dialog._words.get_text())
    closed(window, dialog)
    return said


def probe_choices() -> dict[str, Any]:
    """Paper, records a page, both sides: their effect on the document, and remembered settings."""
    window, dialog = opened()
    told: dict[str, Any] = {}

    def numbers() -> list[str]:
        return [row[0] for row in dialog.choices.forms.get_model()]

    dialog.choices.last.set_value(3)
    for paper in ("a4", "a6 across", "legal"):
        dialog.choices.papers.set_active_id(paper)
        drawn(dialog)
        told[paper] = [dialog.preview.pages, numbers()]
    dialog.choices.papers.set_active_id("a4")
    dialog.choices.forms.set_active_id("1")
    drawn(dialog)
    told["one a page"] = dialog.preview.pages
    dialog.choices.duplex.set_active(True)
    drawn(dialog)
    dialog.write_file(OUTPUT / "duplex.ps")
    drawn(dialog)
    told["remembered"] = [settings.remembered().get(name) for name in ("paper", "both_sides")]
    dialog.destroy()
    again = PrintDialog(window.form)
    drawn(again)
    told["again"] = [again.choices.papers.get_active_id(), again.choices.duplex.get_active()]
    settings.remember(paper="vellum", both_sides="perhaps")
    again.destroy()
    spoilt = PrintDialog(window.form)
    told["spoilt"] = [spoilt.choices.papers.get_active_id(), spoilt.choices.duplex.get_active()]
    settings.remember(paper=None, both_sides=None)
    closed(window, spoilt)
    return told


def probe_any_size() -> list[dict[str, Any]]:
    """The complete page is visible at any size, at the screen's resolution."""
    window, dialog = opened()
    told = []
    preview = dialog.preview
    smallest = dialog.get_preferred_size()[0]
    for width, height in ((1, 1), (1180, 620), (900, 850), (smallest.width, 860)):
        size = max(width, smallest.width), max(height, smallest.height)
        dialog.resize(*size)
        settle(lambda size=size: tuple(dialog.get_size()) == size)
        drawn(dialog)
        room = preview._scrolled.get_allocated_width(), preview._scrolled.get_allocated_height()
        page = [side * preview.scale for side in preview._size]
        drawn_as = [preview._surface.get_width(), preview._surface.get_height()]
        told.append(
            {
                "size": size,
                "room": room,
                "page": page,
                "drawn": drawn_as,
                "dark": _dark(preview, page),
            }
        )
    closed(window, dialog)
    return told


def _dark(preview: Any, page: list[float]) -> list[int]:
    """The number of the page's dark pixels on the screen in each quarter of it."""
    colour = child.pixels(preview.area)
    room = preview.area.get_allocated_width(), preview.area.get_allocated_height()
    left, top = ((room[way] - page[way]) / 2 + 1 for way in (0, 1))
    return [
        sum(
            sum(colour(left + x, top + y)) < 300
            for x in range(round(across * page[0] / 2), round((across + 1) * page[0] / 2) - 2, 2)
            for y in range(round(down * page[1] / 2), round((down + 1) * page[1] / 2) - 2, 2)
        )
        for down in (0, 1)
        for across in (0, 1)
    ]


def probe_zoom_and_turn() -> dict[str, Any]:
    """Zoom in and out and turn pages, by keys and by buttons."""
    window, dialog = opened()
    preview = dialog.preview
    dialog.choices.papers.set_active_id("a6")
    dialog.choices.last.set_value(3)
    drawn(dialog)
    child.focus(dialog, True)
    whole = preview.scale
    told: dict[str, Any] = {"places": [preview._place.get_text()]}
    for keys in (["plus"] * 3, ["minus"], ["0"]):
        for each in keys:
            key(dialog, each, control=True)
        drawn(dialog)
        bar = preview._scrolled.get_vadjustment()
        told["".join(keys)] = {
            "zoom": preview.scale / whole,
            "drawn": preview._surface.get_width() / (preview._size[0] * preview.scale),
            "scrolls": bar.get_upper() > bar.get_page_size() + 1,
        }
    for each in ("Page_Down", "Page_Down", "Page_Down", "Page_Up"):
        key(dialog, each, control=True)
        drawn(dialog)
        told["places"].append(preview._place.get_text())
    told["may turn"] = [preview._previous.get_sensitive(), preview._next.get_sensitive()]
    preview._previous.clicked()
    drawn(dialog)
    told["first"] = [preview._previous.get_sensitive(), preview._next.get_sensitive()]
    told["description"] = preview.area.get_accessible().get_description()
    closed(window, dialog)
    return told


def probe_drawing() -> dict[str, Any]:
    """While Ghostscript is slow, the preview shows that, and the window stays responsive."""
    window, dialog = opened()
    preview = dialog.preview
    told: dict[str, Any] = {"before": preview.status.get_visible()}
    path = os.environ["PATH"]
    os.environ["PATH"] = f"{SLOW}{os.pathsep}{path}"
    gaps, last = [], time.monotonic()

    def tick() -> bool:
        nonlocal last
        now = time.monotonic()
        gaps.append(now - last)
        last = now
        return True

    ticking = GLib.timeout_add(10, tick)
    preview.zoom_by(1.5)
    end = time.monotonic() + 0.7
    settle(lambda: time.monotonic() > end)
    told["while"] = [preview.status.get_visible(), preview.status.get_text()]
    preview.zoom_by(1.5)  # drops the earlier request
    drawn(dialog)
    told["after"] = preview.status.get_visible()
    told["longest"] = max(gaps)
    told["drawn"] = preview._surface.get_width() / (preview._size[0] * preview.scale)
    GLib.source_remove(ticking)
    os.environ["PATH"] = str(EMPTY)
    preview.zoom_by(1.5)
    drawn(dialog)
    told["without"] = [preview.status.get_visible(), preview.status.get_text()]
    dialog.write_file(OUTPUT / "without.ps")
    settle(lambda: dialog._worker.pending == 0, 30)
    told["saved"] = dialog._words.get_text()
    os.environ["PATH"] = path
    closed(window, dialog)
    return told


if __name__ == "__main__":
    child.report(globals())
