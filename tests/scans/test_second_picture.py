"""A JPEG with a second picture behind the first, whose place a segment gives (CIPA DC-007)."""

from __future__ import annotations

import struct
from collections.abc import Callable
from pathlib import Path

import pytest

from exifilm_core import Scan
from tests.scans.batch.many import save_many

FIELDS = {"film": "HP5+", "aperture": 22, "notes": "a long note, " * 100}


def directory(length: int, place: int, second: int) -> bytes:
    """The segment: two pictures, the first of that length, the second at that place."""
    rows = (
        struct.pack(">HHI4s", 0xB000, 7, 4, b"0100"),
        struct.pack(">HHII", 0xB001, 4, 1, 2),
        struct.pack(">HHII", 0xB002, 7, 32, 50),
    )
    pictures = struct.pack(">IIIIIIII", 0x20030000, length, 0, 0, 0, second, place, 0)
    data = b"MPF\0MM\0*\0\0\0\x08\0\x03" + b"".join(rows) + bytes(4) + pictures
    return b"\xff\xe2" + struct.pack(">H", len(data) + 2) + data


def put_second(path: Path, at: int) -> bytes:
    """Put the segment at that place, and a second picture at the end, which is returned."""
    second = path.read_bytes()
    head, rest = second[:at], second[at:]
    length = len(second) + len(directory(0, 0, 0))
    origin = at + 8  # the byte order in the segment
    path.write_bytes(head + directory(length, length - origin, len(second)) + rest + second)
    return second


def second_in(path: Path) -> bytes:
    """The picture at the place that the segment gives."""
    data = path.read_bytes()
    origin = data.index(b"MPF\0") + 4
    size, place = struct.unpack(">II", data[origin + 70 : origin + 78])
    return data[origin + place :][:size]


@pytest.fixture(params=["before EXIF", "between EXIF and XMP", "no EXIF"])
def path(make_scan, request: pytest.FixtureRequest) -> Path:
    """A scan with two pictures."""
    with_exif = request.param != "no EXIF"
    made: Path = make_scan("scan.jpg", foreign=with_exif, scanner=with_exif)
    data = made.read_bytes()
    assert (b"Exif\0\0" in data) == with_exif
    behind = {"before EXIF": b"Exif\0\0", "between EXIF and XMP": b"http://ns.adobe.com/xap/1.0/"}
    put_second(
        made, data.index(behind[request.param]) - 4 if with_exif else data.index(b"\xff\xdb")
    )
    return made


@pytest.fixture(params=["alone", "of many"])
def save(request: pytest.FixtureRequest) -> Callable[[Path], None]:
    """A function that saves the fields."""

    def alone(path: Path) -> None:
        scan = Scan(path)
        scan.save(scan.record.replace(**FIELDS))

    def of_many(path: Path) -> None:
        results = save_many([path], FIELDS)
        assert not isinstance(results[path], Exception)

    return alone if request.param == "alone" else of_many


def test_it_stays_where_its_place_says(path: Path, save: Callable[[Path], None]) -> None:
    before, second = path.read_bytes(), second_in(path)
    assert second[:2] == b"\xff\xd8"
    save(path)
    assert Scan(path).record.film == "HP5+"
    assert second_in(path) == second
    Scan(path).undo()
    assert path.read_bytes() == before
