"""The page with the grid: its bar, and the scans.

A thin layer over `session/grid.py`. The selection is the session's, so what is selected here is
what the form shows, and the other way round.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from exifilm_core.record import ExposureRecord
from exifilm_form.form.grid_bar import GridBar
from exifilm_form.gtk import GLib, Gtk
from exifilm_form.pictures.grid_cell import Card
from exifilm_form.pictures.grid_keys import GridKeys
from exifilm_form.pictures.picture_bar import Key
from exifilm_form.pictures.rubber_band import RubberBand
from exifilm_form.pictures.scan_grid import ScanGrid
from exifilm_form.session import settings
from exifilm_form.session.edit_session import EditSession
from exifilm_form.session.grid import Grid, Order
from exifilm_form.session.scan_list import mark
from exifilm_form.session.selection import Selection
from exifilm_form.session.texts import _

_SLICE = 0.008
"""Seconds of searching and sorting between two looks at what else is to be done."""
_STILL = 150
"""Milliseconds after the last scroll until other scans are read again."""
_FIRST_FIELDS = (ExposureRecord.taken.name, ExposureRecord.film.name)
_FIRST_SIZE = 1


class GridPage(Gtk.Box):
    """All scans as small pictures with texts, or those that a search finds."""

    def __init__(
        self,
        session: EditSession,
        keys: Mapping[str, Key],
        entered: Callable[[], None],
        below: Callable[[bool], None] | None = None,
    ) -> None:
        """`keys` has the form's keys, by the names of their actions; `entered`: show the form.

        `below`: open the scans of the sub-folders too, or not.
        """
        super().__init__(orientation=Gtk.Orientation.VERTICAL)
        self._session = session
        self.grid = Grid(session)
        self._selection = Selection()
        self._idle = self._still = 0
        self._asked = False
        """Whether the photographer asked for other scans; else some were only read or saved."""
        self._gone = False
        self.bar = GridBar(self, keys, below)
        self.sheet = ScanGrid(session.scans, self._card)
        self._keys = GridKeys(self.sheet, self.grid, self._choose, entered, self.bar.take_letter)
        self.band = RubberBand(self.sheet, self.grid, self._choose, entered)
        self._nothing = Gtk.Label(label=_("No scan matches."), no_show_all=True, margin=24)
        self._nothing.get_style_context().add_class("plain-page")
        desk = Gtk.ScrolledWindow(hscrollbar_policy=Gtk.PolicyType.NEVER)
        desk.get_style_context().add_class("desk")
        desk.set_size_request(-1, 200)
        desk.add(self.sheet)
        desk.get_vadjustment().connect("value-changed", self._on_scrolled)
        over = Gtk.Overlay()
        over.add(desk)
        over.add_overlay(self._nothing)
        over.set_overlay_pass_through(self._nothing, True)
        self.pack_start(self.bar, False, False, 0)
        self.pack_start(over, True, True, 0)
        self._remembered()
        self.sheet.show_scans(self.grid.shown, self.grid.place)
        self.show_selection()
        self.connect("map", lambda _page: self._on_map())
        self.connect("destroy", self._on_destroy)
        self.show_all()

    def _remembered(self) -> None:
        """Show the fields and the size of last time."""
        memory = settings.remembered().get("grid")
        memory = memory if isinstance(memory, dict) else {}
        known = {field.name for field in ExposureRecord.fields()} | {""}
        fields = memory.get("fields")
        if not (isinstance(fields, list) and len(fields) == 2 and all(f in known for f in fields)):
            fields = list(_FIRST_FIELDS)
        for menu, name in zip(self.bar.fields, fields, strict=True):
            menu.show_field(name)
        size = memory.get("size")
        self.sheet.set_size_of_pictures(size if isinstance(size, int) else _FIRST_SIZE)

    def _remember(self) -> None:
        fields = [menu.field for menu in self.bar.fields]
        settings.remember(grid={"fields": fields, "size": self.sheet.size})

    # ── events of the session ────────────────────────────────────────────────────────────────

    def show_selection(self) -> None:
        """Mark what the session has selected; scroll to it if it was selected elsewhere."""
        selection = self._session.selection
        if selection != self._selection:
            self._selection = selection
            self.band.cancel()
            self.sheet.mark(selection.chosen, selection.open)
            if not self.sheet.has_focus():
                self.sheet.scroll_to(selection.open)
        self._say()

    def stands(self, index: int) -> None:
        """The record of that scan, or its state, is another."""
        self.sheet.refresh(index)
        if index == self.sheet.cursor:
            self._say()
        self.grid.stands(index)
        self._go_on()

    # ── what the bar asks for ────────────────────────────────────────────────────────────────

    def seek(self, text: str) -> None:
        """Show the scans that match this query."""
        self._asked |= self.grid.seek(text)
        self._say()
        self._go_on()

    def sort(self, order: Order) -> None:
        """Sort the scans."""
        self._asked |= self.grid.sort(order)
        self._go_on()

    def show_fields(self) -> None:
        """Show the fields that the bar has."""
        self.sheet.refresh_all()
        self._remember()

    def zoom(self, step: int) -> None:
        """Show the pictures larger or smaller; 0: as at first."""
        self.sheet.set_size_of_pictures(self.sheet.size + step if step else _FIRST_SIZE)
        self._remember()

    def go_to_sheet(self) -> None:
        """Give the grid the keyboard's focus; its first scan, if the focused one is not shown."""
        if self.grid.place(self.sheet.cursor) < 0 and self.grid.shown:
            self.sheet.move_cursor(self.grid.shown[0])
        self.sheet.grab_focus()
        self.sheet.scroll_to(self.sheet.cursor)

    @property
    def is_searching(self) -> bool:
        """Whether the search has the keyboard's focus."""
        return bool(self.bar.search.is_focus())

    def go_to_search(self) -> None:
        """Give the search the keyboard's focus."""
        self.bar.search.grab_focus()

    def begin(self, text: str, order: Order) -> None:
        """Search and sort as in the window before."""
        self.bar.search.set_text(text)
        self.bar.show_order(order)
        self.sort(order)
        self.seek(text)

    # ── searching and sorting, a little at a time ────────────────────────────────────────────

    def _go_on(self) -> None:
        if self.grid.is_due and not self._idle:
            self._idle = GLib.idle_add(self._work, priority=GLib.PRIORITY_DEFAULT_IDLE)

    def _work(self) -> bool:
        if self.grid.go_on(_SLICE):
            self.sheet.show_scans(self.grid.shown, self.grid.place)
            self._nothing.set_visible(not self.grid.shown)
            if self._asked:
                self.sheet.scroll_to(self.sheet.cursor)
        if self.grid.is_due:
            return True
        self._idle, self._asked = 0, False
        self._say()
        return False

    def _say(self) -> None:
        words = self.grid.count_in_words()
        self.bar.say(words, self.grid.problem)
        accessible = self.sheet.get_accessible()
        accessible.set_name(_("Grid of scans"))
        cell = self.sheet.cells.get(self.sheet.cursor)
        named = cell.get_accessible().get_name() if cell else ""
        accessible.set_description(" · ".join(filter(None, (named, words))))

    # ── contents ─────────────────────────────────────────────────────────────────────────────

    def _card(self, index: int) -> Card:
        every, scan = self._session.all, self._session.scans[index]
        record = every.record(index)
        subject = record.subject or "" if record else scan.summary.problem if scan.summary else ""
        return Card(
            every.called(index),
            mark(scan, self._session.state(index)),
            _on_one_line(subject),
            self.grid.name(index),
            tuple(
                _on_one_line(record.show(menu.field)) if record and menu.field else ""
                for menu in self.bar.fields
            ),
        )

    def _choose(self, selection: Selection) -> None:
        self._session.select_several(selection)
        self.show_selection()

    def _on_scrolled(self, _of: Gtk.Adjustment) -> None:
        self.sheet.lay()
        if self._still:
            GLib.source_remove(self._still)
        else:
            self._session.wait_to_look(True)
        self._still = GLib.timeout_add(_STILL, self._on_still)

    def _on_still(self) -> bool:
        self._still = 0
        self._session.wait_to_look(False)
        return False

    def _on_map(self) -> None:
        self.sheet.grab_focus()
        GLib.idle_add(self._show_open)  # after GTK has given the grid its size

    def _show_open(self) -> bool:
        if not self._gone:
            self.sheet.scroll_to(self._session.selection.open)
        return False

    def _on_destroy(self, _page: Gtk.Widget) -> None:
        self._gone = True
        for source in filter(None, (self._idle, self._still)):
            GLib.source_remove(source)


def _on_one_line(text: str) -> str:
    return " ".join(text.split())
