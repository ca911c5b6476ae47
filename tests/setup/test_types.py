"""Style and types are checked in all that ships, and other programs get the types."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import sysconfig
import tomllib
import venv
import zipfile
from pathlib import Path

from tests.setup.test_tree import ROOT, tracked

CHECKED_BY_MYPY = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["mypy"]
PYTHON_2 = "plugins/gimp2/exifilm.py"
PROGRAM = """
from typing import assert_type

from exifilm_core import Archive, ExposureRecord, Scan


def subjects(folder: str) -> list[str]:
    with Archive(folder) as archive:
        return [scan.record.subject or "" for scan in archive]


record = Scan("scan_17.jpg").record
assert_type(record, ExposureRecord)
record.aperture = 22.6
Scan("scan_17.jpg").save(record)
"""
WRONG = """
from exifilm_core import Scan, Scna

number: str = Scan("scan_17.jpg").number
Scan("scan_17.jpg").save(number)
"""


def modules() -> set[str]:
    """The modules of the work tree, by their paths in it."""
    return {str(p.relative_to(ROOT)) for p in tracked() if p.suffix == ".py"}


def test_mypy_checks_all_that_ships() -> None:
    ships = {name for name in modules() if not name.startswith("tests/")}
    checked = tuple(f"{folder}/" for folder in CHECKED_BY_MYPY["files"])
    assert {name for name in ships if not name.startswith(checked)} == {PYTHON_2}
    assert CHECKED_BY_MYPY["strict"] is True
    assert "exclude" not in CHECKED_BY_MYPY


def test_ruff_checks_everything() -> None:
    ruff = [sys.executable, "-m", "ruff", "check", "--show-files"]
    told = subprocess.run(ruff, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    checked = {os.path.relpath(line, ROOT) for line in told.splitlines()}
    assert modules() <= checked
    assert "tests/gate/gate" in checked, "a program without a suffix"
    whole = re.compile(r"^# (ruff: noqa|flake8: noqa|mypy: ignore-errors)", re.MULTILINE)
    assert [n for n in modules() if whole.search((ROOT / n).read_text("utf-8"))] == []


def test_an_installed_exifilm_gives_its_types(wheel: Path, tmp_path: Path) -> None:
    """To a program in another environment, which takes them from the package as it is installed."""
    venv.create(tmp_path / "venv", symlinks=os.name == "posix")
    base = {"base": str(tmp_path / "venv")}
    packages = Path(sysconfig.get_path("purelib", "venv", base))
    python = Path(sysconfig.get_path("scripts", "venv", base)) / Path(sys.executable).name
    zipfile.ZipFile(wheel).extractall(packages)
    assert (packages / "exifilm_core" / "py.typed").is_file()

    def checked(program: str) -> str:
        (tmp_path / "program.py").write_text(program, encoding="utf-8")
        mypy = [sys.executable, "-m", "mypy", "--strict", "--python-executable", str(python)]
        environment = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "MYPYPATH")}
        done = subprocess.run(
            [*mypy, "program.py"], cwd=tmp_path, env=environment, capture_output=True, text=True
        )
        return done.stdout + done.stderr

    assert checked(PROGRAM).startswith("Success"), checked(PROGRAM)
    wrong = checked(WRONG)
    assert re.findall(r"program.py:(\d+): error: .*\[([a-z-]+)\]", wrong) == [
        ("2", "attr-defined"),
        ("4", "assignment"),
        ("5", "arg-type"),
    ], wrong
