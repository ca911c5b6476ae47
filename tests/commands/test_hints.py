"""The core's sentences contain no command; the command line adds its own hints by code."""

from __future__ import annotations

import pkgutil
import re
import string
from collections import Counter
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from exifilm_core import messages
from exifilm_core.commands import COMMANDS
from exifilm_core.commands.console import complain
from exifilm_core.commands.hints import HINTS, with_hint
from exifilm_core.errors import ChangedOnDiskError, Difference, ExifilmError
from exifilm_core.messages import Template, Text
from exifilm_core.messages.files import Files
from exifilm_core.messages.saving import Saving


def templates() -> Iterator[type[Template]]:
    """Every Template of the core."""
    for module in pkgutil.iter_modules(messages.__path__, f"{messages.__name__}."):
        for thing in vars(import_module(module.name)).values():
            if isinstance(thing, type) and issubclass(thing, Template) and thing is not Template:
                yield thing


ALL = {member.name: member for template in templates() for member in template}


def english(member: Template) -> list[str]:
    """The sentence; a pair is its singular and its plural."""
    return list(member.value) if isinstance(member.value, tuple) else [member.value]


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("member", ALL.values(), ids=ALL)
def test_a_sentence_has_at_most_twenty_words(member: Template) -> None:
    """Quotations, words in brackets and places do not count."""
    for text in english(member):
        bare = re.sub(r"“[^”]*”|\([^)]*\)|\{\w+\}", " ", text)
        for sentence in re.split(r"[.;:\n]\s", bare):
            assert len(sentence.split()) <= 20, sentence


def test_a_code_is_one_sentences() -> None:
    codes = Counter(name for template in templates() for name in template.__members__)
    assert [code for code, count in codes.items() if count > 1] == []
    assert len(codes) > 100


@pytest.mark.parametrize("member", ALL.values(), ids=ALL)
def test_no_sentence_of_the_core_names_a_command_or_an_option(member: Template) -> None:
    for text in english(member):
        assert "--" not in text
        named = re.search(rf"\bexifilm ({'|'.join(COMMANDS)})\b", text)
        assert named is None, named


@pytest.mark.parametrize("code", HINTS)
def test_a_hint_is_to_a_sentence_and_knows_its_values(code: str) -> None:
    for text in english(ALL[code]):
        values = dict.fromkeys(places(text) | {"name"}, "x")
        assert with_hint(ALL[code](**values)).endswith(HINTS[code].format(**values))


def test_a_sentence_without_a_hint_stays_as_it_is() -> None:
    assert with_hint(Saving.NOTHING_TO_UNDO()) == "there is no save to undo."
    assert with_hint(Text("{no place}")) == "{no place}"


def test_hints_follow_the_error_on_the_command_line_only(capsys) -> None:
    file = Path("scan.jpg")
    for error, core, hint in (
        (ExifilmError(Saving.UNDO_OF_CHANGED(), file=file), "not undone.", " “exifilm log” shows"),
        (
            ChangedOnDiskError(file, {"film": Difference("Film", "", "HP5", "FP4")}),
            "Film: was empty, is now “HP5”, to be saved “FP4”",
            "\nSave with --merge",
        ),
    ):
        assert error.message.endswith(core) and error.code in HINTS
        complain(error)
        told = capsys.readouterr().err
        assert told.startswith("exifilm: scan.jpg: ") and f"{core}{hint}" in told


def test_the_words_of_the_system_are_a_value() -> None:
    """The system's words are a value of a sentence, never part of its English."""
    said = Files.CANNOT_READ(reason="Is a directory")
    assert (str(said), said.code) == ("it cannot be read: Is a directory.", "CANNOT_READ")
