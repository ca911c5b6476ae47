"""`exifilm kit add`: add an item or a set to the kit."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from exifilm_core.commands import kit_given
from exifilm_core.commands.arguments import paths_to_files
from exifilm_core.commands.console import mention
from exifilm_core.commands.exits import InputError
from exifilm_core.commands.field_names import fields_from
from exifilm_core.commands.hints import with_hint
from exifilm_core.commands.measured import measured_times
from exifilm_core.errors import ExifilmError, InvalidValueError, shortened
from exifilm_core.kinds.folding import folded
from exifilm_core.kit import SORTS, Item, Kit, Set, Thing, own_file
from exifilm_core.kit.items import FACTORS, HOLDERS, SPEEDS, in_order
from exifilm_core.record import ExposureRecord

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

SET = "set"
OPTIONS = {SPEEDS: "--speed", FACTORS: "--factor", HOLDERS: "--holder", "items": "--item"}
"""The option for what some sorts have besides fields."""


def _completed(
    context: click.Context, _parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """The fields that an item of the sort has."""
    sort = context.params.get("sort")
    has = SORTS[sort].fields if sort in SORTS else None
    return [
        item
        for item in fields_from(incomplete, "=")
        if has is None or item.value.removesuffix("=") in has
    ]


@click.command(name="add")
@click.argument("sort", metavar="SORT", type=click.Choice([*SORTS, SET]))
@click.argument("name", metavar="NAME")
@click.argument("words", metavar="[FIELD=VALUE]…", nargs=-1, shell_complete=_completed)
@click.option(
    "--speed",
    "speeds",
    metavar="MARK=TIME",
    multiple=True,
    help="Of a lens: the measured time of a mark of its shutter, such as 1/60=1/52; repeatable.",
)
@click.option(
    "--factor",
    "factors",
    metavar="FILM=FACTOR",
    multiple=True,
    help='Of a filter: its factor for a film, such as "FP4 Plus=4"; repeatable.',
)
@click.option(
    "--holder",
    "holders",
    metavar="HOLDER",
    multiple=True,
    help="Of a film: a holder in which it is loaded, such as 1A; repeatable.",
)
@click.option(
    "--item",
    "items",
    metavar="NAME",
    multiple=True,
    shell_complete=kit_given.completed,
    help="Of a set: an item of the kit; repeatable.",
)
@click.option(
    "--from",
    "scan",
    metavar="SCAN",
    type=paths_to_files(),
    help="Take what no FIELD=VALUE gives from the record of this scan.",
)
def add_to_kit(
    sort: str,
    name: str,
    words: tuple[str, ...],
    speeds: tuple[str, ...],
    factors: tuple[str, ...],
    holders: tuple[str, ...],
    items: tuple[str, ...],
    scan: Path | None,
) -> None:
    """Add an item or a set to the kit.

    SORT is camera, lens, filter, meter, film, developer or set. NAME is what you call it: “150”,
    “Pyrocat”. An item's own field (lens, camera_model …) is NAME, unless FIELD=VALUE says
    otherwise.

    A set consists of items and of fields. With --from, it takes the items that the record names,
    and what else of the record stays in the camera bag: EI, meter, photographer …

    The item is written at the end of kit.toml; what is in that file stays as it is.

    \b
    Examples:
      exifilm kit add lens "Nikkor-W 150" lens_make=Nikon focal_length=150 --speed 1/60=1/52
      exifilm kit add filter orange filter="Wratten 22" filter_factor=4 --factor "FP4 Plus=5"
      exifilm kit add film "FP4 in 4x5" film="Ilford FP4 Plus" film_format=4x5 --holder 1A
      exifilm kit add set "Chamonix, FP4" --item Chamonix --item FP4 exposure_index=64
      exifilm kit add set "As on the coast" --from scan_017.tif
    """
    problems: list[str] = []
    name = " ".join(name.split())
    if not name:
        problems.append('NAME is empty. Give a name such as "Nikkor-W 150"')
    kit = kit_given.known()
    values = _values(sort, words, problems)
    own: dict[str, Any] = {
        SPEEDS: measured_times(speeds, "--speed", problems),
        FACTORS: _factors(factors, problems),
        HOLDERS: tuple(dict.fromkeys(filter(None, map(str.strip, holders)))),
    }
    has = SORTS[sort].own if sort != SET else "items"
    problems += [
        f"{option} does not belong to a {sort}."
        for key, option in OPTIONS.items()
        if key != has and (items if key == "items" else own[key])
    ]
    taken = [each.name for each in (kit.sets if sort == SET else kit.of(sort))]
    if folded(name) in map(folded, taken):
        problems.append(f"your kit has a {sort} “{shortened(name)}” already. Choose another name.")
    if problems:
        raise InputError("\n".join(problems))
    record = _record_of(scan)
    if sort == SET:
        _add(_set(kit, name, items, record, values))
        return
    fields = {SORTS[sort].main: name} | {
        field: record[field] for field in SORTS[sort].fields if record[field] is not None
    }
    item = Item(sort, name, in_order(fields | values))
    _add(item.replace(**{has: own[has]}) if has else item)


def _set(
    kit: Kit, name: str, items: tuple[str, ...], record: ExposureRecord, values: Mapping[str, Any]
) -> Set:
    """The set of these items, or else those of the record, with these values and the record's."""
    chosen = kit_given.things(kit, items, "--item")
    if any(isinstance(each, Set) for each in chosen):
        raise InputError("--item: a set has no other set in it. Give the items.")
    of_record = kit.set_of(name, record)
    own = in_order({**of_record.own, **values})
    named = tuple(each for each in chosen if isinstance(each, Item))
    found = Set(name, named or of_record.items, own)
    if not found.items and not found.own:
        raise InputError("the set would fill in nothing. Give --item, FIELD=VALUE or --from.")
    return found


