"""`exifilm exchange`: a whole selection read and filled in, from a file of JSON into another."""

from __future__ import annotations

import json
import os
import re
import shutil
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import exifilm_core
from exifilm_core import ExposureRecord, Scan
from exifilm_core.actions import set_fields
from exifilm_core.exchange import place
from exifilm_core.exchange.request import KEYS
from exifilm_core.files.formats import sidecar_of
from exifilm_core.files.xml import refuse_invalid
from exifilm_core.record.in_hosts import CUSTOM, IN_HOSTS, TAGGED
from tests import samples

Exchange = Callable[..., dict[str, Any]]
DARKTABLE = """<?xml version="1.0" encoding="UTF-8"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="XMP Core 4.4.0-Exiv2">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about=""
    xmlns:exif="http://ns.adobe.com/exif/1.0/"
    xmlns:xmp="http://ns.adobe.com/xap/1.0/"
    xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/"
    xmlns:darktable="http://darktable.sf.net/"
    xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:lr="http://ns.adobe.com/lightroom/1.0/"
   exif:DateTimeOriginal="2023:05:06 10:11:12"
   xmp:Rating="3"
   xmpMM:DerivedFrom="scan.jpg"
   darktable:xmp_version="5"
   darktable:history_end="2">
   <dc:subject>
    <rdf:Seq>
     <rdf:li>film</rdf:li>
     <rdf:li>stock</rdf:li>
     <rdf:li>FP4</rdf:li>
     <rdf:li>film|stock|FP4</rdf:li>
     <rdf:li>snow</rdf:li>
    </rdf:Seq>
   </dc:subject>
   <lr:hierarchicalSubject>
    <rdf:Seq>
     <rdf:li>film|stock|FP4</rdf:li>
     <rdf:li>snow</rdf:li>
    </rdf:Seq>
   </lr:hierarchicalSubject>
   <darktable:history>
    <rdf:Seq>
     <rdf:li
      darktable:num="0"
      darktable:operation="exposure"
      darktable:enabled="1"
      darktable:modversion="6"
      darktable:params="0000000000000000000048420000 80c0"/>
    </rdf:Seq>
   </darktable:history>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
"""


@pytest.fixture
def exchange(exifilm: Callable[..., Any], tmp_path: Path) -> Exchange:
    """Ask with these keys; the answer, with the `status` of the command."""

    def ask(
        *files: Path | str,
        do: str = "read",
        status: int = 0,
        answer: str = "answer.json",
        **keys: Any,
    ) -> dict[str, Any]:
        request = {"exifilm": 1, "do": do, "files": [*map(str, files)], **keys}
        if do == "list":
            del request["files"]
        path, said = tmp_path / "request.json", tmp_path / answer
        text = json.dumps(request, ensure_ascii=False)
        path.write_bytes(text.encode("utf-8", "surrogateescape"))
        outcome = exifilm("exchange", path, said)
        assert (outcome.status, outcome.out) == (status, ""), outcome
        found: dict[str, Any] = json.loads(said.read_bytes().decode("utf-8", "surrogateescape"))
        assert not said.with_name(f"{answer}.progress").exists()
        assert not said.with_name(f"{answer}.part").exists()
        return found

    return ask


def texts(answer: dict[str, Any]) -> dict[str, str]:
    """The text of each field; “‹mixed›” where the scans differ."""
    return {f["name"]: "‹mixed›" if f["mixed"] else f["text"] for f in answer["fields"]}


def counts(answer: dict[str, Any]) -> list[int]:
    return [answer[name] for name in ("read", "saved", "unchanged", "left")]


