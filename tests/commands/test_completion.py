"""`exifilm completion`: scripts that shells accept, and their completions."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest

from exifilm_core.commands import COMMANDS
from exifilm_core.record import ExposureRecord
from tests.commands.conftest import REPOSITORY


def completions(exifilm_process, *words: str) -> list[str]:
    """Bash's completions of the last word."""
    outcome = exifilm_process(
        env={
            "_EXIFILM_COMPLETE": "bash_complete",
            "COMP_WORDS": "\n".join(["exifilm", *words]),
            "COMP_CWORD": str(len(words)),
        }
    )
    return outcome.out.split()


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_every_shell_gets_a_script(shell, exifilm) -> None:
    outcome = exifilm("completion", shell)
    assert (outcome.status, outcome.err) == (0, "")
    assert f"_EXIFILM_COMPLETE={shell}_complete" in outcome.out


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_shell_takes_the_script(shell, exifilm) -> None:
    if not shutil.which(shell):
        pytest.skip(f"{shell} is not installed")
    script = exifilm("completion", shell).out
    done = subprocess.run(
        [shell, "-n"], input=script.encode(), capture_output=True, check=False, timeout=20
    )
    assert (done.returncode, done.stderr) == (0, b"")


def test_commands(exifilm_process) -> None:
    assert completions(exifilm_process, "") == [f"plain,{name}" for name in COMMANDS]
    assert completions(exifilm_process, "un") == ["plain,undo", "plain,uninstall"]


def test_options(exifilm_process) -> None:
    assert "plain,--keep-time" in completions(exifilm_process, "set", "--ke")


def test_files_first_then_fields(exifilm_process, make_scan) -> None:
    make_scan("scan.jpg")
    assert completions(exifilm_process, "set", "sc") == ["file,sc"]
    names = [f"plain,{f.name}=" for f in ExposureRecord.fields() if f.name.startswith("front")]
    assert completions(exifilm_process, "set", "scan.jpg", "front") == names
    assert completions(exifilm_process, "set", "scan.jpg", "FRONT-r") == ["plain,front_rise="]
    assert "plain,aperture" in completions(exifilm_process, "set", "--accept", "ap")
    assert len(completions(exifilm_process, "set", "scan.jpg", "")) == len(ExposureRecord.fields())
    assert completions(exifilm_process, "set", "scan.jpg", "other.j") == ["file,other.j"]


def test_find_completes_fields_and_folders(exifilm_process) -> None:
    assert completions(exifilm_process, "find", "front-r") == ["plain,front_rise="]
    assert completions(exifilm_process, "find", "moon", "aper") == ["plain,aperture="]
    assert completions(exifilm_process, "find", "moon") == []
    assert completions(exifilm_process, "find", "--in", "sc") == ["dir,sc"]


@pytest.mark.skipif(not shutil.which("bash"), reason="bash is not installed")
def test_bash_completes_a_field_and_waits_for_its_value(exifilm, make_scan, tmp_path) -> None:
    scan = make_scan("scan.jpg")
    script = tmp_path / "completion.bash"
    script.write_text(exifilm("completion", "bash").out)
    stand_in = tmp_path / "exifilm"
    stand_in.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m exifilm_core.commands "$@"\n')
    stand_in.chmod(0o755)
    code = f"""
        compopt() {{ printf "compopt %s %s\\n" "$@"; }}
        source {script}
        COMP_WORDS=(exifilm set {scan.name} front_ri); COMP_CWORD=3
        _exifilm_completion exifilm
        echo "${{COMPREPLY[@]}}"
    """
    done = subprocess.run(
        ["bash", "-c", code],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        env={
            **os.environ,
            "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(REPOSITORY),
        },
    )
    assert done.stdout.splitlines() == ["compopt -o nospace", "front_rise="]
    assert done.stderr == ""
