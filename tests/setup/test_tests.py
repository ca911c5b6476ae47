"""Rules for the tests: a test that cannot fail is no test."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.conftest import SLOW

TESTS = Path(__file__).resolve().parents[1]
DEFAULT = ("desktop", "window_script.py")
"""The module that runs a script by default, and this script."""


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def texts_in(path: Path) -> set[str]:
    """The texts and the imported names of a module."""
    found: set[str] = set()
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            found.add(node.value)
        elif isinstance(node, ast.ImportFrom):
            found |= {alias.name for alias in node.names}
    return found


def scripts() -> Iterator[Path]:
    """The scripts that a test runs as a child process, function by function."""
    for path in sorted(TESTS.rglob("*.py")):
        calls = [node for node in ast.walk(parsed(path)) if isinstance(node, ast.Call)]
        if any(ast.unparse(call.func).rpartition(".")[2] == "report" for call in calls):
            yield path


def tried_in(script: Path) -> set[str]:
    """The functions that the script reports."""
    functions = (node for node in parsed(script).body if isinstance(node, ast.FunctionDef))
    return {function.name for function in functions if function.name.startswith("probe_")}


def asked_for(script: Path) -> set[str]:
    """The functions whose result a test of the script's folder asks for."""
    names = {path.name for path in script.parent.glob("*.py")}
    found: set[str] = set()
    for test in script.parent.glob("test_*.py"):
        texts = texts_in(test)
        module, default = DEFAULT
        run = (texts & names) or ({default} if module in texts else set())
        if script.name in run:
            found |= {text for text in texts if text.startswith("probe_")}
    return found


@pytest.mark.parametrize("script", [*scripts()], ids=lambda script: script.name)
def test_a_test_asks_for_each_result_of_a_script(script: Path) -> None:
    """Otherwise its problems would fail no test."""
    assert tried_in(script), "no function is tried"
    assert tried_in(script) - asked_for(script) == set()


def test_the_modules_marked_as_slow_are_there() -> None:
    assert [name for name in SLOW if not (TESTS / name).is_file()] == []


def test_each_script_is_among_them() -> None:
    """Also one that is named otherwise than `probe_form.py`."""
    named = {
        path
        for pattern in ("probe_*.py", "*_script.py", "*by_hand.py")
        for path in TESTS.rglob(pattern)
    }
    assert {path for path in named if not path.name.startswith("test_")} <= set(scripts())
