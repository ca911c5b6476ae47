"""Ten records typed from a page of notes: how many keys they take besides the values themselves.

The page is tests/data/page_of_notes.md. A record's values are content; every Tab, Enter, letter
with Alt and other chord counts as one key. What all sheets share is typed once, for all scans. The
lens is in one field, as in the notes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests import samples
from tests.form import desktop

PAGE = Path(__file__).resolve().parents[1] / "data" / "page_of_notes.md"
NIKKOR, FUJINON = "Nikon Nikkor-W 150 mm f/5.6", "Fujinon 250 mm f/6.7"
SHEETS = """
all 2 [Ilford FP4 Plus] → [4x5] → → [80] 3 [Chamonix] → [45N-2] → [1188]
n [Nikon Nikkor-W 150 mm f/5.6] 5 → [Pentax spot] 7 → → [Pyrocat-HD] → [1+1+100] → → [21] → [tray]
l → → → → [Jane Doe] esc

1 [1] → [old mill, weir] → [12 May 2024 7:10] → [Aysgarth] h [1A] f [orange 21] e [165] r [12]
5 [moss EV 7 on III; weir EV 10.5] 6 [f/22, 1/4, x4 -> 1 s] 7 [N+1, 13 min] 8 [mist lifting]

next [old mill, weir, wider] ⏎ [12 May 2024 7:25] ⏎ F4 r [15]
5 [moss 7 on III; weir EV 10 2/3] 6 [f/22 1/2, 1/4] 7 [N] 8 [twin of 1]

next [beech roots] ⏎ [12 May 2024 8:40] n [Fujinon 250 mm f/6.7] e [345] t [4]
5 [root shadow EV 6 1/3 on III; bark EV 8] 6 [f/32, 2 s, bellows 1.9, -> 5 s] 7 [N+1]
8 [moved a leaf]

next [limestone pavement] ⏎ [12 May 2024 9:15] f [yellow 8] t [6] w [-2]
5 [gryke EV 8 on II; top EV 12 1/3] 6 [f/32, 1/8 x2 -> 1/4] 7 [N-1]

next [cove] ⏎ [12 May 2024 11:30] l [Malham] f [orange 21] r [25]
5 [ivy EV 9 on III; wall EV 12; sky EV 13 1/3] 6 [f/22, 1/15 x4 -> 1/4] 7 [N-1]
8 [people at the foot]

next [cove, detail] ⏎ [12 May 2024 11:40] ⏎ F4 n [Fuj] ↓ r [8] i [-10]
5 [crack EV 9 1/3 on III] 6 [f/22 2/3, 1/15] 7 [N]

next [fall] ⏎ [12 May 2024 14:05] ⏎ [Gordale] r [18] t t [3]
5 [wet rock EV 6 on III; water EV 10] 6 [f/45, 4 s -> 8 s] 7 [N] 8 [spray on the lens]

next F4 [12 May 2024 14:20] ⏎ F4 F4 F4 F4 [f/32, 2 s -> 3 s] ⏎ [N] ⏎ [wiped]

next [barn, door] ⏎ [12 May 2024 17:50] n [Fuj] ↓ e [270]
5 [inside EV 4 1/3 on II; door EV 9] 6 [f/22, 4 s -> 9 s] 7 [N+1] 8 [ask the farmer]

next [field wall, last light] ⏎ [12 May 2024 18:30] f [polarizer] t [8]
5 [grass EV 8 on IV; sky EV 12 2/3] 6 [f/22, 1/8 x2.5 -> 1/3] 7 [N]
"""
"""What was in the bag is typed for all ten scans, then each sheet.

