"""Files that are no image, damaged or absurd cause a clear error, and no loss."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from exifilm_core import Archive, ExifilmError, ExposureRecord, Scan
from exifilm_core.files.formats import sidecar_of
from tests import samples
from tests.scans.contract import names

RECORD = ExposureRecord(film="HP5+")


def refused(path: Path) -> str:
    """The error of reading or saving; asserts that the folder is unchanged."""
    before = {file: file.read_bytes() for file in path.parent.iterdir() if file.is_file()}
    with pytest.raises(ExifilmError) as caught:
        Scan(path).save(RECORD)
    assert {f: f.read_bytes() for f in path.parent.iterdir() if f.is_file()} == before
    assert caught.value.file
    return caught.value.message


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"Dear Ansel, the negatives are in the post.", "not an image"),
        (bytes(10_000), "not an image"),
        (b"%PDF-1.4\n%%EOF", "not an image"),
        (b"\xff\xd8\xff", ""),
        (b"\xff\xd8", ""),
        (b"II*\0", ""),
        (b"\x89PNG\r\n\x1a\n", ""),
    ],
)
def test_not_an_image(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "scan.jpg"
    path.write_bytes(content)
    assert says in refused(path)
    assert names(tmp_path) == ["scan.jpg"]


def test_a_folder_and_what_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "folder.jpg").mkdir()
    assert "folder" in refused(tmp_path / "folder.jpg")
    assert "no such file" in refused(tmp_path / "missing.jpg")
    (tmp_path / "circle.jpg").symlink_to("circle.jpg")
    for strange in (".", "..", "/", "", "nul\0.jpg", tmp_path / "circle.jpg"):
        with pytest.raises(ExifilmError):
            Scan(strange).save(RECORD)
    with pytest.raises(ExifilmError):
        Scan(tmp_path / "circle.jpg").undo()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "scan.jpg")
    assert "pipe" in refused(tmp_path / "scan.jpg")


@pytest.mark.parametrize("suffix", samples.EMBEDDED)
@pytest.mark.parametrize("part", [0.95, 0.5, 0.1])
def test_cut_short(make_scan, suffix: str, part: float) -> None:
    """A truncated file causes an error or gets a complete sidecar; its picture stays unchanged."""
    path = make_scan(f"scan{suffix}")
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * part)])
    before = path.read_bytes()
    try:
        Scan(path).save(RECORD)
    except ExifilmError as problem:
        assert problem.message  # noqa: PT017
        assert names(path.parent) == [path.name]
        assert path.read_bytes() == before
        return
    assert Scan(path).record == RECORD
    if not sidecar_of(path).exists():
        after = path.read_bytes()
        tail = before[-200:] if len(before) > 2000 else b""
        assert tail in after, "what was left of the picture is still there"


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".tif"])
def test_a_picture_cut_short_is_not_saved_into(make_scan, suffix: str) -> None:
    path = make_scan(f"scan{suffix}")
    path.write_bytes(path.read_bytes()[:-100])
    message = refused(path)
    assert "truncated" in message


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]><x:xmpmeta xmlns:x='adobe:ns:meta/'>&j;</x:xmpmeta>"
)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "no XML at all",
        "<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF",
        "<html><body>404</body></html",
        BOMB,
        '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
        "<x:xmpmeta xmlns:x='adobe:ns:meta/'>&e;</x:xmpmeta>",
        "\0\0\0\0",
        "<?xml version='1.0' encoding='no such'?><x/>",
    ],
    ids=["empty", "text", "cut short", "html", "bomb", "outside entity", "zeros", "encoding"],
)
@pytest.mark.parametrize("name", ["scan.jpg", "scan.xcf"])
def test_a_sidecar_that_is_not_whole_xml(make_scan, name: str, content: str) -> None:
    path = make_scan(name)
    sidecar_of(path).write_text(content)
    message = refused(path)
    assert "sidecar" in message or "empty" in message or "not an image" in message
    assert sidecar_of(path).read_text() == content


@pytest.mark.parametrize("text", ["a\0b", "a\x07b", "\x1b[31m", "\ud800", "\x7f\x80\ufffe"])
def test_characters_that_cannot_be_kept_are_refused_before_anything(text: str) -> None:
    with pytest.raises(ExifilmError, match=r"notes.*cannot be stored"):
        ExposureRecord(notes=text)


@pytest.mark.parametrize("name", ["scan.jpg", "scan.tif", "scan.xcf"])
def test_a_megabyte_of_notes(make_scan, name: str) -> None:
    path = make_scan(name)
    notes = "A long “story”, line by line & <b>.\n" * 30_000
    Scan(path).save(RECORD.replace(notes=notes, print_notes="short"))
    assert Scan(path).record == RECORD.replace(notes=notes, print_notes="short")
    Scan(path).undo()
    assert not Scan(path).record


def test_more_than_exif_has_room_for_is_refused_with_its_field() -> None:
    with pytest.raises(ExifilmError, match=r"photographer.*longer than"):
        ExposureRecord(photographer="x" * 100_000)


def test_damaged_metadata_are_not_dropped(make_scan) -> None:
    """ExifTool omits a damaged directory of tags when it writes."""
    path = make_scan("scan.jpg", foreign=False)
    samples.put_tags(path, {"IFD0:Artist": "Ansel", "ExifIFD:FNumber": "22"})
    content = bytearray(path.read_bytes())
    exif = content.index(b"Exif\0\0") + 6
    order = "big" if content[exif : exif + 2] == b"MM" else "little"
    ifd0 = exif + int.from_bytes(content[exif + 4 : exif + 8], order)
    content[ifd0 : ifd0 + 2] = (60_000).to_bytes(2, order)
    path.write_bytes(content)
    before = path.read_bytes()
    try:
        saved = Scan(path).save(RECORD)
    except ExifilmError:
        pass
    else:
        assert saved.warnings
        assert Scan(path).record.film == "HP5+"
    assert path.read_bytes() == before


def test_an_archive_of_all_that(make_scan, tmp_path: Path) -> None:
    good = make_scan("1.jpg")
    (tmp_path / "2.jpg").write_bytes(b"")
    (tmp_path / "3.jpg").write_text("text")
    (tmp_path / "4.jpg").symlink_to("nowhere")
    make_scan("5.jpg")
    sidecar_of(tmp_path / "5.jpg").write_text("no XML")
    with Archive(tmp_path) as archive:
        readable = [scan.path for scan in archive.readable()]
        assert readable == [good]
        told = {path.name: str(message) for path, message in archive.unreadable}
    assert set(told) == {"2.jpg", "3.jpg", "4.jpg", "5.jpg"}
    assert "empty" in told["2.jpg"] and "sidecar" in told["5.jpg"]
