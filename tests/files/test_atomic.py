"""Several files at once are replaced, and each is the complete old or new one."""

from __future__ import annotations

from pathlib import Path

import pytest

from exifilm_core.errors import WrittenMeanwhileError
from exifilm_core.files.atomic import NewVersion, Step, take


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
