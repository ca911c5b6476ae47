"""The declarations in the forms' PostScript files: boxes, sizes, papers, settings.

The printer executes `postscript/exposure_record.ps`, and ExiFilm reads it. A box that moves in that
file therefore also moves for the fitting of values. The form's geometry is declared nowhere else.

The roll form and the holder list have a table and settings in a file of their own. It sets up the
same procedures, so a document has that file's resource after the prologue of `exposure_record.ps`.
The books of records have such a file too; it adds boxes to the table of the exposure record.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from exifilm_core.errors import ExifilmError
from exifilm_core.files.resources import resource
from exifilm_core.messages.paper import Printing

_NUMBER = r"-?\d+(?:\.\d+)?"
_TEXT = r"\(((?:[^()\\]|\\.)*)\)"
_SLOT = re.compile(
    rf"^\s*/([a-z_.]+)((?:\s+{_NUMBER}){{4}})\s+{_TEXT}\s+{_TEXT}\s+/(\w+)\s+slot\s*(?:%.*)?$",
    re.MULTILINE,
)
_SECTION = re.compile(rf"^\s*{_TEXT}\s+({_NUMBER})\s+({_NUMBER})\s*(?:%.*)?$", re.MULTILINE)
_CONSTANT = re.compile(
    rf"^/([\w-]+)\s+({_NUMBER}|true|false|/\w+|\[[^\]]*\]|\((?:[^()\\]|\\.)*\))\s+def\b",
    re.MULTILINE,
)
_PAPER = re.compile(rf"^\s*/(\w+)\s+\[({_NUMBER})\s+({_NUMBER})\]\s+def\b", re.MULTILINE)
_RESOURCE = re.compile(r"^%%BeginResource: (.*)$", re.MULTILINE)
_TABLE = re.compile(r"^%%BeginResource: .*?^%%EndResource$", re.MULTILINE | re.DOTALL)
_END = "%%EndProlog"

RECORD = "postscript/exposure_record.ps"
ROLL = "postscript/roll_form.ps"
HOLDERS = "postscript/holder_list.ps"
BOOK = "postscript/record_book.ps"
NARROW_BOOK = "postscript/record_book_narrow.ps"
TABLES = "postscript/tables.ps"
_NEW_TABLE = "\nnew-table\n"
"""The call that empties the table of the exposure record."""
_ON_LINES = ("column", "written", "counted", "lettered")
"""The looks of a slot with a cell on each line."""


@dataclass(frozen=True)
class Slot:
    """One box: its name, top left corner and size in points (y counts down), and its words."""

    name: str
    x: float
    y: float
    width: float
    height: float
    label: str
    unit: str
    look: str

    @property
    def is_open(self) -> bool:
        """Whether text begins at its top, as in the notes, and not at its floor."""
        return self.look in ("ruled", "apart")

    @property
    def is_on_lines(self) -> bool:
        """Whether it is the first of a column of cells, one on each line of the form."""
        return self.look in _ON_LINES

    @property
    def has_label_inside(self) -> bool:
        if self.look == "joined":
            return True
        return bool(self.label) and self.look not in ("cell", "row", *_ON_LINES)


@dataclass(frozen=True)
class Form:
    """The form: slots by name, the sections' titles with y and height, and all constants.

    A form with `own_table` sets that up before it is printed.
    """

    prologue: str
    own_table: bool
    slots: dict[str, Slot]
    sections: tuple[tuple[str, float, float], ...]
    constants: dict[str, str]
    papers: dict[str, tuple[float, float]]

    @staticmethod
    def read(form: str = RECORD) -> Form:
        """A form of this installation: RECORD, ROLL, HOLDERS, BOOK or NARROW_BOOK."""
        return _read(resource(RECORD), None if form == RECORD else resource(form))

    @staticmethod
    def of(text: str, table: str | None = None, origin: str = "the form") -> Form:
        """The form that a PostScript text declares, or that another's table makes of it.

        That table is added to the form's own, unless it begins a new one.
        """
        prologue = re.search(rf"^%%BeginProlog\n.*?^{_END}$", text, re.MULTILINE | re.DOTALL)
        if not prologue:
            raise ExifilmError(Printing.NO_PROLOGUE(origin=origin))
        body = declared = prologue[0]
        if table is not None:
            own = _TABLE.search(table)
            if not own:
                raise ExifilmError(Printing.NO_TABLE(origin=origin))
            body = f"{body.removesuffix(_END)}{own[0]}\n{_END}"
            declared = own[0] if _NEW_TABLE in own[0] else body
        sections = re.findall(r"^/sections \[(.*?)^\] def", declared, re.MULTILINE | re.DOTALL)
        return Form(
            prologue=body,
            own_table=table is not None,
            slots={
                name: _slot(name, box, label, unit, look)
                for name, box, label, unit, look in _SLOT.findall(declared)
            },
            sections=tuple(
                (_text(title), float(y), float(height))
                for title, y, height in _SECTION.findall(sections[-1] if sections else "")
            ),
            constants=dict(_CONSTANT.findall(body)),
            papers={name: (float(w), float(h)) for name, w, h in _PAPER.findall(body)},
        )

    def number(self, name: str) -> float:
        """A constant of the form, such as `leading`, in points or as a ratio."""
        try:
            return float(self.constants[name])
        except (KeyError, ValueError):
            raise ExifilmError(Printing.NO_SETTING(name=name)) from None

    def flag(self, name: str) -> bool:
        """A boolean setting."""
        return self.constants.get(name) == "true"

    @property
    def name(self) -> str:
        """The name at its head, as a PostScript string."""
        return self.constants.get("form-name", "()")

    @property
    def resources(self) -> list[str]:
        """The DSC names of the resources in the prologue."""
        return _RESOURCE.findall(self.prologue)

    @property
    def setup(self) -> list[str]:
        """The calls that choose this form in a document."""
        return ["other-form", f"/lines {self.lines} def"] if self.own_table else []

    @property
    def lines(self) -> int:
        """The number of lines, of which the table has the first one."""
        lines = int(self.number("lines"))
        if lines < 1:
            raise ExifilmError(Printing.NO_SETTING(name="lines"))
        return lines

    @property
    def other_lines(self) -> float:
        """The height of all lines but the first, as in the table."""
        return (self.lines - 1) * self.number("line-height")

    def with_lines(self, lines: int) -> Form:
        """The same form with that many lines."""
        return replace(self, constants=self.constants | {"lines": f"{lines}"})

    def words(self, name: str) -> list[str]:
        """A setting with a list of texts, such as `may-go`."""
        return [_text(word) for word in re.findall(_TEXT, self.constants.get(name, ""))]

    def settled(
        self, gone: Collection[str] = (), across: float = 1, down: float = 1, growth: float = 0
    ) -> Form:
        """The form fitted to its paper, as the form's own procedure `settle` fits it.

        Removed sections leave no gap. Boxes are `across` times as wide and `down` times as high,
        and the last section is `growth` points higher. The form's lines share that section.
        """
        spine, head, foot = (self.number(name) for name in ("spine", "head", "form-height"))

        def x(edge: float) -> float:
            return spine + (edge - spine) * across if edge > spine else edge

        def y(edge: float) -> float:
            lost = sum(
                max(0, min(edge - top, height))
                for title, top, height in self.sections
                if title in gone
            )
            moved = edge - lost
            if moved > head:
                moved = head + (moved - head) * down
            return moved + growth if edge >= foot else moved

        def height(slot: Slot) -> float:
            if slot.is_on_lines:
                return (y(foot) - y(slot.y)) / self.lines
            return y(slot.y + slot.height) - y(slot.y)

        slots = (
            replace(
                slot,
                x=x(slot.x),
                y=y(slot.y),
                width=x(slot.x + slot.width) - x(slot.x),
                height=height(slot),
            )
            for slot in self.slots.values()
        )
        sections = (
            (title, y(top), y(top + height) - y(top)) for title, top, height in self.sections
        )
        width = x(self.number("form-width"))
        line = (self.number("line-height") * down + growth) / self.lines
        return replace(
            self,
            slots={slot.name: slot for slot in slots if slot.height > 0},
            sections=tuple(section for section in sections if section[2] > 0),
            constants=self.constants
            | {
                "form-width": f"{width}",
                "form-height": f"{y(foot)}",
                "line-height": f"{line}",
                "column-head": f"{self.number('column-head') * down}",
            },
        )

    def slot(self, name: str) -> Slot:
        """A slot. ExifilmError if the table no longer has it."""
        slot = self.slots.get(name)
        if not slot:
            raise ExifilmError(Printing.NO_BOX(name=name))
        return slot


def with_resource(form: Form, name: str) -> Form:
    """The form with the procedures and settings of another file: TABLES.

    ExifilmError if the file lacks its resource.
    """
    path = resource(name)
    found = _TABLE.search(_text_of(path))
    if not found:
        raise ExifilmError(Printing.NO_TABLE(origin=path.name))
    return replace(
        form,
        prologue=f"{form.prologue.removesuffix(_END)}{found[0]}\n{_END}",
        constants=form.constants | dict(_CONSTANT.findall(found[0])),
    )


@lru_cache(maxsize=5)
def _read(shared: Path, table: Path | None) -> Form:
    text = _text_of(shared)
    if table is None:
        return Form.of(text, origin=shared.name)
    return Form.of(text, _text_of(table), origin=table.name)


def _text_of(path: Path) -> str:
    try:
        return path.read_text("ascii")
    except (OSError, UnicodeDecodeError) as cause:
        raise ExifilmError(Printing.UNREADABLE_FORM(), file=path) from cause


def _slot(name: str, box: str, label: str, unit: str, look: str) -> Slot:
    x, y, width, height = map(float, box.split())
    return Slot(name, x, y, width, height, _text(label), _text(unit), look)


def _text(escaped: str) -> str:
    """A PostScript string's text, from Latin-1."""
    return re.sub(
        r"\\([0-7]{1,3}|.)",
        lambda m: chr(int(m[1], 8)) if m[1][0].isdigit() else m[1],
        escaped,
    )
