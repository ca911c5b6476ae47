"""`exifilm calc`: the group of calculations. The module of each is imported when it is called."""

from __future__ import annotations

import click

from exifilm_core.commands.exits import InputError
from exifilm_core.commands.table_group import TableGroup

CALCULATIONS = {
    # name: (module, help)
    "exposure": ("calc_exposure", "The time to give, step by step, and reciprocity tables."),
    "zones": ("calc_zones", "The zones on which readings fall, exposure and development."),
    "dof": ("calc_focus", "Depth of field and hyperfocal distance."),
    "aperture": ("calc_focus", "The best aperture for a focus spread."),
    "tilt": ("calc_focus", "The tilt for a hinge line, by Merklinger."),
    "luminance": ("calc_light", "A reading in all units, or the EV of an exposure."),
    "equivalent": ("calc_light", "Exposures with the same EV; the 35 mm equivalent."),
}


class Calculations(TableGroup):
    """The calculations of the table."""

    table = CALCULATIONS
    heading = "Calculations"

    def refusal(self, name: str) -> InputError:
        return InputError(f"there is no calculation “{name}”. Choose {', '.join(CALCULATIONS)}.")


@click.group(cls=Calculations, invoke_without_command=True, no_args_is_help=False)
@click.pass_context
def calc(context: click.Context) -> None:
    """Calculate exposures, zones, depth of field and tilts.

    Each calculation takes its values from its options, in the notation of the record's fields, or
    from the record of a scan with --record. --json writes JSON, for programs. Only
    “calc exposure --apply” changes a record, and only its empty factors.

    \b
    Examples:
      exifilm calc exposure --film HP5+ --metered 4s --extension 320 --focal 210 --filter 25
      exifilm calc exposure --record scan_017.tif --apply
      exifilm calc exposure --film "tri-x 320" --plot tri-x.png
      exifilm calc zones --readings "shade EV 9 on III; snow EV 13 on VIII"
      exifilm calc tilt --focal 150 --hinge "7 ft"
    """
    if context.invoked_subcommand is None:
        raise click.UsageError(f"no calculation given. Choose {', '.join(CALCULATIONS)}.")
