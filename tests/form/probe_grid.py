"""The grid of scans from inside. `test_scan_grid.py` runs this in a Python with GTK.

Its argument: a folder with two pictures.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import Any

import child
from child import Gdk, Gtk, key, pixels, point, settle
from exifilm_form.form.form_view import FormView
from exifilm_form.gtk import Pango
from exifilm_form.pictures import decoding, positives
from exifilm_form.pictures.grid_cell import GridCell
from exifilm_form.pictures.loading import Loader
from exifilm_form.session import settings
from exifilm_form.session.grid import Order

from exifilm_core import ExposureRecord
from tests.form.doubles import MemoryHost, MemoryScan

FOLDER = Path(sys.argv[1])
RED, BLUE, BROKEN = (FOLDER / name for name in ("red.png", "blue.png", "broken.tif"))
MANY = 10_000
os.environ["XDG_CACHE_HOME"] = "/dev/null/cache"

_positive = positives.positive
inverted: list[int] = []


def _counted_positive(negative: Any) -> Any:
    inverted.append(1)
    return _positive(negative)


positives.positive = _counted_positive
_decode, _draw, _ask = decoding.decode, GridCell._draw_texts, Loader.ask
decoded: list[Path] = []
drawn: list[int] = []
asked: list[int] = []


def _counted_decode(path: Path, *how: Any) -> Any:
    decoded.append(path)
    return _decode(path, *how)


def _counted_draw(cell: GridCell, *how: Any) -> None:
    drawn.append(cell.index)
    _draw(cell, *how)


def _counted_ask(loader: Loader, index: int, path: Path | None) -> None:
    asked.append(index)
    _ask(loader, index, path)


decoding.decode, GridCell._draw_texts, Loader.ask = _counted_decode, _counted_draw, _counted_ask


class Shown:
    """A form in a window that shows its grid."""

    def __init__(self, *records: dict[str, Any], size: tuple[int, int] = (900, 700)) -> None:
        self.scans = [MemoryScan(f"scan_{n}.jpg", **values) for n, values in enumerate(records)]
        for number, scan in enumerate(self.scans):
            scan.path = FOLDER / (RED if number % 2 else BLUE).name
        self.form = FormView(MemoryHost(*self.scans))
        self.window = child.window(self.form, *size)
        self.session = self.form.session
        settle(lambda: all(scan.summary for scan in self.scans[:50]))
        settle(lambda: self.session.sheet.kept is not None)
        self.key("F8")
        self.page = self.form.views.grid
        self.sheet = self.page.sheet
        self.rest()

    def rest(self) -> None:
        """Let GTK allocate sizes and draw; let the pictures come."""
        until = time.monotonic() + 0.1
        settle(lambda: time.monotonic() > until and not self.sheet.loader.pending)
        settle(lambda: not self.page.grid.is_due)

    def key(self, name: str, **held: bool) -> None:
        key(self.window, name, **held)

    def selected(self) -> list[int]:
        return list(self.session.selection.indices)

    def seek(self, text: str) -> list[int]:
        self.page.bar.search.set_text(text)
        self.page.seek(text)
        self.rest()
        return list(self.page.grid.shown)

    def middle(self, place: int) -> tuple[float, float]:
        left, top, width, height = self.sheet.rectangle(place)
        return left + width / 2, top + height / 2

    def click(self, place: int, *held: Gdk.ModifierType) -> None:
        self.press(*self.middle(place), held=held)
        self.release(*self.middle(place), held=held)

    def press(self, x: float, y: float, held: Any = ()) -> None:
        self._button(Gdk.EventType.BUTTON_PRESS, x, y, held)

    def release(self, x: float, y: float, held: Any = ()) -> None:
        self._button(Gdk.EventType.BUTTON_RELEASE, x, y, held)

    def _button(self, kind: Gdk.EventType, x: float, y: float, held: Any) -> None:
        event = Gdk.Event.new(kind)
        event.window = self.sheet.get_bin_window()
        event.send_event = True
        event.x, event.y, event.button = x, y, 1
        for flag in held:
            event.state |= flag
        event.set_device(Gdk.Display.get_default().get_default_seat().get_pointer())
        self.sheet.event(event)
        settle()

    def drag(self, start: tuple[float, float], *stops: tuple[float, float], held: Any = ()) -> None:
        self.press(*start, held=held)
        for stop in stops:
            point(self.sheet, Gdk.EventType.MOTION_NOTIFY, *stop)
        self.release(*(stops or (start,))[-1], held=held)

    def end(self) -> None:
        gone: list[bool] = []
        self.form.finish(lambda: gone.append(True))
        settle(lambda: bool(gone))
        self.window.destroy()
        settle()


def numbered(count: int) -> list[dict[str, Any]]:
    return [{"image_id": str(n), "subject": f"Rock {n}", "film": "HP5"} for n in range(count)]


def probe_cells() -> Any:
    """What a cell shows and tells."""
    shown = Shown(
        {"image_id": "7", "subject": "Two\nlines & <b>", "film": "HP5", "taken": "c. 1974"},
        {},
        {"image_id": "7", "aperture": "22"},
        {"image_id": "9"},
    )
    shown.scans[1].path = BROKEN
    shown.sheet._start_over()
    shown.rest()
    shown.session.select(3)
    shown.session.write("subject", "Typed")
    for menu, name in zip(shown.page.bar.fields, ("aperture", "taken"), strict=True):
        menu._choose(name)
    shown.rest()
    cells = [cell for _index, cell in sorted(shown.sheet.cells.items())]
    colours = []
    for index in (0, 2):
        colour = pixels(cells[index])
        width = cells[index].get_allocated_width()
        colours.append([colour(width / 2, 40), colour(4, 4)])
    told = {
        "names": [cell.get_accessible().get_name() for cell in cells],
        "described": [cell.get_accessible().get_description() for cell in cells],
        "tips": [cell.get_tooltip_text() for cell in cells],
        "colours": colours,
        "grid": shown.sheet.get_accessible().get_name(),
        "focused": shown.sheet.get_accessible().get_description(),
        "remembered": settings.remembered()["grid"]["fields"],
    }
    shown.session.sheet.put_first()
    shown.end()
    again = Shown({}, {})
    told["again"] = [menu.field for menu in again.page.bar.fields]
    again.end()
    return told


def probe_positives() -> Any:
    """Ctrl+I shows the grid's pictures as positives, and back, without decoding them again."""
    shown = Shown({}, {})
    before = len(decoded)
    told: dict[str, Any] = {"inverted": [], "colours": []}
    for _press in range(3):
        inverted.clear()
        cell = shown.sheet.cells[1]
        told["colours"].append(pixels(cell)(cell.get_allocated_width() / 2, 60))
        shown.key("i", control=True)
        shown.rest()
        told["inverted"].append(len(inverted) > 0)
    told["decoded"] = len([path for path in decoded[before:] if path == RED])
    shown.key("i", control=True)
    shown.end()
    return told


