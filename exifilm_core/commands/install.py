"""`exifilm install` and `exifilm uninstall`: add ExiFilm to other programs, and remove it.

Each program has a line in the table of `exifilm_core.integrations`.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from exifilm_core.commands.console import each_on_its_own, mention
from exifilm_core.commands.exits import InputError
from exifilm_core.integrations.integration import PROGRAMS
from exifilm_core.messages import Text

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
_map = click.option(
    "--map",
    "mapping",
    metavar="TITLE=FIELD",
    multiple=True,
    help="Show a field as digiKam's title or caption: caption=notes.",
)


@click.command(
    help=f"""Set up GIMP, darktable, digiKam and others for ExiFilm.

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
      exifilm install digikam --map title=subject --map caption=notes
    """
)
@_programs
@_folder
@_map
def install(programs: tuple[str, ...], to: Path | None, mapping: tuple[str, ...]) -> None:
    wanted = _mapping(mapping)
    if wanted:
        _refuse_others(programs, "--map", [n for n, one in PROGRAMS.items() if one.takes_mapping])

    def installed(name: str) -> Text:
        program = PROGRAMS[name]
        if to is not None:
            return program.load_for_folder().install(to)
        return program.load_for_mapping().install(wanted) if wanted else program.load().install()

    _each(programs, to, installed)


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

    def uninstalled(name: str) -> Text:
        program = PROGRAMS[name]
        return program.load().uninstall() if to is None else program.load_for_folder().uninstall(to)

    _each(programs, to, uninstalled)


def _each(programs: tuple[str, ...], to: Path | None, step: Callable[[str], Text]) -> None:
    if to is not None:
        _refuse_others(programs, "--to", [n for n, one in PROGRAMS.items() if one.takes_folder])

    def take_step(name: str) -> None:
        mention(str(step(name)))

    with each_on_its_own() as attempt:
        for name in dict.fromkeys(programs):
            attempt(take_step, name)


def _mapping(words: tuple[str, ...]) -> dict[str, str]:
    """The fields by what they become, from title=subject."""
    parts = [part for word in words for part in word.split(",")]
    found = {}
    for part in parts:
        target, equals, field = (text.strip() for text in part.partition("="))
        if not (target and equals and field):
            raise InputError(f"--map needs a field, such as title=subject; not {part!r}.")
        found[target.lower()] = field
    return found


def _refuse_others(programs: tuple[str, ...], option: str, allowed: list[str]) -> None:
    if others := [name for name in programs if name not in allowed]:
        raise InputError(f"{option} works with {', '.join(allowed)} only, not with {others[0]}.")
