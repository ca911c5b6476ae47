"""The form itself: its sections as ruled boxes, with their drawings.

The page derives from the declaration of the fields, section by section; `layout.py` adds the widths
of the boxes. The hairlines are gaps between boxes, so they stay hairlines at any scale and in
any text direction.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from exifilm_core.film.movements import MOVEMENTS, STANDARDS
from exifilm_core.record import ExposureRecord, Section
from exifilm_core.tags.mapping import Drift
from exifilm_form.form.box import Box, box_of
from exifilm_form.form.layout import LETTERED, is_movement, rows
from exifilm_form.form.letters import letters_of
from exifilm_form.form.remark import Remark
from exifilm_form.form.standards import StandardsDrawing
from exifilm_form.form.tip import Tip
from exifilm_form.form.zone_scale import ZoneScale
from exifilm_form.gtk import Gtk
from exifilm_form.session.texts import _

Placed = tuple[Gtk.Widget, int, int, int]
"""A widget with its column, its row, and its width in columns."""


class FormPage(Gtk.Grid):
    """All boxes, by the names of their fields, and the two drawings."""

    def __init__(
        self, taken_letters: str = "", remarks: Mapping[str, Remark] | None = None
    ) -> None:
        """`taken_letters` lead elsewhere in the window; `remarks` go under their rows."""
        super().__init__(row_spacing=1, valign=Gtk.Align.START)
        self.get_style_context().add_class("paper")
        self.get_accessible().set_name(_("Exposure record"))
        self.boxes: dict[str, Box] = {}
        self._remarks = remarks or {}
        self.zone_scale = ZoneScale()
        self.standards = StandardsDrawing()
        self.tip = Tip()
        self.letters: dict[str, str] = {}
        """The letter that leads to a field with Alt, by the field's name."""
        self._headings: dict[str, Gtk.Label] = {}
        self._sections: dict[Section, Gtk.Widget] = {}
        parts: list[Placed] = []
        for number, section in enumerate(Section):
            content = self._sections[section] = self._section(section)
            content.set_hexpand(True)
            content.get_style_context().add_class(section.name.lower())
            parts += [(_title(number + 1, section), 0, number, 1), (content, 1, number, 1)]
        put(self, parts)
        self._give_letters(taken_letters)

    def first_box(self, section: Section) -> Box:
        """The first box of a section."""
        return next(box for box in self.boxes.values() if box.field.section is section)

    def comfortable_width(self) -> int:
        """Pixels at which no label is truncated; the drawing of the standards may be small."""
        widths = {s: content.get_preferred_width() for s, content in self._sections.items()}
        widest: int = max(width.natural_width for width in widths.values())
        comfortable: int = max(
            width.minimum_width if section is Section.GEOMETRY else width.natural_width
            for section, width in widths.items()
        )
        own: int = self.get_preferred_width().natural_width
        return own - widest + comfortable

    def extent(self, name: str) -> list[tuple[int, int]]:
        """Top and bottom of the field's section, and of its box with what is shown below it."""
        box = self.boxes[name]
        below = [each for each in (box.reason, box.remark) if each and each.get_visible()]
        found = []
        for first, *others in ([self._sections[box.field.section]], [box, *below]):
            _left, top = first.translate_coordinates(self, 0, 0)
            last = (others or [first])[-1]
            _left, bottom = last.translate_coordinates(self, 0, last.get_allocated_height())
            found.append((top, bottom))
        return found

    def _give_letters(self, taken: str) -> None:
        labels = {
            name: self._headings[name].get_text()
            if name in self._headings
            else _(ExposureRecord.field(name).label)
            for name in LETTERED
        }
        self.letters = letters_of(labels, taken)
        for name, letter in self.letters.items():
            if name in self._headings:
                self._lead_by_heading(name, letter)
            else:
                self.boxes[name].lead_by(letter)

    def _lead_by_heading(self, name: str, letter: str) -> None:
        """Let the letter lead to a front movement, and when pressed again, to the rear one."""
        front, heading = self.boxes[name].writing, self._headings[name]
        rear = self.boxes[name.replace("front", "rear")]
        text = heading.get_text()
        place = text.casefold().index(letter)
        heading.set_text_with_mnemonic(f"{text[:place]}_{text[place:]}")
        heading.set_mnemonic_widget(front)
        front.get_accessible().set_name(_(ExposureRecord.field(name).label))

        def lead(_front: Gtk.Widget, _cycling: bool) -> bool:
            if front.is_focus():
                rear.take_focus()
                return True
            return False

        front.connect("mnemonic-activate", lead)

    def show_movements(self, record: ExposureRecord, mixed: Collection[str] = ()) -> None:
        """Draw the two standards with the record's movements; in `mixed` ones the scans differ."""
        front, rear = (
            {movement: record[f"{standard}_{movement}"] or 0.0 for movement in MOVEMENTS}
            for standard in STANDARDS
        )
        self.standards.set_movements(front, rear, mixed)

    def show_drifted(self, drifted: Sequence[Drift]) -> None:
        """Mark the boxes of the fields whose tags disagree with the record."""
        for name, box in self.boxes.items():
            box.show_drifted([drift for drift in drifted if drift.field == name])

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
            put(grid, parts)
            column.pack_start(grid, True, True, 0)
            self._add_reasons(column, (cell.name for cell in row))
        return column

    def _geometry(self) -> Gtk.Widget:
        """Distances on one side, the table of movements on the other, the drawing between them."""
        line = _ruled(homogeneous=False)
        stack = _ruled(homogeneous=False)
        cells = [cell for row in rows(Section.GEOMETRY) for cell in row]
        put(stack, [(self._box(cell.name), 0, top, 1) for top, cell in enumerate(cells)])
        for cell in cells:
            self.boxes[cell.name].writing.set_width_chars(14)
        table = self._movements()
        put(line, [(stack, 0, 0, 1), (_on_paper(self.standards), 1, 0, 1), (table, 2, 0, 1)])
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
                    heading = self._headings[f"front_{movement}"] = _heading(
                        _(movement.title()), xalign=0
                    )
                    parts.append((heading, 0, row, 1))
                box = self._box(f"{standard}_{movement}", caption=False)
                box.writing.set_width_chars(8)
                box.writing.set_max_width_chars(8)
                parts.append((box, column, row, 1))
        put(table, parts)
        return table

    def _add_reasons(self, column: Gtk.Box, names: Iterable[str]) -> None:
        """Add the reasons and remarks of a row below it; they take room only while shown."""
        for name in names:
            box = self.boxes[name]
            column.pack_start(box.reason, False, False, 0)
            if box.remark:
                column.pack_start(box.remark, False, False, 0)

    def _box(self, name: str, *, caption: bool = True) -> Box:
        self.boxes[name] = box = box_of(ExposureRecord.field(name), self.tip, caption=caption)
        box.remark = self._remarks.get(name)
        box.set_vexpand(True)
        return box