def test_values_are_written_and_read_as_a_photographer_writes_them(make_scan, exchange) -> None:
    scans = [make_scan(name) for name in ("a.jpg", "b.tif", "c.dng", "d.png")]
    values = {"aperture": "22½", "exposure_time": "1/60", "film": "FP4", "development": "n+1"}
    saved = exchange(*scans, do="set", values=values, fields=[*values])
    shown = {"aperture": "f/22½", "exposure_time": "1/60 s", "film": "FP4", "development": "N+1"}
    assert texts(saved) == shown
    assert counts(saved) == [4, 4, 0, 0]
    assert saved["problems"] == saved["notes"] == []
    assert [scan["changed"] for scan in saved["scans"]] == [
        ["film", "aperture", "exposure_time", "development"]
    ] * 4
    read = exchange(*scans, fields=[*values])
    assert texts(read) == shown
    assert counts(read) == [4, 0, 0, 0]
    assert [Scan(scan).record for scan in scans] == [ExposureRecord(**values)] * 4
    assert sidecar_of(scans[2]).exists() and not sidecar_of(scans[0]).exists()


def test_only_the_named_fields_change_and_an_empty_text_empties(make_scan, exchange) -> None:
    one, other = make_scan("a.jpg"), make_scan("b.jpg")
    Scan(one).save(ExposureRecord(film="FP4", notes="wind", lens="Symmar"))
    Scan(other).save(ExposureRecord(film="HP5", lens="Symmar"))
    answer = exchange(one, other, do="set", values={"lens": "", "holder": "7A"})
    assert Scan(one).record == ExposureRecord(film="FP4", notes="wind", holder="7A")
    assert Scan(other).record == ExposureRecord(film="HP5", holder="7A")
    found = {field["name"]: field for field in answer["fields"]}
    assert found["film"] == {
        "name": "film", "label": "Film", "text": "", "mixed": True, "filled": 2,
        "values": [{"text": "FP4", "count": 1}, {"text": "HP5", "count": 1}],
    }  # fmt: skip
    assert (found["notes"]["mixed"], found["notes"]["filled"]) == (True, 1)
    assert (found["holder"]["text"], found["holder"]["mixed"]) == ("7A", False)
    assert (found["lens"]["text"], found["lens"]["filled"]) == ("", 0)


def test_the_same_again_writes_nothing(make_scan, exchange) -> None:
    scan = make_scan()
    exchange(scan, do="set", values={"film": "FP4"})
    before = scan.read_bytes()
    answer = exchange(scan, do="set", values={"film": "FP4"})
    assert counts(answer) == [1, 0, 1, 0]
    assert (answer["scans"][0]["saved"], answer["scans"][0]["changed"]) == (False, [])
    assert scan.read_bytes() == before


def test_one_file_in_many_names_is_one_scan(make_scan, exchange) -> None:
    scan, apart = make_scan("scan.dng"), make_scan("scan_01.jpg")
    sidecar, duplicate = sidecar_of(scan), scan.with_name("scan_01.dng.xmp")
    sidecar.write_text(DARKTABLE)
    duplicate.write_text(DARKTABLE)
    of_apart = sidecar_of(apart)
    of_apart.write_text(DARKTABLE)
    names = [duplicate, scan, apart, sidecar, scan, of_apart]
    answer = exchange(*names, do="set", values={"film": "FP4"})
    assert [one["files"] for one in answer["scans"]] == [
        [str(duplicate), str(scan), str(sidecar)],
        [str(apart), str(of_apart)],
    ]
    assert counts(answer) == [2, 2, 0, 0]
    assert duplicate.read_text() == DARKTABLE, "a duplicate's edits are darktable's alone"
    assert len(Scan(scan).history()) == 1
    assert "exifilm:Film" in sidecar.read_text()


