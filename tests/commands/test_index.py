"""`exifilm index`: reading in advance, telling of the index, forgetting it, Ctrl+C."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from exifilm_core import Archive, ExposureRecord, Scan
from exifilm_core.exiftool import ExifTool
from exifilm_core.files.user_folders import cache_folder
from exifilm_core.index import Index, rows
from tests.commands.conftest import COMMAND, REPOSITORY


@pytest.fixture
def folder(make_scan: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two scans and one in a sub-folder, which count as old."""
    monkeypatch.setattr(rows, "YOUNG", -3600)
    make_scan("scans/below/3.jpg")
    make_scan("scans/2.jpg")
    path = make_scan("scans/1.jpg")
    Scan(path).save(ExposureRecord(image_id="17", subject="Oak"))
    return path.parent


def test_it_reads_what_is_new_and_tells_of_itself(folder: Path, exifilm) -> None:
    none_yet = f"There is no index yet. It will be in {cache_folder()}.\n"
    assert exifilm("index") == (0, none_yet, "")
    told = exifilm("index", folder)
    assert told == (
        0,
        f"{folder}: 2 scans, 2 read now. 1 more image is in its sub-folders. "
        "Add --recursive to include them.\n",
        "",
    )
    assert exifilm("index", "--recursive", folder).out == f"{folder}: 3 scans, 1 read now.\n"
    assert re.fullmatch(
        rf"{cache_folder()}/index-\d+\.sqlite3: 3 scans, 0\.\d MB\.\n", exifilm("index").out
    )
    assert exifilm("check", "--json", folder).status == 1
    assert exifilm("index", "--forget") == (0, "The index is deleted.\n", "")
    assert exifilm("index").out == none_yet


def test_what_cannot_be_read_is_named(folder: Path, exifilm) -> None:
    (folder / "4.jpg").write_bytes(b"no image")
    told = exifilm("index", folder, folder / "none")
    assert told.status == 1
    assert f"exifilm: {folder}/4.jpg: " in told.err
    assert f"exifilm: {folder}/none: there is no such folder.\n" in told.err
    assert f"{folder}: 3 scans, 3 read now." in told.out


def test_impossible_demands(folder: Path, exifilm, monkeypatch: pytest.MonkeyPatch) -> None:
    assert exifilm("index", "--forget", folder).status == 2
    monkeypatch.setenv("EXIFILM_INDEX", "0")
    told = exifilm("index", folder)
    assert (told.status, told.err) == (
        1,
        "exifilm: there is no index, because EXIFILM_INDEX is 0.\n",
    )
    assert not cache_folder().exists()
    monkeypatch.delenv("EXIFILM_INDEX")
    cache_folder().parent.mkdir(exist_ok=True)
    cache_folder().touch()
    told = exifilm("index", folder)
    assert told.status == 1
    assert "there can be no index here: File exists. ExiFilm reads the scans each" in told.err
    assert exifilm("print", folder, "17").status == 0, "without an index, all works"


@pytest.mark.parametrize("arguments", [["print", "17"], ["check"], ["show", "--recursive"]])
def test_commands_read_a_known_folder_without_exiftool(
    folder: Path, exifilm, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    monkeypatch.setenv("EXIFILM_QUICK", "0")  # or `check` asks ExifTool about a sample
    name, *others = arguments
    first = exifilm(name, folder, *others)
    assert first.out
    for path in folder.glob("**/*.jpg"):
        path.write_bytes(path.read_bytes())
    with Archive(folder, recursive=True) as archive:
        archive.learn(archive.unknown())

    def refuse(_self: ExifTool, paths: Iterable[Path], *_only: object, **_how: object) -> list[Any]:
        assert not list(paths), "a file was read"
        return []

    monkeypatch.setattr(ExifTool, "read", refuse)
    assert exifilm(name, folder, *others) == first


@pytest.mark.skipif(os.name != "posix", reason="signals as POSIX has them")
def test_interrupted_it_keeps_what_it_has_read(make_scan: Callable[..., Path]) -> None:
    path = make_scan("scans/0.jpg")
    for number in range(1, 600):
        os.link(path, path.with_name(f"{number}.jpg"))
    time.sleep(2.1)  # younger files are not stored
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    command = [*COMMAND, "index", str(path.parent)]
    process = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE)
    index = Index(cache_folder())
    end = time.monotonic() + 120
    while not (index.file and index.counted()):
        assert process.poll() is None and time.monotonic() < end
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130 and b"Traceback" not in err
    known = index.known(path.parent)
    assert 0 < len(known) < 600
    assert {row.number for row in known.values()} == {""}
    index.close()
