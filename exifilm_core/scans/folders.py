"""ExiFilm's own folder in the user's home, and the error when it cannot be written."""

from __future__ import annotations

import errno
from pathlib import Path

from exifilm_core.errors import ExifilmError


def data_folder() -> Path:
    """Where journal and locks are kept: the user's data folder, as the system has it."""
    from platformdirs import user_data_path

    return user_data_path("exifilm", appauthor=False)


def unwritable(path: Path, problem: OSError) -> ExifilmError:
    """The error when a save cannot leave in that folder what it must."""
    if problem.errno == errno.EROFS:
        return ExifilmError(
            f"ExiFilm's own folder is on a read-only file system ({path}), so nothing was saved. "
            "Mount it for writing, and save again."
        )
    return ExifilmError(
        f"ExiFilm's own folder cannot be written ({path}: {problem.strerror}), so nothing was "
        "saved. Make room or allow writing there."
    )
