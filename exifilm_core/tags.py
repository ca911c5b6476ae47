"""The sorts of tag that hold a field: what is written for a value, and what is read back.

The one idea: a tag is named once, as ExifTool names it, and knows its own notation. Everything
that a field's value needs beyond its kind's plain form (a hemisphere in a second tag, "13 min",
4×5 with its own sign) stands here, beside the name of the specification that asks for it.

A raw value is what ExifTool takes and gives with -n: text, a list or a dict; None is no tag.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from exifilm_core.kinds import Kind, PartialDate, RoughDate
from exifilm_core.kinds.kind import Json
from exifilm_core.kinds.numbers import decimal

Raw = Json
Tags = Mapping[str, Raw]
"""Raw values by the tag's name with its group, such as "ExifIFD:FNumber"."""
NONE: Tags = MappingProxyType({})


def as_read_back(raw: Raw) -> Raw:
    """A raw value that was written, as it is when it is read: all of it text."""
    if isinstance(raw, list):
        return [as_read_back(item) for item in raw]
    if isinstance(raw, dict):
        return {name: as_read_back(item) for name, item in raw.items()}
    return raw if raw is None else str(raw)


OURS = "XMP-exifilm:"
"""How the names of our own tags begin."""
EXIF_GROUPS = ("IFD0", "ExifIFD", "GPS")
_XMP_OF_EXIF = {
    # Tags that XMP keeps under another name than EXIF does: XMP part 2 and CIPA DC-010 (exifEX).
    "IFD0:Artist": "XMP-tiff:Artist",
    "IFD0:Copyright": "XMP-tiff:Copyright",
    "ExifIFD:CreateDate": "XMP-exif:DateTimeDigitized",
    "ExifIFD:ISO": "XMP-exifEX:PhotographicSensitivity",
    "ExifIFD:ImageNumber": "XMP-aux:ImageNumber",
    "ExifIFD:LensMake": "XMP-exifEX:LensMake",
    "ExifIFD:LensModel": "XMP-exifEX:LensModel",
    "ExifIFD:LensSerialNumber": "XMP-exifEX:LensSerialNumber",
    "ExifIFD:SerialNumber": "XMP-exifEX:SerialNumber",
}
_OTHER_COPIES = {
    # Further tags into which Lightroom, digiKam and darktable copy them.
    "ExifIFD:AmbientTemperature": ("XMP-exifEX:AmbientTemperature",),
    "ExifIFD:ISO": ("XMP-exif:ISO",),
    "ExifIFD:LensInfo": ("XMP-aux:LensInfo", "XMP-exifEX:LensInfo"),
    "ExifIFD:LensModel": ("XMP-aux:Lens",),
    "ExifIFD:LensSerialNumber": ("XMP-aux:LensSerialNumber",),
    "ExifIFD:SerialNumber": ("XMP-aux:SerialNumber",),
    "ExifIFD:SubjectDistance": ("XMP-aux:ApproximateFocusDistance",),
}


def in_xmp(name: str) -> str:
    """The XMP tag that means the same as the EXIF tag `name`, for files that have no EXIF."""
    group, tag = name.split(":")
    if group not in EXIF_GROUPS:
        return name
    return _XMP_OF_EXIF.get(name) or f"XMP-{'tiff' if group == 'IFD0' else 'exif'}:{tag}"


def copies_in_xmp(name: str) -> tuple[str, ...]:
    """Every XMP tag into which other programs copy the EXIF tag `name`; none of another tag."""
    if name.partition(":")[0] not in EXIF_GROUPS:
        return ()
    return (in_xmp(name), *_OTHER_COPIES.get(name, ()))


def alike(one: Raw, other: Raw) -> bool:
    """Whether two tags say the same, however exactly each gives numbers and times."""
    if one is None or other is None:
        return False
    first, second = str(one).strip(), str(other).strip()
    try:
        return math.isclose(float(first), float(second), rel_tol=1e-4)
    except ValueError:
        return first == second or (_seconds(first) == _seconds(second) != "")


def _seconds(text: str) -> str:
    """The date and time, to the second, of a text that begins with them."""
    found = re.match(r"\d{4}[:-]\d\d[:-]\d\d[ T]\d\d:\d\d(:\d\d)?", text)
    return re.sub(r"\D", "", found[0]).ljust(14, "0") if found else ""


