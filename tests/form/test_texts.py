"""What the core said is known again, however long what it quotes is."""

from __future__ import annotations

import pytest
from exifilm_form.texts import _filled_in

from tests.kinds.test_long_input import assert_linear


@pytest.mark.parametrize(
    "pieces", [["x ", ": y ", " z"], ["", " a", " ", ""], ["the ", ""], ["a", "a", "a", "b"]]
)
def test_a_message_is_known_in_linear_time(pieces: list[str]) -> None:
    assert_linear(
        lambda message: _filled_in(pieces, message), "…", "x …: y  z", "x : y … z", "the…"
    )


@pytest.mark.parametrize(
    ("pieces", "message", "found"),
    [
        (["x ", ""], "x y", ["y"]),
        (["x ", ""], "x", [""]),
        (["x ", ""], "xy", None),
        (["", " and ", " ", ""], "1 and 5", ["1", "5", ""]),
        (["", " and ", " ", ""], "1 and 5 m", ["1", "5", "m"]),
        (["a", "a", "a"], "aa", None),
        (["a", "a", "a"], "aaaa", ["", "a"]),
        (["<", "><", ">"], "<a><b><c>", ["a", "b><c"]),
    ],
)
def test_what_is_filled_in(pieces: list[str], message: str, found: list[str] | None) -> None:
    assert _filled_in(pieces, message) == found
