"""A user of the panel in darktable's window; its library, the sidecars and plain exiftool judge."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from exifilm_core import ExposureRecord, Scan
from exifilm_core.integrations import darktable_tags
from tests.darktable import real
from tests.darktable.conftest import make_scans
from tests.darktable.real import rows, tags

pytestmark = pytest.mark.hosts
Start = Callable[..., real.Darktable]
MANY = 500
WRITTEN = {
    "film": "Kodak Tri-X 320", "film_format": "4x5", "exposure_index": "200", "holder": "7A",
    "lens": "Nikkor-W 210mm f/5.6", "aperture": "f/22½", "exposure_time": "1/4 s",
    "development": "N+1", "developer": "D-76", "subject": "Moonrise, Hernandez",
    "notes": "second sheet⏎wind",
}  # fmt: skip
"""A record as the panel shows it."""
SEEN = """{title = i.title, iso = i.exif_iso, aperture = i.exif_aperture, lens = i.exif_lens,
    exposure = i.exif_exposure, notes = i.notes, rating = i.rating}"""
"""What darktable shows of an image."""
EDITED = """<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:darktable="http://darktable.sf.net/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmp:Rating="2" darktable:xmp_version="5" darktable:history_end="1"
 darktable:auto_presets_applied="1"><darktable:history><rdf:Seq><rdf:li darktable:num="0"
 darktable:operation="invert" darktable:enabled="1" darktable:modversion="2"
 darktable:params="0000803f0000803f0000803f0000803f" darktable:multi_name=""
 darktable:multi_priority="0" darktable:blendop_version="11"/></rdf:Seq></darktable:history>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>
