"""The tables of film data that other languages repeat: the paper form's PostScript, and Perl."""

from __future__ import annotations

import re
from fractions import Fraction

from exifilm_core.files.resources import resource
from exifilm_core.film.readings import ZONES
from exifilm_core.film.stops import STOPS
from exifilm_core.kinds.numbers import FRACTIONS


def test_the_paper_forms_zones() -> None:
    form = resource("postscript/exposure_record.ps").read_text("latin-1")
    found = re.search(r"^/zone-names \[(.*)\] def$", form, re.MULTILINE)
    assert found
    assert tuple(re.findall(r"\((\w+)\)", found[1])) == ZONES


def test_the_tag_sets_stops_and_their_parts() -> None:
    config = resource("plugins/exiftool/exifilm.config").read_text("ascii")
    stops = re.search(r"my @stops = \((.*)\);", config)
    assert stops and [float(text) for text in stops[1].split(", ")] == list(STOPS)
    parts = re.search(r"my %part = \((.*)\);", config)
    assert parts
    named = dict(re.findall(r"'(\d/\d)' => (\d/\d)", parts[1]))
    assert {Fraction(text) for text in named} == set(FRACTIONS)
    assert all(Fraction(text) == Fraction(value) for text, value in named.items())


def test_the_stops_are_a_stop_apart() -> None:
    """As engraved: two digits of powers of the square root of two, and 22 and 11 as ever."""
    for number, stop in enumerate(STOPS):
        assert abs(stop / 2 ** ((number - 1) / 2) - 1) < 0.045, stop
