"""The steps of a release, run on a clone whose origin is local."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest

from tests.setup import pasted

PAGE = (pasted.ROOT / "docs/release.md").read_text(encoding="utf-8")
STEPS = re.sub(r"^   (?=\S)", "", PAGE, flags=re.MULTILINE)
"""The page, its blocks no longer indented as parts of a list."""


def test_all_of_it_is_there() -> None:
    """The targets, files and options in the steps exist; the gate runs the steps."""
    commands = "".join(block.commands for block in pasted.blocks(STEPS))
    makefile = (pasted.ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.findall(r"^make (\w+)", commands, re.MULTILINE)
    assert {"test", "gate"} <= set(targets)
    assert set(targets) <= set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    changelog = (pasted.ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert len(re.findall(r"^## \[Unreleased\]$", changelog, re.MULTILINE)) == 1
    assert "docs/release.md" in (pasted.ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


@pytest.mark.hosts
def test_the_steps_lead_to_a_release(tmp_path: Path) -> None:
    """Run the steps; a stand-in replaces make pictures, bench, test and gate."""
    if "EXIFILM_GATE" not in os.environ:
        pytest.skip("its packages come from the network; the gate takes these steps")
    origin, clone = tmp_path / "origin.git", tmp_path / "clone"
    _git(tmp_path, "clone", "--quiet", "--bare", str(pasted.ROOT), str(origin))
    _git(origin, "branch", "--force", "main", "HEAD")
    _git(tmp_path, "clone", "--quiet", "--branch", "main", str(origin), str(clone))
    shutil.copytree(pasted.ROOT / ".venv", clone / ".venv", symlinks=True)
    pasted.stand_in(tmp_path, "make", '#!/bin/sh\necho "made $1"\n')
    me = {
        f"GIT_{who}_{what}": "somebody@localhost"
        for who in ("AUTHOR", "COMMITTER")
        for what in ("NAME", "EMAIL")
    }
    path = {"PATH": f"{tmp_path}/bin:{os.environ['PATH']}"}
    printed = "".join(pasted.paste(STEPS, clone, {**os.environ, **me, **path}))
    (version,) = re.findall(r"^version=(\S+)$", STEPS, re.MULTILINE)
    assert f"exifilm {version}\n" in printed
    assert re.findall(r"^made (\w+)$", printed, re.MULTILINE) == [
        "pictures",
        "bench",
        "test",
        "gate",
    ]
    assert (clone / "build/try/form.pdf").read_bytes().startswith(b"%PDF-")
    assert {file.name for file in (clone / "dist").iterdir()} == {
        f"exifilm-{version}-py3-none-any.whl",
        f"exifilm-{version}.tar.gz",
    }
    changelog = _git(origin, "show", f"v{version}:CHANGELOG.md")
    assert f"## [Unreleased]\n\n## [{version}] - {date.today()}\n" in changelog
    assert _git(origin, "rev-parse", "main") == _git(origin, "rev-parse", f"v{version}^{{}}")


def _git(where: Path, *words: str) -> str:
    done = subprocess.run(
        ["git", "-C", str(where), *words], check=True, capture_output=True, text=True
    )
    return done.stdout
