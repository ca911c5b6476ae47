"""The filled holder list, with a line for each side of each holder.

Its table is in a PostScript file of its own (`form.py`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice, zip_longest
from typing import BinaryIO

from exifilm_core.errors import ExifilmError
from exifilm_core.messages.paper import Printing
from exifilm_core.natural_order import in_natural_order
from exifilm_core.patterns import pattern
from exifilm_core.printing.document import Warned, typeset_leaves, warnings_of
from exifilm_core.printing.form import Form
from exifilm_core.printing.lines import Cells, LineFiller
from exifilm_core.printing.page import Page
from exifilm_core.printing.text import Typesetter
from exifilm_core.record.exposure_record import ExposureRecord

_HOLDER = pattern(r"(?P<number>.*[0-9])[ ./-]?(?P<side>[ab])", re.IGNORECASE | re.DOTALL)


def number_and_side(holder: str) -> tuple[str, str]:
    """A holder's number, and its side in capitals, "" if none is given: 12 and A of “12A”."""
    match = _HOLDER.fullmatch(holder.strip())
    return (match["number"], match["side"].upper()) if match else (holder.strip(), "")


def holder_list(
    records: Iterable[tuple[str, ExposureRecord]], page: Page, out: BinaryIO
) -> list[Warned]:
    """Write the holders of the records, each with the name that stands for a missing No.

    The holders stand in natural order, both sides of each. One that was exposed again has another
    pair of lines, in the order of the dates. Returns the problems with printing them. ExifilmError
    when no record has a holder.
    """
    pairs = list(_pairs(records, page.form))
    if not pairs:
        raise ExifilmError(Printing.NO_HOLDERS())
    typesetter = Typesetter()
    maker = _ListMaker(page, typesetter)
    typeset_leaves(maker.leaves(pairs), page, typesetter, out)
    return maker.warnings


def _pairs(records: Iterable[tuple[str, ExposureRecord]], form: Form) -> Iterator[list[Cells]]:
    """The lines of each holder: one for each of its sides."""
    found: defaultdict[str, defaultdict[str, list[tuple[str, ExposureRecord]]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for number, record in records:
        if record.holder:
            holder, side = number_and_side(record.holder)
            found[holder][side].append((number, record))
    names = form.words("side-names")
    for holder in sorted(found, key=in_natural_order):
        sides = found[holder]
        for some in sides.values():
            some.sort(key=_when)
        for pair in zip_longest(*(sides[name] for name in names)):
            if any(pair):
                yield [
                    _line(holder, name, exposed) for name, exposed in zip(names, pair, strict=True)
                ]
        rest = iter(sides[""])
        while some := list(islice(rest, len(names))):
            yield [_line(holder, "", exposed) for exposed in some]


def _when(exposed: tuple[str, ExposureRecord]) -> tuple[date, int, int, int]:
    """The order of exposures; those without a date keep theirs, at the end."""
    taken = exposed[1].taken
    if taken is None:
        return date.max, 0, 0, 0
    return taken.first, taken.hour or 0, taken.minute or 0, taken.second or 0


def _line(holder: str, side: str, exposed: tuple[str, ExposureRecord] | None) -> Cells:
    cells = {"holder.number": holder, "holder.side": side}
    if not exposed:
        return cells
    number, record = exposed
    shown = {
        name: record.show(name) for name in ("film", "exposure_index", "loaded", "development")
    }
    shown["taken.day"] = record.show("taken")
    if record.taken and record.taken.hour is not None:
        shown["taken.day"] = shown["taken.day"].split()[0]
    named = filter(None, (record.show("image_id") or number, record.subject))
    return cells | shown | {"notes": " · ".join(named)}


class _ListMaker:
    """Makes leaves of the list."""

    def __init__(self, page: Page, typesetter: Typesetter) -> None:
        self._form = page.form
        self._typesetter = typesetter
        self._filler = LineFiller(page, typesetter)
        self._sides = int(page.form.number("sides"))
        self.warnings: list[Warned] = []

    def leaves(self, pairs: Iterable[Sequence[Cells]]) -> Iterator[str]:
        """As many leaves as the pairs of lines need."""
        rest = iter(pairs)
        while some := list(islice(rest, self._form.lines // self._sides)):
            calls = ["record-form"]
            for place, pair in enumerate(some):
                for side, cells in enumerate(pair):
                    line = place * self._sides + side
                    calls.append(self._filler.filled(line, cells, first=not side))
                    number = cells.get("notes", "").partition(" · ")[0] or cells["holder.number"]
                    self.warnings.extend(warnings_of(number, self._typesetter))
            yield "\n".join(calls)
