"""A scan: one image file with the exposure record that it keeps.

The one idea: a scan remembers the record as it read it. A save writes the difference to what it
is given, and when another program changed the file meanwhile, both differences are known.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from exifilm_core.errors import (
    CannotEmbedError,
    ChangedOnDiskError,
    Difference,
    ExifilmError,
    printable_path,
)
from exifilm_core.exiftool import ExifTool, FileTags
from exifilm_core.record import ExposureRecord, Section
from exifilm_core.scans import rig
from exifilm_core.scans.formats import embeds, has_sidecar, number_in_name, sidecar_of
from exifilm_core.scans.journal import Entry, Journal, Written, only_one_saves
from exifilm_core.scans.places import Draft, Place, Removal
from exifilm_core.storage import Stored, drifted, has_record, is_whole
from exifilm_core.storage.maker_notes import displaced
from exifilm_core.tags import Raw


class Change(NamedTuple):
    """One field that changes, in the notation of the form; "" is empty."""

    field: str
    label: str
    old: str
    new: str


class Saved(NamedTuple):
    """What a save did."""

    changes: tuple[Change, ...] = ()
    warnings: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    """The tags that were written; some even where no field changed, to mend what had drifted."""


@dataclass
class _Seen:
    """What was read of a scan."""

    image: Place
    sidecar: Place | None
    stored: Stored

    @property
    def ours_beside(self) -> bool:
        """Whether the sidecar has a record of ours."""
        return _ours(self.sidecar)


def _ours(sidecar: Place | None) -> bool:
    return sidecar is not None and has_record(sidecar.tags)


class Scan:
    """One image file, its record, and the history of it. Nothing is read before it is asked for."""

    def __init__(self, path: str | Path, exiftool: ExifTool | None = None) -> None:
        self.path = Path(path)
        self._exiftool = exiftool or ExifTool.shared()
        self._seen: _Seen | None = None

    def __repr__(self) -> str:
        return f"Scan({str(self.path)!r})"

    # ── reading ──────────────────────────────────────────────────────────────────────────────

    @property
    def record(self) -> ExposureRecord:
        """A copy of the record as it was read: the sidecar's fields first, then the image's."""
        return self._known().stored.record.replace()

    @property
    def has_record(self) -> bool:
        """Whether ExiFilm has saved a record here."""
        return any(has_record(place.tags) for place in self._places())

    @property
    def number(self) -> int | None:
        """The image number: the record's No., or, where it has none, the number in the name."""
        image_id = self.image_id
        if not image_id:
            return number_in_name(self.path.name)
        return int(image_id) if image_id.isascii() and image_id.isdecimal() else None

    @property
    def image_id(self) -> str:
        """The record's No. as text, "" where it has none."""
        return self._known().stored.record.image_id or ""

    @property
    def unreadable(self) -> Mapping[str, str]:
        """The fields whose tags hold something that makes no sense there: name to raw text."""
        return self._known().stored.unreadable

    @property
    def drifted(self) -> list[tuple[str, str, str]]:
        """The mirrors that say something else than their home: field, tag, what it says."""
        return [
            (field.name, tag, text)
            for place in self._places()
            if self.has_record
            for field, tag, text in drifted(place.tags, sidecar=place.sidecar)
        ]

    @property
    def exif_is_the_copys(self) -> bool:
        """Whether EXIF's exposure is taken for a copy camera's, which the first save moves out."""
        return not self.has_record and self.record.copy_exposure is not None

    @property
    def displaced_names(self) -> dict[str, str]:
        """Where a save of an earlier version has made maker notes unreadable: EXIF's Make and Model
        as they were, which the next save puts back."""
        return displaced(self._known().image.tags)

    def read(self) -> ExposureRecord:
        """Read the files again, and give the record as it is now."""
        self._seen = None
        return self.record

    def sees(self, image: FileTags, sidecar: FileTags | None) -> None:
        """Take what was read elsewhere, many files at a time, for what this scan reads.

        ExifilmError when the image or the sidecar could not be read.
        """
        self._seen = _seen(image, sidecar)

    def _known(self) -> _Seen:
        if self._seen is None:
            paths = [self.path]
            if has_sidecar(self.path):
                paths.append(sidecar_of(self.path))
            found = list(self._exiftool.read(paths))
            self._seen = _seen(found[0], found[1] if len(found) > 1 else None)
        return self._seen

    def _places(self) -> list[Place]:
        seen = self._known()
        return [place for place in (seen.sidecar, seen.image) if place]

    # ── saving ───────────────────────────────────────────────────────────────────────────────

    def plan(self, record: ExposureRecord, *, film_exif: bool = False) -> tuple[Change, ...]:
        """The changes that saving the record would make, the scan rig's move included."""
        old = self._known().stored.record
        return changes(old, self._moved(old, record, film_exif=film_exif))

    def _moved(
        self, old: ExposureRecord, record: ExposureRecord, *, film_exif: bool
    ) -> ExposureRecord:
        """The record as it is to be kept: what the scan rig left in its place, or given back."""
        seen = self._known()
        if film_exif:
            beside = seen.sidecar.tags if seen.sidecar else None
            return rig.taken_for_film(record, seen.image.tags, beside)
        return rig.moved(old, record, seen.image.tags, beside=seen.ours_beside)

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
        seen = self._known()
        read = seen.stored.record
        with only_one_saves(self.path):
            self._look_again()
            self._finish_what_was_killed()
            now = self._known().stored.record
            if record == now and not mend and not film_exif:
                return Saved()
            if (theirs := read.changes_to(now)) and not force:
                if not merge:
                    self._seen = seen  # or asking once more would be taken for consent
                    raise ChangedOnDiskError(self.path, _differences(theirs, read, now, record))
                mine = {name: record[name] for name in read.changes_to(record)}
                record = now.replace(**mine)
            new = self._moved(now, record, film_exif=film_exif)
            return self._save_where_it_can_be(
                new, keep_time=keep_time, mend=mend, film_exif=film_exif
            )

    def _save_where_it_can_be(
        self, new: ExposureRecord, *, keep_time: bool, mend: Collection[str], film_exif: bool
    ) -> Saved:
        """Save into the image, or beside it where that would harm what else is in the image."""

        def write_to(places: list[Place]) -> Saved:
            writes = [(p, p.to_write(new, mend, film_exif=film_exif)) for p in places]
            return self._write(writes, keep_time=keep_time, wanted=new)

        try:
            return write_to(self._places_to_write())
        except CannotEmbedError as problem:
            saved = write_to([self._sidecar()])
            beside = (
                f"{problem.message.rstrip('.')}. The record is kept beside it, in "
                f"{printable_path(Path(self._sidecar().path.name))}."
            )
            return saved._replace(warnings=(*saved.warnings, beside))

    def undo(self, *, force: bool = False, keep_time: bool = False) -> Saved:
        """Put back what was there before the last save that still stands; itself a save.

        ExifilmError when there is none, or when the tags that it wrote were changed since (unless
        `force`).
        """
        with only_one_saves(self.path):
            self._look_again()
            self._finish_what_was_killed()
            for entry in reversed(Journal(self.path).standing()):
                writes = [(self._place(written), written) for written in entry.places]
                if all(_holds(place.tags, written.before) for place, written in writes):
                    continue  # it was noted, and then the program was killed before it was done
                if not force and not all(_holds(p.tags, w.after) for p, w in writes):
                    raise ExifilmError(
                        "what the last save wrote was changed since by another program, so it "
                        "was not taken back. Look at “exifilm log”, and use --force to put back "
                        "what was there before.",
                        file=self.path,
                    )
                return self._write(
                    [(place, written.before) for place, written in writes],
                    keep_time=keep_time,
                    undoes=entry,
                )
        raise ExifilmError("there is no save to take back.", file=self.path)

    def history(self) -> list[Entry]:
        """The saves of this scan that the journal remembers, the oldest first."""
        return Journal(self.path).entries()

    def _look_again(self) -> None:
        """Read again if a file is another one than was read, or a sidecar came or went."""
        seen = self._known()
        sidecar = seen.sidecar
        still = sidecar.is_current if sidecar else not has_sidecar(self.path)
        if not (seen.image.is_current and still):
            self.read()

    def _finish_what_was_killed(self) -> None:
        """See to the last save, if it was killed after it was noted and before it was done.

        Done in one place of two, it is finished; done in none, it is noted that it was not.
        """
        journal = Journal(self.path)
        last = journal.last()
        if not last or not last.places:
            return
        places = [(self._place(written), written) for written in last.places]
        left = [(place, w) for place, w in places if not _holds(place.tags, w.after)]
        if not left or not all(_holds(place.tags, w.before) for place, w in left):
            return
        if len(left) == len(places):
            now = self._known().stored.record.to_json()
            journal.append(Entry(last.file, (), now, now, undoes=last.id))
            return
        for place, written in left:
            if Removal.suits(place, written.after):
                Removal(place).put_in_place()
            else:
                Draft(place, written.after, self._exiftool, keep_time=False).put_in_place()
        self.read()

    def _place(self, written: Written) -> Place:
        """The place that a save has written."""
        return self._sidecar() if written.sidecar else self._known().image

    def _places_to_write(self) -> list[Place]:
        """The sidecar first: it is what is read first, so that no instant shows half a record."""
        return self._places() if embeds(self._known().image.file_type) else [self._sidecar()]

    def _sidecar(self) -> Place:
        """The sidecar, or what it would be if there were one."""
        seen = self._known()
        return seen.sidecar or Place(sidecar_of(self.path), True, {}, "XMP", None, image=seen.image)

    def _write(
        self,
        writes: Iterable[tuple[Place, Mapping[str, Raw]]],
        *,
        keep_time: bool,
        undoes: Entry | None = None,
        wanted: ExposureRecord | None = None,
    ) -> Saved:
        """Make all drafts, note what was there, then put the drafts in place.

        ExifilmError, with everything as it was, when reading would not give the record `wanted`.
        """
        seen = self._known()
        before = seen.stored.record
        with ExitStack() as cleanup:
            drafts: list[Draft | Removal] = []
            for place, tags in writes:
                if not tags or not (place.exists or any(raw is not None for raw in tags.values())):
                    continue
                if Removal.suits(place, tags):
                    drafts.append(Removal(place))
                else:
                    drafts.append(Draft(place, tags, self._exiftool, keep_time=keep_time))
                    cleanup.callback(drafts[-1].discard)
            if not drafts:
                if wanted is not None:
                    self._refuse_another_record(wanted, before)
                return Saved()
            outcome = {draft.place.sidecar: draft.outcome for draft in drafts}
            image = outcome.get(False) or seen.image
            after = _together(outcome.get(True, seen.sidecar), image)
            if wanted is not None:
                self._refuse_another_record(wanted, after.record)
            for draft in drafts:
                draft.refuse_what_changed()
            Journal(self.path).append(
                Entry(
                    file=str(self.path.absolute()).encode("utf-8", "backslashreplace").decode(),
                    places=tuple(draft.noted() for draft in drafts),
                    record_before=before.to_json(),
                    record_after=after.record.to_json(),
                    undoes=undoes.id if undoes else None,
                )
            )
            for draft in drafts:
                draft.put_in_place()
        outcome = {draft.place.sidecar: draft.outcome for draft in drafts}
        seen.sidecar = outcome.get(True, seen.sidecar)
        seen.image = outcome.get(False) or seen.image
        seen.stored = _together(seen.sidecar, seen.image)
        warnings = tuple(warning for draft in drafts for warning in draft.warnings)
        written = tuple(name for draft in drafts for name in draft.noted().after)
        return Saved(changes(before, seen.stored.record), warnings, written)

    def _refuse_another_record(self, wanted: ExposureRecord, found: ExposureRecord) -> None:
        """What stands in an image that is not written cannot be emptied beside it.

        What it says of the scan rig may stay unasked: that is never lost.
        """
        wrong = [
            name
            for name in wanted.changes_to(found)
            if wanted[name] is not None or wanted.field(name).section is not Section.SCAN
        ]
        if wrong:
            fields = ", ".join(f"{wanted.field(name).label}: {found.show(name)}" for name in wrong)
            raise ExifilmError(
                "this cannot be saved as it is asked for, because the image itself says otherwise "
                f"and is not written ({fields}). Give the field a value instead of emptying it.",
                file=self.path,
            )


