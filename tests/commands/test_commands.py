"""The command group: its table, its help, and the end of a command."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import click
import pytest

from exifilm_core import __version__
from exifilm_core.commands import COMMANDS, shown
from exifilm_core.commands.app import app
from tests.commands.conftest import COMMAND, REPOSITORY


@pytest.mark.parametrize("name", COMMANDS)
def test_help_in_the_table_is_the_commands_own(name: str) -> None:
    context = click.Context(app)
    command = app.get_command(context, name)
    assert command
    assert command.get_short_help_str(limit=100) == COMMANDS[name][1]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself_with_an_example(name: str, exifilm) -> None:
    outcome = exifilm(name, "--help")
    assert outcome.status == 0
    assert f"  exifilm {name}" in outcome.out.partition("\n")[2]
    assert not outcome.err


def test_help_names_every_command(exifilm) -> None:
    outcome = exifilm("--help")
    assert outcome.status == 0
    for name, (_, line) in COMMANDS.items():
        assert f" {name} {line} " in f"{' '.join(outcome.out.split())} "


def test_help_loads_nothing_but_the_table() -> None:
    code = (
        "import sys\n"
        "from exifilm_core.commands import main\n"
        "try:\n    main(['--help'])\n"
        "finally:\n    print(*(m for m in sys.modules if 'exif' in m), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=REPOSITORY
    )
    table = {"exifilm_core", "exifilm_core.commands"}
    for needed in ("app", "ending", "exits", "streams", "table", "table_group"):
        table.add(f"exifilm_core.commands.{needed}")
    assert set(done.stderr.split()) == table


def test_version(exifilm) -> None:
    assert exifilm("--version").out == f"exifilm {__version__}\n"


def test_unknown_command_suggests_the_near_one(exifilm) -> None:
    outcome = exifilm("shwo", "scan.jpg")
    assert outcome.status == 2
    assert "Did you mean “show”?" in outcome.err
    assert not outcome.out


@pytest.mark.parametrize(
    "arguments",
    [["show"], ["show", "--nonsense"], ["log"], ["undo"], ["check"], ["completion", "bash", "b"]],
)
def test_wrong_usage_is_2(arguments: list[str], exifilm) -> None:
    outcome = exifilm(*arguments)
    assert outcome.status == 2
    assert outcome.err.startswith("exifilm: ")
    assert f"\nUsage: exifilm {arguments[0]}" in outcome.err
    assert not outcome.out


@pytest.mark.parametrize(
    "arguments",
    [["completion", "cmd"], ["form", "--forms", "none"], ["set", "a.jpg", "aperture=wide"]],
)
def test_an_invalid_value_is_2_without_usage(arguments: list[str], exifilm) -> None:
    outcome = exifilm(*arguments)
    assert outcome.status == 2
    assert outcome.err.startswith("exifilm: ")
    assert "Usage" not in outcome.err and not outcome.out


@pytest.fixture
def with_a_bug(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise KeyError("what\nnow")

    monkeypatch.setattr(type(app), "get_command", broken)
    monkeypatch.setattr(shown, "show", broken)
    monkeypatch.setenv("EXIFILM_DEBUG", "")


@pytest.mark.usefixtures("with_a_bug")
@pytest.mark.parametrize("options", [[], ["--all"]])
def test_a_bug_is_called_one_in_one_line(options: list[str], exifilm) -> None:
    outcome = exifilm("show", *options, "scan.jpg")
    assert outcome.status == 1
    assert outcome.err.startswith("exifilm: this is a bug in ExiFilm (KeyError")
    assert outcome.err.count("\n") == 1


@pytest.mark.usefixtures("with_a_bug")
@pytest.mark.parametrize("by", ["option", "environment"])
def test_debug_says_where(by: str, exifilm, monkeypatch: pytest.MonkeyPatch) -> None:
    if by == "environment":
        monkeypatch.setenv("EXIFILM_DEBUG", "1")
    outcome = exifilm(*(["--debug"] if by == "option" else []), "show", "scan.jpg")
    assert outcome.status == 1
    assert "Traceback" in outcome.err
    assert "in broken" in outcome.err


def test_interrupting_is_quiet(make_scan) -> None:
    scan = make_scan()
    before = scan.read_bytes()
    with subprocess.Popen(
        [*COMMAND, "set", str(scan), "--json", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=REPOSITORY,
    ) as process:
        assert process.stdin
        process.stdin.write(b" " * 1_000_000)  # more than a pipe holds, so ExiFilm is now reading
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=300)
    assert process.returncode == 130
    assert not out.strip()
    assert not err.strip()
    assert scan.read_bytes() == before


def test_a_reader_that_leaves_is_no_error(make_scan) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = subprocess.run(
            [*COMMAND, "show", str(make_scan())],
            stdout=writing,
            stderr=subprocess.PIPE,
            cwd=REPOSITORY,
            check=False,
        )
    finally:
        os.close(writing)
    assert done.returncode == 141
    assert done.stderr == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_output_that_does_not_fit_is_reported(make_scan) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*COMMAND, "show", str(make_scan())],
            stdout=full,
            stderr=subprocess.PIPE,
            cwd=REPOSITORY,
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr.decode() == (
        "exifilm: the output could not be written: No space left on device.\n"
    )


@pytest.mark.skipif(os.name != "posix", reason="closes streams with a POSIX shell")
@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&-", ">&- 2>&- <&-"])
def test_closed_streams(closed: str, make_scan) -> None:
    scan = make_scan()

    def run(*arguments: str) -> subprocess.CompletedProcess[bytes]:
        shell = ["sh", "-c", f'"$@" {closed}', "sh", *COMMAND, *arguments]
        return subprocess.run(shell, capture_output=True, cwd=REPOSITORY, check=False)

    assert run("set", str(scan), "subject=Moonrise").returncode == 0
    if "<&-" in closed:
        assert run("set", str(scan), "--json", "-").returncode == 1
    shown = run("show", "--json", str(scan))
    if closed.startswith(">&-"):
        assert shown.returncode == 1
        assert (b"could not be written: standard output is closed" in shown.stderr) == (
            closed == ">&-"
        )
    else:
        assert shown.returncode == 0
        assert json.loads(shown.stdout)["record"]["subject"] == "Moonrise"


def test_output_that_knows_few_letters(make_scan, exifilm, exifilm_process) -> None:
    scan = make_scan()
    exifilm("set", scan, "subject=山 ½")
    shown = exifilm_process("show", scan, env={"PYTHONIOENCODING": "latin-1"})
    assert "\\u5c71 \udcbd" in shown.out
    shown = exifilm_process("show", "--json", scan, env={"PYTHONIOENCODING": "latin-1"})
    assert json.loads(shown.out)["record"]["subject"] == "山 ½"


@pytest.mark.parametrize("start", ['sleep 0.5\nexec exiftool "$@"', "exec sleep 20", "exit 1"])
def test_a_wrong_usage_is_said_in_peace_while_exiftool_starts(tmp_path: Path, start: str) -> None:
    """A command that reads scans starts ExifTool first, and may end before that is ready."""
    program = tmp_path / "slow-exiftool"
    program.write_text(f"#!/bin/sh\n{start}\n")
    program.chmod(0o755)
    done = subprocess.run(
        [*COMMAND, "print", str(tmp_path), "16", "1"],
        capture_output=True,
        text=True,
        check=False,
        cwd=REPOSITORY,
        env={**os.environ, "EXIFILM_EXIFTOOL": str(program)},
        timeout=15,
    )
    said = "exifilm: FIRST is greater than LAST; did you mean 1 16?\n"
    assert (done.returncode, done.stdout, done.stderr) == (2, "", said)
