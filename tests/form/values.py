"""A text for each field in a photographer's notation, derived from the kinds of value."""

from __future__ import annotations

from typing import Any

from exifilm_core import ExposureRecord, kinds
from exifilm_core.record import Field


def written(field: Field[Any]) -> str:
    """The text to type into the field; differs among fields of a kind, so that mix-ups show."""
    number = [f.name for f in ExposureRecord.fields()].index(field.name)
    match field.kind:
        case kinds.Aperture():
            return "f22½"
        case kinds.Time():
            return f"1m {number}s"
        case kinds.Length(unit="m"):
            return f"{number} ft"
        case kinds.Length():
            return f"{number / 10} cm"
        case kinds.Angle():
            return f"-{number / 10} deg"
        case kinds.Coordinate(positive=positive):
            return f"{number}° 42' {positive}"
        case kinds.Temperature():
            return "68F"
        case kinds.Factor():
            return f"x{1 + number / 10}"
        case kinds.Development():
            return "N+1½"
        case kinds.Speed():
            return f"EI {number * 10}"
        case kinds.Count():
            return "8"
        case kinds.Choice():
            return "1"
        case kinds.Compensation():
            return "-1 1/2"
        case kinds.Frame():
            return f"0{number}a"
        case kinds.RoughDateKind():
            return "ca. 6/2012"
        case kinds.DateKind():
            return f"2012-06-{number % 28 + 1:02} 16:20"
        case kinds.Readings():
            return "deep shade EV 9 on III; snow 250 c/ft2 on VII"
        case kinds.CopyExposure():
            return f"1/{number} s, f/8, ISO 100; Flash=16"
        case kinds.Keywords():
            return "snow, Sierra Nevada"
        case kinds.Text():
            return f"{field.label} “é” & no {number}"
    raise AssertionError(f"no text for a field of the kind {field.kind}")


WRITTEN = {field.name: written(field) for field in ExposureRecord.fields()}
