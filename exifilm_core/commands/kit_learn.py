"""`exifilm kit learn`: add to the kit what the records of a folder name."""

from __future__ import annotations

from pathlib import Path

import click

from exifilm_core.commands.arguments import recursive_option
from exifilm_core.commands.console import complain, each_on_its_own, say
from exifilm_core.commands.images import as_sentence, deeper
from exifilm_core.commands.kit_given import known
from exifilm_core.commands.reading import counted_on_terminal
from exifilm_core.errors import ExifilmError, printable_path


@click.command(name="learn")
@click.argument("folders", metavar="DIR…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Show what would be added, and add nothing.")
@recursive_option
def learn(folders: tuple[Path, ...], dry_run: bool, recursive: bool) -> None:
    """Add to the kit what the records of a folder name.

    Adds the cameras, lenses, filters, meters, films and developers of the records in each DIR, with
    what the records say of them. Where they disagree (a film's EI), it leaves that out. Two serial
    numbers are two lenses, two formats two films, two dilutions two developers.

    What is in the kit already stays as it is. Measured shutter times, factors by film, holders and
    sets are yours to add.

    \b
    Examples:
      exifilm kit learn ~/scans/2024
      exifilm kit learn --recursive --dry-run ~/scans
    """
    from exifilm_core.actions.learn_kit import Learner
    from exifilm_core.commands.kit import told
    from exifilm_core.kit import own_file
    from exifilm_core.kit.own_kit import add
    from exifilm_core.scans import Archive

    kit = known()
    learner = Learner()
    opened: list[Path] = []
    hints: list[str] = []

    def see(folder: Path) -> None:
        with Archive(folder, recursive=recursive) as archive:
            opened.append(folder)
            for path, why in archive.unreadable:
                attempt(_fail, path, why)
            with counted_on_terminal(len(archive)) as progress:
                for scan, problem in archive.each(archive.paths, progress):
                    if problem:
                        attempt(_raise, problem)
                    else:
                        learner.see(scan.record)
            if not recursive and (hint := deeper(folder, here=len(archive))):
                hints.append(f"{printable_path(folder)}: {as_sentence(hint)}")

    with each_on_its_own() as attempt:
        for folder in dict.fromkeys(folders):
            attempt(see, folder)
        items = learner.new(kit)
        if items and not dry_run:
            add(items)
        for item in items:
            what = told(item)
            say(f"{item.sort} {item.name}{f' ({what})' if what else ''}")
        added = "would be added" if dry_run else "added"
        count = "nothing new" if not items else f"{len(items)} {added}"
        if opened:
            say(f"{printable_path(own_file())}: {count}.")
        for hint in hints:
            complain(hint)


def _raise(problem: Exception) -> None:
    raise problem


def _fail(path: Path, why: object) -> None:
    from exifilm_core.messages import Text

    assert isinstance(why, Text)
    raise ExifilmError(why, file=path)
