"""A record that GIMP's metadata cannot hold, in a parasite of the image.

A record belongs into GIMP's metadata, because exports include them. The parasite, which an XCF
keeps, holds only what the metadata cannot. That is the complete record while there is no ExifTool.
It is also any text that GIMP truncates: GIMP 3.0 ends titles at a comma.
"""

from __future__ import annotations

import json
from typing import NamedTuple

from gi.repository import Gimp

from exifilm_core.errors import ExifilmError
from exifilm_core.record import ExposureRecord

_NAME = "exifilm-record"
_UNSAVED_WORK = Gimp.PARASITE_PERSISTENT | Gimp.PARASITE_UNDOABLE
"""Flags: an XCF keeps it; and GIMP asks to save the image, since no file has it yet."""


class ParasiteRecord(NamedTuple):
    """A record in a parasite, with the one that the image's metadata held then."""

    record: ExposureRecord
    in_metadata: ExposureRecord | None
    """None: it was never put into them."""

    def joined(self, now: ExposureRecord) -> ExposureRecord:
        """The record, updated with every field that the metadata (`now`) have changed since."""
        if self.in_metadata is None:
            return now.replace(**self.record.filled())
        since = {name: now[name] for name in self.in_metadata.changes_to(now)}
        return self.record.replace(**since)


def record_in_parasite(image: Gimp.Image) -> ParasiteRecord | None:
    """The record in the image's parasite; None if there is none, or none that is valid."""
    note = image.get_parasite(_NAME)
    if note is None:
        return None
    try:
        # GIMP gives signed bytes.
        data = json.loads(bytes(byte & 255 for byte in note.get_data()))
        read = data["in_metadata"]
        return ParasiteRecord(
            ExposureRecord.from_json(data["record"]),
            None if read is None else ExposureRecord.from_json(read),
        )
    except (ValueError, KeyError, TypeError, ExifilmError):
        return None


def keep_in_parasite(
    image: Gimp.Image, record: ExposureRecord, in_metadata: ExposureRecord | None
) -> None:
    """Attach the record to the image; none if the metadata hold all of it."""
    if record == in_metadata:
        if image.get_parasite(_NAME) is not None:
            image.detach_parasite(_NAME)
        return
    data = {
        "record": record.to_json(),
        "in_metadata": None if in_metadata is None else in_metadata.to_json(),
    }
    text = json.dumps(data).encode("ascii")
    image.attach_parasite(Gimp.Parasite.new(_NAME, _UNSAVED_WORK, list(text)))
