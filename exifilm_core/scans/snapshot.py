"""An image and its sidecar together: which of the two counts where they differ.

A sidecar without a record of ours fills the fields that the image leaves empty. If both hold a
record of ours, the later one counts, by the time stamp of the save. File times do not count: a
rating given in darktable makes a file newer without a newer record.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import partial
from pathlib import Path
from typing import Any

from exifilm_core.errors import ExifilmError, printable_path
from exifilm_core.files.formats import has_sidecar, image_of, sidecar_of
from exifilm_core.messages import Text, joined
from exifilm_core.messages.files import Files
from exifilm_core.messages.saving import Saving
from exifilm_core.readers import FileTags, Reader
from exifilm_core.record import ExposureRecord
from exifilm_core.scans.entries import Written
from exifilm_core.scans.identity import id_at, id_of
from exifilm_core.scans.journal import Journal
from exifilm_core.scans.place import Place, RememberedPlace
from exifilm_core.tags.mapping import Drift, StoredRecord, is_whole, own, scanner_tags
from exifilm_core.tags.mapping.marks import stamp
from exifilm_core.tags.styles import Raw
from exifilm_core.value import Value


class Snapshot(Value):
    """The state of a scan when it was read."""

    image: Place
    sidecar: Place | None
    stored: StoredRecord
    """The record of both, as `merged` gives it."""
    journal: Journal
    """The scan's journal, by the id that the files had then."""

    @classmethod
    def of(
        cls,
        image: FileTags,
        sidecar: FileTags | None,
        reader: Reader,
    ) -> Snapshot:
        """The state from the tags that were read. ExifilmError when one could not be read."""
        if owner := image_of(image.path):
            name = printable_path(Path(owner.name))
            raise ExifilmError(Files.IS_A_SIDECAR(image=name), file=image.path)
        at_image = Place.of(image, sidecar=False)
        beside = _place_beside(image.path, sidecar) if sidecar else None
        return cls.of_places(at_image, beside, reader)

    @classmethod
    def of_places(
        cls,
        image: Place,
        sidecar: Place | None,
        reader: Reader,
        stored: StoredRecord | None = None,
    ) -> Snapshot:
        """The same, from places that were read already, and perhaps their record."""
        scan_id = id_of(image.tags, sidecar.tags if sidecar else None)
        journal = Journal(image.path, scan_id, partial(id_at, reader=reader))
        image = image.replace(former=journal.former)
        if sidecar:
            sidecar = sidecar.replace(image=image, former=journal.former)
        return cls(image, sidecar, stored or merged(sidecar, image), journal)

    @property
    def places(self) -> list[Place]:
        """The sidecar first, as it is read first: then no reader finds an incomplete record."""
        return [place for place in (self.sidecar, self.image) if place]

    @property
    def sidecar_to_write(self) -> Place:
        """The sidecar, or an empty place for it."""
        path = sidecar_of(self.image.path)
        return self.sidecar or Place(path, True, {}, "XMP", None, image=self.image)

    @property
    def remembered(self) -> bool:
        """Whether an index gave the tags, so that no save relies on them."""
        return any(isinstance(place, RememberedPlace) for place in self.places)

    @property
    def is_current(self) -> bool:
        """Whether the files are still those that were read, and no sidecar came or went."""
        beside = self.sidecar.is_current if self.sidecar else not has_sidecar(self.image.path)
        return self.image.is_current and beside

    def place_of(self, written: Written) -> Place:
        """The place that a save has written."""
        return self.sidecar_to_write if written.sidecar else self.image

    def to_write(
        self, places: list[Place], new: ExposureRecord, repair: Collection[str], *, film_exif: bool
    ) -> list[tuple[Place, dict[str, Raw]]]:
        """The tags to write to each of these places so that they hold `new`."""
        now = self.stored.record
        chosen = {*now.changes_to(new), *repair, *self._taken_from_elsewhere()}
        time = stamp(self.saved)  # the same for both places
        writes = []
        for place in places:
            # A single place must hold the complete record; of two, each keeps its own values.
            differing = self.differing(place) if len(places) > 1 and not film_exif else ()
            leave = [name for name in differing if name not in chosen]
            tags = place.to_write(new, repair, leave=leave, film_exif=film_exif, now=time)
            writes.append((place, tags))
        return writes

    def _taken_from_elsewhere(self) -> list[str]:
        """The fields to whose list of texts another program has added some of the present ones."""
        record = self.stored.record
        places = [place for place in self.places if own.counts(place.tags)]
        return [
            declared.name
            for declared in record.fields()
            if declared.own and isinstance(record[declared.name], tuple)
            for place in places
            if place.stored().record[declared.name] == record[declared.name]
            and declared.own.read(declared.kind, place.tags) != record[declared.name]
        ]

    def moved(self, record: ExposureRecord, *, film_exif: bool) -> ExposureRecord:
        """The record with the scanner's values in the fields of the scan, or given back."""
        beside = self.sidecar.tags if self.sidecar else None
        old = self.stored.record
        return scanner_tags.moved(old, record, self.image.tags, beside, film_exif=film_exif)

    @property
    def ours_beside(self) -> bool:
        """Whether the sidecar has a record of ours."""
        return self.sidecar is not None and self.sidecar.ours

    @property
    def saved(self) -> str:
        """The time of the last save of either, "" if it is not known."""
        return max(self.image.saved, self.sidecar.saved if self.sidecar else "")

    def differing(self, place: Place) -> tuple[str, ...]:
        """The fields whose value in that place differs from the record's.

        Values that another program's sidecar fills in are no difference, but still have to be
        saved.
        """
        record = self.stored.record
        names = place.differing(record)
        if place is not self.image or self.sidecar is None or self.ours_beside:
            return names
        said = place.stored().record
        return tuple(name for name in names if said[name] is not None or record[name] is None)

    def unsure(self) -> dict[str, str]:
        """The fields whose text is in an unknown encoding, each with its tag."""
        return (self.sidecar or self.image).unsure(self.stored.record)

    def drifted(self) -> list[Drift]:
        """The tags that disagree with the record, in each place and between them."""
        record = self.stored.record
        found = []
        for place in self.places:
            here = [drift for drift in place.drifted() if drift.value != record[drift.field]]
            if self.sidecar is None or not self.image.ours:
                found += here
                continue  # not ours to repair in an image without a record
            found += [drift._replace(tag=f"{drift.tag} in {place.path.name}") for drift in here]
            for name in self.differing(place):
                if not any(drift.field == name for drift in here):
                    found.append(place.drift_of(name))
        return found

    def accepted(self, name: str) -> Any:
        """The value of a field in the tags that disagree with the record, to be taken over.

        ExifilmError when all tags agree with the record, or these disagree with each other.
        """
        label = Text(self.stored.record.field(name).label)
        said = [drift for drift in self.drifted() if drift.field == name]
        values = [drift.value for drift in said if drift.value is not None]
        if not values:
            nothing = Saving.NOTHING_TO_ACCEPT(label=label, name=name)
            raise ExifilmError(nothing, file=self.image.path, field=name)
        if any(value != values[0] for value in values):
            tags = joined(Saving.TAG_SAYS(tag=drift.tag, text=drift.text) for drift in said)
            several = Saving.SEVERAL_TO_ACCEPT(label=label, tags=tags, name=name)
            raise ExifilmError(several, file=self.image.path, field=name)
        return values[0]


def _place_beside(image: Path, sidecar: FileTags) -> Place:
    try:
        return Place.of(sidecar, sidecar=True)
    except ExifilmError as problem:
        name = printable_path(Path(sidecar.path.name))
        unread = Files.CANNOT_READ_SIDECAR(sidecar=name, why=problem.text)
        raise ExifilmError(unread, file=image) from problem


def merged(sidecar: Place | None, image: Place) -> StoredRecord:
    """The record of both places.

    Fields that the counting place does not hold are empty. If it is not known which was saved
    later, the sidecar counts.
    """
    found = image.stored()
    if sidecar is None or (sidecar.ours and image.ours and image.saved > sidecar.saved):
        return found
    beside = sidecar.stored()
    found.unreadable = found.unreadable | beside.unreadable
    if not sidecar.ours:
        for name, value in beside.record.filled().items():
            if found.record[name] is None and not (image.ours and value in image.former(name)):
                found.record[name] = value
    else:
        under = ExposureRecord() if is_whole(sidecar.tags) else found.record
        left = {name: found.record[name] for name in sidecar.left_to_image(found.record)}
        found.record = under.replace(**left, **beside.record.filled())
    return found
