"""The places where a scan keeps its record: its sidecar, if there is one, and the image itself.

A place is read whole and written whole. `Draft` is the step between: the new version of a place,
made beside the old one and proven to hold the record, but not yet in place.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from exifilm_core.errors import CannotEmbedError, ExifilmError
from exifilm_core.exiftool import ExifTool, FileTags
from exifilm_core.record import ExposureRecord
from exifilm_core.scans.cut_short import is_cut_short
from exifilm_core.scans.formats import is_raw
from exifilm_core.scans.journal import Written
from exifilm_core.scans.replacing import NewVersion
from exifilm_core.scans.rig import Rig
from exifilm_core.storage import Stored
from exifilm_core.tags import Raw, as_read_back

_NO_LOSS = re.compile(r"Ignored empty rdf:\w+ list")
"""darktable leaves some in its sidecars. An empty list says what none at all says."""
_HARM = re.compile(
    r"\b(dropped|lost|deleted|removed|ignored|offsets?|PreviewImage|Maker ?Notes)\b", re.IGNORECASE
)
"""A word on offsets, a preview or maker notes: these may not survive being moved."""


@dataclass
class Place:
    """One place as it was when read."""

    path: Path
    sidecar: bool
    tags: dict[str, Raw]
    file_type: str
    signature: tuple[int, ...] | None
    """What changes when the file does; None while there is no such file."""
    image: Place | None = None
    """Of a sidecar: its image."""

    @classmethod
    def of(cls, found: FileTags, *, sidecar: bool, image: Place | None = None) -> Place:
        """The place of what ExifTool read. ExifilmError when it could not."""
        if sidecar:
            refuse_damaged_xml(found.path)
        if found.error:
            raise ExifilmError(found.error, file=found.path)
        # As it was before it was read: what was written meanwhile makes it another.
        signature = _signature(found.status)
        return cls(found.path, sidecar, found.tags, found.file_type, signature, image)

    @property
    def exists(self) -> bool:
        return self.signature is not None

    @property
    def is_current(self) -> bool:
        """Whether the file is still the one that was read."""
        return self.signature == signature_of(self.path)

    def stored(self) -> Stored:
        """The record that stands here, the scan rig's traces kept apart from the film's."""
        return self.rig().stored()

    def _stored_in(self, tags: Mapping[str, Raw]) -> Stored:
        return replace(self, tags=dict(tags)).stored()

    def rig(self, *, film_exif: bool = False) -> Rig:
        """What the scan rig has left here; nothing, where a person says that it is the film's."""
        image = self.image.rig(film_exif=film_exif) if self.image else None
        return Rig(self.tags, is_raw(self.file_type), self.sidecar, image, film_exif)

    def to_write(
        self, new: ExposureRecord, mend: Collection[str] = (), *, film_exif: bool = False
    ) -> dict[str, Raw]:
        """The tags to write so that the place says `new`; those of the fields `mend` anyway."""
        return self.rig(film_exif=film_exif).to_write(new, mend)

    def after(self, writes: Mapping[str, Raw]) -> Stored:
        """The record that will stand here once these tags are written."""
        tags = {**self.tags, **{name: as_read_back(raw) for name, raw in writes.items()}}
        return self._stored_in({name: raw for name, raw in tags.items() if raw is not None})


