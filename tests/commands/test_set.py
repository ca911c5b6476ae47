"""`exifilm set`: every field, every way to give one, and no change after an invalid one."""

from __future__ import annotations

import json

import pytest

from exifilm_core.record import ExposureRecord
from tests import samples


def record(exifilm, path) -> dict[str, object]:
    return json.loads(exifilm("show", "--json", path).out)["record"]


@pytest.mark.parametrize("suffix", [*samples.EMBEDDED, *samples.BESIDE])
def test_every_field_is_set_and_shown(suffix, make_scan, exifilm, every_field) -> None:
    scan = make_scan(f"scan{suffix}")
    outcome = exifilm("set", scan, *(f"{name}={text}" for name, text in every_field.items()))
    saved = f"{scan}: {len(every_field)} fields saved"
    assert (outcome.status, outcome.out.splitlines()[-1]) == (0, saved)
    assert record(exifilm, scan) == ExposureRecord(**every_field).to_json()


@pytest.mark.parametrize("suffix", [".jpg", ".tif", ".png", ".psd"])
def test_every_field_is_emptied(suffix, make_scan, exifilm, every_field) -> None:
    scan = make_scan(f"scan{suffix}")
    exifilm("set", scan, *(f"{name}={text}" for name, text in every_field.items()))
    outcome = exifilm("set", scan, *(f"{name}=" for name in every_field))
    assert (outcome.status, outcome.err) == (0, "")
    assert record(exifilm, scan) == {}


def test_every_field_is_emptied_in_a_sidecar(make_scan, exifilm, every_field) -> None:
    scan = make_scan("scan.xcf")
    exifilm("set", scan, *(f"{name}={text}" for name, text in every_field.items()))
    exifilm("set", scan, *(f"{name}=" for name in every_field))
    assert record(exifilm, scan) == {}


def test_as_a_process(make_scan, exifilm_process, every_field) -> None:
    scan = make_scan()
    texts = [f"{name}={text}" for name, text in every_field.items()]
    assert exifilm_process("set", scan.name, *texts).status == 0
    shown = json.loads(exifilm_process("show", "--json", scan.name).out)
    assert shown["record"] == ExposureRecord(**every_field).to_json()


def test_what_is_not_named_stays(make_scan, exifilm) -> None:
    scan = make_scan()
    exifilm("set", scan, "subject=Moonrise", "aperture=22", "filter=red")
    assert (
        exifilm("set", scan, "aperture=", "filter=green").out == f"{scan}: Filter, Aperture saved\n"
    )
    assert record(exifilm, scan) == {"subject": "Moonrise", "filter": "green"}


def test_the_same_again_changes_nothing(make_scan, exifilm) -> None:
    scan = make_scan()
    exifilm("set", scan, "subject=Moonrise")
    before = scan.read_bytes()
    assert exifilm("set", scan, "subject=Moonrise").out == f"{scan}: nothing to change\n"
    assert scan.read_bytes() == before


def test_files_and_fields_in_any_order(make_scan, exifilm) -> None:
    one, two = make_scan("one.jpg"), make_scan("two.jpg")
    assert (
        exifilm("set", "aperture=8", one, "subject=A", "--keep-time", two, "filter=red").status == 0
    )
    for scan in (one, two):
        assert record(exifilm, scan) == {"aperture": 8.0, "subject": "A", "filter": "red"}


def test_fields_in_any_case_and_by_their_labels(make_scan, exifilm) -> None:
    scan = make_scan()
    words = [
        "APERTURE=22",
        "Focal length=210",
        "front-rise=8",
        "No.=17",
        "Datum, Zeit=1998",
        "Ort=x",
    ]
    assert exifilm("set", scan, *words).status == 0
    expected = {"image_id": "17", "taken": "1998", "location": "x", "focal_length": 210.0,
                "front_rise": 8.0, "aperture": 22.0}  # fmt: skip
    assert record(exifilm, scan) == expected
    given = json.dumps({"Focal length": 90, "Ort": None})
    assert exifilm("set", scan, "--json", "-", "Aperture=8", stdin=given).status == 0
    del expected["location"]
    assert record(exifilm, scan) == expected | {"focal_length": 90.0, "aperture": 8.0}


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("Time=8m", "may mean Metered (metered_time) or Exposure (exposure_time) or Time (dev"),
        ("f. length=210", "no field “f. length”. Did you mean focal_length?"),
        ("aperture=8 Blende=11", "aperture is given twice"),
    ],
)
def test_a_name_that_is_not_one_field_s(word: str, said: str, make_scan, exifilm) -> None:
    scan = make_scan()
    words = [word] if "f. " in word else word.split()
    outcome = exifilm("set", scan, *words)
    assert outcome.status == 2 and said in outcome.err and "Nothing was changed." in outcome.err
    name = word.partition("=")[0]
    if name != "aperture":
        for arguments in (["--accept", name], ["--json", "-"]):
            outcome = exifilm("set", scan, *arguments, stdin=json.dumps({name: "8"}))
            assert outcome.status == 2 and said in outcome.err


