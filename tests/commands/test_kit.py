"""`exifilm kit` and `exifilm set --kit`: lists, additions, what is learnt, the editor."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import click
import pytest

from exifilm_core import ExposureRecord, Scan
from exifilm_core.commands import kit_edit
from exifilm_core.commands.kit import KIT_COMMANDS, kit
from exifilm_core.kit import known_kit, own_file
from tests.commands.conftest import COMMAND, REPOSITORY
from tests.commands.test_completion import completions
from tests.commands.test_progress import on_terminal
from tests.conftest import DATA


@pytest.fixture
def kit_file() -> Path:
    """The example of docs/kit.md as the photographer's own file."""
    path = own_file()
    path.parent.mkdir(parents=True)
    shutil.copy(DATA / "kit.toml", path)
    return path


@pytest.mark.parametrize("name", KIT_COMMANDS)
def test_every_command_explains_itself_with_an_example(name: str, exifilm) -> None:
    command = kit.get_command(click.Context(kit), name)
    assert command and command.get_short_help_str(limit=100) == KIT_COMMANDS[name][1]
    outcome = exifilm("kit", name, "--help")
    assert (outcome.status, outcome.err) == (0, "")
    assert f"exifilm kit {name}" in outcome.out.partition("\n")[2]
    assert f"  {name} " in exifilm("kit", "--help").out


# ── list ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.usefixtures("kit_file")
def test_the_list(exifilm) -> None:
    assert exifilm("kit") == exifilm("kit", "list")
    assert exifilm("kit") == (
        0,
        """\
Cameras
    Chamonix                       Chamonix, 45N-2

Lenses
    Nikkor-W 150                   Nikon, 150 mm; 1/60 s gives 1/52 s; 1/125 s gives 1/98 s
    Symmar 210                     Schneider-Kreuznach, Symmar-S 210mm f/5.6, 13 542 871, 210 mm

Filters
    orange                         Wratten 22 orange, 4×; 5× for Ilford HP5 Plus; +2⅓ stops for FP4+

Meters
    spot                           Pentax Digital Spotmeter, reflected

Films
    FP4 in 4x5                     Ilford FP4 Plus, 4x5, EI 64; in 1A, 1B, 2A

Developers
    Pyrocat                        Pyrocat-HD, 1+1+100, 20 °C, tray

Sets
    Chamonix, 150, FP4 in Pyrocat  Chamonix; Nikkor-W 150; FP4 in 4x5; Pyrocat; \
photographer=Anna Lindqvist

Developing times
    Ilford FP4 Plus, Pyrocat-HD, 1+1+100, 20 °C  N-1 7 m, N 9 m, N+1 13 m
""",
        "",
    )


def test_the_list_as_json(kit_file: Path, exifilm) -> None:
    data = json.loads(exifilm("kit", "list", "--json").out)
    assert data["file"] == str(kit_file)
    assert data["items"][1] == {
        "sort": "lens",
        "name": "Nikkor-W 150",
        "fields": {"lens_make": "Nikon", "lens": "Nikkor-W 150", "focal_length": 150},
        "speeds": [
            {"marked": pytest.approx(1 / 60), "measured": pytest.approx(1 / 52)},
            {"marked": pytest.approx(1 / 125), "measured": pytest.approx(1 / 98)},
        ],
    }
    assert data["sets"][0]["items"] == ["Chamonix", "Nikkor-W 150", "FP4 in 4x5", "Pyrocat"]
    assert data["development"][0]["times"][0] == {"stops": -1, "seconds": 420}
    for item in data["items"]:
        assert ExposureRecord.from_json(item["fields"])


def test_a_mistake_is_told_with_its_line_and_the_rest_listed(kit_file: Path, exifilm) -> None:
    kit_file.write_text("[[lens]]\nname = 3\n" + kit_file.read_text())
    outcome = exifilm("kit")
    assert outcome.status == 1 and "Symmar 210" in outcome.out
    assert outcome.err == (
        f'exifilm: {kit_file}: line 2: the name is not a text. Write name = "…". '
        "The rest of the kit counts.\n"
    )


def test_an_empty_kit(exifilm) -> None:
    assert exifilm("kit") == (0, f"Your kit is empty ({own_file()}).\n", "")
    assert json.loads(exifilm("kit", "list", "--json").out)["items"] == []


# ── add ──────────────────────────────────────────────────────────────────────────────────────


