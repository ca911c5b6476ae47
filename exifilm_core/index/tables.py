"""The tables of the index. Their columns follow from the declaration of the fields.

An ordered field has two columns, for the first and the last point of its span (`Kind.span`); the
second is NULL where both are the same. A field with texts has a column of folded words.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from importlib import import_module
from typing import Any

from exifilm_core.exiftool import program
from exifilm_core.readers.quick.quick_reader import is_on
from exifilm_core.record import ExposureRecord
from exifilm_core.record.schema import schema
from exifilm_core.tags.mapping import owned_names

_VERSION = 4
"""Of the tables and of what the rows hold; counts up with every change of either."""
NAME = "name"
"""The column with the words of the file's name."""


@cache
def ordered() -> tuple[str, ...]:
    """The fields whose values are compared."""
    return tuple(field.name for field in ExposureRecord.fields() if field.kind.ordered)


@cache
def textual() -> tuple[str, ...]:
    """The fields whose values are searched for words."""
    return tuple(field.name for field in ExposureRecord.fields() if field.kind.textual)


def creation() -> str:
    """The statements that make the tables."""
    spans = ", ".join(f'"{name}", "{last(name)}"' for name in ordered())
    texts = ", ".join(f'"{name}"' for name in (NAME, *textual()))
    return f"""
        CREATE TABLE made_by (version TEXT NOT NULL);
        CREATE TABLE folder (id INTEGER PRIMARY KEY, path BLOB NOT NULL UNIQUE);
        CREATE TABLE scan (
            id INTEGER PRIMARY KEY, folder INTEGER NOT NULL, name BLOB NOT NULL,
            state BLOB NOT NULL, number BLOB, crc INTEGER NOT NULL, UNIQUE (folder, name)
        );
        CREATE TABLE content (id INTEGER PRIMARY KEY, tags BLOB NOT NULL, crc INTEGER NOT NULL);
        CREATE INDEX unsure ON scan (id) WHERE number IS NULL;
        CREATE TABLE number (id INTEGER PRIMARY KEY, {spans});
        CREATE VIRTUAL TABLE words USING fts5 (
            {texts}, tokenize = "trigram case_sensitive 1", detail = column
        );
    """


def last(name: str) -> str:
    """The column with the last point of a field's span."""
    return f"{name} to"


def version() -> str:
    """What the rows depend on: the tables, this ExiFilm, its declared fields, and the readers.

    Who turns the quick reader off wants nothing that it has read.
    """
    return f"{_declared()} {program.mark()}{'' if is_on() else ' alone'}"


@cache
def _declared() -> str:
    exifilm = import_module("exifilm_core").__version__  # the package itself imports this
    declared: list[Any] = [_VERSION, exifilm, schema()]
    declared += [sorted(owned_names(sidecar=sidecar)) for sidecar in (False, True)]
    return hashlib.sha256(json.dumps(declared, sort_keys=True).encode()).hexdigest()
