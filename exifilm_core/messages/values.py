"""Sentences about a value that a field cannot hold.

`Invalid` begins with the value and the kind that it should have, `Reason` gives the reason, and
`Ambiguous` the readings. `fields.Fields` combines them.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce

from exifilm_core.messages import Template, Text


class Invalid(Template):
    """The beginning of a refusal, by the kind of value that the field holds."""

    INVALID_ANGLE = "“{text}” is not a valid angle"
    INVALID_APERTURE = "“{text}” is not a valid aperture"
    INVALID_COMPENSATION = "“{text}” is not a valid exposure compensation"
    INVALID_COPY_EXPOSURE = "“{text}” is not a valid exposure of a copy"
    INVALID_COUNT = "“{text}” is not a valid number of exposures"
    INVALID_DATE = "“{text}” is not a valid date"
    INVALID_DEVELOPMENT = "“{text}” is not a valid development"
    INVALID_DISTANCE = "“{text}” is not a valid distance"
    INVALID_FACTOR = "“{text}” is not a valid factor"
    INVALID_FLASH = "“{text}” is not valid for the flash"
    INVALID_FRAME = "“{text}” is not a valid frame"
    INVALID_KEYWORDS = "“{text}” is not a valid list of keywords"
    INVALID_LATITUDE = "“{text}” is not a valid latitude"
    INVALID_LENGTH = "“{text}” is not a valid length"
    INVALID_LIGHT = "“{text}” is not a valid light source"
    INVALID_LONGITUDE = "“{text}” is not a valid longitude"
    INVALID_METERING = "“{text}” is not a valid metering mode"
    INVALID_READINGS = "“{text}” is not a valid list of readings"
    INVALID_SPEED = "“{text}” is not a valid film speed"
    INVALID_TEMPERATURE = "“{text}” is not a valid temperature"
    INVALID_TEXT = "“{text}” is not a valid text"
    INVALID_TIME = "“{text}” is not a valid time"


class Reason(Template):
    """Why a value is invalid."""

    NOT_VALID = "it is not valid"
    """The reason where there is nothing to add; a refusal leaves it out."""

    # Numbers
    DIVIDES_BY_ZERO = "it divides by zero"
    FRACTION = "only a part such as 1/2 or 5/8 can be a fraction here"
    NOT_WHOLE = "it is not a whole number"
    OUT_OF_RANGE = "it is not between {lowest} and {highest}"
    IN_UNIT = "{number} {unit}"
    TIME_OUT_OF_RANGE = "it is not between 1 µs and ten years"
    TOO_MANY_STOPS = "it is more than {most} stops"
    TOO_LONG = "it is longer than {most} characters"

    # Notations
    DECIMALS = "only its last part can have decimals"
    DEVELOPMENT_LINE = "time and temperature follow the development: N+1, 7 min, 20 °C"
    EXPOSURE_LINE = (
        "a whole exposure begins with its aperture, and has one arrow at most: f/22, 1/4, x4 -> 1 s"
    )
    EXPOSURE_PART = (
        "“{part}” cannot stand there; the parts are f/22, 1/4, x4, bellows 1.9, reciprocity 2 "
        "-> 8 s"
    )
    MINUS_AND_SIDE = "it has both a minus and the letter {side}"
    NEGATIVE_PUSH = "a push cannot be negative; enter a pull instead"
    NO_SIGN_AFTER_N = "a plus or a minus must follow the N"
    NO_SUCH_DEGREES = "no film has {degrees}°"
    NOT_A_PART_OF_A_STOP = "the part of a stop is not between 0 and 1"
    NO_LENGTH = "the length of the exposure is missing"
    SIXTY = "minutes and seconds go up to 59"

    # Dates
    DAY_WITHOUT_MONTH = "it has a day, but no month"
    NO_SUCH_DAY = "the calendar has no such day"
    NO_SUCH_OFFSET = "there is no such offset from UTC"
    NO_SUCH_TIME = "there is no such time of day"
    NO_YEAR = "its year does not have four digits"
    NOT_APPROXIMATE = "dates between two others need exact ends"
    NOT_EXACT_ENOUGH = "it is not known exactly enough to be shifted by that"
    NOT_LATER = "its second date is not later than its first"
    ONE_END_APPROXIMATE = "only one of its two dates is approximate; mark both or neither"
    ONLY_EXPOSURE_APPROXIMATE = "only the date of the exposure can be approximate"
    TIME_APPROXIMATE = "a time of day cannot be approximate; leave out the “c.” or the time"
    TIME_WITH_APPROXIMATE = (
        "an approximate date cannot have a time of day; leave out the time or the “c.”"
    )
    TIME_WITHOUT_DAY = "it has a time of day, but no day"

    # Texts, readings and other lists
    NOT_A_TEXT = "a text in JSON must be in quotation marks"
    CHARACTER = "the character {character} cannot be stored"
    TOO_MANY_BYTES = "it is longer than {most} bytes"
    NOT_A_TAG = "“{text}” is neither an exposure nor an EXIF tag with its text"
    NOT_A_TAG_NAME = "“{text}” is not the name of an EXIF tag"
    NO_SUCH_UNIT = "“{unit}” is not one of the units {units}"
    NO_SUCH_ZONE = "there is no Zone {zone}; zones go from 0 to X (10)"
    NO_VALUE_WITH_UNIT = "“{reading}” has no value with a unit ({units})"
    READING_OUT_OF_RANGE = "no light meter shows {value} {unit}"
    READING_WITHOUT_VALUE = "a reading has no value"
    READING_NOT_A_NUMBER = "the value or the zone of a reading is not a number"
    SEVERAL_VALUES = "it has several values instead of one"


class Ambiguous(Template):
    """How an ambiguous value may be read, and what to enter instead."""

    AMBIGUOUS = "may mean {readings}. Enter the one that you mean"
    AMBIGUOUS_DATE = "may mean {readings}. Enter {ways}"
    SPEEDS_DIFFER = "has two speeds: {degrees}° is ISO {iso}, not {speed}. Enter one of them"
    OR = "{one} or {other}"
    DAY = "{day} {month} {year}"
    MONTH = "{month} {year}"
    PERIOD = "{first} to {last}"


def either(readings: Iterable[str | Text]) -> str | Text:
    """The readings with “or” between them."""
    return reduce(lambda one, other: Ambiguous.OR(one=one, other=other), readings)