def test_what_is_added_is_in_the_file(kit_file: Path, exifilm, make_scan) -> None:
    before = kit_file.read_text()
    assert exifilm(
        "kit",
        "add",
        "lens",
        "Angulon",
        "lens=Angulon 90",
        "focal_length=90",
        "--speed",
        "1/60=1/40",
    ) == (0, f"{kit_file}: lens Angulon added (Angulon 90, 90 mm; 1/60 s gives 1/40 s)\n", "")
    exifilm("kit", "add", "filter", "red", "filter=Wratten 25", "--factor", "HP5+=8")
    exifilm("kit", "add", "film", "HP5", "film=Ilford HP5 Plus", "--holder", "7A", "--holder", "7B")
    scan = make_scan("scan.jpg")
    Scan(scan).save(ExposureRecord(lens="Angulon 90", photographer="Anna", film="HP5+"))
    exifilm("kit", "add", "set", "coast", "--from", scan, "dilution=1+1")
    exifilm("kit", "add", "set", "hills", "--item", "7a", "--item", "angulon")
    exifilm("kit", "add", "camera", "from a scan", "--from", scan, "camera_make=Linhof")
    assert kit_file.read_text().startswith(before)
    found, mistakes = known_kit()
    assert mistakes == []
    assert found.item("red", "filter").factors == {"HP5+": 8}
    assert found.item("HP5", "film").holders == ("7A", "7B")
    coast, hills = found.sets[-2:]
    assert [item.name for item in coast.items] == ["Angulon"]
    assert coast.own == {"photographer": "Anna", "film": "HP5+", "dilution": "1+1"}
    assert hills.items[0].values["holder"] == "7A"
    camera = {"camera_make": "Linhof", "camera_model": "from a scan"}
    assert found.item("from a", "camera").values == camera


# ── set --kit ────────────────────────────────────────────────────────────────────────────────


TWO_LENSES = """
[[lens]]
name = "Nikkor-W 150"
lens_make = "Nikon"
lens_serial = "712345"
focal_length = 150
[[lens]]
name = "Fujinon 250"
lens_make = "Fuji"
focal_length = 250
"""


def lens_in(path: Path) -> dict[str, str]:
    """What plain ExifTool reads of the lens."""
    tags = "LensMake", "LensModel", "LensSerialNumber", "FocalLength"
    shown = subprocess.run(
        ["exiftool", "-s", "-json", *(f"-ExifIFD:{tag}" for tag in tags), path],
        capture_output=True,
        check=True,
    ).stdout
    return {tag: str(text) for tag, text in json.loads(shown)[0].items() if tag in tags}


def test_another_lens_keeps_nothing_of_the_former_one(kit_file: Path, exifilm, make_scan) -> None:
    kit_file.write_text(TWO_LENSES)
    scan, own = make_scan("scan.jpg"), make_scan("own.jpg")
    Scan(own).save(ExposureRecord(lens="Biogon", lens_serial="999", focal_length=53))
    exifilm("set", scan, "--kit", "nik")
    assert lens_in(scan)["LensSerialNumber"] == "712345"
    shown = exifilm("set", scan, "--kit", "fuj", "--dry-run").out
    assert "Lens serial   712345 → empty" in shown
    outcome = exifilm("set", scan, own, "--kit", "fuj")
    fujinon = {"LensMake": "Fuji", "LensModel": "Fujinon 250", "FocalLength": "250.0 mm"}
    assert lens_in(scan) == lens_in(own) == fujinon
    for path, serial in ((scan, "712345"), (own, "999")):
        emptied = f"{path}: emptied, as your kit has none: Lens serial {serial}\n"
        assert emptied in outcome.out + outcome.err
    exifilm("set", scan, "--kit", "nik", "lens_serial=5")
    exifilm("set", scan, "--kit", "fuj", "lens_serial=6")
    assert Scan(scan).record.lens_serial == "6", "what is typed wins"
    exifilm("undo", scan)
    exifilm("set", own, "--from", scan, "--kit", "fuj")
    assert lens_in(own) == fujinon, "of the lens of the other scan"


def test_where_only_empty_fields_are_set_another_lens_gets_nothing(
    kit_file: Path, exifilm, make_scan
) -> None:
    kit_file.write_text(TWO_LENSES)
    scan = make_scan("scan.jpg")
    Scan(scan).save(ExposureRecord(lens="Biogon", roll="1", frame="1"))
    assert exifilm("set", scan, "--fill", "--kit", "nik").status == 0
    assert Scan(scan).record == ExposureRecord(lens="Biogon", roll="1", frame="1")
    Scan(make_scan("b.jpg")).save(ExposureRecord(lens="Nikkor-W 150", roll="1", frame="2"))
    for frame in "34":
        record = ExposureRecord(roll="1", frame=frame, lens="Nikkor-W 150", lens_serial="712345")
        Scan(make_scan(f"{frame}.jpg")).save(record)
    outcome = exifilm("set", scan.parent, "--roll", "1", "--kit", "fuj")
    assert outcome.status == 0 and "Lens" in outcome.err
    assert Scan(scan).record.filled().keys() == {"lens", "roll", "frame"}
    assert lens_in(scan.with_name("3.jpg")) == {
        "LensMake": "Fuji", "LensModel": "Fujinon 250", "FocalLength": "250.0 mm",
    }  # fmt: skip


