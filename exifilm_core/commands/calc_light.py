"""`exifilm calc luminance` and `equivalent`: light in all units, and exposures of the same EV."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from exifilm_core.actions import exposing
from exifilm_core.actions.exposing import told
from exifilm_core.commands.calc_given import OPTIONS, Inputs, rounded, rows_of, takes
from exifilm_core.commands.calc_kit import lens_option, time_of
from exifilm_core.commands.console import complain, say, say_json
from exifilm_core.film import exposure_value, luminance, sequences
from exifilm_core.film.equivalent import equivalents, exact_aperture
from exifilm_core.film.formats import diagonal, equivalent_focal_length
from exifilm_core.film.readings import UNITS
from exifilm_core.film.reciprocity import Basis
from exifilm_core.film.reciprocity import given as given_for
from exifilm_core.kinds import Aperture, Readings
from exifilm_core.kinds.numbers import decimal

_LENS = {"focal_length", "film_format"}
_EXPOSURE = {"aperture", "exposure_time"}


@click.command(name="luminance")
@click.argument("value", metavar="[VALUE]", required=False)
@takes("aperture", "exposure_time", "exposure_index")
@lens_option
@click.option(
    "--k",
    "k",
    type=click.Choice(["12.5", "14"]),
    default="12.5",
    help="The meter's constant: 12.5 (Nikon, Canon, Sekonic), or 14 (Minolta, Kenko, Pentax).",
)
def luminance_command(
    value: str | None,
    record: Path | None,
    as_json: bool,
    lens: str | None,
    k: str,
    **typed: str | None,
) -> None:
    """A reading in all units, or the EV of an exposure.

    VALUE is a reading with its unit: EV, cd/m², fL, c/ft², lx or fc. Instead of it, --aperture and
    --time give an EV, with --ei the EV of the light at ISO 100. Reflected light (cd/m², fL, c/ft²)
    and incident light (lx, fc) share the EV that they ask for.

    Of a lens of your kit with measured shutter times, the measured time counts.

    \b
    Examples:
      exifilm calc luminance "250 c/ft²"
      exifilm calc luminance "EV 12" --k 14
      exifilm calc luminance --aperture f/16 --time 1/125 --ei 400
    """
    given = Inputs(typed, record)
    constant = float(k)
    if value is not None:
        readings = given.of_option('VALUE, such as "250 c/ft²"', value, Readings())
        if given.typed:
            given.choose_one("VALUE", OPTIONS[next(iter(given.typed))].flag)
        if readings and len(readings) > 1:
            given.problems.append('VALUE: these are several. Give one reading, such as "EV 12"')
        given.check()
        reading = readings[0]
        ev = luminance.ev_of(reading.value, reading.unit, constant)
        if ev is None:
            given.problems.append('VALUE: no light has no EV. Give a value such as "250 c/ft²"')
            given.check()
        assert ev is not None
        _print_units(ev, constant, [], as_json=as_json, more={})
        return
    if given["aperture"] is None and given["exposure_time"] is None and record is None:
        given.problems.append(
            'VALUE is missing. Give a reading such as "250 c/ft²", or an exposure'
        )
    given.need("aperture", "exposure_time")
    given.check()
    seconds, rows = time_of(given, lens)
    assert seconds is not None
    of_film = exposure_value.ev(exact_aperture(given["aperture"]), seconds)
    iso = given["exposure_index"] or 100.0
    light = exposure_value.light(exact_aperture(given["aperture"]), seconds, iso)
    more = {"exposure_ev": rounded(of_film), "exposure_time": rounded(seconds), "iso": iso}
    _print_units(light, constant, rows, as_json=as_json, more=more)


def _print_units(
    ev: float,
    k: float,
    rows: list[tuple[str, str]],
    *,
    as_json: bool,
    more: dict[str, Any],
) -> None:
    values = {unit: luminance.value_of(ev, unit, k) for unit in UNITS}
    if as_json:
        say_json({unit: rounded(value) for unit, value in values.items()} | more | {"k": k})
        return
    if more:
        shown = f"EV {decimal(round(more['exposure_ev'], 2))} for ISO {decimal(more['iso'])}"
        rows.append(("Exposure", shown))
    for unit, value in values.items():
        if unit == "EV":
            rows.append(("EV at ISO 100", decimal(round(value, 2))))
        else:
            incident = "incident" if luminance.is_incident(unit) else f"reflected, K = {k:g}"
            rows.append((unit, f"{decimal(float(f'{value:.4g}'))}  ({incident})"))
    for line in rows_of(rows):
        say(line)


@click.command(name="equivalent")
@takes("aperture", "exposure_time", "film", "focal_length", "film_format")
@lens_option
@click.option("--thirds", is_flag=True, help="Print thirds of a stop, not full stops only.")
def equivalent(
    record: Path | None, as_json: bool, lens: str | None, thirds: bool, **typed: str | None
) -> None:
    """Exposures with the same EV; the 35 mm equivalent.

    With --film, prints for each time also the one to give for the film's reciprocity failure. With
    --focal and --format, prints the focal length with the same view on 24×36 mm.

    Of a lens of your kit with measured shutter times, the measured time counts.

    \b
    Examples:
      exifilm calc equivalent --aperture f/16 --time 1/60
      exifilm calc equivalent --aperture f/22 --time 1s --film "tri-x 320" --thirds
      exifilm calc equivalent --focal 150 --format 4x5
    """
    given = Inputs(typed, record)
    seconds, told_of_lens = time_of(given, lens)
    seen = given["focal_length"] is not None and given["film_format"] is not None
    exposed = given["aperture"] is not None and given["exposure_time"] is not None
    if not seen and _LENS & {*given.typed}:
        given.need("focal_length", "film_format")
    elif not exposed and (not seen or _EXPOSURE & {*given.typed}):
        given.need("aperture", "exposure_time")
    if seen and diagonal(name := given["film_format"]) is None:
        given.problems.append(
            f"the picture of the format “{name}” is not known. Give one such as 4x5, 6x7 or 135"
        )
    elif seen and equivalent_focal_length(given["focal_length"], name) is None:
        given.problems.append(
            f"--focal: {decimal(given['focal_length'])} mm on {name} has no equivalent on 35 mm. "
            "Give the focal length of a lens, such as --focal 150"
        )
    given.check()
    data: dict[str, Any] = {}
    rows: list[tuple[str, str]] = []
    if seen:
        same = equivalent_focal_length(given["focal_length"], given["film_format"])
        data["focal_length_35mm"] = same
        shown = f"{decimal(given['focal_length'])} mm on {given['film_format']}"
        rows.append(("35 mm equivalent", f"{same} mm, of {shown}"))
    if exposed:
        assert seconds is not None
        rows += told_of_lens
        _pairs(given, seconds, data, rows, step=1 if thirds else 3)
    if as_json:
        say_json(data)
        return
    for line in rows_of(rows):
        say(line)


def _pairs(
    given: Inputs,
    seconds: float,
    data: dict[str, Any],
    rows: list[tuple[str, str]],
    *,
    step: int,
) -> None:
    """Add the exposures with the same EV to the data and to the rows."""
    catalogue, mistakes = exposing.known_films() if given["film"] else (None, [])
    for mistake in mistakes:
        complain(mistake, exposing.own_file())
    film = given.film(catalogue)[0] if catalogue else None
    data["film"] = film.full_name if film else None
    data["pairs"] = []
    if film:
        rows.append(("Film", film.full_name))
    for pair in equivalents(given["aperture"], seconds, step=step):
        mark = sequences.nearest_time(pair.seconds)
        found = {"aperture": pair.aperture, "exact_aperture": rounded(pair.exact_aperture)}
        found |= {"seconds": rounded(pair.seconds), "mark": rounded(mark.marked) if mark else None}
        shown = told(mark.marked) if mark else told(pair.seconds)
        if film:
            answer = given_for(film.reciprocity, pair.seconds)
            found |= {"give": rounded(answer.shortest), "longest": rounded(answer.longest)}
            data["pairs"].append(found | {"basis": answer.basis.value})
            if not answer.basis.is_known:
                shown += f" ({answer.basis.value})"
            elif answer.basis is not Basis.NOT_NEEDED:
                shown += f", give {told(answer.shortest)} ({answer.basis.value})"
        else:
            data["pairs"].append(found)
        rows.append((Aperture().show(pair.aperture), shown))
