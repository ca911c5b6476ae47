"""Mirrors that other programs made. A save updates them, but never creates them.

Some programs read the record only there. A mirror is never the source of a value. A text that is
too long for its mirror is cut, as MWG 2.0 says; a cut text still agrees with the record.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from exifilm_core.kinds import Kind, PartialDate
from exifilm_core.tags.iim import CHARSET, DATASETS, GROUP, UTF8, as_meant, cut, is_cut_from
from exifilm_core.tags.styles import Raw, SignedTag, Tag, Tags, alike, is_attached
from exifilm_core.tags.xmp import copies_in_xmp
from exifilm_core.value import Value

_A_METRE = 1e-5
"""A metre of latitude in degrees. XMP rounds a position to parts of minutes."""


class IfThere(Value):
    """A tag that a save writes only if the file has it."""

    name: str
    shared: bool = False
    """Whether people keep their own words here. A save never overwrites those."""
    in_sidecars: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its tags."""
        return (self.name,)

    def said(self, tags: Tags) -> list[str]:
        """The texts of the mirror."""
        return _texts_of(tags.get(self.name))

    @property
    def reader(self) -> Tag | None:
        """The tag that reads its value; None for a hierarchy and for texts with semicolons."""
        return Tag(self.name) if self.name.startswith(GROUP) else None

    def write(self, kind: Kind[Any], old: Any, new: Any, tags: Tags) -> dict[str, Raw]:
        """The raw value for each of `names` when the field has the value `new`."""
        return {self.name: self.wanted(kind, old, new, tags)}

    def wanted(self, kind: Kind[Any], old: Any, new: Any, tags: Tags) -> Raw:
        """The raw value when the field has the value `new`; `tags` are the file's present tags."""
        raise NotImplementedError

    def agrees(self, kind: Kind[Any], value: Any, tags: Tags) -> bool:
        """Whether it agrees with the value, as far as it has room for it."""
        raise NotImplementedError


class Iim(IfThere):
    """A text in IPTC's old block, or one text for each keyword or person."""

    def said(self, tags: Tags) -> list[str]:
        texts = super().said(tags)
        return texts if tags.get(CHARSET) == UTF8 else [as_meant(text) for text in texts]

    def wanted(self, kind: Kind[Any], old: Any, new: Any, tags: Tags) -> Raw:
        return _raw([cut(text, self._most) for text in self._texts(kind, new)])

    def agrees(self, kind: Kind[Any], value: Any, tags: Tags) -> bool:
        said, meant = self.said(tags), self._texts(kind, value)
        return len(said) == len(meant) and all(
            is_cut_from(*texts, self._most) for texts in zip(said, meant, strict=True)
        )

    @property
    def _most(self) -> int:
        return DATASETS[self.name.removeprefix(GROUP)].most

    def _texts(self, kind: Kind[Any], value: Any) -> list[str]:
        return [] if value is None else _texts_of(kind.to_tag(value))


class IimNames(Iim):
    """People's names, each in its own dataset. EXIF separates them by semicolons."""

    def _texts(self, kind: Kind[Any], value: Any) -> list[str]:
        return [] if value is None else [name.strip() for name in str(value).split(";")]


class IimDate(IfThere):
    """A day. Its unknown parts are 00 (IIM 4.2, 2:55)."""

    def wanted(self, kind: Kind[Any], old: Any, new: PartialDate | None, tags: Tags) -> Raw:
        return f"{new.year:04}:{new.month or 0:02}:{new.day or 0:02}" if new else None

    def agrees(self, kind: Kind[Any], value: Any, tags: Tags) -> bool:
        return self.said(tags) == _texts_of(self.wanted(kind, None, value, tags))


class IimTime(IfThere):
    """A time of day, with its offset from UTC if that is known."""

    def wanted(self, kind: Kind[Any], old: Any, new: PartialDate | None, tags: Tags) -> Raw:
        if not new or new.hour is None:
            return None
        return f"{new.hour:02}:{new.minute or 0:02}:{new.second or 0:02}{new.offset}"

    def agrees(self, kind: Kind[Any], value: PartialDate | None, tags: Tags) -> bool:
        said = str(tags.get(self.name) or "")
        if not value or value.hour is None:
            return said[:8] in ("", "00:00:00")
        meant = str(self.wanted(kind, None, value, tags))
        # ExifTool and others add the offset of this computer if there is none.
        return said in (meant, meant[:8]) or (said[:8] == meant and not value.offset)


