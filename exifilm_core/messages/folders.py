"""The selection of scans in a folder by their numbers."""

from __future__ import annotations

from exifilm_core.messages import Template


class Folders(Template):
    """Of one folder of scans."""

    NO_SUCH_NUMBER = "there is no scan with the image number {number}."
    DUPLICATE_NUMBER = (
        "{count} scans have the image number {number} ({names}). Give each its own No."
    )
    TOO_MANY_NUMBERS = (
        "{first} to {last} is {count} numbers. Print at most {most} numbers at a time."
    )
