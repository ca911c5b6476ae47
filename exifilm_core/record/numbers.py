"""The number of a sheet: its No., or else its roll and frame, 0418-07.

The parts go through the index as one text, so that it need not know what they are for.
"""

from __future__ import annotations

from exifilm_core.kinds.frame import in_number
from exifilm_core.record.exposure_record import ExposureRecord

_BETWEEN = "\x1f"
"""Separates the parts; no text of a record has it."""


def of_frame(roll: str, frame: str) -> str:
    """The number of a frame: 0418-07, or 07 of a roll without a name; "" without a frame."""
    return "-".join(filter(None, (roll, in_number(frame)))) if frame else ""


def number_of(record: ExposureRecord) -> str:
    """The No. of the record, or else its roll and frame; "" without both."""
    return record.image_id or of_frame(record.roll or "", record.frame or "")


def packed(record: ExposureRecord) -> str:
    """No., roll and frame as one text; the No. alone without a roll and a frame."""
    parts = [record.image_id or "", record.roll or "", record.frame or ""]
    return _BETWEEN.join(parts) if parts[1] or parts[2] else parts[0]


def unpacked(text: str) -> tuple[str, str, str]:
    """No., roll and frame of such a text."""
    image_id, roll, frame = (*text.split(_BETWEEN), "", "")[:3]
    return image_id, roll, frame