def test_one_that_fails_does_not_stop_the_others(make_scan, exifilm) -> None:
    one, two = make_scan("one.jpg"), make_scan("two.jpg")
    broken = make_scan("broken.jpg")
    broken.write_bytes(b"no picture")
    outcome = exifilm("set", one, broken, one.with_name("absent.jpg"), two, "subject=A")
    assert outcome.status == 1
    assert outcome.err.count("exifilm: ") == 2
    assert "broken.jpg: it is not an image" in outcome.err
    assert "absent.jpg: there is no such file" in outcome.err
    assert broken.read_bytes() == b"no picture"
    assert record(exifilm, one) == record(exifilm, two) == {"subject": "A"}


def test_everything_refused_is_named_at_once_and_nothing_written(make_scan, exifilm) -> None:
    scan = make_scan()
    before = scan.read_bytes()
    outcome = exifilm("set", scan, "subject=A", "apperture=8", "aperture=banana", "exposures=-3")
    assert outcome.status == 2
    assert "there is no field “apperture”. Did you mean aperture" in outcome.err
    assert "Aperture (aperture): “banana” is not a valid" in outcome.err
    assert "Exposures (exposures): “-3” is not a valid" in outcome.err
    assert "Nothing was changed." in outcome.err
    assert scan.read_bytes() == before


def test_a_field_given_twice_is_refused_unless_it_is_the_same(make_scan, exifilm) -> None:
    scan = make_scan()
    outcome = exifilm("set", scan, "aperture=8", "aperture=11")
    assert outcome.status == 2
    assert "aperture is given twice" in outcome.err
    assert exifilm("set", scan, "aperture=f/8", "aperture=8").status == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["aperture=8"], "no FILE given."),
        (["scan.jpg"], "nothing to set. Give FIELD=VALUE"),
        (
            ["scan.jpg", "aperture=8", "--force", "--merge"],
            "--force and --merge cannot be combined",
        ),
    ],
)
def test_wrong_usage(arguments, said, exifilm) -> None:
    outcome = exifilm("set", *arguments)
    assert outcome.status == 2
    assert said in outcome.err


def test_a_file_may_have_an_equals_sign(make_scan, exifilm, monkeypatch) -> None:
    scan = make_scan("film=tri-x.jpg")
    monkeypatch.chdir(scan.parent)
    for name in ("film=tri-x.jpg", "./film=tri-x.jpg", str(scan)):
        assert exifilm("set", name, f"subject={name}").status == 0
        assert record(exifilm, scan) == {"subject": name}
    absent = exifilm("set", "./film=hp5.jpg", "subject=A")
    assert "film=hp5.jpg: there is no such file" in absent.err


def test_a_value_may_look_like_anything(make_scan, exifilm_process) -> None:
    scan = make_scan()
    values = {
        "subject": "-Artist=x",
        "film": "a=b=c",
        "filter": "#[CSTR]-Artist=x",
        "notes": "one\n-Artist=x\n-execute\n\ttwo\r\nthree",
        "holder": "@args",
        "lab": "$(rm -rf /) `id` %d \\n",
        "developer": "--help",
    }
    texts = [f"{name}={text}" for name, text in values.items()]
    assert exifilm_process("set", scan.name, *texts).status == 0
    expected = values | {"notes": "one\n-Artist=x\n-execute\n\ttwo\nthree"}
    assert json.loads(exifilm_process("show", "--json", scan.name).out)["record"] == expected


# ── --from ───────────────────────────────────────────────────────────────────────────────────


