"""`exifilm calc` with a kit: measured shutters, own filter factors, own developing times."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from exifilm_core import ExposureRecord, Scan
from exifilm_core.commands import calc_kit
from exifilm_core.kit import own_file
from tests.commands.test_completion import completions
from tests.conftest import DATA

READINGS = "shade EV 9 on III; snow EV 13 on VIII"


@pytest.fixture(autouse=True)
def kit_file() -> Path:
    """The example of docs/kit.md as the photographer's own file."""
    path = own_file()
    path.parent.mkdir(parents=True)
    shutil.copy(DATA / "kit.toml", path)
    return path


def test_it_is_looked_for_where_it_is() -> None:
    assert own_file().name == calc_kit.KIT
    kit = calc_kit.kit_for()
    assert kit and kit.items
    own_file().unlink()
    assert calc_kit.kit_for() is None
    assert calc_kit.kit_for("nikkor") is not None


def test_a_lens_gives_its_focal_length_and_its_true_times(exifilm) -> None:
    words = ["--metered", "1/220", "--extension", "300", "--lens", "nikkor"]
    outcome = exifilm("calc", "exposure", *words)
    assert outcome == (
        0,
        "Metered         1/220 s\n"
        "Bellows factor  4× (2 stops) → 1/55 s\n"
        "                (300 mm ÷ 150 mm)², magnification 1:1\n"
        "Reciprocity     no film is given: not corrected\n"
        "Exposure        1/55 s\n"
        "Shutter         Nikkor-W 150: set 1/60 s: this shutter then gives 1/52 s\n",
        "",
    )
    data = json.loads(exifilm("calc", "exposure", *words, "--json").out)
    assert (data["lens"], data["mark"], data["mark_gives"]) == (
        "Nikkor-W 150", pytest.approx(1 / 60), pytest.approx(1 / 52),
    )  # fmt: skip
    assert data["record_time"] is None
    other = exifilm("calc", "exposure", *words, "--focal", "100").out
    assert "(300 mm ÷ 100 mm)²" in other, "what is typed wins"
    typed = exifilm("calc", "exposure", *words, "--measured", "1/60=1/45").out
    assert "set 1/60 s: this shutter then gives 1/45" in typed


def test_a_time_that_the_shutter_does_not_list_is_set_as_marked(exifilm) -> None:
    for seconds in ("1/30", "4s", "1/500"):
        outcome = exifilm("calc", "exposure", "--metered", seconds, "--lens", "nikkor")
        assert outcome.status == 0 and "Shutter" not in outcome.out, seconds


def test_the_lens_of_a_record(make_scan, exifilm) -> None:
    scan = make_scan("scan.jpg")
    record = ExposureRecord(
        lens="Nikkor-W 150", metered_time="1/60", exposure_time="1/60", aperture="f/8",
        film="Ilford FP4 Plus", filter="orange", readings=READINGS, developer="Pyrocat-HD",
    )  # fmt: skip
    Scan(scan).save(record)
    told = exifilm("calc", "exposure", "--record", scan).out
    assert "filter orange of your kit, for Ilford FP4 Plus" in told
    assert "In the record  1/60 s is marked; this shutter then gives 1/52 s\n" in told
    light = json.loads(exifilm("calc", "luminance", "--record", scan, "--json").out)
    assert light["exposure_time"] == pytest.approx(1 / 52)
    equal = exifilm("calc", "equivalent", "--record", scan).out
    assert "Shutter  Nikkor-W 150: 1/60 s is marked; this shutter then gives 1/52 s\n" in equal
    zones = json.loads(exifilm("calc", "zones", "--record", scan, "--json").out)
    assert (zones["development"], zones["development_time"]) == (1, 780)
    applied = exifilm("calc", "exposure", "--record", scan, "--apply")
    assert "Filter factor 5.04×" in applied.out
    after = Scan(scan).record
    assert after.filter_factor == 5.04
    assert after.exposure_time == pytest.approx(1 / 60), "it stays as marked"
    again = exifilm("calc", "exposure", "--record", scan, "--lens", "symmar").out
    assert "In the record" not in again, "the lens that is named counts"


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (
            ["--film", "hp5"],
            "5× (2.32 stops) → 5 s\n                filter orange of your kit, for",
        ),
        (
            ["--film", "tri-x 320"],
            "4× (2 stops) → 4 s\n                filter orange of your kit\n",
        ),
        ([], "filter orange of your kit\n"),
    ],
)
def test_the_photographers_filter_factor_counts_first(words, why: str, exifilm) -> None:
    outcome = exifilm("calc", "exposure", "--metered", "1s", "--filter", "orange", *words)
    assert outcome.status == 0 and why.split("\n", maxsplit=1)[0] in outcome.out
    assert why.rpartition("   ")[2].strip() in outcome.out
    wratten = exifilm("calc", "exposure", "--metered", "1s", "--filter", "25", *words).out
    assert "your kit" not in wratten


