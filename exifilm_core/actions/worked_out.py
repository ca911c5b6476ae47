"""What the values of a record work out to: what its empty fields may hold, and what contradicts it.

A written value always counts before a calculated one. Nothing here is stored by itself: a
suggestion is offered, and a doubt is a hint. Both carry their arithmetic.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any, ClassVar

from exifilm_core.actions import exposing
from exifilm_core.actions.exposing import Factor
from exifilm_core.actions.with_kit import developed, filter_factor, measured
from exifilm_core.film import bellows, development, placement, sequences, zones
from exifilm_core.film.exposure import Exposure, exposure
from exifilm_core.film.films import Catalogue, Film
from exifilm_core.film.readings import Reading
from exifilm_core.film.reciprocity import Basis
from exifilm_core.kinds import Readings
from exifilm_core.kinds.numbers import decimal
from exifilm_core.kit import Kit
from exifilm_core.messages import Text, joined
from exifilm_core.messages.exposing import Doubts, Suggested
from exifilm_core.record import ExposureRecord
from exifilm_core.value import Value

MOST_APART = 2 / 3
"""The stops by which an exposure or a placement may differ without a hint."""
MOST_APART_IN_BELLOWS = 1 / 3
"""The stops by which a bellows factor may differ from that of its extension."""
_LEAST_FACTOR = 1.05
"""A smaller factor than this changes nothing that a shutter could give."""
_NEAR_A_MARK = 1 / 6
"""The stops within which a time up to a second is told as the mark of a shutter."""
_ROUNDING = 0.01
"""Stops that are lost where ⅓ is stored as a decimal."""


class Suggestion(Value):
    """A value for an empty field, and its arithmetic."""

    value: Any
    why: Text


class Doubt(Value):
    """A field whose value others of the record contradict, and the arithmetic."""

    field: str
    why: Text


class WorkedOut:
    """What one record works out to, with the films of a catalogue and the photographer's kit."""

    def __init__(
        self, record: ExposureRecord, catalogue: Catalogue, kit: Kit | None = None
    ) -> None:
        self._record = record
        self._catalogue = catalogue
        self._kit = kit or Kit()

    # ── suggestions ──────────────────────────────────────────────────────────────────────────

    def suggestions(self) -> dict[str, Suggestion]:
        """The values that empty fields may hold, by field, in the order of the form."""
        found = {
            name: suggestion
            for name, suggestion in (
                *self._of_film(),
                ("metered_time", self._metered_suggestion()),
                ("filter_factor", self._factor_suggestion(self._filtered)),
                ("bellows_factor", self._factor_suggestion(self._extended)),
                ("reciprocity_factor", self._reciprocity()),
                ("exposure_time", self._exposure_time()),
                *self._development(),
            )
            if suggestion is not None and self._record[name] is None and _is_valid(name, suggestion)
        }
        return {
            field.name: found[field.name] for field in self._record.fields() if field.name in found
        }

    def _of_film(self) -> Iterator[tuple[str, Suggestion]]:
        film = self._film
        if film is None:
            return
        why = Suggested.OF_FILM(film=film.full_name)
        if film.iso:
            yield "box_speed", Suggestion(film.iso, why)
        if film.process:
            yield "process", Suggestion(film.process, why)

    def metered(self) -> Suggestion | None:
        """The exact metered time in s that the darkest placed reading asks for."""
        record, dark, seconds = self._record, self._darkest, self._seconds_of_readings
        if dark is None or seconds is None:
            return None
        why = Suggested.FOR_READING(
            area=dark.area,
            value=_value(dark),
            zone=zones.spoken(dark.zone or 0.0),
            aperture=record.show("aperture"),
            index=record.show("exposure_index"),
            time=exposing.told(seconds),
        )
        return Suggestion(seconds, why)

    def _metered_suggestion(self) -> Suggestion | None:
        """That time as the nearest mark."""
        found = self.metered()
        return found and found.replace(value=_mark_or(found.value))

    def _factor_suggestion(self, factor: Factor | None) -> Suggestion | None:
        if factor is None or factor.of_another or (factor.factor or 0) < _LEAST_FACTOR:
            return None
        assert factor.factor
        return Suggestion(exposing.settled_factor(factor.factor), factor.why)

    def _reciprocity(self) -> Suggestion | None:
        found = self._exposure
        if self._borrows or not found or not (factor := found.given.factor):
            return None
        if not found.given.basis.is_known or factor < _LEAST_FACTOR:
            return None
        return Suggestion(exposing.settled_factor(factor), self._why_given(found))

    def _exposure_time(self) -> Suggestion | None:
        if self._borrows or not (found := self._exposure):
            return None
        steps = self._steps(found)
        if found.mark is not None and (why := exposing.why_marked(found)):
            return Suggestion(found.mark, joined((steps, why)))
        return Suggestion(_mark_or(self._ends(found)[0]), steps)

    def _development(self) -> Iterator[tuple[str, Suggestion]]:
        """The development that the readings ask for, and its time in the photographer's table."""
        readings = self._record.readings or ()
        span = development.span(readings)
        found, _why_none = developed(readings, self._record.filled(), self._kit, self._catalogue)
        if found is None or span is None:
            return
        why = Suggested.DEVELOPMENT(
            dark=span.darkest.area,
            light=span.lightest.area,
            stops=_in_stops(span.stops),
            zones=exposing.stops_text(span.zones),
        )
        yield "development", Suggestion(found.stops, joined(filter(None, (why, found.why))))
        if found.seconds and found.why and self._record.development in (None, found.stops):
            yield "development_time", Suggestion(found.seconds, found.why)

    # ── doubts ───────────────────────────────────────────────────────────────────────────────

    def doubts(self) -> Iterator[Doubt]:
        """The fields whose values the others contradict, each once, in the order of the form."""
        for name, contradicted in self._contradicted.items():
            if (why := contradicted(self)) is not None:
                yield Doubt(name, why)

    def _given(self) -> Text | None:
        """An exposure that its own metered time and factors do not give."""
        record = self._record
        written, metered = record.exposure_time, record.metered_time
        if not written or not metered or not (found := self._exposure):
            return None
        least = metered
        for name in ("filter_factor", "bellows_factor", "reciprocity_factor"):
            least *= record[name] or 1.0
        # Whoever leaves a factor out may have counted it or not.
        ends = (least, *self._ends(found))
        below, above = math.log2(min(ends) / written), math.log2(written / max(ends))
        if max(below, above) <= MOST_APART + _ROUNDING:
            return None
        sentence = Doubts.LESS_EXPOSURE if below > above else Doubts.MORE_EXPOSURE
        return sentence(
            written=record.show("exposure_time"),
            steps=self._steps(found),
            stops=_in_stops(max(below, above)),
        )

    def _other_bellows(self) -> Text | None:
        """A bellows factor that the extension contradicts."""
        record = self._record
        written, extension, focal = (
            record.bellows_factor,
            record.bellows_extension,
            record.focal_length,
        )
        if not written or not extension or not focal:
            return None
        factor = bellows.factor(extension, focal)
        if factor is None:
            return None  # of a telephoto lens it is not known
        stops = abs(math.log2(factor / written))
        if stops <= MOST_APART_IN_BELLOWS + _ROUNDING:
            return None
        return Doubts.OTHER_BELLOWS(
            written=decimal(written),
            steps=exposing.of_extension(extension, focal).why,
            factor=decimal(exposing.settled_factor(factor)),
            stops=_in_stops(stops),
        )

    def _placed(self) -> Text | None:
        """Zones of two readings that lie otherwise apart than these, also after development.

        Until a development is chosen, they are what asks for one.
        """
        span, chosen = development.span(self._record.readings or ()), self._record.development
        if span is None or chosen is None:
            return None
        least, most = sorted((span.stops, span.stops + chosen))
        apart = max(least - span.zones, span.zones - most)
        if apart <= MOST_APART + _ROUNDING:
            return None
        return Doubts.OTHER_ZONES(
            dark=span.darkest.area,
            light=span.lightest.area,
            stops=_in_stops(span.stops),
            zones=exposing.stops_text(span.zones),
        )

    def _on_other_zone(self) -> Text | None:
        """A metered time that puts the darkest placed reading on another zone."""
        record, dark = self._record, self._darkest
        metered, seconds = record.metered_time, self._seconds_of_readings
        if dark is None or not metered or seconds is None:
            return None
        stops = math.log2(metered / seconds)
        if abs(stops) <= MOST_APART + _ROUNDING:
            return None
        zone = (dark.zone or 0.0) + stops
        inside = zones.DARKEST <= zone <= zones.LIGHTEST
        return Doubts.ON_OTHER_ZONE(
            metered=record.show("metered_time"),
            aperture=record.show("aperture"),
            index=record.show("exposure_index"),
            area=dark.area,
            value=_value(dark),
            found=zones.spoken(zone) if inside else exposing.stops_text(zone),
            zone=zones.spoken(dark.zone or 0.0),
        )

    _contradicted: ClassVar[dict[str, Callable[[WorkedOut], Text | None]]] = {
        "readings": _placed,
        "metered_time": _on_other_zone,
        "bellows_factor": _other_bellows,
        "exposure_time": _given,
    }

    # ── what both rest on ────────────────────────────────────────────────────────────────────

    @cached_property
    def _film(self) -> Film | None:
        """The film of the record, if the list knows it for certain."""
        meant = self._catalogue.meant(self._record.film) if self._record.film else []
        return meant[0] if len(meant) == 1 else None

    @cached_property
    def _filtered(self) -> Factor | None:
        """The filter factor as written, or of the filter; None without one."""
        if (written := self._record.filter_factor) is not None:
            return exposing.as_written(written)
        text = self._record.filter
        if text and (
            own := filter_factor(self._kit, text, self._record.film or "", self._catalogue)
        ):
            return own
        return exposing.filter_factor(text, self._film, self._catalogue) if text else None

    @property
    def _borrows(self) -> bool:
        """Whether the filter factor is another film's: nothing that follows from it is offered."""
        return self._filtered is not None and self._filtered.of_another

    @cached_property
    def _extended(self) -> Factor | None:
        """The bellows factor as written, or of the extension, or of the distance."""
        record = self._record
        if (written := record.bellows_factor) is not None:
            return exposing.as_written(written)
        if record.focal_length and record.bellows_extension:
            return exposing.of_extension(record.bellows_extension, record.focal_length)
        if record.focal_length and record.subject_distance:
            return exposing.of_distance(record.subject_distance, record.focal_length)
        return None

    @cached_property
    def _exposure(self) -> Exposure | None:
        """The exposure for the metered time; None where a factor is not known."""
        metered = self._record.metered_time or self._seconds_of_readings
        factors = [factor.factor if factor else 1.0 for factor in (self._filtered, self._extended)]
        if not metered or any(factor is None for factor in factors):
            return None
        filtered, extended = (factor or 1.0 for factor in factors)
        law = self._film.reciprocity if self._film else None
        return exposure(
            metered,
            filter_factor=filtered,
            bellows_factor=extended,
            law=law,
            measured=measured(self._kit, self._record.filled()),
        )

    @cached_property
    def _darkest(self) -> Reading | None:
        """The darkest reading of reflected light that is placed on a zone."""
        placed = [
            reading
            for reading in self._record.readings or ()
            if reading.zone is not None and not zones.is_incident(reading) and zones.ev(reading)
        ]
        return min(placed, key=lambda reading: zones.ev(reading) or 0.0, default=None)

    @cached_property
    def _seconds_of_readings(self) -> float | None:
        """The time that puts the darkest placed reading on its zone; None where it is not known."""
        record, dark = self._record, self._darkest
        if dark is None or dark.zone is None or not record.aperture or not record.exposure_index:
            return None
        return placement.metered_time(dark, dark.zone, record.aperture, record.exposure_index)

    def _ends(self, found: Exposure) -> tuple[float, float]:
        """The shortest and the longest time to give; a written reciprocity factor counts first."""
        if written := self._record.reciprocity_factor:
            return found.extended * written, found.extended * written
        return found.given.shortest, found.given.longest

    def _steps(self, found: Exposure) -> Text:
        """The arithmetic from the metered time to the time to give."""
        steps = [Suggested.STEP_METERED(time=exposing.told(found.metered))]
        for factor, sentence, seconds in (
            (self._filtered, Suggested.STEP_FILTER, found.filtered),
            (self._extended, Suggested.STEP_BELLOWS, found.extended),
        ):
            if factor and factor.factor and factor.factor >= _LEAST_FACTOR:
                shown = decimal(exposing.settled_factor(factor.factor))
                steps.append(sentence(factor=shown, time=exposing.told(seconds)))
        if written := self._record.reciprocity_factor:
            shown, time = decimal(written), exposing.told(self._ends(found)[0])
            steps.append(Suggested.STEP_WRITTEN(factor=shown, time=time))
        elif found.given.basis is not Basis.NOT_NEEDED and found.given.basis.is_known:
            time = exposing.told(found.given.shortest)
            steps.append(Suggested.STEP_RECIPROCITY(time=time, why=self._why_given(found)))
        return joined(steps, ", ")

    def _why_given(self, found: Exposure) -> Text:
        return joined(exposing.why_given(found.given, self._film, self._catalogue))


DOUBTED = tuple(WorkedOut._contradicted)
"""The fields that others may contradict, in the order of the form."""


def _is_valid(name: str, suggestion: Suggestion) -> bool:
    """Whether the field may hold the value: a wrong reading may ask for a time below 1 µs."""
    try:
        ExposureRecord.field(name).kind.checked(suggestion.value)
    except ValueError:
        return False
    return True


def _in_stops(stops: float) -> Text:
    sentence = Suggested.STOPS if round(stops, 2) > 1 else Suggested.STOP
    return sentence(stops=exposing.stops_text(stops))


def _value(reading: Reading) -> str:
    """The value of a reading with its unit, as the form writes it."""
    return Readings().show_one(reading.replace(area="", zone=None))


def _mark_or(seconds: float) -> float:
    """The mark of a shutter that is as good as this time, else the time to three digits."""
    mark = sequences.nearest_time(seconds)
    if mark and seconds <= 1 and abs(math.log2(mark.exact / seconds)) <= _NEAR_A_MARK + _ROUNDING:
        return mark.marked
    return float(round(seconds)) if seconds >= 60 else float(f"{seconds:.3g}")
