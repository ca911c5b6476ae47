"""`exifilm calc exposure`: an exposure step by step, and the reciprocity table of a film."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from exifilm_core.actions import exposing
from exifilm_core.actions.exposing import Factor
from exifilm_core.commands.calc_given import OPTIONS, Inputs, rows_of, takes
from exifilm_core.commands.calc_kit import kit_for, lens_for, lens_option
from exifilm_core.commands.calc_steps import Result, label
from exifilm_core.commands.console import complain, mention, say, say_json
from exifilm_core.commands.exits import InputError
from exifilm_core.commands.measured import measured_times
from exifilm_core.errors import InvalidValueError
from exifilm_core.film.exposure import exposure
from exifilm_core.kinds.numbers import number, plain

if TYPE_CHECKING:
    from exifilm_core.film.films import Catalogue, Film
    from exifilm_core.kit import Kit

_BELLOWS = ("bellows_factor", "bellows_extension", "subject_distance")
"""The fields of which each gives a bellows factor."""
FACTORS = ("filter_factor", "bellows_factor", "reciprocity_factor")


@click.command(name="exposure")
@takes(
    "film", "metered_time", "filter", "filter_factor", "bellows_extension", "focal_length",
    "subject_distance", "bellows_factor", "aperture",
)  # fmt: skip
@click.option(
    "--magnification", metavar="M", help="Magnification, such as 1:2 or 0.5, for the bellows."
)
@click.option(
    "--measured",
    metavar="MARK=TIME",
    multiple=True,
    help="True time of a mark of your shutter, such as 1/250=1/160; repeatable.",
)
@lens_option
@click.option("--apply", is_flag=True, help="Write the factors that are empty in --record.")
@click.option(
    "--plot",
    metavar="NAME.png",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Draw the film's reciprocity curve: a .png, .pdf or .ps file.",
)
def exposure_command(
    record: Path | None,
    as_json: bool,
    magnification: str | None,
    measured: tuple[str, ...],
    lens: str | None,
    apply: bool,
    plot: Path | None,
    **typed: str | None,
) -> None:
    """The time to give, step by step, and reciprocity tables.

    Multiplies the metered time by the factors of filter and bellows, and corrects the product for
    the film's reciprocity failure as its maker publishes it. Each step says what it rests on.
    Without a metered time, prints the film's reciprocity table. A record without one may have
    readings: then the darkest that is placed counts, at the record's aperture and EI.

    FILM may be a name, a maker's code (320TXP) or a notch code (“notch wide gap small wide”).
    FILTER has Wratten numbers: 25, “8 + polarizer”. A bellows factor follows from the extension,
    from --magnification or from the distance.

    --lens names a lens of your kit. The calculation takes its focal length, and the measured times
    of its shutter: it says which mark comes nearest, and what that mark gives. Without --lens, the
    lens of the record counts, if your kit has it. Your own filter factors count before published
    ones (“exifilm kit”).

    --apply writes the filter, bellows and reciprocity factors that the record leaves empty, and
    nothing else. It does not write a filter factor of another film. “exifilm undo” undoes it.

    Your own films, or your own points for a film, go into films.toml in ExiFilm's folder of
    settings. docs/exposure.md has an example.

    \b
    Examples:
      exifilm calc exposure --film HP5+ --metered 4s --extension 320 --focal 210 --filter 25
      exifilm calc exposure --film 320TXP --metered 1/2 --magnification 1:2
      exifilm calc exposure --film "tri-x 320"
      exifilm calc exposure --film "tri-x 320" --plot tri-x.png
      exifilm calc exposure --metered 1/60 --lens "Nikkor-W 150"
      exifilm calc exposure --record scan_017.tif --apply
    """
    given = Inputs(typed, record)
    # To read the kit takes longer than to calculate; without these, nothing of it counts.
    kit = kit_for(lens) if lens is not None or "filter" in given.typed or record else None
    item = lens_for(given, kit, lens)
    size = _magnification(given, magnification)
    typed_times = measured_times(measured, "--measured", given.problems)
    shutter = {**(item.speeds if item else {}), **typed_times}
    bellows = [OPTIONS[name].flag for name in _BELLOWS if name in given.typed]
    given.choose_one(*bellows, *(["--magnification"] if magnification else []))
    if apply and not record:
        given.problems.append("--apply needs a record. Add --record FILE")
    metered_why = _metered_by_readings(given) if record else ""
    wants_table = given["metered_time"] is None and not apply and "film" in given.typed
    if not wants_table and not plot:
        given.need("metered_time")
    if plot:
        given.need("film")
    given.check()
    catalogue, mistakes = exposing.known_films()
    for mistake in mistakes:
        complain(mistake, exposing.own_file())
    film, unknown = given.film(catalogue)
    if given["metered_time"] is None:
        done = [_draw(film, unknown, None, plot, catalogue)] if plot else []
        _print_table(film, catalogue, as_json=as_json)
    else:
        filtered = _filter(given, film, catalogue, kit)
        result = _calculated(given, film, unknown, filtered, size, shutter, catalogue)
        result.lens = item.name if item else ""
        result.metered_why = metered_why
        result.set_written(given.written.get("exposure_time"), shutter)
        counted = result.found.extended
        done = [_draw(film, unknown, counted, plot, catalogue)] if plot else []
        if as_json:
            say_json(result.to_json())
        else:
            for line in rows_of(result.rows()):
                say(line)
        for reason in result.left_out:
            complain(f"{reason}. The calculation leaves it out; give its factor.")
        if apply and record:
            done += _applied(record, given, result)
    if not as_json:  # whose output is JSON alone
        for line in done:
            mention(line)


def _calculated(
    given: Inputs,
    film: Film | None,
    unknown: str,
    filtered: Factor | None,
    size: float | None,
    shutter: dict[float, float],
    catalogue: Catalogue,
) -> Result:
    extended = _bellows(given, size)
    found = exposure(
        given["metered_time"],
        filter_factor=filtered.factor or 1.0 if filtered else 1.0,
        bellows_factor=extended.factor or 1.0 if extended else 1.0,
        law=film.reciprocity if film else None,
        measured=shutter,
    )
    return Result(found, film, unknown, filtered, extended, catalogue, given["aperture"])


def _metered_by_readings(given: Inputs) -> str:
    """Take the metered time from the record's placed readings if it has none; the reason."""
    if given["metered_time"] is not None or "readings" not in given.written:
        return ""
    from exifilm_core.actions.worked_out import WorkedOut
    from exifilm_core.record import ExposureRecord

    names = ("readings", "aperture", "exposure_index")
    record = ExposureRecord(**{name: given[name] for name in names})
    found = WorkedOut(record, exposing.known_films()[0]).metered()
    if found is None:
        return ""
    given.written = {**given.written, "metered_time": found.value}
    return str(found.why)


