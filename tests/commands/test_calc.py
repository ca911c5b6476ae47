"""`exifilm calc`: its steps and reasons, its records, its pictures, and what it refuses."""

from __future__ import annotations

import json
import math
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest
from PIL import Image

from exifilm_core import ExposureRecord, Scan
from exifilm_core.actions.exposing import own_file
from exifilm_core.commands.calc import CALCULATIONS, calc
from exifilm_core.commands.calc_exposure import FACTORS
from exifilm_core.commands.calc_given import OPTIONS
from exifilm_core.commands.calc_steps import LABELS
from tests.commands.conftest import REPOSITORY
from tests.commands.test_completion import completions

ISSUE = "--film HP5+ --metered 4s --extension 320 --focal 210 --filter 25".split()


def test_the_options_are_those_of_the_declaration() -> None:
    for name, option in OPTIONS.items():
        field = ExposureRecord.field(name)
        assert option.label == field.label and option.help == field.purpose
        assert type(option.kind) is type(field.kind)
        if name not in ("film", "film_format", "filter"):
            assert vars(option.kind) == vars(field.kind)
        flag, text = option.example.split(maxsplit=1)
        assert flag == option.flag
        assert field.value_of(text.strip('"')) is not None
    for name, label in LABELS.items():
        assert label == ExposureRecord.field(name).label
    assert [name for name in ExposureRecord.field("film")._owner._fields if "factor" in name] == [
        *FACTORS
    ]


@pytest.mark.parametrize("name", CALCULATIONS)
def test_every_calculation_explains_itself_with_an_example(name: str, exifilm) -> None:
    command = calc.get_command(click.Context(calc), name)
    assert command and command.get_short_help_str(limit=100) == CALCULATIONS[name][1]
    outcome = exifilm("calc", name, "--help")
    assert (outcome.status, outcome.err) == (0, "")
    assert f"  exifilm calc {name}" in outcome.out.partition("\n")[2]
    assert f"  {name} " in exifilm("calc", "--help").out


def test_each_step_with_its_reason(exifilm) -> None:
    outcome = exifilm("calc", "exposure", *ISSUE)
    assert (outcome.status, outcome.err) == (0, "")
    assert outcome.out == (
        "Film            Ilford HP5 Plus\n"
        "Metered         4 s\n"
        "Filter factor   8× (3 stops) → 32 s\n"
        "                filter 25: 8× by Kodak Professional T-Max 100 Film, F-4016, June 2018, "
        "daylight, for Kodak T-Max 100; none is published for Ilford HP5 Plus\n"
        "Bellows factor  2.32× (1.22 stops) → 1 m 14 s\n"
        "                (320 mm ÷ 210 mm)², magnification 1:1.91\n"
        "Reciprocity     3.8× (1.93 stops) → 4 m 43 s\n"
        "                by the formula of Harman technology, technical information, hp5, "
        "Nov 2018: metered time to the power of 1.31\n"
        "Exposure        4 m 43 s\n"
    )


