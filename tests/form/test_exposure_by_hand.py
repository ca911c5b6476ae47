"""An exposure with real keys: *Moonrise*, and a close-up. What is worked out is taken by a key."""

from __future__ import annotations

import json
import math
import re
from pathlib import Path
from typing import Any

import pytest

from tests import samples
from tests.form import desktop

SCRIPT = Path(__file__).with_name("exposure_script.py")
LABELS = ["Metered", "Filter factor", "Bellows factor", "Reciprocity", "Exposure", "Development"]


def steps(text: str) -> list[str]:
    return re.findall(r"\[[^]]*\]|\S+", text)


def filled_in(tmp_path: Path, scan: Path, keys: str, last: str, *takes: str) -> Any:
    return desktop.tried(
        "probe_exposure",
        tmp_path,
        script=SCRIPT,
        size="1280x720",
        seconds=300,
        folder=str(scan.parent),
        steps=steps(keys),
        last=last,
        labels=LABELS,
        takes=[steps(keys) for keys in takes],
    )


def read(scan: Path) -> dict[str, Any]:
    """The tags of a scan as plain exiftool reads them."""
    told: list[dict[str, Any]] = json.loads(
        samples.exiftool("-j", "-n", "-G1", "-struct", str(scan))
    )
    return told[0]


def test_moonrise(make_scan: Any, tmp_path: Path) -> None:
    """Ansel Adams placed the moon, 250 c/ft², on VII: ASA 64, f/32, filter × 3, about 1 s."""
    scan = make_scan("page/moonrise.jpg")
    keys = """→ [Moonrise, Hernandez] 2 [Ansco Isopan] → [8x10] → → [64] f [Wratten 15]
    5 [moon 250 c/ft2 on VII; foreground 16 c/ft2; lamp 9000 lx] 6 [f/32] a [3] x"""
    told = filled_in(tmp_path, scan, keys, "Exposure", "x ctrl+e")
    assert told["offered"] == {
        "Metered": "0.3 s: moon, 250 c/ft², on Zone VII at f/32, EI 64: 1/3 s",
        "Filter factor": "",
        "Bellows factor": "",
        "Reciprocity": "",
        "Exposure": "1 s: metered 1/3 s, × 3 for the filter = 0.892 s",
        "Development": "",
    }
    assert told["scale"] == (
        "Placed: moon 250 c/ft² on VII. Not placed: foreground 16 c/ft² falls on III; lamp 9000 lx."
    )
    empty = dict.fromkeys(LABELS, "") | {"Filter factor": "3×"}
    assert told["typed"] == empty
    assert told["taken"] == [empty | {"Exposure": "1 s"}]
    assert told["status"] == 0
    tags = read(scan)
    assert tags["ExifIFD:ExposureTime"] == 1
    assert tags["XMP-exifilm:FilterFactor"] == 3
    assert "XMP-exifilm:MeteredTime" not in tags, "what was not taken is not stored"
    assert [reading.get("Zone") for reading in tags["XMP-exifilm:Readings"]] == [7, None, None]


def test_a_close_up(make_scan: Any, tmp_path: Path) -> None:
    """A lily on Tri-X, 210 mm drawn out to 420 mm. The filter factor is the photographer's own."""
    scan = make_scan("page/lily.jpg")
    keys = """→ [Lily] 2 [320TXP] ↓ → [4x5] n [Symmar-S] → → [210] f [Wratten 8] e [420]
    6 [f/22] → [1/2] a [3] 8"""
    told = filled_in(tmp_path, scan, keys, "Exposure", "b ctrl+e", "ctrl+shift+e")
    reciprocity = 2 * 2.5 ** math.log10(0.5 * 3 * 4)  # of Kodak's 2 s at 1 s and 50 s at 10 s
    time = 0.5 * 3 * 4 * reciprocity
    assert told["offered"]["Bellows factor"] == "4×: (420 mm ÷ 210 mm)², magnification 1:1"
    assert told["offered"]["Reciprocity"].startswith(
        f"{reciprocity:.3g}×: between published points"
    )
    assert told["offered"]["Exposure"].startswith(
        f"{time:.3g} s: metered 1/2 s, × 3 for the filter = 1.5 s, × 4 for the bellows = 6 s, "
    )
    assert told["offered"]["Filter factor"] == "", "what was typed is not offered over"
    typed = dict.fromkeys(LABELS, "") | {"Metered": "1/2 s", "Filter factor": "3×"}
    one = typed | {"Bellows factor": "4×"}
    every = one | {"Reciprocity": f"{reciprocity:.3g}×", "Exposure": f"{time:.3g} s"}
    assert told["typed"] == typed
    assert told["taken"] == [one, every], "one key takes one, another takes all"
    assert told["status"] == 0
    tags = read(scan)
    assert tags["XMP-exifilm:Film"] == "Kodak Tri-X 320"
    assert tags["XMP-exifilm:BoxSpeed"] == 320 and tags["XMP-exifilm:Process"] == "B&W"
    assert tags["XMP-exifilm:FilterFactor"] == 3
    assert tags["XMP-exifilm:BellowsFactor"] == 4
    assert tags["XMP-exifilm:ReciprocityFactor"] == pytest.approx(reciprocity, rel=0.005)
    assert tags["ExifIFD:ExposureTime"] == pytest.approx(time, rel=0.005)
