"""Makes the files for the benchmark."""

import csv
import random
import shutil
import struct
import subprocess
import time
import tomllib
from pathlib import Path

from PIL import Image

from exifilm_core import ExposureRecord, Scan
from tools.bench.plain import CONFIG

NOTEBOOK = Path(__file__).parents[1] / "demo/sheets.toml"


def records() -> list[ExposureRecord]:
    """The records of the demonstration, as full as a diligent photographer's."""
    notebook = tomllib.loads(NOTEBOOK.read_text(encoding="utf-8"))
    return [
        ExposureRecord(
            **{k: v for k, v in (notebook["every"] | sheet).items() if k not in ("file", "picture")}
        )
        for sheet in notebook["sheet"]
    ]


def jpeg(path: Path, size: tuple[int, int] = (1600, 1280)) -> Path:
    """A JPEG of about 1 MB, with a scanner's name in its tags; of fewer pixels if wanted."""
    Image.effect_noise(size, 60).save(path, quality=85)
    subprocess.run(
        [
            "exiftool",
            "-q",
            "-overwrite_original",
            "-Make=EPSON",
            "-Model=Perfection V850 Pro",
            path,
        ],
        check=True,
    )
    return path


def tiff(path: Path, megabytes: int) -> Path:
    """An uncompressed grey TIFF of that size, written in strips of a megabyte."""
    width, rows = 8192, 128
    strip = random.Random(megabytes).randbytes(width * rows)
    offsets = [8 + number * len(strip) for number in range(megabytes)]
    entries = [
        (256, 4, 1, width),
        (257, 4, 1, rows * megabytes),
        (258, 3, 1, 8),
        (259, 3, 1, 1),
        (262, 3, 1, 1),
        (273, 4, megabytes, 0),
        (277, 3, 1, 1),
        (278, 4, 1, rows),
        (279, 4, megabytes, 0),
    ]
    directory = 8 + len(strip) * megabytes
    behind = directory + 2 + 12 * len(entries) + 4
    with path.open("wb") as file:
        file.write(struct.pack("<2sHI", b"II", 42, directory))
        for _ in offsets:
            file.write(strip)
        file.write(struct.pack("<H", len(entries)))
        for tag, kind, count, value in entries:
            lists = {273: behind, 279: behind + 4 * megabytes}
            file.write(struct.pack("<HHII", tag, kind, count, lists.get(tag, value)))
        file.write(struct.pack("<I", 0))
        file.write(struct.pack(f"<{megabytes}I", *offsets))
        file.write(struct.pack(f"<{megabytes}I", *[len(strip)] * megabytes))
    return path


def archive(folder: Path, scans: int) -> Path:
    """A folder of JPEGs of 1 MB with full records, numbered from 1."""
    folder.mkdir()
    first = jpeg(folder / "scan_0001.jpg")
    Scan(first).save(records()[0])
    names = [f"scan_{number:04d}.jpg" for number in range(1, scans + 1)]
    for name in names[1:]:
        shutil.copyfile(first, folder / name)
    table = folder / "numbers.csv"
    with table.open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["SourceFile", "XMP-exifilm:ImageId", "ExifIFD:ImageNumber"])
        rows.writerows((name, number, number) for number, name in enumerate(names, start=1))
    subprocess.run(
        ["exiftool", "-config", CONFIG, "-q", "-overwrite_original", f"-csv={table.name}", "."],
        cwd=folder,
        check=True,
    )
    table.unlink()
    return folder


def small_scans(folder: Path, scans: int) -> Path:
    """A folder of JPEGs of 20 KB with full records, numbered from 1; they count as old.

    Each is a copy of one file with its number in XMP and EXIF: ten thousand saves take minutes.
    """
    folder.mkdir()
    first = jpeg(folder / "first.jpg", (160, 128))
    Scan(first).save(records()[0].replace(image_id="10000"))
    data = first.read_bytes()
    first.unlink()
    in_exif = struct.pack(">HHI", 0x9211, 4, 1)  # the tag ImageNumber, a long
    for number in range(1, scans + 1):
        numbered = data.replace(b":ImageId>10000<", b":ImageId>%05d<" % number)
        numbered = numbered.replace(
            in_exif + struct.pack(">I", 10000), in_exif + struct.pack(">I", number)
        )
        (folder / f"scan_{number:04d}.jpg").write_bytes(numbered)
    time.sleep(2)  # the index does not know younger files
    return folder