def changes(old: ExposureRecord, new: ExposureRecord) -> tuple[Change, ...]:
    """What differs between two records, field by field."""
    return tuple(
        Change(name, old.field(name).label, old.show(name), new.show(name))
        for name in old.changes_to(new)
    )


def _seen(image: FileTags, sidecar: FileTags | None) -> _Seen:
    at_image = Place.of(image, sidecar=False)
    at_sidecar = Place.of(sidecar, sidecar=True, image=at_image) if sidecar else None
    return _Seen(at_image, at_sidecar, _together(at_sidecar, at_image))


def _together(sidecar: Place | None, image: Place) -> Stored:
    """The record of both places: the sidecar's fields before the image's.

    A sidecar that a save of ours wrote has the whole record: what it does not say is empty.
    """
    found = image.stored()
    if sidecar:
        first = sidecar.stored()
        under = ExposureRecord() if is_whole(sidecar.tags) else found.record
        found.record = under.replace(**first.record.filled())
        found.unreadable = found.unreadable | first.unreadable
    return found


def _differences(
    names: Iterable[str], read: ExposureRecord, now: ExposureRecord, wanted: ExposureRecord
) -> dict[str, Difference]:
    return {
        name: Difference(read.field(name).label, read.show(name), now.show(name), wanted.show(name))
        for name in names
    }


def _holds(tags: Mapping[str, Raw], values: Mapping[str, Raw]) -> bool:
    """Whether these tags have these values, as they were once read."""
    return all(tags.get(name) == raw for name, raw in values.items())