class Draft:
    """A new version of a place, whole and proven, that waits to be put in place."""

    def __init__(
        self, place: Place, writes: Mapping[str, Raw], exiftool: ExifTool, *, keep_time: bool
    ) -> None:
        """Make it. ExifilmError, with everything as it was, if it does not come out as asked."""
        self.place = place
        self.writes = dict(writes)
        if place.file_type == "JPEG" and is_cut_short(place.path):
            raise ExifilmError(
                "the picture is cut short: its end is missing. Copy or scan it again; nothing was "
                "saved.",
                file=place.path,
            )
        self.version = NewVersion(place.path)
        try:
            said = exiftool.write(
                writes,
                place.path if place.exists else None,
                self.version.draft,
                wrap=place.file_type == "JXL Codestream",
            )
            self.warnings = [warning for warning in said if not _NO_LOSS.search(warning)]
            self._refuse_harm()
            self.tags = self._proven(exiftool)
            self.version.sync(keep_time=keep_time)
        except BaseException:
            self.version.discard()
            raise

    def _proven(self, exiftool: ExifTool) -> dict[str, Raw]:
        """The tags of the draft, read back. ExifilmError when they are not what was asked for."""
        try:
            tags = exiftool.read_one(self.version.draft).tags
        except ExifilmError as problem:
            raise ExifilmError(
                f"the new version could not be read back, so nothing was saved: {problem.message}",
                file=self.place.path,
            ) from problem
        wanted = self.place.after(self.writes).record
        found = self.place._stored_in(tags).record
        if wrong := wanted.changes_to(found):
            self.refuse_what_changed()
            fields = ", ".join(
                f"{wanted.field(name).label}: {wanted.show(name) or 'empty'!r} came back as "
                f"{found.show(name) or 'empty'!r}"
                for name in wrong[:3]
            )
            said = f" ExifTool said: {'; '.join(self.warnings)}." if self.warnings else ""
            raise CannotEmbedError(
                f"the record did not come back from the new version as it was to be saved, so "
                f"nothing was saved ({fields}).{said}",
                file=self.place.path,
            )
        return tags

    def _refuse_harm(self) -> None:
        """ExifTool drops a directory of tags that is damaged; it is not ours to drop."""
        for warning in self.warnings:
            if _HARM.search(warning):
                raise CannotEmbedError(
                    f"the image's own metadata are damaged, and saving would lose some of them "
                    f"(ExifTool: {warning}).",
                    file=self.place.path,
                )

    @property
    def outcome(self) -> Place:
        """The place as it is once the draft is in it."""
        return replace(self.place, tags=self.tags, signature=signature_of(self.place.path))

    def discard(self) -> None:
        """Remove the draft, unless it is in place."""
        self.version.discard()

    def noted(self) -> Written:
        """What the journal is to know of it."""
        before = {name: self.place.tags.get(name) for name in self.writes}
        after = {name: self.tags.get(name) for name in self.writes}
        return Written(self.place.sidecar, not self.place.exists, before, after)

    def refuse_what_changed(self) -> None:
        """ExifilmError when another program wrote the old one while this was made from it."""
        _refuse_what_changed(self.place)

    def put_in_place(self) -> None:
        """Put it in the old one's place."""
        self.version.put_in_place()


class Removal:
    """The end of a sidecar that a save had made, when undo takes all out of it again."""

    warnings = ()
    tags: Mapping[str, Raw] = {}

    def __init__(self, place: Place) -> None:
        self.place = place

    @classmethod
    def suits(cls, place: Place, writes: Mapping[str, Raw]) -> bool:
        """Whether nothing will be left in the sidecar once these tags are written."""
        left = set(place.tags) - {"XMP-x:XMPToolkit"}
        return (
            place.sidecar
            and place.exists
            and all(writes.get(name, "foreign") is None for name in left)
        )

    @property
    def outcome(self) -> None:
        """The place as it is afterwards: not there."""

    def noted(self) -> Written:
        """What the journal is to know of it."""
        before = {name: raw for name, raw in self.place.tags.items() if name != "XMP-x:XMPToolkit"}
        return Written(True, False, before, dict.fromkeys(before))

    def refuse_what_changed(self) -> None:
        """ExifilmError when another program wrote it meanwhile."""
        _refuse_what_changed(self.place)

    def put_in_place(self) -> None:
        """Remove the file."""
        self.place.path.unlink(missing_ok=True)

    def discard(self) -> None:
        """Leave it."""


def _refuse_what_changed(place: Place) -> None:
    if not place.is_current:
        raise ExifilmError(
            "another program wrote this file just now, so nothing was saved. Try again.",
            file=place.path,
        )


def signature_of(path: Path) -> tuple[int, ...] | None:
    """What changes when the file is written by whatever program; None if it is not there."""
    try:
        return _signature(path.stat())
    except OSError:
        return None


def _signature(status: os.stat_result | None) -> tuple[int, ...] | None:
    return (status.st_mtime_ns, status.st_size, status.st_ino) if status else None


def refuse_damaged_xml(sidecar: Path) -> None:
    """A sidecar that is not whole XML is left alone: writing it would lose what is in it."""
    from defusedxml import DefusedXmlException, ElementTree

    try:
        for _ in ElementTree.iterparse(sidecar):
            pass
    except (ElementTree.ParseError, DefusedXmlException, ValueError) as problem:
        raise ExifilmError(
            "this sidecar is damaged: it is not whole XML. Move it away, or mend it with a text "
            f"editor ({problem}).",
            file=sidecar,
        ) from problem
