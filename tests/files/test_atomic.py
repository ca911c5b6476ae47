"""Several files at once are replaced, and each is the complete old or new one."""

from __future__ import annotations

from pathlib import Path

import pytest

from exifilm_core.errors import WrittenMeanwhileError
from exifilm_core.files.atomic import LEFTOVER, NewVersion, Step, take


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    paths = [tmp_path / name for name in ("1.tif", "2.tif", "2.tif.xmp")]
    for path in paths:
        path.write_text("old")
    return paths


def steps(files: list[Path]) -> list[Step]:
    versions = [NewVersion(path) for path in files]
    for version in versions:
        version.draft.write_text("ours")
    return [version.step() for version in versions]


def test_all_are_replaced(files: list[Path]) -> None:
    assert take(steps(files)) == [None, None, None]
    assert [path.read_text() for path in files] == ["ours"] * 3


@pytest.mark.parametrize("number", [1, 2])
def test_a_file_that_another_program_replaces_meanwhile(files: list[Path], number: int) -> None:
    """It is not the one that was opened before the first step: its name now means another."""
    first, *others = steps(files)
    theirs = files[number].with_name("theirs")
    theirs.write_text("theirs, and longer")

    def do() -> None:
        first.do()
        theirs.replace(files[number])

    problems = take([first._replace(do=do), *others])
    assert [type(problem) for problem in problems] == [
        WrittenMeanwhileError if n == number else type(None) for n in range(3)
    ]
    assert files[number].read_text() == "theirs, and longer"


@pytest.mark.parametrize("name", ["scan 017.jpg", "Übersicht (2).TIF", "a" * 196 + ".jpg"])
def test_a_new_version_has_the_name_of_the_file_in_its_own(tmp_path: Path, name: str) -> None:
    """So ExifTool can write many with one command."""
    draft = NewVersion(tmp_path / name).draft
    assert draft.name.startswith(LEFTOVER)
    assert draft.name.endswith(f"-{name}")


@pytest.mark.parametrize(
    "name", ["100%.jpg", "a\nb.jpg", "-q", ".jpg", "a.jpg ", "ü" * 120 + ".jpg", "a" * 251 + ".jpg"]
)
def test_but_not_of_one_that_a_command_may_misread(tmp_path: Path, name: str) -> None:
    draft = NewVersion(tmp_path / name).draft
    assert name not in draft.name
    assert draft.name.isascii()
    assert draft.name.isprintable()
    assert draft.suffix == (".jpg" if name.endswith("b.jpg") or len(name) > 9 else draft.suffix)
