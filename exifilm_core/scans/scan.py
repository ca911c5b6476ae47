"""A scan: one image file with the exposure record that it keeps.

The one idea: a scan remembers the record as it read it. A save writes the difference to what it
is given, and when another program changed the file meanwhile, both differences are known.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from exifilm_core.errors import (
    ChangedOnDiskError,
    ExifilmError,
)
from exifilm_core.exiftool import ExifTool, FileTags
from exifilm_core.messages.saving import Saving
from exifilm_core.record import ExposureRecord
from exifilm_core.scans import numbering, rig
from exifilm_core.scans import taken_back as overwriting
from exifilm_core.scans.changes import (
    Change,
    Saved,
    changes,
    differences,
)
from exifilm_core.scans.formats import whole_number
from exifilm_core.scans.identity import id_at, id_of
from exifilm_core.scans.journal import Entry, Journal
from exifilm_core.scans.late_writers import read_complete, was_complete
from exifilm_core.scans.places import Place
from exifilm_core.scans.seen import Seen
from exifilm_core.storage import Drift
from exifilm_core.storage.maker_notes import displaced


class Scan:
    """One image file, its record, and the history of it. Nothing is read before it is asked for."""

    def __init__(self, path: str | Path, exiftool: ExifTool | None = None) -> None:
        self.path = Path(path)
        self.exiftool = exiftool or ExifTool.shared()
        self._seen: Seen | None = None

    def __repr__(self) -> str:
        return f"Scan({str(self.path)!r})"

    # ── reading ──────────────────────────────────────────────────────────────────────────────

    @property
    def record(self) -> ExposureRecord:
        """A copy of the record as it was read, of the image and its sidecar together."""
        return self.seen.stored.record.replace()

    @property
    def has_record(self) -> bool:
        """Whether ExiFilm has saved a record here."""
        return any(place.ours for place in self.seen.places)

    @property
    def number(self) -> int | None:
        """The image number: the record's No., or, where it has none, what the name suggests."""
        return whole_number(self.image_id or self.guess)

    @property
    def image_id(self) -> str:
        """The record's No. as text, "" where it has none."""
        return self.seen.stored.record.image_id or ""

    @property
    def guess(self) -> str:
        """The No. that the file's name suggests where the record has none, "" for none."""
        return "" if self.image_id else numbering.guess(self.path)

    @property
    def called(self) -> str:
        """The No. as it is shown, one that is guessed as "17?"; "" where there is none."""
        return self.image_id or (f"{self.guess}?" if self.guess else "")

    @property
    def unreadable(self) -> Mapping[str, str]:
        """The fields whose tags hold something that makes no sense there: name to raw text."""
        return self.seen.stored.unreadable

    @property
    def drifted(self) -> list[Drift]:
        """The tags that say something else than the record."""
        return self.seen.drifted() if self.has_record else []

    @property
    def taken_back(self) -> list[overwriting.TakenBack]:
        """The fields of the last save that another program put back to what they were before."""
        return overwriting.taken_back(self.seen)

    @property
    def put_back_in_one(self) -> list[str]:
        """The fields that another program put back in one place, where the other has them still."""
        return overwriting.put_back_in_one(self.seen)

    @property
    def unsure(self) -> Mapping[str, str]:
        """The fields whose text is in an encoding that nothing tells, and the tags that say it."""
        return self.seen.unsure()

    def accepted(self, name: str) -> Any:
        """What the tags that have drifted say of a field, for the record to say from now on.

        ExifilmError when none has drifted, or they do not agree.
        """
        return self.seen.accepted(name)

    @property
    def exif_is_the_copys(self) -> bool:
        """Whether EXIF's exposure is taken for a copy camera's, which the first save moves out."""
        return not self.has_record and self.record.copy_exposure is not None

    @property
    def displaced_names(self) -> dict[str, str]:
        """Where a save of an earlier version has made maker notes unreadable: EXIF's Make and Model
        as they were, which the next save puts back."""
        return displaced(self.seen.image.tags)

    @property
    def seen(self) -> Seen:
        """What was last read of the files, or saved."""
        if self._seen is None:
            self._take(*read_complete(self.path, self.exiftool))
            assert self._seen
        return self._seen

    def read(self) -> ExposureRecord:
        """Read the files again, and give the record as it is now."""
        self._seen = None
        return self.record

    def sees(self, image: FileTags, sidecar: FileTags | None) -> None:
        """Take what was read elsewhere, many files at a time, for what this scan reads.

        ExifilmError when the image or the sidecar could not be read.
        """
        if was_complete(sidecar):
            self._take(image, sidecar)
        else:
            self.read()

    def holds(self, image: Place, sidecar: Place | None) -> None:
        """Take what a save has left in the places for what this scan reads."""
        self._seen = Seen.of_places(image, sidecar, self._journal_of(image, sidecar))

    def _take(self, image: FileTags, sidecar: FileTags | None) -> None:
        self._seen = Seen.of(image, sidecar, self._journal_of)

    # ── saving ───────────────────────────────────────────────────────────────────────────────

    def plan(self, record: ExposureRecord, *, film_exif: bool = False) -> tuple[Change, ...]:
        """The changes that saving the record would make, the scan rig's move included."""
        old = self.seen.stored.record
        return changes(old, self._moved(old, record, film_exif=film_exif))

    def _moved(
        self, old: ExposureRecord, record: ExposureRecord, *, film_exif: bool
    ) -> ExposureRecord:
        """The record as it is to be kept: what the scan rig left in its place, or given back."""
        image, sidecar = self.seen.image, self.seen.sidecar
        beside = sidecar.tags if sidecar else None
        return rig.moved(old, record, image.tags, beside, film_exif=film_exif)

    def save(
        self,
        record: ExposureRecord,
        *,
        force: bool = False,
        merge: bool = False,
        keep_time: bool = False,
        mend: Collection[str] = (),
        film_exif: bool = False,
    ) -> Saved:
        """Keep the record in the scan; only what changed is written.

        `mend` names fields whose tags are brought in line even where the record does not change: a
        mirror that says something else, or a home whose value makes no sense. `film_exif`: what was
        taken for a copy camera's exposure is the film's; it fills what the record leaves empty.

        Where another program changed the record since this scan read it, ChangedOnDiskError says
        what differs and nothing is saved; with `merge` both sides' changes are kept (this one's
        win), with `force` the record replaces what is there. `keep_time` leaves the file's time of
        last change. ExifilmError when it cannot be saved: the file is then as it was.
        """
        from exifilm_core.scans import saving

        seen = self.seen
        read = seen.stored.record

        def save_now() -> Saved:
            now = self.seen.stored.record
            if record == now and not mend and not film_exif:
                return Saved()
            wanted = record
            if (theirs := read.changes_to(now)) and not force:
                if not merge:
                    self._seen = seen  # or asking once more would be taken for consent
                    raise ChangedOnDiskError(self.path, differences(theirs, read, now, record))
                wanted = now.replace(**{name: record[name] for name in read.changes_to(record)})
            new = self._moved(now, wanted, film_exif=film_exif)
            lost = overwriting.still_lost(self.taken_back, {*now.changes_to(new), *mend})
            saved = saving.save_where_it_can_be(
                self, new, keep_time=keep_time, mend=mend, film_exif=film_exif
            )
            return saved._replace(warnings=(*saved.warnings, *lost))

        return saving.alone(self, save_now)

    def undo(self, *, force: bool = False, keep_time: bool = False) -> Saved:
        """Put back what was there before the last save that still stands; itself a save.

        ExifilmError when there is none, or when the tags that it wrote were changed since (unless
        `force`).
        """
        from exifilm_core.scans import saving

        def undo_now() -> Saved:
            journal = self.seen.journal
            for entry in reversed(journal.standing()):
                writes = [(self.seen.place_of(w), w) for w in entry.places]
                if all(w.is_gone_from(p.tags) for p, w in writes):
                    if force:
                        continue
                    raise overwriting.overwritten(self.taken_back, self.path)
                wrote_this = all(w.stands_in(p.tags) for p, w in writes) and journal.fits(entry)
                if not force and not wrote_this:
                    raise ExifilmError(Saving.UNDO_OF_CHANGED(), file=self.path)
                return saving.write(
                    self,
                    [(place, written.before) for place, written in writes],
                    keep_time=keep_time,
                    undoes=entry,
                )
            raise ExifilmError(Saving.NOTHING_TO_UNDO(), file=self.path)

        return saving.alone(self, undo_now)

    def restore(self, *, keep_time: bool = False) -> Saved:
        """Put back what another program took back of the last save; itself a save.

        What a person changed in that program stays. ExifilmError as for `save`.
        """
        lost = {taken.field: taken.saved for taken in self.taken_back}
        record = self.record.replace(**lost)
        return self.save(record, keep_time=keep_time, mend=self.put_back_in_one)

    def history(self) -> list[Entry]:
        """The saves of this scan that the journal remembers, the oldest first."""
        return self.journal().entries()

    def journal(self) -> Journal:
        """The journal of this scan; of what was saved at its path, if there is no such file."""
        known = self._seen or self.path.exists()
        return self.seen.journal if known else Journal(self.path)

    def _journal_of(self, image: FileTags | Place, sidecar: FileTags | Place | None) -> Journal:
        scan_id = id_of(image.tags, sidecar.tags if sidecar else None)
        return Journal(self.path, scan_id, partial(id_at, exiftool=self.exiftool))

    def look_again(self) -> None:
        """Read again if a file is another one than was read, or a sidecar came or went.

        What another of ours has noted meanwhile is read anyway.
        """
        seen = self.seen
        if not seen.is_current:
            self.read()
        seen.journal.forget()