@dataclass(frozen=True)
class Tag:
    """A tag that holds the value in its kind's own plain form."""

    name: str
    shared: bool = False
    """As a mirror: people keep words of their own here, which are never overwritten."""

    @property
    def names(self) -> tuple[str, ...]:
        """Every tag that belongs to it."""
        return (self.name,)

    def write(self, kind: Kind[Any], value: Any, current: Tags = NONE) -> dict[str, Raw]:
        """What is to stand in each of `names` for the value; None for what is to be empty.

        `current`: the tags of the file it goes into, of which some tags keep a part.
        """
        return {self.name: None if value is None else self.written(kind, value)}

    def read(self, kind: Kind[Any], tags: Tags) -> Any:
        """The value that the tags hold, None if none. ValueError where it makes no sense."""
        raw = tags.get(self.name)
        return None if raw is None else self.of_raw(kind, raw)

    def outdated(self, kind: Kind[Any], tags: Tags) -> dict[str, Raw]:
        """Those of `names` that the next save is to remove, because they no longer count."""
        return {}

    def in_sidecar(self) -> Tag:
        """The same in XMP alone, where there is no EXIF."""
        return replace(self, name=in_xmp(self.name))

    def written(self, kind: Kind[Any], value: Any) -> Raw:
        return kind.to_tag(value)

    def of_raw(self, kind: Kind[Any], raw: Raw) -> Any:
        return kind.from_tag(raw)


@dataclass(frozen=True)
class ShortTag(Tag):
    """A text in EXIF, whose segment in a JPEG has room for 64 KB in all; too long is left out."""

    most: int = 20_000

    def written(self, kind: Kind[Any], value: Any) -> Raw:
        return value if len(str(value).encode("utf-16")) <= self.most else None

    def read(self, kind: Kind[Any], tags: Tags) -> Any:
        raw = tags.get(self.name)
        # Cameras fill these with blanks or a greeting of nothing but zeros.
        return None if raw is None or not str(raw).strip(" \0") else self.of_raw(kind, raw)


@dataclass(frozen=True)
class Within(Tag):
    """A number that only has room for whole ones up to `most` (EXIF 2.32: SHORT or LONG)."""

    most: int = 65535

    def written(self, kind: Kind[Any], value: Any) -> Raw:
        text = str(kind.to_tag(value))
        fits = re.fullmatch(r"[1-9]\d{0,9}", text) and int(text) <= self.most
        return text if fits else None

    def of_raw(self, kind: Kind[Any], raw: Raw) -> Any:
        first = raw[0] if isinstance(raw, list) else str(raw).split(" ")[0]
        # Zero is EXIF's "not known" for a speed and cameras' default for a number.
        return None if first in ("0", "65535") else kind.from_tag(first)


@dataclass(frozen=True)
class GpsTag(Tag):
    """A number without its sign, and the sign as a letter or digit in the Ref tag beside it."""

    positive: str = "N"
    negative: str = "S"

    @property
    def ref(self) -> str:
        return f"{self.name}Ref"

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name, self.ref)

    def write(self, kind: Kind[Any], value: Any, current: Tags = NONE) -> dict[str, Raw]:
        if value is None:
            return {self.name: None, self.ref: None}
        return {
            self.name: f"{abs(value):.9f}".rstrip("0").rstrip("."),
            self.ref: self.negative if value < 0 else self.positive,
        }

    def read(self, kind: Kind[Any], tags: Tags) -> Any:
        raw = tags.get(self.name)
        if raw is None:
            return None
        below = str(tags.get(self.ref, self.positive)) == self.negative
        return kind.checked(-float(raw) if below else float(raw))

    def in_sidecar(self) -> Tag:
        if self.positive == "0":
            return GpsTag(in_xmp(self.name), positive="0", negative="1")
        return SignedTag(in_xmp(self.name))


@dataclass(frozen=True)
class SignedTag(Tag):
    """XMP's GPS coordinate, which ExifTool writes with its letter from a signed number."""

    def written(self, kind: Kind[Any], value: Any) -> Raw:
        return f"{value:.9f}"

    def of_raw(self, kind: Kind[Any], raw: Raw) -> Any:
        return kind.checked(float(raw))


@dataclass(frozen=True)
class ExifDate(Tag):
    """A date that must be whole (EXIF 2.32), its offset from UTC in a tag of its own."""

    offset: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name, self.offset) if self.offset else (self.name,)

    def write(
        self, kind: Kind[Any], value: PartialDate | None, current: Tags = NONE
    ) -> dict[str, Raw]:
        if value is None or not value.whole:
            return dict.fromkeys(self.names)
        day, _, _ = str(kind.to_tag(value)).partition(" ")
        seconds = f"{value.second or 0:02}"
        written: dict[str, Raw] = {
            self.name: f"{day} {value.hour:02}:{value.minute:02}:{seconds}",
        }
        return written | ({self.offset: value.offset or None} if self.offset else {})

    def read(self, kind: Kind[Any], tags: Tags) -> Any:
        raw = tags.get(self.name)
        if raw is None or not str(raw).strip(" :0"):  # EXIF's "not known" is blanks or zeros
            return None
        return kind.from_tag(f"{raw}{tags.get(self.offset) or ''}")

    def in_sidecar(self) -> Tag:
        return XmpDate(in_xmp(self.name))


