"""The exposure of a copy: EXIF's tags as the camera on the copy stand wrote them.

The record keeps each tag's text, so that the exposure can return to EXIF if it was the film's.
Time, aperture, speed, focal length and date come first, in the form's notation. The other tags
follow by name: "1/15 s, f/8, ISO 100; Flash=16".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from exifilm_core.errors import InvalidValueError, shortened
from exifilm_core.kinds.aperture import Aperture
from exifilm_core.kinds.dates import DateKind
from exifilm_core.kinds.kind import Json, Kind
from exifilm_core.kinds.length import Length
from exifilm_core.kinds.speed import Speed
from exifilm_core.kinds.text import clean, quoted, unquoted_items
from exifilm_core.kinds.time import Time
from exifilm_core.messages.values import Invalid, Reason
from exifilm_core.patterns import pattern

CopiedAs = tuple[tuple[str, str], ...]
"""EXIF's tags without their groups, each with its text; the five that `show` puts first lead."""

_SHOWN: dict[str, tuple[Kind[Any], str, str]] = {
    # The kind, the prefix of its notation, and the pattern of that notation.
    "ExposureTime": (Time(), "", r".*"),
    "FNumber": (Aperture(), "", r"f/.*"),
    "ISO": (Speed(), "ISO ", r"ISO .*"),
    "FocalLength": (Length("mm", lowest=0.1, highest=20_000), "", r".*\d mm"),
    "DateTimeOriginal": (DateKind(), "", r"\d{4}-\d\d.*"),
}
_LONG_DECIMAL = pattern(r"-?\d+\.\d{6,}")
_JOINED = pattern(r", (?=[A-Za-z][A-Za-z0-9]*=)")
_NAMED = pattern(r"([A-Za-z][A-Za-z0-9]*)=(.+)", re.DOTALL)


class CopyExposure(Kind[CopiedAs]):
    """The exposure of a copy camera."""

    invalid = Invalid.INVALID_COPY_EXPOSURE
    accepts = "an exposure such as 1/15 s, f/8, ISO 100; Flash=16"
    textual = True

    def parse(self, text: str) -> CopiedAs | None:
        said: dict[str, str] = {}
        for item in unquoted_items(clean(text), ";\n"):
            if named := _NAMED.fullmatch(item):
                said[named[1]] = named[2]
            else:
                said |= dict(_meant(part) for part in item.split(", "))
        return self.checked(said)

    def show(self, value: CopiedAs) -> str:
        first, rest = [], []
        for name, text in value:
            shown = _shown(name, text)
            if shown:
                first.append(shown)
            else:
                rest.append(quoted(f"{name}={text}", ";\n"))
        return "; ".join([", ".join(first), *rest] if first else rest)

    def checked(self, value: Any) -> CopiedAs | None:
        if value is None or isinstance(value, str):
            return self.parse(value) if value else None
        pairs = value.items() if isinstance(value, Mapping) else value
        said = dict(_settled(name, text) for name, text in pairs)
        first = [name for name in _SHOWN if name in said]
        order = [*first, *sorted(said.keys() - set(first))]
        return tuple((name, said[name]) for name in order if said[name]) or None

    def to_json(self, value: CopiedAs) -> Json:
        return dict(value)

    def from_json(self, data: Json) -> CopiedAs | None:
        if data is not None and not isinstance(data, Mapping):
            raise InvalidValueError(Reason.NOT_VALID())
        return self.checked(data)

    def to_tag(self, value: CopiedAs) -> Json:
        return [f"{name}={text}" for name, text in value]

    def from_tag(self, raw: Json) -> CopiedAs | None:
        # GIMP joins a list in an unknown namespace into one text.
        items: Iterable[Json] = raw if isinstance(raw, list) else _JOINED.split(str(raw))
        named = [_NAMED.fullmatch(str(item)) for item in items]
        if not all(named):
            raise InvalidValueError(Reason.NOT_VALID())
        return self.checked([(found[1], found[2]) for found in named if found])

    def schema(self) -> dict[str, Json]:
        return {
            "type": "object",
            "propertyNames": {"pattern": "^[A-Za-z][A-Za-z0-9]*$"},
            "additionalProperties": {"type": "string"},
        }


def _settled(name: Any, text: Any) -> tuple[str, str]:
    """A tag and its text; for the tags that `show` puts first, in the single form of their kind."""
    if not isinstance(name, str) or not re.fullmatch(r"[A-Za-z][A-Za-z0-9]*", name):
        raise InvalidValueError(Reason.NOT_A_TAG_NAME(text=shortened(str(name))))
    words = clean(text)
    if words and name in _SHOWN:
        kind = _SHOWN[name][0]
        try:
            return name, str(kind.to_tag(kind.from_tag(words)))
        except ValueError:
            pass
    if not _LONG_DECIMAL.fullmatch(words):
        return name, words
    # EXIF's numbers are fractions. Their last digits change each time a program writes them.
    return name, f"{float(words):.{9 if name.startswith('GPS') else 7}g}"


def _shown(name: str, text: str) -> str:
    """The text in the form's notation, "" if no notation reads back as the same text."""
    if name not in _SHOWN:
        return ""
    kind, before, _known = _SHOWN[name]
    try:
        shown = kind.show(kind.from_tag(text))
        shown = shown if shown.startswith(before) else before + shown
        return shown if _meant(shown) == (name, text) else ""
    except ValueError:
        return ""


def _meant(part: str) -> tuple[str, str]:
    """The tag of a part in the form's notation, and its text in that tag."""
    for name, (kind, _before, known) in reversed(_SHOWN.items()):
        if re.fullmatch(known, part, re.IGNORECASE):
            return name, str(kind.to_tag(kind.parse(part)))
    raise InvalidValueError(Reason.NOT_A_TAG(text=shortened(part)))