def test_from_copies_all_but_the_sheets_own(make_scan, exifilm, every_field) -> None:
    other, scan = make_scan("other.jpg"), make_scan("scan.tif")
    exifilm("set", other, *(f"{name}={text}" for name, text in every_field.items()))
    exifilm("set", scan, "image_id=18", "scanner_model=Coolscan")
    assert exifilm("set", scan, "--from", other, "subject=Another").status == 0
    left = {f.name for f in ExposureRecord.fields() if f.section.name == "SCAN"}
    left |= {"image_id", "frame"}
    expected = {n: v for n, v in ExposureRecord(**every_field).to_json().items() if n not in left}
    expected |= {"image_id": "18", "scanner_model": "Coolscan", "subject": "Another"}
    assert record(exifilm, scan) == expected


def test_from_empties_nothing(make_scan, exifilm) -> None:
    other, scan = make_scan("other.jpg"), make_scan("scan.jpg")
    exifilm("set", other, "aperture=8")
    exifilm("set", scan, "notes=Keep me")
    exifilm("set", scan, "--from", other)
    assert record(exifilm, scan) == {"notes": "Keep me", "aperture": 8.0}


def test_from_a_scan_that_is_not_there_changes_nothing(make_scan, exifilm) -> None:
    scan = make_scan()
    before = scan.read_bytes()
    outcome = exifilm("set", scan, "--from", "absent.jpg", "aperture=8")
    assert outcome.status == 1
    assert outcome.err == "exifilm: absent.jpg: there is no such file.\n"
    assert scan.read_bytes() == before


# ── --json ───────────────────────────────────────────────────────────────────────────────────


def test_what_show_writes_set_reads(make_scan, exifilm, every_field, tmp_path) -> None:
    one, two, three = (make_scan(name) for name in ("one.jpg", "two.tif", "three.dng"))
    exifilm("set", one, *(f"{name}={text}" for name, text in every_field.items()))
    written = exifilm("show", "--json", one).out
    assert exifilm("set", "--json", "-", two, stdin=written).status == 0
    file = tmp_path / "record.json"
    file.write_text(json.dumps(json.loads(written)["record"]), encoding="utf-8-sig")
    assert exifilm("set", "--json", file, three).status == 0
    assert record(exifilm, one) == record(exifilm, two) == record(exifilm, three)


def test_null_empties_and_what_is_typed_wins(make_scan, exifilm) -> None:
    scan = make_scan()
    exifilm("set", scan, "subject=A", "notes=B")
    given = '{"subject": null, "aperture": 8, "filter": "red"}'
    assert exifilm("set", scan, "--json", "-", "filter=green", stdin=given).status == 0
    assert record(exifilm, scan) == {"notes": "B", "aperture": 8.0, "filter": "green"}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("", "not JSON"),
        ("{", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("[1]", "entry 1 of the list is not a record"),
        ('{"record": 3}', "a record in JSON must be an object"),
        ('{"aperture": "f/8", "nots": "x", "exposures": 1.5}', "Did you mean notes"),
        ('{"aperture": NaN}', "aperture"),
        ('{"notes": "a\\u0000b"}', "U+0000"),
        ('{"notes": "\\ud800"}', "U+D800"),
        ('{"readings": [{"area": "sky"}]}', "readings"),
    ],
)
def test_json_that_is_no_record_is_refused(given, said, make_scan, exifilm) -> None:
    scan = make_scan()
    before = scan.read_bytes()
    outcome = exifilm("set", scan, "--json", "-", stdin=given)
    assert outcome.status == 2
    assert said in outcome.err
    assert scan.read_bytes() == before


def test_json_that_cannot_be_read(make_scan, exifilm, tmp_path) -> None:
    scan = make_scan()
    for name in (tmp_path / "absent.json", tmp_path):
        outcome = exifilm("set", scan, "--json", name)
        assert outcome.status == 1
        assert f"exifilm: {name} cannot be read: " in outcome.err


# ── --dry-run, --keep-time, --force and --merge ──────────────────────────────────────────────


