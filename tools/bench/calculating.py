"""The calculations of the benchmark: `exifilm calc` of a photographer who has a kit."""

import sys
from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path

from exifilm_core.kit import own_file
from tools.bench.timing import Ratio, process, side_by_side

EXIFILM = Path(sys.executable).with_name("exifilm")
LENSES = """
[[lens]]
name = "Lens {number}"
lens_make = "Nikon"
focal_length = {focal}
speeds = {{ "1/60" = "1/52", "1/125" = "1/98" }}
"""
FILMS = """
[[film]]
name = "HP5 at {number}"
film = "Ilford HP5 Plus"
film_format = "4x5"
exposure_index = {number}
holders = ["{number}A", "{number}B"]
"""
FILTERS = """
[[filter]]
name = "filter {number}"
filter = "Wratten {number} glass"
filter_factor = 4
factors = {{ "Ilford HP5 Plus" = 5 }}
"""
EXPOSURE = "calc exposure --film HP5+ --metered 4s".split()
OTHERS = (
    ["zones", "--readings", "shade EV 9 on III; snow EV 13 on VIII"],
    "dof --focal 150 --aperture f/22 --format 4x5".split(),
    "aperture --spread 5 --format 4x5".split(),
    "tilt --focal 150 --hinge 2m".split(),
    ["luminance", "250 c/ft²"],
    "equivalent --aperture f/22 --time 1/60".split(),
)


def calculations(_folder: Path) -> Iterator[Ratio]:
    """How soon a calculation is there, with thirty items in the kit."""
    kit = own_file()
    kit.parent.mkdir(parents=True)
    kit.write_text(
        "".join(
            each.format(number=number, focal=90 + 10 * number)
            for number in range(1, 11)
            for each in (LENSES, FILMS, FILTERS)
        ),
        encoding="utf-8",
    )
    others = cycle(OTHERS)
    yield compared("calc exposure --film HP5+ --metered 4s`", lambda: EXPOSURE, 1.5)
    six = "calc zones`, `dof`, `aperture`, `tilt`, `luminance`, `equivalent` in turn"
    yield compared(six, lambda: ["calc", *next(others)], 1.5)
    with_lens = [*EXPOSURE, "--lens", "lens 3"]
    yield compared("calc exposure --lens NAME`, which reads the kit", lambda: with_lens, 2)


def compared(what: str, command: Callable[[], list[str]], at_most: float) -> Ratio:
    """The processor time of a command, beside that of the help."""
    return side_by_side(
        f"`exifilm {what}; 30 items in the kit, processor time | `exifilm --help`",
        lambda: process([EXIFILM, *command()]).processor,
        lambda: process([EXIFILM, "--help"]).processor,
        at_most=at_most, rounds=30,
    )  # fmt: skip
