"""Rules for every file of the work tree, and for the wheel."""

import ast
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from exifilm_core import ExposureRecord, __version__

ROOT = Path(__file__).parents[2]
SHIPPED = {"exifilm_core", "plugins", "postscript", "tools"}
LONGEST = 400
"""The most lines of a module: a longer one has two purposes."""


def tracked() -> list[Path]:
    if not (ROOT / ".git").exists():
        pytest.skip("not a work tree of git")
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True
    )
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def test_no_file_names_a_package_registry_or_a_machine() -> None:
    """The client's settings define the package source; no file names its author's machine."""
    pattern = re.compile(rb"pypi\.org|pythonhosted\.org|deb\.debian\.org|npmjs\.|/work/")
    found = [
        f"{path.relative_to(ROOT)}: {match[0].decode()}"
        for path in tracked()
        if path != Path(__file__) and (match := pattern.search(path.read_bytes()))
    ]
    assert found == []


def shipped() -> dict[str, str]:
    """The source of every Python module but the tests, by path."""
    return {
        name: path.read_text(encoding="utf-8")
        for path in tracked()
        if path.suffix == ".py"
        and not (name := path.relative_to(ROOT).as_posix()).startswith("tests/")
    }


def test_no_module_is_long() -> None:
    sources = shipped().items()
    assert [name for name, source in sources if len(source.splitlines()) > LONGEST] == []


def test_a_module_says_first_what_it_is_for() -> None:
    modules = shipped()
    assert {name.partition("/")[0] for name in modules} == SHIPPED
    silent = [name for name, source in modules.items() if not ast.get_docstring(ast.parse(source))]
    assert silent == []


def test_the_demonstration_fills_in_fields_that_are_there() -> None:
    """In valid notations; together the sheets fill nearly the complete form."""
    notebook = tomllib.loads((ROOT / "tools/demo/sheets.toml").read_text(encoding="utf-8"))
    sheets = [notebook["every"] | sheet for sheet in notebook["sheet"]]
    used = set()
    for number, sheet in enumerate(sheets, start=1):
        record = ExposureRecord(**{k: v for k, v in sheet.items() if k not in ("file", "picture")})
        assert record.image_id == str(number)
        used |= set(record.filled())
    unused = {field.name for field in ExposureRecord.fields()} - used
    assert unused == {
        "rear_rise", "rear_shift",
        "scanner_make", "scanner_model", "scan_software", "scanned",  # moved there by the save
        "copy_exposure",
        "roll", "frame", "metering_mode", "exposure_compensation", "flash", "light_source",  # rolls
    }  # fmt: skip


def test_the_version_is_stated_once() -> None:
    """The changelog lists each version's changes; all else reads `exifilm_core.__version__`."""
    stated = re.compile(rf"(?<![\d.]){re.escape(__version__)}(?![\d.])".encode())
    found = {
        str(path.relative_to(ROOT)): len(stated.findall(path.read_bytes()))
        for path in tracked()
        if path.suffix not in (".jpg", ".png", ".tif", ".tiff") and path.name != "CHANGELOG.md"
    }
    assert {name: n for name, n in found.items() if n} == {"exifilm_core/__init__.py": 1}


def test_a_wheel_brings_the_form_and_the_tag_set(wheel: Path, tmp_path: Path) -> None:
    """An installed copy has the same form and tag set as the work tree."""
    assert wheel.name == f"exifilm-{__version__}-py3-none-any.whl"
    names = zipfile.ZipFile(wheel).namelist()
    assert not [name for name in names if not name.startswith(("exifilm_core/", "exifilm-"))]

    installed = tmp_path / "installed"
    zipfile.ZipFile(wheel).extractall(installed)
    names_of_forms = ("exposure_record", "roll_form", "holder_list", "tables")
    forms = [f"postscript/{name}.ps" for name in names_of_forms]
    for file in (*forms, "plugins/exiftool/exifilm.config"):
        ask = f"from exifilm_core.files.resources import resource; print(resource({file!r}))"
        told = subprocess.run(
            [sys.executable, "-c", ask],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(installed)},
            check=True,
            capture_output=True,
            text=True,
        )
        found = Path(told.stdout.strip())
        assert found.is_relative_to(installed)
        assert found.read_bytes() == (ROOT / file).read_bytes()
