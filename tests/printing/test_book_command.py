"""`exifilm print --book`, run as a program on real scans with the window's decoders."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from base64 import a85decode
from io import BytesIO
from pathlib import Path

import pytest
import tifffile
from PIL import Image

from exifilm_core import ExposureRecord, Scan
from tests import samples
from tests.form import gtk_probe

from .interpreter import structure_errors, texts
from .test_commands import exifilm


@pytest.fixture
def with_gtk(monkeypatch: pytest.MonkeyPatch) -> None:
    """The decoders run in a Python that has GTK, without a display."""
    monkeypatch.setenv("EXIFILM_PYTHON", gtk_probe.python_with_gtk())
    monkeypatch.delenv("DISPLAY", raising=False)


def save(path: Path, **values: object) -> Path:
    Scan(path).save(ExposureRecord(**values))
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three scans: a JPEG, a TIFF of 16 bits in colour that is upright, and a PNG."""
    scans = tmp_path / "Wüste 2012"
    scans.mkdir()
    image = samples.picture(1600, 1200)
    Image.fromarray(image).convert("RGB").save(scans / "sheet_1.jpg")
    deep = samples.picture(600, 900, depth=16)
    tifffile.imwrite(
        scans / "sheet_2.tif", deep[..., None].repeat(3, 2), photometric="rgb", metadata=None
    )
    samples.make(scans / "sheet_3.png", foreign=False)
    for number, path in enumerate(sorted(scans.iterdir()), 1):
        save(path, image_id=str(number), subject=f"subject-{number}-", film="Ilford FP4")
    return scans


def shown(document: bytes) -> list[Image.Image]:
    """The pictures in the document."""
    data = re.findall(rb"show-picture\n(.*?)~>\n%%EndData", document, re.DOTALL)
    return [Image.open(BytesIO(a85decode(each))) for each in data]


@pytest.mark.usefixtures("with_gtk")
def test_each_record_has_the_picture_of_its_scan(folder: Path) -> None:
    done = exifilm("print", folder, "--book")
    assert (done.returncode, done.stderr) == (0, b"")
    assert structure_errors(done.stdout) == []
    assert [each.size for each in shown(done.stdout)] == [(640, 480), (427, 640), (64, 48)]
    assert all(each.format == "JPEG" and each.mode == "RGB" for each in shown(done.stdout))
    one, two, index = texts(done.stdout)
    assert all(word in one for word in ("subject-1-", "subject-2-", "sheet_1.jpg", "sheet_2.tif"))
    assert "subject-3-" in two and "sheet_3.png" in two
    assert "Wüste 2012" in index and re.search(r"Ilford FP4\s+1–2", index)
    tones = [each.convert("L").resize((1, 1)).getpixel((0, 0)) for each in shown(done.stdout)]
    assert all(100 < int(tone) < 156 for tone in tones), "16 bits are as light as 8"


@pytest.mark.usefixtures("with_gtk")
def test_a_pdf_says_the_same_to_another_reader(folder: Path, tmp_path: Path) -> None:
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext is missing: apt install poppler-utils")
    target = tmp_path / "book.pdf"
    done = exifilm("print", folder, "1-2", "--book", "--paper", "a5", "-o", target)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    read = subprocess.run(["pdftotext", "-layout", target, "-"], capture_output=True, check=True)
    pages = read.stdout.decode().split("\f")[:-1]
    assert len(pages) == 3
    assert "subject-1-" in pages[0] and "subject-2-" in pages[1] and "INDEX" in pages[2]
    assert [page.split()[-1] for page in (pages[0], pages[2])] == ["1", "3"]
    assert pages[1].split()[-3:] == ["2", "Wüste", "2012"]
    assert "subject-3-" not in read.stdout.decode()