def test_the_same_in_json(exifilm) -> None:
    data = json.loads(exifilm("calc", "exposure", *ISSUE, "--json").out)
    assert [step["step"] for step in data["steps"]] == [
        "metered", "filter", "bellows", "reciprocity",
    ]  # fmt: skip
    seconds = [step["seconds"] for step in data["steps"]]
    extended = 4 * 8 * (320 / 210) ** 2
    assert seconds == pytest.approx([4, 32, extended, extended**1.31])
    assert data["exposure_time"] == pytest.approx(extended**1.31)
    assert data["factors"]["reciprocity_factor"] == pytest.approx(extended**0.31)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("--film 320TXP --metered 4s", ["between published points of Kodak", "−10 % to −20 %"]),
        ("--film 320TXP --metered 10s", ["as printed by Kodak", "50 s", "developing time −20 %"]),
        ("--film 320TXP --metered 5m", ["beyond the last published point", "1 m 40 s"]),
        ("--film portra160 --metered 2s", ["publishes nothing beyond 1 s: not corrected"]),
        ("--film E100 --metered 20s", ["publishes nothing beyond 10 s", "120 s: add CC10R"]),
        ("--film CMS20 --metered 1/2", ["publishes nothing below 1 s"]),
        ("--film scala50 --metered 9", ["no reciprocity data of Adox Scala 50 are known"]),
        ("--film retro80s --metered 1", ["a range: 1 s to 2 s", "Exposure     1 s to 2 s"]),
        ("--film velvia50 --metered 64", ["does not recommend 1 m 4 s", "add CC12.5M"]),
        ("--film 800T --metered 9", ["by the formula of Reciprocity Timer", "(second-hand)"]),
        ("--film SFX --metered 9", ["Ilford, Film reciprocity failure compensation", "(copy)"]),
        ("--film hp5 --metered 1/4", ["asks for no correction at 1/4 s"]),
        ("--metered 9", ["no film is given: not corrected"]),
        ("--metered 1 --extension 200 --focal 300", ["is not known, so none counts"]),
        ("--metered 1 --distance 0.3m --focal 150", ["4×", "(0.3 m ÷ (0.3 m − 150 mm))²"]),
        ("--metered 1 --bellows-factor 2 --aperture 22", ["as given", "f/31.1 at this extension"]),
        ("--metered 1/150 --measured 1/250=1/160", ["set 1/250 s: this shutter then gives 1/160"]),
        ("--film tmax100 --metered 1 --filter polarizer", ["2.5×, printed as 1⅔ stops,"]),
        ("--film rpx25 --metered 1 --filter 11", ["filter 11: 2× by Maco/Rollei data sheet"]),
    ],
)
def test_what_an_answer_rests_on_is_said(words: str, said: list[str], exifilm) -> None:
    outcome = exifilm("calc", "exposure", *words.split())
    assert outcome.status == 0
    for each in said:
        assert each in outcome.out


def test_without_a_metered_time_the_films_table(exifilm) -> None:
    assert exifilm("calc", "exposure", "--film", "trix 320").out == (
        "Film      Kodak Tri-X 320\n"
        "Source    Kodak Professional Tri-X 320 and 400 Films, F-4017, February 2016\n"
        "1/10 s    no correction\n"
        "1 s       2 s or +1 stop; developing time −10 %\n"
        "10 s      50 s or +2 stops; developing time −20 %\n"
        "1 m 40 s  20 m or +3 stops; developing time −30 %\n"
    )
    data = json.loads(exifilm("calc", "exposure", "--film", "trix 320", "--json").out)
    assert [(p["metered"], p["give"]) for p in data["points"]] == [
        (0.1, 0.1), (1, 2), (10, 50), (100, 1200),
    ]  # fmt: skip
    assert [p["printed_stops"] for p in data["points"]] == [None, 1, 2, 3]
    foma = exifilm("calc", "exposure", "--film", "fomapan 100").out
    assert "\n10 s      8× or +3 stops → 1 m 20 s\n" in foma
    assert "longer than 16 s is not" in exifilm("calc", "exposure", "--film", "pro400h").out
    assert "no reciprocity data" in exifilm("calc", "exposure", "--film", "scala50").out


# ── records ──────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def scan(make_scan) -> Path:
    path: Path = make_scan("scan.jpg")
    record = ExposureRecord(
        film="Kodak Tri-X 320", metered_time="1/2", filter="Wratten 25", focal_length=210,
        bellows_extension=297, aperture="f/32", exposure_index=320, film_format="4x5",
        readings="shade EV 9 on III; snow EV 13 on VIII", focus_spread=4, subject_distance="0.7 m",
        exposure_time="60 s",
    )  # fmt: skip
    Scan(path).save(record)
    return path


