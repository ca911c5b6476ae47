"""`exifilm doctor`: the programs found and missing, and what to do."""

from __future__ import annotations

import os
import shutil
import stat
from pathlib import Path

import pytest

from exifilm_core.commands.doctor import HOSTS
from tests import samples


def line_of(outcome, name: str) -> str:
    return next(line for line in outcome.out.splitlines() if name in line).strip()


def program(folder: Path, name: str, script: str) -> Path:
    """A program made by the test."""
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def test_all_is_well_here(exifilm_process, own_data_folder) -> None:
    outcome = exifilm_process("doctor")
    assert outcome.status == 0, outcome.out
    version = samples.exiftool("-ver").strip()
    assert line_of(outcome, "ExifTool ").endswith(f"{version}, {shutil.which('exiftool')}")
    assert line_of(outcome, "tags").startswith("OK")
    assert line_of(outcome, "the form").endswith("exposure_record.ps")
    assert line_of(outcome, "journal").endswith(str(own_data_folder / "exifilm"))
    assert line_of(outcome, "Ghostscript").endswith(str(shutil.which("gs")))
    assert "ExiFilm has all that it needs." in outcome.out
    assert not own_data_folder.exists()


pytestmark = pytest.mark.skipif(os.name != "posix", reason="makes up programs as shell scripts")


def test_no_exiftool(exifilm_process, tmp_path) -> None:
    outcome = exifilm_process("doctor", env={"EXIFILM_EXIFTOOL": str(tmp_path / "absent")})
    assert outcome.status == 1
    assert line_of(outcome, "ExifTool ").startswith("MISSING")
    assert "apt install libimage-exiftool-perl" in outcome.out
    assert "Something is missing; see above." in outcome.out
    assert outcome.err == ""


def test_exiftool_too_old(exifilm_process, tmp_path) -> None:
    real = shutil.which("exiftool")
    old = program(
        tmp_path,
        "old-exiftool",
        f'exec {real} "$@" | sed -u "s/^1[0-9][.][0-9][0-9]$/11.88/"',
    )
    outcome = exifilm_process("doctor", env={"EXIFILM_EXIFTOOL": str(old)})
    assert outcome.status == 1
    assert "MISSING  ExifTool  ExifTool 11.88" in outcome.out
    assert "too old" in outcome.out


@pytest.mark.parametrize(("version", "named"), [("13.22", False), ("13.25", True)])
def test_an_exiftool_that_by_itself_breaks_xmp(exifilm_process, tmp_path, version, named) -> None:
    real = shutil.which("exiftool")
    script = f'exec {real} "$@" | sed -u "s/^1[0-9][.][0-9][0-9]$/{version}/"'
    program(tmp_path, "of-this-version", script)
    outcome = exifilm_process("doctor", env={"EXIFILM_EXIFTOOL": str(tmp_path / "of-this-version")})
    assert outcome.status == 0, outcome.out
    assert (f"by itself {version} breaks XMP metadata" in outcome.out) is named
    assert ("Plain exiftool needs 13.28 or later" in outcome.out) is named


def test_a_journal_that_cannot_be_written(exifilm_process, tmp_path) -> None:
    blocked = tmp_path / "a file"
    blocked.touch()
    outcome = exifilm_process("doctor", env={"XDG_DATA_HOME": str(blocked)})
    assert outcome.status == 1
    assert line_of(outcome, "journal").startswith("MISSING")


def test_what_is_only_useful_may_be_absent(exifilm_process, tmp_path) -> None:
    for name in ("exiftool", "perl", "sh", "env"):
        if found := shutil.which(name):
            (tmp_path / name).symlink_to(found)
    outcome = exifilm_process("doctor", env={"PATH": str(tmp_path)})
    assert outcome.status == 0, outcome.out
    assert line_of(outcome, "Ghostscript").startswith("none")
    assert "install ghostscript to write PDF" in outcome.out
    assert line_of(outcome, "fontconfig").startswith("none")


@pytest.mark.parametrize("host", HOSTS)
def test_hosts_are_found_with_their_versions(host, exifilm_process, tmp_path) -> None:
    path = program(tmp_path, HOSTS[host][0], 'echo "Gtk-WARNING: no display" >&2; echo host 3.0.4')
    where = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    outcome = exifilm_process("doctor", env={"PATH": where})
    assert outcome.status == 0
    assert line_of(outcome, host).split() == ["OK", host, "3.0.4,", str(path)]


def test_a_host_that_does_not_tell_its_version(exifilm_process, tmp_path) -> None:
    path = program(tmp_path, "gimp", "exit 1")
    where = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    outcome = exifilm_process("doctor", env={"PATH": where})
    assert outcome.status == 0
    assert line_of(outcome, "GIMP").endswith(f"did not tell its version, {path}")
