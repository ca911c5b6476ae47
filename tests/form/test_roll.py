"""A roll of 36 frames annotated in the window from a page of notes, in under 40 actions.

The page is tests/data/roll_notes.md. Every entry, click and key chord counts as one action.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from exifilm_form.session.roll import annotate, first_frame

from exifilm_core import ExposureRecord
from tests.form import desktop
from tests.form.test_series import selected
from tests.form.test_several import MARKS, all_tags, of_the_file

PAGE = Path(__file__).resolve().parents[1] / "data" / "roll_notes.md"
FIFTY, WIDE, LONG = "Nikkor 50 mm f/1.8", "Nikkor 24 mm f/2.8", "Nikkor 105 mm f/2.5"
LINES = f"""
camera make=Nikon; camera=FM2; serial=7214580; film=Ilford HP5 Plus; format=135; EI=800
loaded=3 May 2024; developer=Ilfotec DD-X; dilution=1+4; development time=10; temperature=20
developed=7 May 2024
1-9: taken=3 May 2024; location=Malham; subject=the cove; lens={FIFTY}
10-17: taken=3 May 2024; location=Gordale; subject=the scar; lens={WIDE}; rain
18-22: taken=4 May 2024; location=Malham; subject=Janet's Foss; lens={WIDE}; tripod, 2 s
23-31: taken=4 May 2024; location=Settle; subject=market; lens={LONG}
32-36: taken=5 May 2024; location=Ribblehead; subject=viaduct; lens={FIFTY}
7: people moved
14: drop on the lens
29: the best: print 24x30
36: half, end of the film
""".strip().splitlines()
OF_THE_ROLL = {
    "IFD0:Make": "Nikon",
    "IFD0:Model": "FM2",
    "ExifIFD:SerialNumber": 7214580,
    "XMP-exifilm:Film": "Ilford HP5 Plus",
    "XMP-exifilm:FilmFormat": 135,
    "ExifIFD:ISO": 800,
    "XMP-exifilm:Loaded": "2024-05-03",
    "XMP-exifilm:Developer": "Ilfotec DD-X",
    "XMP-exifilm:Dilution": "1+4",
    "XMP-exifilm:DevelopmentTime": 600,
    "XMP-exifilm:DevelopmentTemperature": 20,
    "XMP-exifilm:Developed": "2024-05-07",
}
GROUPS = (
    (1, 9, "2024:05:03", "Malham", "the cove", FIFTY, ""),
    (10, 17, "2024:05:03", "Gordale", "the scar", WIDE, "rain"),
    (18, 22, "2024:05:04", "Malham", "Janet's Foss", WIDE, "tripod, 2 s"),
    (23, 31, "2024:05:04", "Settle", "market", LONG, ""),
    (32, 36, "2024:05:05", "Ribblehead", "viaduct", FIFTY, ""),
)
ALSO = {
    "ExifIFD:ExposureIndex",
    "ExifIFD:ImageNumber",
    "IFD0:ImageDescription",
    "IPTC:ObjectName",
    "XMP-AnalogExif:DevelopTime",
    "XMP-AnalogExif:Developer",
    "XMP-AnalogExif:DeveloperDilution",
    "XMP-AnalogExif:ExposureNumber",
    "XMP-AnalogExif:Film",
    "XMP-AnalogExif:FilmType",
    "XMP-AnalogExif:RollId",
    "XMP-aux:Lens",
    "XMP-dc:Description",
    "XMP-exifilm:Subject",
}
"""Other tags that hold the same values."""
FILM_SCAN = {"ExifIFD:FileSource", "XMP-iptcExt:DigitalSourceType"}
NEW_EXIF = {f"ExifIFD:{name}" for name in ("ColorSpace", "ComponentsConfiguration", "ExifVersion")}
"""What EXIF must have, in a file that had none."""
OLD_EXIF = {"ExifIFD:FlashpixVersion"}
"""What it had to have before EXIF 3.0, by which newer versions of ExifTool go."""
REMARKS = {
    7: "people moved",
    14: "drop on the lens",
    29: "the best: print 24x30",
    36: "half, end of the film",
}


def wanted(frame: int) -> dict[str, Any]:
    """The tags of a frame that hold what the page says."""
    [(_first, _last, date, place, subject, lens, note)] = [
        group for group in GROUPS if group[0] <= frame <= group[1]
    ]
    notes = "\n".join(filter(None, (note, REMARKS.get(frame, ""))))
    return OF_THE_ROLL | {
        "XMP-exifilm:Frame": frame,
        "XMP-photoshop:DateCreated": date,
        "XMP-iptcCore:Location": place,
        "XMP-dc:Title": subject,
        "ExifIFD:LensModel": lens,
        **({"XMP-exifilm:Notes": notes} if notes else {}),
    }


def test_a_roll_of_36_takes_under_40_actions(
    make_scan: Callable[..., Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = PAGE.read_text(encoding="utf-8")
    for values in map(wanted, range(1, 37)):
        for word in (values["XMP-iptcCore:Location"], values["ExifIFD:LensModel"]):
            assert word in page
        assert all(line in page for line in values.get("XMP-exifilm:Notes", "").splitlines())
    first, *_others = [make_scan(f"roll/scan_{number:02}.jpg") for number in range(1, 37)]
    folder = first.parent
    before = all_tags(folder)
    told = desktop.tried(
        "probe_roll",
        tmp_path,
        script=Path(__file__).with_name("roll_script.py"),
        size="1280x720",
        seconds=300,
        folder=str(folder),
        roll="0418",
        lines=LINES,
    )
    assert told["status"] == 0 and told["first"] == "1"
    with capsys.disabled():
        print(f"\nactions for a roll of 36: {len(told['actions'])}")
    assert len(told["actions"]) < 40
    after = all_tags(folder)
    assert len(after) == 36
    for frame, (old, new) in enumerate(zip(before, after, strict=True), start=1):
        values = wanted(frame)
        assert {tag: new.get(tag) for tag in values} == values, f"frame {frame}"
        assert str(new["XMP-exifilm:Roll"]) in ("0418", "418")
        changed = {
            tag for tag in {*old, *new} if old.get(tag) != new.get(tag) and not of_the_file(tag)
        }
        expected = ALSO | FILM_SCAN | NEW_EXIF | values.keys() | {"XMP-exifilm:Roll"}
        notes = {"ExifIFD:UserComment"} if "XMP-exifilm:Notes" in values else set()
        assert changed - MARKS - OLD_EXIF == expected | notes


# ── what each scan would get ─────────────────────────────────────────────────────────────────


def test_frames_count_up_over_the_sheets_and_lines_go_to_their_frames() -> None:
    desk = selected(*[ExposureRecord()] * 4, names=["a.jpg", "b.jpg", "b.tif", "c.jpg"])
    assert first_frame(desk.session) == "1"
    plan = annotate(desk.session, "0418", "0A", "film=HP5\n1A: lens=Symmar; wind\n9: none")
    assert plan.words == (
        "Film, Roll, Frame in 4 scans; Lens, Notes in 2\n"
        "Frames 0A: a.jpg, 1A, 2A: c.jpg\n"
        "Line 3: no scan has these frames; the line is left out."
    )
    desk.session.together.put_each(plan.values)
    first, both = ExposureRecord(roll="0418", film="HP5", frame="0A"), {"lens": "Symmar"}
    second = first.replace(frame="1A", notes="wind", **both)
    records = [scan.disk for scan in desk.host.scans]
    assert records == [first, second, second, first.replace(frame="2A")]
    desk.session.step_back()
    assert [scan.disk for scan in desk.host.scans] == [ExposureRecord()] * 4, "one undo"


def test_scans_keep_their_frames_and_what_is_replaced_is_told() -> None:
    records = [ExposureRecord(frame=frame, notes="old", film="HP5") for frame in ("3", "7")]
    desk = selected(*records)
    assert first_frame(desk.session) == ""
    plan = annotate(desk.session, "", "", "7: people moved\nfilm=HP5")
    assert plan.words == "Film in 2 scans; Notes in 1\nReplaces: Notes in 1 scan"
    desk.session.together.put_each(plan.values)
    assert [scan.disk.notes for scan in desk.host.scans] == ["old", "people moved"]
    assert desk.listener.words[-1] == "Saved: Notes in 1 scan", "both had the film"


def test_a_field_that_only_some_scans_get_has_their_number() -> None:
    desk = selected(*[ExposureRecord()] * 36)
    notes = "film=HP5; EI=800\n1-9: location=Malham; lens=Nikkor\n4-9: filter=red\n7: moved"
    plan = annotate(desk.session, "", "1", notes)
    assert plan.words.splitlines()[0] == (
        "Film, EI, Frame in 36 scans; Location, Lens in 9; Filter in 6; Notes in 1"
    )
    desk.session.together.put_each(plan.values)
    told = "3 fields in 36 scans; 2 fields in 9; Filter in 6; Notes in 1"
    assert desk.listener.words[-1] == f"Saved: {told}"
    desk.session.step_back()
    assert desk.listener.words[-1] == f"Undone: {told}"


@pytest.mark.parametrize(
    ("roll", "first", "notes", "words"),
    [
        ("", "9999", "", "A roll has no frame after 9999."),
        ("", "x", "", "Frame (frame): “x” is not a valid frame. Enter a frame such as"),
        ("", "1", "film=HP5\naperture=wide", "Line 2: Aperture (aperture): “wide” is not"),
        ("", "", "", ""),
    ],
)
def test_what_cannot_be_saved_says_so_and_saves_nothing(
    roll: str, first: str, notes: str, words: str
) -> None:
    plan = annotate(selected(*[ExposureRecord()] * 2).session, roll, first, notes)
    assert plan.values == {} and plan.words.startswith(words)