def test_what_is_understood_by_a_bare_number_is_said(make_scan, exifilm) -> None:
    scan = make_scan()
    outcome = exifilm(
        "set", scan, "development_time=7", "development_temperature=68", "box_speed=400/27",
        "exposure_time=8 x 4s", "aperture=22", "focal_length=150", "front_rise=7,5",
        "taken=May 2024", "developed=2024-06-01",
    )  # fmt: skip
    assert outcome.status == 0
    assert outcome.out.splitlines()[0] == (
        "interpreted as: Date, time 2024-05; Box speed 400; Exposures 8; Time 7 m; "
        "Temperature 20 °C"
    )
    kept = record(exifilm, scan)
    assert (kept["exposure_time"], kept["exposures"], kept["development_time"]) == (32, 8, 420)
    said = exifilm("set", scan, "development_time=450", "exposure_time=8 x 4s", "exposures=4")
    assert said.status == 2 and "Usage" not in said.err
    assert "“450” may mean 450 min or 450 s" in said.err
    assert "exposures is given twice" in said.err


def test_texts_in_json_are_read_as_written(make_scan, exifilm, tmp_path) -> None:
    scan = make_scan()
    file = tmp_path / "record.json"
    file.write_text('{"development_time": "7", "development_temperature": 68, "latitude": "1, 2"}')
    assert exifilm("set", scan, "--json", file).status == 0
    assert record(exifilm, scan) == {
        "development_time": 420, "development_temperature": 68, "latitude": 1, "longitude": 2,
    }  # fmt: skip


def test_dry_run_shows_the_change_and_makes_none(make_scan, exifilm, own_data_folder) -> None:
    scan = make_scan(scanner=True)
    exifilm("set", scan, "aperture=16", "notes=old", "subject=Same")
    before = {path: path.read_bytes() for path in scan.parent.iterdir()}
    journal = {path: path.read_bytes() for path in own_data_folder.rglob("*.jsonl")}
    outcome = exifilm(
        "set", "--dry-run", scan, "aperture=22", "notes=", "subject=Same", "filter=red"
    )
    assert outcome == (
        0,
        f"{scan}: 3 fields would change\n"
        "    Filter    empty → red\n"
        "    Aperture  f/16 → f/22\n"
        "    Notes     old → empty\n",
        "",
    )
    assert {path: path.read_bytes() for path in scan.parent.iterdir()} == before
    assert {path: path.read_bytes() for path in own_data_folder.rglob("*.jsonl")} == journal


def test_keep_time(make_scan, exifilm) -> None:
    scan = make_scan()
    then = scan.stat().st_mtime_ns
    exifilm("set", scan, "subject=A", "--keep-time")
    assert scan.stat().st_mtime_ns == then
    exifilm("set", scan, "subject=B")
    assert scan.stat().st_mtime_ns != then


@pytest.fixture
def changed_meanwhile(make_scan, monkeypatch):
    """A scan that another program changes between our reading and our saving."""
    from exifilm_core.scans.batch.chunk import Chunk

    scan = make_scan()
    begin = Chunk.begin

    def begin_and_wait(chunk, writers):
        begin(chunk, writers)
        samples.put_tags(scan, {"XMP-dc:Title": "Theirs"})

    monkeypatch.setattr(Chunk, "begin", begin_and_wait)
    return scan


def test_changed_meanwhile_is_refused_with_what_differs(changed_meanwhile, exifilm) -> None:
    outcome = exifilm("set", changed_meanwhile, "subject=Mine")
    assert outcome.status == 1
    assert outcome.err == (
        f"exifilm: {changed_meanwhile}: another program changed the record after it was read, so "
        "nothing was saved:\n"
        "  Subject: was empty, is now “Theirs”, to be saved “Mine”\n"
        "Save with --merge to keep both programs' changes (yours win), or with --force to "
        "overwrite the other program's.\n"
    )
    assert record(exifilm, changed_meanwhile)["subject"] == "Theirs"


def test_merge_keeps_both(changed_meanwhile, exifilm) -> None:
    assert exifilm("set", changed_meanwhile, "aperture=8", "--merge").status == 0
    assert record(exifilm, changed_meanwhile) == {"subject": "Theirs", "aperture": 8.0}


def test_force_replaces(changed_meanwhile, exifilm) -> None:
    assert exifilm("set", changed_meanwhile, "aperture=8", "--force").status == 0
    assert record(exifilm, changed_meanwhile) == {"aperture": 8.0}


def test_infinity_is_copied_once(make_scan, exifilm) -> None:
    one, other = make_scan("1.jpg"), make_scan("2.jpg")
    exifilm("set", one, "subject_distance=infinity")
    assert exifilm("set", other, "--from", one).out == f"{other}: Distance saved\n"
    assert exifilm("set", other, "--from", one).out == f"{other}: nothing to change\n"
