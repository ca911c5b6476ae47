"""The images of a folder and of all folders in it: each once, and the search ends."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from exifilm_core import ExifilmError
from exifilm_core.files.tree import images_below, images_in

links = pytest.mark.skipif(os.name != "posix", reason="of links, which need no rights here")


@pytest.fixture
def put(tmp_path: Path) -> Callable[..., Path]:
    """A function that puts empty files with these names into a folder."""

    def put(*names: str) -> Path:
        for name in names:
            path = tmp_path / "scans" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()
        return tmp_path / "scans"

    return put


def below(top: Path) -> list[str]:
    closed: list[ExifilmError] = []
    found = [path.relative_to(top).as_posix() for path in images_below(top, closed.append)]
    assert closed == []
    return found


def test_folder_by_folder_in_natural_order(put) -> None:
    top = put("b/1.jpg", "roll 10/1.jpg", "2.jpg", "10.jpg", "roll 2/x.jpg", "roll 2/deep/0.jpg",
              "notes/read me.txt")  # fmt: skip
    assert below(top) == ["2.jpg", "10.jpg", "b/1.jpg", "roll 2/x.jpg", "roll 2/deep/0.jpg",
                          "roll 10/1.jpg"]  # fmt: skip
    assert [path.name for path in images_in(top)] == ["2.jpg", "10.jpg"]


def test_what_is_hidden_is_left_out(put) -> None:
    top = put("1.jpg", ".2.jpg", ".thumbnails/3.jpg", "a/.trash/4.jpg", "a/5.jpg")
    assert below(top) == ["1.jpg", "a/5.jpg"]
    assert below(top / ".thumbnails") == ["3.jpg"], "a hidden folder that is named is meant"


@links
def test_links_that_lead_back_are_left_out(put) -> None:
    top = put("a/1.jpg", "b/2.jpg", "../others/x/3.jpg")
    (top / "a" / "up").symlink_to("..")
    (top / "a" / "self").symlink_to("self")
    (top / "a" / "self.jpg").symlink_to("self.jpg")
    (top / "again").symlink_to("b")
    (top / "root").symlink_to("/")
    (top / "to others").symlink_to("../others")
    (top / "to others" / "x" / "back").symlink_to(top)
    (top / "to others" / "x" / "round").symlink_to(top.parent / "others")
    (top / "twice").symlink_to("../others/x")
    assert below(top) == ["a/1.jpg", "a/self.jpg", "b/2.jpg", "twice/3.jpg"]


@links
def test_a_link_that_is_named_is_a_folder(put, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(put("a/1.jpg"))
    assert below(tmp_path / "link") == ["a/1.jpg"]


def test_a_folder_that_may_not_be_read_does_not_stop_the_others(
    put, monkeypatch: pytest.MonkeyPatch
) -> None:
    top = put("a/1.jpg", "closed/2.jpg", "z/3.jpg")
    scandir = os.scandir

    def refusing(path: Path) -> object:
        if Path(path).name == "closed":
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refusing)
    closed: list[ExifilmError] = []
    assert [path.name for path in images_below(top, closed.append)] == ["1.jpg", "3.jpg"]
    assert [(problem.file, "Permission denied" in problem.message) for problem in closed] == [
        (top / "closed", True)
    ]
    with pytest.raises(ExifilmError, match="closed: this folder cannot be read"):
        images_below(top / "closed", closed.append)
    with pytest.raises(ExifilmError, match="no such folder"):
        images_below(top / "nowhere", closed.append)
