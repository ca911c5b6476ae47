"""Saves of many scans at once, against plain ExifTool writing the same tags."""

import contextlib
import itertools
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from PIL import Image

from exifilm_core import Scan
from exifilm_core.scans import Saved, saving
from exifilm_core.scans.batch import save_all
from tools.bench import samples
from tools.bench.plain import CONFIG, import_file
from tools.bench.timing import Process, Ratio, process, wall_and_processor

EXIFILM = Path(sys.executable).with_name("exifilm")
FILM = "Foma Retropan 320 soft"
TIFF_MEGABYTES = 20


def small_jpeg(path: Path) -> Path:
    """A JPEG of 20 KB, as of a contact sheet."""
    Image.effect_noise((200, 160), 60).save(path, quality=85)
    return path


def tiff(path: Path) -> Path:
    return samples.tiff(path, TIFF_MEGABYTES)


CASES = (
    # What, how many, the suffix, how one is made, and the limit of the wall clock's ratio.
    ("JPEG of 1 MB", 100, ".jpg", samples.jpeg, 1.1),
    ("JPEG of 20 KB", 500, ".jpg", small_jpeg, 1.1),
    (f"TIFF of {TIFF_MEGABYTES} MB", 30, ".tif", tiff, 1.3),
)
PROCESSOR = 2.0
"""The limit of the ratio of processor time."""


def many(folder: Path) -> Iterator[Ratio]:
    """Set one field of many scans with full records, each time in a new process."""
    for what, count, suffix, make, wall in CASES:
        first = make(folder / f"first{suffix}")
        scans = folder / "scans"
        yield from _saves(scans, first, count, f"{count} {what}", wall)
        shutil.rmtree(scans)


def _saves(scans: Path, first: Path, count: int, what: str, wall: float) -> Iterator[Ratio]:
    data = Path(os.environ["XDG_DATA_HOME"])
    paths = filled(scans, first, count)
    tags = import_file(scans.parent, tags_of_film(paths[0]))
    with kept(scans.parent, scans, data) as fresh:

        def ours() -> Process:
            fresh()
            return process([EXIFILM, "set", *paths, f"film={FILM}"], quiet=True)

        def plain() -> Process:
            fresh()
            write = ("-q", "-n", "-overwrite_original", f"-json={tags}")
            return process(["exiftool", "-config", CONFIG, *write, *paths])

        yield from wall_and_processor(
            f"`exifilm set film=…` of {what} | `exiftool` writing the same tags",
            ours, plain, at_most=(wall, PROCESSOR), rounds=5,
        )  # fmt: skip


@contextlib.contextmanager
def kept(folder: Path, *states: Path) -> Iterator[Callable[[], None]]:
    """Gives a function that puts these folders back as they are now; the copies are in `folder`."""
    with tempfile.TemporaryDirectory(dir=folder) as start:
        for state in states:
            shutil.copytree(state, Path(start) / state.name)

        def put_back() -> None:
            for state in states:
                shutil.rmtree(state)
                shutil.copytree(Path(start) / state.name, state)
            os.sync()

        yield put_back


def filled(scans: Path, first: Path, count: int) -> list[Path]:
    """Make a folder with that many copies of a file, with full records."""
    scans.mkdir()
    paths = [scans / f"scan_{number:03}{first.suffix}" for number in range(count)]
    for path in paths:
        shutil.copyfile(first, path)
    give_records(paths)
    return paths


def give_records(paths: list[Path]) -> None:
    """Save full records in these scans."""
    records = itertools.cycle(samples.records())

    def asked(_scan: Scan) -> saving.Wish:
        return saving.Wish(next(records))

    for _, result in save_all([Scan(path) for path in paths], asked):
        assert isinstance(result, Saved)


def tags_of_film(path: Path) -> dict[str, object]:
    """The tags that a save of the film writes."""
    scan = Scan(path)
    plan = saving.planned(scan, saving.Wish(scan.record.replace(film=FILM)), scan.snapshot)
    assert plan
    [(_, tags)] = saving.to_write(scan.snapshot, scan.snapshot.places, plan)
    return dict(tags)