@pytest.mark.usefixtures("kit_file")
def test_another_film_has_its_own_box_speed(exifilm, make_scan) -> None:
    scan = make_scan("scan.jpg")
    exifilm("set", scan, "film=Ilford HP5 Plus", "box_speed=400", "process=B&W", "EI=320")
    exifilm("set", scan, "--kit", "fp4")
    record = Scan(scan).record
    assert (record.film, record.box_speed, record.process) == ("Ilford FP4 Plus", 125, "B&W")
    assert (record.film_format, record.exposure_index) == ("4x5", 64)


@pytest.mark.usefixtures("kit_file")
def test_items_and_sets_fill_in_records(exifilm, make_scan) -> None:
    scan = make_scan("scan.jpg")
    Scan(scan).save(ExposureRecord(subject="Moonrise", lens_serial="7", exposure_index=100))
    assert exifilm("set", scan, "--kit", "chamonix, 150").status == 0
    record = Scan(scan).record
    assert (record.lens, record.focal_length, record.exposure_index) == ("Nikkor-W 150", 150, 64)
    assert (record.subject, record.lens_serial) == ("Moonrise", "7"), "only what the set gives"
    outcome = exifilm("set", scan, "--kit", "symmar", "--kit", "orange", "film=HP5+", "lens_make=S")
    assert outcome.status == 0
    record = Scan(scan).record
    assert (record.lens, record.lens_make) == ("Symmar-S 210mm f/5.6", "S"), "what is typed wins"
    assert (record.filter, record.filter_factor) == ("Wratten 22 orange", 5), "for HP5"


def test_a_mistake_in_the_kit_does_not_stop_a_save(kit_file: Path, exifilm, make_scan) -> None:
    kit_file.write_text(kit_file.read_text() + "\n[[lens]\n")
    scan = make_scan("scan.jpg")
    outcome = exifilm("set", scan, "--kit", "spot")
    assert outcome.status == 0 and "valid TOML" in outcome.err
    assert Scan(scan).record.meter == "Pentax Digital Spotmeter, reflected"


# ── learn ────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def scans(make_scan) -> Path:
    """A folder with three records, two of them of one lens, one in a folder in it."""
    records = {
        "scans/1.jpg": ExposureRecord(lens="Nikkor-W 150", lens_make="Nikon", film="HP5+"),
        "scans/2.jpg": ExposureRecord(lens="Nikkor-W 150", focal_length=150),
        "scans/more/3.jpg": ExposureRecord(camera_model="45N-2"),
    }
    for name, record in records.items():
        Scan(make_scan(name)).save(record)
    return make_scan("scans/none.jpg").parent


def test_a_kit_is_learnt_once(scans: Path, exifilm, monkeypatch: pytest.MonkeyPatch) -> None:
    path = own_file()
    said = "lens Nikkor-W 150 (Nikon, 150 mm)\nfilm HP5+\n"
    hint = f"exifilm: {scans}: 1 more image is in its sub-folders. Add --recursive to include them."
    assert exifilm("kit", "learn", scans, "--dry-run") == (
        0, f"{said}{path}: 2 would be added.\n", f"{hint}\n",
    )  # fmt: skip
    assert not path.exists()
    assert exifilm("kit", "learn", scans) == (0, f"{said}{path}: 2 added.\n", f"{hint}\n")
    text = path.read_text()
    monkeypatch.setenv("EXIFILM_INDEX", "0")
    assert exifilm("kit", "learn", scans).out == f"{path}: nothing new.\n"
    assert path.read_text() == text
    assert exifilm("kit", "learn", "--recursive", scans) == (
        0, f"camera 45N-2\n{path}: 1 added.\n", "",
    )  # fmt: skip
    assert path.read_text().startswith(text)


def test_what_cannot_be_read_is_told_and_the_rest_learnt(scans: Path, exifilm) -> None:
    (scans / "0.jpg").write_bytes(b"")
    outcome = exifilm("kit", "learn", scans, scans / "nowhere")
    assert outcome.status == 1 and "0.jpg: the file is empty." in outcome.err
    assert "nowhere: there is no such folder." in outcome.err
    assert "2 added" in outcome.out and known_kit()[0].of("lens")


