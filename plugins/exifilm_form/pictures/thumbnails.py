"""A strip of small pictures, one a scan; only the visible ones exist.

The strip has as many cells as fit into it, and reuses them for the scans in view. `loading.py` gets
their pictures. So ten thousand scans cost no more than ten.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from exifilm_core.errors import ExifilmError
from exifilm_form.gtk import Atk, Gdk, GLib, GObject, Gtk
from exifilm_form.pictures.loading import Loader
from exifilm_form.pictures.thumbnail import GAP, Cell
from exifilm_form.session.host import HostScan, shown_name
from exifilm_form.session.texts import _, ngettext

_TALL, _WIDE = 4.2, 5.4
"""The size of a picture's frame, in heights of a line."""


class Thumbnails(Gtk.Box):
    """The strip. Emits `selected` with the number of the scan that the user chose.

    If several may be selected, `toggled` and `extended` tell that it was chosen with Ctrl or Shift,
    and `everything` that Ctrl+A was pressed.
    """

    __gsignals__ = dict.fromkeys(
        ("selected", "toggled", "extended", "everything"),
        (GObject.SignalFlags.RUN_LAST, None, (int,)),
    )

    def __init__(self) -> None:
        super().__init__(orientation=Gtk.Orientation.VERTICAL)
        self._sheets: Sequence[HostScan] = ()
        self._index = -1
        self._chosen: Collection[int] = ()
        self.several = False
        """Whether several scans may be selected."""
        self._cells: dict[int, Cell] = {}
        self._spare: list[Cell] = []
        self.loader = Loader(self._cells.__contains__, self._on_loaded)
        self._step = self._height = self._laid_in = self._due = 0
        self.strip = Gtk.Layout(can_focus=True, hexpand=True)
        self.strip.add_events(Gdk.EventMask.SCROLL_MASK | Gdk.EventMask.SMOOTH_SCROLL_MASK)
        self.strip.get_accessible().set_role(Atk.Role.LIST)
        self.adjustment = Gtk.Adjustment()
        self._bar = Gtk.Scrollbar(
            orientation=Gtk.Orientation.HORIZONTAL, adjustment=self.adjustment, no_show_all=True
        )
        self._bar.get_accessible().set_name(_("Scroll through the scans"))
        self.pack_start(self.strip, True, True, 0)
        self.pack_start(self._bar, False, False, 0)
        self.adjustment.connect("value-changed", lambda *_of: self._lay())
        self.strip.connect("size-allocate", self._on_allocate)
        self.strip.connect("style-updated", lambda *_of: self._measure())
        self.strip.connect("direction-changed", lambda *_of: self._start_over())
        self.strip.connect("scroll-event", self._on_scroll)
        self.strip.connect("key-press-event", self._on_key)
        for event in ("focus-in-event", "focus-out-event"):
            self.strip.connect_after(event, self._on_focus)
        self.connect("destroy", self._on_destroy)
        self._measure()
        self._say()

    # ── contents ─────────────────────────────────────────────────────────────────────────────

    def set_sheets(self, sheets: Sequence[HostScan]) -> None:
        """Show these scans' pictures; `select` then marks the open one."""
        self._sheets, self._index, self._chosen = sheets, -1, ()
        self._start_over()
        self._say()

    def select(self, index: int, chosen: Collection[int] = ()) -> None:
        """Mark a scan, and others `chosen` with it; scroll it into view. Emits nothing."""
        self._index = index if 0 <= index < len(self._sheets) else -1
        self._chosen = chosen or (self._index,)
        if self._index >= 0:
            self._show(self._index)
        self._lay()
        self._say()

    def show_positives(self, wanted: bool) -> None:
        """Show scans of negatives as positives, or as they are in the files."""
        if self.loader.show_positives(wanted):
            self._lay()

    @property
    def selected(self) -> int:
        """The number of the marked scan, -1 for none."""
        return self._index

    @property
    def cells(self) -> dict[int, Cell]:
        """The existing cells, by the numbers of their scans."""
        return self._cells

    def _name(self, index: int) -> str:
        return shown_name(self._sheets[index])

    def _say(self) -> None:
        accessible = self.strip.get_accessible()
        accessible.set_name(_("Scans"))
        if self._index < 0:
            accessible.set_description(_("{count} scans").format(count=len(self._sheets)))
        else:
            words = _("{name}, {number} of {count}").format(
                name=self._name(self._index), number=self._index + 1, count=len(self._sheets)
            )
            if (count := len(self._chosen)) > 1:
                selected = ngettext("{count} scan selected", "{count} scans selected", count)
                words += " · " + selected.format(count=count)
            accessible.set_description(words)

    # ── positions of the cells ───────────────────────────────────────────────────────────────

    def _measure(self) -> None:
        """Measure the sizes that follow the theme's font."""
        line = self.strip.create_pango_layout("X").get_pixel_size().height
        picture = int(line * _WIDE), int(line * _TALL)
        step, height = picture[0] + 2 * GAP, picture[1] + int(line * 1.1) + 2 * GAP
        if (step, height) != (self._step, self._height):
            self._step, self._height, self._picture = step, height, picture
            self.strip.set_size_request(step * 2, height)
            self._start_over()

    def _start_over(self) -> None:
        """Drop all pictures; decode those in view again."""
        self.loader.start_over(self._picture, self.get_scale_factor())
        for cell in [*self._cells.values(), *self._spare]:
            cell.destroy()
        self._cells.clear()
        self._spare.clear()
        self._on_size()
        if self._is_mirrored:
            self.adjustment.set_value(self.adjustment.get_upper())

    def _on_allocate(self, _strip: Gtk.Widget, place: Gdk.Rectangle) -> None:
        """Lay out the cells after GTK has allocated all sizes; none may move before."""
        if place.width != self._laid_in:
            self._laid_in = place.width
            self._due = self._due or GLib.idle_add(
                self._on_size_given, priority=GLib.PRIORITY_HIGH_IDLE
            )

    def _on_size_given(self) -> None:
        self._due = 0
        self._on_size()

    def _on_size(self) -> None:
        room, whole = self.strip.get_allocated_width(), self._step * len(self._sheets)
        value = min(self.adjustment.get_value(), max(whole - room, 0))
        self.adjustment.configure(value, 0, max(whole, room), self._step, room, room)
        self._bar.set_visible(whole > room)
        if self._index >= 0:
            self._show(self._index)
        self._lay()

    @property
    def _is_mirrored(self) -> bool:
        return bool(self.strip.get_direction() == Gtk.TextDirection.RTL)

    def _left(self, index: int) -> int:
        """The left edge of a cell on the complete strip."""
        if self._is_mirrored:
            return int(self.adjustment.get_upper()) - (index + 1) * self._step
        return index * self._step

    def _show(self, index: int) -> None:
        room, left = self.strip.get_allocated_width(), self._left(index)
        if room > self._step:
            value = self.adjustment.get_value()
            self.adjustment.set_value(min(max(value, left + self._step - room), left))

    def in_sight(self) -> range:
        """The numbers of the scans that are at least partly visible."""
        room, value = self.strip.get_allocated_width(), int(self.adjustment.get_value())
        if room <= 1 or not self._sheets:
            return range(0)
        first, last = value // self._step, (value + room - 1) // self._step
        if self._is_mirrored:
            upper = int(self.adjustment.get_upper())
            first, last = (upper - value - room) // self._step, (upper - value - 1) // self._step
        return range(max(first, 0), min(last + 1, len(self._sheets)))

    def _lay(self) -> None:
        """Place cells in view, free those out of view, and request pictures."""
        sight, value = self.in_sight(), int(self.adjustment.get_value())
        for index in [index for index in self._cells if index not in sight]:
            cell = self._cells.pop(index)
            cell.hide()
            self._spare.append(cell)
        for index in sight:
            if index in self._cells:
                cell = self._cells[index]
            else:
                cell = self._spare.pop() if self._spare else self._new_cell()
                self._cells[index] = cell
                cell.lend(index, self._name(index))
                self._fill(index, cell)
                cell.show()
            cell.mark(
                index in self._chosen,
                opened=index == self._index,
                focused=self.strip.has_focus(),
            )
            if cell.left != (left := self._left(index) - value):
                cell.left = left
                self.strip.move(cell, left, 0)
            self.loader.ask(index, self._sheets[index].path)

    def _fill(self, index: int, cell: Cell) -> None:
        """Give a cell the picture of its scan, if it has been decoded."""
        kept = self.loader.kept
        small = kept.get(index)
        cell.picture = small and small.shown
        cell.failed = index in kept and small is None
        cell.queue_draw()

    def _new_cell(self) -> Cell:
        cell = Cell(self._picture, self._step, self._height)
        cell.connect("button-press-event", self._on_press)
        self.strip.put(cell, 0, 0)
        return cell

    def _on_loaded(self, index: int, error: Exception | None) -> None:
        if cell := self._cells.get(index):
            self._fill(index, cell)
            cell.set_tooltip_text(self._tip(index, error))

    def _tip(self, index: int, error: Exception | None) -> str:
        said = f"\n{error.message}" if isinstance(error, ExifilmError) else ""
        return self._name(index) + said

    # ── mouse and keys ───────────────────────────────────────────────────────────────────────

    def _choose(self, index: int, held: int = 0) -> None:
        """Choose a scan, with the keys that are `held`."""
        index = min(max(index, 0), len(self._sheets) - 1)
        if index < 0:
            return
        if self.several and held == Gdk.ModifierType.CONTROL_MASK:
            self.emit("toggled", index)
        elif self.several and held == Gdk.ModifierType.SHIFT_MASK:
            if index != self._index:
                self.emit("extended", index)
        elif index != self._index or len(self._chosen) > 1:
            self.select(index)
            self.emit("selected", index)

    def _on_press(self, cell: Cell, event: Gdk.EventButton) -> bool:
        if event.button != Gdk.BUTTON_PRIMARY:
            return False
        self.strip.grab_focus()
        self._choose(cell.index, event.state & Gtk.accelerator_get_default_mod_mask())
        return True

    def _on_key(self, _strip: Gtk.Widget, event: Gdk.EventKey) -> bool:
        held = event.state & Gtk.accelerator_get_default_mod_mask()
        a_pressed = Gdk.keyval_to_lower(event.keyval) == Gdk.KEY_a
        if self.several and a_pressed and held == Gdk.ModifierType.CONTROL_MASK:
            self.emit("everything", self._index)
            return True
        if held and not (self.several and held == Gdk.ModifierType.SHIFT_MASK):
            return False
        page = max(self.strip.get_allocated_width() // self._step - 1, 1)
        onward = -1 if self._is_mirrored else 1
        steps = {
            **dict.fromkeys((Gdk.KEY_Right, Gdk.KEY_KP_Right), onward),
            **dict.fromkeys((Gdk.KEY_Left, Gdk.KEY_KP_Left), -onward),
            **dict.fromkeys((Gdk.KEY_Page_Down, Gdk.KEY_KP_Page_Down), page),
            **dict.fromkeys((Gdk.KEY_Page_Up, Gdk.KEY_KP_Page_Up), -page),
            **dict.fromkeys((Gdk.KEY_Home, Gdk.KEY_KP_Home), -len(self._sheets)),
            **dict.fromkeys((Gdk.KEY_End, Gdk.KEY_KP_End), len(self._sheets)),
        }
        if event.keyval not in steps:
            return False
        self._choose(self._index + steps[event.keyval], held)
        return True

    def _on_scroll(self, _strip: Gtk.Widget, event: Gdk.EventScroll) -> bool:
        directions = Gdk.ScrollDirection
        steps = {directions.UP: -1, directions.LEFT: -1, directions.DOWN: 1, directions.RIGHT: 1}
        by = steps.get(event.direction, event.delta_x + event.delta_y)
        if self._is_mirrored and event.direction in (directions.UP, directions.DOWN):
            by = -by
        self.adjustment.set_value(self.adjustment.get_value() + by * self._step)
        return True

    def _on_focus(self, *_of: Any) -> bool:
        self._lay()
        return False

    def _on_destroy(self, *_of: Any) -> None:
        if self._due:
            GLib.source_remove(self._due)
        self.loader.close()
