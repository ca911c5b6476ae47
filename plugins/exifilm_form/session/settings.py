"""The window's settings between sessions: its size, its folders, and how to show scans.

They are in a JSON file in the user's state folder. Nothing depends on it: an unreadable file counts
as empty.
"""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import Any

from platformdirs import user_state_path

_MOST_RECENT = 10


def _file() -> Path:
    return user_state_path("exifilm", appauthor=False) / "window.json"


def remembered() -> dict[str, Any]:
    """The saved settings; empty if there are none, or if the file is damaged."""
    try:
        found = json.loads(_file().read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def remember(**what: Any) -> None:
    """Save this setting too. A disk that cannot be written to is no reason for a message."""
    file = _file()
    with contextlib.suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        new = file.with_suffix(".new")
        new.write_text(json.dumps(remembered() | what, indent=1), encoding="utf-8")
        new.replace(file)


def recent_folders() -> list[Path]:
    """The recently opened folders, the newest first; some may no longer exist."""
    found = remembered().get("recent")
    names = found if isinstance(found, list) else []
    return [Path(name) for name in names if isinstance(name, str)][:_MOST_RECENT]


def remember_folder(folder: Path) -> None:
    """Save this folder as the most recent one."""
    others = [path for path in recent_folders() if path != folder]
    recent = [str(path) for path in (folder, *others)]
    remember(folder=str(folder), recent=recent[:_MOST_RECENT])
