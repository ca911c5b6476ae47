"""`exifilm calc dof`, `aperture` and `tilt`: what is sharp."""

from __future__ import annotations

import math
from pathlib import Path

import click

from exifilm_core.actions.exposing import told_aperture
from exifilm_core.commands.calc_given import CIRCLE, METRES, Inputs, rounded, rows_of, takes
from exifilm_core.commands.console import say, say_json
from exifilm_core.film import aperture as apertures
from exifilm_core.film import depth_of_field, tilt
from exifilm_core.kinds.numbers import decimal

circle_option = click.option(
    "--circle",
    metavar="LENGTH",
    help="Circle of confusion; by default, 1/1750 of the format's diagonal.",
)


def _circle(given: Inputs, text: str | None, *, needed: bool) -> float | None:
    """The circle of confusion in mm, as typed or of the format."""
    typed: float | None = given.of_option("--circle 0.1", text, CIRCLE)
    name = given["film_format"]
    if text is not None or (name is None and not needed):
        return typed
    if name is None:
        given.need("film_format")
        return None
    found = depth_of_field.circle_of_confusion(name)
    if found is None and (needed or "film_format" in given.typed):
        given.problems.append(
            f"the circle of confusion of the format “{name}” is not known. Add --circle 0.1, or "
            "give a format such as 4x5 or 6x7"
        )
    return found


@click.command(name="dof")
@takes("focal_length", "aperture", "subject_distance", "film_format")
@circle_option
def dof(record: Path | None, as_json: bool, circle: str | None, **typed: str | None) -> None:
    """Depth of field and hyperfocal distance.

    The circle of confusion c is 1/1750 of the diagonal of the sheet or of the picture. The
    hyperfocal distance is f²/(N·c) from the lens's front focus. Without a distance, only that is
    printed.

    \b
    Examples:
      exifilm calc dof --focal 150 --aperture f/22 --format 4x5 --distance "12 ft"
      exifilm calc dof --focal 80 --aperture f/11 --circle 0.05
    """
    given = Inputs(typed, record)
    given.need("focal_length", "aperture")
    found = _circle(given, circle, needed=True)
    given.check()
    assert found  # or there would be a problem
    focal, stop, distance = given["focal_length"], given["aperture"], given["subject_distance"]
    hyperfocal = depth_of_field.hyperfocal_distance(focal, stop, found)
    limits = None
    if distance is not None:
        limits = depth_of_field.limits(focal, stop, found, distance * 1000)
        if limits is None:
            given.problems.append(
                f"--distance: a subject at {decimal(distance)} m is not farther than the focal "
                "length. Give the distance from the lens, such as 3m"
            )
            given.check()
    if as_json:
        near, far = limits or (None, None)
        say_json(
            {
                "circle_of_confusion_mm": rounded(found),
                "hyperfocal_m": rounded(hyperfocal / 1000),
                "hyperfocal_from_lens_m": rounded((hyperfocal + focal) / 1000),
                "near_m": None if near is None else rounded(near / 1000),
                "far_m": "infinity" if far == math.inf else far and rounded(far / 1000),
            }
        )
        return
    rows = [
        ("Circle of confusion", f"{decimal(round(found, 4))} mm"),
        ("Hyperfocal distance", f"{_metres(hyperfocal)}; {_metres(hyperfocal + focal)} from lens"),
    ]
    if limits:
        rows += [("Near limit", _metres(limits[0])), ("Far limit", _metres(limits[1]))]
    for line in rows_of(rows):
        say(line)


@click.command(name="aperture")
@takes("focus_spread", "film_format")
@circle_option
def aperture(record: Path | None, as_json: bool, circle: str | None, **typed: str | None) -> None:
    """The best aperture for a focus spread.

    The spread is the travel of the standard between near and far focus. There are two schools. Paul
    Hansma's least blur, √(375·D), balances defocus against diffraction. The circle of confusion,
    D/(2c), stops down until the ends are just sharp enough; it needs a format or --circle.

    \b
    Examples:
      exifilm calc aperture --spread 5
      exifilm calc aperture --spread 5 --format 4x5
    """
    given = Inputs(typed, record)
    given.need("focus_spread")
    found = _circle(given, circle, needed=False)
    if given["focus_spread"] == 0:
        given.problems.append("a focus spread of 0 needs no aperture. Add --spread 5")
    given.check()
    spread = given["focus_spread"]
    by_school = {"least_blur": apertures.of_least_blur(spread)}
    if found:
        by_school["circle_of_confusion"] = apertures.of_circle(spread, found)
    if as_json:
        say_json({name: _on_scale(number) for name, number in by_school.items()})
        return
    rows = [("Least blur (Hansma)", f"{_shown(by_school['least_blur'])}: √(375 × D)")]
    if found:
        shown = _shown(by_school["circle_of_confusion"])
        rows.append(("Circle of confusion", f"{shown}: D ÷ 2c, c = {decimal(round(found, 4))} mm"))
    for line in rows_of(rows):
        say(line)


@click.command(name="tilt")
@takes("focal_length", "front_tilt")
@click.option(
    "--hinge",
    metavar="DISTANCE",
    help="Distance from the lens to the hinge line of the plane of focus, across the axis.",
)
def tilt_command(
    record: Path | None, as_json: bool, hinge: str | None, **typed: str | None
) -> None:
    """The tilt for a hinge line, by Merklinger.

    sin α = f/J. J is the distance from the lens to the line about which the plane of focus turns,
    straight down if the ground is to be sharp. With --tilt instead of --hinge, prints J.

    \b
    Examples:
      exifilm calc tilt --focal 150 --hinge "4.2 ft"
      exifilm calc tilt --focal 150 --tilt 4
    """
    given = Inputs(typed, record)
    given.need("focal_length")
    distance = given.of_option('--hinge "4.2 ft"', hinge, METRES)
    if hinge is not None and "front_tilt" in given.typed:
        given.choose_one("--tilt", "--hinge")
    if hinge is None and given["front_tilt"] is None:
        given.problems.append('the hinge line is missing. Add --hinge "4.2 ft"')
    given.check()
    focal = given["focal_length"]
    angle: float | None = given["front_tilt"]
    if distance is not None:
        angle = tilt.angle(focal, distance * 1000)
        if angle is None:
            given.problems.append(
                f"--hinge: no tilt brings the hinge nearer than the focal length, {decimal(focal)} "
                "mm. Give a greater distance, such as 2m"
            )
            given.check()
    else:
        distance = tilt.hinge(focal, angle or 0.0) / 1000
    assert angle is not None
    if as_json:
        far = "infinity" if distance == math.inf else rounded(distance)
        say_json({"tilt_degrees": rounded(angle), "hinge_m": far})
        return
    for line in rows_of(
        [("Tilt", f"{decimal(round(angle, 1))}°"), ("Hinge line", _metres(distance * 1000))]
    ):
        say(line)


def _on_scale(number: float) -> dict[str, float | None]:
    scale = apertures.on_scale(number)
    return {"f_number": rounded(number), "stop": scale.stop, "stops": scale.stops}


def _shown(number: float) -> str:
    scale = apertures.on_scale(number)
    beyond = f" and {decimal(scale.stops)} stop" if scale.stops else ""
    return f"{told_aperture(number)}, that is f/{decimal(scale.stop)}{beyond}"


def _metres(millimetres: float) -> str:
    """A distance to a centimetre, below 1 m to three digits: a close-up has little depth."""
    if millimetres == math.inf:
        return "infinity"
    metres = millimetres / 1000
    return f"{decimal(float(f'{metres:.3g}') if metres < 1 else round(metres, 2))} m"
