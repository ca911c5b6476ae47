"""Files and folders dragged from another program onto the window.

GTK's text fields would insert a file's path as text. So the fields pass files to the window, and
handle dragged texts as before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from exifilm_form.gtk import Gdk, Gio, GLib, Gtk

_URIS = Gdk.Atom.intern("text/uri-list", False)

Dropped = Callable[[Sequence[Path | None]], None]
"""Receives the paths; None stands for a file that is not on this computer."""


def accept_files(widget: Gtk.Widget, dropped: Dropped) -> None:
    """Call `dropped` with the files that are dropped onto this widget."""
    widget.drag_dest_set(0, [], Gdk.DragAction.COPY)
    _hand_on(widget, dropped)


def accept_files_on_texts(widget: Gtk.Widget, dropped: Dropped) -> None:
    """Call `dropped` with the files that are dropped onto a text field in this widget."""
    for text in _texts(widget):
        _hand_on(text, dropped)


def _texts(widget: Gtk.Widget) -> Iterator[Gtk.Widget]:
    if isinstance(widget, (Gtk.Entry, Gtk.TextView)):
        yield widget
    elif isinstance(widget, Gtk.Container):
        inner: list[Gtk.Widget] = []
        widget.forall(inner.append)
        for each in inner:
            yield from _texts(each)


def _hand_on(widget: Gtk.Widget, dropped: Dropped) -> None:
    def on_motion(
        _widget: Gtk.Widget, context: Gdk.DragContext, _x: int, _y: int, time: int
    ) -> bool:
        if _URIS not in context.list_targets():
            return False
        Gdk.drag_status(context, Gdk.DragAction.COPY, time)
        return True

    def on_drop(widget: Gtk.Widget, context: Gdk.DragContext, _x: int, _y: int, time: int) -> bool:
        if _URIS not in context.list_targets():
            return False
        widget.drag_get_data(context, _URIS, time)
        return True

    def on_received(
        widget: Gtk.Widget,
        context: Gdk.DragContext,
        _x: int,
        _y: int,
        data: Gtk.SelectionData,
        _info: int,
        time: int,
    ) -> None:
        if data.get_target() != _URIS:
            return
        widget.stop_emission_by_name("drag-data-received")
        paths = [_path_of(uri) for uri in data.get_uris()]
        Gtk.drag_finish(context, bool(paths), False, time)
        if paths:  # the other program need not wait until they are open
            GLib.idle_add(dropped, paths)

    widget.drag_dest_add_uri_targets()
    widget.connect("drag-motion", on_motion)
    widget.connect("drag-drop", on_drop)
    widget.connect("drag-data-received", on_received)


def _path_of(uri: str) -> Path | None:
    path = Gio.File.new_for_uri(uri).get_path()
    return Path(path) if path else None
