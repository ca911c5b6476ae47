"""A file that ExifTool cannot write gets a sidecar, with a message on reason and remedy."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
import tifffile

from exifilm_core import ExifilmError, ExposureRecord, Scan
from exifilm_core.files.formats import sidecar_of
from tests import samples

FAULTS = Path(__file__).parent.parent / "data" / "faults"
RECORD = ExposureRecord(subject="Oak", film="HP5+", camera_make="Linhof", aperture=22)


def broken_exif(folder: Path) -> Path:
    path = folder / "broken-exif.jpg"
    shutil.copyfile(FAULTS / "broken-exif.jpg", path)
    return path


def broken_exif_in_a_tiff(folder: Path) -> Path:
    """A directory whose offset is beyond the file's end."""
    path = folder / "broken.tif"
    tifffile.imwrite(path, np.zeros((16, 16), np.uint8), byteorder="<")
    samples.put_tags(path, {"ExifIFD:FNumber": "8"})
    content = bytearray(path.read_bytes())
    entry = content.index(b"\x69\x87\x04\x00\x01\x00\x00\x00")
    content[entry + 8 : entry + 12] = (2**31).to_bytes(4, "little")
    path.write_bytes(content)
    return path


def big_tiff(folder: Path) -> Path:
    """With the suffix that most programs use."""
    path = folder / "big.tif"
    tifffile.imwrite(path, np.zeros((16, 16), np.uint8), bigtiff=True)
    return path


WAYS_OUT = {
    broken_exif: "Repair a JPEG or PNG with",
    broken_exif_in_a_tiff: "",
    big_tiff: "A plain TIFF, of up to 4 GB",
}


@pytest.mark.parametrize("made", WAYS_OUT, ids=lambda made: made.__name__)
def test_the_record_is_kept_beside_it(tmp_path: Path, made) -> None:
    path = made(tmp_path)
    before = path.read_bytes()
    saved = Scan(path).save(Scan(path).record.replace(**RECORD.filled()))
    if made is big_tiff and samples.exiftool_writes_bigtiff():
        pytest.skip("this ExifTool writes BigTIFF")
    (warning,) = saved.warnings
    assert warning.code == "SAVED_IN_SIDECAR"
    assert str(warning).endswith(f"The record is in the sidecar {path.name}.xmp.")
    assert WAYS_OUT[made] in str(warning)
    assert path.read_bytes() == before
    record = Scan(path).record
    assert RECORD.filled().items() <= record.filled().items()
    Scan(path).save(record.replace(notes="more"))
    assert Scan(path).record == record.replace(notes="more")
    for _ in range(2):
        Scan(path).undo()
    assert path.read_bytes() == before and not sidecar_of(path).exists()


def test_the_command_that_the_sentence_names_makes_the_metadata_whole(tmp_path: Path) -> None:
    path = broken_exif(tmp_path)
    (warning,) = Scan(path).save(Scan(path).record.replace(**RECORD.filled())).warnings
    record = Scan(path).record
    command = str(warning).partition("“exiftool ")[2].partition(" FILE”")[0]
    samples.exiftool("-q", "-overwrite_original", "-m", *command.split(), path)
    assert Scan(path).record == record, "the sidecar is still beside it"
    Scan(path).save(record.replace(notes="more"))
    assert samples.exiftool("-s3", "-XMP-dc:Title", path).strip() == "Oak"


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".tif"])
def test_a_picture_that_is_cut_short_is_not_saved_beside_either(make_scan, suffix: str) -> None:
    path = make_scan(f"scan{suffix}")
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(ExifilmError, match="truncated"):
        Scan(path).save(RECORD)
    assert not sidecar_of(path).exists()
