"""The declarations in the form's PostScript file: boxes, sizes, papers, settings.

The printer executes `postscript/exposure_record.ps`, and ExiFilm reads it. A box that moves in that
file therefore also moves for the fitting of values. The form's geometry is declared nowhere else.
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
    rf"^/([\w-]+)\s+({_NUMBER}|true|false|/\w+|\[[^\]]*\])\s+def\b", re.MULTILINE
)
_PAPER = re.compile(rf"^\s*/(\w+)\s+\[({_NUMBER})\s+({_NUMBER})\]\s+def\b", re.MULTILINE)


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
    def has_label_inside(self) -> bool:
        return self.look == "joined" or bool(self.label and self.look not in ("cell", "row"))


@dataclass(frozen=True)
class Form:
    """The form: slots by name, the sections' titles with y and height, and all constants."""

    prologue: str
    slots: dict[str, Slot]
    sections: tuple[tuple[str, float, float], ...]
    constants: dict[str, str]
    papers: dict[str, tuple[float, float]]

    @staticmethod
    def read() -> Form:
        """The form of this installation."""
        return _read(resource("postscript/exposure_record.ps"))

    @staticmethod
    def of(text: str, origin: str = "the form") -> Form:
        """The form that a PostScript text declares."""
        prologue = re.search(r"^%%BeginProlog\n.*?^%%EndProlog$", text, re.MULTILINE | re.DOTALL)
        if not prologue:
            raise ExifilmError(Printing.NO_PROLOGUE(origin=origin))
        body = prologue[0]
        sections = re.search(r"^/sections \[(.*?)^\] def", body, re.MULTILINE | re.DOTALL)
        return Form(
            prologue=body,
            slots={
                name: _slot(name, box, label, unit, look)
                for name, box, label, unit, look in _SLOT.findall(body)
            },
            sections=tuple(
                (_text(title), float(y), float(height))
                for title, y, height in _SECTION.findall(sections[1] if sections else "")
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

    def words(self, name: str) -> list[str]:
        """A setting with a list of texts, such as `may-go`."""
        return [_text(word) for word in re.findall(_TEXT, self.constants.get(name, ""))]

    def settled(
        self, gone: Collection[str] = (), across: float = 1, down: float = 1, growth: float = 0
    ) -> Form:
        """The form fitted to its paper, as the form's own procedure `settle` fits it.

        Removed sections leave no gap. Boxes are `across` times as wide and `down` times as high,
        and the last section is `growth` points higher.
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

        slots = (
            replace(
                slot,
                x=x(slot.x),
                y=y(slot.y),
                width=x(slot.x + slot.width) - x(slot.x),
                height=y(slot.y + slot.height) - y(slot.y),
            )
            for slot in self.slots.values()
        )
        sections = (
            (title, y(top), y(top + height) - y(top)) for title, top, height in self.sections
        )
        width = x(self.number("form-width"))
        return replace(
            self,
            slots={slot.name: slot for slot in slots if slot.height > 0},
            sections=tuple(section for section in sections if section[2] > 0),
            constants=self.constants | {"form-width": f"{width}", "form-height": f"{y(foot)}"},
        )

    def slot(self, name: str) -> Slot:
        """A slot. ExifilmError if the table no longer has it."""
        slot = self.slots.get(name)
        if not slot:
            raise ExifilmError(Printing.NO_BOX(name=name))
        return slot


@lru_cache(maxsize=1)
def _read(path: Path) -> Form:
    try:
        return Form.of(path.read_text("ascii"), path.name)
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
