"""The sorts of tag that store a field. Each writes a value in its notation, and reads it back.

Tags have ExifTool's names. A value may need more than its kind's plain form: a hemisphere in a
second tag, "13 min", or 4×5 with a multiplication sign. The comments name the specification.

ExifTool takes and gives raw values with -n: a text, a list or a dict. None is no tag.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from exifilm_core.kinds import Kind, PartialDate, RoughDate
from exifilm_core.kinds.kind import Json
from exifilm_core.tags.xmp import in_xmp
from exifilm_core.value import Value

Raw = Json
Tags = Mapping[str, Raw]
"""Raw values by the name of the tag with its group, such as "ExifIFD:FNumber"."""
NONE: Tags = MappingProxyType({})


def as_read_back(raw: Raw) -> Raw:
    """A written raw value as ExifTool reads it back, with a text for every number."""
    if isinstance(raw, list):
        return [as_read_back(item) for item in raw]
    if isinstance(raw, dict):
        return {name: as_read_back(item) for name, item in raw.items()}
    return raw if raw is None else str(raw)


OURS = "XMP-exifilm:"
"""The prefix of our own tags."""


def alike(one: Raw, other: Raw) -> bool:
    """Whether two tags agree, apart from the precision of numbers and times."""
    if one is None or other is None:
        return False
    first, second = str(one).strip(), str(other).strip()
    try:
        return math.isclose(float(first), float(second), rel_tol=1e-4)
    except ValueError:
        return first == second or (_seconds(first) == _seconds(second) != "")


def _seconds(text: str) -> str:
    """The date and time at the beginning of a text, to the second."""
    found = re.match(r"\d{4}[:-]\d\d[:-]\d\d[ T]\d\d:\d\d(:\d\d)?", text)
    return re.sub(r"\D", "", found[0]).ljust(14, "0") if found else ""


class Tag(Value):
    """A tag that holds the value in the plain form of its kind."""

    name: str
    shared: bool = False
    """Whether people keep their own words in this mirror. A save never overwrites those."""

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its tags."""
        return (self.name,)

    @property
    def sources(self) -> tuple[str, ...]:
        """The names of the tags that decide what `read` gives; without the first, it is None."""
        return self.names

    def write(self, kind: Kind[Any], value: Any, current: Tags = NONE) -> dict[str, Raw]:
        """The raw value for each of `names`; None removes a tag.

        `current` holds the tags of the file. Some tags keep a part of their old value.
        """
        return {self.name: None if value is None else self.written(kind, value)}

    def read(self, kind: Kind[Any], tags: Tags) -> Any:
        """The value in the tags, None if there is none. ValueError if it is invalid."""
        raw = tags.get(self.name)
        return None if raw is None else self.of_raw(kind, raw)

    def outdated(self, kind: Kind[Any], tags: Tags) -> dict[str, Raw]:
        """Those of `names` that no longer count; the next save removes them."""
        return {}

    def is_of(self, tags: Tags) -> bool:
        """Whether the tag belongs to this field next to these tags; two fields may share one."""
        return True

    def in_sidecar(self) -> Tag:
        """The tag for a sidecar, which has XMP but no EXIF."""
        return self.replace(name=in_xmp(self.name))

    def written(self, kind: Kind[Any], value: Any) -> Raw:
        return kind.to_tag(value)

    def of_raw(self, kind: Kind[Any], raw: Raw) -> Any:
        return kind.from_tag(raw)


class ShortTag(Tag):
    """A text in EXIF, which has 64 KB in a JPEG. A text that is too long is not written."""

    most: int = 20_000

    def written(self, kind: Kind[Any], value: Any) -> Raw:
        return value if len(str(value).encode("utf-16")) <= self.most else None

    def read(self, kind: Kind[Any], tags: Tags) -> Any:
        raw = tags.get(self.name)
        # Cameras fill these with blanks or zeros.
        return None if raw is None or not str(raw).strip(" \0") else self.of_raw(kind, raw)


class Within(Tag):
    """A tag for whole numbers up to `most` (EXIF 2.32: SHORT or LONG)."""

    most: int = 65535

    def written(self, kind: Kind[Any], value: Any) -> Raw:
        text = str(kind.to_tag(value))
        fits = re.fullmatch(r"[1-9]\d{0,9}", text) and int(text) <= self.most
        return text if fits else None

    def of_raw(self, kind: Kind[Any], raw: Raw) -> Any:
        if raw == []:
            return None
        first = raw[0] if isinstance(raw, list) else str(raw).split(" ")[0]
        # Zero is an unknown speed in EXIF, and the default number of cameras.
        return None if first in ("0", "65535") else kind.from_tag(first)


class NoTag(Within):
    """ImageNumber as the No. of a sheet. A record with a frame needs the tag for the frame."""

    frame: str = ""
    """The home of the frame."""

    @property
    def sources(self) -> tuple[str, ...]:
        return (self.name, self.frame)

    def is_of(self, tags: Tags) -> bool:
        return self.frame not in tags

    def write(self, kind: Kind[Any], value: Any, current: Tags = NONE) -> dict[str, Raw]:
        return super().write(kind, value, current) if self.is_of(current) else {}

    def read(self, kind: Kind[Any], tags: Tags) -> Any:
        return super().read(kind, tags) if self.is_of(tags) else None


class FrameTag(NoTag):
    """ImageNumber as the number of a frame, next to the home of the frame only.

    Without a frame, a save leaves it to the No.
    """

    def is_of(self, tags: Tags) -> bool:
        return self.frame in tags

    def write(self, kind: Kind[Any], value: Any, current: Tags = NONE) -> dict[str, Raw]:
        return {} if value is None else Within.write(self, kind, value, current)


