"""The check of a film's table in a photographer's own file of films.

Ours needs none when it is read: a test checks it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from exifilm_core.film.film_names import NOTCHES
from exifilm_core.film.film_table import LISTS, TEXTS, point_of, stops_of
from exifilm_core.film.films import FilterFactors
from exifilm_core.film.reciprocity import Law, Point
from exifilm_core.messages import Text
from exifilm_core.messages.film_file import FilmFile

_LAW_NUMBERS = ("none_to", "none_below", "above", "not_recommended_from", "not_recommended_above")
_LAW_TEXTS = ("source", "beyond", "note")
_POINT_NUMBERS = ("metered", "to", "factor")
_POINT_TEXTS = ("filter", "note")
_LONGEST = 1e7
"""Seconds, a third of a year: the longest metered time of a table."""


class InvalidTableError(Exception):
    """A part of a table is invalid. `number` counts the points, from 0, if it is one of theirs."""

    def __init__(self, key: str, text: Text, number: int = 0) -> None:
        super().__init__(str(text))
        self.key, self.text, self.number = key, text, number


def check(table: Mapping[str, Any]) -> None:
    """InvalidTableError for the first mistake in a film's table."""
    _known(table, ("maker", "name", "iso", "sources", *TEXTS, *LISTS, "reciprocity", "filters"))
    for key in ("maker", "name"):
        if not isinstance(table.get(key), str) or not table[key].strip():
            raise InvalidTableError(key, FilmFile.NAME_MISSING(key=key))
    for key in TEXTS:
        _text(table, key)
    for key in LISTS:
        if key in table and not _is_list_of(table[key], str):
            raise InvalidTableError(key, FilmFile.KEY_NOT_TEXTS(key=key))
    _number(table, "iso", 0.1, 100_000)
    sources = table.get("sources", {})
    if not isinstance(sources, Mapping) or not all(isinstance(n, str) for n in sources.values()):
        raise InvalidTableError("sources", FilmFile.KEY_NOT_TABLE(key="sources"))
    for word in table.get("notch", ()):
        if word not in NOTCHES.values():
            raise InvalidTableError("notch", FilmFile.NOT_A_NOTCH(word=word))
    for key, checked in (("reciprocity", _check_law), ("filters", _check_filters)):
        if key in table:
            if not isinstance(table[key], Mapping):
                raise InvalidTableError(key, FilmFile.KEY_NOT_TABLE(key=key))
            checked(table[key])


def _check_law(law: Mapping[str, Any]) -> None:
    _known(law, Law.parts())
    for key in _LAW_NUMBERS:
        _number(law, key, 0.0001, _LONGEST)
    for key in _LAW_TEXTS:
        _text(law, key)
    _number(law, "exponent", 1, 3)
    points = law.get("points", [])
    if not _is_list_of(points, Mapping):
        raise InvalidTableError("points", FilmFile.NOT_POINTS())
    if not points and not {"exponent", "none_to", "none_below"} & {*law}:
        raise InvalidTableError("reciprocity", FilmFile.NO_LAW())
    before, least = law.get("none_to", 0.0), 0.0
    for number, point in enumerate(points):
        before, least = _check_point(point, number, before, least)


def _check_point(
    table: Mapping[str, Any], number: int, before: float, least: float
) -> tuple[float, float]:
    """Check a row that follows the metered time before it, and the least time given until there."""
    _known(table, Point.parts())
    for key in _POINT_NUMBERS:
        _number(table, key, 0.0001, _LONGEST, number)
    for key in _POINT_TEXTS:
        _text(table, key)
    _number(table, "development", -100, 100, number)
    if "metered" not in table:
        raise InvalidTableError("metered", FilmFile.NAME_MISSING(key="metered"), number)
    metered = table["metered"]
    if not {"given", "factor", "stops"} & {*table}:
        raise InvalidTableError(
            "metered", FilmFile.POINT_SAYS_NOTHING(metered=f"{metered:g}"), number
        )
    if "stops" in table:
        _stops(table["stops"], number)
    for time in _given(table):
        if not _is_number(time):
            known = FilmFile.KEY_NOT_NUMBER(key="given", lowest=0, highest=f"{_LONGEST:g}")
            raise InvalidTableError("metered", known, number)
    point = point_of(table)
    shortest = metered * point.factors[0]
    for wrong, text in (
        (metered <= before, FilmFile.POINT_NOT_LATER),
        (point.factors[0] < 1 or point.factors[1] < point.factors[0], FilmFile.POINT_SHORTENS),
        (shortest < least, FilmFile.POINT_FALLS),
    ):
        if wrong:
            raise InvalidTableError("metered", text(metered=f"{metered:g}"), number)
    return point.to or metered, shortest


def _given(table: Mapping[str, Any]) -> Sequence[Any]:
    given = table.get("given", ())
    if isinstance(given, list):
        return given if len(given) == 2 else [None]
    return [given] if "given" in table else ()


def _check_filters(filters: Mapping[str, Any]) -> None:
    _known(filters, FilterFactors.parts())
    for key in ("source", "light"):
        _text(filters, key)
    factors = filters.get("factors", {})
    if not isinstance(factors, Mapping):
        raise InvalidTableError("factors", FilmFile.KEY_NOT_TABLE(key="filters.factors"))
    for name, factor in factors.items():
        parts = factor if isinstance(factor, list) else [factor]
        if not parts or not _is_number(parts[0]) or len(parts) > 2:
            raise InvalidTableError(
                name, FilmFile.KEY_NOT_NUMBER(key=name, lowest=1, highest=100_000)
            )
        for stops in parts[1:]:
            _stops(stops)


def _known(table: Mapping[str, Any], keys: Sequence[str]) -> None:
    for key in table:
        if key not in keys:
            raise InvalidTableError(key, FilmFile.NO_SUCH_KEY(key=key, known=", ".join(keys)))


def _text(table: Mapping[str, Any], key: str) -> None:
    if key in table and not isinstance(table[key], str):
        raise InvalidTableError(key, FilmFile.KEY_NOT_TEXT(key=key))


def _number(
    table: Mapping[str, Any], key: str, lowest: float, highest: float, number: int = 0
) -> None:
    if key in table and not (_is_number(table[key]) and lowest <= table[key] <= highest):
        words = FilmFile.KEY_NOT_NUMBER(key=key, lowest=f"{lowest:g}", highest=f"{highest:g}")
        raise InvalidTableError(key, words, number)


def _stops(text: Any, number: int = 0) -> None:
    try:
        right = 0 <= stops_of(text) < 20 and not isinstance(text, bool)
    except (ValueError, TypeError, ZeroDivisionError):
        right = False
    if not right:
        raise InvalidTableError("stops", FilmFile.NOT_STOPS(text=str(text)), number)


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)


def _is_list_of(value: Any, kind: type) -> bool:
    return isinstance(value, list) and all(isinstance(part, kind) for part in value)
