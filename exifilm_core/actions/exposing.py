"""Calculate the exposure of a record: its factors, reciprocity, and the time to give, with reasons.

The arithmetic is in `exifilm_core.film`. Here are the films of the list and the photographer's own,
the choice between what a record says, and the sentences that give reasons.
"""

from __future__ import annotations

import math
import os
from pathlib import Path

from exifilm_core.files.user_folders import config_folder
from exifilm_core.film import bellows, filters
from exifilm_core.film.exposure import Exposure
from exifilm_core.film.film_file import ours
from exifilm_core.film.films import Catalogue, Film
from exifilm_core.film.filters import Published
from exifilm_core.film.reciprocity import Basis, Given
from exifilm_core.kinds.aperture import Aperture
from exifilm_core.kinds.numbers import decimal, with_fraction
from exifilm_core.kinds.time import Time
from exifilm_core.messages import Text, joined
from exifilm_core.messages.exposing import Reciprocity, Step
from exifilm_core.value import Value

OWN = "films.toml"
"""The name of a photographer's own file in ExiFilm's folder of settings."""
USUAL = "Kodak T-Max 100"
"""The film whose filter factors stand in for a panchromatic film of which none are published."""
_TIME, _APERTURE = Time(), Aperture()
_STORED = 1e-4
"""Stops by which a stored value may differ from its part of a stop: it has seven digits."""


# ── films ────────────────────────────────────────────────────────────────────────────────────


def own_file() -> Path:
    """The path of the photographer's own films, which need not exist."""
    return config_folder() / OWN


def known_films(own: Path | None = None) -> tuple[Catalogue, list[Text]]:
    """All films, the photographer's own before ours, and the mistakes in the own file."""
    catalogue, path = ours(), own or own_file()
    if not os.path.lexists(path):
        return catalogue, []
    # Most have no such file, and need not wait for what reads it.
    from exifilm_core.files.own_toml import UnreadableError, read
    from exifilm_core.film.own_films import with_own
    from exifilm_core.messages.film_file import FilmFile

    try:
        text = read(path)
    except UnreadableError as problem:
        return catalogue, [FilmFile.FILMS_NOT_READ(reason=problem.reason)]
    if text is None:  # it has just been removed
        return catalogue, []
    catalogue, problems = with_own(catalogue, text, str(path))
    return catalogue, [FilmFile.LINE_OF_FILMS(line=n, problem=text) for n, text in problems]


def source_of(catalogue: Catalogue, name: str) -> str:
    """The title of a source, with its grade where it is not the maker's own sheet."""
    source = catalogue.source(name)
    if source is None:
        return name
    return source.title if source.grade in ("maker", "own") else f"{source.title} ({source.grade})"


# ── factors ──────────────────────────────────────────────────────────────────────────────────


class Factor(Value):
    """A factor with its reason; None if it is not known."""

    factor: float | None
    why: Text
    stops: float | None = None
    """The stops printed beside it, which need not agree with it."""
    of_another: bool = False
    """Whether it is another film's: good to know in the field, and not to be written."""


def as_given(factor: float) -> Factor:
    """A factor that a person gives for this calculation."""
    return Factor(factor, Step.AS_GIVEN())


def as_written(factor: float) -> Factor:
    """A factor that the record has."""
    return Factor(factor, Step.AS_WRITTEN())


def filter_factor(text: str, film: Film | None, catalogue: Catalogue) -> Factor:
    """The factor of the filters in a text, as the film's maker prints it.

    A panchromatic film without published factors gets those of Kodak T-Max 100, and the reason
    says so: they depend little on such a film. Colour and orthochromatic films get none.
    """
    named = filters.named(text)
    if not named:
        return Factor(None, Step.NO_FILTER_NUMBER(text=text))
    found: list[Published] = []
    reasons = []
    for name in named:
        published, why = _published(name, film, catalogue)
        if published is None:
            return Factor(None, why)
        found.append(published)
        reasons.append(why)
    stops = [each.stops for each in found if each.stops is not None]
    return Factor(
        filters.stacked(each.factor for each in found),
        joined(reasons),
        sum(stops) if len(stops) == len(found) else None,
        of_another=not (film and film.filters),
    )


