"""The layout from inside: whether every widget has room, and what scrolls into view."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

import child
from child import Gdk, Gtk, key, settle
from exifilm_form.form.form_view import FormView
from exifilm_form.program.window import FormWindow
from exifilm_form.session.folder import FolderHost

from tests.form.doubles import MemoryHost, MemoryScan

SCANS = Path(sys.argv[1])
SIZES = ((1280, 720), (1024, 768))


def shown(width: int, height: int) -> FormWindow:
    Gtk.Settings.get_default().set_property("gtk-enable-animations", False)
    window = FormWindow(FolderHost(SCANS))
    window.show_all()
    window.resize(width, height)
    settle(lambda: tuple(window.get_size()) == (width, height))
    settle(lambda: window.form.session.sheet.kept is not None)
    rest()
    child.focus(window, True)
    return window


def rest() -> None:
    """Let GTK allocate sizes, and let the form finish scrolling."""
    until = time.monotonic() + 0.2
    settle(lambda: time.monotonic() > until)


def closed(window: FormWindow) -> None:
    window.leave()
    settle(lambda: not window.get_realized())


def extent(widget: Gtk.Widget, inside: Gtk.Widget) -> tuple[int, int, int, int]:
    """Left, top, right, bottom."""
    left, top = widget.translate_coordinates(inside, 0, 0)
    size = widget.get_allocation()
    return left, top, left + size.width, top + size.height


def _cut_off(form: FormView) -> list[str]:
    """The boxes that are not completely inside the width of the desk."""
    width = form._desk.get_allocated_width()
    return [
        name
        for name, box in form.page.boxes.items()
        if extent(box, form._desk)[0] < 0 or extent(box, form._desk)[2] > width
    ]


def _shortened(form: FormView) -> list[str]:
    """The boxes with a shortened label."""
    return [
        name
        for name, box in form.page.boxes.items()
        if box.label.get_mapped() and box.label.get_layout().is_ellipsized()
    ]


def probe_sizes() -> list[dict[str, Any]]:
    """At each size: the boxes without room, before the picture's key and after it."""
    told = []
    for width, height in SIZES:
        window = shown(width, height)
        form = window.form
        here: dict[str, Any] = {"size": [width, height], "got": list(window.get_size())}
        here["cut off"], here["shortened"] = _cut_off(form), _shortened(form)
        bar = form._desk.get_hadjustment()
        here["sideways"] = bar.get_upper() > bar.get_page_size() + 1
        tools = [extent(part, window) for part in form.tools.get_children()]
        here["tools"] = all(left >= 0 and right <= width for left, _t, right, _b in tools)
        here["foot"] = extent(form.foot, form)[3] <= form.get_allocated_height()
        here["picture"] = form.picture.get_mapped()
        key(window, "F9")
        rest()
        here["after F9"] = form.picture.get_mapped()
        key(window, "F9")
        rest()
        here["again"] = form.picture.get_mapped()
        told.append(here)
        closed(window)
    return told


def probe_narrower() -> list[tuple[int, bool, int]]:
    """The window made narrower, and wide again: whether the picture is there, and its width."""
    window = shown(1380, 720)
    told = []
    for width in (1380, 1100, 800, 1380):
        window.resize(width, 720)
        settle(lambda width=width: window.get_size()[0] == width)
        rest()
        picture = window.form.picture
        told.append((width, picture.get_mapped(), picture.get_allocated_width()))
    closed(window)
    return told


def probe_scrolling() -> list[str]:
    """The focused fields that are not in view with their label.

    From the first to the last and back, in a low window; and sections that would have room and are
    not in view.
    """
    window = shown(1024, 560)
    form = window.form
    height = form._desk.get_allocated_height()
    hidden = []
    names = list(form.page.boxes)
    for name in (*names[::3], "notes", "print_notes", *names[::-3]):
        form.page.boxes[name].take_focus()
        rest()
        for top, bottom in form.page.extent(name):
            place = form.page.translate_coordinates(form._desk, 0, 0)[1]
            if bottom - top <= height and not 0 <= top + place <= bottom + place <= height:
                hidden.append(f"{name}: {top + place} to {bottom + place} of {height}")
    closed(window)
    return hidden


