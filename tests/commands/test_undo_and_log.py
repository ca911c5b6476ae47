"""`exifilm undo` and `exifilm log`: undo step by step, and the history."""

from __future__ import annotations

import json
import re
import shutil
from datetime import datetime, timedelta

from exifilm_core.exiftool import ExifTool
from exifilm_core.tags.mapping.marks import SCAN_ID
from tests import samples


def record(exifilm, path) -> dict[str, object]:
    return json.loads(exifilm("show", "--json", path).out)["record"]


def test_undo_goes_back_save_by_save(make_scan, exifilm) -> None:
    scan = make_scan()
    for text in ("subject=A", "subject=B", "aperture=8"):
        exifilm("set", scan, text)
    assert exifilm("undo", scan) == (
        0,
        f"{scan}: the last save is undone\n    Aperture  f/8 → empty\n",
        "",
    )
    assert record(exifilm, scan) == {"subject": "B"}
    exifilm("undo", scan)
    assert record(exifilm, scan) == {"subject": "A"}
    exifilm("undo", scan)
    assert record(exifilm, scan) == {}
    nothing_left = exifilm("undo", scan)
    assert nothing_left == (1, "", f"exifilm: {scan}: there is no save to undo.\n")


def test_undo_of_many(make_scan, exifilm) -> None:
    saved, never, also_saved = (make_scan(f"{name}.jpg") for name in "abc")
    exifilm("set", saved, also_saved, "subject=A")
    outcome = exifilm("undo", saved, never, also_saved)
    assert outcome.status == 1
    assert outcome.err == f"exifilm: {never}: there is no save to undo.\n"
    assert record(exifilm, saved) == record(exifilm, also_saved) == {}


def test_undo_over_anothers_change_wants_force(make_scan, exifilm) -> None:
    scan = make_scan()
    exifilm("set", scan, "location=A")
    samples.put_tags(scan, {"XMP-iptcCore:Location": "Theirs"})
    refused = exifilm("undo", scan)
    assert refused.status == 1
    assert "another program has changed this file since" in refused.err and "--force" in refused.err
    assert record(exifilm, scan) == {"location": "Theirs"}
    assert exifilm("undo", "--force", scan).status == 0
    assert record(exifilm, scan) == {}


def test_undo_can_keep_the_time(make_scan, exifilm) -> None:
    scan = make_scan()
    exifilm("set", scan, "subject=A")
    then = scan.stat().st_mtime_ns
    exifilm("undo", "--keep-time", scan)
    assert scan.stat().st_mtime_ns == then


def test_log_says_when_what_and_what_is_undone(make_scan, exifilm) -> None:
    scan = make_scan()
    exifilm("set", scan, "aperture=16", "subject=A")
    exifilm("set", scan, "aperture=22", "notes=one\ntwo")
    exifilm("undo", scan)
    told = exifilm("log", scan)
    assert (told.status, told.err) == (0, "")
    times = [datetime.fromisoformat(t) for t in re.findall(r"^\S+ \S+", told.out, re.MULTILINE)
             if t[0] != " "]  # fmt: skip
    assert len(times) == 3
    assert all(abs(datetime.now() - time) < timedelta(minutes=5) for time in times)
    assert re.sub(r"(?m)^\d\S+ \S+", "WHEN", told.out) == (
        "WHEN\n"
        "    Subject   empty → A\n"
        "    Aperture  empty → f/16\n"
        "WHEN  undone\n"
        "    Aperture  f/16 → f/22\n"
        "    Notes     empty\n"
        "              → one\n"
        "              two\n"
        "WHEN  undo\n"
        "    Aperture  f/22 → f/16\n"
        "    Notes     one\n"
        "              two\n"
        "              → empty\n"
    )


