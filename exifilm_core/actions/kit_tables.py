"""The tables of a photographer's kit to take along: bellows, reciprocity, filters, developing.

Every value is one of the functions that `exifilm calc` calculates with. What the kit or the films
lack is said in a sentence in the place of the table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from exifilm_core.actions import exposing
from exifilm_core.actions.exposing import USUAL, Factor, source_of, stops_text
from exifilm_core.film import bellows, filters
from exifilm_core.film.films import Catalogue, Film
from exifilm_core.film.reciprocity import Basis, Given, given
from exifilm_core.kinds import DarkroomTime, Development
from exifilm_core.kinds.numbers import decimal
from exifilm_core.kit import Item as KitItem
from exifilm_core.kit import Kit
from exifilm_core.kit import Table as Times
from exifilm_core.kit.items import told
from exifilm_core.kit.kit import factor_for
from exifilm_core.messages import Text
from exifilm_core.messages.paper import Tables
from exifilm_core.printing.tables import Column, Item, Table

STOPS = tuple(thirds / 3 for thirds in range(1, 10))
"""The stops of the bellows table."""
METERED = (1, 2, 4, 8, 15, 30, 60, 120)
"""The metered times of the reciprocity table, in s."""
_SPARE_STOPS = {7 / 3: 1, 8 / 3: 1, 1 / 3: 2, 4 / 3: 2}
_SPARE_TIMES = {120: 1, 2: 2, 8: 2}
_STOPS_WIDTH, _TIME_WIDTH, _FACTOR_WIDTH = 16.5, 22.0, 22.0
_TO_THE_MINUTE = 600
_MOST_TIMES = 6
"""Columns of developing times side by side."""
_NORMAL = "N±"
_NONE = "—"

Say = Callable[[Text], str]


def tables_of(kit: Kit, catalogue: Catalogue, say: Say = str) -> list[Table]:
    """The four tables of the kit. `say` puts what it lacks into words."""
    return [
        _bellows(kit.of("lens"), say),
        _reciprocity(kit.of("film"), catalogue, say),
        _filters(kit, catalogue, say),
        *_times(kit.tables, say),
    ]


# ── bellows ──────────────────────────────────────────────────────────────────────────────────


def extension_for(stops: float, focal_length: float) -> float:
    """The bellows extension that costs these stops; both lengths in mm.

    >>> extension_for(2, 150)
    300.0
    """
    return focal_length * 2 ** (stops / 2)


def _bellows(lenses: Sequence[KitItem], say: Say) -> Table:
    with_focal = [lens for lens in lenses if lens.values.get("focal_length")]
    if not with_focal:
        return _without("Bellows", say(Tables.NO_LENSES()))
    factors = [2**stops for stops in STOPS]
    sizes = [bellows.magnification(extension_for(stops, 1), 1) or 0.0 for stops in STOPS]
    items = [_of_lens(lens) for lens in with_focal]
    notes = [say(Tables.EXTENSION())]
    others = [lens.name for lens in lenses if lens not in with_focal]
    if others:
        notes.append(say(Tables.NO_FOCAL_LENGTH(lenses=", ".join(others))))
    return Table(
        "Bellows",
        (
            Column(share=1),
            *(Column(_STOPS_WIDTH, spare=_SPARE_STOPS.get(stops, 0)) for stops in STOPS),
        ),
        (
            ("Stops", *map(stops_text, STOPS)),
            ("Factor", *(decimal(exposing.settled_factor(factor)) for factor in factors)),
            ("Scale", *map(_size, sizes)),
        ),
        (*items, Item(notes=tuple(notes))),
    )


def _of_lens(lens: KitItem) -> Item:
    focal = lens.values["focal_length"]
    shown = f"{decimal(focal)} mm"
    name = lens.name if decimal(focal) in lens.name else f"{lens.name}, {shown}"
    return Item(((name, *(f"{extension_for(stops, focal):.0f}" for stops in STOPS)),))


def _size(magnification: float) -> str:
    """A magnification as a ratio, to two digits."""
    if magnification >= 0.995:
        return f"{magnification:.2g}:1"
    return f"1:{1 / magnification:.2g}"


# ── reciprocity ──────────────────────────────────────────────────────────────────────────────


def _reciprocity(films: Sequence[KitItem], catalogue: Catalogue, say: Say) -> Table:
    if not films:
        return _without("Reciprocity", say(Tables.NO_FILMS()))
    items = []
    for name, film in _different(films, catalogue):
        if film is None or film.reciprocity is None:
            why = Tables.NO_RECIPROCITY if film else Tables.NOT_LISTED
            items.append(Item(notes=(say(why(film=name)),)))
            continue
        found = [given(film.reciprocity, seconds) for seconds in METERED]
        items.append(_of_film(name, found, source_of(catalogue, film.reciprocity.source), say))
    is_known = any(item.rows for item in items)
    notes = [Item(notes=(say(Tables.METERED()),))] if is_known else []
    notes += [Item(notes=(say(sentence()),), sign=sign) for sign, sentence in _SIGNS.items()]
    return Table(
        "Reciprocity",
        (
            Column(share=1),
            *(Column(_TIME_WIDTH, spare=_SPARE_TIMES.get(time, 0)) for time in METERED),
        ),
        (("Metered", *(_time(seconds) for seconds in METERED)),) if is_known else (),
        (*items, *notes),
    )


def _of_film(name: str, found: Sequence[Given], source: str, say: Say) -> Item:
    rows = [(name, *map(time_to_give, found))]
    if any(map(_change, found)):
        rows.append(("development, %", *map(_change, found)))
    notes = [source]
    added = [f"{_time(each.metered)} {' to '.join(each.filters)}" for each in found if each.filters]
    if added:
        notes.append(say(Tables.ADD_FILTERS(filters=", ".join(added))))
    return Item(tuple(rows), tuple(notes))


def time_to_give(answer: Given) -> str:
    """The time to give, in the few letters of a cell.

    Brackets are around an extrapolated time; “!” follows one that the maker advises against.
    """
    if not answer.basis.is_known:
        return _NONE
    text = _time(answer.shortest)
    if answer.is_range:
        text = f"{text.removesuffix('s')}–{_time(answer.longest)}"
    if answer.basis is Basis.BEYOND:
        text = f"({text})"
    return f"{text}!" if answer.not_recommended else text


def _time(seconds: float) -> str:
    """A time as calculations tell it, without spaces; from ten minutes on to the minute."""
    if seconds >= _TO_THE_MINUTE:
        seconds = round(seconds / 60) * 60
    return exposing.told(seconds).replace(" ", "")


def _change(answer: Given) -> str:
    """The change of the developing time in per cent; "" for none."""
    if not answer.development or not answer.basis.is_known:
        return ""
    least, greatest = (f"{percent:+g}".replace("-", "−") for percent in answer.development)
    if least == greatest:
        return least
    if least[0] == greatest[0]:
        return f"{least}–{greatest[1:]}"
    return f"{least}…{greatest}"


_SIGNS = {
    "(": Tables.EXTRAPOLATED,
    _NONE: Tables.NOT_PUBLISHED,
    "!": Tables.ADVISED_AGAINST,
}
"""What the signs in the cells mean."""


def _different(films: Sequence[KitItem], catalogue: Catalogue) -> Iterator[tuple[str, Film | None]]:
    """The kit's films, each once whatever its formats; None if the list does not know it."""
    names = dict[str, Film | None]()
    for item in films:
        text = str(item.values.get("film", item.name))
        meant = catalogue.meant(text)
        film = meant[0] if len(meant) == 1 else None
        names.setdefault(film.full_name if film else text, film)
    yield from names.items()


