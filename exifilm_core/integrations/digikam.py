"""Set up digiKam for scans with exposure records, and put back what was there before.

digiKam reads sidecars, opens scans in the window (the desktop's entry), shows the tags by their
names (ExifTool's configuration), and has two workflows that copy a record onto many scans. On
request it shows a field as the title or the caption.

digiKam writes its settings when it quits, so it must be closed. A note beside its settings has what
was there before. A setting that was changed since stays as it is.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from exifilm_core import __version__
from exifilm_core.errors import ExifilmError, printable_path
from exifilm_core.integrations import desktop, digikam_mapping, digikam_queue, exiftool
from exifilm_core.integrations.digikam_mapping import UNIFIED
from exifilm_core.integrations.kconfig import Group, KConfig
from exifilm_core.integrations.own_program import own_program
from exifilm_core.integrations.running import is_running
from exifilm_core.integrations.small_files import read, read_note, remove, replace, write_note
from exifilm_core.messages import Text, joined
from exifilm_core.messages.installing import Installing

SETTINGS, NOTE = "digikamrc", "digikam-exifilm.json"
SIDECARS = (("Metadata Settings",), "Use XMP Sidecar For Reading")
Key = tuple[Group, str]


class DigiKam(NamedTuple):
    """One digiKam: its settings, and its folder of data."""

    settings: Path
    data: Path

    @property
    def note(self) -> Path:
        return self.settings.with_name(NOTE)

    @property
    def queues(self) -> Path:
        return self.data / digikam_queue.NAME


class Installed(NamedTuple):
    """What of ExiFilm is set up in a digiKam."""

    version: str
    reads_sidecars: bool
    has_workflows: bool
    mapping: dict[str, str]


def install(mapping: Mapping[str, str] | None = None) -> Text:
    """Set up every digiKam here, and report it. `mapping` has fields by what they become."""
    tags = {
        target: digikam_mapping.mapped(target, name) for target, name in (mapping or {}).items()
    }
    said = []
    for one in _chosen():
        _refuse_running(one)
        said += _install(one, tags)
    return joined([*said, Installing.DIGIKAM_NEXT()], "\n")


def uninstall() -> Text:
    """Put back in every digiKam what was there before `install`, and report it."""
    said: list[Text] = []
    for one in _chosen():
        if not (note := read_note(one.note)):
            said.append(Installing.NOTHING_THERE(place=printable_path(one.settings.parent)))
            continue
        _refuse_running(one)
        said += _uninstall(one, note)
    return joined(said, "\n")


def installed_digikams() -> list[DigiKam]:
    """Every digiKam here that has run once: its assistant would set the settings anew."""
    return [one for one in _known() if one.settings.exists()]


def installed_in(one: DigiKam) -> Installed | None:
    """What is set up in this digiKam; None without anything of ours."""
    if not (note := read_note(one.note)):
        return None
    settings = KConfig(read(one.settings) or b"")
    return Installed(
        version=str(note.get("exifilm", "")),
        reads_sidecars=_value(settings, SIDECARS) == "true",
        has_workflows=digikam_queue.has_workflows(read(one.queues)),
        mapping=dict(note.get("mapping", {})),
    )


def _chosen() -> list[DigiKam]:
    if found := installed_digikams():
        return found
    raise ExifilmError(Installing.NO_DIGIKAM())


def _known(environment: Mapping[str, str] = os.environ) -> list[DigiKam]:
    """Where digiKams of all kinds keep their settings and data, the usual place first."""
    home = Path(environment.get("HOME") or Path.home())

    def folder(variable: str, usual: Path) -> Path:
        named = Path(environment.get(variable, ""))
        return named if named.is_absolute() else usual

    if sys.platform == "win32":
        local = folder("LOCALAPPDATA", home / "AppData" / "Local")
        roaming = folder("APPDATA", home / "AppData" / "Roaming")
        return [DigiKam(local / SETTINGS, roaming / "digikam")]
    if sys.platform == "darwin":
        library = home / "Library"
        return [
            DigiKam(library / "Preferences" / SETTINGS, library / "Application Support" / "digikam")
        ]
    config = folder("XDG_CONFIG_HOME", home / ".config")
    data = folder("XDG_DATA_HOME", home / ".local" / "share")
    flatpak = home / ".var" / "app" / "org.kde.digikam"
    usual = DigiKam(config / SETTINGS, data / "digikam")
    return [usual, DigiKam(flatpak / "config" / SETTINGS, flatpak / "data" / "digikam")]


def _refuse_running(one: DigiKam) -> None:
    def uses_it(environment: Mapping[str, str]) -> bool:
        return _known(environment)[0].settings.resolve() == one.settings.resolve()

    if is_running("digikam", uses_it):
        raise ExifilmError(Installing.CLOSE_DIGIKAM(), file=one.settings)


# ── one digiKam ──────────────────────────────────────────────────────────────────────────────


def _install(one: DigiKam, tags: Mapping[str, str]) -> list[Text]:
    before = read_note(one.note)
    old = read(one.settings)
    settings = KConfig(old or b"")
    changes: dict[str, Any] = {}
    _set(settings, SIDECARS, "true", before, changes)
    mapping = dict(before.get("mapping", {}))
    for target, tag in tags.items():
        if target in mapping:
            digikam_mapping.remove(settings, target, mapping[target])
        digikam_mapping.add(settings, target, tag)
        mapping[target] = tag
    if mapping:
        _set(settings, UNIFIED, "false", before, changes)
    queues = read(one.queues)
    new_queues = queues
    if digikam_queue.is_possible():
        new_queues = digikam_queue.with_workflows(queues, one.queues, own_program())
    note = {
        "exifilm": __version__,
        "settings": changes,
        "mapping": mapping,
        "programs": [*before.get("programs", []), *_others_missing(before)],
    }
    write_note(one.note, note)
    said = [step.install() for name, step in _OTHERS.items() if _is_for_here(name)]
    replace(one.settings, old, settings.text)
    replace(one.queues, queues, new_queues)
    where = printable_path(one.settings)
    done = Installing.DIGIKAM_UPDATED if before else Installing.DIGIKAM_ADDED
    return [*said, done(settings=where)]


def _uninstall(one: DigiKam, note: dict[str, Any]) -> list[Text]:
    old = read(one.settings)
    settings = KConfig(old or b"")
    for target, tag in note.get("mapping", {}).items():
        digikam_mapping.remove(settings, target, tag)
    kept = []
    for place, change in note.get("settings", {}).items():
        group, key = _as_key(place)
        if _value(settings, (group, key)) != change["put"]:
            kept.append(key)
        elif change["before"] is None:
            settings.drop(group, key)
        else:
            settings.put(group, key, change["before"])
    replace(one.settings, old, settings.text)
    queues = read(one.queues)
    replace(one.queues, queues, digikam_queue.without_workflows(queues))
    remove(one.queues.with_name(digikam_queue.REMEMBERED))
    said = [_OTHERS[name].uninstall() for name in note.get("programs", []) if name in _OTHERS]
    remove(one.note)
    said.append(Installing.DIGIKAM_REMOVED(settings=printable_path(one.settings)))
    return said + [Installing.CHANGED_SETTING_STAYS(setting=key) for key in kept]


_OTHERS = {"desktop": desktop, "exiftool": exiftool}
"""What else digiKam uses, by the name on the command line."""


def _is_for_here(name: str) -> bool:
    return name != "desktop" or sys.platform not in ("win32", "cygwin", "darwin")


def _others_missing(before: dict[str, Any]) -> list[str]:
    """What is not installed yet, and so goes again with this."""
    noted = before.get("programs", [])
    return [
        name
        for name, step in _OTHERS.items()
        if _is_for_here(name) and name not in noted and not step.is_there()
    ]


def _set(
    settings: KConfig, place: Key, value: str, before: dict[str, Any], changes: dict[str, Any]
) -> None:
    """Set a key, and note what it was before."""
    was = _value(settings, place)
    noted = before.get("settings", {}).get(_as_text(place))
    if noted and was == noted["put"]:
        was = noted["before"]  # set by an earlier installation
    changes[_as_text(place)] = {"before": was, "put": value}
    settings.put(*place, value)


def _value(settings: KConfig, place: Key) -> str | None:
    group, key = place
    return settings.keys(group).get(key)


def _as_text(place: Key) -> str:
    group, key = place
    return "".join(f"[{name}]" for name in group) + key


def _as_key(text: str) -> Key:
    head, _, key = text.rpartition("]")
    return tuple(head.removeprefix("[").split("][")), key
