"""The places where a scan keeps its record: its sidecar, if there is one, and the image itself.

A place is read whole and written whole. `Draft` is the step between: the new version of a place,
made beside the old one and proven to hold the record, but not yet in place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from defusedxml import DefusedXmlException
from defusedxml import ElementTree as DefusedElementTree

from exifilm_core.errors import ExifilmError
from exifilm_core.exiftool import ExifTool, FileTags
from exifilm_core.record import ExposureRecord
from exifilm_core.scans import rig
from exifilm_core.scans.formats import is_raw
from exifilm_core.scans.journal import Written
from exifilm_core.scans.replacing import NewVersion
from exifilm_core.storage import Stored, stored, to_write
from exifilm_core.tags import Raw, as_read_back


@dataclass
class Place:
    """One place as it was when read."""

    path: Path
    sidecar: bool
    tags: dict[str, Raw]
    file_type: str
    signature: tuple[int, ...] | None
    """What changes when the file does; None while there is no such file."""

    @classmethod
    def of(cls, found: FileTags, *, sidecar: bool) -> Place:
        """The place of what ExifTool read. ExifilmError when it could not."""
        if sidecar:
            refuse_damaged_xml(found.path)
        if found.error:
            raise ExifilmError(found.error, file=found.path)
        return cls(found.path, sidecar, found.tags, found.file_type, signature_of(found.path))

    @property
    def exists(self) -> bool:
        return self.signature is not None

    @property
    def is_current(self) -> bool:
        """Whether the file is still the one that was read."""
        return self.signature == signature_of(self.path)

    def stored(self) -> Stored:
        """The record that stands here, the scan rig's traces kept apart from the camera's."""
        return self._stored_in(self.tags)

    def _stored_in(self, tags: Mapping[str, Raw]) -> Stored:
        found = stored(tags, sidecar=self.sidecar)
        if not self.sidecar:
            found.record = rig.as_read(found.record, tags, raw=is_raw(self.file_type))
        return found

    def to_write(self, new: ExposureRecord) -> dict[str, Raw]:
        """The tags to write here so that the place says `new`."""
        old = self.stored().record
        also: set[str] = set()
        camera = {"camera_make", "camera_model"}
        if not self.sidecar and rig.stands_for_camera(old, self.tags):
            also = camera if camera & set(old.changes_to(new)) else also
        return to_write(old, new, self.tags, sidecar=self.sidecar, also=also)

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
        self.version = NewVersion(place.path)
        try:
            self.warnings = exiftool.write(
                writes, place.path if place.exists else None, self.version.draft
            )
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
            fields = ", ".join(
                f"{wanted.field(name).label}: {wanted.show(name) or 'empty'!r} came back as "
                f"{found.show(name) or 'empty'!r}"
                for name in wrong[:3]
            )
            said = f" ExifTool said: {'; '.join(self.warnings)}." if self.warnings else ""
            raise ExifilmError(
                f"the record did not come back from the new version as it was to be saved, so "
                f"nothing was saved ({fields}).{said}",
                file=self.place.path,
            )
        return tags

    @property
    def outcome(self) -> Place:
        """The place as it is once the draft is in it."""
        return replace(self.place, tags=self.tags, signature=signature_of(self.place.path))

    def noted(self) -> Written:
        """What the journal is to know of it."""
        before = {name: self.place.tags.get(name) for name in self.writes}
        after = {name: self.tags.get(name) for name in self.writes}
        return Written(self.place.sidecar, not self.place.exists, before, after)

    def put_in_place(self) -> Place:
        """Put it in the old one's place; the place as it is now."""
        self.version.put_in_place()
        return self.outcome


def signature_of(path: Path) -> tuple[int, ...] | None:
    """What changes when the file is written by whatever program; None if it is not there."""
    try:
        status = path.stat()
    except OSError:
        return None
    return (status.st_mtime_ns, status.st_size, status.st_ino)


def refuse_damaged_xml(sidecar: Path) -> None:
    """A sidecar that is not whole XML is left alone: writing it would lose what is in it."""
    try:
        for _ in DefusedElementTree.iterparse(sidecar):
            pass
    except (DefusedElementTree.ParseError, DefusedXmlException, ValueError) as problem:
        raise ExifilmError(
            "this sidecar is damaged: it is not whole XML. Move it away, or mend it with a text "
            f"editor ({problem}).",
            file=sidecar,
        ) from problem
