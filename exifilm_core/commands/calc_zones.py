"""`exifilm calc zones`: where readings fall, the exposure that places them, and the development."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from exifilm_core.actions.exposing import in_stops, stops_text, told, told_aperture, told_factor
from exifilm_core.commands.calc_given import Inputs, rounded, rows_of, takes
from exifilm_core.commands.calc_kit import kit_for
from exifilm_core.commands.console import complain, say, say_json
from exifilm_core.film import development, placement, zones
from exifilm_core.film.equivalent import exact_aperture
from exifilm_core.film.luminance import value_of
from exifilm_core.film.readings import Reading
from exifilm_core.kinds import Aperture, Development
from exifilm_core.kinds import Readings as ReadingsKind
from exifilm_core.kinds.numbers import decimal


@click.command(name="zones")
@takes(
    "readings", "exposure_index", "aperture", "filter_factor", "bellows_factor", "film",
    "developer", "dilution",
)  # fmt: skip
def zones_command(record: Path | None, as_json: bool, **typed: str | None) -> None:
    """The zones on which readings fall, exposure and development.

    The first reading with a zone is placed; those without fall where their difference in EV puts
    them. Two placed readings give the range of the subject in stops, and the development that
    spreads it over their zones. With --film, and with --developer where you use several, the
    development is that of your own table in the kit which is nearest, with its time.

    With --ei and --aperture, also prints the metered time that places the first reading. Beside it
    stands the time by Ansel Adams's exposure formula: at the key stop √EI, 1 s divided by the
    luminance on Zone V in c/ft². It is a fifth of a stop shorter.

    \b
    Examples:
      exifilm calc zones --readings "shade EV 9 on III; snow EV 13 on VIII; rock EV 11"
      exifilm calc zones --readings "moon 250 c/ft² on VII" --ei 64 --aperture f/32 \\
          --filter-factor 3
      exifilm calc zones --record scan_017.tif --json
    """
    given = Inputs(typed, record)
    given.need("readings")
    if (given["exposure_index"] is None) != (given["aperture"] is None) and not record:
        given.need("exposure_index", "aperture")
    if {"developer", "dilution"} & {*given.typed}:
        given.need("film")
    given.check()
    readings: tuple[Reading, ...] = given["readings"]
    fallen = [
        reading.zone if reading.zone is not None else zones.falls_on(readings, number)
        for number, reading in enumerate(readings)
    ]
    data = {
        "readings": [
            {
                "area": reading.area,
                "value": reading.value,
                "unit": reading.unit,
                "ev": rounded(zones.ev(reading)),
                "zone": rounded(fallen[number]),
                "placed": reading.zone is not None,
            }
            for number, reading in enumerate(readings)
        ],
        **_development(readings, given),
        **_exposure(readings, given),
    }
    if as_json:
        say_json(data)
        return
    for line in rows_of(_rows(data, readings)):
        say(line)


def _development(readings: tuple[Reading, ...], given: Inputs) -> dict[str, Any]:
    found = development.span(readings)
    if found is None:
        return {"range_stops": None, "zones_spanned": None, "development": None}
    stops = development.suggested(readings)
    data: dict[str, Any] = {
        "range_stops": rounded(found.stops),
        "zones_spanned": rounded(found.zones),
        "development": stops,
        "development_by_rule": stops,
        "development_time": None,
        "development_why": None,
    }
    if given["film"] is not None:
        data |= _by_own_table(readings, given)
    return data


def _by_own_table(readings: tuple[Reading, ...], given: Inputs) -> dict[str, Any]:
    """The development by the photographer's table for the film, {} without one; reports why."""
    from exifilm_core.actions.exposing import known_films

    catalogue, problem = known_films()[0], None
    if kit := kit_for():
        from exifilm_core.actions.with_kit import developed
        from exifilm_core.record import ExposureRecord

        values = {field.name: given[field.name] for field in ExposureRecord.fields()}
        own, problem = developed(readings, values, kit, catalogue)
        if own and own.why:
            return {
                "development": own.stops,
                "development_time": rounded(own.seconds),
                "development_why": str(own.why),
            }
    if problem:
        complain(problem)
    elif "film" in given.typed:
        given.film(catalogue)  # a name that is in neither list is an error
        complain(
            f"your kit has no developing times for “{given['film']}”, so the development is by the "
            "rule. “exifilm kit edit” opens the kit: [[development]]"
        )
    return {}