def probe_ten_thousand() -> Any:
    """A scroll through ten thousand: what is drawn, and what is asked for."""
    shown = Shown(*({} for _scan in range(MANY)))
    sheet = shown.sheet
    adjustment = sheet.get_vadjustment()
    told = {"at first": len(decoded), "in view": len(sheet.in_view())}
    inverted.clear()
    beyond, most, steps, seen = [], 0, 0, set()
    value, last = 0.0, adjustment.get_upper() - adjustment.get_page_size()
    seen |= {sheet.shown[place] for place in sheet.in_view()}
    while value < last:
        value = min(value + 0.9 * adjustment.get_page_size(), last)
        drawn.clear()
        asked.clear()
        before = {sheet.shown[place] for place in sheet.in_view()}
        adjustment.set_value(value)
        settle(lambda: bool(drawn))
        now = {sheet.shown[place] for place in sheet.in_view()}
        seen |= now
        beyond += [index for index in drawn if index not in now | before]
        beyond += [index for index in asked if index not in now | before]
        most = max(most, len({*drawn}))
        steps += 1
    shown.rest()
    told |= {
        "beyond": beyond,
        "most drawn": most,
        "steps": steps,
        "seen": len(seen),
        "cells": len(sheet.cells) + len(sheet._spare),
        "kept": len(sheet.loader.kept),
        "inverted": len(inverted),
        "last": max(sheet.shown[place] for place in sheet.in_view()),
    }
    drawn.clear()
    asked.clear()
    shown.key("Home")
    shown.rest()
    told["home"] = [min({*drawn}), max({*asked}) < 2 * told["in view"]]
    shown.end()
    return told


