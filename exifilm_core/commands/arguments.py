"""The types of arguments that several commands take."""

from __future__ import annotations

from pathlib import Path

import click


def paths_to_files() -> click.Path:
    """The type of a FILE on the command line; the command checks later that each exists."""
    return click.Path(path_type=Path, readable=False)


recursive_option = click.option(
    "--recursive", is_flag=True, help="Include the images of folders and their sub-folders."
)
