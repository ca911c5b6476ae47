"""The real darktable and ExiFilm write the same sidecars at the same time, over and over.

darktable's edits are never lost, and no file is left half written. What a write of darktable took
back of a save is found through the journal, named, and put back.

    EXIFILM_ROUNDS=10 python -m pytest -m hosts tests/darktable/test_races.py

is the long form, with ten times as many writes.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from exifilm_core import ExifilmError, Scan
from exifilm_core.actions.selected import scans_of, set_values
from exifilm_core.files.formats import sidecar_of
from exifilm_core.files.xml import refuse_invalid
from tests import samples
from tests.darktable import real
from tests.darktable.conftest import make_scans
from tests.darktable.real import rows, tags
from tests.darktable.test_raw import STYLE

pytestmark = pytest.mark.hosts
Start = Callable[..., real.Darktable]
WRITES, SAVES, RAWS, JPEGS = 200, 50, 3, 2
"""At least so many writes of darktable and saves of ours, and how many scans."""
DRIVER = """
    -- stars, a tag or an edit of an image, which darktable then writes into its sidecar
    math.randomseed({seed})
    local names, by, negative = {{{names}}}, images(), nil
    for _, style in ipairs(dt.styles) do
        if style.name == "negative" then negative = style end
    end
    race = {{}}
    for _, name in ipairs(names) do
        race[name] = {{stars = by[name].rating, tags = "", edits = 0}}
    end
    local function write(number)
        local name, kind = names[math.random(#names)], math.random(4)
        local image, done = by[name], race[name]
        if kind == 1 then
            done.tags = done.tags .. " race|" .. number
            image:attach_tag(dt.tags.create("race|" .. number))
        elseif kind == 2 then
            done.edits = done.edits + 1
            negative:apply(image)
        else
            done.stars = done.stars % 5 + 1
            image.rating = done.stars
        end
    end
    written, enough = 0, false
    dt.control.dispatch(function()
        local ok, problem = pcall(function()
            while not enough do
                write(written + 1)
                written = written + 1
                dt.control.sleep(math.random(0, 250))
            end
        end)
        ended = ok and "well" or tostring(problem)
    end)"""


class Saver:
    """Saves another print note into all scans, again and again, as the panel's command does."""

    def __init__(self, paths: list[Path]) -> None:
        self.last = dict.fromkeys(paths, "")
        self.rounds = self.saved = self.refused = self.taken_back = self.written = 0

    def save_all(self) -> None:
        self.rounds += 1
        text = f"round {self.rounds}"
        values = {"film": "FP4", "print_notes": text}
        for done in set_values(scans_of(map(str, self.last)), values, lambda: False):
            if done.problem:  # darktable is writing, or has just written
                assert isinstance(done.problem, ExifilmError), done.problem
                self.refused += 1
                continue
            assert done.saved
            before = {change.label: change.old for change in done.saved.changes}
            path = done.selected.path
            self.taken_back += (
                self.rounds > 1 and (before.get("Print notes") or "") != self.last[path]
            )
            self.saved += 1
            self.last[path] = text

    def __str__(self) -> str:
        return (
            f"EXIFILM_SEED={os.environ['EXIFILM_SEED']}, {self.written} writes of darktable, "
            f"{self.saved} saves, {self.refused} refused, {self.taken_back} taken back"
        )


def in_sidecar(path: Path) -> dict[str, Any]:
    """The stars, tags and edits in a sidecar, by plain exiftool; nothing while it is incomplete."""
    data = sidecar_of(path).read_bytes()
    if not data.rstrip().endswith((b"</x:xmpmeta>", b"?>")):
        return {}
    refuse_invalid(data)
    found = tags(sidecar_of(path))
    tagged = found.get("XMP-lr:HierarchicalSubject", [])
    return {
        "stars": found.get("XMP-xmp:Rating"),
        "tags": sorted(tag for tag in tagged if tag.startswith("race|")),
        "edits": [step["Operation"] for step in found.get("XMP-darktable:History", [])],
    }


def in_library(window: real.Darktable, path: Path) -> dict[str, Any]:
    """The same in darktable's databases."""
    named = f"JOIN images ON images.id = imgid WHERE filename = '{path.name}'"
    [[flags]] = rows(window.library, f"SELECT flags FROM images WHERE filename = '{path.name}'")
    names = dict(rows(window.configuration / "data.db", "SELECT id, name FROM tags"))
    tagged = rows(window.library, f"SELECT tagid FROM tagged_images {named}")
    steps = rows(window.library, f"SELECT operation FROM history {named} ORDER BY num")
    return {
        "stars": flags & 7,
        "tags": sorted(names[tag] for (tag,) in tagged if names[tag].startswith("race|")),
        "edits": [operation for (operation,) in steps],
    }


def test_two_hundred_writes_of_darktable(darktable: Start, tmp_path: Path) -> None:
    """Judged by darktable's databases, the sidecars and plain exiftool."""
    folder, style = tmp_path / "race", tmp_path / "negative.dtstyle"
    folder.mkdir()
    make_scans(folder, JPEGS, (96, 64))
    paths = sorted(folder.iterdir())
    paths += [samples.make(folder / f"raw_{number}.dng", foreign=False) for number in range(RAWS)]
    raws = {path: path.read_bytes() for path in paths[JPEGS:]}
    style.write_text(STYLE, encoding="utf-8")
    times = max(1, samples.rounds(100) / 100)
    names = ", ".join(real.quoted(path.name) for path in paths)
    with darktable(folder) as window:
        window.lua(f"dt.styles.import({real.quoted(str(style))})")
        window.lua("for _, image in ipairs(dt.database) do image.rating = 1 end")
        for path in paths:
            window.waits(sidecar_of(path).exists, f"the sidecar of {path.name}")
        saver = Saver(paths)
        window.lua(DRIVER.format(seed=os.environ["EXIFILM_SEED"], names=names))
        while saver.written < WRITES * times or saver.saved < SAVES * times:
            saver.save_all()
            saver.written = window.lua("return written")
            assert window.lua("return ended") is None, saver
        window.lua("enough = true")
        window.waits_for("ended")
        print(saver)
        assert window.lua("return ended") == "well", saver
        done = window.lua("return race")
        kept = {path: in_library(window, path) for path in paths}
        for path, found in kept.items():
            wanted = done[path.name]
            assert (found["stars"], " ".join(found["tags"])) == (
                wanted["stars"],
                " ".join(sorted(wanted["tags"].split())),
            ), saver
            assert ("invert" in found["edits"]) == (wanted["edits"] > 0), saver
            # 5.4 writes a moment later
            window.waits(
                lambda path=path, found=found: in_sidecar(path) == found,
                f"the sidecar of {path.name} with {found} ({saver})",
            )
    put_back(saver, tmp_path)
    assert {path: in_sidecar(path) for path in paths} == kept, saver
    assert {path: path.read_bytes() for path in raws} == raws
    both = {name for path in paths for name in (path.name, sidecar_of(path).name)}
    assert {path.name for path in folder.iterdir()} == both


def put_back(saver: Saver, folder: Path) -> None:
    """`exifilm` names each scan of which a save was taken back, and `restore` saves it again."""
    program, request, answer = real.exifilm(folder), folder / "request", folder / "answer"
    files = [str(path) for path in saver.last]
    request.write_text(json.dumps({"exifilm": 1, "do": "read", "files": files}))
    subprocess.run([program, "exchange", request, answer], check=True, timeout=real.TIMEOUT)
    told = json.loads(answer.read_bytes())
    assert not told["problems"], f"{saver}\n{told['problems']}"
    named = {note["file"] for note in told["notes"]}
    for path, last in saver.last.items():
        scan = Scan(path)
        has_all = (scan.record.film, scan.record.print_notes) == ("FP4", last)
        assert (has_all and not scan.overwritten_in_one) or str(path) in named, f"{saver}, {path}"
    subprocess.run([program, "restore", *files], check=True, timeout=real.TIMEOUT)
    for path, last in saver.last.items():
        scan = Scan(path)
        assert (scan.record.film, scan.record.print_notes) == ("FP4", last), f"{saver}, {path}"
        assert not (scan.overwritten or scan.overwritten_in_one), f"{saver}, {path}"
