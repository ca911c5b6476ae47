"""The window in German: every text has a translation, and the compiled catalogue is up to date."""

from __future__ import annotations

import ast
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages import Catalog, Message
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from exifilm_core import ExifilmError, ExposureRecord
from exifilm_core.kinds import Text as TextKind
from exifilm_core.messages import Template
from exifilm_core.record import Field
from tests.kinds.test_quantities import examples

TOP = Path(__file__).resolve().parents[2]
RUN_IT = "run: python tools/translate.py"


def _translate() -> ModuleType:
    spec = importlib.util.spec_from_file_location("translate", TOP / "tools" / "translate.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


translate = _translate()
PO = translate.LOCALE / "de.po"
TEXTS: Catalog = translate.gathered()
TEMPLATES: list[type[Template]] = translate.templates()
with PO.open("rb") as file:
    GERMAN: Catalog = read_po(file, locale="de")
MESSAGES = [message for message in GERMAN if message.id]


def strings(value: str | tuple[str, ...] | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


def test_every_text_has_its_german() -> None:
    assert [m.id for m in TEXTS if m.id and m.id not in GERMAN] == [], RUN_IT
    assert translate.untranslated(GERMAN) == [], f"put their German into {PO.name}; {RUN_IT}"


def test_the_catalogue_has_no_text_that_is_gone() -> None:
    assert [m.id for m in MESSAGES if m.id not in TEXTS] == [], RUN_IT
    assert not GERMAN.obsolete and not any(m.fuzzy for m in MESSAGES), RUN_IT


def test_the_compiled_catalogue_is_not_stale() -> None:
    with translate.compiled(PO).open("rb") as file:
        compiled = read_mo(file)
    translations = [(strings(m.id), strings(m.string)) for m in compiled if m.id]
    assert sorted(translations) == sorted((strings(m.id), strings(m.string)) for m in MESSAGES), (
        RUN_IT
    )


def test_gettexts_own_compiler_takes_the_catalogue(tmp_path: Path) -> None:
    msgfmt = shutil.which("msgfmt")
    if not msgfmt:
        pytest.skip("msgfmt is missing: apt install gettext")
    check = [msgfmt, "--check-format", "--check-domain", "-o", tmp_path / "de.mo", PO]
    done = subprocess.run(check, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_updating_changes_nothing_more(tmp_path: Path) -> None:
    copy = tmp_path / PO.name
    shutil.copy(PO, copy)
    translate.update(copy, TEXTS)
    assert copy.read_text("utf-8") == PO.read_text("utf-8"), RUN_IT


def test_a_new_language_begins_with_an_empty_file(tmp_path: Path) -> None:
    (tmp_path / "fr.po").touch()
    french = translate.update(tmp_path / "fr.po", TEXTS)
    assert len(translate.untranslated(french)) == len(TEXTS) > 400
    assert translate.compiled(tmp_path / "fr.po").exists()


@pytest.mark.parametrize("message", MESSAGES, ids=lambda message: strings(message.id)[0][:40])
def test_german_has_the_same_places_and_marks(message: Message) -> None:
    def places(text: str) -> list[str]:
        return sorted(re.findall(r"\{\w*\}", text))

    for english, german in zip(strings(message.id), strings(message.string), strict=True):
        assert places(german) == places(english)
        assert re.match(r"\s*", german)[0] == re.match(r"\s*", english)[0]
        assert german.endswith("…") == english.endswith("…")
        if " " in german:  # not an abbreviation
            assert german.endswith(".") == english.endswith(".")
        assert german.count("_") == english.count("_"), "a key of its own"


# ── the sources of the texts ─────────────────────────────────────────────────────────────────


def test_each_sentence_has_a_code_of_its_own() -> None:
    codes = [code for template in TEMPLATES for code in template.__members__]
    assert sorted(codes) == sorted(set(codes))
    for template in TEMPLATES:
        aliases = {code for code, member in template.__members__.items() if member.name != code}
        assert not aliases, f"{template}: two sentences have the same English"


def test_the_places_of_a_sentence_are_named() -> None:
    for template in TEMPLATES:
        for sentence in template:
            for english in strings(sentence.value):
                assert not re.search(r"\{\d*\}", english), sentence


SOURCES = sorted([*translate.FORM.rglob("*.py"), *translate.GIMP.rglob("*.py")])


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_the_window_translates_only_texts_that_stand_there(path: Path) -> None:
    """Babel cannot find an f-string, or a text in a variable; an error's text is no plain text."""
    module = ast.parse(path.read_text("utf-8"))
    inside = [
        ast.unparse(call)
        for filled in ast.walk(module)
        if isinstance(filled, ast.JoinedStr)
        for call in ast.walk(filled)
        if isinstance(call, ast.Call)
        and ast.unparse(call.func) in ("_", "ngettext")
        and isinstance(call.args[0], ast.Constant)
    ]
    assert inside == [], "Babel finds these on some versions of Python only"
    for call in ast.walk(module):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.args:
            argument = ast.unparse(call.args[0])
            if call.func.id in ("_", "ngettext"):
                assert not isinstance(call.args[0], (ast.JoinedStr, ast.BinOp)), argument
                if isinstance(call.args[0], ast.Name):
                    assert (path.name, argument) == ("texts.py", "text"), argument
            if call.func.id == "ExifilmError":
                assert not isinstance(call.args[0], (ast.Constant, ast.JoinedStr)), argument
                assert not argument.startswith("_("), "raise a FormError"


# ── as the window shows them ─────────────────────────────────────────────────────────────────


def in_german(script: str, language: str = "de_DE.UTF-8") -> str:
    """The output of a script that uses the window's texts."""
    environment = {
        **{k: v for k, v in os.environ.items() if not k.startswith("LC_")},
        "LANGUAGE": language,
        "PYTHONPATH": os.pathsep.join([str(TOP / "plugins"), str(TOP)]),
        "PYTHONIOENCODING": "utf-8",
    }
    script = f"from exifilm_form.session.texts import _, ngettext, translated\n{script}"
    return subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True
    ).stdout.strip()


def test_the_window_has_the_language_of_the_desktop() -> None:
    script = "print(_('Aperture'), ngettext('{n} record', '{n} records', 2))"
    assert in_german(script) == "Blende {n} Protokolle"
    assert in_german(script, "fr") == "Aperture {n} records"


REFUSE = """
import json
from exifilm_core import ExifilmError, ExposureRecord
def german(field, text):
    try:
        ExposureRecord.field(field).written(text)
    except ExifilmError as refusal:
        return translated(refusal.problem)
"""


def test_a_refusal_in_german() -> None:
    refused = {
        ("aperture", "abc"): (
            "„abc“ ist keine gültige Blende. "
            "Möglich: eine Blende wie 22, f/22, f/22½, f/22+1/3 oder 22.6."
        ),
        ("front_tilt", "120"): (
            "„120“ ist kein gültiger Winkel: das liegt nicht zwischen -90 und 90 °. "
            "Möglich: ein Winkel wie 7, 7° oder -3.5 deg."
        ),
        ("taken", "7/12/1998"): (
            "„7/12/1998“ kann 7. Dezember 1998 oder 12. Juli 1998 bedeuten. "
            "Geben Sie 1998-12-07 oder 1998-07-12 ein."
        ),
        ("development_time", "450"): (
            "„450“ kann 450 min oder 450 s bedeuten. Geben Sie ein, was Sie meinen."
        ),
    }
    script = f"{REFUSE}print(json.dumps([german(*asked) for asked in {list(refused)!r}]))"
    assert json.loads(in_german(script)) == list(refused.values())


def test_every_refusal_of_a_field_is_in_german() -> None:
    texts = ("?!", "99999999999", "-99999999999", "1:77", "1/0", "EV 9 on XII", "2012-13-45")
    asked, english = [], []
    for field in ExposureRecord.fields():
        for text in texts:
            try:
                field.value_of(text)
            except ExifilmError as refusal:
                asked.append((field.name, text))
                english.append(str(refusal.problem))  # type: ignore[attr-defined]
    assert len(asked) > 100
    script = f"{REFUSE}print(json.dumps([german(*asked) for asked in {asked!r}]))"
    german = json.loads(in_german(script))
    for was, now in zip(english, german, strict=True):
        assert now.startswith("„") and not re.search(" (is|not|it|the|such|Enter) ", now), was


@pytest.mark.parametrize(
    "field",
    [f for f in ExposureRecord.fields() if not isinstance(f.kind, TextKind)],
    ids=lambda field: field.name,
)
def test_the_examples_in_german_are_valid(field: Field[object]) -> None:
    for example in examples(field, GERMAN[field.kind.accepts].string):
        assert field.kind.parse(example) is not None, example