def test_what_cannot_be_read_is_named_and_the_rest_is_done(make_scan, exchange, tmp_path) -> None:
    good, cut, half = make_scan("good.jpg"), make_scan("cut.jpg"), make_scan("half.dng")
    cut.write_bytes(cut.read_bytes()[:900])
    sidecar_of(half).write_text(DARKTABLE[:700])
    os.utime(sidecar_of(half), (1, 1))  # no program is writing it any more
    orphan, empty, odd = tmp_path / "gone.tif.xmp", tmp_path / "empty.jpg", tmp_path / "text.jpg"
    orphan.write_text(DARKTABLE)
    empty.touch()
    odd.write_text("no image")
    absent, folder = tmp_path / "absent.jpg", tmp_path / "folder"
    folder.mkdir()
    before = {path: path.read_bytes() for path in (cut, orphan, odd, sidecar_of(half))}
    wrong = [absent, folder, cut, half, orphan, empty, odd, f"{tmp_path}/no\0name.jpg"]
    answer = exchange(*wrong, good, do="set", status=1, values={"film": "FP4"})
    problems = {problem["file"]: problem["message"] for problem in answer["problems"]}
    assert set(problems) == {*map(str, wrong)}
    assert problems[str(absent)] == "there is no such file."
    assert problems[str(folder)] == "it is a folder, not an image."
    assert problems[str(empty)] == "the file is empty."
    assert problems[str(orphan)] == (
        "it is a sidecar, and its image gone.tif is not in the folder. Give the image."
    )
    assert "its sidecar half.dng.xmp cannot be read" in problems[str(half)]
    assert problems[f"{tmp_path}/no\0name.jpg"] == "no file can have this name."
    assert {path: path.read_bytes() for path in before} == before
    assert Scan(good).record.film == "FP4"
    assert counts(answer)[1] == 1
    read = exchange(*wrong, good, status=1)
    assert {problem["file"] for problem in read["problems"]} >= {str(absent), str(half)}
    assert texts(read)["film"] in ("FP4", "‹mixed›")


@pytest.mark.skipif(os.name != "posix", reason="names are bytes on POSIX alone")
def test_names_of_every_sort(make_scan, exchange, tmp_path) -> None:
    odd = [
        b'it\'s "a" `id` $HOME & <b>.jpg',
        "Haustür é 山.jpg".encode(),
        b"caf\xe9.jpg",
        b"-x.jpg",
    ]
    paths = [Path(os.fsdecode(bytes(tmp_path) + b"/" + name)) for name in odd]
    one = make_scan("one.jpg")
    for path in paths:
        shutil.copy(one, path)
    value = "`id` $(touch x) 'q' \"q\" \\ é 山"
    answer = exchange(*paths, do="set", values={"film": value})
    assert [os.fsencode(scan["files"][0]) for scan in answer["scans"]] == [*map(os.fsencode, paths)]
    assert [Scan(path).record.film for path in paths] == [value] * 4
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        ["one.jpg", "request.json", "answer.json", *(path.name for path in paths)]
    )


def test_an_invalid_value_saves_nothing_at_all(make_scan, exchange) -> None:
    scan = make_scan()
    before = scan.read_bytes()
    answer = exchange(scan, do="set", status=2, values={"film": "FP4", "aperture": "moon"})
    [problem] = answer["problems"]
    assert (problem["field"], problem["file"]) == ("aperture", None)
    assert problem["message"].startswith(
        "Aperture (aperture): “moon” is not a valid aperture. Enter"
    )
    assert scan.read_bytes() == before
    assert counts(answer) == [0, 0, 0, 0]


def test_the_words_are_in_the_language_of_the_environment(exifilm_process, tmp_path) -> None:
    request = {"exifilm": 1, "do": "set", "files": ["/x.jpg"], "values": {"aperture": "x"}}
    (tmp_path / "r.json").write_text(json.dumps(request))
    done = exifilm_process(
        "exchange", "r.json", "a.json", env={"LANGUAGE": "de", "LC_ALL": "C.UTF-8"}
    )
    assert done.status == 2
    [problem] = json.loads((tmp_path / "a.json").read_bytes())["problems"]
    assert problem["message"].startswith("Blende (aperture): „x“ ist keine gültige Blende")


def test_the_fields_there_are(exchange) -> None:
    found = exchange(do="list")["fields"]
    assert [field["name"] for field in found] == [f.name for f in ExposureRecord.fields()]
    notes = next(field for field in found if field["name"] == "notes")
    assert notes == {
        "name": "notes", "label": "Notes", "section": "Notes", "lines": True, "counts": False,
        "in_panels": True,
        "help": "Anything worth remembering: second sheet, wind",
    }  # fmt: skip
    assert [f["name"] for f in found if f["lines"]] == ["notes", "print_notes"]


