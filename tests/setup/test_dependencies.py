"""The packages that ExiFilm imports are those that it lists, requires and puts into its plug-in."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from pathlib import Path

from exifilm_core.dependencies import COMMAND, LIBRARY, OTHER_SCRIPTS

ROOT = Path(__file__).resolve().parents[2]


def test_the_same_projects_are_required() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    required = [re.split(r"[^\w-]", line)[0] for line in settings["project"]["dependencies"]]
    listed = {**LIBRARY, **OTHER_SCRIPTS, **COMMAND}
    assert sorted(required) == sorted(listed.values())


def test_the_same_packages_are_imported() -> None:
    """Those of the command line only there: GIMP 3 uses the rest of the core without them."""
    in_commands: set[str] = set()
    elsewhere: set[str] = set()
    for path in (ROOT / "exifilm_core").rglob("*.py"):
        found = in_commands if "commands" in path.parts else elsewhere
        found |= packages_in(path)
    assert elsewhere == {*LIBRARY, *OTHER_SCRIPTS}
    assert in_commands - elsewhere == {*COMMAND}


def packages_in(path: Path) -> set[str]:
    """The packages of others that a module imports, at its top or in a function."""
    found = set()
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            found |= {name.name.partition(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add((node.module or "").partition(".")[0])
    # exifilm_form is the window, which `exifilm edit` starts in another Python.
    return found - sys.stdlib_module_names - {"exifilm_core", "exifilm_form", "__future__"}
