"""A TIFF structure's tags as bytes: read within bounds, and replaced within their room."""

from __future__ import annotations

import random
import struct
from pathlib import Path

import pytest

from exifilm_core.files import raw_values
from exifilm_core.files.raw_values import LARGEST, Key, RawValue
from tests import samples

COPYRIGHT, MAKE, EXIF, GPS, LATITUDE = 0x8298, 0x10F, 0x8769, 0x8825, 2
ORDERS = pytest.mark.parametrize("order", ["<", ">"])
BIG = pytest.mark.parametrize("big", [False, True])


def structure(order: str, *, big: bool, **directories: list[tuple[int, int, int, bytes]]) -> bytes:
    """A TIFF structure of directories (ifd0, exif, gps) of entries: tag, type, count, bytes.

    Bytes that do not fit into the entry follow after all directories; pointers are added.
    """
    count, offset = ("Q", "Q") if big else ("H", "I")
    head, inline = struct.calcsize(f"<HH{offset}"), struct.calcsize(offset)
    pointers = {"exif": EXIF, "gps": GPS}
    ifd0 = list(directories.pop("ifd0"))
    ifd0 += [(pointers[name], 4, 1, b"") for name in directories]
    at = 16 if big else 8
    where = {}
    for name, entries in {"ifd0": ifd0, **directories}.items():
        where[name] = at
        at += struct.calcsize(count) + len(entries) * (head + inline) + inline
    written, behind = b"", b""
    for entries in (ifd0, *directories.values()):
        written += struct.pack(order + count, len(entries))
        for tag, type_, number, value in entries:
            for name, pointer in pointers.items():
                value = struct.pack(order + "I", where[name]) if tag == pointer else value
            written += struct.pack(f"{order}HH{offset}", tag, type_, number)
            if len(value) > inline:
                written += struct.pack(order + offset, at + len(behind))
                behind += value
            else:
                written += value.ljust(inline, b"\0")
        written += bytes(inline)
    mark = b"II" if order == "<" else b"MM"
    if big:
        return mark + struct.pack(f"{order}HHHQ", 43, 8, 0, 16) + written + behind
    return mark + struct.pack(f"{order}HI", 42, 8) + written + behind


def read(path: Path, start: int = 0) -> dict[Key, RawValue]:
    with path.open("rb") as file:
        return raw_values.read(file, start)


def put(path: Path, values: dict[Key, RawValue]) -> None:
    with path.open("rb+") as file:
        raw_values.put(file, values)


@pytest.fixture
def make(tmp_path: Path):
    """A function that makes a file of a structure."""

    def made(order: str = "<", *, big: bool = False, before: bytes = b"") -> Path:
        path = tmp_path / "a.tif"
        fractions = struct.pack(f"{order}6I", 47, 1, 30, 1, 1234567, 10000)
        path.write_bytes(
            before
            + structure(
                order,
                big=big,
                ifd0=[(MAKE, 2, 2, b"A\0"), (COPYRIGHT, 2, 12, b"\xa9 W\xf6rdehoff\0")],
                exif=[(0x829A, 5, 1, struct.pack(f"{order}2I", 10, 600))],
                gps=[(LATITUDE, 5, 3, fractions)],
            )
        )
        return path

    return made


@ORDERS
@BIG
@pytest.mark.parametrize("before", [b"", b"8BPS something"])
def test_reading(make, order: str, big: bool, before: bytes) -> None:
    found = read(make(order, big=big, before=before), len(before))
    assert found["IFD0", MAKE] == RawValue(order, 2, 2, b"A\0")
    assert found["IFD0", COPYRIGHT].data == b"\xa9 W\xf6rdehoff\0"
    assert found["ExifIFD", 0x829A] == (order, 5, 1, struct.pack(f"{order}2I", 10, 600))
    assert found["GPS", LATITUDE].number == 3 and len(found["GPS", LATITUDE].data) == 24


@ORDERS
@BIG
def test_a_value_is_put_where_another_was(make, order: str, big: bool) -> None:
    path = make(order, big=big)
    before = read(path)
    new = {
        ("IFD0", COPYRIGHT): RawValue(order, 2, 3, b"\xe9t\0"),
        ("IFD0", MAKE): RawValue(order, 7, 4, b"abcd"),
        ("GPS", LATITUDE): RawValue(order, 5, 2, bytes(16)),
    }
    size = path.stat().st_size
    put(path, new)
    assert read(path) == before | new
    assert path.stat().st_size == size


