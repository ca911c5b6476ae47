"""A record that GIMP's metadata cannot hold, kept with the image beside them.

The one idea: GIMP's metadata are where a record belongs, since every export carries them. What
stands beside them, as a note of ours that GIMP saves in an XCF, is only what they cannot hold: all
of it while there is no ExifTool, and what GIMP cuts off (GIMP 3.0 ends titles at a comma).
"""

from __future__ import annotations

import json
from typing import NamedTuple

from gi.repository import Gimp

from exifilm_core.errors import ExifilmError
from exifilm_core.record import ExposureRecord

_NAME = "exifilm-record"


class Beside(NamedTuple):
    """What stands beside an image's metadata."""

    record: ExposureRecord
    in_metadata: ExposureRecord | None
    """What GIMP's metadata made of it; None: it was never put into them."""

    def joined(self, now: ExposureRecord) -> ExposureRecord:
        """The record, where the metadata say `now`: what changed in them since goes before."""
        if self.in_metadata is None:
            return now.replace(**self.record.filled())
        since = {name: now[name] for name in self.in_metadata.changes_to(now)}
        return self.record.replace(**since)


def beside(image: Gimp.Image) -> Beside | None:
    """What stands beside the image's metadata, if anything that makes sense does."""
    note = image.get_parasite(_NAME)
    if note is None:
        return None
    try:
        # GIMP gives signed bytes.
        data = json.loads(bytes(byte & 255 for byte in note.get_data()))
        read = data["in_metadata"]
        return Beside(
            ExposureRecord.from_json(data["record"]),
            None if read is None else ExposureRecord.from_json(read),
        )
    except (ValueError, KeyError, TypeError, ExifilmError):
        return None


def keep_beside(
    image: Gimp.Image, record: ExposureRecord, in_metadata: ExposureRecord | None
) -> None:
    """Keep the record beside the metadata, unless they hold all of it."""
    if record == in_metadata:
        if image.get_parasite(_NAME) is not None:
            image.detach_parasite(_NAME)
        return
    data = {
        "record": record.to_json(),
        "in_metadata": None if in_metadata is None else in_metadata.to_json(),
    }
    text = json.dumps(data).encode("ascii")
    image.attach_parasite(Gimp.Parasite.new(_NAME, Gimp.PARASITE_PERSISTENT, list(text)))
