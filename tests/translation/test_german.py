"""The window in German: every text has its German, and what is compiled is not stale."""

from __future__ import annotations

import gettext
import importlib.util
import io
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from exifilm_core import ExifilmError, ExposureRecord
from exifilm_core.kinds import Text
from exifilm_core.record import Field

TOP = Path(__file__).resolve().parents[2]


def _translate() -> ModuleType:
    spec = importlib.util.spec_from_file_location("translate", TOP / "tools" / "translate.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


translate = _translate()
PO = translate.LOCALE / "de.po"
GERMAN = {text: said for text, said in translate.read(PO).items() if text.words}
TEXTS = sorted(translate.gathered())
RUN_IT = "run: python tools/translate.py"


def test_every_text_has_its_german() -> None:
    missing = [text.words for text in TEXTS if not GERMAN.get(text)]
    assert missing == [], f"put their German into {PO.name}, where they are not there {RUN_IT}"


def test_the_catalogue_has_no_text_that_is_gone() -> None:
    assert sorted(set(GERMAN) - set(TEXTS)) == [], RUN_IT


def test_the_compiled_catalogue_is_not_stale() -> None:
    assert translate.compiled_path("de").read_bytes() == translate.compiled(translate.read(PO)), (
        RUN_IT
    )


def test_a_catalogue_is_written_as_it_is_read(tmp_path: Path) -> None:
    catalogue = translate.read(PO)
    written = translate.written(catalogue, translate.gathered())
    (tmp_path / "de.po").write_text(written, encoding="utf-8")
    assert translate.read(tmp_path / "de.po") == catalogue
    assert written == PO.read_text("utf-8"), RUN_IT


def test_gettexts_own_compiler_takes_the_catalogue(tmp_path: Path) -> None:
    msgfmt = shutil.which("msgfmt")
    if not msgfmt:
        pytest.skip("msgfmt is missing: apt install gettext")
    done = subprocess.run(
        [msgfmt, "--check-format", "--check-domain", "-o", tmp_path / "de.mo", PO],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    theirs = gettext.GNUTranslations(io.BytesIO((tmp_path / "de.mo").read_bytes()))
    ours = gettext.GNUTranslations(io.BytesIO(translate.compiled_path("de").read_bytes()))
    for text in TEXTS:
        for number in (1, 2):
            one, many = text.words, text.many or text.words
            assert ours.ngettext(one, many, number) == theirs.ngettext(one, many, number)


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.words[:40])
def test_what_is_filled_in_has_its_place_in_german_too(text: translate.Text) -> None:
    for said in GERMAN[text]:
        english, german = (set(re.findall(r"\{\w*\}", words)) for words in (text.words, said))
        numbered = any(place[1:-1].isdigit() for place in english)  # a plural's s may go
        assert german <= english if numbered else german == english
        said.format(*"0123456789", **{place[1:-1]: "" for place in english if not numbered})
        assert bool(re.search(r"\A\s", said)) == bool(re.search(r"\A\s", text.words))
        assert text.words.endswith("…") == said.endswith("…")
        assert (said.count("_") == 1) == (text.words.count("_") == 1), "a key of its own"


def in_german(script: str, language: str = "de_DE.UTF-8") -> str:
    """What a script says that has the form's texts."""
    environment = {
        **{k: v for k, v in os.environ.items() if not k.startswith("LC_")},
        "LANGUAGE": language,
        "PYTHONPATH": os.pathsep.join([str(TOP / "plugins"), str(TOP)]),
        "PYTHONIOENCODING": "utf-8",
    }
    script = f"import json\nfrom exifilm_form.texts import _, heard, ngettext\n{script}"
    return subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True
    ).stdout.strip()


@pytest.fixture(scope="module")
def heard() -> Callable[[list[str]], list[str]]:
    def heard(messages: list[str]) -> list[str]:
        told = in_german(f"print(json.dumps([heard(m) for m in {messages!r}]))")
        found = json.loads(told)
        assert isinstance(found, list)
        return found

    return heard


def test_the_form_speaks_the_language_of_the_desktop() -> None:
    script = "print(_('Aperture'), ngettext('{n} record', '{n} records', 2), heard('empty'))"
    assert in_german(script) == "Blende {n} Protokolle leer"
    assert in_german(script, "fr") == "Aperture {n} records empty"


def test_what_the_core_says_is_known_again(heard: Callable[[list[str]], list[str]]) -> None:
    said = {
        "it is not between -90 and 90 °": "es liegt nicht zwischen -90 und 90 °",
        "it is not between 1 and 5": "es liegt nicht zwischen 1 und 5",
        "ExifTool refuses: it gave no reason": "ExifTool weigert sich: es nannte keinen Grund",
        "it is not an image, or it is damaged (ExifTool: File format error)": (
            "das ist kein Bild, oder es ist beschädigt (ExifTool: File format error)"
        ),
        "7 December 1998 or 12 May 1998? Write 1998-12-07 or 1998-05-12": (
            "7. Dezember 1998 oder 12. Mai 1998? Schreiben Sie 1998-12-07 oder 1998-05-12"
        ),
        "a sentence of nobody's {0}": "a sentence of nobody's {0}",
        "no reading of {0} braces": "no reading of {0} braces",
        "ExifTool refuses: {0} (x)\nand {1}": "ExifTool weigert sich: {0} (x)\nand {1}",
        "": "",
    }
    assert heard(list(said)) == list(said.values())


def test_every_refusal_of_a_field_is_said_in_german(
    heard: Callable[[list[str]], list[str]],
) -> None:
    refused = ("?!", "99999999999", "-99999999999", "1:77", "1/0", "EV 9 on XII", "2012-13-45")
    reasons = []
    for field in ExposureRecord.fields():
        if isinstance(field.kind, Text):
            continue
        for text in refused:
            try:
                field.value_of(text)
            except ExifilmError as refusal:
                reasons.append(str(refusal.__cause__))
    reasons = list(dict.fromkeys(reasons))
    assert len(reasons) > 15
    untold = [r for r, g in zip(reasons, heard(reasons), strict=True) if r == g]
    assert untold == []


@pytest.mark.parametrize(
    "field",
    [f for f in ExposureRecord.fields() if not isinstance(f.kind, Text)],
    ids=lambda field: field.name,
)
def test_what_german_says_may_be_written_can_be_written(field: Field[object]) -> None:
    (german,) = GERMAN[translate.Text(field.kind.accepts)]
    examples = re.sub(r"^.* wie |; eine bloße.*|oder Blendenstufen wie ", "", german)
    examples = examples.strip('"') if "EV" in examples else examples.replace('"+1⅓"', "+1⅓")
    for example in re.split(r", | oder ", examples.replace('"1 1/3 stops"', "1 1/3 stops")):
        assert field.kind.parse(example) is not None, example
