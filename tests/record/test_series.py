"""Numbers that count up over several records, and two records swapped."""

from __future__ import annotations

import pytest

from exifilm_core import ExposureRecord
from exifilm_core.record.series import counting_from, swapped
from tests.form.values import WRITTEN


@pytest.mark.parametrize(
    ("name", "first", "count", "wanted"),
    [
        ("image_id", "9", 3, ["9", "10", "11"]),
        ("image_id", "0418-07", 2, ["0418-07", "0418-08"]),
        ("holder", "12B", 2, ["12B", "13A"]),
        ("holder", "last", 3, ["last"]),
        ("frame", "0A", 2, ["0A", "1A"]),
        ("holder", "", 3, []),
        ("image_id", "7", 0, []),
    ],
)
def test_numbers_count_up(name: str, first: str, count: int, wanted: list[str]) -> None:
    assert counting_from(name, first, count) == wanted


def test_two_records_are_swapped_but_for_the_scan_itself() -> None:
    one = ExposureRecord(**WRITTEN)
    other = ExposureRecord(image_id="2", subject="Rock", scan_software="VueScan")
    to_one, to_other = swapped(one, other)
    new, back = one.replace(**to_one), other.replace(**to_other)
    scan = {name: one[name] for name in ("scanner_make", "scanner_model", "scan_software")}
    assert new.subject == "Rock" and new.lens is None
    assert {name: new[name] for name in scan} == scan
    assert back.subject == one.subject and back.scan_software == "VueScan"
    again = swapped(new, back)
    assert (new.replace(**again[0]), back.replace(**again[1])) == (one, other)
