"""A window to drag files from: `drag_source.py X Y URI…`. Ends after the drag."""

from __future__ import annotations

import sys

import gi

gi.require_version("Gtk", "3.0")
from gi.repository import Gdk, Gtk  # noqa: E402

across, down, *uris = sys.argv[1:]
window = Gtk.Window(type=Gtk.WindowType.POPUP)  # so that no window manager moves it
window.set_default_size(60, 60)
window.move(int(across), int(down))
ground = Gtk.EventBox()
ground.drag_source_set(Gdk.ModifierType.BUTTON1_MASK, [], Gdk.DragAction.COPY)
ground.drag_source_add_uri_targets()
ground.drag_source_add_text_targets()


def give(
    _ground: Gtk.Widget, _context: Gdk.DragContext, data: Gtk.SelectionData, *_of: int
) -> None:
    """Supply the requested data, as a file manager does: the files, or their paths as text."""
    if not data.set_uris(uris):
        data.set_text("\n".join(uris), -1)


ground.connect("drag-data-get", give)
ground.connect("drag-end", lambda *_of: Gtk.main_quit())
window.add(ground)
window.show_all()
print("ready", flush=True)
Gtk.main()