def put(grid: Gtk.Grid, parts: list[Placed]) -> None:
    """Put the parts into the grid; a screen reader will read them in this order.

    A GTK grid lists its children with the last one first.
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
    """The drawing on the same background as the boxes."""
    ground = Gtk.Box()
    ground.get_style_context().add_class("drawing")
    ground.pack_start(drawing, True, True, 0)
    return ground


def _heading(text: str, xalign: float = 0.5) -> Gtk.Label:
    label = Gtk.Label(label=text, xalign=xalign)
    label.get_style_context().add_class("heading")
    return label


def _title(number: int, section: Section) -> Gtk.Widget:
    """The section's title, rotated, with its Alt digit on top."""
    title = Gtk.Box(orientation=Gtk.Orientation.VERTICAL)
    title.get_style_context().add_class("title")
    digit = Gtk.Label(label=str(number))
    digit.get_style_context().add_class("digit")
    words = Gtk.Label(
        label=_in_lines(_(section.title), section), justify=Gtk.Justification.CENTER, angle=90
    )
    words.get_accessible().set_name(f"{_(section.title)} (Alt+{number})")
    title.pack_start(digit, False, False, 0)
    title.pack_start(words, True, True, 0)
    return title


def _in_lines(title: str, section: Section) -> str:
    """The title in two lines if it is longer than the section is high."""
    high = section in (Section.NOTES, Section.LUMINOSITY)
    rows_high = 4 if section is Section.GEOMETRY else len(rows(section)) * (2 if high else 1)
    middle = len(title) / 2
    blanks = [place for place, letter in enumerate(title) if letter == " "]
    if len(title) <= rows_high * 4.6 or not blanks:
        return title
    nearest = min(blanks, key=lambda place: abs(place - middle))
    return f"{title[:nearest]}\n{title[nearest + 1 :]}"
