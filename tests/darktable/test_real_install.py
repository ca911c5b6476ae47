"""The real darktable runs what `exifilm install darktable` put in: luarc, program, metadata.

A script takes the panel's place and writes down what darktable tells it; the panel has tests of its
own. darktable starts twice for all tests: with the scans, and with a collection of one film.
"""

from __future__ import annotations

import os
import subprocess
import sys
import warnings
from pathlib import Path
from typing import Any

import pytest

from exifilm_core import ExposureRecord, Scan
from exifilm_core.integrations import darktable, darktable_tags
from tests import samples
from tests.darktable.real import STARTED, TIMEOUT
from tests.display import Ended, on_display
from tests.gate.hosts import needed
from tests.once import made_once

pytestmark = pytest.mark.hosts

FILM = "Kodak Tri-X 320"
SCRIPT = """
local dt = require "darktable"
local tab = string.char(9)
local function told(...)
  local file = io.open(os.getenv("EXIFILM_TOLD"), "a")
  file:write(table.concat({...}, tab), "\\n")
  file:close()
end
local function is_imported()
  for _, image in ipairs(dt.database) do
    if image.title == "" then return false end
  end
  return #dt.database == 2
end
dt.control.dispatch(function()
  dt.control.sleep(1000)  -- as the panel: until the main loop runs
  dt.preferences.register("exifilm", "program", "file", "program", "", "")
  told("program", dt.preferences.read("exifilm", "program", "file"))
  for _ = 1, 600 do
    dt.control.sleep(200)
    if is_imported() then break end
  end
  dt.control.sleep(1000)
  for _, image in ipairs(dt.collection) do told("collected", image.filename) end
  for _, image in ipairs(dt.database) do
    local known, film = pcall(function() return image.Film .. " " .. image.FilmFormat end)
    told("film", image.filename, known and film or "-")
  end
  told("end")
  dt.gui.action("global/quit", 0, "", "", 1.0)
end)
"""


def start(home: Path, told: Path, *words: str) -> Ended:
    told.unlink(missing_ok=True)
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "XDG_RUNTIME_DIR": str(home / "run"),
        "EXIFILM_TOLD": str(told),
    }
    command = [needed("darktable", "darktable"), "--disable-opencl", "-d", "lua", *words]
    for last in (False, True):
        try:
            return on_display(command, "1200x800", environment, seconds=STARTED + TIMEOUT)
        except subprocess.TimeoutExpired as problem:  # it may hang at its start, as in `real`
            if last or told.exists():
                raise
            warnings.warn(f"darktable hung at its start: {problem}", stacklevel=2)
    raise AssertionError


def lines(told: Path, ended: Ended) -> list[list[str]]:
    assert told.exists(), f"{ended.said}\n{ended.stderr}"
    found = [line.split("\t") for line in told.read_text().splitlines()]
    assert found[-1] == ["end"], f"{found}\n{ended.said}\n{ended.stderr}"
    return found


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What darktable said in its two starts, and what it left."""
    needed("darktable", "darktable")
    with pytest.MonkeyPatch.context() as patch:
        return made_once(tmp_path_factory, "darktable-install", lambda home: work(home, patch))


def work(home: Path, patch: pytest.MonkeyPatch) -> dict[str, Any]:
    """All that needs darktable, in this home; then uninstall."""
    cli = needed("darktable", "darktable-cli")
    needed("darktable", "xvfb-run")
    pictures, source, told = home / "pictures", home / "panel", home / "told"
    for folder in (pictures, source, home / "run"):
        folder.mkdir(mode=0o700)
    (source / "contrib").mkdir()
    (source / "contrib" / "exifilm.lua").write_text(SCRIPT)
    folder = home / ".config" / "darktable"
    for variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
        patch.delenv(variable, raising=False)
    patch.setenv("HOME", str(home))
    patch.setattr(sys, "argv", ["pytest"])
    patch.setattr(darktable, "resource", lambda _: source)
    records = {
        "a.jpg": ExposureRecord(subject="A", film=FILM, film_format="4x5"),
        "b.dng": ExposureRecord(subject="B", film="HP5 Plus", film_format="6x9"),
    }
    for name, record in records.items():
        Scan(samples.make(pictures / name, foreign=False)).save(record)
    # darktable makes its folder, data and lists
    samples.run(
        *(cli, str(pictures / "a.jpg"), str(home / "out.jpg"), "--width", "64", "--core"),
        *("--configdir", str(folder), "--library", ":memory:", "--disable-opencl"),
    )
    darktable.install()
    said: dict[str, Any] = {"first": lines(told, start(home, told, str(pictures)))}
    film = next(row for row in darktable_tags.rows() if row.name == "film")
    rule = {"num_rules": "1", "item0": str(10_000 + film.key), "string0": FILM, "mode0": "0"}
    place = "plugins/lighttable/collect"
    words = [word for key, value in rule.items() for word in ("--conf", f"{place}/{key}={value}")]
    said["second"] = lines(told, start(home, told, *words))
    said["tags"] = darktable_tags.present(folder)
    said["backups"] = len(list(folder.glob("data.db.before-exifilm-*")))
    darktable.uninstall()
    said["left"] = sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))
    said["preferences"] = (folder / "darktablerc").read_text()
    said["tags left"] = darktable_tags.present(folder)
    return said


def test_luarc_starts_the_script_with_the_program(seen: dict[str, Any]) -> None:
    (program,) = (words[1] for words in seen["first"] if words[0] == "program")
    assert Path(program).is_absolute() and os.access(program, os.X_OK)
    assert Path(program).name == "exifilm"


def test_a_darktable_with_a_list_shows_film_and_format(seen: dict[str, Any]) -> None:
    """Of an image, and of a raw with a sidecar. 4.2 and 5.0 have no such list."""
    films = {words[1]: words[2] for words in seen["first"] if words[0] == "film"}
    if seen["tags"] is None:
        assert set(films.values()) == {"-"} and seen["backups"] == 0
    else:
        assert films == {"a.jpg": f"{FILM} 4x5", "b.dng": "HP5 Plus 6x9"}
        assert seen["backups"] == 1


def test_it_collects_by_the_film(seen: dict[str, Any]) -> None:
    if seen["tags"] is None:
        pytest.skip("this darktable has no such list")
    assert [words[1] for words in seen["second"] if words[0] == "collected"] == ["a.jpg"]


def test_it_takes_out_what_it_put_in(seen: dict[str, Any]) -> None:
    """After darktable has written its preferences."""
    assert not {"luarc", "lua", darktable.NOTE} & {*seen["left"]}
    assert "lua/exifilm/program" not in seen["preferences"]
    assert seen["tags left"] in ([], None)
    backups = [name for name in seen["left"] if name.startswith("data.db.before-exifilm-")]
    assert len(backups) == 2 * seen["backups"], "one of each step stays"
