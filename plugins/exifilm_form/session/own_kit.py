"""The photographer's kit in the window: read again when its file has changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from exifilm_core.errors import ExifilmError
from exifilm_core.kit import Kit, Set, known_kit, own_file
from exifilm_core.record import ExposureRecord
from exifilm_form.session.texts import _, translated


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

    def completing(self, name: str, text: str, empty: Callable[[str], bool]) -> dict[str, Any]:
        """What follows from a text chosen for a field, for the fields that are still empty."""
        values = self.kit.completing(name, text)
        return {name: value for name, value in values.items() if empty(name)}

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


def _state() -> tuple[int, int]:
    """What changes with the file; (0, 0) without one."""
    try:
        status = own_file().stat()
    except OSError:
        return 0, 0
    return status.st_mtime_ns, status.st_size
