"""Archives read completely for a command, with a progress bar on a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from exifilm_core.commands.console import shows_progress
from exifilm_core.readers import FileTags
from exifilm_core.scans import Archive


@contextmanager
def loaded(folder: Path) -> Iterator[Archive]:
    """The archive in a folder, with all its records read."""
    with Archive(folder) as archive:
        if shows_progress():
            _load_with_bar(archive)
        else:
            archive.load()
        yield archive


def _load_with_bar(archive: Archive) -> None:
    from tqdm import tqdm

    with tqdm(desc="Reading", total=len(archive), delay=1, leave=False, unit=" files") as bar:

        def count(found: FileTags) -> None:
            if found.path.suffix != ".xmp":
                bar.update()

        archive.load(count)
