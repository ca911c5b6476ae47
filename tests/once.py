"""What several workers of pytest need, and is slow to make: the first one makes it for all."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock


def made_once(
    factory: pytest.TempPathFactory, name: str, make: Callable[[Path], dict[str, Any]]
) -> dict[str, Any]:
    """What `make` says of its work in a folder; if it failed, each test that needs it fails."""
    base = factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    answer = shared / f"{name}.json"
    with FileLock(shared / f"{name}.lock"):
        if not answer.exists():
            (shared / name).mkdir(mode=0o700)
            try:
                made = make(shared / name)
            except (Exception, pytest.fail.Exception) as problem:
                answer.write_text(json.dumps({"problem": f"{type(problem).__name__}: {problem}"}))
                raise
            answer.write_text(json.dumps(made))
    told: dict[str, Any] = json.loads(answer.read_text())
    assert "problem" not in told, told["problem"]
    return told
