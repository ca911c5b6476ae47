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


RDF = (
    b'<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
    b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description '
    b'rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" '
    b'xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/">'
)
END = b'</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
WHOLE = RDF + b"<xmp:Rating>3</xmp:Rating><photoshop:Credit>Grandfather</photoshop:Credit>" + END
UNCLOSED = RDF + b"<photoshop:Headline>broken<photoshop:Credit>Grandfather</photoshop:Credit>" + END


@pytest.mark.parametrize(
    "packets",
    [(WHOLE[:-75],), (UNCLOSED,), (WHOLE, UNCLOSED), (UNCLOSED, WHOLE)],
    ids=["cut", "unclosed", "a second one unclosed", "the first one unclosed"],
)
def test_damaged_xmp_stays_as_it_is(make_scan, packets: tuple[bytes, ...]) -> None:
    """ExifTool reads it as far as it can, and would write only that again."""
    path = make_scan(foreign=False)
    jpeg = path.read_bytes()
    blocks = [b"http://ns.adobe.com/xap/1.0/\0" + packet for packet in packets]
    parts = (b"\xff\xe1" + (len(block) + 2).to_bytes(2, "big") + block for block in blocks)
    path.write_bytes(jpeg[:2] + b"".join(parts) + jpeg[2:])
    before = path.read_bytes()
    saved = Scan(path).save(ExposureRecord(notes="in fog"))
    assert path.read_bytes() == before
    assert any("XMP format error" in str(warning) for warning in saved.warnings)
    assert not any(str(path.parent) in str(warning) for warning in saved.warnings)
    assert Scan(path).record.notes == "in fog"
    Scan(path).undo()
    assert path.read_bytes() == before and not sidecar_of(path).exists()
