"""What a calculation is given: options in the notations of the record's fields, and a record.

An option that is missing is taken from the record of --record. All invalid options are reported at
once, and so is what is missing, with an example.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from exifilm_core.commands.arguments import paths_to_files
from exifilm_core.commands.exits import InputError
from exifilm_core.errors import AmbiguousValueError, InvalidValueError, shortened
from exifilm_core.kinds.aperture import Aperture
from exifilm_core.kinds.kind import Kind
from exifilm_core.kinds.length import Length
from exifilm_core.kinds.plain import Angle, Factor
from exifilm_core.kinds.readings import Readings
from exifilm_core.kinds.speed import Speed
from exifilm_core.kinds.text import Text
from exifilm_core.kinds.time import Time
from exifilm_core.messages import Text as Words
from exifilm_core.messages.fields import Fields
from exifilm_core.messages.values import Reason
from exifilm_core.value import Value

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

F = TypeVar("F", bound=Callable[..., Any])


class Option(Value):
    """The option for a field of the record. Label, kind and help are those of the field."""

    flag: str
    metavar: str
    example: str
    """A valid option, for who left it out."""
    label: str
    kind: Kind[Any]
    help: str


OPTIONS = {
    # To load the record's declaration takes as long as to calculate, so that what a calculation
    # needs of it is repeated here; a test compares the two.
    "film": Option(
        "--film", "NAME", '--film "Tri-X 320"', "Film", Text(),
        "Manufacturer and name of the film",
    ),
    "film_format": Option(
        "--format", "FORMAT", "--format 4x5", "Format", Text(), "Film format",
    ),
    "exposure_index": Option(
        "--ei", "ISO", "--ei 320", "EI", Speed(), "Exposure index used",
    ),
    "focal_length": Option(
        "--focal", "LENGTH", "--focal 210", "Focal length",
        Length("mm", lowest=0.1, highest=20_000), "Focal length of the lens",
    ),
    "filter": Option(
        "--filter", "FILTER", "--filter 25", "Filter", Text(), "Filter on the lens",
    ),
    "subject_distance": Option(
        "--distance", "DISTANCE", "--distance 3m", "Distance",
        Length("m", lowest=0.001, infinity=True), "Distance from the lens to the subject",
    ),
    "bellows_extension": Option(
        "--extension", "LENGTH", "--extension 320", "Extension",
        Length("mm", lowest=0.1, highest=20_000), "Bellows extension from the lens to the film",
    ),
    "focus_spread": Option(
        "--spread", "LENGTH", "--spread 5", "Focus spread", Length("mm", lowest=0),
        "Rail travel between near and far focus",
    ),
    "front_tilt": Option(
        "--tilt", "ANGLE", "--tilt 4", "Front tilt", Angle(),
        "Tilt of the front standard, top toward the subject is +",
    ),
    "readings": Option(
        "--readings", "READINGS", '--readings "shade EV 9 on III; snow EV 13"', "Readings",
        Readings(), "Meter readings and their zones",
    ),
    "aperture": Option(
        "--aperture", "F-NUMBER", "--aperture f/22", "Aperture", Aperture(),
        "F-number set on the lens",
    ),
    "metered_time": Option(
        "--metered", "TIME", "--metered 4s", "Metered", Time(),
        "Metered time before corrections",
    ),
    "filter_factor": Option(
        "--filter-factor", "FACTOR", "--filter-factor 8", "Filter factor", Factor(),
        "Factor for the filter",
    ),
    "bellows_factor": Option(
        "--bellows-factor", "FACTOR", "--bellows-factor 2.3", "Bellows factor", Factor(),
        "Factor for the bellows extension",
    ),
    "developer": Option(
        "--developer", "NAME", "--developer Pyrocat-HD", "Developer", Text(), "Developer",
    ),
    "dilution": Option(
        "--dilution", "DILUTION", "--dilution 1+50", "Dilution", Text(),
        "Dilution of the developer",
    ),
    "exposure_time": Option(
        "--time", "TIME", "--time 1/60", "Exposure", Time(),
        "Exposure time of the film, in total",
    ),
}  # fmt: skip
_FACTOR = "No filter and no extension shortens the time. Enter a factor such as 2.5 or +1⅓ stops."
CIRCLE = Length("mm", lowest=0.0001, highest=10)
METRES = Length("m", lowest=0.001, highest=100_000)

json_option = click.option("--json", "as_json", is_flag=True, help="Write JSON, for programs.")
record_option = click.option(
    "--record",
    metavar="FILE",
    type=paths_to_files(),
    help="Take what no option gives from the record of this scan.",
)


def takes(*fields: str) -> Callable[[F], F]:
    """The options of these fields, of a record, and of JSON."""

    def with_options(command: F) -> F:
        for name in reversed(fields):
            option = OPTIONS[name]
            command = click.option(
                option.flag,
                name,
                metavar=option.metavar,
                help=f"{option.help}.",
                shell_complete=_films if name == "film" else None,
            )(command)
        return json_option(record_option(command))

    return with_options


def _films(
    _context: click.Context, _parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    from click.shell_completion import CompletionItem

    from exifilm_core.actions.exposing import known_films

    begins = incomplete.lower()
    return [
        CompletionItem(film.full_name)
        for film in known_films()[0].films
        if film.full_name.lower().startswith(begins) or film.name.lower().startswith(begins)
    ]


class Inputs:
    """The values of a calculation, and what is wrong with them."""

    def __init__(self, typed: dict[str, str | None], record: Path | None) -> None:
        """`typed` has the texts of options by field."""
        self.path = record
        self.problems: list[str] = []
        self.typed: dict[str, Any] = {}
        for name, text in typed.items():
            if text is not None:
                self._take(name, text)
        self.written: Mapping[str, Any] = {}
        """The values of the record of --record."""
        self.of_lens: Mapping[str, Any] = {}
        """The values of the kit's lens of --lens."""
        if record and not self.problems:
            from exifilm_core.scans import Scan

            self.written = Scan(record).record.filled()

    def _take(self, name: str, text: str) -> None:
        option = OPTIONS[name]
        value = self.of_option(option.example, text, option.kind)
        if value is not None and isinstance(option.kind, Factor) and value < 1:
            self.problems.append(f"{option.flag}: “{shortened(text)}” is less than 1. {_FACTOR}")
        elif value is not None:
            self.typed[name] = value

    def __getitem__(self, name: str) -> Any:
        """The value of a field: as typed, of the lens, or of the record; None without one."""
        return self.typed.get(name, self.of_lens.get(name, self.written.get(name)))

    def of_option(self, example: str, text: str | None, kind: Kind[Any]) -> Any:
        """The value of the option that the example begins with; None if it has none."""
        if text is None:
            return None
        option = example.split(maxsplit=1)[0].rstrip(",")
        try:
            value = kind.parse(text)
            if value is None:
                self.problems.append(f"{option} is empty. Write {example}")
            return value
        except AmbiguousValueError as problem:
            words = Fields.SEVERAL_READINGS(text=shortened(text), readings=problem.text)
        except InvalidValueError as problem:
            words = _refusal(text, kind, problem)
        self.problems.append(f"{option}: {words}")
        return None

    def need(self, *names: str) -> None:
        """Note which of these fields have no value, with an example of each."""
        for name in names:
            if self[name] is None and not self._is_refused(name):
                label = OPTIONS[name].label
                where = " in the record" if self.path else ""
                self.problems.append(f"{label} is missing{where}. Add {OPTIONS[name].example}")

    def _is_refused(self, name: str) -> bool:
        flag = OPTIONS[name].flag
        return any(problem.startswith((f"{flag}:", f"{flag} is")) for problem in self.problems)

    def choose_one(self, *ways: str) -> None:
        """Note that several of these options are given, which say the same in other words."""
        if len(ways) > 1:
            given = f"{', '.join(ways[:-1])} and {ways[-1]}"
            self.problems.append(f"{given} exclude each other. Give one of them")

    def check(self) -> None:
        """InputError with all problems, if there are any."""
        if self.problems:
            raise InputError("\n".join(self.problems))

    def film(self, catalogue: Any) -> tuple[Any, str]:
        """The film, and why there is none in the list; a typed one must be there."""
        from exifilm_core.errors import ExifilmError

        name = self["film"]
        if name is None:
            return None, ""
        try:
            return catalogue.film(name), ""
        except ExifilmError as problem:
            if "film" not in self.typed:
                return None, str(problem.text)
            from exifilm_core.commands.hints import with_hint

            raise InputError(f"--film: {with_hint(problem.text)}") from problem


def _refusal(text: str, kind: Kind[Any], problem: InvalidValueError) -> Words:
    """Why an option cannot have this value, and what to enter."""
    invalid = kind.invalid(text=shortened(text))
    if problem.code == Reason.NOT_VALID.name:
        return Fields.INVALID(invalid=invalid, accepts=kind.accepts)
    return Fields.INVALID_BECAUSE(invalid=invalid, reason=problem.text, accepts=kind.accepts)


def rows_of(rows: Sequence[tuple[str, str]]) -> list[str]:
    """The rows of a result as lines, with the values in one column."""
    from exifilm_core.commands.console import aligned

    return aligned(rows, indent=0)


def rounded(number: float | None) -> float | None:
    """The number with seven digits, as a record keeps it; None for none and for infinity."""
    import math

    return None if number is None or math.isinf(number) else float(f"{number:.7g}")
