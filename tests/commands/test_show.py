"""`exifilm show`: the form and JSON, invalid values, tags that disagree with the record."""

from __future__ import annotations

import json
import os
import pty
import subprocess
from pathlib import Path

import jsonschema
import pytest

from exifilm_core.record import ExposureRecord, Section
from exifilm_core.record.schema import schema
from tests import samples
from tests.commands.conftest import COMMAND, REPOSITORY
from tests.conftest import DATA


def test_every_field_set_is_shown_in_the_order_of_the_form(make_scan, exifilm, every_field) -> None:
    scan = make_scan("scan.jpg", foreign=False)
    exifilm("set", scan, *(f"{name}={text}" for name, text in every_field.items()))
    shown = exifilm("show", scan)
    assert (shown.status, shown.err) == (0, "")
    record = ExposureRecord(**every_field)
    at = 0
    for section in Section:
        at = shown.out.index(f"\n{section.title}\n", at)
        for field in ExposureRecord.fields():
            if field.section is section:
                text = record.show(field.name).replace("\t", "    ").split("; ")[0]
                at = shown.out.index(f"\n    {field.label} ", at) + 1
                line = shown.out[at : shown.out.index("\n", at)]
                assert " ".join(line.split()) == " ".join(f"{field.label} {text}".split())


def test_values_stand_under_each_other(make_scan, exifilm) -> None:
    scan = make_scan("scan.jpg")
    exifilm("set", scan, "subject=A", "aperture=8", "notes=first\nsecond", "lens_serial=B")
    lines = exifilm("show", scan).out.splitlines()
    begins = {
        line.index(value)
        for line in lines
        for value in ("A", "f/8", "first", "second", "B")
        if line.endswith(f"  {value}")
    }
    assert len(begins) == 1


def test_only_filled_in_fields_unless_all_are_wanted(make_scan, exifilm) -> None:
    scan = make_scan("scan.png", foreign=False)
    exifilm("set", scan, "aperture=8")
    few, all_of_them = exifilm("show", scan).out, exifilm("show", "--all", scan).out
    assert [line.split() for line in few.splitlines()[1:]] == [
        [], ["Exposure"], ["Aperture", "f/8"],
    ]  # fmt: skip
    for field in ExposureRecord.fields():
        assert f"\n    {field.label}" in all_of_them


def test_a_scan_without_any_record(make_scan, exifilm) -> None:
    scan = make_scan("scan.png", foreign=False)
    assert "no field is filled in" in exifilm("show", scan).out
    assert json.loads(exifilm("show", "--json", scan).out)["record"] == {}


def test_json_is_what_was_set_and_keeps_to_the_schema(make_scan, exifilm, every_field) -> None:
    scan = make_scan("scan.tif", foreign=False)
    exifilm("set", scan, *(f"{name}={text}" for name, text in every_field.items()))
    shown = json.loads(exifilm("show", "--json", scan).out)
    assert shown == {
        "file": str(scan),
        "record": ExposureRecord(**every_field).to_json(),
        "unreadable": {},
        "drifted": {},
        "overwritten": {},
    }
    jsonschema.validate(shown["record"], schema())


def test_several_files_are_a_list_in_json(make_scan, exifilm) -> None:
    scans = [make_scan("a.jpg"), make_scan("b.png")]
    shown = json.loads(exifilm("show", "--json", *scans).out)
    assert [item["file"] for item in shown] == list(map(str, scans))


@pytest.mark.parametrize("options", [[], ["--json"]])
def test_one_that_fails_is_named_and_the_others_shown(options, make_scan, exifilm) -> None:
    good, also_good = make_scan("a.jpg"), make_scan("b.jpg")
    bad = good.with_name("bad.jpg")
    shown = exifilm("show", *options, good, bad, also_good)
    assert shown.status == 1
    assert shown.err == f"exifilm: {bad}: there is no such file.\n"
    assert str(good) in shown.out
    assert str(also_good) in shown.out
    assert str(bad) not in shown.out