@pytest.mark.parametrize(
    ("key", "value"),
    [
        (("IFD0", COPYRIGHT), RawValue("<", 2, 13, bytes(13))),
        (("IFD0", MAKE), RawValue("<", 2, 5, bytes(5))),
        (("IFD0", MAKE), RawValue(">", 2, 2, b"B\0")),
        (("ExifIFD", MAKE), RawValue("<", 2, 2, b"B\0")),
    ],
)
def test_where_there_is_no_room_nothing_is_written(make, key, value) -> None:
    path = make()
    before = path.read_bytes()
    with pytest.raises(ValueError):
        put(path, {("GPS", LATITUDE): RawValue("<", 5, 1, bytes(8)), key: value})
    assert path.read_bytes() == before


def test_a_value_is_packed_for_the_journal() -> None:
    value = RawValue(">", 5, 1, struct.pack(">2I", 0, 0))
    assert RawValue.unpacked(value.packed()) == value
    for damaged in (b"", b">", value.packed()[:-1], b"x" + value.packed()[1:]):
        with pytest.raises(ValueError):
            RawValue.unpacked(damaged)


def test_as_exiftool_reads_it(make_scan) -> None:
    path = make_scan("a.tif", foreign=False)
    samples.put_tags(path, {"IFD0:Copyright": "me", "ExifIFD:ISO": "400", "GPS:GPSAltitude": "5"})
    found = read(path)
    order = found["IFD0", COPYRIGHT].order
    assert found["IFD0", COPYRIGHT].data == b"me\0"
    assert found["ExifIFD", 0x8827] == (order, 3, 1, struct.pack(f"{order}H", 400))
    assert found["GPS", 6] == (order, 5, 1, struct.pack(f"{order}2I", 5, 1))


# ── invalid structures ───────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("content", [b"", b"II", b"II*\0", b"MM\0*\0\0", b"\xff\xd8\xff", b"II+\0"])
def test_no_structure(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.tif"
    path.write_bytes(content)
    with pytest.raises(ValueError):
        read(path)


@BIG
def test_directories_that_point_at_themselves_and_out_of_the_file(
    tmp_path: Path, big: bool
) -> None:
    path = tmp_path / "a.tif"
    entries = [(MAKE, 2, 2, b"A\0"), (COPYRIGHT, 2, 1 << 30, b"12345678"), (0x9999, 99, 1, b"1")]
    whole = bytearray(structure("<", big=big, ifd0=entries, exif=[(MAKE, 2, 2, b"B\0")]))
    at = whole.index(struct.pack("<H", EXIF)) + (12 if big else 8)
    for pointer in (16 if big else 8, 0, 1 << 31, (1 << 32) - 1):
        whole[at : at + 4] = struct.pack("<I", pointer)
        path.write_bytes(whole)
        found = read(path)
        assert found["IFD0", MAKE].data == b"A\0"
        assert ("IFD0", COPYRIGHT) not in found and ("IFD0", 0x9999) not in found


def test_a_value_that_is_too_large_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "a.tif"
    large = bytes(LARGEST + 1)
    path.write_bytes(
        structure("<", big=False, ifd0=[(MAKE, 7, len(large), large), (COPYRIGHT, 2, 2, b"c\0")])
    )
    assert list(read(path)) == [("IFD0", COPYRIGHT)]


@BIG
def test_mutated_structures(make, big: bool) -> None:
    """With any byte changed, the structure is read or rejected, and soon."""
    path = make(big=big)
    whole = path.read_bytes()
    chance = random.Random(20261128)
    rejected, rounds = 0, 2000
    for _ in range(rounds):
        mutated = bytearray(whole[: chance.choice((len(whole), chance.randrange(len(whole))))])
        for _ in range(chance.randrange(1, 6)):
            if mutated:
                mutated[chance.randrange(len(mutated))] = chance.choice((0, 1, 255, 128, 42))
        path.write_bytes(mutated)
        try:
            found = read(path)
        except ValueError:
            rejected += 1
            continue
        assert all(len(value.data) <= LARGEST for value in found.values())
    assert rounds / 10 < rejected < rounds * 9 / 10, "both outcomes are tried"


def test_where_photoshop_keeps_its_exif(make_scan, tmp_path: Path) -> None:
    path = make_scan("a.psd")
    assert read(path, raw_values.exif_of_psd(path))["IFD0", 0x11A]
    with pytest.raises(ValueError):
        raw_values.exif_of_psd(make_scan("b.psd", foreign=False))
    for length in range(0, 60, 3):
        (tmp_path / "c.psd").write_bytes(path.read_bytes()[:length])
        with pytest.raises(ValueError):
            raw_values.exif_of_psd(tmp_path / "c.psd")
