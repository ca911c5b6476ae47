"""What photo programs show of a record, and which fields their panels ask for."""

from __future__ import annotations

from typing import Any

import pytest

from exifilm_core import ExposureRecord
from exifilm_core.exchange.request import panel_fields
from exifilm_core.kinds import Text
from exifilm_core.record.in_hosts import CUSTOM, IN_HOSTS, LEVEL, TAGGED, in_hosts
from exifilm_core.tags.styles import ATTACHED

FULL = ExposureRecord(
    subject="Moonrise", notes="wind", exposure_index=64, aperture="f/22½", exposure_time="1/60",
    focal_length="210 mm", lens="Symmar", camera_make="Linhof", camera_model="Technika",
    taken="1974-08-03 16:20", film="FP4+", film_format="4x5", developer="D-76", holder="12A",
)  # fmt: skip


def test_numbers_are_plain_and_in_the_units_of_exif() -> None:
    assert in_hosts(FULL) == {
        "title": "Moonrise",
        "notes": "wind",
        "taken": "1974:08:03 16:20:00",
        "iso": 64.0,
        "aperture": 26.16256,
        "exposure": pytest.approx(1 / 60, rel=1e-6),
        "focal_length": 210.0,
        "lens": "Symmar",
        "maker": "Linhof",
        "model": "Technika",
        "tags": ["film|stock|FP4+", "film|format|4x5", "film|developer|D-76"],
        "custom": {"film": "FP4+", "format": "4x5", "developer": "D-76", "holder": "12A"},
    }


def test_what_the_record_does_not_say_is_left_out() -> None:
    assert in_hosts(ExposureRecord()) == {"tags": [], "custom": {}}


@pytest.mark.parametrize(
    ("taken", "shown"),
    [
        ("1974", None),
        ("1974-08", None),
        ("c. 1974", None),
        ("c. 1974-08-03", None),
        ("1974-08-03/1974-08-05", None),
        ("1974-08-03", "1974:08:03 00:00:00"),
        ("1974-08-03 16:20:05+02:00", "1974:08:03 16:20:05"),
    ],
)
def test_only_a_date_with_its_day_is_shown(taken: str, shown: str | None) -> None:
    assert in_hosts(ExposureRecord(taken=taken)).get("taken") == shown


@pytest.mark.parametrize(
    ("film", "tag"),
    [
        ("Tri-X|320", "film|stock|Tri-X/320"),
        ("Kodak, Tri-X", "film|stock|Kodak Tri-X"),
        ("  FP4   plus ", "film|stock|FP4 plus"),
    ],
)
def test_a_value_is_one_level_of_a_tag(film: str, tag: str) -> None:
    assert in_hosts(ExposureRecord(film=film))["tags"] == [tag]


def test_every_tag_is_known_to_be_no_keyword() -> None:
    """Else darktable's keywords would come into the record."""
    assert {tuple(above.split(LEVEL)) for above in TAGGED} <= set(ATTACHED)


def test_tags_and_custom_metadata_are_texts() -> None:
    fields: list[Any] = [*TAGGED.values(), *CUSTOM.values()]
    assert all(isinstance(field.kind, Text) for field in fields)


def test_all_that_is_shown_is_in_the_declaration() -> None:
    shown = [*IN_HOSTS.values(), *TAGGED.values(), *CUSTOM.values()]
    assert {field.name for field in shown} <= {field.name for field in ExposureRecord.fields()}
    assert all(ExposureRecord.field(field.name) is field for field in shown)


def test_the_fields_of_a_panel_are_declared_in_the_order_of_the_form() -> None:
    assert panel_fields() == (
        "subject", "film", "film_format", "exposure_index", "holder", "lens", "aperture",
        "exposure_time", "development", "developer", "notes",
    )  # fmt: skip