def put_nonsense(scan: Path, text: str, exifilm) -> None:
    """Replace a date by an invalid text of ten bytes."""
    exifilm("set", scan, "developed=1974-08-03")
    old, new = b">1974-08-03<", b">" + text.encode().ljust(10)[:10] + b"<"
    written = scan.read_bytes()
    assert written.count(old) == 1
    scan.write_bytes(written.replace(old, new))


def test_a_value_that_makes_no_sense_is_named(make_scan, exifilm) -> None:
    scan = make_scan()
    exifilm("set", scan, "subject=A")
    put_nonsense(scan, "yesterday!", exifilm)
    shown = exifilm("show", scan)
    assert shown.status == 0
    assert f"{scan}: Developed on (developed) has an invalid value, “yesterday!”" in shown.err
    assert json.loads(exifilm("show", "--json", scan).out)["unreadable"] == {
        "developed": "yesterday!"
    }


def test_a_mirror_that_drifted_is_named(make_scan, exifilm) -> None:
    scan = make_scan()
    exifilm("set", scan, "lens=Symmar")
    samples.put_tags(scan, {"XMP-aux:Lens": "Sironar"})
    shown = exifilm("show", scan)
    assert "Lens (lens) is “Symmar”, but XMP-aux:Lens is “Sironar”." in shown.err
    drifted = json.loads(exifilm("show", "--json", scan).out)["drifted"]
    assert drifted == {"XMP-aux:Lens": "Sironar"}


def test_text_in_an_unknown_encoding_is_named_until_it_is_typed_anew(tmp_path, exifilm) -> None:
    scan = tmp_path / "scan.jpg"
    scan.write_bytes((DATA / "faults" / "latin1-copyright.jpg").read_bytes())
    shown = exifilm("show", scan)
    assert "© Wördehoff" in shown.out
    assert shown.err == (
        f"exifilm: {scan}: Copyright (copyright) may be misread: IFD0:Copyright is in an "
        "unknown encoding. Set the right text: copyright=…\n"
    )
    exifilm("set", scan, "copyright=© Wördehoff")
    assert exifilm("show", scan).err == ""
    found = json.loads(samples.exiftool("-j", "-G1", "-IFD0:Copyright", "-XMP:all", scan))[0]
    assert (found["IFD0:Copyright"], found["XMP-dc:Rights"]) == ("© Wördehoff", "© Wördehoff")


def test_a_description_of_ones_own_has_not_drifted(make_scan, exifilm) -> None:
    scan = make_scan()
    samples.put_tags(scan, {"XMP-dc:Description": "Words of my own"})
    exifilm("set", scan, "subject=Moonrise")
    assert exifilm("show", scan).err == ""


def test_nothing_in_a_record_steers_the_terminal(make_scan, exifilm) -> None:
    scan = make_scan()
    samples.put_tags(
        scan, {"XMP-dc:Title": "a\x9b31mb\u202ec", "XMP-photoshop:DateCreated": "\x1b[2J"}
    )
    shown = exifilm("show", scan)
    assert all(c.isprintable() or c == "\n" for c in shown.out + shown.err)
    assert r"a\x9b31mb\u202ec" in shown.out
    written = exifilm("show", "--json", scan).out
    assert all(c.isprintable() or c == "\n" for c in written)
    assert json.loads(written)["record"]["subject"] == "a\x9b31mb\u202ec"


@pytest.mark.skipif(os.name != "posix", reason="opens a POSIX terminal")
def test_long_lines_are_wrapped_to_the_terminal(make_scan, exifilm) -> None:
    scan = make_scan()
    exifilm("set", scan, f"notes={'word ' * 60}")
    ours, theirs = pty.openpty()
    try:
        subprocess.run(
            [*COMMAND, "show", str(scan)],
            stdout=theirs,
            env={**os.environ, "COLUMNS": "70"},
            cwd=REPOSITORY,
            check=True,
        )
        os.close(theirs)
        said = b""
        while b"word \r\n\r\n" not in said and said.count(b"word") < 60:
            said += os.read(ours, 65536)
    finally:
        os.close(ours)
    lines = said.decode().split("\n\nNotes")[-1].splitlines()
    noted = [line.rstrip() for line in lines if "word" in line]
    assert len(noted) > 4
    assert max(map(len, noted)) <= 70
    assert len({line.index("word") for line in noted}) == 1