"""
"""A sidecar of darktable with an edit and two stars."""


def record_all(scans: Path, **others: str) -> None:
    record = ExposureRecord(**{n: t.replace("⏎", "\n") for n, t in (WRITTEN | others).items()})
    for path in sorted(scans.glob("*.jpg")):
        Scan(path).save(record)


def test_only_the_changed_fields_go_to_exactly_the_images_shown(
    scans: Path, darktable: Start
) -> None:
    """Read, type by keyboard, choose other images meanwhile, apply by a shortcut; mixed values."""
    record_all(scans)
    untouched = {n: (scans / f"scan_0{n}.jpg").read_bytes() for n in (4, 5)}
    window = darktable(scans)
    (window.configuration / "shortcutsrc").write_text("F9=lua/exposure record: apply\n")
    with window:
        window.selects("scan_01.jpg")
        shown = window.shown()
        assert shown["state"] == "scan_01.jpg"
        assert shown["texts"] == WRITTEN
        assert shown["apply"] == "apply to 1 image"

        window.gives_stars({"scan_01.jpg": 4, "scan_04.jpg": 3})
        window.selects("scan_01.jpg", "scan_02.jpg", "scan_03.jpg")
        window.clicks_on("aperture")
        window.presses_keys("ctrl+a")
        window.types_by_keyboard("16 1/2")
        window.presses_keys("Tab")
        window.types_by_keyboard("d3 s")  # not a shortcut, nor three stars
        window.waits_for("panel.entries.exposure_time.text == 'd3 s'")
        window.types("exposure_time", "1m30s")
        window.types("subject", "Größe “x” 'y' $HOME `id` \\ %d")
        window.looks_at_the_images()
        assert window.shown()["apply"] == "● apply to 3 images"
        marked = {n for n, heading in window.shown()["headings"].items() if heading[0] == "●"}
        assert marked == {"aperture", "exposure_time", "subject"}

        window.lua("select('scan_04.jpg', 'scan_05.jpg')")
        window.waits_for("panel.state.label:find('not%sapplied')")
        assert window.shown()["texts"]["aperture"] == "16 1/2"
        assert window.shown()["apply"] == "● apply to 3 images"
        window.clicks_on("film")
        window.presses_keys("F9")
        window.waits_for("panel.state.label == '2 images'")
        assert window.shown()["message"] == "records of 3 images saved"
        assert window.shown()["texts"]["aperture"] == "f/22½"

        window.selects("scan_03.jpg", "scan_04.jpg")
        shown = window.shown()
        mixed = {n for n, words in shown["placeholders"].items() if words == "‹mixed›"}
        assert mixed == {"aperture", "exposure_time", "subject"}
        assert {shown["texts"][name] for name in mixed} == {""}
        assert shown["texts"]["film"] == "Kodak Tri-X 320"
        code = "local r = {} for n, i in pairs(images()) do r[n] = i.rating end return r"
        ratings = window.lua(code)
    for number in (1, 2, 3):
        found = tags(scans / f"scan_0{number}.jpg")
        assert found["ExifIFD:FNumber"] == pytest.approx(19.027, abs=0.01)
        assert found["ExifIFD:ExposureTime"] == 90
        assert found["XMP-dc:Title"] == "Größe “x” 'y' $HOME `id` \\ %d"
        assert found["XMP-exifilm:Holder"] == "7A"
    assert {n: (scans / f"scan_0{n}.jpg").read_bytes() for n in (4, 5)} == untouched
    assert ratings == {f"scan_0{n}.jpg": {1: 4, 4: 3}.get(n, 1) for n in range(1, 6)}
    assert list(scans.glob("*.exif*")) == []
    sidecar = tags(scans / "scan_01.jpg.xmp")
    assert sidecar["XMP-xmp:Rating"] == 4
    assert sidecar["XMP-dc:Title"] == "Größe “x” 'y' $HOME `id` \\ %d"


def test_darktable_shows_what_was_saved_and_collects_by_it(scans: Path, darktable: Start) -> None:
    """EXIF fields, title, notes and tags, after a restart too; edits and other tags stay."""
    (scans / "scan_02.jpg.xmp").write_text(EDITED, encoding="utf-8")
    with darktable(scans) as window:
        window.lua("""
            local by = images()
            by["scan_01.jpg"].notes = "mine"
            by["scan_01.jpg"]:attach_tag(dt.tags.create("film|of the week"))""")
        window.selects("scan_01.jpg", "scan_02.jpg")
        for field, text in WRITTEN.items():
            window.types(field, text)
        window.presses("apply")
        said = window.shown()["message"]
        assert said == "records of 2 images saved; 1 image keeps its other notes in darktable"
        window.selects("scan_01.jpg")
        window.types("film", "Ilford HP5 Plus")
        window.types("developer", "")
        window.presses("apply")
        window.collects("film|stock|Ilford HP5 Plus")
        assert window.collection() == ["scan_01.jpg"]
        window.collects("film|format|4x5")
        assert window.collection() == ["scan_01.jpg", "scan_02.jpg"]
    with darktable() as window:
        told = {n: window.lua(f"local i = images()['scan_0{n}.jpg'] return {SEEN}") for n in (1, 2)}
        tagged = {n: window.tags_of(f"scan_0{n}.jpg") for n in (1, 2)}
        window.collects("film|stock|Ilford%")
        assert window.collection() == ["scan_01.jpg"]
        window.selects("scan_01.jpg")
        assert window.shown()["texts"]["film"] == "Ilford HP5 Plus"
    assert tagged == {
        1: ["film|format|4x5", "film|of the week", "film|stock|Ilford HP5 Plus"],
        2: ["film|developer|D-76", "film|format|4x5", "film|stock|Kodak Tri-X 320"],
    }
    assert (told[1].pop("notes"), told[2].pop("notes")) == ("mine", "second sheet\nwind")
    assert (told[1].pop("rating"), told[2].pop("rating")) == (1, 2)
    assert told[1] == told[2]
    assert told[1] == {
        "title": "Moonrise, Hernandez", "iso": 200, "lens": "Nikkor-W 210mm f/5.6",
        "aperture": pytest.approx(26.16, abs=0.01), "exposure": 0.25,
    }  # fmt: skip
    library = scans.parent / "darktable" / "library.db"
    edits = "select operation from history join images on imgid = id where filename = '{}'"
    assert ("invert",) in rows(library, edits.format("scan_02.jpg"))
    assert 'darktable:operation="invert"' in (scans / "scan_02.jpg.xmp").read_text("utf-8")


def test_a_save_of_many_is_cancelled_and_continued(
    scans: Path, darktable: Start, tmp_path: Path
) -> None:
    """The ✕ of darktable's job; what is left stays typed. The window answers meanwhile.

    The program stands still while the test looks for the ✕.
    """
    make_scans(scans, MANY, (96, 64))
    exchanged = tmp_path / "darktable" / "cache" / "exifilm"
    names = [f"scan_{number:02}.jpg" for number in range(1, MANY + 1)]
    with darktable(scans) as window:
        window.selects(*names)
        window.types("film", "Isopan")
        before = window.picture()
        window.begins("apply")
        size = (scans / names[0]).stat().st_size
        window.waits(lambda: (scans / names[0]).stat().st_size != size, "the first save")
        saving = int((tmp_path / "process").read_text("utf-8"))
        os.kill(saving, signal.SIGSTOP)
        try:
            window.clicks_on_the_cross(before, lambda: any(exchanged.glob("*.cancel")))
        finally:
            os.kill(saving, signal.SIGCONT)
        window.waits_for("#panel.waiting == 0 and not panel.is_busy", 5 * real.TIMEOUT)
        shown = window.shown()
        said = shown["message"]
        left = [name for name, film in films_of(scans).items() if film != "Isopan"]
        assert 0 < len(left) < MANY
        saved = f"records of {MANY - len(left)} images saved"
        assert said == f"{saved}; cancelled: {len(left)} images are left"
        assert shown["texts"]["film"] == "Isopan" and shown["apply"].startswith("●")
        window.begins("apply")
        said = real.quoted(f"records of {len(left)} images saved")
        window.waits_for(f"in_one_line(panel.message.label) == {said}", 5 * real.TIMEOUT)
        window.collects("film|stock|Isopan")
        assert window.collection() == sorted(names)
    assert films_of(scans) == dict.fromkeys(names, "Isopan")
    assert list(exchanged.iterdir()) == []


def films_of(folder: Path) -> dict[str, str]:
    """The films of the scans by name, as plain exiftool reads them, in one process."""
    command = ["exiftool", "-j", "-G1", "-ext", "jpg", "-XMP-exifilm:Film", str(folder)]
    told = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return {Path(one["SourceFile"]).name: one.get("XMP-exifilm:Film", "") for one in told}


def film_of(path: Path) -> str:
    return Scan(path).record.film or ""


def test_a_mixed_field_is_emptied_by_its_own_gesture(scans: Path, darktable: Start) -> None:
    """The menu of suggestions; typing nothing into a mixed field changes nothing."""
    record_all(scans)
    Scan(scans / "scan_02.jpg").save(ExposureRecord(film="Ilford HP5 Plus", holder="7B"))
    with darktable(scans) as window:
        window.selects("scan_01.jpg", "scan_02.jpg", "scan_03.jpg")
        window.waits_for("panel.state.label == '3 images'")
        window.chooses("Film", "Ilford HP5 Plus (1×)")
        assert window.shown()["texts"]["film"] == "Ilford HP5 Plus"
        window.chooses("Holder", "‹empty in all images›")
        assert window.shown()["headings"]["holder"] == "● Holder"
        assert window.shown()["placeholders"]["holder"] == "‹empty›"
        window.presses("apply")
        assert window.shown()["placeholders"]["holder"] == ""

        window.presses("copy")
        window.selects("scan_05.jpg")
        window.types("film", "Isopan")
        window.presses("reset")
        window.waits_for("panel.entries.film.text == 'Kodak Tri-X 320'")
        window.selects("scan_04.jpg")
        window.presses("paste")
        assert window.shown()["texts"]["film"] == "Ilford HP5 Plus"
        window.presses("apply")
    records = {n: Scan(scans / f"scan_0{n}.jpg").record for n in range(1, 6)}
    assert [records[n].film for n in (1, 2, 3, 4)] == ["Ilford HP5 Plus"] * 4
    assert [records[n].holder for n in (1, 2, 3, 4)] == [None, None, None, "7A"]
    assert records[2].developer is None and records[1].developer == "D-76"
    assert records[5].film == "Kodak Tri-X 320"


def test_duplicates_are_one_scan(scans: Path, darktable: Start) -> None:
    """A file twice in the selection is saved once, and both images show it."""
    with darktable(scans) as window:
        window.lua("images()['scan_01.jpg']:duplicate()")
        window.selects("scan_01.jpg", "scan_01.jpg#1")
        assert window.shown()["state"] == "2 images"
        window.types("subject", "Tarn")
        window.types("film", "Isopan")
        window.presses("apply")
        assert window.shown()["message"] == "record of 1 image saved"
        seen = [window.lua(f"return images()['scan_01.jpg{n}'].title") for n in ("", "#1")]
        assert seen == ["Tarn", "Tarn"]
        assert window.tags_of("scan_01.jpg#1") == ["film|stock|Isopan"]
    assert tags(scans / "scan_01.jpg")["XMP-dc:Title"] == "Tarn"


def test_a_value_that_cannot_be_understood_saves_nothing(scans: Path, darktable: Start) -> None:
    """And a file that cannot be saved: the others are saved, and the text stays to try again."""
    with darktable(scans) as window:
        window.selects("scan_01.jpg", "scan_02.jpg")
        window.types("film", "Isopan")
        window.types("aperture", "wide open")
        window.presses("apply")
        said = window.shown()["message"]
        assert "“wide open” is not a valid aperture" in said
        assert window.width() <= 1280, "with the panel open, and a long message in it"
        assert window.shown()["texts"]["film"] == "Isopan"
        assert not any("XMP-exifilm:Film" in tags(path) for path in scans.glob("*.jpg"))

        window.types("aperture", "f/22")
        (scans / "scan_02.jpg").rename(scans / "away.jpg")
        window.presses("apply")
        said = window.shown()["message"]
        assert said.startswith("record of 1 image saved; scan_02.jpg: ")
        assert window.shown()["texts"]["film"] == "Isopan"
        (scans / "away.jpg").rename(scans / "scan_02.jpg")
        window.presses("apply")
        assert window.shown()["message"] == "record of 1 image saved"
    assert [film_of(scans / f"scan_0{n}.jpg") for n in (1, 2, 3)] == ["Isopan", "Isopan", ""]


def test_records_that_exist_are_shown_on_demand(scans: Path, darktable: Start) -> None:
    """Saved elsewhere while darktable runs; without a save by the panel."""
    with darktable(scans) as window:
        record_all(scans)
        window.selects("scan_01.jpg", "scan_02.jpg")
        window.presses("display")
        assert window.shown()["message"] == "records of 2 images shown in darktable"
        told = {n: window.lua(f"local i = images()['scan_0{n}.jpg'] return {SEEN}") for n in (1, 3)}
        assert (told[1]["title"], told[1]["iso"]) == ("Moonrise, Hernandez", 200)
        assert (told[3]["title"], told[3]["iso"]) == ("", 0)
        assert "film|stock|Kodak Tri-X 320" in window.tags_of("scan_02.jpg")
        assert window.tags_of("scan_03.jpg") == []


@pytest.mark.parametrize(
    ("program", "said"),
    [("/nowhere/exifilm", "was not found"), ("/tmp/exi\tfilm", "has odd characters")],
)
def test_without_the_program_the_panel_says_what_to_do(
    scans: Path, darktable: Start, program: str, said: str
) -> None:
    with darktable(scans, settings={"lua/exifilm/program": program}) as window:
        window.waits_for("panel.message and panel.message.visible")
        assert said in window.shown()["message"]


def test_odd_names_reach_the_program_unharmed(
    scans: Path, darktable: Start, tmp_path: Path
) -> None:
    """Of the program, of darktable's folders and of images: quotes, spaces, signs of a shell."""
    program = real.exifilm(tmp_path, "exi'film $(id) & größe")
    odd = 'o\'clock & "q" $HOME `id` – größe.jpg'
    (scans / "scan_01.jpg").rename(scans / odd)
    with darktable(scans, settings={"lua/exifilm/program": str(program)}) as window:
        window.selects(odd)
        window.types("film", "Isopan")
        window.presses("apply")
        assert window.shown()["message"] == "record of 1 image saved"
    assert tags(scans / odd)["XMP-exifilm:Film"] == "Isopan"
    calls = (tmp_path / "calls").read_text("utf-8").splitlines()
    assert {call.split()[0] for call in calls} == {"exchange"}
    assert not [call for call in calls if "clock" in call or "Isopan" in call]


