"""Of files that are read together, a bad one fails by itself, and the error has its name."""

from __future__ import annotations

import shutil
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from exifilm_core import ExifilmError
from exifilm_core.exiftool import ExifTool
from exifilm_core.exiftool.together import (
    DEEPEST,
    UnansweredError,
    at_work_on,
    each,
    items_of,
    without_progress,
)
from exifilm_core.messages import Text
from tests.conftest import DATA

FAULTS = DATA / "faults"
PATHS = [Path(f"{number}.jpg") for number in range(200)]


@pytest.mark.parametrize("bad", [[], [0], [199], [7, 8, 150], [*range(0, 200, 2)], [*range(200)]])
@pytest.mark.parametrize("told", [True, False], ids=["told", "sought"])
def test_those_that_it_fails_on_are_told_apart(bad: list[int], told: bool) -> None:
    asked = []

    def ask(part: Sequence[Path]) -> dict[Path, str]:
        asked.append(len(part))
        for path in part:
            if PATHS.index(path) in bad:
                raise UnansweredError(Text("no answer"), file=path if told else None)
        return dict.fromkeys(part, "read")

    found = each(PATHS, ask, lambda path, problem: f"{path}: {problem.message}")
    assert found.keys() == set(PATHS)
    failed = {path for path, said in found.items() if said == f"{path}: no answer"}
    assert failed == {PATHS[number] for number in bad}
    assert set(found.values()) - {f"{path}: no answer" for path in failed} <= {"read"}
    # Each failure may take ExifTool's full timeout.
    assert len(asked) <= (2 * len(bad) + 1 if told else 1 + 16 * len(bad))


def test_an_error_about_none_of_the_files_is_not_sought() -> None:
    def ask(_part: Sequence[Path]) -> dict[Path, str]:
        raise ExifilmError(Text("ExifTool is not installed"))

    with pytest.raises(ExifilmError, match="not installed"):
        each(PATHS, ask, lambda _path, _problem: "")


def test_which_file_it_was_at_work_on() -> None:
    files = {b"/a b.jpg": Path("a b.jpg"), b"/x/c [1/2].jpg": Path("c"), b"/d.jpg": Path("d")}
    said = "======== /a b.jpg [1/3]\nError: bad - /a b.jpg\n======== /x/c [1/2].jpg [2/3]\n"
    assert at_work_on(said, files) == Path("c")
    assert at_work_on("", files) is None
    assert at_work_on("", {b"/d.jpg": Path("d")}) == Path("d")
    assert without_progress(said) == "Error: bad - /a b.jpg"


NAMED = {b"a": Path("a.jpg"), b"b": Path("b.jpg")}


def nested(depth: int) -> bytes:
    return b'{"A": ' * depth + b"1" + b"}" * depth


def test_what_it_says_of_tags_that_are_not_utf8() -> None:
    output = b'[{"SourceFile": "a", "XMP-a\x90:Tag": 1, "XMP-dc:Title": "\xc3\xa9"}]'
    (item,) = items_of(output, NAMED)
    assert item == {"SourceFile": "a", "XMP-a\ufffd:Tag": "1", "XMP-dc:Title": "é"}
    assert items_of(b"", NAMED) == []


@pytest.mark.parametrize(
    ("output", "file"),
    [
        (b'[{"SourceFile": "a", "XMP-"x:Tag": 1}]', None),
        (b'[{"SourceFile": "a"', None),
        (b'[{"SourceFile": "b", "XMP-e:A": ' + nested(DEEPEST + 1) + b"}]", Path("b.jpg")),
        (b'[{"SourceFile": "b", "XMP-e:A": ' + nested(100_000) + b"}]", None),
    ],
    ids=["a quotation mark", "cut short", "deep", "too deep for Python"],
)
def test_an_answer_that_cannot_be_used(output: bytes, file: Path | None) -> None:
    with pytest.raises(UnansweredError, match="ave the file again") as caught:
        items_of(output, NAMED)
    assert caught.value.file == file
    with pytest.raises(UnansweredError) as alone:
        items_of(output, {b"b": Path("b.jpg")})
    assert alone.value.file == Path("b.jpg")


def test_a_structure_as_deep_as_any_program_writes_is_read() -> None:
    (item,) = items_of(b'[{"SourceFile": "a", "XMP-e:A": ' + nested(DEEPEST // 2) + b"}]", NAMED)
    assert item["XMP-e:A"]


def test_a_bad_neighbour_fails_by_itself(make_scan, tmp_path: Path) -> None:
    """Nested so deep that ExifTool takes half a minute, or that Python cannot parse it."""
    good = [make_scan("1.jpg"), make_scan("3.jpg"), make_scan("5.jpg")]
    bad = [tmp_path / "2.jpg.xmp", tmp_path / "4.jpg.xmp"]
    shutil.copy(FAULTS / "nested-500.xmp", bad[0])
    shutil.copy(FAULTS / "nested-3000.xmp", bad[1])
    odd = Path(shutil.copy(FAULTS / "prefix-not-utf8.jpg", tmp_path / "6.jpg"))
    with ExifTool(timeout=4) as tool:
        tool.version()
        start = time.monotonic()
        found = {f.path: f for f in tool.read([good[0], bad[0], good[1], bad[1], good[2], odd])}
        assert time.monotonic() - start < 40
        assert {path for path, tags in found.items() if tags.error} == {*bad}
        assert all(found[path].file_type == "JPEG" and found[path].tags for path in (*good, odd))
        assert f"more than {DEEPEST} levels deep" in str(found[bad[0]].error)
        assert found[bad[1]].error.code in ("EXIFTOOL_SILENT", "NESTED_TOO_DEEPLY")
        with pytest.raises(ExifilmError, match="deep") as caught:
            tool.everything([good[0], bad[0]])
        assert caught.value.file == bad[0]
