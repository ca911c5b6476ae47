"""A progress bar for an archive whose records are all read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from exifilm_core.commands.console import shows_progress
from exifilm_core.files.formats import SIDECAR
from exifilm_core.readers import FileTags, Progress


@contextmanager
def counted_on_terminal(images: int) -> Iterator[Progress | None]:
    """The progress of reading these images, as a bar on a terminal; None without a terminal."""
    if not shows_progress():
        yield None
        return
    from tqdm import tqdm

    with tqdm(desc="Reading", total=images, delay=1, leave=False, unit=" files") as bar:

        def count(found: FileTags) -> None:
            if found.path.suffix != SIDECAR:
                bar.update()

        yield count