→ is Tab, ⏎ Enter, ↓ Down, all Ctrl+Shift+A, esc Esc, next Ctrl+Shift+Enter, a letter or digit with
Alt; […] is content.
"""
BAG = {
    "IFD0:Artist": "Jane Doe",
    "XMP-exifilm:Film": "Ilford FP4 Plus",
    "XMP-exifilm:FilmFormat": "4x5",
    "ExifIFD:ISO": 80,
    "IFD0:Make": "Chamonix",
    "IFD0:Model": "45N-2",
    "XMP-exifilm:Meter": "Pentax spot",
    "XMP-exifilm:Developer": "Pyrocat-HD",
    "XMP-exifilm:DevelopmentTemperature": 21,
}
WRITTEN: list[dict[str, Any]] = [
    {
        "XMP-dc:Title": "old mill, weir",
        "XMP-iptcCore:Location": "Aysgarth",
        "XMP-exifilm:Holder": "1A",
        "XMP-exifilm:Filter": "orange 21",
        "XMP-exifilm:BellowsExtension": 165,
        "XMP-exifilm:FrontRise": 12,
        "XMP-exifilm:FilterFactor": 4,
        "ExifIFD:ExposureTime": 1,
        "XMP-exifilm:Development": 1,
        "XMP-exifilm:DevelopmentTime": 13 * 60,
        "XMP-exifilm:Notes": "mist lifting",
    },
    {
        "XMP-dc:Title": "old mill, weir, wider",
        "XMP-iptcCore:Location": "Aysgarth",
        "XMP-exifilm:Holder": "1B",
        "XMP-exifilm:FrontRise": 15,
        "XMP-exifilm:MeteredTime": 0.25,
        "ExifIFD:ExposureTime": 0.25,
        "XMP-exifilm:Notes": "twin of 1",
    },
    {
        "XMP-dc:Title": "beech roots",
        "XMP-exifilm:Holder": "2A",
        "XMP-exifilm:BellowsExtension": 345,
        "XMP-exifilm:FrontTilt": 4,
        "XMP-exifilm:BellowsFactor": 1.9,
        "ExifIFD:ExposureTime": 5,
    },
    {
        "XMP-dc:Title": "limestone pavement",
        "XMP-exifilm:Holder": "2B",
        "XMP-exifilm:Filter": "yellow 8",
        "XMP-exifilm:FrontTilt": 6,
        "XMP-exifilm:FrontSwing": -2,
        "XMP-exifilm:FilterFactor": 2,
        "XMP-exifilm:Development": -1,
    },
    {
        "XMP-dc:Title": "cove",
        "XMP-iptcCore:Location": "Malham",
        "XMP-exifilm:Holder": "3A",
        "XMP-exifilm:FrontRise": 25,
        "ExifIFD:ExposureTime": 0.25,
        "XMP-exifilm:Notes": "people at the foot",
    },
    {
        "XMP-dc:Title": "cove, detail",
        "XMP-iptcCore:Location": "Malham",
        "XMP-exifilm:Holder": "3B",
        "XMP-exifilm:FrontRise": 8,
        "XMP-exifilm:FrontShift": -10,
        "XMP-exifilm:Development": 0,
    },
    {
        "XMP-dc:Title": "fall",
        "XMP-iptcCore:Location": "Gordale",
        "XMP-exifilm:Holder": "4A",
        "XMP-exifilm:FrontRise": 18,
        "XMP-exifilm:RearTilt": 3,
        "ExifIFD:ExposureTime": 8,
        "XMP-exifilm:Notes": "spray on the lens",
    },
    {
        "XMP-dc:Title": "fall",
        "XMP-iptcCore:Location": "Gordale",
        "XMP-exifilm:Holder": "4B",
        "XMP-exifilm:FrontRise": 18,
        "XMP-exifilm:RearTilt": 3,
        "ExifIFD:ExposureTime": 3,
        "XMP-exifilm:Notes": "wiped",
    },
    {
        "XMP-dc:Title": "barn, door",
        "XMP-exifilm:Holder": "5A",
        "XMP-exifilm:BellowsExtension": 270,
        "ExifIFD:ExposureTime": 9,
        "XMP-exifilm:Development": 1,
        "XMP-exifilm:Notes": "ask the farmer",
    },
    {
        "XMP-dc:Title": "field wall, last light",
        "XMP-exifilm:Holder": "5B",
        "XMP-exifilm:Filter": "polarizer",
        "XMP-exifilm:FilterFactor": 2.5,
        "XMP-exifilm:FrontTilt": 8,
    },
]
LENSES = [NIKKOR, NIKKOR, FUJINON, NIKKOR, NIKKOR, FUJINON, NIKKOR, NIKKOR, FUJINON, NIKKOR]
AREAS = (
    "moss, weir; moss, weir; root shadow, bark; gryke, top; ivy, wall, sky; crack; "
    "wet rock, water; wet rock, water; inside, door; grass, sky"
).split("; ")
STOPS = [22, 26.163, 32, 32, 22, 27.718, 45, 32, 22, 22]
TIMES = ["7:10", "7:25", "8:40", "9:15", "11:30", "11:40", "14:05", "14:20", "17:50", "18:30"]


@pytest.fixture
def blank(make_scan: Callable[..., Path]) -> Path:
    """Ten scans without a record."""
    first, *_others = [make_scan(f"page/scan_{number:02}.jpg") for number in range(1, 11)]
    return first.parent


def test_ten_sheets_take_few_keys_besides_their_values(
    blank: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bag, *scans = [re.findall(r"\[[^]]*\]|\S+", scan) for scan in SHEETS.strip().split("\n\n")]
    _are_those_of_the_page(scans)
    told = desktop.tried(
        "probe_page",
        tmp_path,
        script=Path(__file__).with_name("notes_script.py"),
        size="1280x720",
        seconds=300,
        folder=str(blank),
        bag=bag,
        scans=scans,
    )
    assert told["status"] == 0
    with capsys.disabled():
        print(f"\nkeys for the bag and each scan: {told['keys']}; content: {told['content']}")
    for_all, *each = told["keys"]
    assert max(each) <= 12
    assert (for_all + sum(each)) / len(each) <= 12, "what was typed for all included"
    for number, file in enumerate(_read(blank), start=1):
        found = {tag: file.get(tag) for tag in {**BAG, **WRITTEN[number - 1]}}
        assert found == BAG | WRITTEN[number - 1], f"sheet {number}"
        assert file["XMP-exifilm:ImageId"] in (number, str(number))
        assert file["ExifIFD:LensModel"] == LENSES[number - 1]
        areas = [reading["Area"] for reading in file["XMP-exifilm:Readings"]]
        assert areas == AREAS[number - 1].split(", ")
        assert file["ExifIFD:FNumber"] == pytest.approx(STOPS[number - 1], rel=0.001)
        taken = f"2024:05:12 {TIMES[number - 1]:0>5}:00"
        assert file["ExifIFD:DateTimeOriginal"] == taken


def _are_those_of_the_page(scans: list[list[str]]) -> None:
    """Each typed holder, filter and note is in its row of the page."""
    rows = [
        line
        for line in PAGE.read_text(encoding="utf-8").splitlines()
        if re.match(r"\| \d+ \|", line)
    ]
    assert len(rows) == len(scans) == len(WRITTEN) == 10
    for row, written in zip(rows, WRITTEN, strict=True):
        for tag in ("XMP-exifilm:Holder", "XMP-exifilm:Filter", "XMP-exifilm:Notes"):
            assert str(written.get(tag, "")) in row


def _read(folder: Path) -> list[dict[str, Any]]:
    """The tags of the scans as plain exiftool reads them, in the order of the files' names."""
    files = sorted(map(str, folder.glob("*.jpg")))
    told: list[dict[str, Any]] = json.loads(samples.exiftool("-j", "-n", "-G1", "-struct", *files))
    return told
