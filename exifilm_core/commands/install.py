"""`exifilm install` and `exifilm uninstall`: add ExiFilm to other programs, and remove it.

Each program has a line in the table of `exifilm_core.integrations`.
"""

from __future__ import annotations

from pathlib import Path

import click

from exifilm_core.commands.console import each_on_its_own, mention
from exifilm_core.commands.exits import InputError
from exifilm_core.integrations.integration import PROGRAMS

_LISTED = "\n    ".join(f"  {name:<9} {one.purpose}" for name, one in PROGRAMS.items())
_programs = click.argument(
    "programs", metavar="PROGRAM…", nargs=-1, required=True, type=click.Choice(list(PROGRAMS))
)
_folder = click.option(
    "--to",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Use this plug-ins folder of GIMP only.",
)


@click.command(
    help=f"""Set up GIMP, ExifTool or the desktop for ExiFilm.

    Your other settings are kept. Run it again after an upgrade of ExiFilm.

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
    """Remove what “exifilm install” added.

    Nothing else in the program is changed.

    \b
    Example:
      exifilm uninstall exiftool
    """
    _each(programs, "uninstall", to)


def _each(programs: tuple[str, ...], step: str, to: Path | None) -> None:
    if to is not None and (others := [n for n in programs if not PROGRAMS[n].takes_folder]):
        allowed = ", ".join(name for name, one in PROGRAMS.items() if one.takes_folder)
        raise InputError(f"--to works with {allowed} only, not with {others[0]}.")

    def take_step(name: str) -> None:
        if to is None:
            program = PROGRAMS[name].load()
            mention(str(program.install() if step == "install" else program.uninstall()))
        else:
            there = PROGRAMS[name].load_for_folder()
            mention(str(there.install(to) if step == "install" else there.uninstall(to)))

    with each_on_its_own() as attempt:
        for name in dict.fromkeys(programs):
            attempt(take_step, name)
