"""The drop-down list of the scans: number, subject, file, and whether there is a record.

An idle handler fills the list a few rows at a time, and plain Python searches it. So ten thousand
scans open as quickly as ten.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any

from exifilm_form.gtk import Atk, Gdk, GLib, Gtk, Pango
from exifilm_form.session.host import HostScan, shown_name
from exifilm_form.session.scan_list import mark, matches, searched, subject
from exifilm_form.session.sheet_state import State
from exifilm_form.session.texts import _, ngettext

_ROWS_AT_ONCE = 100
_INDEX, _MARK, _NUMBER, _SUBJECT, _NAME, _SHOWN = range(6)


class Chooser(Gtk.MenuButton):
    """Shows which scan is open; its list opens another through `chosen(index)`."""

    def __init__(
        self,
        scans: Sequence[HostScan],
        state: Callable[[int], State],
        chosen: Callable[[int], None],
        called: Callable[[int], str],
        chosen_together: Callable[[Collection[int]], None] | None = None,
    ) -> None:
        """`called(index)` is a scan's number as now typed, with a mark for a duplicate.

        Without `chosen_together`, only one scan at a time can be chosen.
        """
        super().__init__(hexpand=True)
        self._chosen_together = chosen_together
        self._scans, self._state, self._chosen, self._called = scans, state, chosen, called
        self._filled = 0
        self.get_style_context().add_class("chooser")
        line = Gtk.Box(spacing=8)
        self._number = Gtk.Label()
        self._number.get_style_context().add_class("number")
        self._subject = Gtk.Label(xalign=0, ellipsize=Pango.EllipsizeMode.END, hexpand=True)
        self._place = Gtk.Label()
        self._place.get_style_context().add_class("dimmed")
        for part in (self._number, self._subject, self._place):
            line.pack_start(part, part is self._subject, part is self._subject, 0)
        line.pack_end(
            Gtk.Image.new_from_icon_name("pan-down-symbolic", Gtk.IconSize.BUTTON), 0, 0, 0
        )
        self.add(line)
        self.set_popover(self._make_list())
        self.set_tooltip_text(_("Choose a scan (Ctrl+L)"))
        self.get_accessible().set_name(_("Choose a scan"))
        GLib.idle_add(self._fill_some, priority=GLib.PRIORITY_LOW)

    def show_open(self, index: int, chosen: Collection[int] = ()) -> None:
        """Show that this scan is open, or that it is selected together with others."""
        if len(chosen) > 1:
            self._show_several(index, chosen)
            return
        scan = self._scans[index]
        number, words = self._called(index), subject(scan)
        self._number.set_text(number)
        self._subject.set_text(words or shown_name(scan))
        self._place.set_text(f"\u200e{index + 1} / {len(self._scans)}\u200e")
        described = ", ".join(filter(None, (number, words, shown_name(scan))))
        self.get_accessible().set_description(described)
        self._go_to(index)

    def _show_several(self, index: int, chosen: Collection[int]) -> None:
        words = ngettext("{count} scan selected", "{count} scans selected", len(chosen))
        words = words.format(count=len(chosen))
        first, last = (self._called(end) or shown_name(self._scans[end]) for end in ends(chosen))
        between = f"{first} … {last}"
        self._number.set_text(words)
        self._subject.set_text(between)
        self._place.set_text(f"\u200e{len(chosen)} / {len(self._scans)}\u200e")
        self.get_accessible().set_description(f"{words}, {between}")
        self._go_to(index)

    def refresh(self, index: int) -> None:
        """Update the row of that scan."""
        if index < self._filled:
            self._store.set(self._store.iter_nth_child(None, index), *self._row(index))

    def _row(self, index: int) -> tuple[Sequence[int], Sequence[Any]]:
        scan = self._scans[index]
        self._searched[index] = searched(scan)
        columns = (_INDEX, _MARK, _NUMBER, _SUBJECT, _NAME, _SHOWN)
        return columns, (
            index,
            mark(scan, self._state(index)),
            self._called(index),
            subject(scan),
            shown_name(scan),
            self._is_found(index),
        )

    def _fill_some(self) -> bool:
        for index in range(self._filled, min(self._filled + _ROWS_AT_ONCE, len(self._scans))):
            self._store.insert_with_valuesv(-1, *self._row(index))
            self._filled = index + 1
        self._say_whether_found()
        return self._filled < len(self._scans)

    # ── the list ─────────────────────────────────────────────────────────────────────────────

    def _make_list(self) -> Gtk.Popover:
        self._searched: dict[int, str] = {}
        """The texts of each row in which a search looks."""
        self._store = Gtk.ListStore(int, str, str, str, str, bool)
        self._rows = self._store.filter_new()
        self._rows.set_visible_column(_SHOWN)
        self._view = Gtk.TreeView(
            model=self._rows,
            headers_visible=False,
            activate_on_single_click=True,
            enable_search=False,
            fixed_height_mode=True,
        )
        self._view.get_accessible().set_name(_("Scans"))
        for column, title, width in (
            (_MARK, _("State"), 28),
            (_NUMBER, _("No."), 72),
            (_SUBJECT, _("Subject"), 280),
            (_NAME, _("File"), 180),
        ):
            cell = Gtk.CellRendererText(ellipsize=Pango.EllipsizeMode.END)
            if column == _NUMBER:
                cell.set_property("weight", Pango.Weight.BOLD)
            shown = Gtk.TreeViewColumn(title, cell, text=column)
            shown.set_sizing(Gtk.TreeViewColumnSizing.FIXED)
            shown.set_fixed_width(width)
            self._view.append_column(shown)
        self._view.connect("row-activated", self._on_activated)
        scrolled = Gtk.ScrolledWindow(
            min_content_height=392, min_content_width=600, shadow_type=Gtk.ShadowType.IN
        )
        scrolled.add(self._view)
        self._search = Gtk.SearchEntry(
            placeholder_text=_("Words of the record, or the file's name")
        )
        self._search.get_accessible().set_name(_("Find a scan"))
        self._search.connect("search-changed", lambda _entry: self._filter())
        self._nothing = Gtk.Label(label=_("No scan matches."), no_show_all=True)
        self._nothing.get_accessible().set_role(Atk.Role.ALERT)
        self._search.connect("activate", self._on_search_entered)
        self._search.connect("key-press-event", self._on_search_key)
        page = Gtk.Box(orientation=Gtk.Orientation.VERTICAL, spacing=6, margin=8)
        page.pack_start(self._search, False, False, 0)
        page.pack_start(self._nothing, False, False, 0)
        page.pack_start(scrolled, True, True, 0)
        self._together = Gtk.Button()
        if self._chosen_together:
            self._view.get_selection().set_mode(Gtk.SelectionMode.MULTIPLE)
            self._view.get_selection().connect("changed", lambda _of: self._say_together())
            self._together.connect("clicked", lambda _button: self._choose_together())
            page.pack_start(self._together, False, False, 0)
        page.show_all()
        popover = Gtk.Popover(modal=True)
        popover.add(page)
        popover.connect("show", self._on_opened)
        return popover

    def _on_opened(self, _popover: Gtk.Popover) -> None:
        self._search.set_text("")
        self._filter()
        self._search.grab_focus()
        path, _column = self._view.get_cursor()
        if path:
            self._view.scroll_to_cell(path, None, True, 0.5, 0)

    def _on_activated(self, _view: Gtk.TreeView, path: Gtk.TreePath, _column: Any) -> None:
        if self._view.get_selection().count_selected_rows() > 1:
            self._choose_together()
            return
        index = self._rows[path][_INDEX]
        self.get_popover().popdown()
        self._chosen(index)

    # ── several ──────────────────────────────────────────────────────────────────────────────

    def _picked(self) -> list[int]:
        """The scans that are marked in the list if there are several, else all that it shows."""
        _model, paths = self._view.get_selection().get_selected_rows()
        picked = paths if len(paths) > 1 else range(len(self._rows))
        return [self._rows[path][_INDEX] for path in picked]

    def _say_together(self) -> None:
        marked = self._view.get_selection().count_selected_rows()
        if marked > 1:
            words = ngettext("Select {count} scan", "Select {count} scans", marked)
        else:
            marked = len(self._rows)
            words = ngettext("Select {count} scan found", "Select all {count} scans found", marked)
        self._together.set_label(words.format(count=marked))
        self._together.set_sensitive(marked > 1)

    def _choose_together(self) -> None:
        picked = self._picked()
        self.get_popover().popdown()
        if self._chosen_together:
            self._chosen_together(picked)

    def _cursor(self) -> int:
        """The number of the scan that Enter opens, -1 for none."""
        path, _column = self._view.get_cursor()
        return self._rows[path][_INDEX] if path else -1

    def _go_to(self, index: int) -> None:
        if index < self._filled and self._cursor() != index:
            path = self._rows.convert_child_path_to_path(Gtk.TreePath(index))
            if path:  # None while the search filters it out
                self._view.set_cursor(path)
                self._view.scroll_to_cell(path, None, True, 0.5, 0)

    def _filter(self) -> None:
        """Show the scans that match all the words; Enter opens the first."""
        before = self._cursor()
        self._view.set_model(None)  # else each row would be laid out again by itself
        for row in self._store:
            if row[_SHOWN] != (found := self._is_found(row[_INDEX])):
                row[_SHOWN] = found
        self._view.set_model(self._rows)
        self._say_whether_found()
        if before >= 0 and self._is_found(before):
            self._go_to(before)
        elif len(self._rows):
            self._go_to(self._rows[0][_INDEX])

    def _is_found(self, index: int) -> bool:
        return matches(self._searched[index], self._search.get_text())

    def _say_whether_found(self) -> None:
        self._nothing.set_visible(not len(self._rows) and self._filled == len(self._scans))
        if self._chosen_together:
            self._say_together()

    def _on_search_entered(self, _entry: Gtk.SearchEntry) -> None:
        self._filter()  # the entry delays its signal; this includes the last letters typed
        path, _column = self._view.get_cursor()
        if path:
            self._view.row_activated(path, self._view.get_column(0))

    def _on_search_key(self, _entry: Gtk.SearchEntry, event: Gdk.EventKey) -> bool:
        step = {Gdk.KEY_Down: 1, Gdk.KEY_Up: -1}.get(event.keyval)
        path, _column = self._view.get_cursor()
        if step and path:
            place = (path.get_indices()[0] + step) % len(self._rows)
            self._go_to(self._rows[place][_INDEX])
        return step is not None


def ends(chosen: Collection[int]) -> tuple[int, int]:
    """The first and the last of these scans."""
    return min(chosen), max(chosen)
