"""Reads the films that come with ExiFilm, `films.toml`. `own_films` reads a photographer's own."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from exifilm_core.film.film_names import Listed
from exifilm_core.film.film_table import film_of
from exifilm_core.film.films import Catalogue, Film, Source

OURS = Path(__file__).with_name("films.toml")
_BEGIN = "\n[[film]]\n"
_NAMED = re.compile(
    r"""maker\ =\ "(?P<maker>.*)"\n name\ =\ "(?P<name>.*)"\n
        (?:aliases\ =\ \[(?P<aliases>.*)\]\n)? (?:iso\ =\ (?P<iso>.*)\n)?""",
    re.VERBOSE,
)
_TEXT = re.compile(r'"([^"]*)"')


def ours() -> Catalogue:
    """The films that come with ExiFilm: their names, and each film when it is asked for.

    Parsing all takes longer than a short command. Each film of the file begins with what `_NAMED`
    reads, without escapes. Nothing in it is checked here; tests do that.
    """
    head, *parts = OURS.read_text(encoding="utf-8").split(_BEGIN)

    def source(name: str) -> Source | None:
        line = re.search(rf"^{re.escape(name)} = .*$", head, re.MULTILINE) if name else None
        return Source(**tomllib.loads(line[0])[name]) if line else None

    return Catalogue(map(_listed, parts), source)


def _listed(part: str) -> Listed[Film]:
    named = _NAMED.match(part)
    assert named  # the tests read them all
    return Listed(
        named["maker"],
        named["name"],
        tuple(_TEXT.findall(named["aliases"] or "")),
        float(named["iso"]) if named["iso"] else None,
        lambda: film_of(tomllib.loads(_BEGIN + part)["film"][0]),
    )