def test_suggestions_are_the_values_of_the_folder(make_scan, exchange) -> None:
    for number, film in enumerate(["FP4", "HP5", "HP5", "HP5", "Tri-X", ""]):
        Scan(make_scan(f"{number}.jpg")).save(ExposureRecord(film=film, notes="n"))
    make_scan("bad.jpg").write_bytes(b"bad")
    one = make_scan("0.jpg").parent / "1.jpg"
    answer = exchange(one, fields=["film", "lens"], suggest=True)
    assert [field["suggestions"] for field in answer["fields"]] == [["HP5", "Tri-X"], []]
    assert [field["text"] for field in answer["fields"]] == ["HP5", ""]
    assert "suggestions" not in exchange(one)["fields"][0]


def test_not_every_scan_of_a_large_folder_is_read_for_suggestions(
    make_scan, exchange, monkeypatch
) -> None:
    monkeypatch.setattr("exifilm_core.actions.selected.MOST_SUGGESTING", 2)
    for number, film in enumerate(["FP4", "HP5", "Tri-X", "Delta"]):
        Scan(make_scan(f"{number}.jpg")).save(ExposureRecord(film=film))
    last = make_scan("0.jpg").with_name("3.jpg")
    [field] = exchange(last, fields=["film"], suggest=True)["fields"]
    assert field["suggestions"] == ["Delta", "HP5"]


def test_another_programs_change_is_not_overwritten(make_scan, exchange, monkeypatch) -> None:
    """A change of the record between the reading and the saving of a scan."""
    one, other = make_scan("one.jpg", foreign=False), make_scan("other.jpg", foreign=False)
    copy_exposure_of = set_fields.copy_exposure_of

    def and_meanwhile(scan: Scan) -> str:
        if scan.path == one:
            samples.put_tags(one, {"XMP-iptcCore:Location": "Theirs"})
        return copy_exposure_of(scan)

    monkeypatch.setattr(set_fields, "copy_exposure_of", and_meanwhile)
    answer = exchange(one, other, do="set", status=1, values={"film": "FP4"}, fields=["location"])
    [problem] = answer["problems"]
    assert problem["file"] == str(one)
    assert problem["message"].startswith("another program changed the record after it was read")
    assert (Scan(one).record.film, Scan(one).record.location) == (None, "Theirs")
    assert Scan(other).record.film == "FP4"
    assert (answer["saved"], texts(answer)["location"]) == (1, "‹mixed›")
    assert [scan["saved"] for scan in answer["scans"]] == [False, True]


def test_a_sidecar_that_is_being_written_is_waited_for(make_scan, exchange) -> None:
    """And what never becomes complete is named, and never saved over."""
    soon, never = make_scan("soon.dng"), make_scan("never.jpg", foreign=False)
    for scan in (soon, never):
        sidecar_of(scan).write_text(DARKTABLE[:700])
    rest = threading.Timer(0.4, lambda: sidecar_of(soon).write_text(DARKTABLE))
    rest.start()
    answer = exchange(soon, never, do="set", status=1, values={"film": "FP4"})
    rest.join()
    [problem] = answer["problems"]
    assert problem["file"] == str(never)
    assert problem["message"].startswith(
        "its sidecar never.jpg.xmp cannot be read: it is not valid"
    )
    assert sidecar_of(never).read_text() == DARKTABLE[:700]
    assert Scan(soon).record.film == "FP4"
    assert "darktable:history" in sidecar_of(soon).read_text()


def test_what_a_host_shows(make_scan, exchange) -> None:
    scan = make_scan("scan.jpg")
    record = ExposureRecord(subject="Oak", aperture="f/22½", film="FP4", taken="1974-08-03")
    Scan(scan).save(record)
    [one] = exchange(scan)["scans"]
    assert one["shown"] == {
        "title": "Oak",
        "aperture": 26.16256,
        "taken": "1974:08:03 00:00:00",
        "tags": ["film|stock|FP4"],
        "custom": {"film": "FP4"},
    }


