"""The quick reader gives what ExifTool gives, or leaves the file to ExifTool."""

from __future__ import annotations

import os
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import starmap
from pathlib import Path
from typing import Any

import pytest

from exifilm_core.exiftool import ExifTool
from exifilm_core.readers import FileTags
from exifilm_core.readers.quick import UnsureError, read
from exifilm_core.scans.place import Place
from exifilm_core.tags.mapping.consulted import is_consulted
from tests import samples
from tests.readers.quick import files as sample_files
from tests.readers.quick.differential import Found, compared, rounds

SEED = os.environ["EXIFILM_SEED"]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Path]]:
    with pytest.MonkeyPatch.context() as patch:  # a journal of our own
        patch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("data")))
        yield sample_files.collected(tmp_path_factory.mktemp("files"))


@pytest.fixture(scope="module")
def found(files: list[Path]) -> Found:
    return compared(files)


def test_every_format_is_read_as_exiftool_reads_it(found: Found) -> None:
    assert found.differences == []
    assert found.failures == []


KINDS = {name for name, *_ in sample_files.RECORDS}


PROGRAMS = ("exiv2", "digikam", "darktable", "gimp", "gimp3")
"""How the names of other programs' files begin. Of digiKam, exiv2 writes its tags."""


def test_nearly_all_files_of_film_photographers_are_read_quickly(
    files: list[Path], found: Found
) -> None:
    """Of ExiFilm, darktable, digiKam and GIMP, and of each format."""
    ours = [path for path in files if set(path.stem.split("-")[:2]) & KINDS]
    ours = [path for path in ours if path.suffix not in samples.BESIDE]
    formats = _shares(ours, found, lambda path: path.suffix)
    programs = _shares(ours, found, _program)
    assert set(formats) == {*sample_files.FORMATS, ".xmp"}
    assert set(programs) == {"exifilm", *PROGRAMS}
    assert len(set(ours) & {*found.quick}) >= 0.95 * len(ours), formats
    assert min(formats.values()) >= 0.9, formats
    assert min(programs.values()) >= 0.95, programs


def _shares(paths: list[Path], found: Found, group: Callable[[Path], str]) -> dict[str, float]:
    """The share of each group of files that was read quickly."""
    all_of, quick = (Counter(map(group, some)) for some in (paths, set(paths) & {*found.quick}))
    return {name: quick[name] / number for name, number in all_of.items()}


def _program(path: Path) -> str:
    first = path.stem.partition("-")[0]
    return first if first in PROGRAMS else "exifilm"


def test_damaged_files_are_read_as_exiftool_reads_them(files: list[Path], tmp_path: Path) -> None:
    """`python -m tests.readers.quick.differential` does this for as long as wanted."""
    whole = [path for path in files if path.suffix not in samples.BESIDE]
    for found in rounds(whole, tmp_path, samples.rounds(400), SEED):
        assert found.differences == [], f"EXIFILM_SEED={SEED}"
        assert found.failures == [], f"EXIFILM_SEED={SEED}"
        assert found.quick, "the damage is so great that it tests nothing"


DOUBTS = {
    "exifilm:Film='a > b'": "> or line end",
    "exifilm:Film='a \n b'": "> or line end",
    "lr:privateRTKInfo='x > y'": "> or line end",
    "exifilm:Film='x' lr:privateRTKInfo='x > y'": "> or line end",
    "exifilm:Unheard='x'": "property",
    "dc:Title='x'": "another's name",
    "xmlns:filmlog='http://example.org/'": "prefix filmlog",
    "xmlns:photo='http://ns.adobe.com/photoshop/2.0/'": "namespace",
    "rdf:nodeID='a'": "property",
}


@pytest.mark.parametrize("attribute", DOUBTS)
def test_what_exiftool_may_read_otherwise_is_left_to_it(tmp_path: Path, attribute: str) -> None:
    path = tmp_path / "scan.tif.xmp"
    path.write_text(sample_files.packet(f"{sample_files.OPEN}{attribute}/>"), encoding="utf-8")
    with pytest.raises(UnsureError, match=DOUBTS[attribute]):
        read(path)


