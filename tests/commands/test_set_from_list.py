"""`exifilm set --json` with a list, as `show --json` prints it for several scans."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from exifilm_core import ExifilmError
from exifilm_core.commands.matching import Entries


@pytest.fixture
def scans(make_scan, exifilm) -> list[Path]:
    """Three scans whose subjects are their names."""
    paths = [make_scan(f"{name}.jpg") for name in "abc"]
    for path in paths:
        exifilm("set", path, f"subject={path.stem}")
    return paths


def subjects(exifilm, *paths: Path) -> list[str]:
    shown = json.loads(exifilm("show", "--json", *paths, paths[0]).out)
    return [item["record"].get("subject", "") for item in shown][:-1]


def edited(text: str, **subjects: str) -> str:
    """The list, with other subjects from another program."""
    data = json.loads(text)
    for item in data:
        if (name := Path(item["file"]).stem) in subjects:
            item["record"]["subject"] = subjects[name]
    return json.dumps(data)


def test_only_what_is_named_is_written(scans, exifilm) -> None:
    given = edited(exifilm("show", "--json", *scans).out, a="one", b="two", c="three")
    done = exifilm("set", "--json", "-", scans[2], scans[0], stdin=given)
    assert (done.status, done.err) == (0, "")
    assert done.out == f"{scans[2]}: Subject saved\n{scans[0]}: Subject saved\n"
    assert subjects(exifilm, *scans) == ["one", "b", "three"]


def test_scans_that_lie_elsewhere_now_are_known_by_their_names(
    scans, exifilm, make_scan, tmp_path
) -> None:
    file = tmp_path / "records.json"
    file.write_text(exifilm("show", "--json", *scans).out, encoding="utf-8")
    others = [make_scan(f"other disk/{path.name}") for path in scans]
    done = exifilm("set", "--json", file, "--recursive", others[0].parent, "film=HP5+")
    assert (done.status, done.err) == (0, "")
    assert subjects(exifilm, *others) == ["a", "b", "c"]
    assert exifilm("show", *others).out.count("HP5+") == 3, "what is typed is of every file"


def test_a_file_without_an_entry_does_not_stop_the_others(scans, exifilm, make_scan) -> None:
    given = edited(exifilm("show", "--json", *scans[:2]).out, a="one", b="two")
    new = make_scan("new.jpg")
    done = exifilm("set", "--json", "-", scans[0], new, scans[1], "film=HP5+", stdin=given)
    assert done.status == 1
    assert done.err == f"exifilm: {new}: the list in JSON has no record of this file.\n"
    assert subjects(exifilm, *scans, new) == ["one", "two", "c", ""]
    assert "HP5+" not in exifilm("show", new).out


def test_every_value_that_is_refused_is_named_and_nothing_written(scans, exifilm) -> None:
    data = json.loads(exifilm("show", "--json", *scans).out)
    data[0]["record"] = {"Subject": "one"}
    data[1]["record"] = {"apertur": 8, "exposures": -1}
    data[2]["record"] = {"nonsense": "of a scan that is not named"}
    done = exifilm("set", "--json", "-", *scans[:2], stdin=json.dumps(data))
    assert (done.status, done.out) == (2, "")
    assert f"{scans[1]}: there is no field “apertur”" in done.err
    assert f"{scans[1]}: Exposures (exposures): “-1”" in done.err
    assert "Nothing was changed." in done.err and "nonsense" not in done.err
    assert subjects(exifilm, *scans) == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ([{"subject": "x"}], "entry 1 of the list is not a record"),
        ([{"file": "a.jpg"}], "entry 1 of the list is not a record"),
        ([{"file": "a.jpg", "record": {}}, {"file": 3, "record": {}}], "entry 2 of the list"),
        ([{"file": "a.jpg", "record": {}}, {"file": "./a.jpg", "record": {}}], "the same file"),
    ],
)
def test_a_list_that_is_none_of_show_s(given: list[Any], said: str, scans, exifilm) -> None:
    done = exifilm("set", "--json", "-", *scans, stdin=json.dumps(given))
    assert done.status == 2 and said in done.err and "Nothing was changed." in done.err


def test_an_empty_list_has_no_record_of_anything(scans, exifilm) -> None:
    done = exifilm("set", "--json", "-", scans[0], stdin="[]")
    assert (done.status, done.out) == (1, "") and "no record of this file" in done.err


def entry(file: str) -> dict[str, Any]:
    return {"file": file, "record": {"subject": file}}


def found(files: list[str], entries: list[str]) -> list[str]:
    named = list(map(Path, files))
    known = Entries([entry(file) for file in entries], named)
    told = []
    for path in named:
        try:
            told.append(known.of(path)["file"])
        except ExifilmError as problem:
            told.append(f"{'none' if 'has no record' in problem.message else 'several'}")
    return told


def test_the_path_first_then_the_name_and_each_entry_once() -> None:
    assert found(["1/a.jpg", "2/a.jpg"], ["2/a.jpg", "1/a.jpg"]) == ["1/a.jpg", "2/a.jpg"]
    assert found(["./1/a.jpg", str(Path("2/a.jpg").absolute())], ["1/a.jpg", "2/a.jpg"]) == [
        "1/a.jpg", "2/a.jpg",
    ]  # fmt: skip
    assert found(["3/a.jpg", "3/b.jpg"], ["1/b.jpg", "1/a.jpg"]) == ["1/a.jpg", "1/b.jpg"]
    assert found(["1/a.jpg", "2/a.jpg"], ["1/a.jpg"]) == ["1/a.jpg", "none"]
    assert found(["3/a.jpg"], ["1/a.jpg", "2/a.jpg"]) == ["several"]
    assert found(["3/a.jpg", "4/a.jpg"], ["1/a.jpg"]) == ["several", "several"]
    assert found(["3/a.jpg", "1/a.jpg"], ["1/a.jpg", "2/a.jpg"]) == ["2/a.jpg", "1/a.jpg"]
