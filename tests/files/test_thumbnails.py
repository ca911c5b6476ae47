"""The desktop's thumbnails: found, stored, and still valid after a save of the tags."""

from __future__ import annotations

import io
import json
import os
import subprocess
import tempfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, PngImagePlugin

from exifilm_core import ExposureRecord
from exifilm_core.exiftool import ExifTool
from exifilm_core.files import thumbnails
from exifilm_core.scans import Scan
from tests.form.gtk_probe import python_with_gtk

AGO = 1_600_000_000


def png(colour: str = "red", **texts: str) -> bytes:
    """A small PNG; with the texts, as Pillow writes them."""
    data, info = io.BytesIO(), PngImagePlugin.PngInfo()
    for name, text in texts.items():
        info.add_text(f"Thumb::{name}", text)
    Image.new("RGB", (128, 85), colour).save(data, "PNG", pnginfo=info)
    return data.getvalue()


def cache() -> Path:
    return Path(os.environ["XDG_CACHE_HOME"]) / "thumbnails"


def place_of(path: Path, size: str = "normal") -> Path:
    return next(place for place in thumbnails._places(path) if place.parent.name == size)


def stored(path: Path) -> Path:
    """An old file with a thumbnail of ours; its place."""
    os.utime(path, (AGO, AGO))
    thumbnails.keep(path, png(), 128, thumbnails.status_of(path))
    return place_of(path)


def by_another(path: Path, size: str = "normal", **texts: str) -> None:
    """A thumbnail as another program writes it."""
    place = place_of(path, size)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(png("blue", **texts))


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    path = tmp_path / "a scan [page=1] (2).tif"
    path.write_bytes(b"II*\0 whatever")
    return path


def test_a_stored_thumbnail_is_found_and_is_its_users_alone(scan: Path, tmp_path: Path) -> None:
    place = stored(scan)
    found = thumbnails.find(scan, 92)
    assert found == place.read_bytes()
    texts = Image.open(io.BytesIO(found)).text
    assert texts == {
        "Thumb::URI": f"file://{tmp_path}/a%20scan%20%5Bpage=1%5D%20(2).tif",
        "Thumb::MTime": str(AGO),
        "Thumb::Size": str(scan.stat().st_size),
        "Software": "ExiFilm",
    }
    assert place.stat().st_mode & 0o777 == 0o600
    assert {folder.stat().st_mode & 0o777 for folder in (cache(), place.parent)} == {0o700}
    assert [*place.parent.iterdir()] == [place], "no draft is left"
    assert thumbnails.find(scan, 129) is None, "it would be too small"


def test_uris_are_those_of_the_desktop() -> None:
    names = [bytes(range(start, min(start + 32, 256))) for start in range(1, 256, 32)]
    names += ["Käse 1.tif".encode(), b"100%.tif", b"a~b;c?d#e.tif", b"x[page=1].tif"]
    paths = [os.fsdecode(b"/" + name.replace(b"/", b"")) for name in names] + ["/a/../b//./c"]
    script = (
        "import sys, os, json\nfrom gi.repository import Gio\n"
        "print(json.dumps([Gio.File.new_for_path(os.fsencode(path)).get_uri() "
        "for path in json.loads(sys.stdin.read())]))"
    )
    said = subprocess.run(
        [python_with_gtk(), "-c", script], input=json.dumps(paths), capture_output=True, text=True
    )
    assert said.returncode == 0, said.stderr
    assert [thumbnails._uri(Path(path)) for path in paths] == json.loads(said.stdout)


@pytest.mark.parametrize("size", ["normal", "large", "x-large"])
def test_a_thumbnail_of_another_program_is_used(scan: Path, size: str) -> None:
    os.utime(scan, (AGO, AGO))
    by_another(scan, size, URI=thumbnails._uri(scan), MTime=str(AGO))
    assert thumbnails.find(scan, 92) == place_of(scan, size).read_bytes()


def test_compressed_texts_are_read(scan: Path) -> None:
    os.utime(scan, (AGO, AGO))
    place = place_of(scan)
    place.parent.mkdir(parents=True)
    uri = b"Thumb::URI\0\0" + zlib.compress(thumbnails._uri(scan).encode())
    time = b"Thumb::MTime\0\0" + zlib.compress(str(AGO).encode())
    head = png()
    texts = b"".join(thumbnails._chunk(b"zTXt", text) for text in (uri, time))
    place.write_bytes(head[:33] + texts + head[33:])
    assert thumbnails.find(scan, 92)


