"""The selected scans: by numbers, Nos. that are text, file names, and ranges of each."""

from __future__ import annotations

from pathlib import Path

import pytest

from exifilm_core.scans import selection
from exifilm_core.scans.numbering import Number, guesses


def known(**ids: str) -> dict[Path, Number]:
    paths = {Path(f"{name}.jpg"): image_id for name, image_id in ids.items()}
    return {
        path: Number(image_id, "" if image_id else guesses([path.name])[path.name])
        for path, image_id in paths.items()
    }


def names(found: selection.Selection[Path]) -> list[str]:
    return [path.stem for path in found.scans]


@pytest.mark.parametrize(
    ("written", "meant"),
    [(("1", "16"), (1, 16)), (("1-16",), (1, 16)), (("1 – 16",), (1, 16)), (("5",), (5, 5)),
     (("007",), (7, 7)), (("-5", "3"), (-5, 3)), (("0418-36",), (418, 36)),
     (("0418-01", "0418-36"), None), (("one",), None), (("1", "b"), None),
     (("1-16-20",), None), (("9" * 5000,), None), (("9" * 5000, "1"), None)],
)  # fmt: skip
def test_a_range_of_numbers_as_it_is_written(
    written: tuple[str, ...], meant: tuple[int, int] | None
) -> None:
    assert selection.as_numbers(*written) == meant


def test_numbers_from_one_to_another() -> None:
    found = selection.of_numbers(known(a="3", b="1", c="x", scan_2="", d="03", e="9"), 1, 4)
    assert names(found) == ["b", "scan_2", "a", "d"]
    assert (found.missing, list(found.doubled)) == ([4], [3])


def test_text_from_one_to_another_in_natural_order() -> None:
    sheets = known(a="0418-10", b="0418-9", c="0418-36", d="0418-37", e="0418-01", f="0419-02",
                   g="0418-09", h="0418-9")  # fmt: skip
    found = selection.between(sheets, "0418-01", "0418-36")
    assert names(found) == ["e", "b", "h", "g", "a", "c"]
    assert (found.unknown, list(found.doubled)) == ((), ["0418-9"])
    assert selection.between(sheets, "0418-1", "0418-38").unknown == ("0418-38",)


def test_names_of_files_where_there_is_no_number() -> None:
    sheets = known(IMG_3="", IMG_20="", IMG_100="", other="IMG_19", IMG_21="7")
    for ends in (("IMG_3", "IMG_21"), ("IMG_3.jpg", "img_21.JPG"), ("scans/IMG_3.jpg", "IMG_21")):
        assert names(selection.between(sheets, *ends)) == ["IMG_3", "other", "IMG_20"]
    assert names(selection.of_name(sheets, "IMG_100.jpg")) == ["IMG_100"]
    assert selection.of_name(sheets, "IMG_21").unknown == ("IMG_21",), "it is known by its No."


def test_a_number_with_a_letter_that_a_name_suggests() -> None:
    sheets = known(**{"R012-9B": "", "R012-12A": "", "R012-12B": "13A", "R012-14A": ""})
    assert names(selection.of_name(sheets, "12A")) == ["R012-12A"]
    assert names(selection.between(sheets, "9", "13A")) == ["R012-9B", "R012-12A", "R012-12B"]


def test_all_of_each_folder_in_order() -> None:
    sheets = known(**{"b/9": "10", "b/x": "", "b/y 2": "", "a/1": "2012-2", "a/2": "02"})
    found = selection.of_all(sheets)
    assert [str(path) for path in found.scans] == [
        "b/y 2.jpg", "b/9.jpg", "b/x.jpg", "a/2.jpg", "a/1.jpg",
    ]  # fmt: skip
    assert [str(path) for path in found.doubled["2"]] == ["b/y 2.jpg", "a/2.jpg"]


def test_whether_a_range_runs_backwards() -> None:
    assert selection.runs_backwards("0418-36", "0418-4")
    assert not selection.runs_backwards("IMG_4.jpg", "img_36")