def test_a_record_gives_what_no_option_gives(scan: Path, exifilm) -> None:
    data = json.loads(exifilm("calc", "exposure", "--record", scan, "--json").out)
    assert data["film"] == "Kodak Tri-X 320"
    assert [step["seconds"] for step in data["steps"][:3]] == pytest.approx(
        [0.5, 4, 8.000816], 1e-4
    )
    other = exifilm("calc", "exposure", "--record", scan, "--metered", "1s", "--film", "hp5").out
    assert re.match("Film +Ilford HP5 Plus\nMetered +1 s\nFilter", other)
    for name, part in (
        ("zones", '"development": 1.0'),
        ("dof", '"hyperfocal_m"'),
        ("aperture", '"stop": 32'),
        ("luminance", '"exposure_ev"'),
        ("equivalent", '"focal_length_35mm": 59'),
    ):
        outcome = exifilm("calc", name, "--record", scan, "--json")
        assert outcome.status == 0 and part in outcome.out, (name, outcome)


def test_the_readings_of_a_record_give_its_metered_time(make_scan, exifilm) -> None:
    """As in the window: Moonrise, of which no time was metered."""
    path = make_scan("moonrise.jpg")
    record = ExposureRecord(
        readings="moon 250 c/ft² on VII; foreground 16 c/ft²", aperture="f/32", exposure_index=64,
        filter_factor=3,
    )  # fmt: skip
    Scan(path).save(record)
    outcome = exifilm("calc", "exposure", "--record", path)
    assert (outcome.status, outcome.err) == (0, "")
    assert re.match(
        r"Metered +1/3 s\n +moon, 250 c/ft², on Zone VII at f/32, EI 64: 1/3 s\nFilter factor +3×",
        outcome.out,
    )
    assert "Exposure       0.892 s" in outcome.out
    other = json.loads(exifilm("calc", "exposure", "--record", path, "--metered", 1, "--json").out)
    assert other["steps"][0] == {"step": "metered", "seconds": 1, "why": None}
    wider = exifilm("calc", "exposure", "--record", path, "--aperture", "f/22", "--json")
    assert json.loads(wider.out)["steps"][0]["seconds"] == pytest.approx(0.2973 / 2, rel=0.06)
    assert exifilm("calc", "exposure", "--record", path, "--apply").status == 0
    assert Scan(path).record == record, "only factors are written, and none is empty and known"
    Scan(path).save(record.replace(aperture=None))
    missing = exifilm("calc", "exposure", "--record", path)
    assert missing.status == 2 and "Metered is missing in the record" in missing.err


def test_apply_writes_the_empty_factors_and_nothing_else(scan: Path, exifilm) -> None:
    before = Scan(scan).record
    outcome = exifilm("calc", "exposure", "--record", scan, "--apply")
    assert outcome.status == 0 and outcome.err == ""
    said = outcome.out.splitlines()[-1]
    assert said.startswith(f"{scan}: Filter factor, Bellows factor, Reciprocity saved (Filter")
    after = Scan(scan).record
    changed = {name for name in after.filled() if after[name] != before[name]}
    assert changed == {*FACTORS}
    between = round(2 * 2.5 ** math.log10(8.0008), 2)  # of Kodak's 2 s at 1 s and 50 s at 10 s
    assert [after[name] for name in FACTORS] == [8, 2, between]
    assert said.endswith(f"saved (Filter factor 8×; Bellows factor 2×; Reciprocity {between}×)")
    assert exifilm("undo", scan).status == 0
    assert Scan(scan).record == before


def test_json_stays_json_when_something_is_written(scan: Path, exifilm, tmp_path: Path) -> None:
    picture = tmp_path / "curve.png"
    words = ["--record", scan, "--json", "--apply", "--plot", picture]
    outcome = exifilm("calc", "exposure", *words)
    assert outcome.status == 0 and json.loads(outcome.out)["factors"]["filter_factor"] == 8
    assert picture.exists() and Scan(scan).record.filter_factor == 8


