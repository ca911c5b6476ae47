"""Odd and senseless texts in every option of every calculation: an answer, or what to enter."""

from __future__ import annotations

import json
import re
from typing import Any, NoReturn

import click
import pytest

from exifilm_core.commands.calc import CALCULATIONS, calc

VALID = {
    "exposure": "--film HP5+ --metered 4s --focal 210 --extension 320".split(),
    "zones": [
        "--readings", "shade EV 9 on III; snow EV 13 on VIII", "--ei", "100", "--aperture", "f/8",
    ],
    "dof": "--focal 150 --aperture f/22 --format 4x5 --distance 3m".split(),
    "aperture": "--spread 5 --format 4x5".split(),
    "tilt": "--focal 150 --hinge 2m".split(),
    "luminance": "--aperture f/8 --time 1/60".split(),
    "equivalent": "--aperture f/22 --time 1/60 --focal 150 --format 4x5".split(),
}  # fmt: skip
"""Options with which each calculation has a result."""
ODD = (
    "", " ", "-1", "0", "abc", "1e309", "nan", "inf", "infinity", "1e99", "9" * 60, "1/0", "½",
    "1,234", "25,8", "f/", "\x00", "--", "x" * 5000, "0:0", "-1:2", "1e-300", "0.0000001",
    "EV 9999", "EV 9 on XI", "0 lx", "10^400", "1/60=0", "8 + 25 + 47", "10 years",
)  # fmt: skip
REMEDY = re.compile(
    r"Enter|Write|Add|Give|Choose|Did you mean|is not one of|“exifilm|goes into films.toml"
)
NO_TEXTS = {"--plot", "--record"}
"""The options that take files."""


def options(name: str) -> list[str]:
    """The options of a calculation that take a text; "" is its argument."""
    command = calc.get_command(click.Context(calc), name)
    assert command
    flags = [
        each.opts[0] if isinstance(each, click.Option) else ""
        for each in command.params
        if not (isinstance(each, click.Option) and each.is_flag)
    ]
    return [flag for flag in flags if flag not in NO_TEXTS]


def others(name: str, flag: str) -> list[str]:
    """The valid options without this one."""
    valid = VALID[name]
    if flag not in valid:
        return valid
    at = valid.index(flag)
    return [*valid[:at], *valid[at + 2 :]]


def no_number(word: str) -> NoReturn:
    raise AssertionError(f"{word} is not JSON")


@pytest.mark.parametrize("name", CALCULATIONS)
def test_an_odd_text_is_calculated_with_or_refused_with_a_remedy(name: str, exifilm: Any) -> None:
    for flag in options(name):
        for text in ODD:
            words = [f"{flag}={text}"] if flag else ["--", text]
            outcome = exifilm("calc", name, *others(name, flag), *words)
            told = (flag, text, outcome)
            if outcome.status == 0:
                assert outcome.out, told
            else:
                assert outcome.status == 2 and outcome.out == "", told
                assert REMEDY.search(outcome.err), told
            data = exifilm("calc", name, "--json", *others(name, flag), *words)
            assert data.status == outcome.status, told
            if data.status == 0:
                json.loads(data.out, parse_constant=no_number)


@pytest.mark.parametrize("name", CALCULATIONS)
def test_a_calculation_without_its_options_says_what_is_missing(name: str, exifilm: Any) -> None:
    outcome = exifilm("calc", name)
    assert outcome.status == 2 and outcome.out == ""
    assert " is missing" in outcome.err and REMEDY.search(outcome.err)