@pytest.mark.skipif(os.name != "posix", reason="opens a POSIX terminal")
def test_learning_shows_progress(scans: Path, tmp_path: Path) -> None:
    assert "Reading:" in on_terminal("kit", "learn", scans, slow_in=tmp_path)


@pytest.mark.skipif(os.name != "posix", reason="sends a signal")
def test_an_interrupted_learning_adds_nothing(scans: Path, exifilm, tmp_path: Path) -> None:
    exifilm("kit", "add", "meter", "spot")
    before = own_file().read_bytes()
    slow, started = tmp_path / "slow-exiftool", tmp_path / "started"
    slow.write_text(f'#!/bin/sh\ntouch "{started}"\nsleep 1\nexec exiftool "$@"\n')
    slow.chmod(0o755)
    environment = {
        **os.environ, "EXIFILM_QUICK": "0", "EXIFILM_INDEX": "0", "EXIFILM_EXIFTOOL": str(slow),
    }  # fmt: skip
    with subprocess.Popen(
        [*COMMAND, "kit", "learn", scans],
        cwd=REPOSITORY,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # A shell that runs the tests in the background has it ignored.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    ) as learning:
        while not started.exists() and learning.poll() is None:
            time.sleep(0.02)
        learning.send_signal(signal.SIGINT)
        out, _err = learning.communicate(timeout=60)
    assert (learning.returncode, out) == (130, b"")
    assert own_file().read_bytes() == before
    assert [path.name for path in own_file().parent.iterdir()] == ["kit.toml"]


# ── edit ─────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An editor that writes its arguments into a file, and a mistake into the last of them."""
    program, told = tmp_path / "my editor", tmp_path / "told"
    program.write_text(
        f'#!/bin/sh\nprintf "%s\\n" "$@" > "{told}"\nfor last; do :; done\n'
        'printf "[[lens]]\\nname = 3\\n" >> "$last"\n'
    )
    program.chmod(0o755)
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", f"'{program}' --wait '; $(touch x)'")
    return told


def test_the_editor_gets_the_file_and_its_mistakes_are_told(editor: Path, exifilm) -> None:
    outcome = exifilm("kit", "edit")
    assert outcome.status == 1
    assert editor.read_text() == f"--wait\n; $(touch x)\n{own_file()}\n", "no shell reads it"
    assert "the name is not a text" in outcome.err
    assert own_file().read_text().startswith("# Your kit")


@pytest.mark.usefixtures("kit_file")
def test_an_editor_that_fails(exifilm, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VISUAL", "false")
    outcome = exifilm("kit", "edit")
    assert outcome.status == 1 and outcome.err.endswith("“false” ended with status 1.\n")
    monkeypatch.setenv("VISUAL", "true 'x")
    outcome = exifilm("kit", "edit")
    assert (outcome.status, "a quote without its end" in outcome.err) == (2, True)
    monkeypatch.setenv("VISUAL", "true")
    assert exifilm("kit", "edit") == (0, "", "")


def test_without_an_editor_the_desktops(
    exifilm, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("VISUAL", "EDITOR"):
        monkeypatch.delenv(name, raising=False)
    opener, told = tmp_path / "opener", tmp_path / "told"
    opener.write_text(f'#!/bin/sh\nprintf "%s" "$@" > "{told}"\n')
    opener.chmod(0o755)
    monkeypatch.setattr(kit_edit, "OPENERS", (str(opener),))
    outcome = exifilm("kit", "edit")
    assert outcome == (0, f"{own_file()} is open in the desktop's editor.\n", "")
    assert told.read_text() == str(own_file())
    monkeypatch.setattr(kit_edit, "OPENERS", ("no-such-program",))
    outcome = exifilm("kit", "edit")
    assert outcome.status == 2 and "Set EDITOR" in outcome.err


# ── completion ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.usefixtures("kit_file")
def test_a_shell_completes_commands_fields_and_names(exifilm_process) -> None:
    assert completions(exifilm_process, "kit", "l") == ["plain,list", "plain,learn"]
    assert "plain,lens" in completions(exifilm_process, "kit", "add", "le")
    assert completions(exifilm_process, "kit", "add", "lens", "x", "lens") == [
        "plain,lens_make=", "plain,lens=", "plain,lens_serial=",
    ]  # fmt: skip
    names = completions(exifilm_process, "set", "--kit", "sym")
    assert " ".join(names) == "plain,Symmar 210"
    assert "Chamonix, 150" in " ".join(completions(exifilm_process, "set", "--kit", ""))