def _published(name: str, film: Film | None, catalogue: Catalogue) -> tuple[Published | None, Text]:
    printed = film.filters if film else None
    if printed and name in printed.factors:
        values = {
            "filter": name,
            "factor": _factor_text(printed.factors[name]),
            "source": source_of(catalogue, printed.source),
        }
        if printed.light:
            return printed.factors[name], Step.FILTER(**values, light=printed.light)
        return printed.factors[name], Step.FILTER_ANY_LIGHT(**values)
    usual = catalogue.film(USUAL).filters
    panchromatic = film is None or (film.process == "B&W" and not film.is_orthochromatic)
    if printed or not panchromatic or not usual or name not in usual.factors:
        return None, Step.NO_FACTOR(filter=name, film=film.full_name if film else USUAL)
    values = {
        "filter": name,
        "factor": _factor_text(usual.factors[name]),
        "source": source_of(catalogue, usual.source),
        "light": usual.light,
        "other": USUAL,
    }
    if film is None:
        return usual.factors[name], Step.FILTER_WITHOUT_FILM(**values)
    return usual.factors[name], Step.FILTER_OF_ANOTHER(**values, film=film.full_name)


def _factor_text(published: Published) -> str | Text:
    factor = f"{decimal(published.factor)}×"
    if published.stops is None or math.isclose(
        published.stops, filters.stops(published.factor), abs_tol=0.01
    ):
        return factor
    return Step.FACTOR_AND_STOPS(factor=factor, stops=stops_text(published.stops))


def of_extension(extension: float, focal_length: float) -> Factor:
    """The bellows factor for an extension; both in mm."""
    values = {"extension": _mm(extension), "focal": _mm(focal_length)}
    factor = bellows.factor(extension, focal_length)
    size = bellows.magnification(extension, focal_length)
    if factor is None or size is None:
        return Factor(None, Step.TELEPHOTO(**values))
    return Factor(factor, Step.OF_EXTENSION(**values, magnification=told_size(size)))


def of_magnification(magnification: float) -> Factor:
    """The bellows factor at a magnification."""
    why = Step.OF_MAGNIFICATION(magnification=_three(magnification))
    return Factor(bellows.factor_at(magnification), why)


def of_distance(distance: float, focal_length: float) -> Factor:
    """The bellows factor for a subject at a distance in m; the focal length in mm."""
    shown = "∞" if distance == math.inf else f"{decimal(distance)} m"
    values = {"distance": shown, "focal": _mm(focal_length)}
    factor = bellows.factor_at_distance(distance * 1000, focal_length)
    if factor is None:
        return Factor(None, Step.TOO_NEAR(**values))
    return Factor(factor, Step.OF_DISTANCE(**values))


# ── reciprocity ──────────────────────────────────────────────────────────────────────────────


def why_given(given: Given, film: Film | None, catalogue: Catalogue) -> list[Text]:
    """What the time to give rests on, and what else the maker says, in sentences."""
    if film is None:
        return [Reciprocity.NO_FILM_GIVEN()]
    law = film.reciprocity
    if law is None:
        return [Reciprocity.NO_DATA(film=film.full_name)]
    source = source_of(catalogue, law.source)
    last = told(law.last or law.above)
    first = told(law.points[0].metered) if law.points else ""
    reasons = {
        Basis.NOT_NEEDED: Reciprocity.NOT_NEEDED(source=source, metered=told(given.metered)),
        Basis.PRINTED: Reciprocity.PRINTED(source=source),
        Basis.FORMULA: Reciprocity.FORMULA(source=source, exponent=decimal(law.exponent or 1)),
        Basis.BETWEEN: Reciprocity.BETWEEN(source=source),
        Basis.BEYOND: Reciprocity.BEYOND(source=source, last=last),
        Basis.NO_LONGER_TIME: Reciprocity.NO_LONGER_TIME(source=source, last=last),
        Basis.NO_SHORTER_TIME: Reciprocity.NO_SHORTER_TIME(source=source, first=first),
        Basis.NO_DATA: Reciprocity.NO_DATA(film=film.full_name),
    }
    told_all = [reasons[given.basis]]
    if given.is_range:
        ends = {"shortest": told(given.shortest), "longest": told(given.longest)}
        told_all.append(Reciprocity.RANGE(**ends))
    if given.not_recommended:
        metered = told(given.metered)
        told_all.append(Reciprocity.NOT_RECOMMENDED(source=source, metered=metered))
    if given.basis is Basis.NO_LONGER_TIME and law.beyond:
        told_all.append(Text(law.beyond.rstrip(".")))
    told_all += [Reciprocity.ADD_FILTER(filter=name) for name in given.filters]
    return told_all