def _exposure(readings: tuple[Reading, ...], given: Inputs) -> dict[str, Any]:
    iso, aperture = given["exposure_index"], given["aperture"]
    placed = next((r for r in readings if r.zone is not None and zones.ev(r) is not None), None)
    if placed is None or placed.zone is None or iso is None:
        return {}
    on_five = placement.light(placed, placed.zone)
    candles = None if on_five is None or zones.is_incident(placed) else value_of(on_five, "c/ft²")
    key_stop = {
        "key_stop": rounded(placement.key_stop(iso)),
        "zone_v_ev": rounded(on_five),
        "zone_v_c_per_ft2": rounded(candles),
    }
    if aperture is None:
        return key_stop
    exact = exact_aperture(aperture)
    factor = (given["filter_factor"] or 1.0) * (given["bellows_factor"] or 1.0)
    metered = placement.metered_time(placed, placed.zone, exact, iso)
    by_key_stop = placement.key_stop_time(placed, placed.zone, exact, iso)
    return {
        **key_stop,
        "aperture": aperture,
        "metered_time": rounded(metered),
        "metered_time_by_key_stop": rounded(by_key_stop),
        "factor": rounded(factor),
        "exposure_time": None if metered is None else rounded(metered * factor),
        "exposure_time_by_key_stop": None if by_key_stop is None else rounded(by_key_stop * factor),
    }


def _rows(data: dict[str, Any], readings: tuple[Reading, ...]) -> list[tuple[str, str]]:
    kind = ReadingsKind()
    rows = []
    for reading, found in zip(readings, data["readings"], strict=True):
        bare = kind.show_one(reading.replace(zone=None))
        rows.append((bare, _zone(found["zone"], placed=found["placed"])))
    if data["range_stops"] is None:
        rows.append(("Development", "no two readings are placed, so none follows"))
    else:
        stops, spanned = (stops_text(data[key]) for key in ("range_stops", "zones_spanned"))
        shown = Development().show(data["development"])
        rows.append(("Subject range", f"{stops} stops, placed over {spanned} zones"))
        own = f"\n{data['development_why']}" if data["development_why"] else ""
        rows.append(("Development", f"{shown}: {spanned} zones − {stops} stops{own}"))
    if data.get("metered_time") is not None:
        aperture = Aperture().show(data["aperture"])
        rows.append(("Metered", f"{told(data['metered_time'])} at {aperture}"))
        if data["factor"] != 1:
            factor = told_factor(data["factor"])
            rows.append(("Exposure", f"{told(data['exposure_time'])}: {factor}"))
        if data["metered_time_by_key_stop"] is not None:
            shown = told_aperture(data["key_stop"])
            seconds = told(data["exposure_time_by_key_stop"])
            candles = decimal(float(f"{data['zone_v_c_per_ft2']:.3g}"))
            rows.append(("By key stop", f"{seconds}: {candles} c/ft² on V, key stop {shown}"))
    return rows


def _zone(zone: float | None, *, placed: bool) -> str:
    if zone is None:
        return "no zone: no comparable reading is placed"
    if not zones.DARKEST <= zone <= zones.LIGHTEST:
        side = "below Zone 0" if zone < zones.DARKEST else "above Zone X"
        past = zones.DARKEST - zone if zone < zones.DARKEST else zone - zones.LIGHTEST
        return f"falls {in_stops(past)} {side}"
    return f"{'placed' if placed else 'falls'} on {zones.spoken(zone)}"
