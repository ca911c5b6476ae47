"""Which picture of a TIFF file to decode, and how many pages the file has.

A TIFF is a chain of directories, one a picture; a directory may name others below it. Besides the
scan there are smaller versions of it, masks, and a camera's raw data. After TIFF 6.0 and the
BigTIFF design; files are not trusted.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from exifilm_form.session.texts import FormError, _

_KIND, _WIDTH, _LENGTH, _PHOTOMETRIC, _PLANES, _SUB_IFDS = 254, 256, 257, 262, 284, 330
_WANTED = (_KIND, _WIDTH, _LENGTH, _PHOTOMETRIC, _PLANES, _SUB_IFDS)
_APART = 2
_REDUCED, _MASK = 1, 4
"""Bits of a directory's kind."""
_COLOURS = (0, 1, 2, 3, 5, 6, 8)
"""Photometric interpretations that are pictures (no masks, no raw sensor data)."""
_NUMBERS = {1: "B", 3: "H", 4: "I", 13: "I", 16: "Q", 18: "Q"}
"""The types of whole numbers, as `struct` calls them."""
_MOST_ENTRIES = 4096
_MOST_PAGES = 4096
_MOST_BELOW = 64
LONGEST = 3_000_000
"""More pixels than a side of any scan; a file with such a size is damaged."""
_ALIKE = 0.02
"""The shapes of a picture and of its smaller versions differ by less than this."""


class Page(NamedTuple):
    """A picture in the file, and where it is in the chain."""

    width: int
    height: int
    kind: int
    photometric: int
    number: int
    """Which directory of the chain it is, or is below; from 0."""
    below: int = -1
    """Which one below that directory it is, from 0; -1 for the directory itself."""
    has_planes: bool = False
    """Whether each colour is stored apart, not pixel by pixel."""

    @property
    def is_picture(self) -> bool:
        return self.photometric in _COLOURS

    @property
    def is_reduced(self) -> bool:
        return bool(self.kind & _REDUCED)


class Found(NamedTuple):
    """The picture to decode, and the size of its scan."""

    page: Page
    width: int
    height: int
    number: int = 1
    """Which of the file's pages the scan is, and how many there are."""
    pages: int = 1


def is_tiff(head: bytes) -> bool:
    """Whether a file with this beginning is a TIFF, classic or big."""
    return head[:4] in (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")


def best_page(file: BinaryIO, longest: int) -> Found:
    """The page to decode for a picture of this length.

    Returns a smaller page of the same picture if it is large enough. ExifilmError if there is none.
    """
    try:
        found = list(_pages(file))
    except (struct.error, OverflowError, ValueError) as problem:
        raise FormError(_("This TIFF file is damaged.")) from problem
    if not found:
        raise FormError(_("There is no picture in this file."))
    scans = [page for page in found if not page.is_reduced]
    main = (scans or found)[0]
    if not main.is_picture or not scans:
        main = max((page for page in found if page.is_picture), key=_area, default=main)
    if not main.is_picture:
        raise FormError(_("The picture in this file has an unsupported format."))
    shape = main.width / main.height
    smaller = [
        page
        for page in found
        if page.is_picture
        and (page.is_reduced or page is main)
        and max(page.width, page.height) >= longest
        and abs(page.width / page.height / shape - 1) < _ALIKE
    ]
    best = min(smaller, key=_area, default=main)
    pages = [page for page in found if page.below < 0 and not page.kind & (_REDUCED | _MASK)]
    if main not in pages:
        return Found(best, main.width, main.height)
    return Found(best, main.width, main.height, pages.index(main) + 1, len(pages))


def _area(page: Page) -> int:
    return page.width * page.height


def _pages(file: BinaryIO) -> Iterator[Page]:
    """The pages of a TIFF, each followed by those below it. The first must be intact."""
    file.seek(0)
    head = file.read(16)
    order = "<" if head[:2] == b"II" else ">"
    big = head[2:4] in (b"+\0", b"\0+")
    (at,) = struct.unpack_from(f"{order}{'Q' if big else 'I'}", head, 8 if big else 4)
    seen: set[int] = set()
    number = below_in_all = 0
    while at and at not in seen and number < _MOST_PAGES:
        seen.add(at)
        try:
            tags, following = _tags(file, at, order, big)
            page = _page(tags, number)
            below = tags.get(_SUB_IFDS, ())
        except (struct.error, OverflowError, ValueError):
            if number == 0:
                raise
            return  # the chain is damaged from here on
        if page:
            yield page
        elif not below:
            if number == 0:
                raise ValueError
            return
        for place, start in enumerate(below[: _MOST_BELOW - below_in_all]):
            below_in_all += 1
            try:
                page = _page(_tags(file, start, order, big)[0], number, place)
            except (struct.error, OverflowError, ValueError):
                continue
            if page:
                yield page
        at, number = following, number + 1


def _page(tags: dict[int, tuple[int, ...]], number: int, below: int = -1) -> Page | None:
    """The page with these tags; None if it has no size, or one that no scan has."""
    width, height = (tags.get(tag, (0,))[0] for tag in (_WIDTH, _LENGTH))
    if not (0 < width < LONGEST and 0 < height < LONGEST):
        return None
    kind, photometric = tags.get(_KIND, (0,))[0], tags.get(_PHOTOMETRIC, (1,))[0]
    has_planes = tags.get(_PLANES, (1,))[0] == _APART
    return Page(width, height, kind, photometric, number, below, has_planes)


def _tags(file: BinaryIO, at: int, order: str, big: bool) -> tuple[dict[int, tuple[int, ...]], int]:
    """The numbers of a directory's tags that matter here, and where the next directory is."""
    count_of, offset = ("Q", "Q") if big else ("H", "I")
    entry, room = (20, 8) if big else (12, 4)
    file.seek(at)
    (count,) = struct.unpack(order + count_of, file.read(struct.calcsize(count_of)))
    if count > _MOST_ENTRIES:
        raise ValueError
    table = file.read(entry * count)
    (following,) = struct.unpack(order + offset, file.read(room).ljust(room, b"\0"))
    tags: dict[int, tuple[int, ...]] = {}
    for place in range(0, len(table) - entry + 1, entry):
        tag, kind, values = struct.unpack_from(f"{order}HH{offset}", table, place)
        number = _NUMBERS.get(kind)
        if tag not in _WANTED or not number or not 0 < values <= _MOST_BELOW:
            continue
        form = f"{order}{values}{number}"
        raw = table[place + entry - room : place + entry]
        if struct.calcsize(form) > room:
            file.seek(struct.unpack(order + offset, raw)[0])
            raw = file.read(struct.calcsize(form))
        tags[tag] = struct.unpack(form, raw[: struct.calcsize(form)])
    return tags, following
