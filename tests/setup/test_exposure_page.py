"""docs/exposure.md, tested: every command prints what the page says, and figures agree with it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from exifilm_core.film.film_file import ours
from tests.setup import pasted
from tests.setup.pasted import ROOT, make_scans, stand_in

PAGE = ROOT / "docs" / "exposure.md"
EXIFILM = '#!/bin/sh\nPYTHONPATH="{root}" exec "{python}" -m exifilm_core.commands "$@"\n'


@pytest.fixture
def home(tmp_path: Path) -> Path:
    make_scans(tmp_path)
    stand_in(tmp_path, "exifilm", EXIFILM.format(root=ROOT, python=sys.executable))
    return tmp_path


def environment(home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("XDG_")}
    return {
        **kept,
        "HOME": str(home),
        "PATH": f"{home / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "LC_ALL": "C.UTF-8",
    }


def test_every_command_prints_what_the_page_says(home: Path) -> None:
    page = PAGE.read_text(encoding="utf-8")
    blocks = pasted.blocks(page)
    assert len(blocks) >= 8
    for block in blocks:
        assert block.printed and "…" not in block.printed, "the page has every figure"
    pasted.paste(page, home, environment(home))
    assert (home / "tri-x.png").read_bytes().startswith(b"\x89PNG")
    assert (home / ".config/exifilm/films.toml").exists()
    assert {path.name for path in home.iterdir()} <= {
        "bin", "scans", "tri-x.png", ".config", ".local", ".cache",
    }  # fmt: skip


def test_the_figures_in_its_text_are_those_of_the_data() -> None:
    page = PAGE.read_text(encoding="utf-8")
    films = ours().films
    assert f"publish of {sum(film.reciprocity is not None for film in films)} films" in page
    trix = next(film for film in films if film.name == "Tri-X 320").reciprocity
    assert trix
    (point,) = (point for point in trix.points if point.metered == 10)
    assert point.given == (50, 50) and point.stops == 2
    assert "at 10 s its Tri-X needs 2 stops, or\n50 s" in page
