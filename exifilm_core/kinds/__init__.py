"""The kinds of value that a record holds. Each reads, checks and shows one photographer's notation.

Kinds know nothing of tags, files or windows. `Kind` in `kind.py` is their common interface. They
are loaded when first asked for, since a calculation needs few.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from exifilm_core.film.readings import Reading
    from exifilm_core.kinds.aperture import Aperture
    from exifilm_core.kinds.choice import FLASH, LIGHT_SOURCE, METERING, Choice
    from exifilm_core.kinds.coordinate import LATITUDE, LONGITUDE, Coordinate
    from exifilm_core.kinds.copy_exposure import CopiedAs, CopyExposure
    from exifilm_core.kinds.dates import DateKind, RoughDateKind
    from exifilm_core.kinds.frame import Frame
    from exifilm_core.kinds.kind import Json, Kind
    from exifilm_core.kinds.length import Length
    from exifilm_core.kinds.partial_dates import PartialDate, RoughDate
    from exifilm_core.kinds.plain import (
        Angle,
        Compensation,
        Count,
        Development,
        Factor,
        Temperature,
    )
    from exifilm_core.kinds.readings import Readings
    from exifilm_core.kinds.speed import Speed
    from exifilm_core.kinds.text import Keywords, Text
    from exifilm_core.kinds.time import DarkroomTime, Time

__all__ = [
    "FLASH",
    "LATITUDE",
    "LIGHT_SOURCE",
    "LONGITUDE",
    "METERING",
    "Angle",
    "Aperture",
    "Choice",
    "Compensation",
    "Coordinate",
    "CopiedAs",
    "CopyExposure",
    "Count",
    "DarkroomTime",
    "DateKind",
    "Development",
    "Factor",
    "Frame",
    "Json",
    "Keywords",
    "Kind",
    "Length",
    "PartialDate",
    "Reading",
    "Readings",
    "RoughDate",
    "RoughDateKind",
    "Speed",
    "Temperature",
    "Text",
    "Time",
]

_HOMES = {
    name: module
    for module, names in {
        "exifilm_core.film.readings": "Reading",
        "exifilm_core.kinds.aperture": "Aperture",
        "exifilm_core.kinds.choice": "FLASH LIGHT_SOURCE METERING Choice",
        "exifilm_core.kinds.coordinate": "LATITUDE LONGITUDE Coordinate",
        "exifilm_core.kinds.copy_exposure": "CopiedAs CopyExposure",
        "exifilm_core.kinds.dates": "DateKind RoughDateKind",
        "exifilm_core.kinds.frame": "Frame",
        "exifilm_core.kinds.kind": "Json Kind",
        "exifilm_core.kinds.length": "Length",
        "exifilm_core.kinds.partial_dates": "PartialDate RoughDate",
        "exifilm_core.kinds.plain": "Angle Compensation Count Development Factor Temperature",
        "exifilm_core.kinds.readings": "Readings",
        "exifilm_core.kinds.speed": "Speed",
        "exifilm_core.kinds.text": "Keywords Text",
        "exifilm_core.kinds.time": "DarkroomTime Time",
    }.items()
    for name in names.split()
}


if not TYPE_CHECKING:  # or a name that is not there would be of any type

    def __getattr__(name: str) -> Any:
        if name in _HOMES:
            return getattr(import_module(_HOMES[name]), name)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
