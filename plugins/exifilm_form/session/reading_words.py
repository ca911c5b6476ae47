"""Readings in words, for the zone scale and for screen readers."""

from __future__ import annotations

from collections.abc import Sequence

from exifilm_core.film import zones
from exifilm_core.film.readings import Reading
from exifilm_core.kinds.readings import Readings
from exifilm_form.session.texts import _

_KIND = Readings()


def measured(reading: Reading) -> str:
    """The value with its unit, in its notation."""
    return _KIND.show_one(reading.replace(area="", zone=None))


def told(readings: Sequence[Reading], number: int) -> str:
    """The full text of one of the readings, with the zone on which it is placed or falls."""
    reading, zone = readings[number], zones.hangs_on(readings, number)
    words = " ".join(part for part in (reading.area, measured(reading)) if part)
    if zone is None:
        return words
    sentence = (
        _("{reading} falls on {zone}") if falls(readings, number) else _("{reading} on {zone}")
    )
    return sentence.format(reading=words, zone=zones.spoken(zone))


def falls(readings: Sequence[Reading], number: int) -> bool:
    """Whether a reading is not placed, and hangs where it falls."""
    return readings[number].zone is None and zones.hangs_on(readings, number) is not None


def up_the_scale(readings: Sequence[Reading]) -> list[int]:
    """The readings' numbers: up the scale, then those that hang nowhere."""
    zone_of = [zones.hangs_on(readings, number) for number in range(len(readings))]
    return sorted(range(len(readings)), key=lambda n: (zone_of[n] is None, zone_of[n] or 0.0, n))


def described(readings: Sequence[Reading], chosen: int | None) -> str:
    """The chosen reading, and the places of all."""
    order = up_the_scale(readings)
    on = [told(readings, n) for n in order if readings[n].zone is not None]
    off = [told(readings, n) for n in order if readings[n].zone is None]
    parts = []
    if chosen is not None:
        parts.append(_("Chosen: {reading}.").format(reading=told(readings, chosen)))
    if on:
        parts.append(_("Placed: {readings}.").format(readings="; ".join(on)))
    if off:
        parts.append(_("Not placed: {readings}.").format(readings="; ".join(off)))
    return " ".join(parts) or _("No readings.")