# ── filters ──────────────────────────────────────────────────────────────────────────────────


def _filters(kit: Kit, catalogue: Catalogue, say: Say) -> Table:
    owned = kit.of("filter")
    if not owned:
        return _without("Filters", say(Tables.NO_FILTERS()))
    films: list[tuple[str, Film | None]] = list(_different(kit.of("film"), catalogue))
    printed = dict[str, str]()
    items = [_of_filter(item, films or [("", None)], catalogue, printed, say) for item in owned]
    notes = tuple(
        say(Tables.FACTORS_OF(film=film, source=source)) for film, source in printed.items()
    )
    return Table(
        "Filters",
        (Column(share=0.42), Column(_FACTOR_WIDTH), Column(_FACTOR_WIDTH), Column(share=0.58)),
        (("Filter", "Factor", "Stops", "Film"),),
        (*items, *([Item(notes=notes)] if notes else [])),
    )


def _of_filter(
    item: KitItem,
    films: Sequence[tuple[str, Film | None]],
    catalogue: Catalogue,
    printed: dict[str, str],
    say: Say,
) -> Item:
    """The rows of a filter: one for the films that have the same factor on the same grounds.

    `printed` collects the sources of published factors, by film.
    """
    text = str(item.values.get("filter", item.name))
    found = dict[tuple[str, str, str], list[str]]()
    for name, film in films:
        own = factor_for(item, name, catalogue)
        if own:
            factor, grounds = exposing.as_given(own), say(Tables.OWN())
        elif name and film is None:
            factor, grounds = Factor(None, Tables.NO_FACTOR_KNOWN()), say(Tables.NO_FACTOR_KNOWN())
        else:
            factor = exposing.filter_factor(text, film, catalogue)
            grounds = _grounds(factor, film, catalogue, printed, say)
        found.setdefault((*_factor_cells(factor), grounds), []).append(name)
    rows = []
    for number, ((times, stops, grounds), names) in enumerate(found.items()):
        about = ": ".join(filter(None, (", ".join(filter(None, names)), grounds)))
        rows.append(("" if number else item.name, times, stops, about))
    return Item(tuple(rows))