def test_darktables_own_list_of_metadata_has_film_and_holder(scans: Path, darktable: Start) -> None:
    """From darktable 5.4 on, as installed: read at the import, and kept in step."""
    window = darktable(scans)
    if not darktable_tags.add(window.configuration)[0]:
        pytest.skip("the list of metadata is in the program before darktable 5.4")
    Scan(scans / "scan_03.jpg").save(ExposureRecord(film="Isopan", film_format="6x6"))
    with window:
        window.selects("scan_01.jpg", "scan_02.jpg")
        for field, text in WRITTEN.items():
            window.types(field, text)
        window.presses("apply")
        window.selects("scan_02.jpg")
        window.types("developer", "")
        window.types("holder", "9B")
        window.types("film_format", "5x7")
        window.presses("apply")
        values = "{i.FilmFormat, i.Film, i.Developer, i.Holder}"
        told = [
            window.lua(f"local i = images()['scan_0{n}.jpg'] return {values}") for n in (1, 2, 3)
        ]
    assert told == [
        ["4x5", "Kodak Tri-X 320", "D-76", "7A"],
        ["5x7", "Kodak Tri-X 320", "", "9B"],
        ["6x6", "Isopan", "", ""],
    ]
    keys = {row.name: row.key for row in darktable_tags.rows()}
    for name, values in {
        "format": ["4x5", "5x7", "6x6"],
        "film": ["Isopan", "Kodak Tri-X 320", "Kodak Tri-X 320"],
        "holder": ["7A", "9B"],
    }.items():
        query = f"SELECT value FROM meta_data WHERE key = {keys[name]} ORDER BY value"
        assert [value for (value,) in rows(window.library, query)] == values
