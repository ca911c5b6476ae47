"""Any record stays complete and equal in a real file."""

from __future__ import annotations

import contextlib
import math
import uuid
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exifilm_core import ExifilmError, ExposureRecord, Scan
from exifilm_core.film.readings import UNITS, Reading
from exifilm_core.kinds import (
    Choice,
    Coordinate,
    CopyExposure,
    Count,
    DateKind,
    Frame,
    Keywords,
    Readings,
    RoughDateKind,
    Text,
)
from exifilm_core.kinds.kind import Quantity
from exifilm_core.record import Field
from tests import samples

TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Cn"])
    | st.sampled_from("\n\t\"'\\&<>#@-=%${}[];:,"),
    max_size=40,
)
DATES = st.one_of(
    st.integers(1826, 2100).map(str),
    st.dates().filter(lambda day: day.year > 999).map(str),
    st.datetimes().filter(lambda time: time.year > 999).map(lambda time: str(time)[:19]),
    st.datetimes().filter(lambda time: time.year > 999).map(lambda t: f"{str(t)[:16]}+05:30"),
)
APPROXIMATE = st.one_of(
    st.integers(1826, 2100).map("c. {}".format),
    st.integers(183, 209).map("{}X".format),
    st.integers(1826, 2100).map(lambda year: f"{year}/{year + 1}"),
    st.dates().filter(lambda day: day.year > 999).map("~{}".format),
)


def values_of(field: Field[Any]) -> st.SearchStrategy[Any]:
    kind = field.kind
    if isinstance(kind, Coordinate):
        return st.floats(kind.lowest, kind.highest)
    if isinstance(kind, Quantity):
        lowest, highest = kind.lowest, kind.highest
        finite = st.floats(max(lowest, -1e6), min(highest, 1e6)).filter(
            lambda value: value == 0 or abs(value) > 1e-4
        )
        return finite | st.just(math.inf) if highest == math.inf else finite
    if isinstance(kind, Count):
        return st.integers(1, 1000)
    if isinstance(kind, Choice):
        return st.integers(0, 96).map(str)
    if isinstance(kind, Frame):
        return st.from_regex(r"(00|[0-9]{1,3})[AB]?", fullmatch=True)
    if isinstance(kind, DateKind):
        return DATES | APPROXIMATE if isinstance(kind, RoughDateKind) else DATES
    if isinstance(kind, Keywords):
        return st.lists(TEXTS, max_size=4)
    if isinstance(kind, Readings):
        readings = st.builds(
            Reading, TEXTS, st.floats(0.01, 1000), st.sampled_from(UNITS),
            st.none() | st.floats(0, 10),
        )  # fmt: skip
        return st.lists(readings, max_size=4)
    if isinstance(kind, CopyExposure):
        names = st.sampled_from(["ExposureTime", "FNumber", "ISO", "Flash", "UserComment"])
        numbers = st.floats(1e-4, 1000).map(str)
        return st.dictionaries(names, numbers | TEXTS, max_size=4)
    assert isinstance(kind, Text)
    return TEXTS


def record_of(values: dict[str, Any]) -> ExposureRecord:
    record = ExposureRecord()
    for name, value in values.items():
        with contextlib.suppress(ExifilmError):  # another test covers rejected values
            record[name] = value
    return record


RECORDS = st.fixed_dictionaries(
    {}, optional={field.name: values_of(field) for field in ExposureRecord.fields()}
).map(record_of)


@pytest.mark.parametrize("suffix", [".jpg", ".tif", ".xcf"])
@settings(
    max_examples=samples.rounds(12),
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(first=RECORDS, second=RECORDS)
def test_any_record(
    make_scan: Any, suffix: str, first: ExposureRecord, second: ExposureRecord
) -> None:
    path: Path = make_scan(f"{uuid.uuid4()}{suffix}", foreign=False)
    pixels = samples.pixels(path)
    for record in (first, second):
        Scan(path).save(record)
        scan = Scan(path)
        assert scan.record == record
        assert scan.unreadable == {} and scan.drifted == []
    assert samples.pixels(path) == pixels
    if second != first:
        Scan(path).undo()
    assert Scan(path).record == first
