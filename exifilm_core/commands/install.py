"""`exifilm install` and `exifilm uninstall`: add ExiFilm to other programs, and remove it.

Each program has a line in the table, and a module with `install()` and `uninstall()`. Both keep
the program's other settings and report in a sentence; `uninstall` removes exactly what `install`
added.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import click

from exifilm_core.commands.console import each_on_its_own, mention
from exifilm_core.commands.exits import InputError

PROGRAMS = {
    # name: (module, help)
    "exiftool": (
        "exifilm_core.integrations.exiftool",
        "teach exiftool the tag names (~/.ExifTool_config)",
    ),
    "desktop": ("exifilm_core.integrations.desktop", "add ExiFilm to the application menu"),
    "gimp": (
        "exifilm_core.integrations.gimp",
        "add the form to GIMP: Image, Metadata, Exposure Record",
    ),
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
    if to is not None and (others := [n for n in programs if n not in TAKE_A_FOLDER]):
        allowed = ", ".join(TAKE_A_FOLDER)
        raise InputError(f"--to works with {allowed} only, not with {others[0]}.")

    def take_step(name: str) -> None:
        module, _ = PROGRAMS[name]
        act = getattr(import_module(module), step)
        mention(str(act() if to is None else act(to)))

    with each_on_its_own() as attempt:
        for name in dict.fromkeys(programs):
            attempt(take_step, name)
