"""`exifilm install` and `exifilm uninstall`: make other programs know exposure records.

The one idea: a program is a line in the table, and a module with `install()` and `uninstall()`.
Each changes only what it must, leaves what is there already as it is, and says in a sentence what
it did; `uninstall` takes out exactly what `install` put in.
"""

from __future__ import annotations

from importlib import import_module

import click

from exifilm_core.commands.speaking import each_on_its_own, mention

PROGRAMS = {
    # name: (module, what it is good for)
    "exiftool": ("exifilm_core.tagset.dotfile", "writes and names the tags, by ~/.ExifTool_config"),
    "desktop": ("exifilm_core.hosts.desktop", "has the window in its menu, and opens scans in it"),
}

_LISTED = "\n    ".join(f"  {name:<9} {what}" for name, (_, what) in PROGRAMS.items())
_programs = click.argument(
    "programs", metavar="PROGRAM…", nargs=-1, required=True, type=click.Choice(list(PROGRAMS))
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
    """
)
@_programs
def install(programs: tuple[str, ...]) -> None:
    _each(programs, "install")


@click.command()
@_programs
def uninstall(programs: tuple[str, ...]) -> None:
    """Take out what “exifilm install” put in.

    All else that is set up in the program stays as it is, to the letter.

    \b
    Example:
      exifilm uninstall exiftool
    """
    _each(programs, "uninstall")


def _each(programs: tuple[str, ...], step: str) -> None:
    def take_step(name: str) -> None:
        module, _ = PROGRAMS[name]
        mention(getattr(import_module(module), step)())

    with each_on_its_own() as attempt:
        for name in dict.fromkeys(programs):
            attempt(take_step, name)
