"""`exifilm print`, `exifilm form` and print_records.py, run as programs on real scans."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from exifilm_core import ExposureRecord, Scan
from exifilm_core.files.resources import resource
from tests.samples import run

from .interpreter import structure_errors, texts

SCRIPT = resource("postscript/print_records.py")
RECORDS = {
    "a.jpg": {"image_id": "3", "subject": "subject-3-"},
    "b.tif": {"image_id": "1", "subject": "subject-1-"},
    "sheet 2.jpg": {"subject": "subject-2-"},
    "c.jpg": {"image_id": "6", "subject": "subject-6-"},
    "d.jpg": {"image_id": "2012-017", "subject": "subject-2012-017-"},
    "e.jpg": {"image_id": "2012-018", "subject": "subject-2012-018-"},
}


_filled: dict[str, bytes] = {}
"""The scans of `folder`, as saved for the first test that needed them."""


@pytest.fixture
def folder(make_scan: Callable[..., Path]) -> Path:
    """Six scans: numbers 1, 2 (by its file name), 3 and 6, and two with a text as number."""
    for name, values in RECORDS.items():
        path = make_scan(f"scans/{name}", foreign=False)
        if name not in _filled:
            Scan(path).save(ExposureRecord(**values))
            _filled[name] = path.read_bytes()
        path.write_bytes(_filled[name])
    return path.parent


def exifilm(*arguments: str | Path, **options: object) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "exifilm_core.commands", *map(str, arguments)],
        capture_output=True,
        check=False,
        timeout=60,
        **options,  # type: ignore[call-overload]
    )


def subjects(document: bytes) -> list[str]:
    return [name for page in texts(document) for name in re.findall(r"subject-(\S+)-", page)]


def test_a_range_is_printed_in_order(folder: Path) -> None:
    done = exifilm("print", folder, 1, 3)
    assert (done.returncode, done.stderr) == (0, b"")
    assert structure_errors(done.stdout) == []
    assert subjects(done.stdout) == ["1", "2", "3"]
    assert "sheet" not in texts(done.stdout)[0]


def test_all_of_a_folder_are_printed_in_order(folder: Path) -> None:
    done = exifilm("print", folder)
    assert (done.returncode, done.stderr) == (0, b"")
    assert subjects(done.stdout) == ["1", "2", "3", "6", "2012-017", "2012-018"]
    assert exifilm("print", folder, "1-3").stdout == exifilm("print", folder, 1, 3).stdout


def test_missing_numbers_are_named(folder: Path) -> None:
    done = exifilm("print", folder, 0, 9)
    assert done.returncode == 0
    assert subjects(done.stdout) == ["1", "2", "3", "6"]
    assert b"no scan has the image number 0, 4-5 or 7-9" in done.stderr


def test_doubled_numbers_are_named_and_printed(
    folder: Path, make_scan: Callable[..., Path]
) -> None:
    twin = make_scan("scans/again.jpg", foreign=False)
    Scan(twin).save(ExposureRecord(image_id="3", subject="subject-3b-"))
    done = exifilm("print", folder, 3, 3)
    assert done.returncode == 0
    assert subjects(done.stdout) == ["3", "3b"]
    assert b"No. 3 is on 2 scans" in done.stderr
    assert b"a.jpg, again.jpg" in done.stderr


def test_a_range_that_holds_none_is_an_error(folder: Path) -> None:
    done = exifilm("print", folder, 100, 200)
    assert (done.returncode, done.stdout) == (1, b"")
    assert b"no scan has an image number from 100 to 200" in done.stderr


def test_text_for_a_number(folder: Path) -> None:
    done = exifilm("print", folder, "--id", "2012-018", "--id", "2012-017", "--id", "1999-001")
    assert done.returncode == 0
    assert subjects(done.stdout) == ["2012-018", "2012-017"]
    assert "no scan has the No. “1999-001”" in done.stderr.decode()
    both = exifilm("print", folder, 1, 1, "--id", "2012-017")
    assert subjects(both.stdout) == ["1", "2012-017"]
    none = exifilm("print", folder, "--id", "x")
    assert (none.returncode, none.stdout) == (1, b"")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((9, 1), "did you mean 1 9?"),
        ((1, 10**12), "at most"),
        ((-5, 3), "begin at 0"),
        (("one", 3), "one"),
        ((1, 3, "--paper", "quarto"), "quarto"),
        ((1, 3, "--forms", 0), "a whole number from 1"),
        ((1, 3, "--forms", 100), "too small"),
        ((1, 3, "--output", "records.doc"), "neither .ps nor .pdf"),
    ],
)
def test_what_makes_no_sense_is_wrong_usage(
    folder: Path, arguments: tuple[object, ...], said: str
) -> None:
    options = ["--"] if arguments and arguments[0] == -5 else []
    done = exifilm("print", folder, *options, *map(str, arguments))
    assert (done.returncode, done.stdout) == (2, b"")
    assert said in " ".join(done.stderr.decode().split())
    assert b"Traceback" not in done.stderr


def test_a_folder_that_is_none_is_named(folder: Path) -> None:
    for wrong in (folder / "nowhere", folder / "a.jpg"):
        done = exifilm("print", wrong, 1, 3)
        assert (done.returncode, done.stdout) == (1, b"")
        assert wrong.name in done.stderr.decode()


def test_a_scan_that_cannot_be_read_does_not_stop_the_others(folder: Path) -> None:
    (folder / "broken 5.jpg").write_bytes(b"")
    done = exifilm("print", folder, 1, 3)
    assert done.returncode == 1
    assert subjects(done.stdout) == ["1", "2", "3"]
    assert b"broken 5.jpg" in done.stderr


def test_a_value_that_makes_no_sense_is_named(folder: Path) -> None:
    config = resource("plugins/exiftool/exifilm.config")
    run(
        *("exiftool", "-config", str(config), "-q", "-overwrite_original", "-n"),
        *("-XMP-exifilm:FocusSpread=-5", str(folder / "a.jpg")),
    )
    done = exifilm("print", folder, 3, 3)
    assert done.returncode == 1
    assert b"focus_spread is not printed" in done.stderr


def test_warnings_name_the_image_number(folder: Path) -> None:
    Scan(folder / "a.jpg").save(ExposureRecord(image_id="3", subject="odd \U0010fffd"))
    done = exifilm("print", folder, 1, 3)
    assert done.returncode == 0
    assert b"No. 3: no installed font has U+10FFFD" in done.stderr


@pytest.mark.parametrize("kind", ["ps", "pdf"])
def test_output_to_a_file(folder: Path, tmp_path: Path, kind: str) -> None:
    target = tmp_path / f"100%d of {kind}.{kind}"
    target.write_bytes(b"old")
    done = exifilm("print", folder, 1, 3, "--output", target, "--paper", "a4")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    content = target.read_bytes()
    assert content.startswith(b"%PDF" if kind == "pdf" else b"%!PS-Adobe-3.0")
    assert subjects(content) == ["1", "2", "3"] if kind == "ps" else content.count(b"/Page") >= 1
    assert [path for path in tmp_path.iterdir() if path.is_file()] == [target]


def test_a_failure_leaves_the_old_file(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "records.ps"
    target.write_bytes(b"old")
    assert exifilm("print", folder, 100, 200, "--output", target).returncode == 1
    assert target.read_bytes() == b"old"
    missing = exifilm("print", folder, 1, 3, "--output", tmp_path / "nowhere" / "records.pdf")
    assert missing.returncode == 1
    assert b"Traceback" not in missing.stderr


def test_pdf_without_ghostscript_says_what_to_do(folder: Path, tmp_path: Path) -> None:
    programs = tmp_path / "programs"
    programs.mkdir()
    for name in ("exiftool", "perl", "env"):
        (programs / name).symlink_to(shutil.which(name) or name)
    done = exifilm(
        "print", folder, 1, 3, "-o", tmp_path / "r.pdf", env={**os.environ, "PATH": str(programs)}
    )
    assert done.returncode == 1
    assert b"install ghostscript" in done.stderr
    assert not (tmp_path / "r.pdf").exists()


def test_a_reader_who_had_enough_is_left_in_peace(folder: Path) -> None:
    program = [sys.executable, "-m", "exifilm_core.commands", "print", str(folder), "1", "3"]
    with subprocess.Popen(program, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout and running.stderr
        running.stdout.read(10)
        running.stdout.close()
        assert running.stderr.read() == b""


@pytest.mark.skipif(os.name != "posix", reason="pseudo terminals are a POSIX thing")
@pytest.mark.parametrize("command", [["form"], ["print", ".", "1", "3"]])
def test_a_terminal_is_not_spilled_on(command: list[str]) -> None:
    import pty

    ours, theirs = pty.openpty()
    done = subprocess.run(
        [sys.executable, "-m", "exifilm_core.commands", *command],
        stdout=theirs,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(theirs)
    try:
        shown = os.read(ours, 100)
    except OSError:  # no process has written to it
        shown = b""
    os.close(ours)
    assert (done.returncode, shown) == (2, b"")
    assert b"| lpr" in done.stderr
    assert b"--output" in done.stderr


def test_the_blank_form(tmp_path: Path) -> None:
    done = exifilm("form")
    assert (done.returncode, done.stderr) == (0, b"")
    assert structure_errors(done.stdout) == []
    assert texts(done.stdout)[0].count("Focal length") == 4
    a5 = exifilm("form", "--paper", "a5")
    assert texts(a5.stdout)[0].count("Focal length") == 1
    one = exifilm("form", "--forms", "1")
    assert texts(one.stdout)[0].count("Focal length") == 1
    pdf = tmp_path / "form.pdf"
    assert exifilm("form", "--output", pdf).returncode == 0
    assert pdf.read_bytes().startswith(b"%PDF")


def test_the_holder_list_of_a_folder(folder: Path) -> None:
    for name, holder in (("a.jpg", "2B"), ("b.tif", "1A")):
        Scan(folder / name).save(Scan(folder / name).record.replace(holder=holder))
    done = exifilm("print", folder, "--holders", "--paper", "a4")
    assert done.returncode == 0
    assert structure_errors(done.stdout) == []
    assert subjects(done.stdout) == ["1", "3"]
    assert done.stderr.decode() == (
        "exifilm: 4 records have no holder, so they are not in the list.\n"
    )
    none = exifilm("print", folder, 6, 6, "--holders")
    assert (none.returncode, none.stdout) == (1, b"")
    assert b"no record has a holder" in none.stderr


def test_the_roll_forms_of_a_folder(folder: Path) -> None:
    """A frame without a scan has a line; two files of a sheet have one; sheets have none."""
    for name, roll, frame in (("a.jpg", "0418", "3"), ("b.tif", "0418", "1"), ("c.jpg", "7", "2")):
        Scan(folder / name).save(Scan(folder / name).record.replace(roll=roll, frame=frame))
    shutil.copy(folder / "a.jpg", folder / "b.jpg")
    Scan(folder / "b.jpg").save(Scan(folder / "b.tif").record)
    done = exifilm("print", folder, "--roll-form", "--paper", "a4")
    assert done.returncode == 0
    assert structure_errors(done.stdout) == []
    assert b"/lines 12 def" in done.stdout
    assert subjects(done.stdout) == ["6", "1", "3"]
    assert done.stderr.decode() == (
        "exifilm: 3 records have no roll and no frame, so they are not on a form.\n"
    )
    whole = exifilm("print", folder, "--roll", "0418", "--roll-form")
    assert (whole.returncode, whole.stderr) == (0, b"")
    (page,) = texts(whole.stdout)
    assert re.findall(r"^\s+([123])\b", page, re.MULTILINE) == ["1", "2", "3"]
    some = exifilm("print", folder, "--roll", "0418", "--roll-form", "2", "3")
    (page,) = texts(some.stdout)
    assert re.findall(r"^\s+([123])\b", page, re.MULTILINE) == ["3"]
    none = exifilm("print", folder, "--id", "2012-017", "--roll-form")
    assert (none.returncode, none.stdout) == (1, b"")
    assert b"no roll form. \xe2\x80\x9cexifilm number\xe2\x80\x9d" in none.stderr


def test_index_cards_and_organisers_leaves(folder: Path) -> None:
    card = exifilm("form", "--paper", "3x5in")
    assert (card.returncode, card.stderr) == (0, b"")
    assert b"%%DocumentMedia: custom 216 360" in card.stdout
    assert texts(card.stdout)[0].count("Focal length") == 1
    leaves = exifilm("print", folder, 1, 3, "--paper", "95x171mm")
    assert (leaves.returncode, leaves.stderr) == (0, b"")
    assert len(texts(leaves.stdout)) == 3
    assert subjects(leaves.stdout) == ["1", "2", "3"]


def test_print_records_is_exifilm_print(folder: Path) -> None:
    ours = exifilm("print", folder, 1, 3, "--paper", "a4")
    theirs = subprocess.run(
        [sys.executable, SCRIPT, folder, "1", "3", "--paper", "a4"],
        capture_output=True,
        check=False,
        cwd="/",
    )
    assert theirs.returncode == 0
    assert theirs.stdout == ours.stdout


def test_print_records_says_what_it_lacks(tmp_path: Path) -> None:
    """Without ExiFilm's dependencies, and without the environment of `make setup`."""
    (tmp_path / "postscript").mkdir()
    copy = tmp_path / "postscript" / SCRIPT.name
    copy.write_bytes(SCRIPT.read_bytes())
    done = subprocess.run(
        [sys.executable, "-S", "-E", copy, ".", "1", "3"], capture_output=True, check=False
    )
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"make setup" in done.stderr


def test_print_records_finds_the_python_that_has_all(tmp_path: Path) -> None:
    (tmp_path / "postscript").mkdir()
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    copy = tmp_path / "postscript" / SCRIPT.name
    copy.write_bytes(SCRIPT.read_bytes())
    python = tmp_path / ".venv" / "bin" / "python"
    python.write_text('#!/bin/sh\necho "taken over: $@"\n')
    python.chmod(0o755)
    done = subprocess.run(
        [sys.executable, "-S", "-E", copy, "a folder", "1", "3"], capture_output=True, check=False
    )
    assert done.stdout.decode() == f"taken over: {copy} a folder 1 3\n"


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    done = exifilm("form", "--output", tmp_path / "nowhere" / "form.ps")
    said = f"exifilm: {tmp_path / 'nowhere'}: there is no such folder.\n"
    assert (done.returncode, done.stderr.decode()) == (1, said)
