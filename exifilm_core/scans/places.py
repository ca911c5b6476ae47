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
from exifilm_core.exiftool import Everything, ExifTool, FileTags
from exifilm_core.record import ExposureRecord
from exifilm_core.scans import exact, new_exif, rig
from exifilm_core.scans.cut_short import is_cut_short
from exifilm_core.scans.formats import is_raw
from exifilm_core.scans.journal import Written
from exifilm_core.scans.replacing import NewVersion, remove
from exifilm_core.scans.unharmed import differences
from exifilm_core.storage import (
    Drift,
    Reading,
    Stored,
    drifted,
    has_record,
    stored,
    tags_of_field,
    to_write,
)
from exifilm_core.storage.marks import SAVED, stamp, stamp_of
from exifilm_core.storage.own import Former, nothing_former
from exifilm_core.tags import Raw, as_read_back

_NO_LOSS = re.compile(r"Ignored empty rdf:\w+ list")
"""darktable leaves some in its sidecars. An empty list says what none at all says."""
_TWO_BLOCKS = "Multiple APP1 EXIF records"
_HARM = re.compile(
    r"\b(dropped|lost|deleted|removed|ignored|duplicate|maker ?notes?|preview\w*)\b",
    re.IGNORECASE,
)


@dataclass
class Place:
    """One place as it was when read."""

    path: Path
    sidecar: bool
    tags: dict[str, Raw]
    file_type: str
    signature: tuple[int, ...] | None
    """What changes when the file does; None while there is no such file."""
    former: Former = nothing_former

    @classmethod
    def of(cls, found: FileTags, *, sidecar: bool, former: Former = nothing_former) -> Place:
        """The place of what ExifTool read. ExifilmError when it could not.

        `former` gives the values that a field of the record had before, by its name.
        """
        if sidecar:
            refuse_damaged_xml(found.path)
        if found.error:
            raise ExifilmError(found.error, file=found.path)
        # As it was before it was read: what was written meanwhile makes it another.
        signature = _signature(found.status)
        return cls(found.path, sidecar, found.tags, found.file_type, signature, former)

    @property
    def exists(self) -> bool:
        return self.signature is not None

    @property
    def is_current(self) -> bool:
        """Whether the file is still the one that was read."""
        return self.signature == signature_of(self.path)

    @property
    def ours(self) -> bool:
        """Whether ExiFilm has saved a record here."""
        return has_record(self.tags)

    @property
    def saved(self) -> str:
        """When a save last made it say the whole record, in UTC; "" where none has said so."""
        return stamp_of(self.tags)

    def stored(self, *, beside: bool = False) -> Stored:
        """The record that stands here, the scan rig's traces kept apart from the camera's.

        Of a sidecar that another program wrote, what the homes say alone. `beside`: this is an
        image, and its sidecar has a record of ours.
        """
        return self._stored_in(self.tags, beside=beside)

    def _stored_in(
        self, tags: Mapping[str, Raw], *, beside: bool = False, reading: Reading | None = None
    ) -> Stored:
        foreign = self.sidecar and not has_record(tags)
        reading = reading or (Reading.HOMES if foreign else Reading.ALL)
        found = stored(tags, sidecar=self.sidecar, reading=reading, former=self.former)
        if not self.sidecar:
            raw = is_raw(self.file_type)
            found.record = rig.as_read(found.record, tags, raw=raw, beside=beside)
        return found

    def differing(self, record: ExposureRecord, *, beside: bool = False) -> tuple[str, ...]:
        """The fields of which this place says something else than the record.

        Where a record of ours is, its empty fields count too.
        """
        reading = Reading.ALL if self.ours else Reading.UNSHARED
        here = self._stored_in(self.tags, beside=beside, reading=reading).record
        names = here.changes_to(record)
        return tuple(name for name in names if self.ours or here[name] is not None)

    def drift_of(self, name: str) -> Drift:
        """What this place says of a field, where another place says the record."""
        record = self._stored_in(self.tags, reading=Reading.UNSHARED).record
        tags = tags_of_field(record.field(name), sidecar=self.sidecar)
        tag = next((tag for tag in tags if tag.name in self.tags), tags[0])
        said = f"{tag.name} in {self.path.name}"
        return Drift(name, said, record.show(name), record[name])

    def drifted(self) -> list[Drift]:
        """The tags here that say something else than the record here."""
        if not self.ours:
            return []
        return list(drifted(self.tags, sidecar=self.sidecar, former=self.former))

    def to_write(
        self,
        new: ExposureRecord,
        mend: Collection[str] = (),
        *,
        leave: Collection[str] = (),
        now: str = "",
    ) -> dict[str, Raw]:
        """The tags to write so that the place says `new`; those of the fields `mend` anyway.

        The tags of the fields `leave` stay as they are. Where the place then says all of the
        record, it is stamped with the time, `now` where that is given.
        """
        old = self.stored().record
        also = set(mend)
        camera = {"camera_make", "camera_model"}
        if not self.sidecar and rig.stands_for_camera(old, self.tags):
            also |= camera if camera & set(old.changes_to(new)) else set()
        if not self.sidecar and rig.stands_for_date(old, new, self.tags):
            also.add("taken")
        writes = to_write(
            old,
            new,
            self.tags,
            sidecar=self.sidecar,
            also=also,
            leave=leave,
            former=self.former,
        )
        if not new:
            return writes | ({SAVED: None} if self.saved else {})
        if writes and self.after(writes).record == new:
            writes[SAVED] = now or stamp(self.saved)
        return writes

    def after(self, writes: Mapping[str, Raw]) -> Stored:
        """The record that will stand here once these tags are written."""
        tags = {**self.tags, **{name: as_read_back(raw) for name, raw in writes.items()}}
        return self._stored_in({name: raw for name, raw in tags.items() if raw is not None})


