"""KDE's settings files are edited line by line; all other lines stay byte for byte."""

from __future__ import annotations

import pytest

from exifilm_core.integrations.kconfig import KConfig

TEXT = b"""# a comment
Before=any group

[Album Settings]
Recursive Tags=true
ToolTips Font=Sans Serif,9,-1,5,50,0,0,0,0,0

[Metadata Settings]
EXIF Rotate=true
Use XMP Sidecar For Reading=false
Profile[$e]=$HOME/x
Name[de]=Wert
=no key

[DMetadata Settings][readTitleNamespaces][#0000]
namespaceName=Xmp.dc.title
"""
METADATA = ("Metadata Settings",)
KEY = "Use XMP Sidecar For Reading"


def lines_changed(old: bytes, new: bytes) -> list[bytes]:
    assert old.count(b"\n") == new.count(b"\n")
    return [b for a, b in zip(old.splitlines(), new.splitlines(), strict=True) if a != b]


def test_groups_and_keys_are_read() -> None:
    settings = KConfig(TEXT)
    assert settings.groups() == [
        ("Album Settings",),
        METADATA,
        ("DMetadata Settings", "readTitleNamespaces", "#0000"),
    ]
    assert settings.keys(METADATA) == {"EXIF Rotate": "true", KEY: "false", "Profile": "$HOME/x"}
    assert settings.keys(("none",)) == {}


def test_a_key_changes_where_it_stands() -> None:
    settings = KConfig(TEXT)
    settings.put(METADATA, KEY, "true")
    assert lines_changed(TEXT, settings.text) == [b"Use XMP Sidecar For Reading=true"]
    settings.put(METADATA, KEY, "false")
    assert settings.text == TEXT


def test_a_key_that_is_not_there_goes_to_the_end_of_its_group() -> None:
    settings = KConfig(TEXT)
    settings.put(METADATA, "New", "1")
    assert b"=no key\nNew=1\n\n[DMetadata" in settings.text
    settings.drop(METADATA, "New")
    assert settings.text == TEXT


@pytest.mark.parametrize("text", [b"", TEXT, TEXT.replace(b"\n", b"\r\n")])
def test_a_group_that_is_not_there_is_made_and_removed(text: bytes) -> None:
    settings = KConfig(text)
    settings.put(("New", "Group"), "key", "1")
    settings.put(("New", "Group"), "other", "2")
    assert KConfig(settings.text).keys(("New", "Group")) == {"key": "1", "other": "2"}
    settings.drop(("New", "Group"), "other")
    settings.drop(("New", "Group"), "key")
    assert settings.text == text


def test_the_last_of_several_sections_counts() -> None:
    settings = KConfig(b"[A]\nb=1\n[C]\nd=2\n[A]\nb=3\n")
    assert settings.keys(("A",)) == {"b": "3"}
    settings.put(("A",), "b", "4")
    assert settings.text == b"[A]\nb=1\n[C]\nd=2\n[A]\nb=4\n"
    settings.drop(("A",), "b")
    assert settings.text == b"[C]\nd=2\n"


def test_flags_and_line_ends_stay() -> None:
    text = b"[A][$i]\r\n b [$e] = 1\r\nbytes=\xff\xfe\r\n"
    settings = KConfig(text)
    assert settings.keys(("A",))["b"].strip() == "1"
    assert settings.keys(("A",))["bytes"].encode("utf-8", "surrogateescape") == b"\xff\xfe"
    settings.put(("A",), "b", "2")
    assert settings.text == text.replace(b"= 1", b"=2")


def test_a_last_line_without_its_end() -> None:
    settings = KConfig(b"[A]\nb=1")
    settings.put(("A",), "c", "2")
    assert settings.text == b"[A]\nb=1\nc=2\n"