# ── with darktable's sidecars ────────────────────────────────────────────────────────────────────


def test_darktables_tags_of_a_film_are_no_keywords_and_stay(make_scan, exchange) -> None:
    for name in ("scan.jpg", "scan.dng"):
        scan = make_scan(name, foreign=False)
        sidecar_of(scan).write_text(DARKTABLE)
        for values in ({"film": "FP4"}, {"film": "HP5", "keywords": "snow, ice"}):
            answer = exchange(scan, do="set", values=values, fields=["keywords"])
            assert answer["notes"] == answer["problems"] == []
            assert texts(answer)["keywords"] == values.get("keywords", "snow")
        said = samples.exiftool("-s3", "-sep", ";", "-XMP-dc:Subject", sidecar_of(scan))
        assert set(said.strip().split(";")) == {
            "film",
            "stock",
            "FP4",
            "film|stock|FP4",
            "snow",
            "ice",
        }
        above = samples.exiftool(
            "-s3", "-sep", ";", "-XMP-lr:HierarchicalSubject", sidecar_of(scan)
        )
        assert above.strip().split(";") == ["film|stock|FP4", "snow"]
        assert "exposure" in sidecar_of(scan).read_text()


def test_a_title_typed_in_darktable_is_noted(make_scan, exchange) -> None:
    scan = make_scan("scan.dng")
    Scan(scan).save(ExposureRecord(subject="Oak", film="FP4"))
    samples.put_tags(sidecar_of(scan), {"XMP-dc:Title": "Another"})
    answer = exchange(scan)
    [note] = answer["notes"]
    assert (note["file"], note["field"]) == (str(scan), "subject")
    assert note["message"] == ("Subject is “Oak” in the record, but XMP-dc:Title is “Another”.")
    assert note["hint"]
    answer = exchange(scan, do="set", values={"subject": "Another"})
    assert (answer["notes"], Scan(scan).record.subject) == ([], "Another")


def test_what_darktable_has_overwritten_is_noted_and_restored(make_scan, exchange, exifilm) -> None:
    scan = make_scan("scan.dng")
    sidecar_of(scan).write_text(DARKTABLE)
    exchange(scan, do="set", values={"film": "FP4"})
    sidecar_of(scan).write_text(DARKTABLE)
    [note] = exchange(scan)["notes"]
    assert note["message"].startswith("another program has overwritten what was saved on ")
    assert "Film: FP4 → empty" in note["message"]
    assert exifilm("restore", scan).status == 0
    assert Scan(scan).record.film == "FP4"
    assert exchange(scan)["notes"] == []
    refuse_invalid(sidecar_of(scan).read_bytes())


# ── the files of the exchange ────────────────────────────────────────────────────────────────────


def test_an_answer_replaces_an_answer_and_no_other_file(
    make_scan, exchange, exifilm, tmp_path
) -> None:
    scan = make_scan()
    assert exchange(scan) == exchange(scan)
    (tmp_path / "empty.json").touch()
    exchange(scan, answer="empty.json")
    before = scan.read_bytes()
    for there in (scan, tmp_path / "request.json", tmp_path):
        outcome = exifilm("exchange", tmp_path / "request.json", there)
        assert outcome.status == 2
        assert outcome.err == (
            f"exifilm: {there} is not an earlier answer, so it was not replaced. Give another name "
            "for the answer.\n"
        )
    assert scan.read_bytes() == before
    outcome = exifilm("exchange", tmp_path / "request.json", tmp_path / "no" / "answer.json")
    assert (outcome.status, outcome.out) == (2, "")
    assert (
        "answer.json cannot be written: No such file or directory. Nothing was done." in outcome.err
    )


def test_a_wrong_request_has_an_answer(exifilm, tmp_path) -> None:
    (tmp_path / "r.json").write_text('{"exifilm": 7}')
    outcome = exifilm("exchange", tmp_path / "r.json", tmp_path / "a.json")
    answer = json.loads((tmp_path / "a.json").read_bytes())
    assert outcome.status == 2
    assert outcome.err == f"exifilm: {answer['problems'][0]['message']}\n"
    assert "version 7" in outcome.err
    outcome = exifilm("exchange", tmp_path / "absent.json", tmp_path / "a.json")
    assert (outcome.status, json.loads((tmp_path / "a.json").read_bytes())["fields"]) == (2, [])


