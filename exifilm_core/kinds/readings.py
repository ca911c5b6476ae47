"""Meter readings: an area of the subject, its value, and the zone that it is placed on.

Semicolons separate readings: "deep shade EV 9 on III; snow 250 c/ft² on VII".
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from exifilm_core.errors import InvalidValueError, shortened
from exifilm_core.film.readings import UNITS, ZONES, Reading, settled
from exifilm_core.kinds.kind import Json, Kind
from exifilm_core.kinds.numbers import decimal, number, plain, understood, with_fraction, with_third
from exifilm_core.kinds.text import clean, quoted, split_items, unquoted
from exifilm_core.messages.values import Invalid, Reason
from exifilm_core.patterns import pattern

_UNIT_WORDS = {unit.lower(): unit for unit in UNITS} | {
    "cd/m2": "cd/m²",
    "cd/m^2": "cd/m²",
    "nits": "cd/m²",
    "nit": "cd/m²",
    "c/ft2": "c/ft²",
    "c/ft^2": "c/ft²",
    "c/sqft": "c/ft²",
    "lux": "lx",
}
_UNIT = "|".join(sorted(map(re.escape, _UNIT_WORDS), key=len, reverse=True))
_NUMBER = r"[+-]?\d+(?:[.,]\d+)*(?:\s+\d/\d)?"
_ON = r"(?:\bon|\bzone|→|->|@)"
_MEASURED = pattern(
    rf"""(?<!\w)(?<!\d[.,])(?:(?P<before>{_UNIT})\s*(?P<value1>{_NUMBER})
           |(?P<value2>{_NUMBER})\s*(?P<after>{_UNIT})
           |(?P<value3>{_NUMBER})(?=\s*+{_ON}))""",
    re.VERBOSE | re.IGNORECASE,
)
"""A value with its unit, or the bare EV of a spot meter that is placed on a zone."""
_PLACED = pattern(
    rf"(?:\s*+{_ON}++\s*+(?:zone\s*+)?(?P<zone>[\divxIVX.,/ ½⅓⅔¼¾]++))?",
    re.IGNORECASE,
)
_PLAIN_AREA = pattern(r"[^\W\d_][^\d;\n\"→@:=²]*")

_EV_RANGE = (-20.0, 40.0)
"""The EVs of a light meter at ISO 100; the sun itself has 34."""
_MOST_LIGHT = 1e7
"""The highest value in any other unit."""


class Readings(Kind[tuple[Reading, ...]]):
    """The readings of a sheet, in the order in which they were taken."""

    invalid = Invalid.INVALID_READINGS
    accepts = "readings such as deep shade EV 9 on III; snow 250 c/ft² on VII"
    textual = True

    def parse(self, text: str) -> tuple[Reading, ...] | None:
        return tuple(map(self._parse_one, split_items(clean(text), ";\n"))) or None

    def _parse_one(self, text: str) -> Reading:
        area, rest = "", text
        if match := re.match(r'\s*("(?:[^"\\]|\\.)*")\s*(.*)', text, re.DOTALL):
            area, rest = unquoted(match[1]), match[2]
        # The area keeps its text; only what follows it turns into plain characters.
        rest = _plain_fractions(rest)
        found, placed = _measured(rest)
        if not found or not placed:
            raise InvalidValueError(
                Reason.NO_VALUE_WITH_UNIT(reading=shortened(text), units=", ".join(UNITS))
            )
        unit = _UNIT_WORDS[(found["before"] or found["after"] or "EV").lower()]
        value = plain(found["value1"] or found["value2"] or found["value3"])
        zone = zone_of(placed["zone"]) if placed["zone"] else None
        area = area or _without_sign(rest[: found.start()])
        return understood(
            value, lambda text: self._checked_one(Reading(area, float(number(text)), unit, zone))
        )

    def show(self, value: tuple[Reading, ...]) -> str:
        return "; ".join(map(self.show_one, value))

    def texts(self, value: tuple[Reading, ...]) -> tuple[str, ...]:
        return tuple(self._written(reading, reading.area) for reading in value)

    def show_one(self, reading: Reading) -> str:
        """One reading in the form's notation: area, value with unit, zone."""
        area = reading.area
        if area and not (_PLAIN_AREA.fullmatch(area) and self._survives(reading)):
            area = quoted(area, area)
        return self._written(reading, area)

    def _survives(self, reading: Reading) -> bool:
        try:
            return self._parse_one(self._written(reading, reading.area)) == reading
        except ValueError:
            return False

    @staticmethod
    def _written(reading: Reading, area: str) -> str:
        if reading.unit == "EV":
            measured = f"EV {with_third(reading.value)}"
        else:
            measured = f"{decimal(reading.value)} {reading.unit}"
        placed = "" if reading.zone is None else f"on {zone_name(reading.zone)}"
        return " ".join(part for part in (area, measured, placed) if part)

    def checked(self, value: Any) -> tuple[Reading, ...] | None:
        if value is None:
            return None
        if isinstance(value, str):
            return self.parse(value)
        return tuple(map(self._checked_one, value)) or None

    @staticmethod
    def _checked_one(reading: Any) -> Reading:
        if not isinstance(reading, Reading):
            raise InvalidValueError(Reason.NOT_VALID())
        if reading.unit not in UNITS:
            unit = shortened(str(reading.unit))
            raise InvalidValueError(Reason.NO_SUCH_UNIT(unit=unit, units=", ".join(UNITS)))
        lowest, highest = _EV_RANGE if reading.unit == "EV" else (0.0, _MOST_LIGHT)
        if not lowest <= reading.value <= highest:
            raise InvalidValueError(
                Reason.READING_OUT_OF_RANGE(value=decimal(reading.value), unit=reading.unit)
            )
        zone = reading.zone
        if zone is not None and not 0 <= zone <= 10:
            raise InvalidValueError(Reason.NO_SUCH_ZONE(zone=decimal(zone)))
        return Reading(
            clean(reading.area),
            settled(reading.value),
            reading.unit,
            None if zone is None else settled(zone),
        )

    def to_json(self, value: tuple[Reading, ...]) -> Json:
        return [
            {"area": r.area, "value": r.value, "unit": r.unit}
            | ({} if r.zone is None else {"zone": r.zone})
            for r in value
        ]

    def from_json(self, data: Json) -> tuple[Reading, ...] | None:
        if data is None:
            return None
        if not isinstance(data, list):
            raise InvalidValueError(Reason.NOT_VALID())
        return self.checked([self._from_mapping(item, str.lower) for item in data])

    def to_tag(self, value: tuple[Reading, ...]) -> Json:
        return [
            {
                key.title(): part if isinstance(part, str) else decimal(part)
                for key, part in r.items()
            }
            for r in self.to_json(value)
        ]

    def from_tag(self, raw: Json) -> tuple[Reading, ...] | None:
        items = raw if isinstance(raw, list) else [raw]
        return self.checked([self._from_mapping(item, str.title) for item in items])

    @staticmethod
    def _from_mapping(item: Json, cased: Any) -> Reading:
        """The reading of a mapping. Its numbers may be texts, as in tags."""
        if not isinstance(item, Mapping) or cased("value") not in item:
            raise InvalidValueError(Reason.READING_WITHOUT_VALUE())
        zone = item.get(cased("zone"))
        try:
            return Reading(
                item.get(cased("area"), ""),
                float(item[cased("value")]),
                item.get(cased("unit"), "EV"),
                None if zone is None else float(zone),
            )
        except (TypeError, ValueError):
            raise InvalidValueError(Reason.READING_NOT_A_NUMBER()) from None

    def schema(self) -> dict[str, Json]:
        return {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "area": {"type": "string"},
                    "value": {"type": "number", "minimum": _EV_RANGE[0], "maximum": _MOST_LIGHT},
                    "unit": {"enum": list(UNITS)},
                    "zone": {"type": "number", "minimum": 0, "maximum": 10},
                },
                "required": ["value"],
                "additionalProperties": False,
            },
        }


