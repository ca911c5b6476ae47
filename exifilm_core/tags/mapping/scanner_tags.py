"""The scanner of a scan, or the digital camera on a copy stand, that made the file.

The scanner writes its own make, model, software and date into the tags of the film camera; a camera
also writes its exposure. These values do not count as the film's. The first save moves them to the
fields of the scan, once: next to a record of ours, the same tags hold the film's values. In
another program's sidecar, values that equal the scanner's tags of the image are the scanner's too.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cached_property

from exifilm_core.kinds import CopiedAs, DateKind, PartialDate
from exifilm_core.patterns import pattern
from exifilm_core.record import ExposureRecord
from exifilm_core.tags.mapping import (
    StoredRecord,
    WhichTags,
    has_record,
    is_whole,
    read_record,
    tags_of_field,
    to_write,
)
from exifilm_core.tags.mapping.copy_camera import (
    DATE,
    DATE_HOME,
    ONLY_IN_XMP,
    exif_name,
    exposure_of,
    exposure_tags,
    is_of_a_film_program,
    left_by_version_1_0,
    made_by_copy_camera,
)
from exifilm_core.tags.mapping.default_texts import default_texts, kept_default_texts
from exifilm_core.tags.mapping.in_step import COPIES
from exifilm_core.tags.mapping.maker_notes import displaced, uses_own_names
from exifilm_core.tags.mapping.own import Former, nothing_former
from exifilm_core.tags.not_utf8 import NotUtf8
from exifilm_core.tags.styles import ExifDate, Raw, Tags, alike
from exifilm_core.tags.xmp import in_xmp
from exifilm_core.value import Value

_SCANNERS = pattern(
    r"""perfection|expression\ \d|gt-[xf]?\d|coolscan|ls-\d{2,4}|canoscan|flextight|imacon|
        plustek|opticfilm|primefilm|reflecta|pacific\ image|dimage\ scan|scanmaker|artixscan|
        microtek|umax|powerlook|duoscan|howtek|aztek|heidelberg|linotype|tango|noritsu|pakon|
        frontier|sp-?3000|scanjet|cezanne|eversmart|scanner|silverfast|vuescan|epson\ scan|
        nikon\ scan|flexcolor""",
    re.IGNORECASE | re.VERBOSE,
)
"""Words in a make, a model or a program's name that no film camera has."""

_CAMERA = ("camera_make", "camera_model")
_SCANNER = ("scanner_make", "scanner_model")
_NAMES = ("IFD0:Make", "IFD0:Model")
SOFTWARE = "IFD0:Software"
MOVED = ("scan_software", "scanned", "copy_exposure")
"""The fields of the scan that the first save fills itself, besides the scanner's names."""


