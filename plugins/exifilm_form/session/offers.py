"""What the open record works out to: values for its empty fields, and what contradicts a field.

Nothing of it is stored until the photographer takes it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache
from typing import Any, NamedTuple

from exifilm_core.actions.exposing import known_films
from exifilm_core.actions.worked_out import DOUBTED, WorkedOut
from exifilm_core.film.films import Catalogue
from exifilm_core.kit import Kit
from exifilm_core.record import ExposureRecord
from exifilm_form.session.sheet_state import CLOSED, SheetState
from exifilm_form.session.texts import translated

USUAL_SHEETS = ("4x5", "5x7", "8x10", "9x12", "13x18")


class Offer(NamedTuple):
    """A value for an empty field."""

    value: Any
    text: str
    """The value in the form's notation."""
    why: str


@cache
def films() -> Catalogue:
    """All films, the photographer's own too, read once."""
    catalogue, _mistakes = known_films()
    return catalogue


def offers(sheet: SheetState, kit: Kit) -> dict[str, Offer]:
    """The values that the empty fields of one scan's record may hold."""
    if sheet.state in CLOSED:
        return {}
    found = WorkedOut(sheet.typed, films(), kit).suggestions()
    return {
        name: Offer(
            each.value, ExposureRecord(**{name: each.value}).show(name), translated(each.why)
        )
        for name, each in found.items()
        if not sheet.text(name)  # an invalid text is no empty field
    }


def doubts(sheet: SheetState) -> Mapping[str, str]:
    """What contradicts each of the fields; "" where nothing does."""
    said = dict.fromkeys(DOUBTED, "")
    if sheet.state not in CLOSED:
        for doubt in WorkedOut(sheet.typed, films()).doubts():
            said[doubt.field] = translated(doubt.why)
    return said


def sizes_of(film: str | None) -> Collection[str]:
    """The formats in which a film is sold, () if the list does not know it for certain.

    Of a sheet film whose sizes are not published, the usual ones.
    """
    meant = films().meant(film) if film else []
    if len(meant) != 1:
        return ()
    [found] = meant
    rolls = [name for name in found.formats if name[0].isdigit()]
    sheets = found.sheets or (USUAL_SHEETS if "sheet" in found.formats else ())
    return (*sheets, *rolls)


def films_meant(text: str) -> list[str]:
    """The names of the films that a text means: by a name, some of its words, or a code."""
    return [film.full_name for film in films().meant(text)]
