"""Every value in its box, in type that can be read, and nothing over its neighbour."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PIL import ImageChops

from exifilm_core import ExifilmError, ExposureRecord
from exifilm_core.kinds import Text
from exifilm_core.printing.fitting import SMALLEST

from .filled import BOXED, FORM, FULL, assert_in_their_boxes, calls_of, fonts, random_record
from .interpreter import pictures, printed, sheet, texts


def test_each_field_with_a_box_is_printed_in_it() -> None:
    record = FULL.replace(image_id="17")
    (calls,) = calls_of(record)
    filled = {call.split()[0][1:] for call in calls if call.endswith("fill-slot")}
    assert filled == set(BOXED) - {"readings"} | {"readings.unplaced"}
    assert sum(call.endswith("mark-reading") for call in calls) == 3
    assert_in_their_boxes([record])


HOSTILE = [
    "W" * 400,
    "Ílggjy Ågçq " * 40,
    "a",
    "many short words " * 60,
    "Ǻḝǭ Ωμέγα зимний лес ⅓ " * 12,
    "(((\\)) %%EOF",
    "e\u0301\u0323\u0302" * 30,
    "\U0010fffd" * 50,
]
TEXT_FIELDS = [name for name in BOXED if isinstance(ExposureRecord.field(name).kind, Text)]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:12]))
def test_whatever_is_in_a_text_stays_in_its_box(text: str) -> None:
    assert len(TEXT_FIELDS) > 15
    assert_in_their_boxes([ExposureRecord(**dict.fromkeys(TEXT_FIELDS, text))])


def test_the_longest_numbers_stay_in_their_boxes() -> None:
    extremes = []
    for name in BOXED:
        kind = ExposureRecord.field(name).kind
        for value in (getattr(kind, "lowest", None), getattr(kind, "highest", None), 123.4567):
            try:
                extremes.append(ExposureRecord(**{name: value}))
            except (ExifilmError, TypeError):
                continue
    assert len(extremes) > 40
    assert_in_their_boxes(extremes)


def test_random_records_stay_in_their_boxes() -> None:
    assert_in_their_boxes([random_record(seed) for seed in range(40)])


def overlap(calls: list[str], folder: Path) -> list[tuple[str, str]]:
    """The pairs of calls of which one's ink runs over the other's."""
    pages = "\n".join(f"gsave {call} grestore showpage" for call in calls)
    document = (
        f"<</PageSize [300 400]>> setpagedevice {FORM.prologue}\n"
        f"ExposureRecord begin {fonts()}\n{pages}"
    )
    images = [
        image.point(lambda tone: 255 if tone < 128 else 0)
        for image in pictures(document.encode("ascii"), folder, dpi=200)
    ]
    return [
        (calls[one], calls[other])
        for one in range(len(calls))
        for other in range(one)
        if ImageChops.multiply(images[one], images[other]).getbbox()
    ]


@pytest.mark.parametrize("seed", range(4))
def test_nothing_runs_over_its_neighbour(seed: int, tmp_path: Path) -> None:
    for leaf in calls_of(random_record(seed)):
        zones = [call.split()[-4] for call in leaf if call.endswith("mark-reading")]
        meetings = [
            (one, other)
            for one, other in overlap(leaf, tmp_path)
            # Readings on one zone hang from one leader.
            if not (
                one.endswith("mark-reading")
                and other.endswith("mark-reading")
                and one.split()[-4] == other.split()[-4]
            )
        ]
        assert meetings == [], zones


def test_nothing_is_smaller_than_can_be_read() -> None:
    for seed in range(10):
        for leaf in calls_of(random_record(seed)):
            for call in leaf:
                if found := re.search(r"\] (\S+) (?:fill-slot|foot)$", call):
                    assert float(found[1]) >= SMALLEST


def test_on_small_paper_the_type_is_still_as_large(tmp_path: Path) -> None:
    document, _ = printed([FULL.replace(film="W" * 60, notes="many words " * 99)], paper="4x6in")
    scale = sheet("4x6in").scale
    assert scale < 0.95
    sizes = re.findall(rb"\] (\S+) (?:fill-slot|foot)\n", document)
    assert min(map(float, sizes)) * scale == pytest.approx(SMALLEST, abs=0.01)


def test_units_are_printed_once() -> None:
    document, _ = printed([ExposureRecord(focal_length=210, subject_distance="infinity")], forms=1)
    (page,) = texts(document)
    assert "210 mm" not in page.replace("  ", "")
    row = next(line for line in page.splitlines() if "210" in line)
    assert row.split()[-2:] == ["210", "mm"]
    assert "infinity" in page
    assert not re.search(r"infinity\s+m\b", page)
