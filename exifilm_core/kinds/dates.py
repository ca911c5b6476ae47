"""The kinds of date: a date that may be partial, and a date that may also be approximate.

Typed text may have any notation that people use (`typed_dates`). A tag's text must have the
notation of ISO 8601 or EXIF.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import date
from typing import Any, ClassVar

from exifilm_core.errors import InvalidValueError
from exifilm_core.kinds.kind import Json, Kind
from exifilm_core.kinds.numbers import plain
from exifilm_core.kinds.partial_dates import PartialDate, RoughDate
from exifilm_core.kinds.typed_dates import typed_date, typed_rough_date
from exifilm_core.messages.values import Invalid, Reason

_DAY = r"\d{4}(-\d{2}(-\d{2})?)?"
_TIMED = r"\d{4}-\d{2}-\d{2} \d{2}:\d{2}(:\d{2}(\.\d+)?)?([+-]\d{2}:\d{2})?"


class DateKind(Kind[PartialDate]):
    """A date as far as it is known, with or without its time of day."""

    invalid = Invalid.INVALID_DATE
    accepts = (
        "a date such as 2012-06-03, 3 June 2012, 3.6.2012, June 2012, 2012 "
        "or 2012-06-03 16:20+02:00"
    )
    ordered = True
    patterns: ClassVar[tuple[str, ...]] = (_DAY, _TIMED)
    """The notations of the JSON form."""

    def parse(self, text: str) -> PartialDate | None:
        words = plain(text)
        try:
            return typed_date(words) if words else None
        except ValueError:
            if typed_rough_date(words):
                raise InvalidValueError(Reason.ONLY_EXPOSURE_APPROXIMATE()) from None
            raise

    def from_tag_text(self, raw: str) -> PartialDate | None:
        words = plain(raw)
        return PartialDate.of(words) if words else None

    def show(self, value: PartialDate) -> str:
        return str(value)

    def span(self, value: PartialDate) -> tuple[str, str]:
        """The first and last possible second, by the clock at the place, in ISO 8601."""
        if value.hour is None:
            return f"{value.first} 00:00:00", f"{value.last} 23:59:59"
        minute = f"{value.date} {value.hour:02}:{value.minute or 0:02}"
        if value.second is None:
            return f"{minute}:00", f"{minute}:59"
        second = f"{minute}:{min(value.second, 59):02}"  # 60 is a leap second
        return second, second

    def checked(self, value: Any) -> PartialDate | None:
        if value is None:
            return None
        if not isinstance(value, (str, date, PartialDate)):
            raise InvalidValueError(Reason.NOT_VALID())
        return self.parse(str(value))  # the text of a datetime has its time too

    def to_json(self, value: PartialDate) -> Json:
        return str(value)

    def to_tag(self, value: PartialDate) -> Json:
        """The date in ExifTool's notation, "1974:08:03 16:20:00+02:00", which XMP stores as ISO."""
        day = value.date.replace("-", ":")
        return f"{day} {value.time}{value.offset}" if value.time else day

    def schema(self) -> dict[str, Json]:
        return {"type": "string", "pattern": f"^({'|'.join(self.patterns)})$"}


class RoughDateKind(DateKind):
    """A date that may be approximate; JSON then holds it as EDTF: 1974~, 197X, 1974/1975."""

    accepts = (
        "a date such as 2012-06-03 16:20+02:00, 3 June 2012, 3.6.2012, June 2012, 2012, "
        "c. 2012, 1970s or 1974/75"
    )
    patterns = (_DAY, _TIMED, rf"{_DAY}~", r"\d{3}X~?", rf"{_DAY}/{_DAY}", rf"{_DAY}~/{_DAY}~")

    def parse(self, text: str) -> PartialDate | None:
        words = plain(text)
        return typed_rough_date(words) or super().parse(words)

    def show(self, value: PartialDate) -> str:
        if not isinstance(value, RoughDate):
            return str(value)
        for text in _notations(value):
            with contextlib.suppress(ValueError):
                if self.parse(text) == value:
                    return text
        raise AssertionError(f"{value!r} cannot be shown")


def _notations(value: RoughDate) -> Iterator[str]:
    """The notations of an approximate date, the nicest first, the last one exact."""
    about = "c. " if value.about else ""
    if value.is_decade:
        yield f"{about}{value.year}s"
    if value.until:
        yield f"{about}{value.date}/{value.until.date[2:]}"
        yield f"{about}{value.date}/{value.until.date}"
    yield f"{about}{value.date}"