def probe_keys() -> Any:
    shown = Shown(*numbered(40))
    columns = shown.sheet.columns
    told: dict[str, Any] = {"columns": columns, "focus": shown.sheet.has_focus()}
    for name in ("Right", "Down", "Left", "Up", "End", "Right", "Home", "Left", "Page_Down"):
        shown.key(name)
        place = shown.page.grid.place(shown.sheet.cursor)
        told.setdefault("went", []).append(
            [name, *shown.selected(), place in shown.sheet.in_view()]
        )
    shown.key("Home")
    shown.key("Right", shift=True)
    shown.key("Down", shift=True)
    told["extended"] = shown.selected()
    shown.key("Right", control=True)
    shown.key("Right", control=True)
    told["moved"] = [shown.sheet.cursor, shown.selected()]
    shown.key("space", control=True)
    told["toggled"] = shown.selected()
    shown.key("Escape")
    told["one"] = shown.selected()
    shown.key("a", control=True)
    told["all"] = len(shown.selected())
    told["said"] = shown.page.bar.count.get_text()
    shown.key("Home")
    shown.key("m")
    shown.key("o")
    told["typed"] = shown.page.bar.search.get_text()
    shown.seek("rock 3")
    shown.key("Down")
    told["first found"] = [shown.sheet.has_focus(), shown.sheet.cursor, shown.selected()]
    shown.key("End", shift=True)
    told["extended in what was found"] = shown.selected()
    shown.key("Return")
    told["form"] = [shown.form.views.shows_grid, len(shown.selected())]
    told["in the form"] = shown.form.page.boxes["film"].text
    shown.end()
    return told


def probe_mouse() -> Any:
    shown = Shown(*numbered(200))
    control, shift = Gdk.ModifierType.CONTROL_MASK, Gdk.ModifierType.SHIFT_MASK
    columns, told = shown.sheet.columns, {"columns": shown.sheet.columns}
    shown.click(3)
    told["click"] = shown.selected()
    shown.click(1, control)
    shown.click(5, control)
    told["ctrl"] = shown.selected()
    shown.click(5, control)
    shown.click(3)
    shown.click(columns + 1, shift)
    told["shift"] = shown.selected()
    shown.drag(shown.middle(2 * columns), shown.middle(columns), shown.middle(1))
    told["band"] = shown.selected()
    shown.drag(shown.middle(2 * columns + 2), shown.middle(columns + 2), held=[control])
    told["band with ctrl"] = shown.selected()
    shown.drag(shown.middle(0), shown.middle(columns))
    told["dragged what is selected"] = shown.selected()
    shown.click(2)
    adjustment = shown.sheet.get_vadjustment()
    shown.press(*shown.middle(2))
    shown.release(*shown.middle(2))
    start = shown.middle(columns)
    shown.press(*start)
    height = shown.sheet.get_allocated_height()
    point(shown.sheet, Gdk.EventType.MOTION_NOTIFY, start[0] + 20, height + 100)
    told["drawn"] = shown.page.band.is_drawn
    far = shown.sheet.rectangle(8 * columns)[1]
    settle(lambda: adjustment.get_value() > far)
    shown.release(start[0] + 20, adjustment.get_value() + height)
    chosen = shown.selected()
    told["scrolled"] = [chosen[0], all(n % columns == 0 for n in chosen), len(chosen) > 8]
    told["value"] = adjustment.get_value() > 0
    place = shown.sheet.in_view()[columns]
    shown.click(place)
    shown._button(Gdk.EventType.DOUBLE_BUTTON_PRESS, *shown.middle(place), ())
    told["double"] = [shown.form.views.shows_grid, shown.session.index == place]
    shown.end()
    return told


