"""ExiFilm writes any value unchanged, and reads it back unchanged."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from exifilm_core.exiftool import ExifTool
from exifilm_core.exiftool.child import Child
from exifilm_core.tags.mapping import owned_names
from exifilm_core.tags.not_utf8 import NotUtf8
from tests import samples
from tests.scans import odd_files

STRANGE = {
    "an injected argument": "line 1\n-Artist=INJECTED",
    "an injected command": "x\n-execute\n-stay_open\nFALSE",
    "a comment": "# not a comment",
    "a file of arguments": "@/etc/passwd",
    "a file's content": "<=/etc/passwd",
    "leading dashes": "--all= -all=",
    "a dash": "-",
    "true": "True",
    "false": "FALSE",
    "null": "null",
    "a number with a zero": "1.10",
    "leading zeros": "007",
    "a hexadecimal number": "0x10",
    "an exponent": "1e5",
    "a huge number": "123456789012345678901234567890",
    "base64": "base64:aGVsbG8=",
    "an empty base64": "base64:",
    "more base64": "base64:base64:AAAA",
    "emoji": "🎞️ 📷 \U0001f9ea",
    "scripts": "Ωμέγα 富士山 שלום é e\u0301",
    "tabs": "a\tb",
    "lines": "one\n\n  three\n",
    "quotes": "\"double\" 'single' “both” `back`",
    "backslashes": "C:\\new\\x41 \\u0041 \\",
    "a variable": "$HOME ${x} $(id) %f %%",
    "entities": "&amp; &lt;b&gt; &#x41; <b>&</b> ]]>",
    "a structure": "{Area=x,Value=1}",
    "a list": "[a,b]",
    "separators": "a;b, c|d//e",
}


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """A function that writes tags into a new JPEG and reads all its tags."""
    source = samples.make(tmp_path_factory.mktemp("values") / "source.jpg", foreign=False)

    def save(tags: dict[str, Any]) -> dict[str, Any]:
        target = source.with_name("target.jpg")
        target.unlink(missing_ok=True)
        warnings = ExifTool.shared().write(tags, source, target)
        assert warnings == []
        return ExifTool.shared().read_one(target).tags

    return save


@pytest.mark.parametrize("text", STRANGE.values(), ids=STRANGE)
def test_a_text_comes_back_as_it_went_in(text: str, saved) -> None:
    tags = {
        "XMP-exifilm:Film": text,
        "XMP-dc:Title": text,
        "XMP-dc:Subject": [text, "other"],
        "XMP-exifilm:Readings": [{"Area": text, "Value": "1.50", "Unit": "EV"}],
        "ExifIFD:UserComment": text,
        "IFD0:Copyright": text.replace("\n", " ").strip(),
    }
    found = saved(tags)
    assert {name: found.get(name) for name in tags} == tags
    assert "IFD0:Artist" not in found


def test_a_megabyte_of_text(saved) -> None:
    text = "A long story, and “quoted”.\n" * 40_000
    assert saved({"XMP-exifilm:Notes": text})["XMP-exifilm:Notes"] == text


def test_none_removes_a_tag(exiftool: ExifTool, make_scan, tmp_path: Path) -> None:
    source = make_scan("a.jpg")
    exiftool.write({"XMP-xmp:Rating": None}, source, tmp_path / "b.jpg")
    assert "XMP-xmp:Rating" in exiftool.read_one(source).tags
    assert "XMP-xmp:Rating" not in exiftool.read_one(tmp_path / "b.jpg").tags


# ── text that is not UTF-8 ───────────────────────────────────────────────────────────────────────


def in_exif(path: Path, **texts: bytes) -> Path:
    """A JPEG whose EXIF has these bytes as the texts of tags."""
    numbers = {"artist": odd_files.ARTIST, "copyright": odd_files.COPYRIGHT,
               "description": odd_files.DESCRIPTION}  # fmt: skip
    ifd0 = {numbers[name]: odd_files.text(data) for name, data in texts.items()}
    path.write_bytes(odd_files.jpeg(odd_files.tiff(ifd0, {}, {}, image=False)))
    return path


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("Crémieux".encode("latin-1"), "Crémieux"),
        ("“½ £”, who?".encode("cp1252"), "“½ £”, who?"),
        ("Снег".encode("cp1251"), "Ñíåã"),
        ("写真".encode("shift-jis"), "ŽÊ\ufffd^"),
        (b"\x81\x8d\x8f\x90\x9d", "\ufffd" * 5),
        ("Größe, cut in Gä".encode()[:-1], "Größe, cut in G\ufffd"),
        ("base64:é".encode("latin-1"), "base64:é"),
    ],
)
def test_text_that_is_not_utf_8_is_shown_as_windows_1252(
    exiftool: ExifTool, tmp_path: Path, data: bytes, text: str
) -> None:
    path = in_exif(tmp_path / "a.jpg", artist=data)
    found = exiftool.read_one(path).tags["IFD0:Artist"]
    assert (found, type(found)) == (text, NotUtf8)
    samples.put_tags(path, {"XMP-photoshop:Credit": "True"})  # which needs ExifTool's PHP notation
    tags = exiftool.read_one(path).tags
    assert tags["XMP-photoshop:Credit"] == "True"
    assert (tags["IFD0:Artist"], type(tags["IFD0:Artist"])) == (text, NotUtf8)


def test_only_files_with_question_marks_are_read_twice(
    exiftool: ExifTool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = in_exif(tmp_path / "plain.jpg", artist="Jörg".encode(), copyright=b"2012")
    asks = in_exif(tmp_path / "asks.jpg", artist=b"Who?", copyright=b"base64:cmlnaHQ/?")
    latin = in_exif(tmp_path / "latin.jpg", artist=b"J\xf6rg")
    asked: list[list[bytes]] = []
    send = Child._send
    monkeypatch.setattr(
        Child, "_send", lambda child, lines: asked.append(lines) or send(child, lines)
    )
    assert next(exiftool.read([plain])).tags["IFD0:Artist"] == "Jörg"
    assert len(asked) == 1
    found = [file.tags for file in exiftool.read([plain, asks, latin])]
    assert [tags["IFD0:Artist"] for tags in found] == ["Jörg", "Who?", "Jörg"]
    assert [type(tags["IFD0:Artist"]) for tags in found] == [str, str, NotUtf8]
    assert (found[0]["IFD0:Copyright"], found[1]["IFD0:Copyright"]) == ("2012", "base64:cmlnaHQ/?")
    assert len(asked) == 3
    assert os.fsencode(plain) not in asked[2]


def test_words_that_look_like_booleans_keep_their_case_beside_everything_else(saved) -> None:
    tags = {"XMP-exifilm:Film": "TRUE", "XMP-exifilm:Filter": "false", "XMP-dc:Subject": ["True"],
            "XMP-exifilm:Readings": [{"Area": "fALSE", "Value": "-1.50"}]}  # fmt: skip
    tags |= {"XMP-exifilm:Notes": 'a "b" $c \\d\n\té', "ExifIFD:FNumber": "22"}
    found = saved(tags)
    assert {name: found.get(name) for name in tags} == tags


@pytest.mark.parametrize("sidecar", [False, True])
def test_a_text_in_another_language_is_somebody_elses(
    exiftool: ExifTool, make_scan, tmp_path: Path, sidecar: bool
) -> None:
    """Every tag of ours with a text for each language, by ExifTool's own list."""
    listed = samples.exiftool("-listx", "-XMP:all")
    names = [name for name in owned_names(sidecar=sidecar) if _is_lang_alt(listed, name)]
    assert {"XMP-dc:Title", "XMP-dc:Description", "XMP-dc:Rights"} <= set(names)
    path = make_scan("a.jpg")
    samples.put_tags(path, {f"{name}-de": "auf Deutsch" for name in names})
    exiftool.write(dict.fromkeys(names, "in English"), path, tmp_path / "b.jpg")
    found = exiftool.read_one(tmp_path / "b.jpg").tags
    for name in names:
        assert found[name] == "in English"
        assert found[f"{name}-de"] == "auf Deutsch"
    exiftool.write(dict.fromkeys(names), tmp_path / "b.jpg", tmp_path / "c.jpg")
    found = exiftool.read_one(tmp_path / "c.jpg").tags
    for name in names:
        assert name not in found
        assert found[f"{name}-de"] == "auf Deutsch"


def _is_lang_alt(listed: str, name: str) -> bool:
    group, tag = name.split(":")
    _, _, table = listed.partition(f"g1='{group}'")
    table = table.partition("</table>")[0]
    return f"name='{tag}' type='lang-alt'" in table
