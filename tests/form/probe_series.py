"""The dialogues that number scans and change their dates. `test_series.py` runs this."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import child
from child import Gtk, key, settle
from exifilm_form.form.roll_dialog import RollDialog
from exifilm_form.form.series_dialogs import CountDialog, DatesDialog
from exifilm_form.program.window import FormWindow
from exifilm_form.session.folder import FolderHost
from exifilm_form.session.grid import Order
from exifilm_form.session.selection import Selection
from exifilm_form.session.sheet_state import State

FOLDER = Path(sys.argv[1])


def dialog_of(kind: type[Gtk.Dialog]) -> Any:
    [dialog] = [each for each in Gtk.Window.list_toplevels() if isinstance(each, kind)]
    return dialog


def probe_series() -> dict[str, Any]:
    """Count up the holders, shift the dates, swap two; undo that."""
    window = FormWindow(FolderHost(FOLDER))
    window.show_all()
    session = window.form.session
    settle(lambda: session.sheet.state is State.LOADED)
    child.focus(window, True)
    told: dict[str, Any] = {}

    def shown(name: str) -> list[str]:
        settle(lambda: not session.together.under_way)
        return [record.show(name) for record in session.all.records() if record is not None]

    key(window, "n", control=True, shift=True)
    assert not [w for w in Gtk.Window.list_toplevels() if isinstance(w, CountDialog)]
    key(window, "a", control=True, shift=True)
    settle(lambda: session.sheet.state is State.LOADED)
    key(window, "n", control=True, shift=True)
    counting = dialog_of(CountDialog)
    counting.field.set_active_id("holder")
    counting.first.set_text("12A")
    told["preview"] = counting.preview.get_text()
    counting.response(Gtk.ResponseType.OK)
    told["holders"] = shown("holder")
    key(window, "t", control=True, shift=True)
    dates = dialog_of(DatesDialog)
    dates.parts["hours"].set_value(1)
    dates.response(Gtk.ResponseType.OK)
    told["dates"] = shown("taken")
    key(window, "t", control=True, shift=True)
    dates = dialog_of(DatesDialog)
    dates.ends[1].set_text("soon")
    told["invalid"] = dates.get_widget_for_response(Gtk.ResponseType.OK).get_sensitive()
    dates.response(Gtk.ResponseType.CANCEL)
    session.select_several(Selection.of([0, 1]))
    settle(lambda: session.sheet.state is State.LOADED)
    key(window, "x", control=True, shift=True)
    told["swapped"] = shown("holder")
    key(window, "z", control=True)
    told["undone"] = shown("holder")
    window.leave()
    settle(lambda: not window.get_realized())
    return told


def probe_the_order_of_the_grid() -> dict[str, Any]:
    """Open the dialogues in the grid, sorted the other way round, and in the form again."""
    window = FormWindow(FolderHost(FOLDER))
    window.show_all()
    session, views = window.form.session, window.form.views
    settle(lambda: session.sheet.state is State.LOADED)
    child.focus(window, True)
    key(window, "F8")
    settle(lambda: views.shows_grid)
    views.grid.begin("", Order("", descending=True))
    settle(lambda: not views.grid.grid.is_due)
    key(window, "a", control=True, shift=True)
    settle(lambda: session.sheet.state is State.LOADED)

    def preview(letter: str, kind: type[Gtk.Dialog]) -> str:
        key(window, letter, control=True, shift=True)
        dialog = dialog_of(kind)
        if kind is DatesDialog:
            dialog.spread.set_active(True)
        else:
            dialog.first.set_text("1")
        words = dialog.preview.get_text()
        dialog.response(Gtk.ResponseType.CANCEL)
        settle()
        return str(words)

    told = {
        "numbers": preview("n", CountDialog),
        "frames": preview("r", RollDialog),
        "dates": preview("t", DatesDialog),
    }
    key(window, "F8")
    settle(lambda: not views.shows_grid)
    told["in the form"] = preview("n", CountDialog)
    window.leave()
    settle(lambda: not window.get_realized())
    return told


def probe_typing_on() -> dict[str, Any]:
    """Save in the midst of a word: the text and the cursor stay, before and after the save."""
    window = FormWindow(FolderHost(FOLDER))
    window.show_all()
    session, box = window.form.session, window.form.page.boxes["aperture"]
    settle(lambda: session.sheet.state is State.LOADED)
    child.focus(window, True)
    key(window, "a", control=True, shift=True)
    settle(lambda: session.sheet.state is State.LOADED)
    box.take_focus()
    settle()
    for letter in ("2", "2"):
        key(window, letter)
    key(window, "s", control=True)

    def shown() -> tuple[str, int, bool]:
        return box.text, box.writing.get_position(), bool(box.writing.get_selection_bounds())

    told = {"before": shown()}
    settle(lambda: not session.together.under_way)
    key(window, "z", control=True)
    settle(lambda: not session.together.under_way)
    told["undone"] = box.text
    for letter in ("2", "2"):
        key(window, letter)
    key(window, "s", control=True)
    settle(lambda: not session.together.under_way)
    told["after"] = shown()
    for letter in ("space", "1", "slash", "2"):
        key(window, letter)
    told["text"] = box.text
    window.leave()
    settle(lambda: not window.get_realized())
    told["saved"] = [record.show("aperture") for record in session.all.records() if record]
    return told


child.report(globals())
