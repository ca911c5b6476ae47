"""`exifilm index`: remember what is in the scans of folders, say where, or forget it."""

from __future__ import annotations

from pathlib import Path

import click

from exifilm_core.commands.arguments import recursive_option
from exifilm_core.commands.console import complain, each_on_its_own, say
from exifilm_core.commands.exits import FAILED, InputError
from exifilm_core.commands.images import as_sentence, deeper
from exifilm_core.commands.messages import Commands
from exifilm_core.errors import ExifilmError, printable_path, reason_of
from exifilm_core.files.user_folders import cache_folder
from exifilm_core.index import Index, is_off


@click.command("index")
@click.argument("folders", metavar="[DIR]…", nargs=-1, type=click.Path(path_type=Path))
@click.option("--forget", is_flag=True, help="Delete the index.")
@recursive_option
def index(folders: tuple[Path, ...], forget: bool, recursive: bool) -> None:
    """Read folders of scans once, so that they open at once and are found.

    ExiFilm remembers the tags that it reads, in a file in your cache folder. It reads a scan again
    when the scan or its sidecar has changed. Other commands and the window add to the index by
    themselves; this command reads whole folders in advance.

    Without a DIR, prints where the index is, how many scans it knows, and its size. You may delete
    it at any time: it holds nothing that is not in the scans. No save relies on it. With
    EXIFILM_INDEX=0 in the environment, there is no index.

    \b
    Examples:
      exifilm index --recursive ~/scans
      exifilm index
      exifilm index --forget
    """
    if forget and folders:
        raise InputError("--forget deletes the index of all folders. Give no DIR.")
    with Index(cache_folder()) as known:
        if forget:
            _forget(known)
        elif not folders:
            _tell(known)
    if folders:
        _read(folders, recursive=recursive)


def _forget(known: Index) -> None:
    try:
        known.forget()
    except OSError as problem:
        raise ExifilmError(Commands.INDEX_NOT_DELETED(reason=reason_of(problem))) from problem
    say("The index is deleted.")


def _tell(known: Index) -> None:
    if known.file is None:
        say(f"There is no index yet. It will be in {printable_path(known.folder)}.")
    else:
        _refuse_unusable(known)
        count, size = known.counted(), known.size / 1e6
        scans = "1 scan" if count == 1 else f"{count:,} scans"
        say(f"{printable_path(known.file)}: {scans}, {size:,.1f} MB.")


def _refuse_unusable(known: Index) -> None:
    """ExifilmError if there can be no index."""
    if is_off():
        raise ExifilmError(Commands.INDEX_IS_OFF())
    if not known.opens():
        raise ExifilmError(Commands.NO_INDEX(reason=known.trouble), file=known.folder)


def _read(folders: tuple[Path, ...], *, recursive: bool) -> None:
    from exifilm_core.commands.reading import counted_on_terminal
    from exifilm_core.scans import Archive

    with Index(cache_folder()) as known:
        _refuse_unusable(known)
    unread = 0

    def read_one(folder: Path) -> None:
        nonlocal unread
        with Archive(folder, recursive=recursive) as archive:
            unknown = archive.unknown()
            with counted_on_terminal(len(unknown)) as progress:
                archive.learn(unknown, progress)
            for path, why in archive.unreadable:
                complain(why, path)
            unread += len(archive.unreadable)
            count = len(archive)
        more = "" if recursive else as_sentence(deeper(folder, here=count))
        scans = "1 scan" if count == 1 else f"{count:,} scans"
        say(f"{printable_path(folder)}: {scans}, {len(unknown):,} read now. {more}".rstrip())

    with each_on_its_own() as attempt:
        for folder in folders:
            attempt(read_one, folder)
    if unread:
        click.get_current_context().exit(FAILED)
