"""Measures how ExiFilm reads many scans in a running process, against libexiv2 in C++."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from exifilm_core import Scan
from tools.bench import samples
from tools.bench.timing import Ratio, side_by_side

SOURCE = Path(__file__).with_name("libexiv2.cpp")
READ_ALL = Path(__file__).with_name("read_all.py")
JPEGS, TIFFS = 250, 12


def reading(folder: Path) -> Iterator[Ratio]:
    """Read the records of many scans, from disk and from memory."""
    base = folder / "libexiv2"
    subprocess.run(["g++", "-std=c++17", "-O2", "-o", base, SOURCE, "-lexiv2"], check=True)
    jpegs = list(_jpegs(folder / "jpegs"))
    what = f"read the records of {JPEGS} JPEGs of 1.3 MB"
    yield _read(base, jpegs, f"{what} from disk", dropped=True, at_most=1.2)
    yield _read(base, jpegs, f"{what} in memory", dropped=False, at_most=1.2)
    tiffs = list(_tiffs(folder / "tiffs"))
    what = f"read the records of {TIFFS} TIFFs of 20 MB"
    yield _read(base, tiffs, f"{what} from disk", dropped=True, at_most=1)


def _read(base: Path, paths: Sequence[Path], what: str, *, dropped: bool, at_most: float) -> Ratio:
    names = "".join(f"{path}\n" for path in paths)

    def seconds(*command: str | Path) -> float:
        if dropped:
            drop_pages(paths)
        done = subprocess.run(command, input=names, stdout=subprocess.PIPE, check=True, text=True)
        return float(done.stdout)

    return side_by_side(
        f"{what}, in a running process: processor time | libexiv2 reading all tags",
        lambda: seconds(sys.executable, READ_ALL), lambda: seconds(base),
        at_most=at_most, rounds=9,
    )  # fmt: skip


def _jpegs(folder: Path) -> Iterator[Path]:
    folder.mkdir()
    blank = samples.jpeg(folder / "blank.jpg")
    records = samples.records()
    for number in range(1, JPEGS + 1):
        path = Path(shutil.copyfile(blank, folder / f"scan_{number:03d}.jpg"))
        record = records[number % len(records)]
        Scan(path).save(
            record.replace(image_id=str(number), subject=f"{record.subject} ({number})")
        )
        yield path
    blank.unlink()


def _tiffs(folder: Path) -> Iterator[Path]:
    folder.mkdir()
    records = samples.records()
    for number in range(1, TIFFS + 1):
        path = samples.tiff(folder / f"scan_{number:02d}.tif", 20)
        Scan(path).save(records[number % len(records)].replace(image_id=str(number)))
        yield path


def drop_pages(paths: Sequence[Path]) -> None:
    """Make the system forget the contents of the files, so that they are read from disk."""
    for path in paths:
        with path.open("rb") as file:
            os.fsync(file.fileno())
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