@pytest.mark.parametrize(
    "texts",
    [
        {"MTime": str(AGO)},
        {"URI": "file:///elsewhere.tif", "MTime": str(AGO)},
        {"URI": "", "MTime": str(AGO + 1)},
        {"URI": ""},
        {"URI": "", "MTime": str(AGO), "Size": "3"},
    ],
)
def test_another_files_or_an_old_thumbnail_is_not_used(scan: Path, texts: dict[str, str]) -> None:
    os.utime(scan, (AGO, AGO))
    if texts.get("URI") == "":
        texts = texts | {"URI": thumbnails._uri(scan)}
    by_another(scan, **texts)
    assert thumbnails.find(scan, 92) is None


@pytest.mark.parametrize(
    "damage",
    [lambda _d: b"", lambda d: d[:60], lambda d: d[:-20], lambda d: b"x" + d[1:],
     lambda d: d[:8] + b"\xff" * 40 + d[48:]],
)  # fmt: skip
def test_a_damaged_thumbnail_is_ignored(scan: Path, damage: Callable[[bytes], bytes]) -> None:
    place = stored(scan)
    place.write_bytes(damage(place.read_bytes()))
    assert thumbnails.find(scan, 92) is None
    new = scan.with_name("new")
    new.write_bytes(b"II*\0 with tags")
    with thumbnails.kept_valid(scan, new):
        new.replace(scan)
    assert thumbnails.find(scan, 92) is None


def test_nothing_is_stored_for_the_cache_and_for_our_own_files(scan: Path) -> None:
    stored(scan)
    own = Path(tempfile.mkdtemp(prefix="exifilm-"))
    paths = [place_of(scan), own / "x.png", scan.with_name(".exifilm-0.tif")]
    for path in paths:
        path.write_bytes(png())
        stored(path)
        assert thumbnails.find(path, 92) is None
    paths[1].unlink()
    own.rmdir()


def test_nothing_is_stored_of_a_file_that_changes(scan: Path) -> None:
    before = thumbnails.status_of(scan)
    thumbnails.keep(scan, png(), 128, before)
    assert not cache().exists(), "it has just been written, and may be again"
    os.utime(scan, (AGO, AGO))
    thumbnails.keep(scan, png(), 128, before)
    thumbnails.keep(scan, png(), 128, None)
    assert not cache().exists(), "it has changed since"


@pytest.mark.parametrize("named", ["", "relative", "/dev/null/cache"])
def test_without_a_cache_there_are_no_thumbnails(
    scan: Path, named: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", named)
    monkeypatch.setenv("HOME", "/dev/null")
    monkeypatch.chdir(scan.parent)
    stored(scan)
    assert thumbnails.find(scan, 92) is None
    with thumbnails.kept_valid(scan, scan):
        pass
    assert [*scan.parent.iterdir()] == [scan]


def test_another_programs_version_right_after_ours_gets_no_thumbnail(scan: Path) -> None:
    stored(scan)
    new, theirs = scan.with_name("new"), scan.with_name("theirs")
    new.write_bytes(b"II*\0 with tags")
    theirs.write_bytes(b"II*\0 with other pixels")
    with thumbnails.kept_valid(scan, new):
        new.replace(scan)
        theirs.replace(scan)
    assert thumbnails.find(scan, 92) is None


@pytest.mark.parametrize("name", ["scan.jpg", "scan.tif", "scan.png"])
def test_a_save_of_the_tags_keeps_thumbnails_valid(make_scan, name: str) -> None:
    path = make_scan(name)
    ours = stored(path)
    by_another(path, "large", URI=thumbnails._uri(path), MTime=str(AGO))
    pixels = Image.open(io.BytesIO(ours.read_bytes())).tobytes()
    scan = Scan(path, ExifTool.shared())
    scan.save(ExposureRecord(subject="Moss"))
    assert int(path.stat().st_mtime) != AGO, "for other programs it is another version"
    for place in (ours, place_of(path, "large")):
        texts = Image.open(place).text
        assert texts["Thumb::MTime"] == str(int(path.stat().st_mtime))
        assert "Thumb::Size" not in texts or texts["Thumb::Size"] == str(path.stat().st_size)
    assert Image.open(ours).tobytes() == pixels
    assert thumbnails.find(path, 92) == ours.read_bytes()
    scan.undo()
    assert thumbnails.find(path, 92), "so does undo"


def test_a_save_does_not_make_an_old_thumbnail_valid(make_scan) -> None:
    path = make_scan("scan.jpg")
    place = stored(path)
    os.utime(path, (AGO + 5, AGO + 5))  # another program has changed the picture
    old = place.read_bytes()
    Scan(path, ExifTool.shared()).save(ExposureRecord(subject="Moss"))
    assert place.read_bytes() == old
    assert thumbnails.find(path, 92) is None


def test_a_save_stores_no_thumbnail(make_scan) -> None:
    path = make_scan("scan.jpg")
    os.utime(path, (AGO, AGO))
    Scan(path, ExifTool.shared()).save(ExposureRecord(subject="Moss"))
    assert not cache().exists()
