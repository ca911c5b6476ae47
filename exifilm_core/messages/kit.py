"""Sentences about a photographer's kit and its file."""

from __future__ import annotations

from exifilm_core.messages import Template


class KitFile(Template):
    """A mistake in the file of the kit."""

    LINE_OF_KIT = "line {line}: {problem} The rest of the kit counts."
    KIT_NOT_READ = "your kit cannot be read: {reason}."
    KIT_MISTAKE_FIRST = "line {line}: {problem} Correct that first; nothing was added."
    NOT_AN_ITEM = "“{key}” is nothing of a kit. Begin each item with one of {known}."
    ONE_BRACKET = "“{key}” needs two brackets. Begin the item with a line [[{key}]]."
    NO_NAME = 'the {sort} has no name. Write name = "…".'
    NAME_NOT_TEXT = 'the name is not a text. Write name = "…".'
    NAME_TAKEN = "there is a {sort} “{name}” already. Give one of them another name."
    NOT_OF_SORT = "a {sort} has no “{key}”. It has {known}."
    KEY_NOT_VALUE = "“{key}” is not a text or a number."
    FIELD_TWICE_IN_KIT = "“{key}” is given twice, by two names of the field."
    NOT_PAIRS = "“{key}” is not a table. Write {example}."
    NOT_A_SPEED = "“{mark}” = “{time}” is not a mark with its measured time, such as {example}."
    NOT_A_FACTOR = "“{text}” is not a factor for “{film}”. Write one such as 4, 4× or +2."
    NOT_HOLDERS = '“holders” is not a list of texts. Write holders = ["1A", "1B"].'
    NOT_ITEMS = '“items” is not a list of names. Write items = ["…", "…"].'
    EMPTY_SET = "the set fills in nothing. Give it items or fields."
    NO_TABLE_FILM = 'the table is for no film. Write film = "…".'
    NOT_A_TIME = "“{stops}” = “{time}” is not a development with its time, such as {example}."


class Kits(Template):
    """Words that mean nothing of the kit, or several things."""

    NOT_IN_KIT = "there is no “{text}” in your kit."
    NOT_IN_KIT_BUT = "there is no “{text}” in your kit. Did you mean {near}?"
    SEVERAL_IN_KIT = "“{text}” may mean {things}. Enter one of them."
    SORT_AND_NAME = "{sort} {name}"
    KIT_IS_EMPTY = "your kit is empty ({path})."
    SEVERAL_TABLES = "your kit has several tables of developing times for this film: {tables}."


class OfKit(Template):
    """What a calculation takes from the kit, and why."""

    FILTER_OF_KIT = "filter {filter} of your kit"
    FILTER_FOR_FILM = "filter {filter} of your kit, for {film}"
    DEVELOP_FOR = "{time} by your table: {table}"
    DEVELOP_NEAREST = "{time} by your table, whose {nearest} is nearest to {wanted}: {table}"