@dataclass(frozen=True)
class XmpDate(Tag):
    """XMP's copy of an EXIF date. It may be partial, and stands for no approximate date."""

    def written(self, kind: Kind[Any], value: PartialDate) -> Raw:
        return None if isinstance(value, RoughDate) else kind.to_tag(value)


@dataclass(frozen=True)
class RoughDateTag(Tag):
    """A plain date, which every program reads, and beside it the approximate date, in EDTF.

    The approximate date counts only while the plain one follows from it: another program may have
    set a better date. That it spelled 1974 out as midnight on its first day makes it no better.
    """

    about: str = ""
    """The tag of the approximate date, which is a text: date tags take no EDTF."""

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name, self.about)

    def write(
        self, kind: Kind[Any], value: PartialDate | None, current: Tags = NONE
    ) -> dict[str, Raw]:
        about = str(value) if isinstance(value, RoughDate) else None
        return super().write(kind, value) | {self.about: about}

    def read(self, kind: Kind[Any], tags: Tags) -> PartialDate | None:
        plain: PartialDate | None = super().read(kind, tags)
        try:
            rough = RoughDate.of(str(tags.get(self.about)))
        except ValueError:
            return plain
        if plain is not None and plain.whole and not plain.time.strip("0:."):
            return rough if plain.first == rough.first else plain
        return rough if rough.plain == plain else plain

    def outdated(self, kind: Kind[Any], tags: Tags) -> dict[str, Raw]:
        try:
            counts = isinstance(self.read(kind, tags), RoughDate)
        except ValueError:
            counts = True  # another program has set a date that never was
        return {} if counts else {self.about: None}


@dataclass(frozen=True)
class Worded(Tag):
    """A tag with a notation of its own: how a value is put into words, and taken out of them."""

    to_words: Callable[[Any], str] = str
    from_words: Callable[[str], str] = str

    def written(self, kind: Kind[Any], value: Any) -> Raw:
        return self.to_words(value)

    def of_raw(self, kind: Kind[Any], raw: Raw) -> Any:
        return kind.from_tag_text(self.from_words(str(raw)))


ATTACHED = (
    ("darktable",),
    ("film", "stock"),
    ("film", "format"),
    ("film", "developer"),
)
"""How entries of lr:HierarchicalSubject begin that programs attach by themselves."""


def is_attached(path: list[str]) -> bool:
    """Whether a program attached the hierarchical entry with these levels by itself."""
    return any(tuple(path[: len(root)]) == root for root in ATTACHED)


def attached_words(tags: Tags) -> frozenset[str]:
    """The keywords that are but levels of what programs attach, such as darktable|format|jpg."""
    raw = tags.get("XMP-lr:HierarchicalSubject")
    paths = [str(entry).split("|") for entry in (raw if isinstance(raw, list) else [raw])]
    attached = {level for path in paths if is_attached(path) for level in path}
    return frozenset(attached) - {
        level for path in paths if not is_attached(path) for level in path
    }


@dataclass(frozen=True)
class WordsTag(Tag):
    """Keywords, among which the levels of attached entries stand, which are nobody's words."""

    def write(self, kind: Kind[Any], value: Any, current: Tags = NONE) -> dict[str, Raw]:
        raw = current.get(self.name)
        there = [str(word) for word in (raw if isinstance(raw, list) else [raw] if raw else [])]
        attached = attached_words(current)
        kept = [word for word in there if word in attached and word not in (value or ())]
        return {self.name: [*(kind.to_tag(value) if value else ()), *kept] or None}

    def read(self, kind: Kind[Any], tags: Tags) -> Any:
        attached = attached_words(tags)
        words = super().read(kind, tags)
        return kind.checked(word for word in words or () if word not in attached)


def with_times_sign(film_format: str) -> str:
    """The film format as AnalogExif has it: 4×5 for 4x5."""
    return re.sub(r"(?<=\d)\s*x\s*(?=\d)", "×", film_format)


def with_letter_x(film_format: str) -> str:
    """The film format as the form has it: 4x5 for 4×5."""
    return film_format.replace("×", "x")


def in_minutes(seconds: float) -> str:
    """A time as AnalogExif has it: "13 min", or "13 min 30 s"."""
    minutes, rest = divmod(seconds, 60)
    parts = [f"{int(minutes)} min" if minutes else "", f"{decimal(rest)} s" if rest else ""]
    return " ".join(part for part in parts if part)
