"""The catalogues of the window and of darktable's panel: `python tools/translate.py`.

Gathers every text that the window may show, and updates the catalogues in
plugins/exifilm_form/locale: LANGUAGE.po, which translators edit, and the compiled .mo, which the
window reads. Lists the texts without a translation. An empty LANGUAGE.po adds a language.

Babel finds the window's own texts in the calls of `_` and `ngettext`. The core's sentences are the
members of its templates; labels and help are in the declaration of the fields.

The panel in darktable has the few texts of its script, in the calls of `_` and `n_`. Its catalogues
are where darktable's scripts have theirs, in plugins/darktable/locale/LANGUAGE/LC_MESSAGES.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

import exifilm_core
from exifilm_core.kinds.typed_dates import MONTHS
from exifilm_core.messages import Template
from exifilm_core.record import ExposureRecord, Section

TOP = Path(__file__).resolve().parent.parent
FORM = TOP / "plugins" / "exifilm_form"
GIMP = TOP / "plugins" / "gimp3" / "exifilm"
LOCALE = FORM / "locale"
PANEL = TOP / "plugins" / "darktable"
KEYWORDS = {"_": None, "ngettext": (1, 2)}

Message = str | tuple[str, ...] | list[str]
"""A text, or its singular and plural."""


def gathered() -> Catalog:
    """Every text, with its sources."""
    catalog = Catalog(project="ExiFilm", fuzzy=False)
    for message, source in (*_declared(), *_in_templates(), *_in_sources()):
        catalog.add(message, locations=[(source, 0)])
    return catalog


def templates() -> list[type[Template]]:
    """Every template of the core and of the plug-in for GIMP, without the command line's own."""
    for module in pkgutil.walk_packages(exifilm_core.__path__, "exifilm_core."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    sys.path.insert(0, str(GIMP))
    importlib.import_module("exifilm_in_gimp.messages")
    sys.path.remove(str(GIMP))
    found = sorted(Template.__subclasses__(), key=lambda template: template.__module__)
    ours = ("exifilm_core.messages", "exifilm_in_gimp.messages")
    return [t for t in found if t.__module__.startswith(ours)]


def _declared() -> Iterator[tuple[Message, str]]:
    for section in Section:
        yield section.title, "section"
    for field in ExposureRecord.fields():
        words = (
            field.label,
            field.purpose,
            field.fills,
            field.unit,
            field.example or field.kind.accepts,
        )
        yield from ((text, f"field:{field.name}") for text in words if text)
        standard, _, movement = field.name.partition("_")
        if standard in ("front", "rear"):
            yield from ((text.title(), "movements") for text in (standard, movement))
    yield from ((month, "dates") for month in MONTHS)


def _in_templates() -> Iterator[tuple[Message, str]]:
    for template in templates():
        for sentence in template:
            yield sentence.value, f"{template.__name__}.{sentence.name}"


def _in_sources() -> Iterator[tuple[Message, str]]:
    for path in (*sorted(FORM.rglob("*.py")), *sorted(GIMP.rglob("*.py"))):
        for _line, message, *_ in extract_from_file("python", path, keywords=KEYWORDS):
            yield message, path.name


_LUA_TEXT = r'"((?:[^"\\]|\\.)*)"'
_LUA_CALL = re.compile(rf"\bn_\(\s*{_LUA_TEXT},\s*{_LUA_TEXT}|\b_\({_LUA_TEXT}\)")


def of_panel() -> Catalog:
    """The texts of the panel in darktable."""
    catalog = Catalog(project="ExiFilm", fuzzy=False)
    script = PANEL / "contrib" / "exifilm.lua"
    for one, many, alone in _LUA_CALL.findall(script.read_text(encoding="utf-8")):
        catalog.add((one, many) if one else alone, locations=[(script.name, 0)])
    return catalog


def catalogues() -> Iterator[tuple[Path, Catalog]]:
    """Every catalogue that translators edit, and the texts that belong into it."""
    for texts, paths in (
        (gathered(), LOCALE.glob("*.po")),
        (of_panel(), PANEL.glob("locale/*/LC_MESSAGES/*.po")),
    ):
        for path in sorted(paths):
            yield path, texts


def language(path: Path) -> str:
    """The language of a catalogue."""
    return path.parent.parent.name if path.is_relative_to(PANEL) else path.stem


def update(path: Path, texts: Catalog) -> Catalog:
    """Put the texts into a catalogue, drop those that are gone, and write it, also as .mo."""
    with path.open("rb") as file:
        catalog = read_po(file, locale=language(path))
    catalog.update(texts, no_fuzzy_matching=True, update_creation_date=False)
    catalog.project, catalog.version = "ExiFilm", "catalogue"
    catalog.header_comment = "# Edit the msgstr lines, then run: python tools/translate.py"
    catalog.last_translator = catalog.msgid_bugs_address = ""
    catalog.revision_date = catalog.creation_date
    with path.open("wb") as file:
        write_po(file, catalog, ignore_obsolete=True, include_lineno=False)
    target = compiled(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as file:
        write_mo(file, catalog)
    return catalog


def compiled(path: Path) -> Path:
    """The .mo of a .po."""
    if path.is_relative_to(PANEL):
        return path.with_suffix(".mo")
    return path.parent / path.stem / "LC_MESSAGES" / "exifilm_form.mo"


def untranslated(catalog: Catalog) -> list[Message]:
    """The texts that lack a translation, or one of its plurals."""
    found: list[Message] = []
    for message in catalog:
        string = message.string or ""
        if not all([string] if isinstance(string, str) else string):
            found.append(message.id)
    return found


def main() -> int:
    lacking = 0
    for path, texts in catalogues():
        catalog = update(path, texts)
        missing = untranslated(catalog)
        lacking += len(missing)
        name = path.relative_to(TOP)
        print(f"{name}: {len(catalog)} texts, {len(missing)} without a translation")
        print("".join(f"    {message}\n" for message in missing), end="")
    return 1 if lacking else 0


if __name__ == "__main__":
    sys.exit(main())
