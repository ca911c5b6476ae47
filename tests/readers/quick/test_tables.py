"""The tables of the quick reader are those that the installed ExifTool gives."""

from __future__ import annotations

from importlib import import_module

import pytest

from exifilm_core.record import ExposureRecord
from exifilm_core.tags.mapping import tags_of_field
from tests import samples
from tools import quick_table

MADE = quick_table.modules()
TABLES = [(module, name) for module, tables in MADE.items() for name in tables]
LISTED_BY_ALL = {(12, 57), (13, 58)}
"""Versions that list the same tags. Others may list some more, or lack some."""


@pytest.mark.parametrize(("module", "name"), TABLES)
def test_they_are_up_to_date(module: str, name: str) -> None:
    """`make config` renews them. A tag that is listed otherwise would be read otherwise."""
    ours = getattr(import_module(f"exifilm_core.readers.quick.{module}"), name)
    listed = MADE[module][name]
    both = listed.keys() & ours.keys()
    assert {key: ours[key] for key in both} == {key: listed[key] for key in both}
    assert len(both) >= 0.9 * len(ours)
    if samples.exiftool_version() in LISTED_BY_ALL:
        assert ours == listed


def test_every_tag_of_a_field_is_in_them() -> None:
    known = {row[0] for tables in MADE.values() for rows in tables.values() for row in _rows(rows)}
    names = {
        name
        for field in ExposureRecord.fields()
        for sidecar in (False, True)
        for tag in (*tags_of_field(field, sidecar=sidecar), *field.if_there)
        for name in tag.names
        if not name.startswith("XMP-exif:GPS") or not name.endswith("Ref")
    }
    unlisted = set(MADE["xmp_table"]["UNLISTED"])
    assert names - known - unlisted == set()


def _rows(rows: dict[object, object]) -> list[tuple[str, str]]:
    return [row for row in rows.values() if isinstance(row, tuple)]