class ScannerTags(Value):
    """The scanner's values in one place, separated from the film's."""

    tags: Tags
    """All tags of the place."""
    raw: bool = False
    """Whether it is a digital camera's raw file, which never holds the film's values."""
    sidecar: bool = False
    image: ScannerTags | None = None
    """Of a sidecar: the scanner in its image."""
    film_exif: bool = False
    """A person has declared all of it the film's."""
    former: Former = nothing_former
    """The earlier values of a field of the record."""

    @cached_property
    def left(self) -> frozenset[str]:
        """The names of the tags that hold values of the scanner, or default texts of a camera."""
        if self.film_exif:
            return frozenset()
        if has_record(self.tags) and not self.raw:
            return self._left_beside_a_record() & self.tags.keys()
        left = default_texts(self.tags)
        if self._made_it:
            left |= self._names | self._exposure
        elif self.image and not is_of_a_film_program(self.tags):
            left |= self._copied_from(self.image.stored().record)
        return left & self.tags.keys()

    @cached_property
    def copy_exposure(self) -> dict[str, str]:
        """A copy camera's exposure; empty without one."""
        if not self._made_it or not self._exposure - {*self._date, DATE_HOME}:
            return {}
        return exposure_of({name: self.tags[name] for name in self.left})

    @cached_property
    def _read(self) -> dict[WhichTags | None, StoredRecord]:
        """The records that were read already; the tags never change."""
        return {}

    def stored(self, reading: WhichTags | None = None) -> StoredRecord:
        """The record of the place, with the scanner's values in the fields of the scan.

        Of a sidecar that another program wrote, only the home tags count by default.
        """
        if reading not in self._read:
            self._read[reading] = self._stored(reading)
        return self._read[reading].copy()

    def _stored(self, reading: WhichTags | None) -> StoredRecord:
        foreign = self.sidecar and not has_record(self.tags)
        reading = reading or (WhichTags.HOMES if foreign else WhichTags.ALL)
        if is_whole(self.tags) and not (self.sidecar or self.left or reading is WhichTags.HOMES):
            return self._unshared
        found = read_record(
            self._of_film, sidecar=self.sidecar, reading=reading, former=self.former
        )
        record = found.record
        if has_record(self.tags) or not self._made_it:
            if record.copy_exposure is None and (left := left_by_version_1_0(self.tags)):
                there = {name: self.tags[name] for name in left & self.left}
                record["copy_exposure"] = exposure_of(there) or None
            return found
        _keep(record, self._name_texts, self.tags)
        if self.left & self._date:
            record.scanned = record.scanned or _date_in(self.tags)
        record["copy_exposure"] = record.copy_exposure or self.copy_exposure or None
        if self.image:  # whose values count
            for name in set(MOVED) & self.image.stored().record.filled().keys():
                record[name] = None
        return found

    @cached_property
    def _unshared(self) -> StoredRecord:
        """The record in all the tags, as they count in an image after a save of ours."""
        unshared = WhichTags.UNSHARED
        return read_record(self.tags, sidecar=self.sidecar, reading=unshared, former=self.former)

    def to_write(
        self,
        new: ExposureRecord,
        repair: Collection[str] = (),
        leave: Collection[str] = (),
        unsure: Collection[str] = (),
    ) -> dict[str, Raw]:
        """The tags to write (None: to remove) so that the place holds `new`.

        The tags of the fields `repair` are always written. Those of the fields `leave` stay, and
        those of the fields `unsure` too, except our own.

        In an image, the scanner's Make and Model stay until the film camera's replace them; next to
        maker notes they stay for good. The scan's date stays until the record has another.
        """
        old = self.stored().record
        changed = set(old.changes_to(new))
        own_names = uses_own_names(self.image.tags if self.image else self.tags)
        writes = to_write(
            old,
            new,
            self._of_film,
            sidecar=self.sidecar,
            also=repair,
            leave=leave,
            instead=own_names,
            former=self.former,
            unsure=unsure,
        )
        stays = kept_default_texts(self.tags)
        if not self.sidecar and (own_names or not changed & {*_CAMERA}):
            stays |= self._names
        if not self.copy_exposure and not changed & {"taken", "scanned"}:
            stays |= self._date
        writes = dict.fromkeys(self.left - stays) | writes
        if self.film_exif and not self.sidecar:
            writes = _given_back(old, self.tags) | writes
        return displaced(self.tags) | writes

    @property
    def _of_film(self) -> Tags:
        """The tags without the scanner's values; EXIF's copies mean nothing here, and stay."""
        gone = self.left if self.sidecar else self.left - COPIES
        if not gone:
            return self.tags
        return {name: raw for name, raw in self.tags.items() if name not in gone}

    @cached_property
    def _names(self) -> frozenset[str]:
        return self._with_copies(_NAMES)

    @cached_property
    def _date(self) -> frozenset[str]:
        return self._with_copies(DATE)

    def _with_copies(self, names: tuple[str, ...]) -> frozenset[str]:
        """The tags of EXIF and their copies in XMP; a sidecar has only the copies."""
        copies = {in_xmp(name): name for name in names}
        if self.sidecar:
            return frozenset(copies)
        same = {c for c, name in copies.items() if alike(self.tags.get(c), self.tags.get(name))}
        return frozenset(names) | same

    @cached_property
    def _name_texts(self) -> tuple[str | None, ...]:
        """Make and model, as a record has them."""
        there = {name: raw for name, raw in self.tags.items() if name in self._names}
        record = read_record(there, sidecar=self.sidecar, only=_CAMERA).record
        return tuple(record[name] for name in _CAMERA)

    @cached_property
    def _made_it(self) -> bool:
        """Whether the tags are a scanner's own, or in a sidecar copies of them."""
        if self.film_exif:
            return False
        return self.raw or self._is_a_scanner or made_by_copy_camera(self.tags)

    @cached_property
    def _is_a_scanner(self) -> bool:
        if has_record(self.tags) or is_of_a_film_program(self.tags):
            return False
        return _SCANNERS.search(" ".join(filter(None, self._name_texts))) is not None

    @cached_property
    def _exposure(self) -> frozenset[str]:
        """A copy camera's exposure; for a scanner, its date."""
        if self._is_a_scanner and not self.raw:
            return frozenset() if DATE_HOME in self.tags else self._date
        return exposure_tags(self.tags)

    def _left_beside_a_record(self) -> frozenset[str]:
        """The scan's date, the scanner's names and texts that the film's have not replaced."""
        record = self._unshared.record
        left: set[str] = set()
        names = [record[name] for name in _CAMERA]
        if not self.sidecar and any(names) and names == [record[name] for name in _SCANNER]:
            left |= self._names
        # An invalid date counts as none, and not as the scanner's.
        if record.taken and DATE_HOME not in self.tags and record.taken == record.scanned:
            left |= self._date
        left |= left_by_version_1_0(self.tags)
        said = (record.subject, record.notes)  # a person may have chosen these words
        return frozenset(left | kept_default_texts(self.tags, besides=said))

    def _copied_from(self, image: ExposureRecord) -> frozenset[str]:
        """The copies of the scanner's values of the image in another program's sidecar."""
        date = image.scanned and DateKind().to_tag(image.scanned)
        said = {DATE[0]: date} | _as_tags(image.copy_exposure)
        said |= {
            DATE_HOME: said[DATE[0]],
            **dict(zip(_NAMES, map(image.__getitem__, _SCANNER), strict=True)),
        }
        own = {DATE_HOME: DATE_HOME} | {in_xmp(name): name for name in _NAMES}
        return frozenset(
            name
            for name, raw in self.tags.items()
            if alike(_unsigned(raw), said.get(own.get(name) or exif_name(name)))
        )