def test_apply_leaves_what_is_written(scan: Path, exifilm) -> None:
    written = Scan(scan).record.replace(filter_factor=6, reciprocity_factor=3)
    Scan(scan).save(written)
    outcome = exifilm("calc", "exposure", "--record", scan, "--apply")
    steps = r"Filter factor +6× \(2.58 stops\) → 3 s\n +as written in the record\n"
    assert re.search(steps, outcome.out)
    assert "Filter factor stays as written: 6×\n" in outcome.out
    assert "Reciprocity stays as written: 3×\n" in outcome.out
    after = Scan(scan).record
    assert after == written.replace(bellows_factor=after.bellows_factor)
    again = exifilm("calc", "exposure", "--record", scan, "--apply")
    assert again.status == 0 and "no factor is empty and known; nothing was written" in again.out
    assert Scan(scan).record == after


def test_no_factor_that_is_unknown_or_a_range_is_written(make_scan, exifilm) -> None:
    path = make_scan("range.jpg")
    Scan(path).save(ExposureRecord(film="Retro 80S", metered_time="2 s", filter="yellow"))
    before = Scan(path).record
    outcome = exifilm("calc", "exposure", "--record", path, "--apply")
    assert outcome.status == 0
    assert "a range: 3 s to 4 s" in outcome.out and "nothing was written" in outcome.out
    assert "“yellow” names no filter of which a factor is known" in outcome.err
    assert Scan(path).record == before


def test_no_reciprocity_is_written_for_a_time_without_its_filter(make_scan, exifilm) -> None:
    path = make_scan("yellow.jpg")
    Scan(path).save(ExposureRecord(film="HP5+", metered_time="9 s", filter="yellow"))
    outcome = exifilm("calc", "exposure", "--record", path, "--apply", "--json")
    assert outcome.status == 0 and "The calculation leaves it out; give its factor" in outcome.err
    assert json.loads(outcome.out)["factors"] == {}
    assert Scan(path).record.reciprocity_factor is None


def test_no_filter_factor_of_another_film_is_written(make_scan, exifilm) -> None:
    path = make_scan("red.jpg")
    record = ExposureRecord(
        film="HP5+", metered_time="9 s", filter="25", focal_length=210, bellows_extension=300
    )
    Scan(path).save(record)
    outcome = exifilm("calc", "exposure", "--record", path, "--apply")
    assert outcome.status == 0 and "Kodak T-Max 100" in outcome.out
    assert "Filter factor is another film's, so it was not written" in outcome.out
    after = Scan(path).record
    assert after.bellows_factor and after == record.replace(bellows_factor=after.bellows_factor)
    given = exifilm("calc", "exposure", "--record", path, "--filter-factor", "6", "--apply")
    assert given.status == 0 and "another film" not in given.out
    assert Scan(path).record.filter_factor == 6 and Scan(path).record.reciprocity_factor


def test_a_film_of_a_record_need_not_be_in_the_list(make_scan, exifilm) -> None:
    path = make_scan("scan.jpg")
    Scan(path).save(ExposureRecord(film="Agfa Isopan 1952", metered_time="10 s"))
    outcome = exifilm("calc", "exposure", "--record", path)
    assert outcome.status == 0
    assert "there is no film “Agfa Isopan 1952” in the list of films. Not corrected" in outcome.out


def test_a_file_that_cannot_be_read_or_saved_is_told(scan: Path, exifilm, tmp_path: Path) -> None:
    missing = exifilm("calc", "exposure", "--record", tmp_path / "missing.jpg")
    assert missing.status == 1 and "there is no such file" in missing.err
    scan.chmod(0o444)
    outcome = exifilm("calc", "exposure", "--record", scan, "--apply")
    scan.chmod(0o644)
    assert outcome.status == 1 and "write-protected" in outcome.err
    assert Scan(scan).record.filter_factor is None


# ── own films ────────────────────────────────────────────────────────────────────────────────