def _magnification(given: Inputs, text: str | None) -> float | None:
    if text is None:
        return None
    try:
        size = float(number(plain(text).replace(":", "/"), ratio=True))
    except InvalidValueError:
        size = -1.0
    if not 0 <= size <= 1000:
        given.problems.append(
            f"--magnification: “{text}” is not a magnification. Enter one such as 1:2, 0.5 or 2:1."
        )
    return size


def _filter(
    given: Inputs, film: Film | None, catalogue: Catalogue, kit: Kit | None
) -> Factor | None:
    """The factor of the filters: as typed, of the filter that is typed, or of the record's.

    That of the photographer's own filter counts before a published one.
    """

    def of_text(text: str) -> Factor:
        if kit:
            from exifilm_core.actions import with_kit

            name = film.full_name if film else given["film"] or ""
            if own := with_kit.filter_factor(kit, text, name, catalogue):
                return own
        return exposing.filter_factor(text, film, catalogue)

    if (factor := given.typed.get("filter_factor")) is not None:
        return exposing.as_given(factor)
    if (text := given.typed.get("filter")) is not None:
        found = of_text(text)
        if found.factor is None:
            raise InputError(f"--filter: {found.why}. Give its factor: --filter-factor 8")
        return found
    if (factor := given.written.get("filter_factor")) is not None:
        return exposing.as_written(factor)
    if (text := given.written.get("filter")) is not None:
        return of_text(text)
    return None


def _bellows(given: Inputs, magnification: float | None) -> Factor | None:
    """The bellows factor: as typed, calculated from what is typed, or of the record."""
    if (factor := given.typed.get("bellows_factor")) is not None:
        return exposing.as_given(factor)
    if magnification is not None:
        return exposing.of_magnification(magnification)
    typed = {"bellows_extension", "subject_distance"} & {*given.typed}
    if not typed and (factor := given.written.get("bellows_factor")) is not None:
        return exposing.as_written(factor)
    focal = given["focal_length"]
    if typed and focal is None:
        given.need("focal_length")
        given.check()
    if focal is None:
        return None
    if given["bellows_extension"] is not None and typed != {"subject_distance"}:
        return exposing.of_extension(given["bellows_extension"], focal)
    if given["subject_distance"] is not None:
        return exposing.of_distance(given["subject_distance"], focal)
    return None


def _applied(path: Path, given: Inputs, result: Result) -> list[str]:
    """Write the factors that are empty in the record, by the ordinary save; what was done."""
    from exifilm_core.actions.set_fields import How, set_fields
    from exifilm_core.commands.set_fields import summary
    from exifilm_core.errors import printable_path
    from exifilm_core.record import ExposureRecord

    known = result.to_write()
    done = [
        f"{label(name)} stays as written: "
        f"{ExposureRecord.field(name).kind.show(given.written[name])}"
        for name in FACTORS
        if name in known and name in given.written
    ]
    empty = {
        name: ExposureRecord.field(name).value_of(exposing.settled_factor(factor))
        for name, factor in known.items()
        if name not in given.written
    }
    where = printable_path(path)
    if result.filtered and result.filtered.of_another:
        done.append(
            f"{where}: {label('filter_factor')} is another film's, so it was not written, nor the "
            "reciprocity that follows from it. Give the one you use: --filter-factor"
        )
    if not empty:
        return [*done, f"{where}: no factor is empty and known; nothing was written"]
    for outcome in set_fields({path: empty}, How()):
        if saved := outcome.get().saved:
            for warning in saved.warnings:
                complain(warning, path)
            shown = ExposureRecord(**empty)
            values = "; ".join(f"{label(name)} {shown.show(name)}" for name in empty)
            done.append(f"{where}: {summary(saved)} ({values})")
    return done


def _print_table(film: Film, catalogue: Catalogue, *, as_json: bool) -> None:
    from exifilm_core.commands.calc_curve import rows, table

    if as_json:
        say_json(table(film, catalogue))
        return
    for line in rows(film, catalogue):
        say(line)


def _draw(
    film: Film | None, unknown: str, metered: float | None, plot: Path, catalogue: Catalogue
) -> str:
    """Draw the curve; what was done."""
    from exifilm_core.commands.calc_curve import draw

    if film is None:
        raise InputError(unknown)
    return draw(film, metered, plot, catalogue)
