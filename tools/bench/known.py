"""The cases of the benchmark with an index: folders that ExiFilm knows, and many records."""

import itertools
import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

from exifilm_core import Archive, Scan
from exifilm_core.exiftool import ExifTool
from exifilm_core.index import Index, Read
from exifilm_core.readers import FileTags
from tools.bench import samples
from tools.bench.timing import Ratio, process, processor, side_by_side
from tools.bench.window import EXIFILM, grid, start
from tools.screen import Screen

SCANS = 10_000
RECORDS = 100_000


def known(folder: Path) -> Iterator[Ratio | str]:
    """Open ten thousand scans that the index knows: in a process, printing, in the window."""
    os.environ["EXIFILM_INDEX"] = "1"
    scans = samples.small_scans(folder / "scans", SCANS)
    building = process([EXIFILM, "index", scans])
    yield f"`exifilm index` of {SCANS:,} small JPEGs: {building.seconds:.0f} s."

    def opened() -> None:
        if index := Index.shared():
            index.close()  # so that its opening counts
        with Archive(scans) as archive:
            assert len(archive.numbers()) == SCANS

    def listed() -> None:
        with os.scandir(scans) as entries:
            assert len([(entry.name, entry.stat()) for entry in entries]) == SCANS

    yield side_by_side(
        f"open {SCANS:,} known scans: numbers, order, changes | `scandir` and `stat` of each",
        lambda: processor(opened), lambda: processor(listed), at_most=5, rounds=15,
    )  # fmt: skip
    page = folder / "records.ps"
    yield side_by_side(
        f"`exifilm print DIR 1 16` of {SCANS:,} known scans, processor | `exiftool FILE`",
        lambda: process([EXIFILM, "print", scans, "1", "16", "--output", page]).processor,
        lambda: process(["exiftool", scans / "scan_0001.jpg"]).processor,
        at_most=6, rounds=9,
    )  # fmt: skip
    with Screen(1400, 1000, Path(os.environ["XDG_CACHE_HOME"])) as screen:
        yield start(screen, scans, f"{SCANS:,} known scans")
        yield from grid(screen, scans, f"{SCANS:,} known scans")
    shutil.rmtree(scans)


def many_records(folder: Path) -> Iterator[str]:
    """The size of an index of many records, and how long it takes to write what was read."""
    path = samples.jpeg(folder / "scan.jpg", (160, 128))
    Scan(path).save(samples.records()[0])
    found = ExifTool.shared().read_one(path)
    records = itertools.cycle(samples.records())
    with Index(folder / "index") as index:
        begun = time.process_time()
        for first in range(0, RECORDS, 200):
            some = []
            for number in range(first, first + 200):
                record = next(records).replace(image_id=str(number))
                image = FileTags(
                    folder / str(number // 1000) / f"{number}.jpg",
                    found.file_type,
                    found.tags,
                    status=found.status,
                )
                some.append(Read(image, None, record))
            index.put(some, time.time() + 3600)
        spent = time.process_time() - begun
        assert index.counted() == RECORDS
        yield (
            f"An index of {RECORDS:,} records: {index.size / RECORDS:,.0f} bytes each, written in "
            f"{spent:.0f} s."
        )
