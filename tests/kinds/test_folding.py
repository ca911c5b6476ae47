"""Folded texts: case, accents and typography do not matter to a search."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exifilm_core.kinds.folding import folded, words_of


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("Tür", "tur"),
        ("ÉTÉ", "ete"),
        ("Straße", "STRASSE"),
        ("Łódź", "lodz"),
        ("Œuvre, Æsir, Ø", "oeuvre, aesir, o"),
        ("İstanbul", "istanbul"),
        ("Σίσυφος", "ΣΙΣΥΦΟΣ"),
        ("ёлка", "елка"),
        ("مُحَمَّد", "محمد"),
        ("Tri‑X 4×5 “a” −1", 'tri-x 4x5 "a" -1'),
        ("ﬁlm", "film"),
    ],
)
def test_what_is_typed_plainly_is_the_same(text: str, typed: str) -> None:
    assert folded(text) == folded(typed)


@pytest.mark.parametrize(("one", "other"), [("が", "か"), ("हि", "ह"), ("한", "하"), ("a", "b")])
def test_letters_of_other_scripts_stay_apart(one: str, other: str) -> None:
    assert folded(one) != folded(other)


@given(st.text())
def test_folding_depends_on_neither_case_nor_composition(text: str) -> None:
    once = folded(text)
    assert folded(once) == once
    for form in ("NFC", "NFD"):
        assert folded(unicodedata.normalize(form, text)) == once


def test_words_of_a_text() -> None:
    assert words_of("  Große\tTÜR ") == ("grosse", "tur")
