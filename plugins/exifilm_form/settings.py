"""What the window remembers from one evening to the next: its size, and the last folder.

In a JSON file in the user's state folder. Nothing depends on it: what cannot be read is as if
nothing had been remembered.
"""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import Any

from platformdirs import user_state_path


def _file() -> Path:
    return user_state_path("exifilm", appauthor=False) / "window.json"


def remembered() -> dict[str, Any]:
    """What was remembered last; empty where there is nothing, or nothing that makes sense."""
    try:
        found = json.loads(_file().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def remember(**what: Any) -> None:
    """Remember this too. A disk that takes nothing is no reason to disturb anybody."""
    file = _file()
    with contextlib.suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        new = file.with_suffix(".new")
        new.write_text(json.dumps(remembered() | what, indent=1), encoding="utf-8")
        new.replace(file)
