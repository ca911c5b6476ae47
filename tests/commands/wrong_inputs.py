"""Wrong command lines and their answers: `python -m tests.commands.wrong_inputs` prints them.

tests/data/wrong_inputs.txt holds both. To update the answers after a change of words:

    python -m tests.commands.wrong_inputs > new.txt && mv new.txt tests/data/wrong_inputs.txt

To add a case, first add its line `$ exifilm …` to that file.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from exifilm_core import Scan
from tests import samples

DATA = Path(__file__).resolve().parents[1] / "data"
GOLDEN = DATA / "wrong_inputs.txt"
REPOSITORY = DATA.parents[1]
PROMPT = "$ "


def sections() -> Iterator[tuple[list[str], str]]:
    """The lines before each command of the golden file, and the command."""
    before: list[str] = []
    for line in GOLDEN.read_text(encoding="utf-8").splitlines():
        if line.startswith(PROMPT):
            yield before, line.removeprefix(PROMPT)
            before = []
        elif line.startswith("#"):
            before.append(line)


def answered(folder: Path) -> str:
    """The golden file with the present answers of every command in the folder."""
    _fill(folder)
    asked = list(sections())
    with ThreadPoolExecutor(os.cpu_count()) as runners:
        answers = runners.map(partial(_answer, folder=folder), (line for _, line in asked))
        parts = [
            "\n".join([*_apart(before), f"{PROMPT}{line}", answer])
            for (before, line), answer in zip(asked, answers, strict=True)
        ]
    return "\n\n".join(parts) + "\n"


def _apart(lines: list[str]) -> list[str]:
    return [*lines, ""] if lines else []


def _answer(line: str, folder: Path) -> str:
    """The output of a command, with paths relative to the folder, and its exit status."""
    variables, program, rest = line.partition("exifilm ")
    assert program, line
    settings = dict(word.split("=") for word in variables.split())
    done = subprocess.run(
        [sys.executable, "-m", "exifilm_core.commands", *shlex.split(rest)],
        cwd=folder / "here",
        env=_environment(folder) | settings,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=300,
        check=False,
    )
    said = (done.stdout + done.stderr).decode().replace(f"{folder / 'here'}{os.sep}", "")
    return f"{said}[{done.returncode}]"


def _environment(folder: Path) -> dict[str, str]:
    home = {"HOME": str(folder / "home"), "XDG_DATA_HOME": str(folder / "home" / "data")}
    path = os.pathsep.join([str(REPOSITORY), os.environ.get("PYTHONPATH", "")])
    return {**os.environ, **home, "PYTHONPATH": path, "LC_ALL": "C.UTF-8"}


def _fill(folder: Path) -> None:
    """Make the scans and the other files that the commands need."""
    here = folder / "here"
    (here / "scans" / "2012").mkdir(parents=True)
    (here / "nothing").mkdir()
    (folder / "home").mkdir()
    for name in ("scan_017.jpg", "scan_018.tif", "changed.jpg", "no-xml.jpg", "locked.jpg"):
        samples.make(here / name, foreign=False)
    for name in ("scan_001.jpg", "scan_002.jpg", "copy_of_002.jpg"):
        samples.make(here / "scans" / name, foreign=False)
    samples.make(here / "scans" / "2012" / "scan_003.jpg", foreign=False)
    (here / "empty.jpg").write_bytes(b"")
    (here / "letter.jpg").write_bytes(b"%PDF-1.4 no picture at all\n" * 20)
    whole = (here / "scan_017.jpg").read_bytes()
    (here / "truncated.jpg").write_bytes(whole[: len(whole) - 200])
    (here / "no-xml.jpg.xmp").write_bytes(b"<x><notes>unfinished")
    (here / "linked.jpg").write_bytes(whole)
    (here / "other-name.jpg").hardlink_to(here / "linked.jpg")
    (here / "protected.jpg").write_bytes(whole)
    (here / "protected.jpg").chmod(0o444)
    (here / "notes.txt").write_text("Moonrise\n", encoding="utf-8")
    (here / "list.json").write_text('["Moonrise"]', encoding="utf-8")
    (here / "field.json").write_text('{"subjekt": "Moonrise"}', encoding="utf-8")
    (here / "number.json").write_text('{"aperture": "wide open"}', encoding="utf-8")
    shutil.copy(here / "scan_018.tif", here / "scan_019.tif")
    _change(here / "changed.jpg", folder)


def _change(scan: Path, folder: Path) -> None:
    """Save a record in the scan, and let another program change it."""
    for words in (["subject=Moonrise"], ["subject=Clearing"]):
        command = [sys.executable, "-m", "exifilm_core.commands", "set", str(scan), *words]
        subprocess.run(command, env=_environment(folder), capture_output=True, check=True)
    samples.exiftool("-overwrite_original", "-XMP-dc:Title=Dusk", scan)
    assert Scan(scan).drifted


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        sys.stdout.write(answered(Path(made).resolve()))
