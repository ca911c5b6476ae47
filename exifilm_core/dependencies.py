"""The packages of others that ExiFilm imports, each with the project that it belongs to.

pyproject.toml requires the same projects; a test compares them. This list is needed where nothing
is installed: in the work tree, and in a host's folder. So the module imports nothing, and every
Python can read it.
"""

from __future__ import annotations

LIBRARY = {
    "defusedxml": "defusedxml",
    "exiftool": "pyexiftool",
    "filelock": "filelock",
    "platformdirs": "platformdirs",
}
"""Of the core, and so of every program around it."""

OTHER_SCRIPTS = {"fontTools": "fonttools"}
"""To print letters beyond Latin. Without it a box is printed, and a warning says so."""

COMMAND = {"click": "click", "tqdm": "tqdm"}
"""Of the command line alone."""
