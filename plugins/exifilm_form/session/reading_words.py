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


def told(reading: Reading) -> str:
    """The full text of a reading."""
    words = " ".join(part for part in (reading.area, measured(reading)) if part)
    if reading.zone is None:
        return words
    return _("{reading} on {zone}").format(reading=words, zone=zones.spoken(reading.zone))


def up_the_scale(readings: Sequence[Reading]) -> list[int]:
    """The readings' numbers: up the scale, then those that are not placed."""
    return sorted(
        range(len(readings)),
        key=lambda n: (readings[n].zone is None, readings[n].zone or 0.0, n),
    )


def described(readings: Sequence[Reading], chosen: Reading | None) -> str:
    """The chosen reading, and the places of all."""
    on = [told(readings[n]) for n in up_the_scale(readings) if readings[n].zone is not None]
    off = [told(reading) for reading in readings if reading.zone is None]
    parts = []
    if chosen is not None:
        parts.append(_("Chosen: {reading}.").format(reading=told(chosen)))
    if on:
        parts.append(_("Placed: {readings}.").format(readings="; ".join(on)))
    if off:
        parts.append(_("Not placed: {readings}.").format(readings="; ".join(off)))
    return " ".join(parts) or _("No readings.")