class FlashTag(Tag):
    """The flash (EXIF 2.32, tag 9209), which is a structure in XMP."""

    def in_sidecar(self) -> Tag:
        return FlashInXmp(in_xmp(self.name))


class FlashInXmp(Tag):
    """The flash in XMP (part 2, Flash): the bits of EXIF's number, each part with a name."""

    def written(self, kind: Kind[Any], value: Any) -> Raw:
        number = int(str(kind.to_tag(value)))
        return {
            "Fired": str(bool(number & 1)),
            "Return": str(number >> 1 & 3),
            "Mode": str(number >> 3 & 3),
            "Function": str(bool(number >> 5 & 1)),
            "RedEyeMode": str(bool(number >> 6 & 1)),
        }

    def of_raw(self, kind: Kind[Any], raw: Raw) -> Any:
        if not isinstance(raw, dict):
            return super().of_raw(kind, raw)
        said = {name: str(text).strip().lower() for name, text in raw.items()}
        number = int(said.get("Return", "0")) << 1 | int(said.get("Mode", "0")) << 3
        for name, bit in (("Fired", 0), ("Function", 5), ("RedEyeMode", 6)):
            number |= (said.get(name) == "true") << bit
        return kind.from_tag_text(str(number))


class GpsTag(Tag):
    """A number without its sign, which is a letter or digit in the Ref tag."""

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


class SignedTag(Tag):
    """A GPS coordinate in XMP. ExifTool takes a signed number and adds the letter."""

    def written(self, kind: Kind[Any], value: Any) -> Raw:
        return f"{value:.9f}"

    def of_raw(self, kind: Kind[Any], raw: Raw) -> Any:
        return kind.checked(float(raw))


class ExifDate(Tag):
    """A complete date and time (EXIF 2.32), with the offset from UTC in a second tag."""

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
        if raw is None or not str(raw).strip(" :0"):  # blanks or zeros are an unknown date in EXIF
            return None
        return kind.from_tag(f"{raw}{tags.get(self.offset) or ''}")

    def in_sidecar(self) -> Tag:
        return XmpDate(in_xmp(self.name))


class XmpDate(Tag):
    """XMP's copy of an EXIF date. It may be partial, but not approximate."""

    def written(self, kind: Kind[Any], value: PartialDate) -> Raw:
        return None if isinstance(value, RoughDate) else kind.to_tag(value)


class RoughDateTag(Tag):
    """A plain date, which every program reads, and the approximate date, in EDTF.

    The approximate date counts only if it begins with the plain one. Otherwise another program has
    set a better date. The midnight of 1 January 1974 is no better date than 1974.
    """

    about: str = ""
    """The tag of the approximate date. It is a text, because date tags cannot hold EDTF."""

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
        if self.about not in tags:
            return plain
        try:
            rough = RoughDate.of(str(tags[self.about]))
        except ValueError:
            return plain
        if plain is not None and plain.whole and not plain.time.strip("0:."):
            return rough if plain.first == rough.first else plain
        return rough if rough.plain == plain else plain

    def outdated(self, kind: Kind[Any], tags: Tags) -> dict[str, Raw]:
        if self.about not in tags:
            return {}
        try:
            counts = isinstance(self.read(kind, tags), RoughDate)
        except ValueError:
            counts = True  # another program has set an invalid date
        return {} if counts else {self.about: None}


class Worded(Tag):
    """A tag with its own notation, and the functions that write and read it."""

    to_words: Callable[[Any], str] = str
    from_words: Callable[[str], str] = str

    def written(self, kind: Kind[Any], value: Any) -> Raw:
        return self.to_words(value)

    def of_raw(self, kind: Kind[Any], raw: Raw) -> Any:
        return kind.from_tag_text(self.from_words(str(raw)))


WORDS = "XMP-dc:Subject"
"""The keywords, to which programs add those of their hierarchies."""
HIERARCHY = "XMP-lr:HierarchicalSubject"
ATTACHED = (
    ("darktable",),
    ("film", "stock"),
    ("film", "format"),
    ("film", "developer"),
)
"""The first levels of the entries that programs add to lr:HierarchicalSubject."""


def is_attached(path: list[str]) -> bool:
    """Whether a program, not a person, added the entry with these levels."""
    return any(tuple(path[: len(root)]) == root for root in ATTACHED)


def attached_words(tags: Tags) -> frozenset[str]:
    """The keywords that are only levels of a program's entry, such as darktable|format|jpg.

    Some programs write the complete entry as a keyword too.
    """
    raw = tags.get(HIERARCHY)
    paths = [str(entry).split("|") for entry in (raw if isinstance(raw, list) else [raw])]
    attached = {level for path in paths if is_attached(path) for level in path}
    levels = attached - {level for path in paths if not is_attached(path) for level in path}
    return frozenset(levels | {word for word in _words(tags) if is_attached(word.split("|"))})


def _words(tags: Tags) -> list[str]:
    raw = tags.get(WORDS)
    return [str(word) for word in (raw if isinstance(raw, list) else [raw] if raw else [])]


class WordsTag(Tag):
    """Keywords. The levels of programs' entries among them are no keywords of a person."""

    @property
    def sources(self) -> tuple[str, ...]:
        return (self.name, HIERARCHY)

    def write(self, kind: Kind[Any], value: Any, current: Tags = NONE) -> dict[str, Raw]:
        attached = attached_words(current)
        kept = [word for word in _words(current) if word in attached and word not in (value or ())]
        return {self.name: [*(kind.to_tag(value) if value else ()), *kept] or None}

    def read(self, kind: Kind[Any], tags: Tags) -> Any:
        attached = attached_words(tags)
        words = super().read(kind, tags)
        return kind.checked(word for word in words or () if word not in attached)
