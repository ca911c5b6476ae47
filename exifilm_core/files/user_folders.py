"""ExiFilm's folders in the user's home, and the error when that of its data cannot be written."""

from __future__ import annotations

import errno
import os
import sys
from functools import cache
from pathlib import Path

from exifilm_core.errors import ExifilmError, reason_of


def data_folder() -> Path:
    """The folder of journal and locks, in the place that the system has for a user's data."""
    if folder := _on_linux("XDG_DATA_HOME", ".local/share"):
        return folder
    from platformdirs import user_data_path

    return user_data_path("exifilm", appauthor=False)


def config_folder() -> Path:
    """The folder of settings that people edit, in the place that the system has for them."""
    if folder := _on_linux("XDG_CONFIG_HOME", ".config"):
        return folder
    from platformdirs import user_config_path

    return user_config_path("exifilm", appauthor=False)


def _on_linux(variable: str, below: str) -> Path | None:
    """As platformdirs has it, whose import would take a tenth of the time of a short command."""
    if sys.platform == "linux" and "ANDROID_ROOT" not in os.environ:
        for name, folder in ((variable, ""), ("HOME", below)):
            if (home := os.environ.get(name, "")).startswith("/"):
                return _in_home(home, folder)
    return None


@cache
def _in_home(home: str, below: str) -> Path:
    return Path(home, below, "exifilm")


def cache_folder() -> Path:
    """The folder of the index, in the place that the system has for what may be deleted."""
    from platformdirs import user_cache_path

    return user_cache_path("exifilm", appauthor=False)


def unwritable(path: Path, problem: OSError) -> ExifilmError:
    """The error when a save cannot write to the data folder."""
    from exifilm_core.messages.files import Files

    if problem.errno == errno.EROFS:
        return ExifilmError(Files.DATA_FOLDER_READ_ONLY(path=str(path)))
    reason = reason_of(problem)
    return ExifilmError(Files.CANNOT_WRITE_DATA_FOLDER(path=str(path), reason=reason))
