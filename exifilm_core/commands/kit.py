"""`exifilm kit`: the group of commands about the photographer's kit, and its list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from exifilm_core.commands.exits import FAILED, InputError
from exifilm_core.commands.table_group import TableGroup

if TYPE_CHECKING:
    from exifilm_core.kit import Item, Kit, Set, Table

KIT_COMMANDS = {
    # name: (module, help)
    "list": ("kit", "List the kit."),
    "add": ("kit_add", "Add an item or a set to the kit."),
    "learn": ("kit_learn", "Add to the kit what the records of a folder name."),
    "edit": ("kit_edit", "Open the file of the kit in an editor, then check it."),
}


class KitCommands(TableGroup):
    """The commands of the table."""

    table = KIT_COMMANDS

    def refusal(self, name: str) -> InputError:
        return InputError(f"there is no kit command “{name}”. Choose {', '.join(KIT_COMMANDS)}.")


@click.group(cls=KitCommands, invoke_without_command=True, no_args_is_help=False)
@click.pass_context
def kit(context: click.Context) -> None:
    """Keep a list of your cameras, lenses, films and developers.

    The kit is a file that you can edit, kit.toml in ExiFilm's folder of settings. The window
    suggests what is in it. “exifilm set --kit NAME” fills in an item or a set, and “exifilm calc”
    takes your lenses' measured shutter times, your filters' factors and your developing times from
    it. docs/kit.md has an example.

    Without a command, lists the kit.

    \b
    Examples:
      exifilm kit
      exifilm kit learn --recursive ~/scans
      exifilm kit add lens "Nikkor-W 150" lens_make=Nikon focal_length=150 --speed 1/60=1/52
      exifilm kit add set "Chamonix, FP4" --item Chamonix --item FP4 exposure_index=64
      exifilm kit edit
    """
    if context.invoked_subcommand is None:
        print_kit(as_json=False)


@click.command(name="list")
@click.option("--json", "as_json", is_flag=True, help="Write JSON, for programs.")
def list_kit(as_json: bool) -> None:
    """List the kit.

    Prints each item with what it fills in. --json prints an object with the lists “items”, “sets”
    and “development”, and the path of the file. Mistakes in the file are reported with their lines,
    and the exit status is 1.

    \b
    Examples:
      exifilm kit list
      exifilm kit list --json
    """
    print_kit(as_json=as_json)


def print_kit(*, as_json: bool) -> None:
    """Print the kit, and report the mistakes in its file."""
    from exifilm_core.commands.console import complain, mention, say, say_json
    from exifilm_core.kit import known_kit, own_file
    from exifilm_core.messages.kit import Kits

    found, mistakes = known_kit()
    if as_json:
        say_json({"file": str(own_file()), **_data(found)})
    elif found:
        for line in _lines(found):
            say(line)
    elif not mistakes:
        mention(str(Kits.KIT_IS_EMPTY(path=str(own_file()))).capitalize())
    for mistake in mistakes:
        complain(mistake, own_file())
    if mistakes:
        click.get_current_context().exit(FAILED)


# ── as text ──────────────────────────────────────────────────────────────────────────────────


def _lines(found: Kit) -> list[str]:
    from exifilm_core.commands.console import aligned
    from exifilm_core.kit import SORTS

    groups = {
        sort.title: [(item.name, told(item)) for item in found.of(sort.name)]
        for sort in SORTS.values()
    }
    groups["Sets"] = [(each.name, told_set(each)) for each in found.sets]
    widest = max([len(name) for rows in groups.values() for name, _ in rows], default=0)
    groups["Developing times"] = [_told_table(table) for table in found.tables]
    lines: list[str] = []
    for title, rows in groups.items():
        if rows:
            lines += [*([""] if lines else []), title]
            lines += aligned(rows, indent=4, narrowest=min(widest, 40))
    return lines


def told(item: Item) -> str:
    """What an item fills in, on one line, and what else is known of it."""
    from exifilm_core.kinds import Factor, Time
    from exifilm_core.kit import SORTS
    from exifilm_core.kit.items import told as told_values

    main = SORTS[item.sort].main
    values = {n: v for n, v in item.values.items() if (n, v) != (main, item.name)}
    parts = [told_values(values)] if values else []
    time, factor = Time().show, Factor().show
    parts += [f"{time(mark)} gives {time(true)}" for mark, true in item.speeds.items()]
    parts += [f"{factor(each)} for {film}" for film, each in item.factors.items()]
    parts += [f"in {', '.join(item.holders)}"] if item.holders else []
    return "; ".join(parts)


def told_set(each: Set) -> str:
    """The items of a set and the fields that it gives itself, on one line."""
    from exifilm_core.record import ExposureRecord

    record = ExposureRecord(**each.own)
    names = [item.called for item in each.items]
    return "; ".join([*names, *(f"{name}={record.show(name)}" for name in record)])


def _told_table(table: Table) -> tuple[str, str]:
    from exifilm_core.kinds import DarkroomTime, Development
    from exifilm_core.kit.items import told

    development, time = Development().show, DarkroomTime().show
    times = [f"{development(stops)} {time(seconds)}" for stops, seconds in table.times.items()]
    return told(table.about), ", ".join(times)


# ── as JSON ──────────────────────────────────────────────────────────────────────────────────


def _data(found: Kit) -> dict[str, Any]:
    return {
        "items": [_item_data(item) for item in found.items],
        "sets": [
            {
                "name": each.name,
                "items": [item.called for item in each.items],
                "fields": _in_json(each.own),
            }
            for each in found.sets
        ],
        "development": [
            {
                "fields": _in_json(table.about),
                "times": [{"stops": n, "seconds": time} for n, time in table.times.items()],
            }
            for table in found.tables
        ],
    }


def _item_data(item: Item) -> dict[str, Any]:
    data = {"sort": item.sort, "name": item.name, "fields": _in_json(item.values)}
    if item.speeds:
        speeds = [{"marked": mark, "measured": true} for mark, true in item.speeds.items()]
        data["speeds"] = speeds
    if item.factors:
        data["factors"] = dict(item.factors)
    if item.holders:
        data["holders"] = list(item.holders)
    return data


def _in_json(values: Any) -> Any:
    from exifilm_core.record import ExposureRecord

    return ExposureRecord(**values).to_json()
