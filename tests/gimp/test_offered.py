"""GIMP's registration of the plug-in: as in docs/gimp.md, and in the user's language."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.gimp import real

pytestmark = pytest.mark.hosts
OFFERED_BY_GIMP = {"run-mode", "image", "drawables"}
"""The arguments that GIMP gives every procedure for images."""


def registered(home: Path, **more: str) -> dict[str, dict[str, Any]]:
    """Our procedures, as GIMP has registered them."""
    answer = real.headless(
        home,
        """
        for name in Gimp.get_pdb().query_procedures("plug-in-exifilm-.*", *[".*"] * 7):
            procedure = Gimp.get_pdb().lookup_procedure(name)
            answer[name] = {
                "blurb": procedure.get_blurb(),
                "help": procedure.get_help(),
                "label": procedure.get_menu_label(),
                "menus": procedure.get_menu_paths(),
                "takes": {one.name: one.blurb for one in procedure.get_arguments()},
                "gives": {one.name: one.blurb for one in procedure.get_return_values()},
            }
        """,
        **more,
    )
    return {name: told for name, told in answer.items() if name.startswith("plug-in-exifilm-")}


def documented() -> dict[str, tuple[set[str], set[str]]]:
    """The procedures in docs/gimp.md, with their arguments and results."""
    text = (real.ROOT / "docs" / "gimp.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(plug-in-[\w-]+)` \|(.*)\|(.*)\|$", text, re.MULTILINE)
    return {
        name: (set(re.findall(r"`(.*?)`", takes)), set(re.findall(r"`(.*?)`", gives)))
        for name, takes, gives in rows
    }


def test_the_documented_procedures_are_the_registered_ones(home: Path) -> None:
    found = {
        name: (set(told["takes"]) - OFFERED_BY_GIMP, set(told["gives"]))
        for name, told in registered(home).items()
    }
    assert len(found) == 5
    assert documented() == found


def test_the_procedures_are_documented_in_gimp(home: Path) -> None:
    found = registered(home)
    for name, told in found.items():
        assert told["blurb"] and len(told["help"]) > 80, name
        for argument, words in (told["takes"] | told["gives"]).items():
            assert words, f"{name} {argument}"
    in_menus = {name for name, told in found.items() if told["menus"]}
    assert in_menus == {f"plug-in-exifilm-{name}" for name in ("record", "export", "print")}
    assert {menu for told in found.values() for menu in told["menus"]} == {"<Image>/Image/Metadata"}


def test_menu_entries_are_in_the_user_s_language(home: Path) -> None:
    """Even in a GIMP that queried the plug-in in another language before."""
    english = registered(home)
    german = registered(home, LANG="de_DE.UTF-8")
    assert english["plug-in-exifilm-record"]["label"] == "_Exposure Record…"
    assert german["plug-in-exifilm-record"]["label"] == "_Belichtungsprotokoll…"
    for name, told in german.items():
        assert set(words_of(told)).isdisjoint(words_of(english[name])), name


def words_of(told: dict[str, Any]) -> list[str]:
    """A procedure's texts that are ours."""
    arguments = told["takes"] | told["gives"]
    ours = [words for name, words in arguments.items() if name not in OFFERED_BY_GIMP]
    return [told["blurb"], told["help"], *ours]
