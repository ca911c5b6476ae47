"""Run `exifilm` in this process (quick), or in a process of its own (as a user does)."""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from exifilm_core.commands import main
from exifilm_core.kinds import (
    Angle,
    Aperture,
    Choice,
    Compensation,
    Coordinate,
    CopyExposure,
    Count,
    DarkroomTime,
    DateKind,
    Development,
    Factor,
    Frame,
    Keywords,
    Length,
    Readings,
    RoughDateKind,
    Speed,
    Temperature,
    Text,
    Time,
)
from exifilm_core.record import ExposureRecord

REPOSITORY = Path(__file__).resolve().parents[2]
COMMAND = [sys.executable, "-m", "exifilm_core.commands"]
WRITTEN = {
    # A photographer's text for each kind of value; a number makes the texts of fields differ.
    Angle: "-{} deg",
    Aperture: "f/22½",
    Choice: "{}",
    Compensation: "-1½",
    Coordinate: "{}.7089",
    CopyExposure: "1/{} s, f/8, ISO 100",
    Count: "{}",
    DateKind: "20{:02}-06-03",
    Development: "N+1½",
    Factor: "+1⅓",
    Frame: "{}A",
    Keywords: 'snow {}, "a, b", Sierra',
    Length: "{},5",
    Readings: "deep shade EV 9⅓ on III; snow {} c/ft²",
    RoughDateKind: "um 20{:02}",
    Speed: "EI {}",
    Temperature: "68F",
    Text: "№ {} “½” é 山 & <b> -Artist=x @file #1 \t=",
    Time: "1m{}s",
    DarkroomTime: "1m{}s",
}


class Outcome(NamedTuple):
    """The exit status of a command, and its output."""

    status: int
    out: str
    err: str


@pytest.fixture
def exifilm() -> Callable[..., Outcome]:
    """Run `exifilm` with these arguments in this process."""

    def run(*arguments: object, stdin: str = "") -> Outcome:
        out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
        before = sys.stdin
        sys.stdin = io.TextIOWrapper(io.BytesIO(stdin.encode()), encoding="utf-8")
        try:
            with (
                contextlib.redirect_stdout(out),
                contextlib.redirect_stderr(err),
                pytest.raises(SystemExit) as ended,
            ):
                main(list(map(str, arguments)))
        finally:
            sys.stdin = before
        for stream in (out, err):
            stream.flush()
        said = (stream.buffer.getvalue().decode() for stream in (out, err))  # type: ignore[attr-defined]
        return Outcome(int(ended.value.code or 0), *said)

    return run


@pytest.fixture
def exifilm_process(tmp_path: Path) -> Callable[..., Outcome]:
    """Run `exifilm` with these arguments as a process, in the test's folder."""

    def run(
        *arguments: str | bytes | Path, env: dict[str, str] | None = None, stdin: bytes = b""
    ) -> Outcome:
        done = subprocess.run(
            [*COMMAND, *arguments],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(REPOSITORY), **(env or {})},
            input=stdin,
            capture_output=True,
            timeout=300,
            check=False,
        )
        return Outcome(
            done.returncode,
            (done.stdout or b"").decode("utf-8", "surrogateescape"),
            (done.stderr or b"").decode("utf-8", "surrogateescape"),
        )

    return run


@pytest.fixture(scope="session")
def every_field() -> dict[str, str]:
    """A text for each field of the record."""
    return {
        field.name: WRITTEN[type(field.kind)].format(number)
        for number, field in enumerate(ExposureRecord.fields(), 1)
    }
