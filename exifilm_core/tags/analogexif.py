"""AnalogExif's tags and notations, as that program and compatible ones write them."""

from __future__ import annotations

import re

from exifilm_core.kinds.numbers import decimal

TAGS = {
    # Every tag of the namespace, with the type of its value.
    **dict.fromkeys(("ExposureNumber", "FilmGrain"), "integer"),
    **dict.fromkeys(("RollId", "FilmMaker", "Film", "FilmAlias", "FilmType"), "string"),
    **dict.fromkeys(("LensSerialNumber", "Filter"), "string"),
    **dict.fromkeys(("Developer", "DevelopProcess", "DeveloperMaker"), "string"),
    **dict.fromkeys(("DeveloperDilution", "DevelopTime", "Lab", "LabAddress"), "string"),
    **dict.fromkeys(("ScannerMaker", "Scanner", "ScannerSoftware"), "string"),
}


def with_times_sign(film_format: str) -> str:
    """The film format in AnalogExif's notation: 4×5 for 4x5."""
    return re.sub(r"(?<=\d)\s*x\s*(?=\d)", "×", film_format)


def with_letter_x(film_format: str) -> str:
    """The film format in the form's notation: 4x5 for 4×5."""
    return film_format.replace("×", "x")


def in_minutes(seconds: float) -> str:
    """A time in AnalogExif's notation: "13 min", or "13 min 30 s"."""
    minutes, rest = divmod(seconds, 60)
    parts = [f"{int(minutes)} min" if minutes else "", f"{decimal(rest)} s" if rest else ""]
    return " ".join(part for part in parts if part)