def _factor_cells(factor: Factor) -> tuple[str, str]:
    """A factor and its stops: those printed beside it, else those that it is."""
    if factor.factor is None:
        return _NONE, _NONE
    stops = filters.stops(factor.factor) if factor.stops is None else factor.stops
    return f"{decimal(exposing.settled_factor(factor.factor))}×", stops_text(stops)


def _grounds(
    factor: Factor, film: Film | None, catalogue: Catalogue, printed: dict[str, str], say: Say
) -> str:
    """Why a factor that is not the photographer's own counts."""
    if factor.factor is None:
        return say(Tables.NO_FACTOR_KNOWN())
    other = catalogue.film(USUAL) if factor.of_another or film is None else film
    factors = other.filters
    assert factors
    source = source_of(catalogue, factors.source)
    printed[other.full_name] = f"{source}, {factors.light}" if factors.light else source
    return say(Tables.PUBLISHED() if other is film else Tables.OF_ANOTHER(film=other.full_name))


# ── developing times ─────────────────────────────────────────────────────────────────────────


def _times(tables: Sequence[Times], say: Say) -> Iterator[Table]:
    if not tables:
        yield _without(_NORMAL, say(Tables.NO_TIMES()))
        return
    marks = sorted({stops for table in tables for stops in table.times})
    for start in range(0, len(marks), _MOST_TIMES):
        some = marks[start : start + _MOST_TIMES]
        items = [
            Item(((told(table.about), *(_developing(table, stops) for stops in some)),))
            for table in tables
            if table.times.keys() & set(some)
        ]
        yield Table(
            _NORMAL,
            (Column(share=1), *(Column(_TIME_WIDTH) for _ in some)),
            (("Film, developer", *(_plain_minus(stops) for stops in some)),),
            tuple(items),
        )


def _plain_minus(stops: float) -> str:
    return Development().show(stops).replace("-", "−")


def _developing(table: Times, stops: float) -> str:
    if stops not in table.times:
        return ""
    return DarkroomTime().show(table.times[stops]).replace(" ", "")


def _without(title: str, sentence: str) -> Table:
    return Table(title, (Column(share=1),), items=(Item(notes=(sentence,)),))
