"""ExiFilm's data folder in the user's home, and the error when it cannot be written."""

from __future__ import annotations

import errno
from pathlib import Path

from exifilm_core.errors import ExifilmError, reason_of
from exifilm_core.messages.files import Files


def data_folder() -> Path:
    """The folder of journal and locks, in the place that the system has for a user's data."""
    from platformdirs import user_data_path

    return user_data_path("exifilm", appauthor=False)


def unwritable(path: Path, problem: OSError) -> ExifilmError:
    """The error when a save cannot write to the data folder."""
    if problem.errno == errno.EROFS:
        return ExifilmError(Files.DATA_FOLDER_READ_ONLY(path=str(path)))
    reason = reason_of(problem)
    return ExifilmError(Files.CANNOT_WRITE_DATA_FOLDER(path=str(path), reason=reason))
