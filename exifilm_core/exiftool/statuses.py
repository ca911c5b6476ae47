"""The status of the files that ExifTool is to read or write."""

from __future__ import annotations

import os
import stat
from pathlib import Path


def status_of(path: Path) -> os.stat_result | None:
    """The file's status, None if it cannot be found out."""
    try:
        return path.stat()
    except (OSError, ValueError):
        return None


def is_file_with_content(status: os.stat_result | None) -> bool:
    """Whether it is the status of a file that is not empty."""
    return status is not None and stat.S_ISREG(status.st_mode) and status.st_size > 0


def size_of(path: Path) -> int:
    """The size of the file in bytes; 0 if that cannot be found out."""
    status = status_of(path)
    return status.st_size if status else 0
