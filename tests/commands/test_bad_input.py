"""Invalid files, names and values cause a clear error, and no loss.

Every case uses the commands that a photographer would try: show, and set a field.
"""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from exifilm_core import ExifilmError, ExposureRecord
from tests import samples
from tests.commands.conftest import COMMAND, REPOSITORY
from tests.conftest import DATA

MEGABYTE = "All the notes of a lifetime. " * 36_000
on_posix = pytest.mark.skipif(os.name != "posix", reason="of POSIX file systems")


def not_an_image(scan: Path) -> None:
    scan.write_bytes(b"%PDF-1.4 no picture at all\n" * 20)


def cut_short(scan: Path) -> None:
    scan.write_bytes(scan.read_bytes()[: scan.stat().st_size // 3])


def empty(scan: Path) -> None:
    scan.write_bytes(b"")


def a_folder(scan: Path) -> None:
    scan.unlink()
    scan.mkdir()


def missing(scan: Path) -> None:
    scan.unlink()


def a_link_to_nothing(scan: Path) -> None:
    scan.unlink()
    scan.symlink_to("nothing.jpg")


def sidecar_is_not_xml(scan: Path) -> None:
    Path(f"{scan}.xmp").write_bytes(b"<x:xmpmeta><notes>unfinished")


def sidecar_is_a_folder(scan: Path) -> None:
    Path(f"{scan}.xmp").mkdir()


def sidecar_is_a_pipe(scan: Path) -> None:
    os.mkfifo(f"{scan}.xmp")


def sidecar_is_nested(scan: Path) -> None:
    shutil.copy(DATA / "faults" / "nested-500.xmp", f"{scan}.xmp")


def a_pipe(scan: Path) -> None:
    scan.unlink()
    os.mkfifo(scan)


def contents(folder: Path) -> dict[Path, bytes | None]:
    """All files in the folder, with their contents."""
    return {
        path: path.read_bytes() if path.is_file() else None for path in sorted(folder.rglob("*"))
    }


@pytest.mark.parametrize(
    ("spoil", "show_says", "set_says"),
    [
        (not_an_image, "", "it is not an image"),
        (cut_short, "", ""),
        (empty, "the file is empty", "the file is empty"),
        (a_folder, "it is a folder, not an image", "it is a folder, not an image"),
        (missing, "there is no such file", "there is no such file"),
        (a_link_to_nothing, "there is no such file", "there is no such file"),
        (sidecar_is_not_xml, "it is not valid XML", "it is not valid XML"),
        (sidecar_is_a_folder, "cannot be read: it is a folder", "it is a folder"),
        (sidecar_is_a_pipe, "cannot be read: it is a device or a pipe", "or a pipe"),
        (sidecar_is_nested, "cannot be read: its XMP is damaged", "its XMP is damaged"),
        (a_pipe, "it is a device or a pipe", "it is a device or a pipe"),
    ],
)
@pytest.mark.parametrize("suffix", [".jpg", ".tif"])
def test_spoilt_files(
    suffix: str,
    spoil: Callable[[Path], None],
    show_says: str,
    set_says: str,
    make_scan,
    exifilm,
) -> None:
    scan, good = make_scan(f"scan{suffix}"), make_scan("good.jpg")
    spoil(scan)
    before = contents(scan.parent)
    if show_says:
        shown = exifilm("show", scan, good)
        assert shown.status == 1
        assert shown.err.startswith("exifilm: ")
        assert show_says in shown.err
        assert str(good) in shown.out
    refused = exifilm("set", scan, "subject=Moonrise")
    assert refused.status == 1
    assert refused.err.startswith("exifilm: ")
    assert refused.err.count("\n") == 1
    assert set_says in refused.err
    nothing_to_undo = exifilm("undo", scan)
    assert nothing_to_undo.status == 1
    assert "bug" not in refused.err + nothing_to_undo.err
    assert contents(scan.parent) == before
    assert exifilm("set", scan, good, "subject=Moonrise").status == 1
    assert json.loads(exifilm("show", "--json", good).out)["record"]["subject"] == "Moonrise"


ODD = ("prefix-not-utf8.jpg", "impossible-date.jpg", "blanks-in-reading.jpg")
"""Readable files that once kept ExiFilm from reading the others in their folder."""


@on_posix
def test_one_bad_neighbour_never_spoils_a_folder(make_scan, exifilm, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    spoilt = {
        "bad-1.jpg": sidecar_is_a_folder,
        "bad-2.jpg": sidecar_is_a_pipe,
        "bad-3.jpg": sidecar_is_nested,
        "bad-4.jpg": sidecar_is_not_xml,
        "bad-5.jpg": a_pipe,
        "bad-6.jpg": not_an_image,
    }
    for name, spoil in spoilt.items():
        spoil(make_scan(f"folder/{name}"))
    fine = [make_scan(f"folder/{name}").name for name in ("a-7.jpg", "z-8.jpg")]
    for name in ODD:
        fine.append(Path(shutil.copy(DATA / "faults" / name, folder / name)).name)
    files = [folder / name for name in (*spoilt, *fine)]

    saved = exifilm("set", *files, "holder=3")
    assert saved.status == 1 and "bug" not in saved.err
    assert all(saved.err.count(f"{folder / name}: ") == 1 for name in spoilt)
    assert all(f"{folder / name}: Holder saved" in saved.out for name in fine), saved.out
    shown = exifilm("show", "--json", *files)
    records = {Path(data["file"]).name: data["record"] for data in json.loads(shown.out)}
    assert {name: record["holder"] for name, record in records.items()} == dict.fromkeys(fine, "3")
    assert shown.err.count("\n") == len(spoilt)
    unread = {
        Path(finding["file"]).name: finding["message"]
        for finding in json.loads(exifilm("check", "--json", folder).out)[0]["findings"]
        if finding["kind"] == "unread"
    }
    assert unread.keys() == spoilt.keys()
    assert all(f"{name}.xmp" in unread[name] for name in ("bad-1.jpg", "bad-2.jpg", "bad-3.jpg"))
    printed = exifilm("print", folder, "1", "8", "-o", tmp_path / "out.ps")
    assert "bug" not in printed.err and printed.status == 1
    assert all(f"{folder / name}: not printed" in printed.err for name in spoilt)
    assert (tmp_path / "out.ps").stat().st_size > 10_000
    for name in fine:
        assert "Holder" in exifilm("log", folder / name).out
        assert exifilm("undo", folder / name).status == 0
    assert all(exifilm("undo", folder / name).status == 1 for name in spoilt)


def test_a_date_that_never_was_is_named_and_replaced(exifilm, tmp_path: Path) -> None:
    scan = Path(shutil.copy(DATA / "faults" / "impossible-date.jpg", tmp_path))
    assert exifilm("set", scan, "notes=n").status == 0
    for _ in range(2):
        named = exifilm("show", scan)
        assert "Date, time (taken) has an invalid value, “2019:02:30 10:00:00”" in named.err
        assert exifilm("set", scan, "taken=2019-01-02 16:20").status == 0
        assert samples.exiftool("-s3", "-DateTimeOriginal", scan) == "2019:01:02 16:20:00\n"
        assert exifilm("show", scan).err == ""
        assert exifilm("undo", scan).status == 0


def as_mere_owner() -> list[str]:
    """A command that makes permissions apply to root."""
    if os.geteuid() != 0:
        return []
    obeying = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]
    if not shutil.which("setpriv") or subprocess.run([*obeying, "true"], check=False).returncode:
        pytest.skip("root may do anything here")
    return obeying


@on_posix
def test_no_permission(make_scan) -> None:
    scan = make_scan("closed/scan.jpg")
    sidecar = Path(f"{scan}.xmp")
    before = scan.read_bytes()

    def told(*arguments: str) -> str:
        command = [*as_mere_owner(), *COMMAND, *arguments, str(scan)]
        done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
        assert done.returncode == 1
        assert done.stderr.startswith(f"exifilm: {scan}")
        assert "bug" not in done.stderr
        assert done.stderr.count("\n") == 1
        return done.stderr

    try:
        scan.chmod(0o000)
        assert "you do not have permission to read this file" in told("show")
        assert "you do not have permission to read this file" in told("set", "subject=A")
        scan.chmod(0o444)
        assert "write-protected" in told("set", "subject=A")
        scan.chmod(0o644)
        scan.parent.chmod(0o555)
        assert "you do not have permission to write to its folder" in told("set", "subject=A")
        scan.parent.chmod(0o000)
        told("show")
        scan.parent.chmod(0o755)
        sidecar.write_bytes(b"<x/>")
        sidecar.chmod(0o000)
        for said in (told("show"), told("set", "subject=A")):
            assert f"its sidecar {sidecar.name} cannot be read" in said
            assert "you do not have permission to read this file" in said
    finally:
        scan.parent.chmod(0o755)
        sidecar.unlink(missing_ok=True)
    assert scan.read_bytes() == before
    assert stat.S_IMODE(scan.stat().st_mode) == 0o644
    assert list(scan.parent.iterdir()) == [scan]


@on_posix
@pytest.mark.parametrize(
    "name",
    [
        b"two\nlines.jpg",
        b"-Artist=x.jpg",
        b"--help.jpg",
        b"#comment.jpg",
        b"@args.jpg",
        b"latin-\xe9-1.jpg",
        b"with a % code %d.jpg",
        b"subject=x.jpg",
        b" blanks .jpg",
        "山 ½.jpg".encode(),
        b"$(touch pwned) `id` ;.jpg",
    ],
)
def test_strange_names(name: bytes, make_scan, exifilm, monkeypatch) -> None:
    made = make_scan("scan.jpg")
    folder, file = made.parent, Path(os.fsdecode(name))
    monkeypatch.chdir(folder)
    try:
        made.rename(file)
    except OSError:
        pytest.skip("this file system does not take the name")
    assert exifilm("set", "filter=red", "--", file).status == 0
    shown = exifilm("show", "--json", "--", file)
    assert shown.status == 0, shown.err
    data = json.loads(shown.out)
    assert data["record"] == {"filter": "red"}
    assert os.fsencode(data["file"]) == name
    heading, section = exifilm("show", "--", file).out.split("\n\n")
    assert heading
    assert section.split() == ["Camera", "and", "lens", "Filter", "red"]
    assert exifilm("log", "--", file).out.count("Filter") == 1
    assert exifilm("undo", "--", file).status == 0
    assert [f["kind"] for f in json.loads(exifilm("check", "--json", ".").out)[0]["findings"]] == [
        "without"
    ]
    assert list(folder.iterdir()) == [folder / file]


@on_posix
def test_a_name_that_is_not_utf_8_is_named_readably(exifilm_process) -> None:
    outcome = exifilm_process("show", b"latin-\xe9-\x1b[2J\n.jpg")
    assert outcome.status == 1
    assert outcome.err == "exifilm: latin-\\xe9-\\x1b[2J\\n.jpg: there is no such file.\n"


@on_posix
def test_a_value_that_is_not_utf_8_is_refused(make_scan, exifilm_process) -> None:
    scan = make_scan()
    before = scan.read_bytes()
    outcome = exifilm_process("set", scan.name, b"subject=caf\xe9")
    assert outcome.status == 2
    assert "Subject (subject)" in outcome.err
    assert "cannot be stored" in outcome.err
    assert scan.read_bytes() == before


@pytest.mark.parametrize("suffix", [".jpg", ".tif", ".png", ".xcf"])
def test_a_megabyte_of_notes(suffix: str, make_scan, exifilm) -> None:
    scan = make_scan(f"scan{suffix}")
    given = json.dumps({"notes": MEGABYTE, "subject": "A"})
    assert exifilm("set", scan, "--json", "-", stdin=given).status == 0
    record = json.loads(exifilm("show", "--json", scan).out)["record"]
    assert record == {"notes": MEGABYTE.strip(), "subject": "A"}
    assert exifilm("undo", scan).status == 0
    assert json.loads(exifilm("show", "--json", scan).out)["record"] == {}


def test_far_too_much_is_refused(make_scan, exifilm) -> None:
    scan = make_scan()
    before = scan.read_bytes()
    given = json.dumps({"notes": MEGABYTE * 5, "photographer": "x" * 9000})
    outcome = exifilm("set", scan, "--json", "-", stdin=given)
    assert outcome.status == 2
    assert "Notes (notes)" in outcome.err
    assert "Photographer (photographer)" in outcome.err
    assert len(outcome.err) < 2000
    assert scan.read_bytes() == before


def test_nul_and_other_characters_that_cannot_be_kept(make_scan, exifilm) -> None:
    scan = make_scan()
    before = scan.read_bytes()
    for text in ("a\0b", "a\x07b", "a\x1bb", "a\ufffeb"):
        outcome = exifilm("set", scan, "--json", "-", stdin=json.dumps({"notes": text}))
        assert outcome.status == 2
        assert f"U+{ord(text[1]):04X} cannot be stored" in outcome.err
        assert text[1] not in outcome.err
    assert scan.read_bytes() == before


def test_exiftool_that_is_missing(make_scan, exifilm_process, tmp_path) -> None:
    scan, other = make_scan(), make_scan("other.jpg")
    before = scan.read_bytes()
    nowhere = {"EXIFILM_EXIFTOOL": str(tmp_path / "absent"), "EXIFILM_QUICK": "0"}
    for command in (["show"], ["show", "--json"], ["set", "subject=A"], ["undo"]):
        outcome = exifilm_process(*command, scan.name, other.name, env=nowhere)
        assert outcome.status == 1
        assert outcome.err.startswith("exifilm: ExifTool is not installed")
        assert outcome.err.count("exifilm:") == 1
    assert scan.read_bytes() == before


def test_a_journal_that_cannot_be_written(make_scan, exifilm_process, tmp_path) -> None:
    scan = make_scan()
    before = scan.read_bytes()
    blocked = tmp_path / "a file"
    blocked.touch()
    outcome = exifilm_process("set", scan.name, "subject=A", env={"XDG_DATA_HOME": str(blocked)})
    assert outcome.status == 1
    assert outcome.err.startswith("exifilm: ")
    assert "bug" not in outcome.err
    assert scan.read_bytes() == before


def test_two_processes_at_once(make_scan, exifilm) -> None:
    """Two processes save, one after the other; no field of either is lost."""
    scan = make_scan()
    both = [
        subprocess.Popen([*COMMAND, "set", str(scan), "--merge", text], cwd=REPOSITORY)
        for text in ("subject=One", "filter=Other")
    ]
    assert [process.wait(timeout=300) for process in both] == [0, 0]
    record = json.loads(exifilm("show", "--json", scan).out)["record"]
    assert record == {"subject": "One", "filter": "Other"}
    samples.pixels(scan)


STEERING = "\x1b[31m\x9b2J\x07\u202e"
"""Characters that colour and clear a terminal, ring its bell and reverse the text direction."""


@pytest.mark.parametrize("debug", ["", "1"], ids=["", "debug"])
@pytest.mark.parametrize(
    "data",
    [
        {STEERING: 1},
        {f"{STEERING}subject": "x"},
        {"record": {STEERING: "x"}},
        {"subject": {STEERING: "x"}},
        {"subject": STEERING},
        {"taken": STEERING},
        {"aperture": f"f/8{STEERING}"},
        {"readings": [{"value": 1, "unit": STEERING}]},
        {"readings": f"moss {STEERING}"},
        {"readings": "moss \u202e\x9b"},
        {"copy_exposure": {STEERING: "x"}},
        {"keywords": [STEERING]},
        [{"file": STEERING, "record": {"subject": "x"}}],
        [{STEERING: 1}],
    ],
    ids=repr,
)
def test_nothing_in_json_steers_the_terminal(
    make_scan, exifilm, monkeypatch: pytest.MonkeyPatch, data: object, debug: str
) -> None:
    monkeypatch.setenv("EXIFILM_DEBUG", debug)
    outcome = exifilm("set", make_scan(), "--json", "-", stdin=json.dumps(data))
    assert outcome.status != 0 and outcome.err
    assert (outcome.out + outcome.err).replace("\n", "").isprintable(), outcome.err


@pytest.mark.parametrize(
    "words",
    [
        [STEERING],
        ["set", f"--{STEERING}"],
        ["set", "x.jpg", "--accept", STEERING],
        ["set", "x.jpg", f"a{STEERING}=x"],
        ["print", ".", "--paper", STEERING, "1", "2"],
        ["print", ".", STEERING],
        ["log", "x.jpg", STEERING],
        ["check", STEERING],
        ["form", "--paper", STEERING, "x.ps"],
    ],
    ids=lambda words: repr(words)[:40],
)
def test_no_word_of_the_command_line_steers_the_terminal(
    exifilm, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, words: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    outcome = exifilm(*words)
    assert outcome.status != 0 and outcome.err
    assert (outcome.out + outcome.err).replace("\n", "").isprintable(), outcome.err


def test_no_message_steers_the_terminal_of_who_uses_the_library() -> None:
    with pytest.raises(ExifilmError) as caught:
        ExposureRecord.from_json({STEERING: 1})
    assert caught.value.message.isprintable() and str(caught.value).isprintable()
    assert r"\x1b[31m\x9b2J\x07\u202e" in caught.value.message
    with pytest.raises(ExifilmError, match=r"there is no field “x{59}…”"):
        ExposureRecord.field("x" * 100_000)