def probe_free_ground() -> Any:
    """A click beside the cells, and a band from there."""
    shown = Shown(*numbered(3))
    shown.key("a", control=True)
    width, height = shown.sheet.get_allocated_width(), shown.sheet.get_allocated_height()
    shown.press(width - 5, height - 5)
    shown.release(width - 5, height - 5)
    told: dict[str, Any] = {"click": shown.selected()}
    shown.drag((width - 5, height - 5), (100, 100), shown.middle(1))
    told["band"] = shown.selected()
    shown.drag((width - 5, height - 5), (width - 40, height - 40))
    told["nothing in it"] = shown.selected()
    shown.end()
    return told


def probe_right_to_left() -> Any:
    Gtk.Widget.set_default_direction(Gtk.TextDirection.RTL)
    try:
        shown = Shown({"subject": "Rock"}, {"subject": "סלע"}, *numbered(18))
        first, second = (shown.sheet.rectangle(place) for place in (0, 1))
        answer = {
            "first": first[0] + first[2] > shown.sheet.get_allocated_width() - 20,
            "second": second[0] < first[0],
            "hit": shown.sheet.place_at(*shown.middle(1)),
        }
        answer["texts"] = [
            [layout.get_text().split("\n")[0], layout.index_to_pos(0).x / Pango.SCALE > 60]
            for index in (0, 1)
            for layout in shown.sheet.cells[index]._texts[2:]
        ]
        shown.key("Left")
        answer["left"] = shown.selected()
        shown.end()
        return answer
    finally:
        Gtk.Widget.set_default_direction(Gtk.TextDirection.LTR)


def probe_search() -> Any:
    shown = Shown(*numbered(30), {"film": "Tri-X", "aperture": "22"})
    told: dict[str, Any] = {"found": shown.seek("film=tri aperture=f/16..f/32")}
    told["count"] = shown.page.bar.count.get_text()
    told["wrong"] = [shown.seek("aperture=wide"), shown.page.bar.problem.get_text()]
    told["shown"] = shown.page.bar.problem.get_visible()
    told["none"] = [shown.seek("nothing"), shown.page._nothing.get_visible()]
    shown.seek("subject=1")
    told["hidden"] = shown.page.bar.problem.get_visible()
    shown.page.bar.show_order(Order("image_id", True))
    shown.page.sort(Order("image_id", True))
    shown.rest()
    told["sorted"] = list(shown.page.grid.shown)[:3]
    left = [shown.sheet.rectangle(shown.page.grid.place(n))[0] for n in (19, 18)]
    told["placed"] = left[0] < left[1]
    shown.end()
    return told


def probe_read_meanwhile() -> Any:
    """A scan that joins what a search found moves neither the view nor the focus."""
    shown = Shown(*numbered(100), {"film": "Tri-X"})
    shown.seek("film=hp5")
    adjustment = shown.sheet.get_vadjustment()
    adjustment.set_value(900)
    shown.rest()
    before = adjustment.get_value()
    shown.scans[100].disk = ExposureRecord(film="HP5")
    shown.session.read(100)
    settle(lambda: len(shown.page.grid.shown) == 101)
    shown.rest()
    told: dict[str, Any] = {"stays": adjustment.get_value() == before > 800}
    told["count"] = shown.page.bar.count.get_text()
    shown.session.write("lens", "Nikkor")
    shown.key("f", control=True)
    shown.key("z", control=True)
    told["typed"] = shown.session.sheet.text("lens")
    shown.sheet.grab_focus()
    shown.key("z", control=True)
    told["undone"] = shown.session.sheet.text("lens")
    shown.end()
    return told


