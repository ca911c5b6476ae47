"""A field of the record as digiKam's title or caption.

digiKam has a list of tags for each: it reads the first one that a file has. digiKam uses the lists
in its settings only if all of them are there, and writes them when its settings window is closed
with OK. So a field is added to a list that is there; ExiFilm has no copy of digiKam's lists.

digiKam must not write into the field's tag, which is the record. So it no longer takes the lists
for reading as those for writing too.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from exifilm_core.errors import ExifilmError
from exifilm_core.integrations.exiv2 import exiv2_name
from exifilm_core.integrations.kconfig import Group, KConfig
from exifilm_core.kinds import Text as PlainText
from exifilm_core.messages.installing import Installing
from exifilm_core.record import ExposureRecord
from exifilm_core.record.field import Field
from exifilm_core.tags.styles import OURS, Tag

SETTINGS = "DMetadata Settings"
UNIFIED = ((SETTINGS,), "unifyReadWrite")


class _List(NamedTuple):
    """One of digiKam's lists: its name in a group's, and its type."""

    name: str
    type: str


LISTS = {"title": _List("Title", "1"), "caption": _List("Caption", "3")}
"""What a field may become, by the name on the command line."""
_PLAIN_TEXT = "3"
_XMP = "2"


def mapped(target: str, name: str) -> str:
    """The tag, as digiKam calls it, of the field for a target. ExifilmError if that cannot be."""
    if target not in LISTS:
        raise ExifilmError(Installing.NO_SUCH_TARGET(target=target, targets=" or ".join(LISTS)))
    field = ExposureRecord.field(name)
    if tag := tag_of(field):
        return tag
    raise ExifilmError(Installing.NOT_MAPPABLE(field=field.name, fields=", ".join(mappable())))


def mappable() -> list[str]:
    """The fields that digiKam can show as a title or a caption."""
    return [field.name for field in ExposureRecord.fields() if tag_of(field)]


def tag_of(field: Field[object]) -> str | None:
    """The field's tag as Exiv2 calls it, if it is a plain text in our namespace."""
    for tag in (field.own, field.home):
        if type(tag) is Tag and tag.name.startswith(OURS) and isinstance(field.kind, PlainText):
            return exiv2_name(tag)
    return None


def add(settings: KConfig, target: str, tag: str) -> None:
    """Put a tag at the top of the list for reading. ExifilmError where there are no lists."""
    if _unread(settings):
        raise ExifilmError(Installing.NO_TAG_LISTS())
    group, key = UNIFIED
    if settings.keys(group).get(key) != "false" and not _are_alike(settings):
        raise ExifilmError(Installing.LISTS_DIFFER())
    if tag in (values.get("namespaceName") for _, values in _entries(settings, target)):
        return
    numbers = [int(entry[-1][1:]) for entry, _ in _entries(settings, target)]
    section = (*_group(target), f"#{max(numbers, default=-1) + 1:04}")
    values = {
        "alternativeName": "",
        "convertRatio": "",
        "index": "-1",  # digiKam sorts by it, and numbers anew when it saves its settings
        "isDefault": "false",
        "isDisabled": "false",
        "namespaceName": tag,
        "nsType": LISTS[target].type,
        "secondNameOpts": "0",
        "separator": "",
        "specialOpts": _PLAIN_TEXT,
        "subspace": _XMP,
        "tagPaths": "1",
    }
    for name, value in values.items():
        settings.put(section, name, value)


def remove(settings: KConfig, target: str, tag: str) -> bool:
    """Take a tag out of the list for reading; whether it was there."""
    found = [
        entry for entry, values in _entries(settings, target) if values.get("namespaceName") == tag
    ]
    for entry in found:
        settings.drop_group(entry)
    return bool(found)


def _group(target: str) -> Group:
    return (SETTINGS, f"read{LISTS[target].name}Namespaces")


def _entries(settings: KConfig, target: str) -> Iterator[tuple[Group, dict[str, str]]]:
    """The entries of a list for reading, as digiKam numbers them: #0000."""
    for group in settings.groups():
        if group[:-1] == _group(target) and group[-1][:1] == "#" and group[-1][1:].isdecimal():
            yield group, settings.keys(group)


def _lists(settings: KConfig, way: str) -> dict[str, list[dict[str, str]]]:
    """The entries of all lists for a way, "read" or "write", by the list's name."""
    found: dict[str, list[dict[str, str]]] = {}
    for group in settings.groups():
        if len(group) == 3 and group[0] == SETTINGS and group[1].startswith(way):
            found.setdefault(group[1].removeprefix(way), []).append(settings.keys(group))
    return found


def _unread(settings: KConfig) -> bool:
    """Whether digiKam has not yet written its lists."""
    return not {f"{one.name}Namespaces" for one in LISTS.values()} <= set(_lists(settings, "read"))


def _are_alike(settings: KConfig) -> bool:
    """Whether the lists for writing are those for reading, but for what is ours."""

    def others(way: str) -> dict[str, list[list[tuple[str, str]]]]:
        return {
            name: sorted(
                sorted((key, value) for key, value in entry.items() if key != "index")
                for entry in entries
                if not entry.get("namespaceName", "").startswith("Xmp.exifilm.")
            )
            for name, entries in _lists(settings, way).items()
        }

    return others("read") == others("write")