def test_log_of_a_scan_that_was_never_saved(make_scan, exifilm) -> None:
    scan = make_scan()
    assert exifilm("log", scan).out == f"{scan}: ExiFilm has not saved a record in it yet.\n"
    absent = scan.with_name("absent.jpg")
    assert exifilm("log", absent) == (1, "", f"exifilm: {absent}: there is no such file.\n")


def test_a_damaged_journal(make_scan, exifilm, own_data_folder) -> None:
    scan = make_scan()
    exifilm("set", scan, "subject=A")
    exifilm("set", scan, "subject=B")
    (journal,) = own_data_folder.rglob("*.jsonl")
    first, second = journal.read_bytes().splitlines(keepends=True)
    wrong = second.replace(b'"record_after":{', b'"record_after":{"aperture":"nonsense",')
    assert wrong != second
    journal.write_bytes(b"\0\xff\n[]\n" + first[:90] + b"\n" + first + wrong + second[:50])
    told = exifilm("log", scan)
    assert told.status == 0
    assert "4 of its entries cannot be read" in told.err
    assert "Subject  empty → A" in told.out
    assert "what it changed cannot be read" in told.out
    assert record(exifilm, scan) == {"subject": "B"}
    assert exifilm("undo", scan).status == 0
    assert record(exifilm, scan) == {"subject": "A"}
    assert exifilm("set", scan, "subject=C").status == 0
    assert exifilm("log", scan).out.count("Subject") == 3


def test_log_and_undo_of_a_renamed_scan(make_scan, exifilm) -> None:
    scan = make_scan()
    exifilm("set", scan, "subject=A")
    renamed = scan.rename(scan.with_name("renamed.jpg"))
    assert "Subject  empty → A" in exifilm("log", renamed).out
    told = exifilm("log", scan)
    assert told.out.startswith(f"{scan}: the file is no longer there.\n")
    assert "Subject  empty → A" in told.out
    exifilm("set", renamed, "subject=B")
    told = exifilm("log", scan)
    assert (told.status, told.err) == (0, "")
    assert told.out.startswith(f"{scan}: moved to {renamed}.\n")
    assert told.out.count("Subject") == 2
    assert exifilm("undo", renamed).out.endswith("Subject  B → A\n")
    assert exifilm("log", renamed).out.count("Subject") == 3
    renamed.unlink()
    told = exifilm("log", scan)
    assert told.out.startswith(f"{scan}: moved to {renamed}, and is no longer there.\n")


def test_log_of_a_copy(make_scan, exifilm) -> None:
    scan = make_scan()
    exifilm("set", scan, "subject=A")
    copy = scan.with_name("copy.jpg")
    shutil.copy(scan, copy)
    assert exifilm("log", copy).out == (
        f"{copy}: is a copy of {scan}.\n{copy}: ExiFilm has not saved a record in it yet.\n"
    )
    exifilm("set", copy, "subject=B")
    told = exifilm("log", copy).out.splitlines()
    assert told[0] == f"{copy}: is a copy of {scan}." and told[2:] == ["    Subject  A → B"]
    assert exifilm("log", scan).out.count("Subject") == 1


def test_log_of_a_file_that_cannot_be_read(make_scan, exifilm) -> None:
    scan = make_scan()
    exifilm("set", scan, "subject=A")
    scan.write_bytes(b"not a picture")
    told = exifilm("log", scan)
    assert told.status == 0
    assert "they may be another scan's" in told.err
    assert "Subject  empty → A" in told.out


def test_set_from_does_not_copy_the_id(make_scan, exifilm) -> None:
    scan, other = make_scan(), make_scan("other.jpg")
    exifilm("set", scan, "subject=A")
    exifilm("set", other, "--from", scan)
    assert record(exifilm, other) == {"subject": "A"}
    first, second = (ExifTool.shared().read_one(path).tags[SCAN_ID] for path in (scan, other))
    assert first != second
    assert str(first) not in exifilm("show", "--json", scan).out
    assert exifilm("log", other).out.count("Subject") == 1
