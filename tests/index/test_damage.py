"""A damaged index gives the right values or none: bytes of its file change at random places."""

from __future__ import annotations

import os
import random
import sqlite3
from collections.abc import Callable
from contextlib import closing

import pytest

from exifilm_core.index import Index, Read
from tests.index.conftest import later
from tests.index.test_index import tags_of
from tests.samples import rounds

SCANS = 50


@pytest.mark.parametrize("part", ["anywhere", "in the last pages", "cut short"])
def test_bytes_changed_at_random_give_no_wrong_value(
    index: Index, read: Callable[..., Read], part: str
) -> None:
    """The seed is in the report's head, and repeats it as EXIFILM_SEED."""
    chance = random.Random(f"{os.environ['EXIFILM_SEED']} {part}")
    scans = [
        read(f"{n}.jpg", f"subject {n} {chance.randbytes(1000).hex()}", sidecar=n % 3 == 0)
        for n in range(SCANS)
    ]
    truth = {scan.image.path.name: scan for scan in scans}
    index.put(scans, later())
    index.close()
    assert index.file
    whole = index.file.read_bytes()
    folder = scans[0].image.path.parent
    anew = 0
    for _ in range(rounds(60)):
        file = index.file or index.folder / "index-1000000000000000000.sqlite3"
        file.write_bytes(damaged(whole, part, chance))
        known = index.known(folder)
        for name, row in known.items():
            assert row.number == (truth[name].record or {}).image_id, f"{name}: {row}"  # type: ignore[union-attr]
        tags = {name: tags_of(index, scan) for name, scan in truth.items()}
        for name, found in tags.items():
            files = [each for each in (truth[name].image, truth[name].sidecar) if each]
            assert found in (None, [(each.file_type, each.tags) for each in files]), name
        for word in ("subject", "111"):
            assert index.candidates([folder], [word]).keys() <= {folder}
        anew += len(known) < SCANS or None in tags.values()
        index.close()
    assert anew, "no damage was noticed: none was done where it matters"
    for _ in range(2):  # the first may meet the last damage, and throw the file away
        index.put(scans, later())
    assert index.known(folder).keys() == truth.keys()


def damaged(whole: bytes, part: str, chance: random.Random) -> bytes:
    if part == "cut short":
        return whole[: chance.randrange(len(whole))]
    data = bytearray(whole)
    first = 0 if part == "anywhere" else len(data) // 2
    for _ in range(chance.choice([1, 1, 3, 50])):
        place = chance.randrange(first, len(data))
        data[place] ^= chance.randrange(1, 256)
    return bytes(data)


@pytest.mark.parametrize("column", ["state", "number", "name"])
def test_a_row_with_another_value_is_no_row(
    index: Index, read: Callable[..., Read], column: str
) -> None:
    """Every value that is used is covered by the checksum."""
    scan = read("1.jpg")
    index.put([scan], later())
    index.close()
    assert index.file
    with closing(sqlite3.connect(index.file)) as connection, connection:
        connection.execute(f"UPDATE scan SET {column} = CAST(? AS BLOB)", ["wrong"])
    assert index.known(scan.image.path.parent) == {}
    assert index.counted() == 0, "it was thrown away"


def test_a_row_of_another_scan_is_not_taken(index: Index, read: Callable[..., Read]) -> None:
    one, two = read("1.jpg", "one"), read("2.jpg", "two")
    index.put([one, two], later())
    index.close()
    assert index.file
    with closing(sqlite3.connect(index.file)) as connection, connection:
        (first, crc), _other = connection.execute("SELECT tags, crc FROM content ORDER BY id")
        connection.execute("UPDATE content SET tags = ?, crc = ?", [first, crc])
    assert tags_of(index, two) is None


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\0" + bytes(5000)])
def test_a_file_that_is_no_index_is_thrown_away(
    index: Index, read: Callable[..., Read], content: bytes
) -> None:
    index.folder.mkdir()
    file = index.folder / "index-1000000000000000000.sqlite3"
    file.write_bytes(content)
    scan = read("1.jpg")
    index.put([scan], later())
    assert tags_of(index, scan)
    assert not file.exists()


def test_a_folder_in_the_file_s_place_is_no_obstacle(index: Index) -> None:
    (index.folder / "index-1000000000000000000.sqlite3").mkdir(parents=True)
    assert not index.opens()
    assert index.trouble
