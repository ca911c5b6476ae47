"""The page for a folder without scans: other places to open.

A worker looks for scans in the folders below, and for recent folders that still exist. Each becomes
a button.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from exifilm_core.errors import printable_path
from exifilm_form.gtk import GLib, Gtk, Pango
from exifilm_form.session import finding
from exifilm_form.session.opening import existing_recent_folders, short_path
from exifilm_form.session.texts import _, ngettext
from exifilm_form.session.worker import Worker


class EmptyFolder(Gtk.ScrolledWindow):
    """Why the page is empty, and what to open instead."""

    def __init__(
        self,
        folder: Path,
        trouble: str,
        opens: Callable[[Path], None],
        opens_below: Callable[[], None],
        asks: Callable[[], None],
    ) -> None:
        """`opens_below` opens the scans of all folders below."""
        super().__init__(hscrollbar_policy=Gtk.PolicyType.NEVER, expand=True)
        self._folder, self._opens, self._opens_below = folder, opens, opens_below
        self._gone = False
        self._worker = Worker(GLib.idle_add, "folders")
        self._page = Gtk.Box(
            orientation=Gtk.Orientation.VERTICAL,
            spacing=6,
            margin=24,
            halign=Gtk.Align.CENTER,
            valign=Gtk.Align.CENTER,
        )
        words = Gtk.Label(label=trouble, wrap=True, max_width_chars=60)
        words.get_style_context().add_class("plain-page")
        self.open = Gtk.Button(
            label=_("_Open…"), use_underline=True, halign=Gtk.Align.CENTER, margin_bottom=12
        )
        self.open.set_tooltip_text(_("Open another folder (Ctrl+O)"))
        self.open.connect("clicked", lambda _button: asks())
        hint = Gtk.Label(label=_("Or drop a folder, or scans, onto this window."), wrap=True)
        hint.get_style_context().add_class("dimmed")
        self._below, self._recent = _column(), _column()
        self._wait = Gtk.Label(label=_("Looking for scans in the folders below…"))
        for part in (words, self.open, hint, self._wait, self._below, self._recent):
            self._page.pack_start(part, False, False, 0)
        self.add(self._page)
        self.connect("map", lambda _page: self.open.grab_focus())
        self.connect("destroy", self._on_destroy)
        self._worker.do(existing_recent_folders, self._show_recent)
        look = partial(finding.folders_with_scans, folder, lambda: self._gone)
        self._worker.do(look, self._show_below)

    def _show_recent(self, folders: Any, _error: Exception | None) -> None:
        others = [path for path in folders or () if path != self._folder]
        if others and not self._gone:
            self._list(
                self._recent, _("Recent folders"), [(short_path(path), path) for path in others]
            )

    def _show_below(self, search: Any, _error: Exception | None) -> None:
        if self._gone:
            return
        if not search or not search.folders:
            self._wait.set_text(_("The folders below have no scans either."))
            self._wait.set_visible(bool(search) and finding.is_folder(self._folder))
            return
        self._wait.set_text("" if search.complete else _("There may be more."))
        self._wait.set_visible(not search.complete)
        named = []
        for each in search.folders:
            words = ngettext("{folder} · {count} scan", "{folder} · {count} scans", each.scans)
            name = printable_path(each.path.relative_to(self._folder))
            named.append((words.format(folder=name, count=each.scans), each.path))
        self._list(self._below, _("Folders below with scans"), named)
        button = Gtk.Button(label=_("All scans of these folders"), halign=Gtk.Align.CENTER)
        button.connect("clicked", lambda _button: self._opens_below())
        button.show()
        self._below.pack_start(button, False, False, 0)

    def _list(self, column: Gtk.Box, title: str, folders: Sequence[tuple[str, Path]]) -> None:
        heading = Gtk.Label(label=title, margin_top=18)
        heading.get_style_context().add_class("dimmed")
        column.pack_start(heading, False, False, 0)
        buttons = Gtk.Box(orientation=Gtk.Orientation.VERTICAL)
        buttons.get_style_context().add_class("linked")
        column.pack_start(buttons, False, False, 0)
        for words, path in folders:
            button = Gtk.Button(label=words)
            label = button.get_child()
            label.set_ellipsize(Pango.EllipsizeMode.MIDDLE)
            label.set_max_width_chars(70)
            label.set_xalign(0)
            button.set_tooltip_text(printable_path(path))
            button.connect("clicked", lambda _button, path=path: self._opens(path))
            buttons.pack_start(button, False, False, 0)
        column.show_all()

    def _on_destroy(self, _page: Gtk.Widget) -> None:
        self._gone = True
        self._worker.close()


def _column() -> Gtk.Box:
    return Gtk.Box(orientation=Gtk.Orientation.VERTICAL, spacing=6)
