"""What a calculation takes from the photographer's kit, with the sentences that give reasons.

It counts before what makers publish: a filter's factor, the true times of a lens's shutter, and the
developing times of N−1, N and N+1.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from exifilm_core.actions.exposing import Factor
from exifilm_core.errors import ExifilmError
from exifilm_core.film import development
from exifilm_core.film.films import Catalogue
from exifilm_core.film.readings import Reading
from exifilm_core.film.shutter import Measured
from exifilm_core.kinds import DarkroomTime, Development
from exifilm_core.kit import Kit, Table
from exifilm_core.kit.items import told
from exifilm_core.kit.kit import factor_for
from exifilm_core.messages import Text
from exifilm_core.messages.kit import OfKit
from exifilm_core.value import Value

_FURTHEST = 5
"""Stops from normal, beyond which nobody develops."""


def filter_factor(
    kit: Kit, text: str, film: str, catalogue: Catalogue | None = None
) -> Factor | None:
    """The factor of the kit's filter that a record or a person calls so; None without one."""
    item = kit.item_of({"filter": text}, "filter")
    factor = factor_for(item, film, catalogue) if item else None
    if item is None or factor is None:
        return None
    if film and factor != item.values.get("filter_factor"):
        return Factor(factor, OfKit.FILTER_FOR_FILM(filter=item.name, film=film))
    return Factor(factor, OfKit.FILTER_OF_KIT(filter=item.name))


def measured(kit: Kit, values: Mapping[str, Any]) -> Measured:
    """The measured times of the record's lens by their marks; {} if the kit has none."""
    lens = kit.item_of(values, "lens")
    return lens.speeds if lens else {}


class Developed(Value):
    """The development that the readings ask for, by the photographer's own table."""

    stops: float
    """Stops from normal to develop: an entry of the table, if there is one."""
    by_rule: float
    """The stops that the zones to span less the stops apart are."""
    seconds: float | None = None
    why: Text | None = None
    """What the table says; None without one."""


def developed(
    readings: Sequence[Reading],
    values: Mapping[str, Any],
    kit: Kit,
    catalogue: Catalogue,
) -> tuple[Developed | None, Text | None]:
    """The development for the readings, and why no table counts, if several may.

    `values` say film, developer and dilution, by the fields of a record. The development is None if
    fewer than two readings are placed.
    """
    by_rule = development.suggested(readings)
    if by_rule is None:
        return None, None
    try:
        table = kit.table(values, catalogue)
    except ExifilmError as problem:
        return Developed(by_rule, by_rule), problem.text
    if table is None:
        return Developed(by_rule, by_rule), None
    stops = development.suggested(readings, own_development(table))
    assert stops is not None
    seconds = table.times[stops]
    shown = {"time": DarkroomTime().show(seconds), "table": told(table.about)}
    if stops == by_rule:
        return Developed(stops, by_rule, seconds, OfKit.DEVELOP_FOR(**shown)), None
    show = Development().show
    why = OfKit.DEVELOP_NEAREST(**shown, wanted=show(by_rule), nearest=show(stops))
    return Developed(stops, by_rule, seconds, why), None


def own_development(table: Table) -> dict[float, float]:
    """The stops that the photographer develops by the stops that the rule gives, as of
    `development.suggested`: the entries of their table that are nearest.
    """
    halves = range(-2 * _FURTHEST, 2 * _FURTHEST + 1)
    return {half / 2: table.nearest(half / 2) for half in halves}
