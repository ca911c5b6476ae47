"""Nos. and holders count up from sheet to sheet; the camera bag's fields stay."""

from __future__ import annotations

import pytest

from exifilm_core.record import ExposureRecord
from exifilm_core.record.counting import counted_up, next_of


@pytest.mark.parametrize(
    ("text", "following"),
    [("17", "18"), ("0418-07", "0418-08"), ("099", "100"), ("12A", "12B"), ("12B", "13A"),
     ("3b", "4a"), ("R2-09A", "R2-09B"), ("2012-017", "2012-018"), ("Grafmatic", ""), ("", ""),
     ("12C", ""), ("9" * 30, ""), ("7 left", "")],
)  # fmt: skip
def test_the_next(text: str, following: str) -> None:
    assert counted_up(text) == following


def test_a_frame_counts_as_the_film_does_and_a_holder_by_its_sides() -> None:
    frame, holder = ExposureRecord.frame, ExposureRecord.holder
    assert (next_of(frame, "0A"), next_of(frame, "00"), next_of(frame, "36")) == ("1A", "0", "37")
    assert (next_of(holder, "12A"), next_of(holder, "12B")) == ("12B", "13A")


def test_what_belongs_to_one_sheet_does_not_stay() -> None:
    stays = {field.name for field in ExposureRecord.fields() if field.stays}
    assert {"film", "camera_model", "lens", "meter", "process", "developer"} <= stays
    of_one_sheet = {
        "subject",
        "taken",
        "latitude",
        "readings",
        "front_tilt",
        "exposure_time",
        "notes",
    }
    assert not stays & of_one_sheet
    assert {field.name for field in ExposureRecord.fields() if field.counts} == {
        "image_id",
        "frame",
        "holder",
    }
