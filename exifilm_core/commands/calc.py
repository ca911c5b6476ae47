"""`exifilm calc`: the group of calculations. The module of each is imported when it is called."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

import click

from exifilm_core.commands.exits import InputError

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

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


class Calculations(click.Group):
    """The calculations of the table."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(CALCULATIONS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in CALCULATIONS:
            return None
        module = import_module(f"exifilm_core.commands.{CALCULATIONS[cmd_name][0]}")
        return next(
            thing
            for thing in vars(module).values()
            if isinstance(thing, click.Command) and thing.name == cmd_name
        )

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if name not in CALCULATIONS and not name.startswith("-") and not ctx.resilient_parsing:
            raise InputError(f"there is no calculation “{name}”. Choose {', '.join(CALCULATIONS)}.")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Calculations"):
            formatter.write_dl([(name, line) for name, (_, line) in CALCULATIONS.items()])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem

        names = [
            CompletionItem(name, help=line)
            for name, (_, line) in CALCULATIONS.items()
            if name.startswith(incomplete)
        ]
        return names + click.Command.shell_complete(self, ctx, incomplete)


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
