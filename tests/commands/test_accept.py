"""Titles and keywords of other programs: reported, taken over on request, or replaced."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests import samples


@pytest.fixture
def scan(make_scan, exifilm) -> Path:
    """A scan whose subject has changed once."""
    path: Path = make_scan(foreign=False)
    exifilm("set", path, "subject=The old title")
    exifilm("set", path, "subject=Half Dome, Moonrise", "keywords=snow, moon")
    return path


def record(exifilm, path: Path) -> dict[str, object]:
    found: dict[str, object] = json.loads(exifilm("show", "--json", path).out)["record"]
    return found


def title(path: Path) -> str:
    return str(samples.exiftool("-s3", "-XMP-dc:Title", path)).strip()


def test_a_title_that_a_person_typed_is_named_and_taken_over(scan: Path, exifilm) -> None:
    samples.put_tags(scan, {"XMP-dc:Title": "Typed in digiKam"})
    assert record(exifilm, scan)["subject"] == "Half Dome, Moonrise"
    said = exifilm("show", scan).err
    assert "XMP-dc:Title is “Typed in digiKam”. “exifilm set --accept subject” takes it" in said
    checked = exifilm("check", scan.parent)
    assert checked.status == 1 and "Typed in digiKam" in checked.out
    exifilm("set", scan, "notes=n")
    assert title(scan) == "Typed in digiKam", "a save of another field leaves it"
    taken = exifilm("set", scan, "--accept", "subject")
    assert (taken.status, "Subject saved" in taken.err + taken.out) == (0, True)
    assert record(exifilm, scan)["subject"] == "Typed in digiKam"
    assert exifilm("check", scan.parent).status == 0
    exifilm("undo", scan)
    assert record(exifilm, scan)["subject"] == "Half Dome, Moonrise"
    assert title(scan) == "Typed in digiKam"


@pytest.mark.parametrize("name", ["SUBJECT", "Subject", "Motiv"])
def test_a_label_is_accepted_as_a_name(scan: Path, exifilm, name: str) -> None:
    samples.put_tags(scan, {"XMP-dc:Title": "Typed in digiKam"})
    assert exifilm("set", scan, "--accept", name).status == 0
    assert record(exifilm, scan)["subject"] == "Typed in digiKam"


def test_setting_the_field_keeps_the_record(scan: Path, exifilm) -> None:
    samples.put_tags(scan, {"XMP-dc:Title": "Typed in digiKam"})
    exifilm("set", scan, "subject=Half Dome, Moonrise")
    assert title(scan) == "Half Dome, Moonrise"


def test_an_old_title_that_came_back_is_said_and_put_right(scan: Path, exifilm) -> None:
    samples.put_tags(scan, {"XMP-dc:Title": "The old title"})
    assert "Another program restored an old text" in exifilm("show", scan).err
    told = exifilm("set", scan, "notes=n")
    assert "Notes saved; tags updated to match the record: Subject" in told.out + told.err
    assert title(scan) == "Half Dome, Moonrise"
    assert "tags updated to match the record: Subject" in exifilm("log", scan).out


def test_keywords_that_were_added_elsewhere_are_there(scan: Path, exifilm) -> None:
    samples.exiftool("-q", "-overwrite_original", "-XMP-dc:Subject+=Yosemite", scan)
    assert record(exifilm, scan)["keywords"] == ["snow", "moon", "Yosemite"]
    assert exifilm("check", scan.parent).status == 0


def test_nothing_to_accept_is_said(scan: Path, exifilm) -> None:
    refused = exifilm("set", scan, "--accept", "lens")
    assert refused.status == 1 and "nothing to accept" in refused.err
    unknown = exifilm("set", scan, "--accept", "lense")
    assert unknown.status == 2 and "lens" in unknown.err


def test_a_value_and_accept_are_two_ways(scan: Path, exifilm) -> None:
    refused = exifilm("set", scan, "--accept", "subject", "subject=x")
    assert refused.status == 2 and "Give one of them" in refused.err
