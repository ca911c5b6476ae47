"""What is worked out for empty fields: grey, taken by a key, and remarks on contradictions."""

from __future__ import annotations

from typing import Any

import child
from child import Gtk, key, pixels, settle
from exifilm_form.form.form_view import FormView
from exifilm_form.session.selection import Selection

from tests.form.doubles import MemoryHost, MemoryScan

MOONRISE = {
    "aperture": "f/32",
    "exposure_index": 64,
    "readings": "moon 250 c/ft² on VII",
    "filter_factor": 3,
}
CLOSE_UP = {"film": "Kodak Tri-X 320", "focal_length": 210, "metered_time": "2 s"}


def opened(**values: Any) -> tuple[FormView, Gtk.Window, MemoryScan]:
    scan = MemoryScan("sheet.jpg", **values)
    form = FormView(MemoryHost(scan), picture=False)
    window = child.window(form, 1000, 700)
    settle(lambda: form.session.sheet.kept is not None)
    settle()
    return form, window, scan


def greys(form: FormView) -> dict[str, str]:
    """The grey text of each empty box."""
    return {
        name: box.writing.get_placeholder_text()
        for name, box in form.page.boxes.items()
        if isinstance(box.writing, Gtk.Entry) and box.writing.get_placeholder_text()
    }


def type_in(form: FormView, name: str, text: str) -> None:
    box = form.page.boxes[name]
    box.take_focus()
    settle()
    box.writing.set_text(text)
    settle()


def probe_moonrise() -> dict[str, Any]:
    form, window, scan = opened(**MOONRISE)
    box = form.page.boxes["exposure_time"]
    told = {"grey": greys(form), "text": box.text, "spoken": child_description(box)}
    box.take_focus()
    settle()
    told["foot"] = form.foot.help.get_text()
    told["tip"] = box._tip()[0]
    told["unsaved"] = form.session.sheet.unsaved
    key(window, "e", control=True)
    told["taken"] = box.text
    told["grey after"] = greys(form)
    told["focus after"] = form.field
    key(window, "e", control=True, shift=True)
    told["all"] = form.page.boxes["metered_time"].text
    key(window, "z", control=True)
    told["undone"] = form.page.boxes["metered_time"].text
    form.session.save()
    settle(lambda: scan.saves == 1)
    told["saved"] = scan.disk.show("exposure_time")
    window.destroy()
    return told


def probe_in_the_dialogue_of_a_host() -> dict[str, Any]:
    """A host without pictures of its own, as GIMP is, puts the form into its dialogue."""
    scan = MemoryScan("sheet.jpg", **CLOSE_UP, bellows_extension=420)
    form = FormView(MemoryHost(scan), picture=False)
    dialog = Gtk.Dialog(title="Exposure record")
    dialog.set_default_size(1000, 700)
    dialog.get_content_area().pack_start(form, True, True, 0)
    dialog.show_all()
    settle(lambda: form.session.sheet.kept is not None)
    child.focus(dialog, True)
    told: dict[str, Any] = {"pictures": form.pictures is not None, "grey": greys(form)}
    form.page.boxes["bellows_factor"].take_focus()
    settle()
    key(dialog, "e", control=True)
    told["one"] = [box.text for box in form.page.boxes.values() if box.field.name in told["grey"]]
    key(dialog, "e", control=True, shift=True)
    told["all"] = {name: form.page.boxes[name].text for name in told["grey"]}
    told["typed"] = form.page.boxes["metered_time"].text
    finished: list[bool] = []
    form.finish(lambda: finished.append(True))
    settle(lambda: bool(finished))
    told["saved"] = {name: scan.disk.show(name) for name in told["grey"]}
    dialog.destroy()
    return told


def probe_in_the_box_with_the_focus() -> dict[str, dict[str, int]]:
    """The pixels that the grey value or ‹mixed› changes in an empty box, and beside a letter."""
    Gtk.Settings.get_default().set_property("gtk-cursor-blink", False)
    told = {"mixed": changed_by_the_placeholder(mixed_in_two()[0], "aperture")}
    for name, way in (("left", Gtk.TextDirection.LTR), ("right", Gtk.TextDirection.RTL)):
        Gtk.Widget.set_default_direction(way)
        try:
            told[name] = changed_by_the_placeholder(opened(**MOONRISE)[0], "exposure_time")
        finally:
            Gtk.Widget.set_default_direction(Gtk.TextDirection.LTR)
    return told


def mixed_in_two() -> tuple[FormView, Gtk.Window]:
    """Two scans are selected that differ in their aperture."""
    scans = MemoryScan("one.jpg", aperture="f/32"), MemoryScan("two.jpg", aperture="f/8")
    form = FormView(MemoryHost(*scans), picture=False)
    window = child.window(form, 1000, 700)
    form.session.select_several(Selection.of([0, 1]))
    settle(lambda: form.page.boxes["aperture"].mixed is not None)
    return form, window


