"""Translation of the core's texts: with their placeholders, which are filled in afterwards."""

from __future__ import annotations

import gettext

import pytest
from exifilm_form.session import texts

from exifilm_core.messages import Template, Text


class Sentences(Template):
    """Sentences for this test."""

    NAMED = "{label}: {value} of {n}"
    COUNTED = ("{n} scan", "{n} scans")


class Reversed(gettext.NullTranslations):
    """A language with the words of English in reverse order."""

    def gettext(self, message: str) -> str:
        return " ".join(reversed(message.split()))

    def ngettext(self, one: str, many: str, n: int) -> str:
        return self.gettext(one if n == 1 else many)


@pytest.fixture(autouse=True)
def reversed_language(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts, "_translation", Reversed())


def test_a_label_in_a_sentence_is_translated_and_a_value_is_not() -> None:
    text = Sentences.NAMED(label=Text("Box speed"), value="Tri-X {n}", n=4)
    assert str(text) == "Box speed: Tri-X {n} of 4"
    assert texts.translated(text) == "4 of Tri-X {n} speed Box:"
    assert text.code == "NAMED"


@pytest.mark.parametrize(("n", "english"), [(1, "1 scan"), (0, "0 scans"), (2, "2 scans")])
def test_a_number_decides_between_singular_and_plural(n: int, english: str) -> None:
    assert str(Sentences.COUNTED(n=n)) == english
    assert texts.translated(Sentences.COUNTED(n=n)) == " ".join(reversed(english.split()))


def test_words_without_places_may_hold_braces() -> None:
    assert texts.translated(Text("{as it is}")) == "is} it {as"


def test_an_error_of_the_window_is_not_translated_twice() -> None:
    error = texts.FormError("Datei beschädigt")
    assert (error.message, error.code) == ("Datei beschädigt", "")


def test_control_characters_are_written_out() -> None:
    text = Sentences.NAMED(label=Text("Film"), value="\x1b[2J", n=1)
    assert texts.translated(text) == r"1 of \x1b[2J Film:"
