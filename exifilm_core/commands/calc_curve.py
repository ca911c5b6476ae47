"""The reciprocity of a film as a table, as JSON, and as a drawn curve."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from exifilm_core.actions.exposing import (
    in_stops,
    source_of,
    told,
    why_given,
)
from exifilm_core.commands.calc_given import rounded, rows_of
from exifilm_core.commands.exits import InputError
from exifilm_core.errors import printable_path
from exifilm_core.film.filters import stops
from exifilm_core.film.reciprocity import Basis, Given, Law, Point, given

if TYPE_CHECKING:
    from exifilm_core.film.films import Catalogue, Film

_USUAL_TIMES = (1.0, 2.0, 4.0, 8.0, 15.0, 30.0, 60.0, 120.0, 240.0)
"""The metered times of a table for a film with a formula."""


def answers(film: Film) -> list[Given]:
    """The time to give for each metered time of which something is published."""
    law = film.reciprocity
    if law is None:
        return []
    if law.exponent is not None:
        times = sorted({law.above, *(time for time in _USUAL_TIMES if time > law.above)})
    else:
        ends = (law.none_to, *(time for p in law.points for time in (p.metered, p.to)))
        times = sorted({time for time in ends if time is not None})
    return [given(law, time) for time in times]


def table(film: Film, catalogue: Catalogue) -> dict[str, Any]:
    """The table in JSON."""
    law = film.reciprocity
    return {
        "film": film.full_name,
        "source": source_of(catalogue, law.source) if law else None,
        "none_to": law.none_to if law else None,
        "exponent": law.exponent if law else None,
        "points": [
            {
                "metered": rounded(answer.metered),
                "give": rounded(answer.shortest),
                "longest": rounded(answer.longest),
                "printed_factor": point.factor if point else None,
                "printed_stops": rounded(point.stops) if point else None,
                "basis": answer.basis.value,
                "development_percent": answer.development,
            }
            for answer in answers(film)
            for point in [law and _point(answer, law)]
        ],
    }


def rows(film: Film, catalogue: Catalogue) -> list[str]:
    """The lines of the table."""
    law, found = film.reciprocity, answers(film)
    head = [("Film", film.full_name)]
    if law is None:
        return rows_of([*head, ("Reciprocity", str(why_given(given(None, 1), film, catalogue)[0]))])
    lines = [*head, ("Source", source_of(catalogue, law.source))]
    if law.exponent is not None:
        lines.append(("Formula", f"metered time to the power of {law.exponent:g}"))
    for answer in found:
        lines.append((told(answer.metered), _row(answer, law)))
    lines += [("Note", text.rstrip(".")) for text in (law.note, law.beyond) if text]
    if law.not_recommended_from is not None:
        lines.append(("Note", f"{told(law.not_recommended_from)} and longer are not recommended"))
    if law.not_recommended_above is not None:
        lines.append(("Note", f"longer than {told(law.not_recommended_above)} is not recommended"))
    return rows_of(lines)


def _row(answer: Given, law: Law) -> str:
    """What is published for a metered time, as it is printed."""
    if answer.basis is Basis.NOT_NEEDED:
        return "no correction"
    time = told(answer.shortest)
    if answer.is_range:
        time = f"{time} to {told(answer.longest)}"
    point = _point(answer, law)
    printed = _printed(point) if point else []
    if point and point.given:
        row = " or ".join([time, *printed])
    elif printed:
        row = f"{' or '.join(printed)} → {time}"
    else:
        factor = answer.shortest / answer.metered
        row = time if factor == 1 else f"{time}  (+{in_stops(stops(factor))})"
    parts = [row, *(f"add {name}" for name in answer.filters)]
    if answer.development:
        parts.append(f"developing time {answer.development[0]:+g} %".replace("-", "−"))
    return "; ".join(parts)


def _point(answer: Given, law: Law) -> Point | None:
    """The row of the maker's table with an answer's metered time."""
    return next((p for p in law.points if answer.metered in (p.metered, p.to)), None)


def _printed(point: Point) -> list[str]:
    """The factor and the stops that a point has in print."""
    factor = [] if point.factor is None else [f"{point.factor:g}×"]
    return factor if point.stops is None else [*factor, f"+{in_stops(point.stops)}"]


def draw(film: Film, metered: float | None, path: Path, catalogue: Catalogue) -> str:
    """Draw the curve into a file; what was done.

    InputError if there is nothing to draw, or if the file's name has another ending.
    """
    from exifilm_core.printing.curve import FORMATS, drawing, put_into

    law = film.reciprocity
    if path.suffix.lower() not in FORMATS:
        raise InputError(
            f"--plot: “{path.name}” ends in none of {', '.join(FORMATS)}. Give such a name, for "
            "example curve.png"
        )
    if law is None:
        raise InputError(
            f"--plot: no reciprocity data of {film.full_name} are known, so there is no curve. Put "
            "your own points into films.toml, as docs/exposure.md shows."
        )
    source = source_of(catalogue, law.source)
    legend = [source, "Dotted: no correction. Rings: published points. Dashed: extrapolated."]
    exposed = None
    if metered is not None:
        answer = given(law, metered)
        ends = f"{told(answer.shortest)} to {told(answer.longest)}"
        shown = ends if answer.is_range else told(answer.shortest)
        exposed = metered, f"{told(metered)}: give {shown}"
    put_into(drawing(law, film.full_name, legend, exposed=exposed), path)
    return f"{printable_path(path)}: the reciprocity curve of {film.full_name}"
