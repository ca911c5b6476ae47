"""Folders on the command line: commands include or report images in sub-folders."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from exifilm_core.files import tree as walking

COMMANDS = {
    "show": [], "set": ["subject=A"], "undo": [], "restore": [], "log": []
}  # fmt: skip


@pytest.fixture
def tree(make_scan) -> Path:
    """Three scans, one in the folder and one in each of two folders below; and a hidden one."""
    top = make_scan("scans/1.jpg").parent
    for name in ("roll 2/1.jpg", "roll 2/roll 10/1.jpg", ".trash/1.jpg"):
        make_scan(f"scans/{name}")
    return top


def names(top: Path) -> list[str]:
    return [str(top / name) for name in ("1.jpg", "roll 2/1.jpg", "roll 2/roll 10/1.jpg")]


@pytest.mark.parametrize("command", COMMANDS)
def test_a_folder_says_what_to_write(command: str, tree: Path, exifilm) -> None:
    told = exifilm(command, tree, *COMMANDS[command])
    assert (told.status, told.out) == (1, "")
    assert told.err == (
        f"exifilm: {tree}: it is a folder, not an image. Write {tree}/*.jpg for the image in it. "
        "2 more images are in its sub-folders. Add --recursive to include them.\n"
    )
    (tree / "1.jpg").unlink()
    told = exifilm(command, tree, *COMMANDS[command])
    assert told.err == (
        f"exifilm: {tree}: it is a folder, not an image. No images are in it, but 2 in its "
        "sub-folders. Add --recursive to include them.\n"
    )


@pytest.mark.parametrize("command", COMMANDS)
def test_a_folder_that_has_none_is_a_problem(command: str, tmp_path: Path, exifilm) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    for options in ([], ["--recursive"]):
        told = exifilm(command, *options, tmp_path / "a", *COMMANDS[command])
        assert told.status == 1
        assert "here are no images in it or in its sub-folders." in told.err


def test_all_in_a_folder_and_below(tree: Path, exifilm) -> None:
    done = exifilm("set", "--recursive", tree, "subject=A")
    assert (done.status, done.err) == (0, "")
    assert done.out == "".join(f"{name}: Subject saved\n" for name in names(tree))
    shown = json.loads(exifilm("show", "--recursive", "--json", tree).out)
    assert [(item["file"], item["record"]) for item in shown] == [
        (name, {"subject": "A"}) for name in names(tree)
    ]
    told = exifilm("log", "--recursive", tree)
    lines = [line for line in told.out.splitlines() if line[:2] != "20"]
    assert lines == [line for name in names(tree) for line in (name, "    Subject  empty → A")]
    assert exifilm("show", "--recursive", tree).out.count("Subject") == 3
    undone = exifilm("undo", "--recursive", tree)
    assert (undone.status, undone.out.count("the last save is undone")) == (0, 3)
    assert exifilm("restore", "--recursive", tree).out.count("nothing was overwritten") == 3


def test_a_folder_that_fails_does_not_stop_the_others(tree: Path, exifilm) -> None:
    other = tree / "roll 2"
    done = exifilm("set", tree / "1.jpg", tree, tree / "roll 2" / "1.jpg", "subject=A")
    assert done.status == 1 and done.err.count("\n") == 1
    assert done.out == f"{tree / '1.jpg'}: Subject saved\n{other / '1.jpg'}: Subject saved\n"


def test_one_scan_in_a_folder_is_a_list_in_json(make_scan, exifilm) -> None:
    scan = make_scan("scans/a/1.jpg")
    shown = json.loads(exifilm("show", "--recursive", "--json", scan.parents[1]).out)
    assert [item["file"] for item in shown] == [str(scan)]


def test_log_of_several_files(make_scan, exifilm) -> None:
    one, two = make_scan("1.jpg"), make_scan("2.jpg")
    exifilm("set", one, "subject=A")
    told = exifilm("log", one, two, one.with_name("absent.jpg"))
    assert told.status == 1
    assert told.err == f"exifilm: {one.with_name('absent.jpg')}: there is no such file.\n"
    heading, when, change, *rest = told.out.splitlines()
    assert (heading, change) == (str(one), "    Subject  empty → A") and when.startswith("20")
    assert rest[:2] == [str(two), f"{two}: ExiFilm has not saved a record in it yet."]


# ── check ────────────────────────────────────────────────────────────────────────────────────


def test_check_says_how_many_lie_deeper(tree: Path, exifilm) -> None:
    exifilm("set", "--recursive", tree, "subject=A")
    assert exifilm("check", tree) == (
        0,
        f"{tree}: 1 scan; all in order. 2 more images are in its sub-folders. Add --recursive to "
        "include them.\n",
        "",
    )
    (tree / "1.jpg").unlink()
    told = exifilm("check", tree)
    assert told == (
        1,
        f"{tree}: no images are in it, but 2 in its sub-folders. Add --recursive to include "
        "them.\n",
        "",
    )
    as_json = exifilm("check", "--json", tree)
    assert as_json.status == 1 and "2 in its sub-folders" in as_json.err
    assert json.loads(as_json.out) == [{"folder": str(tree), "scans": 0, "findings": []}]


def test_check_of_each_folder_by_itself(tree: Path, exifilm) -> None:
    """Every roll may have a number 1."""
    exifilm("set", "--recursive", tree, "image_id=1")
    folders = (tree, tree / "roll 2", tree / "roll 2" / "roll 10")
    assert exifilm("check", "--recursive", tree) == (
        0, "".join(f"{folder}: 1 scan; all in order.\n" for folder in folders), ""
    )  # fmt: skip
    found = json.loads(exifilm("check", "--recursive", "--json", tree).out)
    assert [(item["folder"], item["scans"]) for item in found] == [
        (str(folder), 1) for folder in folders
    ]
    (tree / "roll 2" / "1.jpg").write_bytes(b"no picture")
    told = exifilm("check", "--recursive", tree)
    assert told.status == 1 and "1 cannot be read" in told.out
    assert told.out.count("all in order") == 2


def test_check_below_where_nothing_is(tmp_path: Path, exifilm) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    told = exifilm("check", "--recursive", tmp_path / "a")
    assert told == (0, f"{tmp_path / 'a'}: no images.\n", "")


def test_check_walks_the_tree_once(tree: Path, exifilm, monkeypatch) -> None:
    walked: list[Path] = []
    folders_of = walking._folders_of

    def counting(folder: Path) -> list[Path]:
        walked.append(folder)
        return folders_of(folder)

    monkeypatch.setattr(walking, "_folders_of", counting)
    exifilm("check", "--recursive", tree)
    assert walked == [tree, tree / "roll 2", tree / "roll 2" / "roll 10"]