def why_developed(given: Given) -> Text | None:
    """The change of development that goes with the time to give; None if none is published."""
    if not given.development:
        return None
    least, greatest = (f"{percent:+g}".replace("-", "−") for percent in given.development)
    if least == greatest:
        return Reciprocity.DEVELOP(percent=least)
    return Reciprocity.DEVELOP_BETWEEN(least=least, most=greatest)


def why_marked(found: Exposure) -> Text | None:
    """The mark to set on a shutter that has been measured; None for any other."""
    if found.mark is None or found.true is None:
        return None
    return Step.MARK(mark=told(found.mark), true=told(found.true))


# ── numbers as they are told ─────────────────────────────────────────────────────────────────


def told(seconds: float) -> str:
    """A time to three digits, or to the second from a minute on, in the notation of the form.

    >>> told(282.07), told(20.417), told(0.0781), told(0.5), told(0.8), told(1e12)
    ('4 m 42 s', '20.4 s', '1/13 s', '1/2 s', '0.8 s', '> 3660 d')
    """
    if seconds > _TIME.highest:
        return f"> {_TIME.show(_TIME.highest)}"
    if seconds >= 60:
        return _TIME.show(_TIME.settled(float(round(seconds))))
    nth = round(1 / seconds)
    if seconds < 0.3 or (nth > 1 and abs(seconds * nth - 1) < 0.01):
        return f"1/{nth} s"
    return f"{_three(seconds)} s"


def told_size(magnification: float) -> str:
    """A magnification as a ratio, to three digits.

    >>> told_size(0.5), told_size(1.5), told_size(0)
    ('1:2', '1.5:1', '0')
    """
    if magnification >= 1:
        return f"{_three(magnification)}:1"
    return f"1:{_three(1 / magnification)}" if magnification > 1e-6 else "0"


def settled_factor(factor: float) -> float:
    """The factor as it is told, to three digits.

    >>> settled_factor(2.000204)
    2.0
    """
    return float(f"{factor:.3g}")


def told_factor(factor: float) -> str:
    """A factor to three digits, with its stops.

    >>> told_factor(2.322), told_factor(2)
    ('2.32× (1.22 stops)', '2× (1 stop)')
    """
    return f"{_three(factor)}× ({in_stops(filters.stops(factor))})"


def in_stops(stops: float) -> str:
    """Stops with their unit: ½ stop, 1 stop, 1⅓ stops."""
    return f"{stops_text(stops)} stop{'s' if round(abs(stops), 2) > 1 else ''}"


def stops_text(stops: float) -> str:
    """Stops with a part that is printed on cameras, or to a hundredth.

    >>> stops_text(5 / 3), stops_text(12.33333 - 8), stops_text(1.215), stops_text(3)
    ('1⅔', '4⅓', '1.22', '3')
    """
    twelfth = round(stops * 12) / 12
    if abs(stops - twelfth) < _STORED:
        stops = twelfth
    return with_fraction(stops) or decimal(round(stops, 2))


def told_aperture(aperture: float) -> str:
    """An f-number to a tenth, also one that no lens has.

    >>> told_aperture(48.76), told_aperture(0.012), told_aperture(32000)
    ('f/48.8', 'f/0.012', 'f/32000')
    """
    shown = round(aperture, 1) if aperture >= 1 else float(f"{aperture:.2g}")
    is_marked = _APERTURE.lowest <= shown <= _APERTURE.highest
    return _APERTURE.show(shown) if is_marked else f"f/{decimal(shown)}"


def _three(number: float) -> str:
    return decimal(float(f"{number:.3g}"))


def _mm(length: float) -> str:
    return f"{decimal(length)} mm"