def probe_sizes() -> Any:
    """Ctrl++ and Ctrl+- change the size, and the next window has it."""
    shown = Shown(*numbered(30))
    told = {"columns": [shown.sheet.columns]}
    for name in ("plus", "plus", "minus", "minus", "minus", "minus", "0", "plus"):
        shown.key(name, control=True)
        shown.rest()
        told["columns"].append(shown.sheet.columns)
    told["size"] = shown.sheet.size
    shown.end()
    again = Shown(*numbered(3))
    told["again"] = again.sheet.size
    again.key("0", control=True)
    again.end()
    return told


def probe_form_and_back() -> Any:
    """What is typed stays; what the form selects is selected in the grid; keys act on one view."""
    shown = Shown(*numbered(60))
    form = shown.form
    shown.key("F8")
    told: dict[str, Any] = {"grid": form.views.shows_grid, "button": form.tools.grid.get_active()}
    form.page.boxes["lens"].take_focus()
    form.page.boxes["lens"].writing.set_text("Symmar")
    shown.key("F8")
    told["button in the grid"] = form.tools.grid.get_active()
    told["unsaved"] = [
        shown.session.sheet.unsaved,
        shown.sheet.cells[0].get_accessible().get_name(),
    ]
    shown.key("d", control=True)
    shown.key("F4")
    shown.key("1", alt=True)
    told["untouched"] = [form.page.boxes["lens"].text, shown.sheet.has_focus()]
    shown.key("F8")
    told["focus"] = form.page.boxes["lens"].writing.has_focus()
    told["typed"] = form.page.boxes["lens"].text
    form.page.boxes["aperture"].take_focus()
    form.page.boxes["aperture"].writing.set_text("wide")
    shown.key("F8")
    shown.key("Right")
    told["left"] = [shown.scans[0].disk.lens, shown.selected()]
    shown.key("Left")
    shown.key("Return")
    told["still wrong"] = form.page.boxes["aperture"].text
    form.page.boxes["aperture"].writing.set_text("")
    shown.session.select(55)
    shown.key("F8")
    shown.rest()
    told["in view"] = [shown.selected(), 55 in shown.sheet.cells]
    form.tools.grid.clicked()
    settle()
    told["by the button"] = form.views.shows_grid
    shown.key("f", control=True)
    told["find"] = [form.views.shows_grid, shown.page.bar.search.is_focus()]
    shown.end()
    return told


def probe_names() -> list[str]:
    """Controls of the grid without an accessible name."""
    shown = Shown(*numbered(3))
    found = []

    def look(widget: Gtk.Widget) -> None:
        named = widget.get_accessible().get_name()
        if (isinstance(widget, (Gtk.Entry, Gtk.Button)) or widget.get_can_focus()) and not (
            named or isinstance(widget, (Gtk.ScrolledWindow, Gtk.Scrollbar))
        ):
            found.append(str(widget))
        if isinstance(widget, Gtk.Container):
            widget.forall(look)

    look(shown.page)
    shown.end()
    return found


def probe_menu() -> Any:
    """The menu of fields has them all, by section; another chosen one sorts."""
    shown = Shown({"film": "B"}, {"film": "A"})
    button = shown.page.bar.sorted_by
    button.clicked()
    settle()
    items = button.get_popup().get_children()
    inner = [i.get_label() for item in items[1:] for i in item.get_submenu().get_children()]
    button.get_popup().popdown()
    chosen = next(
        i
        for item in items[1:]
        for i in item.get_submenu().get_children()
        if i.get_label() == "Film"
    )
    chosen.activate()
    shown.rest()
    told = {"first": items[0].get_label(), "fields": inner, "shown": list(shown.page.grid.shown)}
    told["name"] = button.get_accessible().get_name()
    shown.end()
    return told


if __name__ == "__main__":
    child.report(globals())