@pytest.mark.parametrize("do", ["read", "set"])
def test_cancelled_before_it_began(make_scan, exchange, tmp_path, do: str) -> None:
    scans = [make_scan(f"{number}.jpg") for number in range(3)]
    before = [scan.read_bytes() for scan in scans]
    (tmp_path / "answer.json.cancel").touch()
    values = {"values": {"film": "FP4"}} if do == "set" else {}
    answer = exchange(*scans, do=do, status=1, **values)
    assert (answer["cancelled"], counts(answer)) == (True, [0, 0, 0, 3])
    assert [scan.read_bytes() for scan in scans] == before


@pytest.mark.parametrize("suffix", [".jpg", ".png"])
def test_cancelled_among_many(make_scan, exchange, tmp_path, suffix: str, monkeypatch) -> None:
    """What is in hand is saved, and the rest is as it was; the progress tells how far it is."""
    monkeypatch.setattr(place, "_OFTEN", 0)
    first = make_scan(f"000{suffix}")
    scans = [first, *(first.with_name(f"{number:03}{suffix}") for number in range(1, 150))]
    for scan in scans[1:]:
        shutil.copy(first, scan)
    told: list[str] = []
    put = place.AnswerPlace._put

    def cancel_soon(path: Path, content: bytes) -> None:
        put(path, content)
        if path.name.endswith(".progress"):
            told.append(content.decode())
            if len(told) == 4:
                (tmp_path / "answer.json.cancel").touch()

    monkeypatch.setattr(place.AnswerPlace, "_put", staticmethod(cancel_soon))
    answer = exchange(*scans, do="set", status=1, values={"film": "FP4"})
    saved = [scan for scan in scans if Scan(scan).record.film]
    assert answer["cancelled"]
    assert (answer["saved"], answer["left"]) == (len(saved), 150 - len(saved))
    assert 0 < len(saved) < 150
    assert [scan["files"] for scan in answer["scans"]] == [[str(scan)] for scan in saved]
    assert told[:3] == ["0 0", "1 150", "2 150"]
    original = make_scan(f"x{suffix}").read_bytes()
    assert all(scan.read_bytes() == original for scan in scans if scan not in saved)


# ── the page for makers of plug-ins ──────────────────────────────────────────────────────────────


def _example(home: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """The request and the answer of the page, with another folder as Anna's."""
    page = (Path(__file__).parents[2] / "docs" / "exchange.md").read_text(encoding="utf-8")
    request, answer = re.findall(r"```json\n(.*?)```", page, re.DOTALL)
    there = json.dumps(str(home), ensure_ascii=False)[1:-1]
    return tuple(json.loads(text.replace("/home/anna", there)) for text in (request, answer))


def test_the_example_of_the_page(make_scan, exifilm, tmp_path) -> None:
    Scan(make_scan("scan_017.jpg", foreign=False)).save(ExposureRecord(subject="Moonrise"))
    Scan(make_scan("scan_019.jpg", foreign=False)).save(ExposureRecord(film="Kodak Tri-X 320"))
    make_scan("scan_018.dng")
    request, answer = _example(tmp_path)
    (tmp_path / "request.json").write_text(json.dumps(request))
    assert exifilm("exchange", tmp_path / "request.json", tmp_path / "answer.json").status == 0
    answer["program"] = exifilm_core.__version__
    assert json.loads((tmp_path / "answer.json").read_bytes()) == answer


def test_the_page_has_every_key() -> None:
    page = (Path(__file__).parents[2] / "docs" / "exchange.md").read_text(encoding="utf-8")
    shown = [*KEYS, *IN_HOSTS, *CUSTOM]
    assert [name for name in shown if f"`{name}`" not in page] == []
    for above in TAGGED:
        assert above.replace("|", "\\|") in page
