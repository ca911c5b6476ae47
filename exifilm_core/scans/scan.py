"""A scan: one image file with its exposure record.

A scan remembers the record as it read it. A save writes the difference to the record that it is
given. If another program changed the file in between, both differences are known.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from exifilm_core.errors import ChangedOnDiskError
from exifilm_core.readers import FileTags, Reader
from exifilm_core.record import ExposureRecord
from exifilm_core.record.numbers import packed
from exifilm_core.scans import numbering
from exifilm_core.scans import overwritten as overwriting
from exifilm_core.scans.changes import (
    Change,
    Saved,
    changes,
)
from exifilm_core.scans.entries import Entry
from exifilm_core.scans.journal import Journal
from exifilm_core.scans.late_writers import read_complete, was_complete
from exifilm_core.scans.numbering import Number
from exifilm_core.scans.place import Place
from exifilm_core.scans.quickly import quick_reader
from exifilm_core.scans.snapshot import Snapshot
from exifilm_core.tags.mapping import Drift, StoredRecord
from exifilm_core.tags.mapping.maker_notes import displaced

if TYPE_CHECKING:  # a scan that is read quickly needs no ExifTool
    from exifilm_core.exiftool import ExifTool
    from exifilm_core.scans.saving import Wish


class Scan:
    """One image file, its record, and its history. Reads nothing until asked."""

    def __init__(
        self,
        path: str | Path,
        exiftool: ExifTool | None = None,
        *,
        reader: Reader | None = None,
    ) -> None:
        """The ExifTool saves. Without a `reader`, it also reads what is not read quickly."""
        self.path = path if isinstance(path, Path) else Path(path)  # to copy one takes time
        self._exiftool = exiftool
        self._reader: Reader = reader or quick_reader(exiftool)
        self._snapshot: Snapshot | None = None

    def __repr__(self) -> str:
        return f"Scan({str(self.path)!r})"

    @property
    def exiftool(self) -> ExifTool:
        """The ExifTool that saves; the shared one, if no other was given."""
        if self._exiftool is None:
            from exifilm_core.exiftool import ExifTool

            self._exiftool = ExifTool.shared()
        return self._exiftool

    # ── reading ──────────────────────────────────────────────────────────────────────────────

    @property
    def record(self) -> ExposureRecord:
        """A copy of the record as it was read, from the image and its sidecar."""
        return self.snapshot.stored.record.replace()

    @property
    def has_record(self) -> bool:
        """Whether ExiFilm has saved a record here."""
        return any(place.ours for place in self.snapshot.places)

    @property
    def no(self) -> Number:
        """The No. of the record, or else the one that the file name suggests."""
        return Number.unpacked(self.packed_number, lambda: numbering.guess(self.path))

    @property
    def packed_number(self) -> str:
        """No., roll and frame as one text, for the index."""
        return packed(self.snapshot.stored.record)

    @property
    def number(self) -> int | None:
        """The image number, if the No. is a whole number."""
        return self.no.whole

    @property
    def image_id(self) -> str:
        """The No. of the record as text, "" for none."""
        return self.no.image_id

    @property
    def guess(self) -> str:
        """The No. that the file name suggests if the record has none; "" for none."""
        return self.no.guess

    @property
    def called(self) -> str:
        """The No. to show; a guessed one as "17?", "" for none."""
        return self.no.shown

    @property
    def unreadable(self) -> Mapping[str, str]:
        """The fields whose tags hold an invalid value: name to raw text."""
        return self.snapshot.stored.unreadable

    @property
    def drifted(self) -> list[Drift]:
        """The tags that disagree with the record."""
        return self.snapshot.drifted() if self.has_record else []

    @property
    def overwritten(self) -> list[overwriting.OverwrittenField]:
        """The fields of the last save that another program has overwritten with earlier values."""
        return overwriting.overwritten(self.snapshot)

    @property
    def overwritten_in_one(self) -> list[str]:
        """The fields that another program has overwritten in one of two places."""
        return overwriting.overwritten_in_one(self.snapshot)

    @property
    def unsure(self) -> Mapping[str, str]:
        """The fields whose text is in an unknown encoding, each with its tag."""
        return self.snapshot.unsure()

    def accepted(self, name: str) -> Any:
        """The value of a field in the tags that disagree with the record, to be taken over.

        ExifilmError when all tags agree with the record, or these disagree with each other.
        """
        return self.snapshot.accepted(name)

    @property
    def exif_is_the_copys(self) -> bool:
        """Whether EXIF's exposure counts as a copy camera's, which the first save moves out."""
        return not self.has_record and self.record.copy_exposure is not None

    @property
    def displaced_names(self) -> dict[str, str]:
        """EXIF's original Make and Model, if an earlier version has made maker notes unreadable
        without them; the next save restores them.
        """
        return displaced(self.snapshot.image.tags)

    @property
    def snapshot(self) -> Snapshot:
        """The state of the files when they were last read or saved."""
        if self._snapshot is None:
            self._take(*read_complete(self.path, self._reader))
            assert self._snapshot
        return self._snapshot

    def read(self) -> ExposureRecord:
        """Read the files again; the record as it is now."""
        self.forget()
        return self.record

    def forget(self) -> None:
        """Read the files again when they are asked for."""
        self._snapshot = None

    def load(self, image: FileTags, sidecar: FileTags | None) -> None:
        """Load the tags of this scan that were read together with those of many others.

        ExifilmError when the image or the sidecar could not be read.
        """
        if was_complete(sidecar):
            self._take(image, sidecar)
        else:
            self.read()

    def holds(self, image: Place, sidecar: Place | None, stored: StoredRecord) -> None:
        """Take the places as a save has left them, and their record, as the state of this scan."""
        self._snapshot = Snapshot.of_places(image, sidecar, self._reader, stored)

    def _take(self, image: FileTags, sidecar: FileTags | None) -> None:
        self._snapshot = Snapshot.of(image, sidecar, self._reader)

    # ── saving ───────────────────────────────────────────────────────────────────────────────

    def plan(self, record: ExposureRecord, *, film_exif: bool = False) -> tuple[Change, ...]:
        """The changes that saving the record would make, with those of the scanner's fields."""
        snapshot = self.snapshot
        return changes(snapshot.stored.record, snapshot.moved(record, film_exif=film_exif))

    def save(
        self,
        record: ExposureRecord,
        *,
        force: bool = False,
        merge: bool = False,
        keep_time: bool = False,
        repair: Collection[str] = (),
        film_exif: bool = False,
    ) -> Saved:
        """Save the record in the scan; writes only what changed.

        `repair` names fields whose tags are written even if the record's value does not change,
        because a mirror disagrees or the home tag is invalid. `film_exif` declares the copy
        camera's exposure the film's; it fills the fields that the record leaves empty.

        If another program changed the record since this scan read it, raises ChangedOnDiskError
        with the differences and saves nothing. `merge` keeps both programs' changes (this one's
        win), `force` overwrites the other program's. `keep_time` keeps the file's modification
        time. ExifilmError, with all files unchanged, when the scan cannot be saved.
        """
        from exifilm_core.scans import saving

        wish = saving.Wish(record, force, merge, keep_time, repair, film_exif)
        snapshot = self.snapshot

        def save_now() -> Saved:
            try:
                plan = saving.planned(self, wish, snapshot)
            except ChangedOnDiskError:
                self._snapshot = snapshot  # or a second call would count as consent
                raise
            return saving.save_planned(self, plan) if plan else Saved()

        return saving.locked(self, save_now)

    def undo(self, *, force: bool = False, keep_time: bool = False) -> Saved:
        """Restore the state before the last save that has not been undone; itself a save.

        ExifilmError when there is none, or when its tags were changed since (unless `force`).
        """
        from exifilm_core.scans import saving

        def undo_now() -> Saved:
            snapshot = self.snapshot
            entry = saving.to_undo(snapshot, force=force)
            writes = [(snapshot.place_of(written), written.before) for written in entry.places]
            return saving.write(self, writes, keep_time=keep_time, undoes=entry)

        return saving.locked(self, undo_now)

    def restore(self, *, keep_time: bool = False) -> Saved:
        """Save again the fields that another program has overwritten; itself a save.

        Values that a person typed in that program stay. ExifilmError as for `save`.
        """
        return self.save(**self.to_restore(keep_time=keep_time)._asdict())

    def to_restore(self, *, keep_time: bool = False) -> Wish:
        """What `restore` saves."""
        from exifilm_core.scans.saving import Wish

        lost = {taken.field: taken.saved for taken in self.overwritten}
        record = self.record.replace(**lost)
        return Wish(record, keep_time=keep_time, repair=self.overwritten_in_one)

    def history(self) -> list[Entry]:
        """The saves of this scan in the journal, the oldest first."""
        return self.journal().entries()

    def journal(self) -> Journal:
        """The journal of this scan; if there is no such file, of the saves at its path."""
        known = self._snapshot or self.path.exists()
        return self.snapshot.journal if known else Journal(self.path)

    def look_again(self) -> None:
        """Read again if a file has changed since, or a sidecar came or went, for a save.

        So also if a quick reader left out tags that a save may have to keep. Rereads the journal in
        any case: another process of ours may have saved.
        """
        snapshot = self.snapshot
        if not snapshot.is_current or any(place.more for place in snapshot.places):
            self._take(*read_complete(self.path, self.exiftool))
        snapshot.journal.forget()
