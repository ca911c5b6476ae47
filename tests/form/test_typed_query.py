"""A query typed on one line has the arguments that a shell would give to `exifilm find`."""

from __future__ import annotations

import shlex

import pytest
from exifilm_form.session.typed_query import arguments_of


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  moon   rise ",
        'lens="210 symmar" snow',
        "aperture=f/22..f/45 taken=2012",
        "filter= film!=",
        '"exposure time=1/60"',
        '"exposure time"=1/60',
        'readings="snow EV 13"',
    ],
)
def test_as_in_a_shell(text: str) -> None:
    assert arguments_of(text) == shlex.split(text)


@pytest.mark.parametrize(
    ("text", "arguments"),
    [
        ('bellows_extension=12"', ['bellows_extension=12"']),
        ('bellows_extension="12 5/8""', ['bellows_extension=12 5/8"']),
        ("film=“tri-x 320”", ["film=tri-x 320"]),
        ('lens="210 sy', ["lens=210 sy"]),
        ("Malham's", ["Malham's"]),
    ],
)
def test_as_one_types_it(text: str, arguments: list[str]) -> None:
    assert arguments_of(text) == arguments
