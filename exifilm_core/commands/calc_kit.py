"""What a calculation takes from the photographer's kit: a lens, and whether there is a kit at all.

Most calculations need none, so that its modules are imported for those that do.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from exifilm_core.commands.exits import InputError
from exifilm_core.files.user_folders import config_folder

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from exifilm_core.commands.calc_given import Inputs
    from exifilm_core.kit import Item, Kit

KIT = "kit.toml"
"""The name of the kit's file; a test compares it with the one in `exifilm_core.kit`."""


def _lenses(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    from exifilm_core.commands.kit_given import completed_lenses

    return completed_lenses(context, parameter, incomplete)


lens_option = click.option(
    "--lens",
    "lens",
    metavar="NAME",
    shell_complete=_lenses,
    help="A lens of your kit: its focal length, and the measured times of its shutter.",
)


def kit_for(lens: str | None = None) -> Kit | None:
    """The kit; None if there is no file of it, and no lens is asked of it."""
    if lens is None and not os.path.lexists(config_folder() / KIT):
        return None
    from exifilm_core.commands.kit_given import known

    return known()


def lens_for(given: Inputs, kit: Kit | None, name: str | None) -> Item | None:
    """The lens that is named, or else the kit's lens of the record; `given` gets its values.

    InputError if the kit has no lens of that name, or several.
    """
    if kit is None:
        return None
    if name is None:
        return kit.item_of(given.written, "lens")
    if not name.strip():
        raise InputError('--lens is empty. Write --lens "Nikkor-W 150"')
    from exifilm_core.commands.kit_given import things
    from exifilm_core.kit import Item

    (lens,) = things(kit, [name], "--lens", "lens")
    assert isinstance(lens, Item)  # sets are no lenses
    given.of_lens = lens.values
    return lens


def time_of(given: Inputs, name: str | None) -> tuple[float | None, list[tuple[str, str]]]:
    """The exposure time in s that the shutter of the lens really gives, and a row that says so."""
    marked = given["exposure_time"]
    kit = kit_for(name) if name is not None or "lens" in given.written else None
    item = lens_for(given, kit, name)
    if marked is None or item is None:
        return marked, []
    from exifilm_core.film.shutter import true_time

    true = true_time(marked, item.speeds)
    if true == marked:
        return marked, []
    return true, [("Shutter", f"{item.name}: {given_at(marked, true)}")]


def given_at(marked: float, true: float) -> str:
    """What a measured shutter gives at a mark, in words."""
    from exifilm_core.actions.exposing import told

    return f"{told(marked)} is marked; this shutter then gives {told(true)}"
