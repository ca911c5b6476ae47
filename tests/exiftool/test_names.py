"""ExiFilm reads and writes exactly the file that a name means, whatever the name."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from exifilm_core.exiftool import ExifTool
from exifilm_core.exiftool.exiftool import BATCH

STRANGE = [
    "two\nlines.jpg",
    "a\n-Artist=INJECTED\nb.jpg",
    "-overwrite_original.jpg",
    "-.jpg",
    "# comment.jpg",
    "@args.jpg",
    "100%f.jpg",
    "%%.jpg",
    "$HOME ${x} `id`.jpg",
    "\"double\" and 'single'.jpg",
    "  blanks around  .jpg ",
    "no suffix",
    "tab\there.jpg",
    "bell\a escape\x1b[31m.jpg",
    "back\\slash.jpg",
    "star*?[a].jpg",
    "{a,b}.jpg",
    "&amp;<b>.jpg",
    "富士山 🎞️ é e\u0301.jpg",
    "non\u00a0breaking\u200b.jpg",
    "\ufffd.jpg",
    "right\u202eto left.jpg",
    os.fsdecode(b"latin-1 \xe9\xff.jpg"),
    "True.jpg",
    "1.10",
]


@pytest.fixture
def folder(make_scan, tmp_path: Path) -> Path:
    """A folder with a scan of each strange name; the scan's tags hold the name."""
    content = make_scan("source.jpg", foreign=False).read_bytes()
    folder = tmp_path / "a folder\nwith % # and é"
    folder.mkdir()
    for name in STRANGE:
        (folder / name).write_bytes(content)
    return folder


def test_each_is_written_and_read_alone_and_in_a_batch(exiftool: ExifTool, folder: Path) -> None:
    written = []
    for number, name in enumerate(STRANGE):
        target = folder / f"written-{number}"
        exiftool.write({"XMP-exifilm:ImageId": str(number)}, folder / name, target)
        target.replace(folder / name)
        written.append(folder / name)
    for number, path in enumerate(written):
        found = exiftool.read_one(path)
        assert (found.path, found.tags["XMP-exifilm:ImageId"]) == (path, str(number))
        assert "IFD0:Artist" not in found.tags
    together = list(exiftool.read(written))
    assert [tags.path for tags in together] == written
    ids = [tags.tags["XMP-exifilm:ImageId"] for tags in together]
    assert ids == [str(number) for number in range(len(written))]
    assert sorted(path.name for path in folder.iterdir()) == sorted(STRANGE)


def test_relative_names_are_those_of_the_folder_one_is_in_now(
    exiftool: ExifTool, make_scan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    exiftool.version()  # started in another folder
    make_scan("sub/-a.jpg")
    monkeypatch.chdir(tmp_path / "sub")
    assert exiftool.read_one(Path("-a.jpg")).file_type == "JPEG"


def test_more_files_than_one_command_takes_come_in_order(
    exiftool: ExifTool, make_scan, tmp_path: Path
) -> None:
    content = make_scan("source.jpg", foreign=False).read_bytes()
    paths = [tmp_path / f"{'#' * (number % 7 == 0)}{number}.jpg" for number in range(BATCH + 30)]
    for number, path in enumerate(paths):
        if number % 10:
            path.write_bytes(content)
    found = list(exiftool.read(paths))
    assert [tags.path for tags in found] == paths
    assert all(bool(tags.error) == (number % 10 == 0) for number, tags in enumerate(found))


def test_strange_names_leave_nothing_behind(exiftool: ExifTool, folder: Path) -> None:
    list(exiftool.read(folder / name for name in STRANGE))
    exiftool.write({"XMP-dc:Title": "x"}, folder / STRANGE[0], folder / "new.jpg")
    assert exiftool._folder
    assert not [path for path in exiftool._folder.path.iterdir() if path.is_symlink()]


def test_what_is_no_image_file_is_named(exiftool: ExifTool, tmp_path: Path) -> None:
    (tmp_path / "folder.jpg").mkdir()
    (tmp_path / "empty.jpg").touch()
    (tmp_path / "text.jpg").write_text("Dear Ansel,")
    (tmp_path / "loop.jpg").symlink_to("loop.jpg")
    os.mkfifo(tmp_path / "pipe.jpg")
    says = {
        "folder.jpg": "folder",
        "empty.jpg": "empty",
        "text.jpg": "not an image",
        "loop.jpg": "cannot be read",
        "pipe.jpg": "pipe",
        "missing.jpg": "no such file",
        "nul\0.jpg": "name",
        "x" * 300: "too long",
    }
    found = list(exiftool.read(tmp_path / name for name in says))
    for tags, words in zip(found, says.values(), strict=True):
        assert words in str(tags.error)
        assert not tags.tags
