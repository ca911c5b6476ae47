"""What the journal notes of a save: the record before and after, and the tags in each place."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from exifilm_core.scans.identity import new_id
from exifilm_core.tags import not_utf8
from exifilm_core.tags.styles import Raw, Tags
from exifilm_core.value import Value

_NOW = datetime.min


class Written(Value):
    """What one save wrote into one place: raw values by tag, None for no tag."""

    sidecar: bool
    created: bool
    """Whether the save made the file."""
    before: dict[str, Raw]
    after: dict[str, Raw]
    blocks: Mapping[str, str] = MappingProxyType({})
    """The old blocks of metadata: deflated, in base64, by name."""
    digests: Mapping[str, str] = MappingProxyType({})
    """The digests of the new blocks."""

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Written:
        """Those of this version or another, without what this version does not know."""
        known = _known(cls, data)
        for name in ("before", "after"):
            known[name] = not_utf8.from_json(known[name])
        if not all(isinstance(known.get(name, {}), Mapping) for name in ("blocks", "digests")):
            raise TypeError("an entry holds no blocks")
        return cls(**known)

    def stands_in(self, tags: Tags) -> bool:
        """Whether a place with these tags has the values that the save wrote."""
        return not_utf8.holds(tags, self.after)

    def is_gone_from(self, tags: Tags) -> bool:
        """Whether a place with these tags has the values from before the save."""
        return not_utf8.holds(tags, self.before)


class Entry(Value):
    """One save of one scan."""

    file: str
    places: tuple[Written, ...]
    record_before: dict[str, Any]
    record_after: dict[str, Any]
    when: datetime = _NOW
    id: str = ""
    """A new one, if none is given."""
    undoes: str | None = None
    """The id of the entry that this one undid, if it is an undo."""
    scan_id: str = ""
    """The scan that was saved; "" in lines of versions without ids."""
    id_before: str = ""
    """The file's id before the save, "" for none; a copy has the original's."""
    id_after: str = ""
    number: int = 0
    """Counts the saves of a scan, over all its paths."""

    def __post_init__(self) -> None:
        when = datetime.now().astimezone() if self.when is _NOW else self.when
        vars(self).update(id=self.id or new_id(), when=when)

    def to_json(self) -> dict[str, Any]:
        places = [
            {
                **vars(place),
                "before": not_utf8.to_json(place.before),
                "after": not_utf8.to_json(place.after),
                "blocks": dict(place.blocks),
                "digests": dict(place.digests),
            }
            for place in self.places
        ]
        return {**vars(self), "places": places, "when": self.when.isoformat()}

    def written(self, *, sidecar: bool) -> Written | None:
        """The save's values in the sidecar, or in the image."""
        return next((place for place in self.places if place.sidecar == sidecar), None)

    def not_done(self, now: dict[str, Any], scan_id: str) -> Entry:
        """The entry for a save that was killed before it changed anything.

        `now` is the record in JSON that is still there, `scan_id` the file's id.
        """
        ids: Any = {"id_before": self.id_after, "id_after": scan_id}
        return Entry(self.file, (), now, now, undoes=self.id, scan_id=self.scan_id, **ids)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Entry:
        """An entry of this version or another, without what this version does not know."""
        places = tuple(map(Written.from_json, data["places"]))
        if not all(isinstance(data[name], Mapping) for name in ("record_before", "record_after")):
            raise TypeError("an entry holds no records")
        when = datetime.fromisoformat(data["when"])
        entry = cls(**{**_known(cls, data), "places": places, "when": when})
        ids = (entry.scan_id, entry.id_before, entry.id_after)
        if not all(isinstance(part, str) for part in ids) or not isinstance(entry.number, int):
            raise TypeError("an entry holds no ids")
        return entry


def _known(kind: type[Value], data: dict[str, Any]) -> dict[str, Any]:
    return {name: data[name] for name in kind.parts() if name in data}
