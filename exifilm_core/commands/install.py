"""`exifilm install` and `exifilm uninstall`: make other programs know exposure records.

The one idea: a program is a line in the table, and a module with `install()` and `uninstall()`.
Each changes only what it must, leaves what is there already as it is, and says in a sentence what
it did; `uninstall` takes out exactly what `install` put in.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import click

from exifilm_core.commands.speaking import each_on_its_own, mention

PROGRAMS = {
    # name: (module, what it is good for)
    "exiftool": ("exifilm_core.tagset.dotfile", "writes and names the tags, by ~/.ExifTool_config"),
    "desktop": ("exifilm_core.hosts.desktop", "has the window in its menu, and opens scans in it"),
    "gimp": ("exifilm_core.hosts.gimp", "has the form under Image, Metadata, Exposure Record"),
}

_LISTED = "\n    ".join(f"  {name:<9} {what}" for name, (_, what) in PROGRAMS.items())
_programs = click.argument(
    "programs", metavar="PROGRAM…", nargs=-1, required=True, type=click.Choice(list(PROGRAMS))
)
TAKE_A_FOLDER = ("gimp",)
_folder = click.option(
    "--to",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="This folder of GIMP's plug-ins, instead of every one found.",
)


@click.command(
    help=f"""Make other programs know exposure records.

    What is set up in them already stays, and goes on working. To install once more, say after an
    upgrade of ExiFilm, changes only what is out of date.

    \b
    Programs:
    {_LISTED}

    \b
    Examples:
      exifilm install exiftool
      exiftool -exifilm scan.jpg
      exiftool -FilmExposure -T archive/*.jpg
      exifilm install gimp
    """
)
@_programs
@_folder
def install(programs: tuple[str, ...], to: Path | None) -> None:
    _each(programs, "install", to)


@click.command()
@_programs
@_folder
def uninstall(programs: tuple[str, ...], to: Path | None) -> None:
    """Take out what “exifilm install” put in.

    All else that is set up in the program stays as it is, to the letter.

    \b
    Example:
      exifilm uninstall exiftool
    """
    _each(programs, "uninstall", to)


def _each(programs: tuple[str, ...], step: str, to: Path | None) -> None:
    if to is not None and (others := [n for n in programs if n not in TAKE_A_FOLDER]):
        raise click.UsageError(f"--to is for {', '.join(TAKE_A_FOLDER)}, not for {others[0]}.")

    def take_step(name: str) -> None:
        module, _ = PROGRAMS[name]
        act = getattr(import_module(module), step)
        mention(act() if to is None else act(to))

    with each_on_its_own() as attempt:
        for name in dict.fromkeys(programs):
            attempt(take_step, name)