def test_own_points_count_and_a_mistake_is_told_with_its_line(exifilm) -> None:
    own_file().parent.mkdir(parents=True)
    own_file().write_text(
        '[[film]]\nmaker = "Kodak"\nname = "Tri-X 320"\n'
        "[film.reciprocity]\npoints = [{ metered = 10, given = 33 }]\n\n"
        '[[film]]\nmaker = "A"\nname = B\n',
        encoding="utf-8",
    )
    outcome = exifilm("calc", "exposure", "--film", "320txp", "--metered", "10s")
    assert outcome.status == 0
    assert "→ 33 s" in outcome.out and "as printed by films.toml\n" in outcome.out
    assert outcome.err == (
        f"exifilm: {own_file()}: line 9: it is not valid TOML (Invalid value). The film does not "
        "count; the others do.\n"
    )


# ── pictures ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("film", ["trix 320", "hp5", "retro 80s", "acros ii", "portra 160"])
def test_a_curve_is_drawn(film: str, exifilm, tmp_path: Path) -> None:
    picture = tmp_path / "curve.png"
    words = ["--film", film, "--metered", "4s"]
    outcome = exifilm("calc", "exposure", *words, "--plot", picture)
    assert outcome.status == 0 and outcome.err == ""
    assert f"{picture}: the reciprocity curve of " in outcome.out
    with Image.open(picture) as image:
        assert image.size == (864, 864)
        grey = image.convert("L")
        # Title, axes, curve and marks: ink, and not much of it.
        ink = sum(grey.histogram()[:200]) / (864 * 864)
        assert 0.01 < ink < 0.1
        # The frame of the chart and nothing beyond the page's margins.
        assert grey.crop((0, 0, 864, 30)).getextrema() == (255, 255)
        assert grey.crop((0, 840, 864, 864)).getextrema() == (255, 255)
    assert list(tmp_path.iterdir()) == [picture]


def test_the_curve_marks_the_time_that_counts(exifilm, tmp_path: Path) -> None:
    """That is the metered time with the factors of filter and bellows."""
    words = ["--film", "hp5", "--metered", "4s", "--filter-factor", 8, "--plot", tmp_path / "c.ps"]
    assert exifilm("calc", "exposure", *words).status == 0
    assert "(32 s: give 1 m 34 s)" in (tmp_path / "c.ps").read_text("ascii")


@pytest.mark.parametrize(("name", "begins"), [("c.pdf", b"%PDF-"), ("c.ps", b"%!PS-Adobe-3.0")])
def test_a_curve_as_a_document(name: str, begins: bytes, exifilm, tmp_path: Path) -> None:
    assert exifilm("calc", "exposure", "--film", "hp5", "--plot", tmp_path / name).status == 0
    assert (tmp_path / name).read_bytes().startswith(begins)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("--film hp5 --plot c.gif", "“c.gif” ends in none of .png, .pdf, .ps."),
        ("--film scala50 --plot c.png", "no reciprocity data of Adox Scala 50 are known"),
        ("--metered 1 --plot c.png", "Film is missing. Add --film"),
    ],
)
def test_a_curve_that_cannot_be_drawn(words: str, said: str, exifilm) -> None:
    outcome = exifilm("calc", "exposure", *words.split())
    assert outcome.status == 2 and said in outcome.err and outcome.out == ""


def test_a_curve_in_a_folder_that_is_not_there(exifilm, tmp_path: Path) -> None:
    outcome = exifilm("calc", "exposure", "--film", "hp5", "--plot", tmp_path / "none" / "c.png")
    assert outcome.status == 1 and "there is no such folder" in outcome.err


# ── the other calculations ───────────────────────────────────────────────────────────────────


def test_zones(exifilm) -> None:
    words = "shade EV 9 on III; snow EV 13 on VIII; rock EV 11; hole EV 2; sun 5000 lx"
    assert exifilm("calc", "zones", "--readings", words, "--ei", 100, "--aperture", "f/8").out == (
        "shade EV 9     placed on III\n"
        "snow EV 13     placed on VIII\n"
        "rock EV 11     falls on V\n"
        "hole EV 2      falls 4 stops below Zone 0\n"
        "sun 5000 lx    no zone: no comparable reading is placed\n"
        "Subject range  4 stops, placed over 5 zones\n"
        "Development    N+1: 5 zones − 4 stops\n"
        "Metered        1/32 s at f/8\n"
        "By key stop    1/37 s: 23.8 c/ft² on V, key stop f/10\n"
    )


