"""The form itself: its sections as ruled boxes, with the drawings that belong to them.

The one idea: all of it comes from the declaration of the fields, section by section, in the order
in which one works; `layout.py` says which boxes share a row. Hairlines are the gaps between boxes,
so they stay hairlines at any scale and in any direction of reading.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import gi

gi.require_version("Gtk", "3.0")
from gi.repository import Gtk  # noqa: E402

from exifilm_core.record import ExposureRecord, Section  # noqa: E402
from exifilm_core.storage import Drift  # noqa: E402
from exifilm_form.box import Box, box_of  # noqa: E402
from exifilm_form.layout import MOVEMENTS, STANDARDS, is_movement, rows  # noqa: E402
from exifilm_form.standards import StandardsDrawing  # noqa: E402
from exifilm_form.texts import _  # noqa: E402
from exifilm_form.zone_scale import ZoneScale  # noqa: E402

Placed = tuple[Gtk.Widget, int, int, int]
"""A widget with its column, its row, and how many columns it takes."""


class Paper(Gtk.Grid):
    """All boxes, by the names of their fields, and the two drawings."""

    def __init__(self, taken_letters: str = "") -> None:
        """`taken_letters` are mnemonics that something beside the form has already."""
        super().__init__(row_spacing=1, valign=Gtk.Align.START)
        self.get_style_context().add_class("paper")
        self.get_accessible().set_name(_("Exposure record"))
        self.boxes: dict[str, Box] = {}
        self.zone_scale = ZoneScale()
        self.standards = StandardsDrawing()
        letters = set(taken_letters.casefold())
        parts: list[Placed] = []
        for number, section in enumerate(Section):
            content = self._section(section)
            content.set_hexpand(True)
            content.get_style_context().add_class(section.name.lower())
            title = Gtk.Label(
                label=_with_mnemonic(_in_lines(_(section.title), section), letters),
                justify=Gtk.Justification.CENTER,
                use_underline=True,
                angle=90,
                mnemonic_widget=self._first_box(section).writing,
            )
            title.get_style_context().add_class("title")
            parts += [(title, 0, number, 1), (content, 1, number, 1)]
        _put(self, parts)
        for name, box in self.boxes.items():  # the titles lead there too, and are no names
            box.writing.get_accessible().set_name(_(ExposureRecord.field(name).label))

    def show_movements(self, record: ExposureRecord) -> None:
        """Draw the two standards as the record has them."""
        front, rear = (
            {movement: record[f"{standard}_{movement}"] or 0.0 for movement in MOVEMENTS}
            for standard in STANDARDS
        )
        self.standards.set_movements(front, rear)

    def show_drifted(self, drifted: Sequence[Drift]) -> None:
        """Mark the boxes of the fields whose tags disagree with the record."""
        for name, box in self.boxes.items():
            box.show_drifted([drift for drift in drifted if drift.field == name])

    def _first_box(self, section: Section) -> Box:
        return next(box for box in self.boxes.values() if box.field.section is section)

    def _section(self, section: Section) -> Gtk.Widget:
        if section is Section.GEOMETRY:
            return self._geometry()
        column = Gtk.Box(orientation=Gtk.Orientation.VERTICAL)
        if section is Section.LUMINOSITY:
            column.pack_start(_on_paper(self.zone_scale), False, False, 0)
        for row in rows(section):
            grid = _ruled(margin_top=1 if column.get_children() else 0)
            left, parts = 0, list[Placed]()
            for cell in row:
                parts.append((self._box(cell.name), left, 0, cell.columns))
                left += cell.columns
            _put(grid, parts)
            column.pack_start(grid, True, True, 0)
            self._add_reasons(column, (cell.name for cell in row))
        return column

    def _geometry(self) -> Gtk.Widget:
        """Distances on one side, the table of movements on the other, the drawing between."""
        line = _ruled(homogeneous=False)
        stack = _ruled(homogeneous=False)
        cells = [cell for row in rows(Section.GEOMETRY) for cell in row]
        _put(stack, [(self._box(cell.name), 0, top, 1) for top, cell in enumerate(cells)])
        for cell in cells:
            self.boxes[cell.name].writing.set_width_chars(14)
        table = self._movements()
        _put(line, [(stack, 0, 0, 1), (_on_paper(self.standards), 1, 0, 1), (table, 2, 0, 1)])
        moved = [field.name for field in ExposureRecord.fields() if is_movement(field)]
        table.set_focus_chain([self.boxes[name] for name in moved])
        column = Gtk.Box(orientation=Gtk.Orientation.VERTICAL)
        column.pack_start(line, True, True, 0)
        self._add_reasons(column, [*(cell.name for cell in cells), *moved])
        return column

    def _movements(self) -> Gtk.Grid:
        table = _ruled(homogeneous=False)
        parts: list[Placed] = [(_heading(""), 0, 0, 1)]
        for column, standard in enumerate(STANDARDS, start=1):
            parts.append((_heading(_(standard.title())), column, 0, 1))
            for row, movement in enumerate(MOVEMENTS, start=1):
                if column == 1:
                    parts.append((_heading(_(movement.title()), xalign=0), 0, row, 1))
                box = self._box(f"{standard}_{movement}", caption=False)
                box.writing.set_width_chars(8)
                box.writing.set_max_width_chars(8)
                parts.append((box, column, row, 1))
        _put(table, parts)
        return table

    def _add_reasons(self, column: Gtk.Box, names: Iterable[str]) -> None:
        """What is wrong in a row, under it; it takes no room while nothing is."""
        for name in names:
            column.pack_start(self.boxes[name].reason, False, False, 0)

    def _box(self, name: str, *, caption: bool = True) -> Box:
        self.boxes[name] = box = box_of(ExposureRecord.field(name), caption=caption)
        box.set_vexpand(True)
        return box


def _put(grid: Gtk.Grid, parts: list[Placed]) -> None:
    """Put the parts into the grid; a screen reader will meet them in this order.

    A grid lists its children with the last one first.
    """
    for widget, left, top, columns in reversed(parts):
        grid.attach(widget, left, top, columns, 1)


def _ruled(*, homogeneous: bool = True, margin_top: int = 0) -> Gtk.Grid:
    grid = Gtk.Grid(
        row_spacing=1,
        column_spacing=1,
        column_homogeneous=homogeneous,
        margin_top=margin_top,
    )
    grid.get_style_context().add_class("ruled")
    return grid


def _on_paper(drawing: Gtk.Widget) -> Gtk.Widget:
    """The drawing on the ground that the boxes have."""
    ground = Gtk.Box()
    ground.get_style_context().add_class("drawing")
    ground.pack_start(drawing, True, True, 0)
    return ground


def _heading(text: str, xalign: float = 0.5) -> Gtk.Label:
    label = Gtk.Label(label=text, xalign=xalign)
    label.get_style_context().add_class("heading")
    return label


def _in_lines(title: str, section: Section) -> str:
    """The title, which stands upright, in two lines where it is longer than the section is high."""
    height = (
        4 if section is Section.GEOMETRY else len(rows(section)) * (2 if _is_high(section) else 1)
    )
    middle = len(title) / 2
    blanks = [place for place, letter in enumerate(title) if letter == " "]
    if len(title) <= height * 5.2 or not blanks:
        return title
    nearest = min(blanks, key=lambda place: abs(place - middle))
    return f"{title[:nearest]}\n{title[nearest + 1 :]}"


def _is_high(section: Section) -> bool:
    return section in (Section.NOTES, Section.LUMINOSITY)


def _with_mnemonic(title: str, taken: set[str]) -> str:
    """The title with an underscore before its first letter that nothing else has yet."""
    for place, letter in enumerate(title):
        if letter.isalpha() and letter.casefold() not in taken:
            taken.add(letter.casefold())
            return f"{title[:place]}_{title[place:]}"
    return title
