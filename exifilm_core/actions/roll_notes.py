"""A page of notes about a roll: lines of values for all its frames, or for some of them.

    film=Ilford HP5 Plus; EI=800; camera=Nikon FM2
    1-9: location=Malham; lens=Nikkor 50 mm
    5: f/11, 1/60
    7, 12-14: people moved

A line begins with the frames that it is about, and a colon; without these, it is about all. An
exposure needs no name of a field. What else has no field is a remark, and goes into the notes. A
later line wins; remarks are added.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from exifilm_core.actions.values import typed
from exifilm_core.errors import ExifilmError
from exifilm_core.messages import Text
from exifilm_core.messages.rolls import Rolls
from exifilm_core.patterns import pattern
from exifilm_core.record import ExposureRecord
from exifilm_core.value import Value

_ONE = r"[0-9]{1,5}[A-Za-z]?"
_SOME = rf"{_ONE}(?:\s*[-–]\s*{_ONE})?"
_FRAMES = pattern(rf"\s*(?P<frames>{_SOME}(?:\s*,\s*{_SOME})*)\s*:(?P<rest>.*)", re.DOTALL)
_ASSIGNMENT = pattern(r"\s*(?P<name>[^\W\d][\w .,-]*?)\s*=(?P<text>.*)", re.DOTALL)
_F_NUMBER = pattern(r"\s*f\s*/\s*\d.*", re.DOTALL | re.IGNORECASE)
_APERTURE = ExposureRecord.aperture
_READINGS = ExposureRecord.readings.name
_NOTES = ExposureRecord.notes.name
_KIND = ExposureRecord.frame.kind


class Line(Value):
    """A line of the page."""

    number: int
    """Its place on the page, from 1 on."""
    frames: tuple[tuple[str, str], ...] = ()
    """The first and the last frame of each range; none for all frames."""
    values: Mapping[str, Any] = MappingProxyType({})
    remark: str = ""
    problem: Text | None = None
    """Why it cannot be used."""

    def is_about(self, frame: str) -> bool:
        """Whether a frame, "" for a scan without one, is among its frames."""
        if not self.frames:
            return True
        place = _KIND.span(frame) if frame else None
        return place is not None and any(
            _KIND.span(first) <= place <= _KIND.span(last) for first, last in self.frames
        )


class Page(Value):
    """What a page says about each of some frames."""

    values: tuple[dict[str, Any], ...] = ()
    """The values of each frame, in their order; none if there is a problem."""
    missing: tuple[Text, ...] = ()
    """The lines about frames that are not among these, which are left out."""
    problem: Text | None = None
    """The first reason why the page cannot be used, with its line."""


def read_notes(text: str) -> tuple[Line, ...]:
    """The lines of a page; blank ones are left out."""
    rows = enumerate(text.splitlines(), start=1)
    return tuple(_line(number, row) for number, row in rows if row.strip())


def notes_for(text: str, frames: Sequence[str]) -> Page:
    """The values of each of these frames, "" for a scan without a frame."""
    found: list[dict[str, Any]] = [{} for _frame in frames]
    remarks: list[list[str]] = [[] for _frame in frames]
    missing: list[Text] = []
    for line in read_notes(text):
        if line.problem:
            return Page(problem=Rolls.NOTES_LINE(line=line.number, problem=line.problem))
        about = [place for place, frame in enumerate(frames) if line.is_about(frame)]
        if not about:
            missing.append(Rolls.NOTES_LINE(line=line.number, problem=Rolls.NOTES_NO_SCAN()))
        for place in about:
            found[place] |= line.values
            remarks[place] += [line.remark] if line.remark else []
    for values, words in zip(found, remarks, strict=True):
        if words:
            noted = [values[_NOTES]] if values.get(_NOTES) else []
            values[_NOTES] = "\n".join([*noted, *words])
    return Page(tuple(found), tuple(missing))


def _line(number: int, row: str) -> Line:
    match = _FRAMES.fullmatch(row)
    rest = match["rest"] if match else row
    assignments: list[tuple[str, str]] = []
    remarks: list[str] = []
    try:
        frames = _ranges(match["frames"]) if match else ()
        for part in filter(str.strip, rest.split(";")):
            if given := _ASSIGNMENT.fullmatch(part):
                assignments.append((given["name"], given["text"].strip()))
            elif _is_exposure(part):
                assignments.append((_APERTURE.name, part.strip()))
            elif assignments and ExposureRecord.field(assignments[-1][0]).name == _READINGS:
                name, before = assignments[-1]  # a semicolon is between two readings too
                assignments[-1] = name, f"{before};{part}"
            elif match:
                remarks.append(part.strip())
            else:
                raise ExifilmError(Rolls.NOTES_WITHOUT_FIELD(text=part.strip()))
        values = typed(assignments).get()
    except ExifilmError as problem:
        return Line(number, problem=problem.text)
    return Line(number, frames, values, "; ".join(remarks))


def _is_exposure(part: str) -> bool:
    """Whether it is an aperture or a whole exposure, such as f/11, 1/60; not “f/8 or f/11”."""
    if not _F_NUMBER.fullmatch(part):
        return False
    try:
        _APERTURE.written(part)
    except ExifilmError:
        return False
    return True


def _ranges(words: str) -> tuple[tuple[str, str], ...]:
    found = []
    for part in words.split(","):
        first, _dash, last = part.replace("–", "-").partition("-")
        lowest = ExposureRecord.frame.value_of(first) or ""
        highest = ExposureRecord.frame.value_of(last or first) or ""
        if _KIND.span(lowest) > _KIND.span(highest):
            raise ExifilmError(Rolls.NOTES_BACKWARDS(first=lowest, last=highest))
        found.append((lowest, highest))
    return tuple(found)
