"""A film from its table in a file of films, `films.toml`. `film_check` checks such a table."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from exifilm_core.film.films import Film, FilterFactors
from exifilm_core.film.filters import Published
from exifilm_core.film.reciprocity import Law, Point

TEXTS = ("process", "kind", "balance", "sold", "source", "note")
LISTS = ("aliases", "formats", "sheets", "notch")


def film_of(table: Mapping[str, Any], known: Film | None = None, source: str = "") -> Film:
    """The film of a table. What the table does not say is that of the known one.

    `source` is the source of what the table gives none for.
    """
    parts: dict[str, Any] = {"source": source} if source else {}
    parts |= {
        key: table[key] for key in ("maker", "name", "iso", "sources", *TEXTS) if key in table
    }
    parts |= {key: tuple(table[key]) for key in LISTS if key in table}
    if "reciprocity" in table:
        parts["reciprocity"] = _law({"source": source} | table["reciprocity"])
    if "filters" in table:
        parts["filters"] = _filters({"source": source} | table["filters"])
    return known.replace(**parts) if known else Film(**parts)


def _law(table: Mapping[str, Any]) -> Law:
    points = tuple(map(point_of, table.get("points", ())))
    return Law(**{**table, "points": points})


def point_of(table: Mapping[str, Any]) -> Point:
    parts = dict(table)
    if "given" in parts:
        given = parts["given"]
        parts["given"] = tuple(given) if isinstance(given, list) else (given, given)
    if "stops" in parts:
        parts["stops"] = stops_of(parts["stops"])
    return Point(**parts)


def _filters(table: Mapping[str, Any]) -> FilterFactors:
    factors = {name: _published(factor) for name, factor in table.get("factors", {}).items()}
    return FilterFactors(table["source"], table.get("light", ""), factors)


def _published(factor: Any) -> Published:
    if not isinstance(factor, list):
        return Published(factor)
    return Published(factor[0], *map(stops_of, factor[1:]))


def stops_of(text: str | float) -> float:
    """The stops of a text such as "1 1/2". ValueError for others.

    >>> stops_of("1 1/2"), stops_of("2/3"), stops_of(0.5)
    (1.5, 0.6666666666666666, 0.5)
    """
    return float(sum(map(Fraction, text.split()))) if isinstance(text, str) else float(text)
