"""Worked examples from manuals and books come out of `exifilm calc` as printed."""

from __future__ import annotations

import json
import math
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

WORKED = Path(__file__).resolve().parents[1] / "data" / "film" / "worked.toml"
EXAMPLES: list[dict[str, Any]] = tomllib.loads(WORKED.read_text(encoding="utf-8"))["example"]


def at(place: str, data: Any) -> Any:
    """The part of the JSON at a place such as steps.0.seconds."""
    if place in data:
        return data[place]
    for name in place.split("."):
        data = data[int(name) if isinstance(data, list) else name]
    return data


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example["source"])
def test_a_worked_example_comes_out_as_printed(example: dict[str, Any], exifilm) -> None:
    outcome = exifilm("calc", *example["calc"], "--json")
    assert (outcome.status, outcome.err) == (0, "")
    data = json.loads(outcome.out)
    for place, printed in example["results"].items():
        found = at(place, data)
        if within := example.get("within_stops"):
            assert abs(math.log2(found / float(printed))) <= within, (place, found)
        else:
            half = Decimal(1).scaleb(Decimal(printed).as_tuple().exponent) / 2
            assert abs(Decimal(str(found)) - Decimal(printed)) <= half, (place, found)


def test_every_example_names_its_source() -> None:
    assert len(EXAMPLES) >= 45
    assert len({(example["source"], *example["calc"]) for example in EXAMPLES}) == len(EXAMPLES)
