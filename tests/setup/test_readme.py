"""What the README says is tried: its commands, its example, its map, its targets."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    """The fenced blocks of that language."""
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A person's folder as the README supposes it: three scans, the form, and a printer."""
    (tmp_path / "scans").mkdir()
    for number in (1, 2, 3):
        Image.effect_noise((60, 48), 40).save(tmp_path / f"scans/scan_{number:02d}.jpg")
    shutil.copytree(ROOT / "postscript", tmp_path / "postscript")
    lpr = tmp_path / "bin/lpr"
    lpr.parent.mkdir()
    lpr.write_text('#!/bin/sh\ncat "$@" | head -c 11 | grep -q "^%!PS-Adobe-" || exit 1\ncat\n')
    lpr.chmod(0o755)
    return tmp_path


def run(home: Path, *command: str) -> str:
    path = [str(home / "bin"), str(Path(sys.executable).parent), os.environ["PATH"]]
    mine = {"PATH": os.pathsep.join(path), "HOME": str(home), "XDG_DATA_HOME": str(home / "data")}
    done = subprocess.run(
        command,
        cwd=home,
        env={**os.environ, **mine},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, f"{command[-1]}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def test_the_commands_and_the_example_run(home: Path) -> None:
    commands = blocks("sh")
    assert len(commands) >= 5
    for block in commands:
        run(home, "bash", "-euo", "pipefail", "-c", block)
    (example,) = blocks("python")
    assert len([line for line in example.splitlines() if line]) <= 10
    first, *others = run(home, sys.executable, "-c", example).splitlines()
    assert first == "1 Moonrise over the mesa f/22½ 1/4 s"
    assert len(others) == 2
    for pdf in ("form.pdf", "records.pdf"):
        assert (home / pdf).read_bytes().startswith(b"%PDF-")


def test_every_command_is_shown(home: Path) -> None:
    """A command that the README leaves out is one that nobody finds."""
    told = run(home, "exifilm", "--help")
    offered = set(re.findall(r"^  ([a-z]+)  ", told, re.MULTILINE))
    shown = set(re.findall(r"\bexifilm ([a-z]+)", README))
    assert offered - shown <= {"completion", "schema", "uninstall"}
    run_here = re.findall(r"^exifilm ([a-z]+)", "".join(blocks("sh")), re.MULTILINE)
    assert set(run_here) <= offered


def test_the_map_is_of_this_tree() -> None:
    (drawn,) = blocks("text")
    inside = ""
    named = set()
    for line in drawn.splitlines():
        path = line.split()[0]
        inside = inside if line.startswith(" ") else path
        named.add(inside + path if line.startswith(" ") else path)
    assert {path for path in named if not (ROOT / path).exists()} == set()
    packages = {path.parent.name for path in (ROOT / "exifilm_core").glob("*/__init__.py")}
    parts = (Path(path).parts for path in named)
    on_map = {part[1] for part in parts if part[0] == "exifilm_core" and len(part) > 1}
    assert packages <= on_map


def test_links_and_pictures_are_there() -> None:
    for page in (ROOT / "README.md", ROOT / "CONTRIBUTING.md"):
        links = re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8"))
        assert [link for link in links if not (ROOT / link).exists()] == []


def test_the_targets_named_are_made() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    for page in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md"):
        text = (ROOT / page).read_text(encoding="utf-8")
        named = re.findall(r"(?:`|^    )make ([a-z]+)", text, re.MULTILINE)
        assert set(named) <= targets, page
