"""Which scans are selected: one, or several that are edited together."""

from __future__ import annotations

from collections.abc import Iterable

from exifilm_core.value import Value


class Selection(Value):
    """The selected scans, by their numbers in the list."""

    open: int = -1
    """The scan whose picture is shown; -1 for none."""
    chosen: frozenset[int] = frozenset()
    anchor: int = -1
    """Where a range that Shift extends begins."""

    @classmethod
    def only(cls, index: int) -> Selection:
        """This scan alone."""
        return cls(index, frozenset([index]), index)

    @classmethod
    def of(cls, indices: Iterable[int], open_: int = -1) -> Selection:
        """These scans; the one to open, if it is among them, else the first."""
        chosen = frozenset(indices)
        index = open_ if open_ in chosen else min(chosen, default=-1)
        return cls(index, chosen, index)

    @property
    def indices(self) -> tuple[int, ...]:
        """The selected scans, in the order of the list."""
        return tuple(sorted(self.chosen))

    @property
    def several(self) -> bool:
        return len(self.chosen) > 1

    def toggled(self, index: int) -> Selection:
        """With this scan too, or without it if it was selected; one always stays."""
        chosen = self.chosen ^ {index}
        if not chosen:
            return self
        nearest = index if index in chosen else min(chosen, key=lambda each: abs(each - index))
        return Selection(nearest, chosen, index)

    def extended(self, index: int) -> Selection:
        """All scans from the anchor to this one."""
        anchor = index if self.anchor < 0 else self.anchor
        first, last = sorted((anchor, index))
        return Selection(index, frozenset(range(first, last + 1)), anchor)
