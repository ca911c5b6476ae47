"""Sentences about a photographer's own file of films."""

from __future__ import annotations

from exifilm_core.messages import Template


class FilmFile(Template):
    """A mistake in a photographer's own file of films."""

    LINE_OF_FILMS = "line {line}: {problem} The film does not count; the others do."
    FILMS_NOT_READ = "your own films cannot be read: {reason}. Those of ExiFilm count."
    NOT_A_FILM = "“{key}” belongs to no film. Begin each film with a line [[film]]."
    NO_SUCH_KEY = "a film has no “{key}”. There are {known}."
    NAME_MISSING = 'the film has no {key}. Write {key} = "…".'
    KEY_NOT_TEXT = '“{key}” is not a text. Write {key} = "…".'
    KEY_NOT_TEXTS = '“{key}” is not a list of texts. Write {key} = ["…", "…"].'
    KEY_NOT_NUMBER = "“{key}” is not a number from {lowest} to {highest}."
    KEY_NOT_TABLE = "“{key}” is not a table. Write [film.{key}] on a line of its own."
    NOT_A_SOURCE = "“{key}” is not a source with a title. Write it as in ExiFilm's own films.toml."
    NOT_A_NOTCH = "“{word}” is no notch. Write wide, small or gap."
    NOT_POINTS = "“points” is not a list of tables, each with metered and given."
    NO_LAW = "the reciprocity says nothing. Give points, exponent or none_to."
    POINT_SAYS_NOTHING = "the point at {metered} s says nothing. Give given, factor or stops."
    POINT_NOT_LATER = "the point at {metered} s does not follow a shorter time. Sort the points."
    POINT_SHORTENS = "the point at {metered} s asks for less than the metered time."
    POINT_FALLS = "the point at {metered} s asks for less time than the point before."
    NOT_STOPS = '“{text}” is not a number of stops. Write 1, "1/3" or "1 1/2".'
