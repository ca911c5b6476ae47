"""`exifilm show FILE` starts quickly: it loads little, and no ExifTool if the file is read quickly.

The time itself is measured by `make bench`. Here is what makes it short.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import samples
from tests.commands.conftest import REPOSITORY
from tests.commands.test_show import put_nonsense

NOT_TO_SHOW = {
    # Modules that take long to load or start something.
    *"click dataclasses inspect ast tokenize typing_extensions platformdirs tqdm".split(),
    *"exiftool subprocess threading queue tempfile shutil random uuid platform".split(),
    *"xml.etree defusedxml filelock fontTools gettext locale calendar base64 logging".split(),
    # Ours, for saves and other commands.
    *(f"exifilm_core.{room}" for room in ("exiftool", "printing", "tagset", "integrations")),
    *(
        f"exifilm_core.scans.{module}"
        for module in "saving pending exact unharmed interrupted new_exif metadata_copy".split()
    ),
    *(f"exifilm_core.files.{module}" for module in ("atomic", "locks", "tree", "thumbnails")),
    *(f"exifilm_core.commands.{module}" for module in ("app", "show", "arguments", "hints")),
}
OF_PYTHON = (
    "import hashlib, json, pathlib, typing, enum, datetime, fractions, xml.parsers.expat, zlib"
)
"""What no reader of scans does without; another version of Python may load more for it."""
SHOWING = """\
import sys
from exifilm_core.commands import main
try:
    main(sys.argv[1:])
finally:
    print(*sys.modules, file=sys.stderr)
"""


@pytest.fixture
def scan(make_scan, exifilm) -> Path:
    """A scan with a record and a journal, of a format that is read quickly."""
    path: Path = make_scan("scan.jpg", foreign=False)
    assert exifilm("set", path, "film=HP5+", "aperture=f/22", "taken=2012-06-03").status == 0
    return path


@pytest.fixture
def spy(tmp_path: Path) -> tuple[dict[str, str], Path]:
    """The environment of commands, and the file that appears when ExifTool is started in it."""
    started, program = tmp_path / "started", tmp_path / "exiftool-spy"
    program.write_text(f'#!/bin/sh\ntouch "{started}"\nexec exiftool "$@"\n')
    program.chmod(0o755)
    return {**os.environ, "EXIFILM_EXIFTOOL": str(program)}, started


def run(*arguments: object, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", SHOWING, *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        cwd=REPOSITORY,
        env=env,
    )


def test_to_show_a_scan_loads_little(scan: Path) -> None:
    done = run("show", scan)
    assert done.returncode == 0 and "HP5+" in done.stdout
    loaded = set(done.stderr.split())
    assert {"exifilm_core.scans.journal", "exifilm_core.readers.quick"} <= loaded
    code = f"{OF_PYTHON}, sys; print(*sys.modules)"
    python = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert loaded & NOT_TO_SHOW - set(python.stdout.split()) == set()


def test_what_is_not_to_be_loaded_exists() -> None:
    """Or a test would forbid a module of another name."""
    ours = {name for name in NOT_TO_SHOW if name.startswith("exifilm_core")}
    files = [REPOSITORY / name.replace(".", "/") for name in ours]
    assert all(file.is_dir() or file.with_suffix(".py").is_file() for file in files)


def test_exiftool_starts_for_a_file_in_doubt_alone(scan: Path, spy, tmp_path: Path) -> None:
    env, started = spy
    for options in ([], ["--json"], ["--all"]):
        assert run("show", *options, scan, env=env).returncode == 0
        assert not started.exists()
    assert run("show", scan, env={**env, "EXIFILM_QUICK": "0"}).returncode == 0
    assert started.exists()
    started.unlink()
    doubtful = tmp_path / "scan.jxx"
    doubtful.write_bytes(scan.read_bytes())
    for files in ([doubtful], [scan, doubtful]):
        done = run("show", *files, env=env)
        assert done.returncode == 0 and done.stdout.count("HP5+") == len(files)
        assert started.exists()
        started.unlink()


@pytest.mark.parametrize("command", ["set film=FP4+", "undo"])
def test_commands_that_write_start_exiftool(command: str, scan: Path, spy) -> None:
    env, started = spy
    name, *values = command.split()
    run(name, scan, *values, env=env)
    assert started.exists()


def test_what_is_read_quickly_is_shown_as_exiftool_reads_it(
    scan: Path, make_scan, exifilm, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also a foreign file, one with a sidecar, one that drifted, and those that cannot be read."""
    drifted, invalid = make_scan("drifted.jpg"), make_scan("invalid.jpg")
    for path in (drifted, invalid):
        exifilm("set", path, "film=FP4+", "aperture=8", "subject=A")
    samples.put_tags(drifted, {"ExifIFD:FNumber": "11", "XMP-AnalogExif:Film": "X"})
    put_nonsense(invalid, "yesterday!", exifilm)
    beside = make_scan("beside.png", foreign=False)
    samples.put_tags(Path(f"{beside}.xmp"), {"XMP-dc:Title": "From a sidecar"})
    empty = scan.with_name("empty.jpg")
    empty.touch()
    cut = scan.with_name("cut.jpg")
    cut.write_bytes(drifted.read_bytes()[:900])
    files = [scan, drifted, invalid, beside, make_scan("foreign.tif"), empty, cut]
    files += [scan.with_name("absent.jpg"), scan.parent, scan.with_name("no\nline.jpg")]
    for some in ([file] for file in files), [files]:
        for paths in some:
            quick, with_click = exifilm("show", *paths), exifilm("show", "--", *paths)
            monkeypatch.setenv("EXIFILM_QUICK", "0")
            by_exiftool = exifilm("show", *paths)
            monkeypatch.delenv("EXIFILM_QUICK")
            assert quick == with_click == by_exiftool
            assert quick.out or quick.err


def test_exiftool_starts_for_an_exchange_that_sets(scan: Path, spy, tmp_path: Path) -> None:
    env, started = spy
    request, answer = tmp_path / "request.json", tmp_path / "answer.json"

    def ask(**keys: object) -> int:
        request.write_text(json.dumps({"exifilm": 1, "files": [str(scan)], **keys}))
        return run("exchange", request, answer, env=env).returncode

    assert ask(do="read", suggest=True) == 0
    assert not started.exists()
    assert ask(do="set", values={"film": "HP5+"}) == 0
    assert started.exists()
    assert run("exchange", tmp_path, answer, env=env).returncode == 2
    assert run("exchange", tmp_path / "no\nrequest", answer, env=env).returncode == 2
