"""The cases of the benchmark: a function each, which gives one or more lines of the table."""

import itertools
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from exifilm_core import ExposureRecord, Scan
from exifilm_core.tags.mapping import to_write
from tools.bench import samples
from tools.bench.calculating import calculations
from tools.bench.exchanging import exchanging
from tools.bench.finding import find
from tools.bench.known import known, many_records
from tools.bench.many import many
from tools.bench.plain import CONFIG, PlainExifTool, import_file
from tools.bench.reading import reading
from tools.bench.several import several
from tools.bench.timing import Ratio, process, seconds, side_by_side
from tools.bench.window import window

EXIFILM = Path(sys.executable).with_name("exifilm")
TYPESET = Path(__file__).with_name("typeset.py")
Line = Ratio | str
"""A line of the table, or a sentence below it."""


def save(folder: Path) -> Iterator[Line]:
    """Save a complete record, then one field, into a JPEG of 1 MB in a running process."""
    blank = samples.jpeg(folder / "blank.jpg")
    record = samples.records()[0]
    filled = Path(shutil.copyfile(blank, folder / "filled.jpg"))
    Scan(filled).save(record)
    size = f"{blank.stat().st_size / 1e6:.1f} MB"
    yield saved(
        folder, blank, blank, ExposureRecord(), record,
        f"save a complete record in a JPEG of {size}, read-back included"
        " | ExifTool kept open: write the same tags, read the file",
    )  # fmt: skip
    yield saved(
        folder, blank, filled, record, record.replace(aperture="f/32"),
        "change the aperture in it | ExifTool kept open: write that tag, read the file",
    )  # fmt: skip


def saved(
    folder: Path, blank: Path, original: Path, old: ExposureRecord, new: ExposureRecord, what: str
) -> Ratio:
    """Save the new record into a fresh copy of the original, which holds the old one."""
    tags = import_file(folder, to_write(old, new, {}, sidecar=False))
    numbers = itertools.count()

    def ours() -> float:
        # A scan of its own each time: of a copy, or of another scan at the same path, the journal
        # of the first would be looked up too.
        path = shutil.copyfile(blank, folder / f"ours_{next(numbers)}.jpg")
        Scan(path).save(old)
        scan = Scan(path)
        assert scan.record.aperture == old.aperture
        spent = seconds(lambda: scan.save(new))
        path.unlink()
        return spent

    def plain() -> float:
        path = shutil.copyfile(original, folder / "plain.jpg")

        def work() -> None:
            exiftool.do("-n", "-overwrite_original", f"-json={tags}", path)
            told = exiftool.do("-j", "-n", "-FNumber", "-all:all", path)
            assert f'"FNumber": {new.aperture:g},'.encode() in told

        return seconds(work)

    with PlainExifTool() as exiftool:
        return side_by_side(what, ours, plain, at_most=2, rounds=25)


def big(folder: Path) -> Iterator[Line]:
    """Save a record into a TIFF of 500 MB in a new process, with the file's data synced to disk."""
    record = samples.records()[0]
    tags = import_file(folder, to_write(ExposureRecord(), record, {}, sidecar=False))
    memory: dict[int, list[float]] = {}

    def fields() -> list[str]:
        return [f"{name}={record.show(name)}" for name in record.filled()]

    def ours(megabytes: int, path: Path) -> float:
        done = process([EXIFILM, "set", path, *fields()])
        memory.setdefault(megabytes, []).append(done.megabytes)
        return done.seconds

    def plain(path: Path) -> float:
        write = ("-q", "-n", "-overwrite_original", f"-json={tags}", path)
        done = process(["exiftool", "-config", CONFIG, *write])
        return done.seconds + seconds(lambda: sync(path))

    def fresh(megabytes: int) -> Path:
        path = samples.tiff(folder / "big.tif", megabytes)
        sync(path)
        return path

    yield side_by_side(
        "save a record in a TIFF of 500 MB | `exiftool` writing the same, and a sync of the file",
        lambda: ours(500, fresh(500)), lambda: plain(fresh(500)), at_most=1.5, rounds=5,
    )  # fmt: skip
    for _ in range(3):
        ours(5, fresh(5))
    (folder / "big.tif").unlink()
    small, large = max(memory[5]), max(memory[500])
    yield f"Most memory, saving into a TIFF of 5 MB: {small:.0f} MB; of 500 MB: {large:.0f} MB."


def start(folder: Path) -> Iterator[Line]:
    """Processes that do little: the cost of starting."""
    path = samples.jpeg(folder / "scan_01.jpg")
    Scan(path).save(samples.records()[0])
    yield side_by_side(
        "`exifilm show FILE` | `exiftool FILE`",
        lambda: process([EXIFILM, "show", path]).seconds,
        lambda: process(["exiftool", path]).seconds,
        at_most=1.1, rounds=15,
    )  # fmt: skip
    yield side_by_side(
        '`exifilm --help` | `python -c "import click"`',
        lambda: process([EXIFILM, "--help"]).seconds,
        lambda: process([sys.executable, "-c", "import click"]).seconds,
        at_most=1.5, rounds=25,
    )  # fmt: skip
    yield from calculations(folder)


def archive(folder: Path) -> Iterator[Line]:
    """Print sixteen of a thousand scans: the numbers are in the files, so all are read."""
    scans = samples.archive(folder / "scans", 1000)
    page = folder / "records.ps"
    reading = ["exiftool", "-q", "-j", "-n", "-XMP-exifilm:ImageId", "-ExifIFD:ImageNumber"]
    yield side_by_side(
        "`exifilm print DIR 1 16` of 1,000 scans | `exiftool` reading two tags of each",
        lambda: process([EXIFILM, "print", scans, "1", "16", "--output", page]).seconds,
        lambda: process([*reading, scans]).seconds,
        at_most=1.2, rounds=5,
    )  # fmt: skip
    shutil.rmtree(scans)


def typeset(folder: Path) -> Iterator[Line]:
    """Typeset many records as PostScript, and let Ghostscript draw them."""
    sizes, memory, spent = {}, {}, {}
    for count in (400, 1000, 10_000):
        path = folder / f"{count}.ps"
        memory[count] = process([sys.executable, TYPESET, str(count), path]).megabytes
        spent[count] = float(path.with_suffix(".seconds").read_text())
        sizes[count] = path.stat().st_size
    each = (sizes[10_000] - sizes[1000]) / 9000
    once = sizes[1000] - 1000 * each
    yield (
        f"10,000 records typeset: {spent[10_000]:.1f} s to write, {each:,.0f} bytes a record, and "
        f"{once:,.0f} bytes once for the form and the fonts of other scripts."
    )
    yield (
        f"Most memory, typesetting 1,000 records: {memory[1000]:.0f} MB; "
        f"10,000: {memory[10_000]:.0f} MB."
    )
    draw = ["gs", "-q", "-dSAFER", "-dBATCH", "-dNOPAUSE", "-sDEVICE=pbmraw", "-r300"]
    drawn = process([*draw, "-sOutputFile=/dev/null", folder / "400.ps"])
    yield f"Ghostscript draws them at 300 dpi in {drawn.seconds / 100:.3f} s a page of four."


def sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


_ALL = (
    save,
    big,
    many,
    several,
    exchanging,
    start,
    archive,
    reading,
    typeset,
    window,
    known,
    many_records,
    find,
)
CASES = {case.__name__: case for case in _ALL}