def test_depth_of_field_aperture_and_tilt(exifilm) -> None:
    words = "dof --focal 150 --aperture f/22 --format 4x5 --distance infinity".split()
    out = exifilm("calc", *words).out
    assert re.search(r"Near limit +11\.\d\d m\nFar limit +infinity\n$", out)
    assert exifilm("calc", "aperture", "--spread", 5, "--circle", 0.1).out == (
        "Least blur (Hansma)  f/43.3, that is f/32 and 0.9 stop: √(375 × D)\n"
        "Circle of confusion  f/25, that is f/22 and 0.3 stop: D ÷ 2c, c = 0.1 mm\n"
    )
    assert exifilm("calc", "tilt", "--focal", 150, "--tilt", 0).out == (
        "Tilt        0°\nHinge line  infinity\n"
    )


def test_luminance_and_equivalents(exifilm) -> None:
    assert exifilm("calc", "luminance", "128 cd/m²").out.startswith("EV at ISO 100  10\n")
    out = exifilm("calc", "equivalent", "--aperture", "f/22", "--time", "1/60", "--thirds").out
    assert "f/16   1/125 s\n" in out and "f/18   1/100 s\n" in out and "f/32   1/30 s\n" in out
    film = "equivalent --aperture f/22 --time 1s --film 320txp".split()
    assert "f/22   1 s, give 2 s (printed)\n" in exifilm("calc", *film).out
    assert exifilm("calc", "equivalent", "--focal", 150, "--format", "4x5").out == (
        "35 mm equivalent  42 mm, of 150 mm on 4x5\n"
    )


def test_everything_wrong_is_told_at_once_with_examples(exifilm) -> None:
    outcome = exifilm("calc", "dof", "--focal", "long", "--format", "postcard", "--distance", "")
    assert outcome.status == 2
    assert outcome.err == (
        "exifilm: --focal: “long” is not a valid length. Enter a length such as 320, 320 mm, "
        '32 cm, 12.6 in, 12 5/8" or 3 ft.\n'
        "--distance is empty. Write --distance 3m\n"
        "Aperture is missing. Add --aperture f/22\n"
        "the circle of confusion of the format “postcard” is not known. Add --circle 0.1, or give "
        "a format such as 4x5 or 6x7\n"
    )


def test_completion(exifilm_process) -> None:
    assert completions(exifilm_process, "calc", "") == [f"plain,{name}" for name in CALCULATIONS]
    assert completions(exifilm_process, "calc", "exposure", "--pl") == ["plain,--plot"]
    films = completions(exifilm_process, "calc", "exposure", "--film", "tri-x")
    assert films == ["plain,Kodak", "Tri-X", "400", "plain,Kodak", "Tri-X", "320"]


def test_it_starts_without_the_record_and_what_saves() -> None:
    """`exifilm calc` starts as quickly as the help; `make bench` measures it."""
    code = (
        "import sys\n"
        "from exifilm_core.commands import main\n"
        "try:\n    main(sys.argv[1:])\n"
        "finally:\n    print(*sys.modules, file=sys.stderr)"
    )
    words = [sys.executable, "-c", code, "calc", "exposure", *ISSUE]
    done = subprocess.run(words, capture_output=True, text=True, check=True, cwd=REPOSITORY)
    assert "4 m 43 s" in done.stdout
    loaded = set(done.stderr.split())
    rooms = ("record", "scans", "tags", "readers", "exiftool", "printing", "index")
    assert {
        name for name in loaded if name.startswith(tuple(f"exifilm_core.{r}" for r in rooms))
    } == set()
    assert (
        loaded & {"platformdirs", "tqdm", "difflib", "json", "exifilm_core.commands.hints"} == set()
    )