def _unsigned(raw: Raw) -> Raw:
    """A coordinate without the sign that it has in XMP; EXIF has another tag for that."""
    return raw.removeprefix("-") if isinstance(raw, str) else raw


def moved(
    old: ExposureRecord,
    new: ExposureRecord,
    tags: Tags,
    sidecar: Tags | None = None,
    *,
    film_exif: bool = False,
) -> ExposureRecord:
    """`new` with the scanner's values in the fields of the scan, where `new` leaves these empty.

    `old` is the record as read from an image with the `tags` and from its sidecar. `film_exif`:
    give the copy camera's values back to the film.
    """
    if film_exif:
        return _taken_for_film(new, tags, sidecar)
    record = new.replace()
    changed = set(old.changes_to(new))
    if has_record(sidecar or {}) or has_record(tags) or is_of_a_film_program(tags):
        return record
    if not (record.scanner_make or record.scanner_model):
        record.scanner_make, record.scanner_model = old.scanner_make, old.scanner_model
    for name in MOVED:
        record[name] = record[name] or old[name]
    if changed & {*_CAMERA}:
        _keep(record, (old.camera_make, old.camera_model), tags)
    if "taken" in changed and not record.scanned and DATE_HOME not in tags:
        record.scanned = _date_in(tags)
    return record


def _taken_for_film(record: ExposureRecord, image: Tags, sidecar: Tags | None) -> ExposureRecord:
    """The record with the copy camera's values as the film's.

    The record's own values stay; different values of the copy camera are kept apart.
    """
    if record.copy_exposure is None:
        return record  # all other values are a scanner's
    exposure = _as_tags(record.copy_exposure)
    sources: list[tuple[Tags, bool]] = [(exposure, False)]
    if not has_record(image):
        sources.append((image, False))
    if sidecar is not None and not has_record(sidecar):
        sources.append((sidecar, True))
    found = record.replace(copy_exposure=_contested(record, exposure))
    for tags, is_sidecar in sources:
        said = read_record(tags, sidecar=is_sidecar).record
        for name, value in said.filled().items():
            if found[name] is None:
                found[name] = value
    if not any(found[name] for name in _CAMERA):
        found.camera_make, found.camera_model = found.scanner_make, found.scanner_model
    if [found[name] for name in _CAMERA] == [found[name] for name in _SCANNER]:
        found.scanner_make = found.scanner_model = None
    return found


def _contested(record: ExposureRecord, exposure: Tags) -> CopiedAs | None:
    """The exposure of the fields that the record fills otherwise."""
    said = read_record(exposure, sidecar=False).record
    fields = [name for name in said.filled() if record[name] not in (None, said[name])]
    tags = {
        tag.name.partition(":")[2]
        for name in fields
        for tag in tags_of_field(ExposureRecord.field(name), sidecar=False)
    }
    kept = tuple(item for item in record.copy_exposure or () if item[0] in tags)
    return kept or None


def _given_back(old: ExposureRecord, tags: Tags) -> dict[str, Raw]:
    """The tags without a field that the first save has moved out of EXIF."""
    said = _as_tags(old.copy_exposure)
    found = {name: raw for name, raw in said.items() if exif_name(name)}
    for name, text in old.copy_exposure or ():
        if f"XMP-aux:{name}" in ONLY_IN_XMP:
            found[f"XMP-aux:{name}"] = text
    return {name: raw for name, raw in found.items() if name not in tags}


def _as_tags(exposure: CopiedAs | None) -> dict[str, Raw]:
    """The EXIF tags from which a copy's exposure was read."""
    return {
        f"{'GPS' if name.startswith('GPS') else 'ExifIFD'}:{name}": text
        for name, text in exposure or ()
    }


def _keep(record: ExposureRecord, scanner: tuple[str | None, ...], tags: Tags) -> None:
    if not (record.scanner_make or record.scanner_model):
        record.scanner_make, record.scanner_model = scanner
    if not record.scan_software and any(scanner):
        software = tags.get(SOFTWARE) or tags.get(in_xmp(SOFTWARE))
        if not isinstance(software, NotUtf8):  # such a text stays, and is not copied
            record.scan_software = str(software or "") or None


def _date_in(tags: Tags) -> PartialDate | None:
    for tag in (ExifDate(DATE[0], offset=DATE[1]), ExifDate(in_xmp(DATE[0]))):
        try:
            date: PartialDate | None = tag.read(DateKind(), tags)
        except ValueError:
            continue  # not a valid date
        if date:
            return date
    return None