@pytest.mark.usefixtures("with_gtk")
def test_broken_and_odd_scans_are_named_and_the_rest_is_printed(folder: Path) -> None:
    """Truncated, of four colours, and without a picture that anyone decodes."""
    ink = Image.new("CMYK", (90, 60), (0, 200, 200, 0))
    ink.save(folder / "sheet_4.tif")
    save(folder / "sheet_4.tif", image_id="4")
    whole = (folder / "sheet_1.jpg").read_bytes()
    (folder / "sheet_5.jpg").write_bytes(whole[: len(whole) // 2])
    (folder / "sheet_6.tif").write_bytes(b"II*\0\x08\0\0\0")
    (folder / "sheet_7.jpg").write_bytes(b"")
    done = exifilm("print", folder, "--book")
    assert done.returncode == 1
    assert structure_errors(done.stdout) == []
    told = done.stderr.decode()
    assert "sheet_5.jpg: its picture: Parts of this file are damaged." in told
    assert "sheet_7.jpg: not printed" in told
    assert "sheet_4" not in told and "Traceback" not in told
    pages = " ".join(texts(done.stdout))
    assert all(f"subject-{n}-" in pages for n in (1, 2, 3))
    (red,) = (each.getpixel((20, 20)) for each in shown(done.stdout) if each.size == (90, 60))
    assert isinstance(red, tuple) and red[0] > 150 > 110 > red[1]


@pytest.mark.usefixtures("with_gtk")
def test_a_picture_that_cannot_be_decoded_is_said_in_words(folder: Path) -> None:
    tifffile.imwrite(folder / "sheet_4.tif", samples.picture(), metadata=None)
    save(folder / "sheet_4.tif", image_id="4", subject="subject-4-")
    data = bytearray((folder / "sheet_4.tif").read_bytes())
    at = data.index(b"\x03\x01\x03\x00\x01\x00\x00\x00") + 8
    data[at : at + 2] = b"\x99\x99"  # a compression that nobody has
    (folder / "sheet_4.tif").write_bytes(data)
    done = exifilm("print", folder, "4", "--book")
    assert done.returncode == 1
    said = "sheet_4.tif: its picture is not printed: The picture in this file cannot be decoded."
    assert said in done.stderr.decode()
    page = " ".join(texts(done.stdout)[0].split())
    assert "The picture in this file cannot be decoded." in page and "subject-4-" in page


def python_that(folder: Path, does: str) -> str:
    """A stand-in for a Python with GTK, and no other one."""
    script = folder / "python"
    script.write_text(f"#!{sys.executable}\nimport os, sys, time\n{does}\n", encoding="utf-8")
    script.chmod(0o755)
    return str(script)


def test_without_gtk_the_records_are_printed_and_it_is_said(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    from exifilm_core.commands import pictures
    from exifilm_core.commands.app import app

    none = python_that(folder.parent, "sys.exit(69)")
    monkeypatch.setattr(pictures, "pythons", lambda: iter([none]))
    with pytest.raises(SystemExit) as ended:
        app.main(["print", str(folder), "--book", "--one-sided"])
    out, told = capfdbinary.readouterr()
    assert ended.value.code == 1
    assert told.count(b"no Python here has GTK 3") == 1
    assert b"exifilm doctor" in told
    assert [page.count("no Python here has") for page in texts(out)] == [2, 1, 0]
    assert "subject-3-" in texts(out)[1]


def test_a_picture_that_ends_the_decoder_does_not_end_the_book(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next picture gets a new process."""
    does = """
print("ready", flush=True)
path = os.read(0, 1 << 16).decode()
if "sheet_2" in path:
    os.kill(os.getpid(), 9)
print("0 0 0 5", "other", sep=chr(10), end="", flush=True)
path = os.read(0, 1 << 16).decode()
"""
    monkeypatch.setenv("EXIFILM_PYTHON", python_that(folder.parent, does))
    done = exifilm("print", folder, "--book")
    assert done.returncode == 1
    told = done.stderr.decode()
    assert "sheet_1.jpg: its picture is not printed: other" in told
    assert "sheet_2.tif: its picture is not printed: this picture has ended the program" in told
    assert [page.count("subject-") > 0 for page in texts(done.stdout)] == [True] * 3


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_ctrl_c_leaves_no_half_file_and_no_process(folder: Path, tmp_path: Path) -> None:
    up = tmp_path / "up"
    does = f'print("ready", flush=True)\nopen({str(up)!r}, "w").write(str(os.getpid()))\n'
    python = python_that(folder.parent, f"{does}time.sleep(300)")
    target = tmp_path / "made" / "book.pdf"
    target.parent.mkdir()
    target.write_bytes(b"old")
    command = [sys.executable, "-m", "exifilm_core.commands", "print", str(folder), "--book"]
    with subprocess.Popen(
        [*command, "-o", target],
        env=os.environ | {"EXIFILM_PYTHON": python},
        stderr=subprocess.PIPE,
    ) as running:
        while not up.exists() or not up.read_text():
            time.sleep(0.02)
        running.send_signal(signal.SIGINT)
        assert running.stderr and b"Traceback" not in running.stderr.read()
        assert running.wait() == 130
    assert target.read_bytes() == b"old"
    assert [each.name for each in target.parent.iterdir()] == ["book.pdf"]
    with pytest.raises(ProcessLookupError):
        os.kill(int(up.read_text()), 0)


def test_paper_without_room_for_pictures_is_wrong_usage(folder: Path) -> None:
    done = exifilm("print", folder, "--book", "--paper", "5x3in")
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"too small" in done.stderr


def test_an_empty_folder_makes_no_book(tmp_path: Path) -> None:
    done = exifilm("print", tmp_path, "--book", "-o", tmp_path / "book.ps")
    assert done.returncode == 1
    assert b"there are no records to print" in done.stderr
    assert list(tmp_path.iterdir()) == []