def changed_by_the_placeholder(form: FormView, name: str) -> dict[str, int]:
    box = form.page.boxes[name]
    box.take_focus()
    settle()

    def drawn() -> list[tuple[int, int, int]]:
        colour, size = pixels(box.writing), box.writing.get_allocation()
        return [colour(x, y) for y in range(size.height) for x in range(size.width)]

    def changed(before: list[Any], after: list[Any]) -> int:
        return sum(one != other for one, other in zip(before, after, strict=True))

    def changed_without() -> int:
        """How many pixels are others without it."""
        before, words = drawn(), box.writing.get_placeholder_text()
        box.writing.set_placeholder_text("")
        after = drawn()
        box.writing.set_placeholder_text(words)
        return changed(before, after)

    in_empty = changed_without()
    box.writing.set_text("9")
    told = {"empty": in_empty, "beside the typed": changed_without()}
    box.get_toplevel().destroy()
    return told


def child_description(box: Any) -> str:
    return str(box.writing.get_accessible().get_description())


def probe_live() -> list[dict[str, str]]:
    """The grey texts as the extension of a close-up is typed."""
    form, window, _scan = opened(**CLOSE_UP)
    seen = [greys(form)]
    for text in ("420", "297"):
        type_in(form, "bellows_extension", text)
        seen.append(greys(form))
    type_in(form, "bellows_factor", "3")
    seen.append(greys(form))
    type_in(form, "exposure_time", "wrong")
    seen.append(greys(form))
    window.destroy()
    return seen


def remark(form: FormView, name: str) -> str:
    return str(form.page.boxes[name].remark.words)


def probe_remarks() -> list[str]:
    """The remark on the exposure: on opening, during typing, after leaving, corrected."""
    form, window, _scan = opened(metered_time="1 s", filter_factor=8, exposure_time="8 s")
    seen = [remark(form, "exposure_time")]
    type_in(form, "exposure_time", "2")
    seen.append(remark(form, "exposure_time"))
    form.page.boxes["subject"].take_focus()
    settle()
    seen.append(remark(form, "exposure_time"))
    type_in(form, "exposure_time", "8 s")
    form.page.boxes["subject"].take_focus()
    settle()
    seen.append(remark(form, "exposure_time"))
    window.destroy()
    return seen


def chosen_film(form: FormView, window: Gtk.Window, text: str) -> list[str]:
    type_in(form, "film", text)
    key(window, "Down")
    key(window, "Tab")
    return of_film(form)


def of_film(form: FormView) -> list[str]:
    return [form.page.boxes[name].text for name in ("film", "box_speed", "process")]


def probe_film_of_several() -> dict[str, Any]:
    """A film is chosen for two scans: one is on another film, the other has none yet."""
    first = {"film": "Kodak Portra 400", "box_speed": 400, "process": "C-41"}
    scans = MemoryScan("one.jpg", **first), MemoryScan("two.jpg", aperture="f/8")
    form = FormView(MemoryHost(*scans), picture=False)
    window = child.window(form, 1000, 700)
    form.session.select_several(Selection.of([0, 1]))
    settle(lambda: form.page.boxes["film"].mixed is not None)
    told: dict[str, Any] = {"chosen": chosen_film(form, window, "fp4")}
    form.session.save()
    settle(lambda: all(scan.saves for scan in scans))
    told["saved"] = [[scan.disk.show(n) for n in ("box_speed", "process")] for scan in scans]
    window.destroy()
    return told


def probe_films() -> dict[str, list[str]]:
    """The films that are offered for a text."""
    form, window, _scan = opened()
    offered = {}
    for text in ("trix 320", "hp5", "320TXP", "notch wide gap small wide", "xyzzy"):
        type_in(form, "film", text)
        suggestions = form.page.boxes["film"].suggestions
        assert suggestions
        offered[text] = list(suggestions.offered)
    type_in(form, "film", "Kodak Tri-X 320")
    form.page.boxes["box_speed"].take_focus()
    settle()
    offered["grey"] = [f"{name} {text}" for name, text in greys(form).items()]
    type_in(form, "film_format", "8")
    formats = form.page.boxes["film_format"].suggestions
    assert formats
    offered["formats"] = list(formats.offered)
    offered["chosen"] = chosen_film(form, window, "hp5")
    offered["corrected"] = chosen_film(form, window, "fp4")
    key(window, "z", control=True)
    offered["undone"] = of_film(form)
    window.destroy()
    return offered


child.report(globals())
