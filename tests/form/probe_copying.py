"""Records through the clipboard of a real display. `test_copying.py` runs this."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import child
from child import Gdk, Gtk, key, settle
from exifilm_form.form.paste_dialog import PasteDialog
from exifilm_form.program.window import FormWindow
from exifilm_form.session.folder import FolderHost
from exifilm_form.session.sheet_state import State

from exifilm_core.record import Section

FIRST, OTHER = map(Path, sys.argv[1:3])
JSON = Gdk.Atom.intern("application/json", False)


def opened(folder: Path) -> FormWindow:
    window = FormWindow(FolderHost(folder))
    window.show_all()
    settle(lambda: window.form.session.sheet.state is not State.LOADING)
    child.focus(window, True)
    return window


def closed(window: FormWindow) -> None:
    window.leave()
    settle(lambda: not window.get_realized())


def probe_between_windows() -> dict[str, Any]:
    """Copy in a window; look at the clipboard; paste in a window of another folder."""
    one, two = opened(FIRST), opened(OTHER)
    key(one, "c", control=True, shift=True)
    clipboard = Gtk.Clipboard.get(Gdk.SELECTION_CLIPBOARD)
    text = clipboard.wait_for_text()
    data = bytes(clipboard.wait_for_contents(JSON).get_data())
    key(two, "v", control=True, shift=True)
    settle(lambda: two.form.page.boxes["lens"].text != "")
    told = {name: two.form.page.boxes[name].text for name in ("lens", "image_id", "film")}
    said = two.form.foot.standing.get_text()
    key(two, "z", control=True)
    told["undone"] = two.form.page.boxes["lens"].text
    key(two, "k", control=True, shift=True)
    settle(lambda: two.form.page.boxes["lens"].text != "")
    told["kit"] = two.form.page.boxes["aperture"].text
    closed(one)
    closed(two)
    return {"text": text, "json": json.loads(data), "told": told, "said": said}


def probe_text_and_sections() -> dict[str, Any]:
    """Paste chosen sections of a record in JSON that another program has put there as text."""
    window = opened(FIRST)
    record = {"record": {"filter": "orange 21", "notes": "Wind.", "aperture": 32}}
    clipboard = Gtk.Clipboard.get(Gdk.SELECTION_CLIPBOARD)
    clipboard.set_text(json.dumps(record), -1)
    key(window, "v", control=True, alt=True)
    [dialog] = [each for each in Gtk.Window.list_toplevels() if isinstance(each, PasteDialog)]
    dialog.ticks[Section.NOTES].set_active(True)
    dialog.response(Gtk.ResponseType.OK)
    settle(lambda: window.form.page.boxes["notes"].text != "")
    told = {name: window.form.page.boxes[name].text for name in ("filter", "notes", "aperture")}
    clipboard.set_text("a letter", -1)
    key(window, "v", control=True, shift=True)
    settle(lambda: "clipboard" in window.form.foot.standing.get_text())
    closed(window)
    return told


child.report(globals())