# ── development ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("high", "words", "shown"),
    [
        ("13", "--film fp4+", "N+1: 5 zones − 4 stops\n               13 m by your table: Ilford"),
        ("14", "--film fp4+ --developer pyrocat-hd", "N: 5 zones − 5 stops\n               9 m by"),
        ("12.5", "--film fp4+", "13 m by your table, whose N+1 is nearest to N+1.5: Ilford FP4"),
        ("17", "--film fp4+", "7 m by your table, whose N-1 is nearest to N-3: Ilford FP4 Plus"),
    ],
)
def test_the_photographers_table_wins(high: str, words: str, shown: str, exifilm) -> None:
    readings = f"shade EV 9 on III; snow EV {high} on VIII"
    outcome = exifilm("calc", "zones", "--readings", readings, *words.split())
    assert (outcome.status, outcome.err) == (0, "") and shown in outcome.out


def test_without_a_table_the_rule(exifilm, kit_file: Path) -> None:
    for words in ([], ["--film", "hp5"], ["--film", "fp4+", "--developer", "D-76"]):
        outcome = exifilm("calc", "zones", "--readings", READINGS, *words)
        assert "N+1: 5 zones − 4 stops\n" in outcome.out and "table" not in outcome.out
    text = kit_file.read_text()
    kit_file.write_text(f'{text}\n[[development]]\nfilm = "FP4+"\nn = {{ N = 8, "N+1" = 11 }}\n')
    outcome = exifilm("calc", "zones", "--readings", READINGS, "--film", "FP4+", "--json")
    assert json.loads(outcome.out)["development_time"] is None
    assert "several tables of developing times for this film: Ilford FP4 Plus," in outcome.err


# ── what it costs ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("words", "reads"), [([], False), (["--lens", "nikkor"], True), (["--filter", "25"], True)]
)
def test_a_kit_is_read_where_something_of_it_may_count(words: list[str], reads: bool) -> None:
    code = (
        "import sys\n"
        "from exifilm_core.commands import main\n"
        "try:\n    main(sys.argv[1:])\n"
        "finally:\n    print('exifilm_core.kit' in sys.modules, file=sys.stderr)"
    )
    command = [sys.executable, "-c", code, *"calc exposure --film hp5 --metered 4s".split()]
    done = subprocess.run([*command, *words], capture_output=True, text=True, check=True)
    assert (done.stdout.splitlines()[0].split()[1:], done.stderr) == (
        ["Ilford", "HP5", "Plus"], f"{reads}\n",
    )  # fmt: skip


# ── what is wrong ────────────────────────────────────────────────────────────────────────────


def test_a_lens_that_is_not_there(exifilm) -> None:
    outcome = exifilm("calc", "exposure", "--metered", "1s", "--lens", "xyzzy")
    assert outcome.status == 2 and "--lens: there is no “xyzzy” in your kit." in outcome.err
    outcome = exifilm("calc", "luminance", "--aperture", "8", "--time", "1", "--lens", "lens")
    assert outcome.status == 2 and "lens Nikkor-W 150 or lens Symmar 210" in outcome.err


def test_a_mistake_in_the_kit_does_not_stop_a_calculation(kit_file: Path, exifilm) -> None:
    kit_file.write_text("[[lens]]\nname = 3\n" + kit_file.read_text())
    outcome = exifilm("calc", "exposure", "--metered", "1s", "--lens", "nikkor")
    assert outcome.status == 0 and "line 2: the name is not a text" in outcome.err


def test_a_shell_completes_lenses(exifilm_process) -> None:
    assert completions(exifilm_process, "calc", "exposure", "--lens", "nik") == [
        "plain,Nikkor-W", "150",
    ]  # fmt: skip
    assert completions(exifilm_process, "calc", "exposure", "--lens", "ora") == []
