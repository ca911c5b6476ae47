"""The films: what is published of each, and the film that a photographer's words mean.

`films.toml` holds the data, each figure with its source. `film_file` reads it, and a photographer's
own file in the same layout.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from exifilm_core.errors import ExifilmError, shortened
from exifilm_core.film.film_names import Listed, key_of, notch_code, words_of
from exifilm_core.film.filters import Published
from exifilm_core.film.reciprocity import Law
from exifilm_core.messages.exposing import Films
from exifilm_core.messages.values import either
from exifilm_core.value import Value

_NEAR = 3
_ENOUGH = 4
"""Characters with which the end of a name stands for the name: velvia 100, but not 100."""


class Source(Value):
    """Who published a figure, and where it was read."""

    title: str
    grade: str = "maker"
    """maker: read in the maker's sheet; copy: in a copy of it; second-hand: others say so; own."""
    where: str = ""

    @property
    def is_makers(self) -> bool:
        return self.grade in ("maker", "copy")


class FilterFactors(Value):
    """The filter factors that a film's maker prints, by Wratten number, for one light."""

    source: str = ""
    light: str = ""
    factors: Mapping[str, Published] = {}


class Film(Value):
    """A film, and what is published of it. "", () and None are not published."""

    maker: str
    name: str
    aliases: tuple[str, ...] = ()
    """Other names, the maker's codes, and names under which it is resold."""
    iso: float | None = None
    process: str = ""
    kind: str = ""
    balance: str = ""
    formats: tuple[str, ...] = ()
    sheets: tuple[str, ...] = ()
    """Sizes of sheets."""
    notch: tuple[str, ...] = ()
    """The notches in order toward the corner, emulsion toward you, notches at the top right."""
    sold: str = ""
    """What became of a film that is no longer sold."""
    source: str = ""
    sources: Mapping[str, str] = {}
    """The sources of what `source` does not say, by part."""
    note: str = ""
    reciprocity: Law | None = None
    filters: FilterFactors | None = None

    @property
    def full_name(self) -> str:
        """Maker and name, as in the record's field: Kodak Tri-X 320."""
        begins = self.name.startswith(f"{self.maker} ")
        return self.name if begins else f"{self.maker} {self.name}"

    @property
    def is_orthochromatic(self) -> bool:
        """Whether it cannot see red, by its name: factors of other films say nothing of it."""
        return bool(re.search(r"\bortho?\b|\borto\b", self.name, re.IGNORECASE))


def listed(film: Film) -> Listed[Film]:
    """A film that has been read, for a catalogue."""
    return Listed(film.maker, film.name, film.aliases, film.iso, lambda: film)


class Catalogue:
    """Films with their sources. A later film of the same maker and name replaces an earlier one."""

    def __init__(
        self, listed: Iterable[Listed[Film]], source: Callable[[str], Source | None]
    ) -> None:
        """`source` gives the source of a name."""
        self.listed = {each.key: each for each in listed}
        """The films by `Listed.key`, in the order of the data."""
        self.source = source

    @property
    def films(self) -> tuple[Film, ...]:
        """All films, in the order of the data."""
        return tuple(each.film for each in self.listed.values())

    def film(self, text: str) -> Film:
        """The film that the text means. ExifilmError if it means none or several; names near ones.

        The text may be a name, a maker's code, several words of a name, or a notch code.
        """
        found = self.meant(text)
        if len(found) == 1:
            return found[0]
        if found:
            names = either(film.full_name for film in found[: 2 * _NEAR])
            raise ExifilmError(Films.SEVERAL_FILMS(text=shortened(text), films=names))
        if near := self.near(text):
            raise ExifilmError(Films.NO_FILM_BUT(text=shortened(text), near=either(near)))
        raise ExifilmError(Films.NO_FILM(text=shortened(text)))

    def meant(self, text: str) -> list[Film]:
        """The films that the text may mean: those with this name or code, else with its words."""
        return [each.film for each in self._meant(text)]

    def _meant(self, text: str) -> list[Listed[Film]]:
        known = list(self.listed.values())
        if code := notch_code(text):
            return [each for each in known if each.film.notch == code]
        key, words = key_of(text), words_of(text)
        if not key:
            return []
        return (
            # A name counts before an alias, under which a film is resold.
            [each for each in known if key in each.name_keys]
            or [each for each in known if key in each.keys]
            or [each for each in known if len(key) >= _ENOUGH and _ends_in(each, key)]
            or [each for each in known if words <= each.words]
            or [each for each in known if each.has_speed(words)]
        )

    def near(self, text: str) -> list[str]:
        """The full names of films with similar names, the most similar first."""
        import difflib

        keys = {key: each for each in self.listed.values() for key in each.keys}
        found = difflib.get_close_matches(key_of(text), keys, n=3 * _NEAR, cutoff=0.6)
        return list(dict.fromkeys(keys[key].film.full_name for key in found))[:_NEAR]


def _ends_in(listed: Listed[Film], key: str) -> bool:
    return any(known.endswith(key) for known in listed.keys)
