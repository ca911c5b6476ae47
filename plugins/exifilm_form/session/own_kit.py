"""The photographer's kit in the window: read again when its file has changed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any

from exifilm_core.errors import ExifilmError
from exifilm_core.kit import Kit, Set, known_kit, own_file
from exifilm_core.kit.following import Followed, chosen, filled_in
from exifilm_core.record import ExposureRecord
from exifilm_form.session.offers import films
from exifilm_form.session.texts import _, translated

_OF_KIT = tuple(field.name for field in ExposureRecord.fields() if field.kit)
"""The fields that say which things a record names."""
_LISTED = 4
"""The values that are named at most."""


class OwnKit:
    """The kit as its file is now, and the mistakes in it, in words."""

    def __init__(self) -> None:
        self._kit, self._state = Kit(), (0, 0)
        self.mistakes: list[str] = []

    @property
    def kit(self) -> Kit:
        state = _state()
        if state != self._state:
            self._state = state
            self._kit, mistakes = known_kit()
            self.mistakes = [translated(mistake) for mistake in mistakes]
        return self._kit

    def chosen(
        self, records: Iterable[ExposureRecord], name: str, text: str
    ) -> tuple[list[Mapping[str, Any]], str]:
        """What follows in these records from a text chosen for a field, and words about it."""
        kit = self.kit
        return _followed(records, lambda record: chosen(record, name, text, kit, films()))

    def filled_in(
        self, records: Iterable[ExposureRecord], each: Set
    ) -> tuple[list[Mapping[str, Any]], str]:
        """What a set fills in in these records, and words about it."""
        kit = self.kit
        return _followed(records, lambda record: filled_in(record, [each], kit, films()))

    def add_set(self, record: ExposureRecord) -> str:
        """Make a set of the record, named after its items, and add it; what was done, in words."""
        from exifilm_core.kit.own_kit import add

        found = self.kit.set_of("", record)
        if not found.items and not found.own:
            return _("The record has nothing of a kit yet: no camera, lens, film or developer.")
        name = self._new_name(found, record)
        try:
            add([found.replace(name=name)])
        except ExifilmError as problem:
            return translated(problem.text)
        return _("The set “{name}” is in your kit now.").format(name=name)

    def _new_name(self, found: Set, record: ExposureRecord) -> str:
        """A name that no set has yet: of its items, or else of its lens, film and developer."""
        texts = [item.name for item in found.items]
        texts = texts or [record.show(name) for name in ("camera_model", "lens", "film")]
        name = ", ".join(filter(None, texts)) or _("Set")
        taken, number, free = {each.name for each in self.kit.sets}, 1, name
        while free in taken:
            number += 1
            free = f"{name} {number}"
        return free


def _followed(
    records: Iterable[ExposureRecord], follow: Callable[[ExposureRecord], Followed]
) -> tuple[list[Mapping[str, Any]], str]:
    """What follows in each record, worked out once for those with the same kit, and the words."""
    found: dict[tuple[Any, ...], Followed] = {}
    values = []
    for record in records:
        key = tuple(record[name] for name in _OF_KIT)
        if key not in found:
            found[key] = follow(record)
        values.append(found[key].values)
    return values, _told(found.values())


def _told(found: Collection[Followed]) -> str:
    """The values of the photographer's own that give way, and those that stay; "" for none."""
    lost = dict.fromkeys(each for one in found for each in _shown(one.lost))
    kept = dict.fromkeys(each for one in found for each in _shown(one.kept))
    words = (
        (_("This removed values of the former item: {values}. Ctrl+Z undoes it."), lost),
        (_("This kept your own values: {values}."), kept),
    )
    return " ".join(text.format(values=_listed([*values])) for text, values in words if values)


def _shown(values: Mapping[str, Any]) -> Iterator[str]:
    for name, value in values.items():
        field = ExposureRecord.field(name)
        yield f"{_(field.label)} {field.kind.show(value)}"


def _listed(values: list[str]) -> str:
    return ", ".join([*values[:_LISTED], *(["…"] if len(values) > _LISTED else [])])


def _state() -> tuple[int, int]:
    """What changes with the file; (0, 0) without one."""
    try:
        status = own_file().stat()
    except OSError:
        return 0, 0
    return status.st_mtime_ns, status.st_size