@pytest.mark.parametrize(
    "beginning",
    [
        "<!DOCTYPE a [<!ENTITY e 'x'>]>",
        "<!-- -->",
        "<?other ?>",
    ],
)
def test_entities_and_comments_are_left_to_exiftool(tmp_path: Path, beginning: str) -> None:
    path = tmp_path / "scan.tif.xmp"
    packet = sample_files.packet(f"{sample_files.OPEN}/>")
    head, end = packet.split("\n", 1)
    path.write_text(f"{head}\n{beginning}\n{end}", encoding="utf-8")
    with pytest.raises(UnsureError):
        read(path)


@pytest.mark.parametrize("name", ["scan.jpg", "scan.tif"])
def test_a_file_by_another_suffix_is_left_to_exiftool(make_scan, name: str) -> None:
    path = make_scan(name)
    other = path.rename(path.with_suffix(".nef"))
    with pytest.raises(UnsureError):
        read(other)


def test_a_block_under_the_keyword_of_another_is_left_to_exiftool(tmp_path: Path) -> None:
    """ExifTool takes EXIF's keyword at its word, and finds no IPTC there."""
    path = tmp_path / "scan.png"
    block = b"8BIM\x04\x04\0\0\0\0\0\x06\x1c\x02\x05\0\x01A"
    for keyword, doubted in ((b"iptc", False), (b"exif", True)):
        text = b"\n%s\n%8d\n%s\n" % (keyword, len(block), block.hex().encode())
        data = b"Raw profile type " + keyword + b"\0\0" + zlib.compress(text)
        chunks = ((b"IHDR", bytes(13)), (b"zTXt", data), (b"IEND", b""))
        path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(starmap(_chunk, chunks)))
        if doubted:
            with pytest.raises(UnsureError, match="another block"):
                read(path)
        else:
            assert read(path).tags["IPTC:ObjectName"] == "A"


def _chunk(kind: bytes, data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")


def test_no_file_makes_it_wait(tmp_path: Path) -> None:
    pipe = tmp_path / "scan.jpg"
    os.mkfifo(pipe)
    for path in (pipe, tmp_path):
        with pytest.raises((UnsureError, OSError)):
            read(path)
    with pytest.raises(FileNotFoundError):
        read(tmp_path / "missing.jpg")


def test_its_status_is_that_of_the_file(make_scan) -> None:
    path = make_scan("scan.jpg")
    status, now = read(path).status, path.stat()
    assert status
    assert (status.st_mtime_ns, status.st_ino, status.st_size) == (
        *(now.st_mtime_ns, now.st_ino),
        now.st_size,
    )


class Asked(dict[str, Any]):
    """Tags that note which of them are asked for by name."""

    def __init__(self, tags: dict[str, Any]) -> None:
        super().__init__(tags)
        self.names: set[str] = set()

    def __contains__(self, name: object) -> bool:
        self.names.add(str(name))
        return super().__contains__(name)

    def __getitem__(self, name: str) -> Any:
        self.names.add(name)
        return super().__getitem__(name)

    def get(self, name: str, other: Any = None) -> Any:
        self.names.add(name)
        return super().get(name, other)


def test_all_that_a_record_asks_for_is_consulted(found: Found) -> None:
    """So the table, made of the tags that `is_consulted` knows, lacks none of them."""
    asked: set[str] = set()
    for whole in ExifTool.shared().read(found.quick):
        if whole.path.suffix != ".xmp":
            asked |= _asked(whole)
    assert len(asked) > 150
    assert {name for name in asked if not is_consulted(name)} == set()


def _asked(found: FileTags) -> set[str]:
    tags = Asked(found.tags)
    place = Place(found.path, False, tags, found.file_type, None)
    record = place.stored().record
    place.drifted()
    place.to_write(record.replace(film="another", taken="1999", camera_make="A", lens="B"))
    return tags.names