def probe_undone() -> dict[str, Any]:
    """Undo in fields that are out of view, in the focused one, and from the picture."""
    window = shown(1024, 560)
    form = window.form
    boxes, foot = form.page.boxes, form.foot.standing
    told: dict[str, Any] = {}

    def undo() -> None:
        key(window, "z", control=True)
        rest()

    def in_view(name: str) -> bool:
        top, bottom = form.page.extent(name)[1]
        place = form.page.translate_coordinates(form._desk, 0, 0)[1]
        return top + place >= 0 and bottom + place <= form._desk.get_allocated_height()

    boxes["development"].take_focus()
    boxes["development"].writing.set_text("N+1, 13 min")
    boxes["subject"].take_focus()
    boxes["subject"].writing.set_text("Moon")
    boxes["notes"].take_focus()
    boxes["subject"].take_focus()
    for letter in ("T", "a"):
        key(window, letter)
    rest()
    told["before"] = in_view("development"), boxes["subject"].text
    undo()
    told["own"] = foot.get_text(), form.field
    key(window, "s")
    told["typed on"] = boxes["subject"].text
    for _step in ("Moons", "Moon"):
        undo()
    told["all of it"] = foot.get_text(), form.field, boxes["subject"].text
    undo()
    told["out of view"] = foot.get_text(), form.field, in_view("development")
    told["texts"] = boxes["development"].text, boxes["development_time"].text
    told["selected"] = bool(boxes["development"].writing.get_selection_bounds())
    boxes["development"].writing.set_text("N")
    told["typed"] = foot.get_text()
    boxes["subject"].take_focus()
    form.picture.area.grab_focus()
    rest()
    undo()
    told["from the picture"] = form.picture.area.is_focus(), in_view("development")
    key(window, "Page_Down")
    rest()
    told["another scan"] = foot.get_text()
    closed(window)
    return told


def probe_tip() -> dict[str, Any]:
    """The help under the pointer: its text, and whether it covers the box below."""
    window = shown(1280, 720)
    form, boxes = window.form, window.form.page.boxes
    long = "a very long lens name that no box of the form can show in full, " * 3
    boxes["lens"].writing.set_text(long)
    boxes["lens_make"].writing.set_text("Nikon")
    told: dict[str, Any] = {}
    tip = form.page.tip
    for name in ("lens", "lens_make", "subject", "aperture"):
        form.page.boxes[name].take_focus()
        rest()
        writing = boxes[name].writing
        left, top, right, bottom = extent(writing, window)
        pointer = Gdk.Display.get_default().get_default_seat().get_pointer()
        x, y = window.get_window().get_root_coords((left + right) // 2, (top + bottom) // 2)
        pointer.warp(window.get_screen(), x - 2, y)
        settle()
        pointer.warp(window.get_screen(), x, y)
        settle(lambda: tip.popover is not None and tip.popover.get_visible(), 10)
        rest()
        lowest = extent(tip.popover, window)[3]
        words = [line.get_text() for line in (tip._value, tip._help) if line.get_visible()]
        told[name] = {"words": words, "covers": lowest > bottom + 8}
        key(window, "Right")
        told[name]["goes"] = not tip.popover.get_visible()
        writing.trigger_tooltip_query()  # as GTK does while the pointer rests
        rest()
        rest()
        told[name]["stays away"] = not tip.popover.get_visible()
    told["long"] = long.strip()
    form.session.put_first()
    closed(window)
    return told


def probe_many_duplicates() -> dict[str, float]:
    """Seconds for a key in No. among ten thousand scans, half of them with one No."""
    scans = [MemoryScan(f"{n}.jpg", image_id="7" if n % 2 else str(n)) for n in range(10_000)]
    form = FormView(MemoryHost(*scans), picture=False)
    window = child.window(form, 1000, 700)
    settle(lambda: all(scan.summary for scan in scans), 120)
    settle(lambda: form.chooser._filled == len(scans), 120)
    rest()
    box = form.page.boxes["image_id"]
    longest = 0.0
    for text in ("", "7", "77", "778", "9998", "7"):
        begin = time.process_time()
        box.writing.set_text(text)
        settle()
        longest = max(longest, time.process_time() - begin)
    told = {"longest": longest, "said": form.remarks.by_field["image_id"].words}
    form.session.put_first()
    window.destroy()
    return told


child.report(globals())
