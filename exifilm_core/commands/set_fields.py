"""`exifilm set`: fill in fields of one scan or of many.

`given.py` reads the command line before this module reads or writes any scan.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from exifilm_core.actions.values import Values, copied, in_json
from exifilm_core.actions.values import typed as typed_values
from exifilm_core.commands import given, kit_given
from exifilm_core.commands.arguments import paths_to_files, recursive_option
from exifilm_core.commands.console import (
    complain,
    each_on_its_own,
    mention,
    say,
    there_is,
    with_progress,
)
from exifilm_core.commands.exits import InputError
from exifilm_core.commands.field_names import fields_from
from exifilm_core.commands.hints import with_hint
from exifilm_core.commands.images import images_of
from exifilm_core.commands.messages import Commands
from exifilm_core.commands.number import names_of
from exifilm_core.errors import ExifilmError, printable_path
from exifilm_core.record import ExposureRecord

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from exifilm_core.actions import Outcome
    from exifilm_core.scans import Saved


def _completed(
    context: click.Context, _parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """The names of fields after the first file; before that, files."""
    from click.shell_completion import CompletionItem

    words = context.params.get("words") or ()
    fields = fields_from(incomplete, "=") if any(map(there_is, words)) else []
    return fields or [CompletionItem(incomplete, type="file")]


@click.command(name="set")
@click.argument("words", metavar="FILE… FIELD=VALUE…", nargs=-1, shell_complete=_completed)
@click.option(
    "--from", "other", metavar="OTHER", type=paths_to_files(), help="Copy the record of OTHER."
)
@click.option(
    "--json", "json_file", metavar="FILE|-", help="Read fields from JSON; - is standard input."
)
@click.option(
    "--kit",
    "kit_names",
    metavar="NAME",
    multiple=True,
    shell_complete=kit_given.completed,
    help="Fill in an item or a set of your kit; repeatable.",
)
@click.option(
    "--accept",
    "accepted",
    metavar="FIELD",
    multiple=True,
    shell_complete=lambda _context, _parameter, incomplete: fields_from(incomplete),
    help="Take over another program's value of FIELD, as “exifilm check” reports it.",
)
@click.option(
    "--film-exif", is_flag=True, help="Take EXIF's exposure as the film's, not the copy camera's."
)
@click.option("--fill", is_flag=True, help="Set only the fields that are empty.")
@click.option("--roll", metavar="ROLL", help="Set what belongs to the roll, in all its frames.")
@click.option(
    "--frames",
    metavar="FRAMES",
    multiple=True,
    help="With --roll: set these frames alone, such as 7 or 1-9; repeatable.",
)
@click.option("--dry-run", is_flag=True, help="Show the changes without making them.")
@click.option("--force", is_flag=True, help="Overwrite another program's changes.")
@click.option("--merge", is_flag=True, help="Keep another program's changes as well as yours.")
@click.option("--keep-time", is_flag=True, help="Keep the file's modification time.")
@recursive_option
def set_fields(
    words: tuple[str, ...],
    other: Path | None,
    json_file: str | None,
    kit_names: tuple[str, ...],
    accepted: tuple[str, ...],
    film_exif: bool,
    fill: bool,
    roll: str | None,
    frames: tuple[str, ...],
    dry_run: bool,
    force: bool,
    merge: bool,
    keep_time: bool,
    recursive: bool,
) -> None:
    """Fill in fields of the exposure records of scans.

    Write VALUE as on paper: aperture=f/22½, exposure_time=1/60, subject_distance="12 ft",
    development_time=7 (minutes), development_temperature=68 (°F). The command prints how it
    interpreted such values. FIELD= empties a field. FIELD may also be a label of the form, English
    or German: "Focal length=210". “exifilm schema --fields” lists all fields with examples.

    All FILEs get the same values. If one cannot be saved, the others still are. Other fields stay
    as they are.

    --from copies the filled-in fields of another scan's record, except its number (image_id) and
    the section on the scan itself. --json reads the fields of a record as “exifilm show --json”
    writes it; null empties a field. From a list of records, each FILE takes the one with its path,
    or else with its name. FIELD=VALUE overrides both.

    --kit fills in an item of your kit, such as a lens with its maker and focal length, or a set of
    items (“exifilm kit”). NAME may be a few letters of it. It changes only the fields that the item
    or the set has; where the record names another lens, film … than the item, it empties what
    described that one. It overrides --from and --json, and FIELD=VALUE overrides it.

    --accept takes over the value of a tag that disagrees with the record, such as a title typed in
    another program. To keep the record's value instead, set it with FIELD=VALUE.

    If a digital camera made the scan, the first save moves that camera's exposure out of EXIF.
    --film-exif declares that exposure the film's, and fills in the fields that the record leaves
    empty. It works before the first save and after it.

    --fill leaves fields alone that have a value. --roll sets what belongs to a roll, in all of its
    frames among the FILEs, or in a folder (by default this one): where the field is empty, or has
    the value that most of the roll's frames have. A frame's own, different value stays, and is
    reported. “exifilm number” says which scans belong to a roll. --frames sets these frames of it
    alone, whatever they have. Files of one sheet, such as scan.tif and scan.jpg, change together,
    or not at all if they differ.

    A word with a “=” is a FILE if that file exists, or if you write it with a folder: ./a=b.tif

    \b
    Examples:
      exifilm set scan_017.tif subject="Moonrise" film="Kodak Tri-X 320" aperture=f/32
      exifilm set *.tif photographer="Anna Lindqvist" holder=
      exifilm set scan_018.tif --from scan_017.tif exposure_time=2s
      exifilm set scan_017.tif readings="deep shade EV 9 on III; snow EV 13 on VII"
      exifilm set scan_017.tif --kit "Nikkor-W 150" --kit pyrocat aperture=f/22
      exifilm set scan_017.tif --accept subject
      exifilm set scan_017.tif --dry-run development=N+1
      exifilm set scan_019.jpg --film-exif
      exifilm show --json a.tif | exifilm set --json - b.tif
      exifilm show --json *.tif > records.json; exifilm set --json records.json *.tif
      exifilm set *.tif --fill lens="Symmar 150" location="Chamonix"
      exifilm set --roll 0418 film="Ilford HP5+" exposure_index=800 developed=2024-05-07
      exifilm set --roll 0418 --frames 1-9 location=Malham lens="Nikkor 50 mm f/1.8"
      exifilm set --recursive scans photographer="Anna Lindqvist"
    """
    if force and merge:
        raise InputError("--force and --merge cannot be combined. Choose one.")
    if frames and roll is None:
        raise InputError("--frames are those of a roll. Give --roll ROLL too.")
    named, assignments = given.sorted_out(words)
    data = given.read_json(json_file) if json_file else {}
    in_record = Values() if isinstance(data, list) else in_json(data)
    in_words = typed_values(assignments)
    problems = list(map(with_hint, [*in_record.problems, *in_words.problems]))
    from_json, typed = in_record.values, in_words.values
    chosen = given.accepted_fields(accepted, typed, problems)
    given.refuse(problems)
    if roll is not None:
        named = named or [Path()]
    if not named:
        raise click.UsageError("no FILE given.")
    if not (other or json_file or typed or kit_names or chosen or film_exif):
        raise click.UsageError(
            "nothing to set. Give FIELD=VALUE, --from OTHER, --json FILE, --kit NAME, --accept "
            "FIELD or --film-exif."
        )
    kit = kit_given.GivenKit(kit_names, typed) if kit_names else None
    of_kit = kit.values if kit else {}
    if not dry_run and (read := given.read_otherwise(assignments, typed)):
        mention(f"interpreted as: {read}")
    from exifilm_core.actions.set_fields import How, Set
    from exifilm_core.actions.set_fields import set_fields as set_fields_of
    from exifilm_core.commands.findings import exif_of_the_copy
    from exifilm_core.commands.record_text import as_changes
    from exifilm_core.scans import Scan

    def tell(outcome: Outcome[Set]) -> None:
        path, done = outcome.path, outcome.get()
        if done.changes is not None:
            say(f"{printable_path(path)}: {_count(len(done.changes))} would change")
            for line in as_changes((c.label, c.old, c.new) for c in done.changes):
                say(line)
        if done.saved:
            for warning in done.saved.warnings:
                complain(warning, path)
            for hint in exif_of_the_copy(done.copy_exposure):
                complain(hint, path)
            mention(f"{printable_path(path)}: {summary(done.saved)}")
            if kit and (lost := _emptied(done.saved, of_other | of_file[path] | typed)):
                mention(f"{printable_path(path)}: emptied, as your kit has none: {lost}")
        for name in done.own if roll is not None else ():
            own.setdefault(name, []).append(path)
        if done.no_copy_exposure:
            raise ExifilmError(
                Commands.NO_COPY_EXPOSURE_OTHERS_SAVED()
                if done.saved
                else Commands.NO_COPY_EXPOSURE(),
                file=path,
            )

    def follow(path: Path, record: ExposureRecord) -> Mapping[str, Any]:
        """What to set in the scan, with what follows from the kit for its record."""
        assert kit
        below = of_other | of_file[path]
        followed = kit.followed(record.replace(**below), over)
        values = {**below, **followed.values, **typed}
        left_out = asked_for[path].keys() - wanted[path].keys()
        return {name: value for name, value in values.items() if name not in left_out}

    own: dict[str, list[Path]] = {}
    with each_on_its_own() as attempt:
        files = images_of(named, attempt, recursive=recursive, folders=roll is not None)
        over: dict[str, Any] | None = {} if fill else None
        found = None
        if roll is not None:
            from exifilm_core.commands.of_roll import frames_of, of_roll

            found = of_roll(files, roll, attempt)
            if found and not (fill or frames):
                over = found.values([field.name for field in ExposureRecord.fields()])
            found = frames_of(found, frames, attempt) if found and frames else found
            files = found.paths if found else []
        if isinstance(data, list):
            of_file = given.values_in_list(data, files, attempt)
        else:
            of_file = dict.fromkeys(files, from_json)
        of_other = copied(Scan(other).record) if other else {}
        how = How(
            chosen, film_exif, force, merge, keep_time, over, follow if kit else None, dry_run
        )
        wanted: dict[Path, Mapping[str, Any]] = {
            path: of_other | of_file[path] | of_kit | typed for path in of_file
        }
        asked_for = wanted
        if found:
            from exifilm_core.commands.of_roll import agreeing

            wanted = agreeing(found, wanted, over, own, attempt)
        outcomes = set_fields_of(wanted, how)
        for outcome in with_progress(outcomes, len(wanted), "Saving", told_each=True):
            attempt(tell, outcome)
        for name, paths in own.items():
            label = ExposureRecord.field(name).label
            complain(Commands.OWN_VALUES(label=label, n=len(paths), names=names_of(paths)))


def summary(saved: Saved) -> str:
    """The saved fields, and the fields whose tags were brought in line, in words."""
    labels = [change.label for change in saved.changes]
    repaired = saved.brought_in_line
    if not labels:
        if not saved.tags:
            return "nothing to change"
        return f"tags updated to match the record{_of(repaired)}"
    saved_fields = ", ".join(labels) if len(labels) < 4 else _count(len(labels))
    return f"{saved_fields} saved" + (
        f"; tags updated to match the record{_of(repaired)}" if repaired else ""
    )


def _emptied(saved: Saved, given: Mapping[str, Any]) -> str:
    """The values that a save emptied, with their labels, but for fields that were given."""
    gone = [each for each in saved.changes if not each.new and each.field not in given]
    return ", ".join(f"{each.label} {each.old}" for each in gone)


def _of(labels: tuple[str, ...]) -> str:
    return f": {', '.join(labels)}" if labels else ""


def _count(fields: int) -> str:
    return f"{fields} field{'' if fields == 1 else 's'}"