def _measured(text: str) -> tuple[re.Match[str] | None, re.Match[str] | None]:
    """The first value with a unit that only a zone may follow, and that zone.

    Two searches, because a single expression would try every way to divide a run of blanks.
    """
    found, placed = _MEASURED.search(text), None
    while found and not (placed := _PLACED.fullmatch(text, found.end())):
        found = _MEASURED.search(text, found.start() + 1)
    return found, placed


def _without_sign(area: str) -> str:
    """The area before a value, without the colon or equals sign between them."""
    area = area.rstrip()
    return area[:-1] if area.endswith((":", "=")) else area


def _plain_fractions(text: str) -> str:
    return re.sub(r"(?<=\d)[½⅓⅔¼¾]", lambda m: plain(m[0]).join((" ", "")), text)


def zone_of(text: str) -> float:
    """The zone of a text such as "VII", "7", "V½" or "IV 1/3"."""
    words = plain(text).upper()
    roman = re.match(r"[IVX]+", words)
    if not roman:
        return float(number(words))
    if roman[0] not in ZONES:
        raise InvalidValueError(Reason.NO_SUCH_ZONE(zone=roman[0]))
    rest = words[roman.end() :].strip()
    return ZONES.index(roman[0]) + (float(number(rest)) if rest else 0.0)


def zone_name(zone: float) -> str:
    """The zone in Roman numerals: "VII", "V½"; a decimal if no part of a stop fits."""
    whole = int(zone)
    part = with_fraction(zone - whole)
    if part == "0":
        return ZONES[whole]
    if part and whole > 0 and settled(zone_of(f"{ZONES[whole]}{part}")) == settled(zone):
        return f"{ZONES[whole]}{part}"
    return decimal(zone)
