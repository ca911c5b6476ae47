"""Each sentence is filled in completely wherever it is used, and each is used somewhere."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from exifilm_core.commands.hints import HINTS
from exifilm_core.commands.messages import Commands
from exifilm_core.kinds.kind import Kind
from exifilm_core.messages import Template
from exifilm_core.messages.values import Invalid
from tests.translation.test_german import TEMPLATES, TOP, strings

KNOWN = {template.__name__: template for template in (*TEMPLATES, Commands)}
SOURCES = [
    path
    for folder in ("exifilm_core", "plugins", "tools", "postscript")
    for path in sorted((TOP / folder).rglob("*.py"))
]


def places(sentence: Template) -> set[str]:
    texts = strings(sentence.value)
    found = {name for text in texts for name in re.findall(r"\{(\w+)\}", text)}
    return found | {"n"} if len(texts) > 1 else found


def sentences_in(tree: ast.AST) -> Iterator[tuple[ast.Attribute, Template]]:
    """The members of templates in the source, such as Files.NO_SPACE."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            members = getattr(KNOWN.get(node.value.id), "__members__", {})
            if node.attr in members:
                yield node, members[node.attr]


def calls_in(tree: ast.AST) -> Iterator[tuple[ast.Call, Template]]:
    """The calls of these members that spell out the places."""
    sentences: dict[ast.AST, Template] = dict(sentences_in(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.func in sentences:
            yield node, sentences[node.func]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(TOP)))
def test_a_call_gives_the_places_of_its_sentence(path: Path) -> None:
    """And besides only what the command line's hint needs."""
    for call, sentence in calls_in(ast.parse(path.read_text("utf-8"))):
        wanted, given = places(sentence), {keyword.arg for keyword in call.keywords}
        where = f"{path.name}:{call.lineno}: {sentence.name}"
        of_hint = set(re.findall(r"\{(\w+)\}", HINTS.get(sentence.name, "")))
        assert not call.args, where
        assert given - {None} <= wanted | of_hint, where
        assert None in given or wanted | of_hint <= given, where  # None: **values


def kinds(kind: type = Kind) -> Iterator[type]:
    yield kind
    for special in kind.__subclasses__():
        yield from kinds(special)


def test_every_refusal_of_a_kind_quotes_the_text() -> None:
    assert {frozenset(places(sentence)) for sentence in Invalid} == {frozenset({"text"})}
    assert {type(kind.invalid) for kind in kinds() if hasattr(kind, "invalid")} == {Invalid}


def test_every_sentence_is_used() -> None:
    used = {
        sentence
        for path in SOURCES
        for _node, sentence in sentences_in(ast.parse(path.read_text("utf-8")))
    }
    assert {s for template in KNOWN.values() for s in template} == used
