"""The places that keep a scan's record: its sidecar, if there is one, and the image itself.

A place is read and written completely; `pending.py` makes its new version.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, NoReturn

from exifilm_core.errors import ExifilmError
from exifilm_core.files.formats import is_raw
from exifilm_core.files.versions import Signature, refuse_another, signature_of, state_of
from exifilm_core.files.xml import refuse_invalid
from exifilm_core.messages.files import Files
from exifilm_core.readers import FileTags, RememberedTags
from exifilm_core.record import ExposureRecord, Field
from exifilm_core.scans.late_writers import signature_as_read
from exifilm_core.tags.mapping import (
    Drift,
    StoredRecord,
    WhichTags,
    drifted,
    has_record,
    tags_of_field,
    unsure_fields,
)
from exifilm_core.tags.mapping.marks import OF_EVERY_SAVE, SAVED, stamp, stamp_of
from exifilm_core.tags.mapping.own import Former, nothing_former
from exifilm_core.tags.mapping.scanner_tags import ScannerTags
from exifilm_core.tags.mapping.unsure import of_our_own
from exifilm_core.tags.styles import Raw, as_read_back
from exifilm_core.value import Value


class Place(Value):
    """One place as it was read."""

    path: Path
    sidecar: bool
    tags: dict[str, Raw]
    file_type: str
    signature: Signature | None
    """The file's signature, which changes with its content; None if there is no file."""
    image: Place | None = None
    """The image of a sidecar."""
    former: Former = nothing_former
    """The earlier values of a field of the record, by its name."""
    more: bool = False
    """Whether there are tags besides `tags`, which no record consults."""
    changed: int | None = None
    """When the file last changed, as of `state_of`, before it was read."""
    known: StoredRecord | None = None
    """The record in the tags, if it is known already."""

    @classmethod
    def of(cls, found: FileTags, *, sidecar: bool) -> Place:
        """The place with the tags that ExifTool read. ExifilmError when it could not read them."""
        if sidecar:
            refuse_damaged_xml(found)
        if found.error:
            raise ExifilmError(found.error, file=found.path)
        signature = signature_as_read(found)
        sort = RememberedPlace if isinstance(found, RememberedTags) else cls
        return sort(
            found.path,
            sidecar,
            found.tags,
            found.file_type,
            signature,
            more=found.more,
            changed=found.status.st_ctime_ns if found.status else None,
        )

    @property
    def exists(self) -> bool:
        return self.signature is not None

    @property
    def is_current(self) -> bool:
        """Whether the file is still the one that was read, so that a save may rely on it."""
        return (self.signature, self.changed) == state_of(self.path)

    def refuse_what_changed(self) -> None:
        """WrittenMeanwhileError when another program wrote the file since it was read."""
        refuse_another(self.path, self.signature, signature_of(self.path))

    @property
    def ours(self) -> bool:
        """Whether ExiFilm has saved a record here."""
        return has_record(self.tags)

    @property
    def saved(self) -> str:
        """When a save last wrote the complete record, in UTC; "" if none has."""
        return stamp_of(self.tags)

    def scanner(self, *, film_exif: bool = False) -> ScannerTags:
        """The scanner's or copy camera's values here; none if a person declares them the film's."""
        if not film_exif:
            return self._scanner
        image = self.image.scanner(film_exif=True) if self.image else None
        return self._scanner.replace(image=image, film_exif=True)

    @cached_property
    def _scanner(self) -> ScannerTags:
        image = self.image.scanner() if self.image else None
        return ScannerTags(
            self.tags, is_raw(self.file_type), self.sidecar, image, former=self.former
        )

    def stored(self, reading: WhichTags | None = None) -> StoredRecord:
        """The record in this place, without the traces of scanner or copy camera.

        Of a sidecar that another program wrote, only the home tags count by default.
        """
        if self.known and reading is None:
            return self.known.copy()
        return self._scanner.stored(reading)

    def unsure(self, record: ExposureRecord) -> dict[str, str]:
        """The fields of the record whose only source is text that is not UTF-8, and its tag.

        A standard tag of a sidecar overrides the image's text.
        """
        found = unsure_fields(record, (self.image or self).tags)
        if self.sidecar:
            fields = map(ExposureRecord.field, found)
            found = {f.name: found[f.name] for f in fields if not self._has_standard_tag(f)}
        return found

    def left_to_image(self, record: ExposureRecord) -> list[str]:
        """The fields that a sidecar leaves to the image's text that is not UTF-8.

        The sidecar could hold them only in standard tags, and other programs would read a guess.
        """
        fields = map(ExposureRecord.field, self.unsure(record) if self.sidecar else ())
        return [field.name for field in fields if not of_our_own(field, field.tags)]

    def _has_standard_tag(self, declared: Field[Any]) -> bool:
        tags = tags_of_field(declared, sidecar=self.sidecar)
        own = of_our_own(declared, tags)
        return any(tag.name in self.tags for tag in tags if tag not in own)

    def with_tags(self, tags: Mapping[str, Raw]) -> Place:
        """The place as it would be with these tags."""
        return self.replace(tags=dict(tags), known=None)

    def differing(self, record: ExposureRecord) -> tuple[str, ...]:
        """The fields whose value in this place differs from the record's.

        In a place with a record of ours, empty fields count too; so does a mirror without a home
        tag, if the record's field is empty as well.
        """
        mirrored = self.stored(WhichTags.UNSHARED).record
        here = self.stored().record if self.ours else mirrored
        names = [n for n in here.changes_to(record) if self.ours or here[n] is not None]
        names += [n for n in mirrored.filled() if here[n] is None is record[n]]
        left = self.left_to_image(record)
        return tuple(name for name in names if name not in left)

    def drift_of(self, name: str) -> Drift:
        """This place's value of a field, where another place has the record's."""
        record = self.stored(WhichTags.UNSHARED).record
        tags = tags_of_field(record.field(name), sidecar=self.sidecar)
        tag = next((tag for tag in tags if tag.name in self.tags), tags[0])
        said = f"{tag.name} in {self.path.name}"
        return Drift(name, said, record.show(name), record[name])

    def drifted(self) -> list[Drift]:
        """The tags in this place that disagree with this place's record."""
        if not self.ours:
            return []
        unsure = self.unsure(self.stored().record)
        return list(drifted(self.tags, sidecar=self.sidecar, former=self.former, unsure=unsure))

    def to_write(
        self,
        new: ExposureRecord,
        repair: Collection[str] = (),
        *,
        leave: Collection[str] = (),
        film_exif: bool = False,
        now: str = "",
    ) -> dict[str, Raw]:
        """The tags to write so that the place holds `new`; always those of the fields `repair`.

        The tags of the fields `leave` stay. Of a field that rests on a guess, only our own tags are
        written (see `mapping.unsure`). A place with the complete record then gets a time stamp,
        `now` if given.
        """
        unsure = [name for name in self.unsure(new) if name not in repair]
        writes = self.scanner(film_exif=film_exif).to_write(new, repair, leave, unsure)
        if not new:
            return writes | ({SAVED: None} if self.saved else {})
        left = [name for name in self.left_to_image(new) if name in unsure]
        if writes and self.after(writes).record == new.replace(**dict.fromkeys(left)):
            writes[SAVED] = now or stamp(self.saved)
        return writes

    def after(self, writes: Mapping[str, Raw]) -> StoredRecord:
        """The record in this place once these tags are written."""
        # A save asks twice, the second time with its marks, which belong to no field.
        key = tuple((name, repr(raw)) for name, raw in writes.items() if name not in OF_EVERY_SAVE)
        if key not in self._after:
            self._after[key] = self._record_after(writes)
        return self._after[key]

    @cached_property
    def _after(self) -> dict[tuple[tuple[str, str], ...], StoredRecord]:
        return {}

    def _record_after(self, writes: Mapping[str, Raw]) -> StoredRecord:
        tags = {**self.tags, **{name: as_read_back(raw) for name, raw in writes.items()}}
        left = {name: raw for name, raw in tags.items() if raw is not None}
        return self.with_tags(left).stored()


class RememberedPlace(Place):
    """A place whose tags an index gave. It is shown, and never written: a save reads the file."""

    @property
    def is_current(self) -> bool:
        return False

    def refuse_what_changed(self) -> None:
        refuse_another(self.path, None, signature_of(self.path))

    def to_write(self, *_given: object, **_named: object) -> NoReturn:
        raise TypeError(f"a save from what an index knows of {self.path}")


def refuse_damaged_xml(sidecar: FileTags) -> None:
    """ExifilmError when a sidecar is not valid XML: writing it would lose some of it."""
    if sidecar.content is None and not sidecar.error:
        raise ExifilmError(Files.BEING_WRITTEN(), file=sidecar.path)
    try:
        refuse_invalid(sidecar.content or b"")
    except ValueError as problem:
        raise ExifilmError(Files.INVALID_XML(reason=str(problem)), file=sidecar.path) from problem
