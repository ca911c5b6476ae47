"""Reads a photographer's own films, a file in the layout of `films.toml`.

A mistake is reported with its line, and the rest of the file counts. TOML's own parser gives up at
the first mistake, so each film's part of the file is parsed alone.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from typing import Any, NamedTuple

from exifilm_core.film.film_check import InvalidTableError, check
from exifilm_core.film.film_names import name_key
from exifilm_core.film.film_table import film_of
from exifilm_core.film.films import Catalogue, Source, listed
from exifilm_core.messages import Text
from exifilm_core.messages.film_file import FilmFile

_SOURCE = "own"
_BEGIN = re.compile(r"^\s*\[\[\s*film\s*\]\]", re.MULTILINE)
_AT = re.compile(r"\(at line (\d+), column \d+\)|\(at end of document\)")


class Problem(NamedTuple):
    """A mistake in a file of films, and its line, counted from 1."""

    line: int
    text: Text


def with_own(catalogue: Catalogue, text: str, path: str) -> tuple[Catalogue, list[Problem]]:
    """The films with those of a photographer's own file, which count before them; its mistakes.

    A film in it that we know too replaces only what it says: its points, not its speed.
    """
    films, sources, problems = dict(catalogue.listed), dict[str, Source](), list[Problem]()
    for line, part in _parts(text):
        try:
            data = tomllib.loads(part)
            sources |= _sources(data.pop("sources", {}))
            for table in _films(data):
                check(table)
                key = name_key(table["maker"], table["name"])
                known = films[key].film if key in films else None
                films[key] = listed(film_of(table, known, source=_SOURCE))
        except tomllib.TOMLDecodeError as problem:
            problems.append(_syntax(problem, line, part))
        except InvalidTableError as problem:
            here = line + _line_of(problem.key, problem.number, part)
            problems.append(Problem(here, problem.text))

    def source(name: str) -> Source | None:
        if name == _SOURCE:
            return Source("films.toml", "own", path)
        return sources.get(name) or catalogue.source(name)

    return Catalogue(films.values(), source), problems


def _parts(text: str) -> Iterator[tuple[int, str]]:
    """The part of each film, and what precedes the first, each with the number of its line."""
    starts = [0, *(match.start() for match in _BEGIN.finditer(text))]
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        part = text[start:end]
        blank = len(part) - len(part.lstrip("\n"))
        yield text.count("\n", 0, start) + blank + 1, part[blank:]


def _films(data: dict[str, Any]) -> list[dict[str, Any]]:
    """The films of a part, at most one."""
    for key, value in data.items():
        if key != "film" or not isinstance(value, list):
            raise InvalidTableError(key, FilmFile.NOT_A_FILM(key=key))
    films: list[dict[str, Any]] = data.get("film", [])
    return films


def _sources(table: Any) -> dict[str, Source]:
    """The photographer's own sources: name = { title = "…", where = "…" }."""
    found = {}
    if not isinstance(table, dict):
        raise InvalidTableError("sources", FilmFile.KEY_NOT_TABLE(key="sources"))
    for name, parts in table.items():
        known = isinstance(parts, dict) and set(parts) <= {*Source.parts()} and "title" in parts
        if not known or not all(isinstance(text, str) for text in parts.values()):
            raise InvalidTableError(name, FilmFile.NOT_A_SOURCE(key=name))
        found[name] = Source(**({"grade": "own"} | parts))
    return found


def _syntax(problem: tomllib.TOMLDecodeError, line: int, part: str) -> Problem:
    match = _AT.search(str(problem))
    here = int(match[1]) if match and match[1] else part.count("\n") + 1
    reason = _AT.sub("", str(problem)).strip()
    return Problem(line + here - 1, FilmFile.NOT_TOML(reason=reason))


def _line_of(key: str, number: int, part: str) -> int:
    """The line of a key in its part, counted from 0, at its `number`th time; else the first."""
    begins = rf"(?:^|[{{,.\[])\s*\"?{re.escape(key)}\"?\s*[=\]]"
    found = list(re.finditer(begins, part, re.MULTILINE))
    return part.count("\n", 0, found[number].end()) if number < len(found) else 0