def _add(thing: Thing) -> None:
    from exifilm_core.commands.kit import told, told_set
    from exifilm_core.errors import printable_path
    from exifilm_core.kit.own_kit import add

    add([thing])
    sort = thing.sort if isinstance(thing, Item) else SET
    what = told(thing) if isinstance(thing, Item) else told_set(thing)
    more = f" ({what})" if what else ""
    mention(f"{printable_path(own_file())}: {sort} {thing.name} added{more}")


def _record_of(scan: Path | None) -> ExposureRecord:
    if scan is None:
        return ExposureRecord()
    from exifilm_core.scans import Scan

    return Scan(scan).record


def _values(sort: str, words: tuple[str, ...], problems: list[str]) -> dict[str, Any]:
    """The values of the fields, as typed."""
    from exifilm_core.actions.values import typed

    assignments = []
    for word in words:
        field, equals, text = word.partition("=")
        if not equals:
            problems.append(f"“{shortened(word)}” is no FIELD=VALUE.")
        else:
            assignments.append((field, text))
    found = typed(assignments)
    problems += map(with_hint, found.problems)
    has = [field.name for field in ExposureRecord.fields()] if sort == SET else SORTS[sort].fields
    problems += [
        f"a {sort} has no {field}. It has {', '.join(has)}."
        for field in found.values
        if field not in has
    ]
    return {field: value for field, value in found.values.items() if value is not None}


def _factors(words: tuple[str, ...], problems: list[str]) -> dict[str, float]:
    from exifilm_core.kinds import Factor

    found = {}
    for word in words:
        film, equals, text = word.partition("=")
        try:
            factor = Factor().parse(text)
        except (InvalidValueError, ExifilmError):
            factor = None
        if not equals or not film.strip() or factor is None:
            problems.append(
                f"--factor: “{shortened(word)}” is not a film with a factor. Enter one such as "
                '"FP4 Plus=4".'
            )
        else:
            found[film.strip()] = factor
    return found
