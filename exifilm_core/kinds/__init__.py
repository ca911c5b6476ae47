"""The kinds of value that a record holds. Each reads, checks and shows one photographer's notation.

Kinds know nothing of tags, files or windows. `Kind` in `kind.py` is their common interface.
"""

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
