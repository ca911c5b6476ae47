"""`exifilm print`: the selected records, and reports of missing ones."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from exifilm_core import ExposureRecord, Scan
from exifilm_core.actions import print_records
from tests.commands.conftest import Outcome

NUMBERS = {"a.jpg": "0418-02", "b.jpg": "0418-10", "c.jpg": "0418-36", "d.jpg": "", "e.jpg": "7",
           "IMG_8.jpg": "", "IMG_11.jpg": ""}  # fmt: skip


@pytest.fixture
def folder(make_scan) -> Path:
    """Scans with a text, a number, or nothing as their No."""
    for name, number in NUMBERS.items():
        path = make_scan(f"scans/{name}", foreign=False)
        if number:
            Scan(path).save(ExposureRecord(image_id=number))
    return path.parent


@pytest.fixture
def printed(exifilm, tmp_path, monkeypatch) -> Callable[..., tuple[str, Outcome]]:
    """Run `exifilm print`; return the names of the printed files, and the output."""

    def run(*arguments: object) -> tuple[str, Outcome]:
        chosen: list[str] = []
        entries = print_records.entries

        def noted(scans: list[Scan]) -> object:
            chosen.extend(scan.path.stem for scan in scans)
            return entries(scans)

        with monkeypatch.context() as patched:
            patched.setattr(print_records, "entries", noted)
            outcome = exifilm("print", *arguments, "--output", tmp_path / "out.ps")
        assert (tmp_path / "out.ps").exists() == bool(chosen)
        (tmp_path / "out.ps").unlink(missing_ok=True)
        return " ".join(chosen), outcome

    return run


def test_all_of_a_folder(folder, printed) -> None:
    assert printed(folder) == ("e IMG_8 IMG_11 a b c d", (0, "", ""))


@pytest.mark.parametrize(
    ("asked", "names", "said"),
    [
        (["0418-02", "0418-36"], "a b c", ""),
        (["0418-1", "0418-12"], "a b", "no scan has the No. “0418-12”."),
        (["0418-36"], "c", ""),
        (["7-11"], "e IMG_8 IMG_11", "no scan has the image number 9-10."),
        (["7"], "e", ""),
        (["IMG_8.jpg", "IMG_11"], "IMG_8 IMG_11", ""),
        (["d.jpg"], "d", ""),
        (["--id", "d", "--id", "0418-02"], "d a", ""),
        (["7", "8", "--id", "0418-02"], "e IMG_8 a", ""),
    ],
)
def test_some_of_a_folder(folder, printed, asked: list[str], names: str, said: str) -> None:
    found, outcome = printed(folder, *asked)
    assert (found, outcome.status) == (names, 0)
    assert said in outcome.err and bool(said) == bool(outcome.err)


@pytest.mark.parametrize(
    ("asked", "status", "said"),
    [
        (["0418-35"], 1, "no scan has the No. “0418-35”. As a range, its first number is greater"),
        (["a"], 1, "no scan has the No. “a”."),
        (["x", "z"], 1, "no scan has a No. from “x” to “z”."),
        (["99"], 1, "no scan has the No. “99”."),
        (["80-99"], 1, "no scan has an image number from 80 to 99."),
        (["0418-36", "0418-4"], 2, "did you mean 0418-4 0418-36?"),
        (["1-16", "20-24"], 2, "“1-16” and “20-24” are two ranges"),
        (["0-999999"], 1, "at most 100000"),
        (["0", "999999"], 2, "at most 100000"),
        (["9" * 5000, "1"], 2, "FIRST is greater than LAST"),
    ],
)
def test_what_is_not_there(folder, printed, asked: list[str], status: int, said: str) -> None:
    found, outcome = printed(folder, *asked)
    assert (found, outcome.status) == ("", status)
    assert said in outcome.err


def test_a_number_of_its_own_wins_over_a_range(folder, printed) -> None:
    Scan(folder / "d.jpg").save(ExposureRecord(image_id="7-11"))
    assert printed(folder, "7-11")[0] == "d"
    Scan(folder / "a.jpg").save(ExposureRecord(image_id="7-11"))
    found, outcome = printed(folder, "7-11")
    assert found == "a d"
    assert "No. 7-11 is on 2 scans, and each is printed: a.jpg, d.jpg." in outcome.err


def test_a_number_that_reads_like_a_large_range(folder, make_scan, printed) -> None:
    Scan(make_scan("scans/f.jpg", foreign=False)).save(ExposureRecord(image_id="0-200000"))
    found, outcome = printed(folder, "0-200000")
    assert (found, outcome.status) == ("f", 0)


def test_a_guessed_number_is_printed_as_one(folder, exifilm, tmp_path) -> None:
    out = tmp_path / "out.ps"
    assert exifilm("print", folder, "8", "-o", out).status == 0
    assert b"(8?)" in out.read_bytes()
    assert exifilm("print", folder, "7", "-o", out).status == 0
    assert b"(7)" in out.read_bytes() and b"(7?)" not in out.read_bytes()


def test_sub_folders(folder, make_scan, printed) -> None:
    make_scan("scans/roll 2/x_7.jpg", foreign=False)
    found, outcome = printed(folder)
    assert (found, outcome.status) == ("e IMG_8 IMG_11 a b c d", 0)
    assert "1 more image is in its sub-folders. Add --recursive" in outcome.err
    found, outcome = printed(folder, "--recursive")
    assert found == "e IMG_8 IMG_11 a b c d x_7"
    assert (
        outcome.err
        == f"exifilm: No. 7 is on 2 scans, and each is printed: e.jpg, {Path('roll 2/x_7.jpg')}.\n"
    )
    assert printed(folder, "--recursive", "7-8")[0] == "e x_7 IMG_8"
    found, outcome = printed(folder, "7", "9")
    assert "no scan has the image number 9." in outcome.err and "--recursive" in outcome.err
    found, outcome = printed(folder, "7", "8")
    assert outcome.err == "", "nothing is missing, so nobody is sent deeper"
    found, outcome = printed(folder.parent, "7", "8")
    assert outcome.status == 1
    assert "No images are in it, but 8 in its sub-folders. Add --recursive" in outcome.err