class OfWindows(IfThere):
    """A text of Windows in EXIF, with semicolons between words or names."""

    most: int = 8_000

    def wanted(self, kind: Kind[Any], old: Any, new: Any, tags: Tags) -> Raw:
        return None if new is None else cut(";".join(_texts_of(kind.to_tag(new))), self.most)

    def agrees(self, kind: Kind[Any], value: Any, tags: Tags) -> bool:
        said, meant = (
            str(tags.get(self.name) or ""),
            str(self.wanted(kind, None, value, tags) or ""),
        )
        return _by_semicolons(said) == _by_semicolons(meant)


class CopyInXmp(IfThere):
    """Another program's copy of an EXIF tag in the XMP of the same image.

    In a sidecar, which has no EXIF, such a tag is a home.
    """

    tag: Tag = Tag("")
    """The tag that reads and writes it."""

    @property
    def names(self) -> tuple[str, ...]:
        return self.tag.names

    @property
    def reader(self) -> Tag:
        return self.tag

    def write(self, kind: Kind[Any], old: Any, new: Any, tags: Tags) -> dict[str, Raw]:
        return self.tag.write(kind, new, tags)

    def agrees(self, kind: Kind[Any], value: Any, tags: Tags) -> bool:
        if not self.tag.is_of(tags):
            return True
        try:
            said = self.tag.read(kind, tags)
        except (ValueError, TypeError):
            return False
        if said is None or value is None:
            return said is value
        if isinstance(self.tag, SignedTag):
            return bool(abs(said - value) <= _A_METRE)
        if isinstance(value, str):  # every digit of a serial number counts
            written = self.write(kind, None, value, tags)[self.name]
            return bool(said == value or tags.get(self.name) == written)
        if isinstance(value, PartialDate) and said.offset and value.offset:
            return said.offset == value.offset and alike(kind.to_tag(said), kind.to_tag(value))
        return said == value or alike(kind.to_tag(said), kind.to_tag(value))


def copies_of(tags: Iterable[Tag]) -> Iterator[CopyInXmp]:
    """The copies of a field's EXIF tags that are not themselves tags of the field."""
    own = {name for tag in tags for name in tag.names}
    for tag in tags:
        for name in copies_in_xmp(tag.name):
            if name not in own:
                yield CopyInXmp(name, tag.shared, tag=tag.in_sidecar().replace(name=name))


class Hierarchy(IfThere):
    """Keywords in a hierarchy: "Place|Sweden|barn" stands for barn."""

    in_sidecars: bool = True
    between: str = "|"
    """The separator of the words."""

    def wanted(self, kind: Kind[Any], old: Any, new: Any, tags: Tags) -> Raw:
        entries, words = self.said(tags), new or ()
        if old != new:  # an entry that was never a keyword stays
            left = set(old or ()) - set(words)
            return _raw([entry for entry in entries if not self._stands_for(entry, left)])
        return _raw([entry for entry in entries if self._may_stay(entry, words)])

    def agrees(self, kind: Kind[Any], value: Any, tags: Tags) -> bool:
        return all(self._may_stay(entry, value or ()) for entry in self.said(tags))

    def _may_stay(self, entry: str, words: Iterable[str]) -> bool:
        return self._stands_for(entry, words) or is_attached(entry.split(self.between))

    def _stands_for(self, entry: str, words: Iterable[str]) -> bool:
        return entry.split(self.between)[-1] in words or entry in words


def _texts_of(raw: Raw) -> list[str]:
    if raw is None:
        return []
    return [str(item) for item in raw] if isinstance(raw, list) else [str(raw)]


def _by_semicolons(raw: Raw) -> list[str]:
    parts = [part.strip(" \0") for part in str(raw or "").split(";")]
    return [part for part in parts if part]


def _raw(texts: list[str]) -> Raw:
    """The texts as ExifTool reads them."""
    return texts[0] if len(texts) == 1 else list(texts) or None