class Draft:
    """A new version of a place, whole and proven, that waits to be put in place."""

    def __init__(
        self,
        place: Place,
        writes: Mapping[str, Raw],
        exiftool: ExifTool,
        *,
        keep_time: bool,
        back: Written | None = None,
    ) -> None:
        """Make it. ExifilmError, with everything as it was, if it does not come out as asked.

        `back`: it puts back what was there before that save, whose tags were the `writes`.
        """
        self.place = place
        self.writes = dict(writes)
        if place.file_type == "JPEG" and is_cut_short(place.path):
            raise ExifilmError(
                "the picture is cut short: its end is missing. Copy or scan it again; nothing was "
                "saved.",
                file=place.path,
            )
        self.exact = exact.Noted({}, {})
        self.version = NewVersion(place.path)
        try:
            said = self._written(exiftool, back)
            self.warnings = [warning for warning in said if not _NO_LOSS.search(warning)]
            self._refuse_harm()
            self.tags = self._proven(exiftool, set(back.blocks) if back else set())
            self.warnings += self.version.sync(keep_time=keep_time)
        except BaseException:
            self.version.discard()
            raise

    def _written(self, exiftool: ExifTool, back: Written | None) -> list[str]:
        """Write the draft, and give ExifTool's warnings."""
        place, draft = self.place, self.version.draft
        if back is not None and place.exists:
            return exact.put_back(back, place.path, draft, place.file_type, exiftool)
        new_exif.refuse_second_block(place.path, place.file_type, self.writes)
        return exiftool.write(
            {**new_exif.resolution(place.path, place.tags, self.writes, exiftool), **self.writes},
            place.path if place.exists else None,
            draft,
            wrap=place.file_type == "JXL Codestream",
        )

    def note_bytes(self, exiftool: ExifTool) -> None:
        """Note what undo needs. CannotEmbedError when it could not put back all as it is now."""
        place, draft = self.place, self.version.draft
        if any(_TWO_BLOCKS in warning for warning in self.warnings):
            raise CannotEmbedError(
                "this image has more than one EXIF block, and undo could not put them back.",
                file=place.path,
            )
        source = place.path if place.exists else None
        self.exact = exact.noted(source, draft, place.file_type, exiftool)
        if lost := exact.cannot_be_put_back(self.exact, draft, place.file_type, exiftool):
            raise CannotEmbedError(
                f"undo could not put back some of the image's own tags as they are ({lost}).",
                file=place.path,
            )

    def _proven(self, exiftool: ExifTool, restored: Collection[str]) -> dict[str, Raw]:
        """The tags of the draft, read back. ExifilmError when they are not what was asked for.

        `restored` names what was put back byte for byte.
        """
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
        self._refuse_loss(exiftool, restored)
        return tags

    def _refuse_loss(self, exiftool: ExifTool, restored: Collection[str]) -> None:
        """CannotEmbedError when anything that the save had no word in has not stayed as it was."""
        there = [self.place.path] if self.place.exists else []
        *before, after = exiftool.everything([*there, self.version.draft])
        refuse_broken(after.packet, self.place.path)
        wrap = self.place.file_type == "JXL Codestream"
        old = before[0] if before else Everything()
        found = differences(old, after, {*self.writes, *restored}, wrapped=wrap, restored=restored)
        if before and (lost := sorted(found)):
            self.refuse_what_changed()
            raise CannotEmbedError(
                f"saving would harm what else is in it ({'; '.join(lost[:3])}), with ExifTool "
                f"{exiftool.version()}.",
                file=self.place.path,
            )

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
        kept = self.exact
        return Written(
            self.place.sidecar, not self.place.exists, before, after, kept.blocks, kept.digests
        )

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
        remove(self.place.path)

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


def refuse_broken(packet: bytes, path: Path) -> None:
    """CannotEmbedError when an XMP packet that was just made is not whole XML."""
    from defusedxml import DefusedXmlException, ElementTree

    try:
        if packet:
            ElementTree.fromstring(packet)
    except (ElementTree.ParseError, DefusedXmlException, ValueError) as problem:
        raise CannotEmbedError(
            f"the XMP that ExifTool made is not whole XML, so nothing was saved ({problem}).",
            file=path,
        ) from problem


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
