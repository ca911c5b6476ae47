"""Reads a photographer's own films, a file in the layout of `films.toml`.

A mistake is reported with its line, and the rest of the file counts.
"""

from __future__ import annotations

import tomllib
from typing import Any

from exifilm_core.files.own_toml import Problem, parts_of
from exifilm_core.film.film_check import InvalidTableError, check
from exifilm_core.film.film_names import name_key
from exifilm_core.film.film_table import film_of
from exifilm_core.film.films import Catalogue, Source, listed
from exifilm_core.messages.film_file import FilmFile

_SOURCE = "own"


def with_own(catalogue: Catalogue, text: str, path: str) -> tuple[Catalogue, list[Problem]]:
    """The films with those of a photographer's own file, which count before them; its mistakes.

    A film in it that we know too replaces only what it says: its points, not its speed.
    """
    films, sources, problems = dict(catalogue.listed), dict[str, Source](), list[Problem]()
    for part in parts_of(text):
        try:
            data = part.data()
            sources |= _sources(data.pop("sources", {}))
            for table in _films(data):
                check(table)
                key = name_key(table["maker"], table["name"])
                known = films[key].film if key in films else None
                films[key] = listed(film_of(table, known, source=_SOURCE))
        except tomllib.TOMLDecodeError as problem:
            problems.append(part.problem(problem))
        except InvalidTableError as problem:
            here = part.line_of(problem.key, problem.number)
            problems.append(Problem(here, problem.text))

    def source(name: str) -> Source | None:
        if name == _SOURCE:
            return Source("films.toml", "own", path)
        return sources.get(name) or catalogue.source(name)

    return Catalogue(films.values(), source), problems


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
