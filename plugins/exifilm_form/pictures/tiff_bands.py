"""Large TIFF files in bands: each band of rows as a small TIFF file of its own.

The strips (or rows of tiles) of a TIFF are independent. So some of them behind a new header are a
valid TIFF, whatever their compression and depth. A library that loads only complete files can then
decode half a gigabyte in small parts. If the strips are thin, a small picture skips most of them.
After TIFF 6.0 and the BigTIFF design.
"""

from __future__ import annotations

import struct
from collections.abc import Container, Iterator, Sequence
from typing import BinaryIO, NamedTuple

from exifilm_core.errors import ExifilmError
from exifilm_form.session.texts import FormError, _

WIDTH, LENGTH, BITS, COMPRESSION, PHOTOMETRIC = 256, 257, 258, 259, 262
STRIPS, ORIENTATION, SAMPLES, ROWS, STRIP_SIZES, PLANAR = 273, 274, 277, 278, 279, 284
TILE_WIDTH, TILE_LENGTH, TILES, TILE_SIZES, SUB_IFDS, KIND = 322, 323, 324, 325, 330, 254
_KEPT = (256, 258, 259, 262, 266, 277, 284, 292, 293, 317, 320, 322, 323, 332, 338, 339)
_KEPT += (347, 529, 530, 531, 532)
"""Tags that define how to decode strips."""
_SIZES = (0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8)
"""Bytes of a value by the number of its type."""
_NUMBERS = {1: "B", 3: "H", 4: "I", 13: "I", 16: "Q", 18: "Q"}
_COLOURS = (0, 1, 2, 3, 5, 6, 8)
"""Photometric interpretations that are pictures (no masks, no raw sensor data)."""
_COMPRESSIONS = (1, 2, 3, 4, 5, 7, 8, 32773, 32946)
_MOST_VALUES = 4_000_000
_MOST_PAGES = 64
_MOST_COUNTED = 4096
"""The most pages that are searched for one to show, and that are counted."""
_LONGEST = 3_000_000
"""More pixels than a side of any scan; a file with such a size is damaged."""
_MOST_READ = 120_000_000
"""The most bytes of the pieces of one band in the file."""
_BAND = 12_000_000
"""Bytes of a decoded band, about; few enough that a cancelled decoding ends soon."""
_LARGEST_PIECE = 400_000_000
"""The most bytes of a decoded piece that cannot be divided."""
_UNCOMPRESSED = 1
_REDUCED, _MASK = 1, 4
"""Bits of a page's kind."""


class Value(NamedTuple):
    """A tag's numbers as stored in the file: their type, how many, and their bytes."""

    kind: int
    count: int
    raw: bytes

    @classmethod
    def of(cls, order: str, code: str, numbers: Sequence[int]) -> Value:
        """The value for these numbers, each encoded as `struct` does."""
        kind = next(kind for kind, known in _NUMBERS.items() if known == code)
        return cls(kind, len(numbers), struct.pack(f"{order}{len(numbers)}{code}", *numbers))

    def numbers(self, order: str) -> tuple[int, ...]:
        """The numbers; none if the type is not an integer."""
        code = _NUMBERS.get(self.kind)
        return struct.unpack(f"{order}{self.count}{code}", self.raw) if code else ()


class Band(NamedTuple):
    """Rows of a page, from the first up to the one after the last, as a TIFF file."""

    first: int
    after: int
    tiff: bytes
    whole: bool
    """Whether the file holds all of it; a missing part is black, or cannot be decoded."""


class Found(NamedTuple):
    """The page to decode, and the size of its scan."""

    page: Page
    width: int
    height: int
    number: int = 1
    """Which of the file's pages the scan is, and how many there are."""
    pages: int = 1


class Page:
    """One picture in a TIFF file: its tags, and the offsets of its strips or tiles."""

    def __init__(self, order: str, tags: dict[int, Value], at: int = 0) -> None:
        self._order, self._tags = order, tags
        self.at = at
        """The page's offset in the file."""
        self.width, self.height = self.number(WIDTH), self.number(LENGTH)
        self.orientation = self.number(ORIENTATION, 1)
        self.is_reduced = bool(self.number(KIND, 0) & _REDUCED)
        planes = self.number(SAMPLES, 1) if self.number(PLANAR, 1) == 2 else 1
        if not (0 < self.width < _LONGEST and 0 < self.height < _LONGEST and planes < 64):
            raise FormError(_("This TIFF file is damaged."))
        if TILES in tags:
            self._tall = max(self.number(TILE_LENGTH), 1)
            self._across = -(-self.width // max(self.number(TILE_WIDTH), 1))
            self._offsets, self._sizes = self.numbers(TILES), self.numbers(TILE_SIZES)
        else:
            self._tall = min(max(self.number(ROWS, self.height), 1), self.height)
            self._across = 1
            self._offsets, self._sizes = self.numbers(STRIPS), self.numbers(STRIP_SIZES)
            if self._is_plain:
                self._divide(planes)
        self._planes = planes
        self._rows = -(-self.height // self._tall)
        if min(len(self._offsets), len(self._sizes)) < self._rows * self._across * planes:
            raise FormError(_("This TIFF file is truncated: parts of its picture are missing."))

    def number(self, tag: int, default: int | None = None) -> int:
        """The (first) number of a tag."""
        found = self.numbers(tag) if tag in self._tags else ()
        if not found and default is None:
            raise FormError(_("This TIFF file is damaged."))
        return found[0] if found else int(default or 0)

    def numbers(self, tag: int) -> tuple[int, ...]:
        """The numbers of a tag, none if it is missing."""
        return self._tags[tag].numbers(self._order) if tag in self._tags else ()

    @property
    def is_picture(self) -> bool:
        """Whether it can be decoded."""
        return (
            self.number(PHOTOMETRIC, 1) in _COLOURS and self.number(COMPRESSION, 1) in _COMPRESSIONS
        )

    @property
    def _is_plain(self) -> bool:
        return self.number(COMPRESSION, 1) == _UNCOMPRESSED

    def _divide(self, planes: int) -> None:
        """Treat uncompressed strips as thinner ones: any row can then be read alone."""
        bits = self.number(BITS, 1) * (1 if planes > 1 else self.number(SAMPLES, 1))
        line = max(-(-self.width * bits // 8), 1)
        tall = max(1, min(self._tall, 65_536 // line))
        offsets: list[int] = []
        sizes: list[int] = []
        per_plane = -(-self.height // self._tall)
        for number, start in enumerate(self._offsets):
            rows = min(self._tall, self.height - number % per_plane * self._tall)
            for first in range(0, rows, tall):
                offsets.append(start + first * line)
                sizes.append(min(tall, rows - first) * line)
        if self._tall % tall and per_plane > 1:
            return  # thinner strips would not be contiguous
        self._tall, self._offsets, self._sizes = tall, tuple(offsets), tuple(sizes)

    def bands(self, file: BinaryIO, rows_wanted: int) -> Iterator[Band]:
        """The page from top to bottom, in the rows that a picture of that height needs."""
        across = self.width * 4
        if self._tall * across > _LARGEST_PIECE:
            raise FormError(_("This TIFF is stored as a single strip, too large to preview."))
        every = max(1, self.height // max(rows_wanted, 1) // (2 * self._tall))
        pieces = max(1, _BAND // (self._tall * across))
        for start in range(0, self._rows, pieces * every):
            chosen = range(start, min(start + pieces * every, self._rows), every)
            after = min(chosen[-1] + every, self._rows)
            if every > 1 and chosen[-1] == self._rows - 1 and len(chosen) > 1:
                chosen = chosen[:-1]  # the last piece may be shorter than the others
            first_row, after_row = start * self._tall, min(after * self._tall, self.height)
            yield Band(first_row, after_row, *self._small_tiff(file, chosen))

    def _small_tiff(self, file: BinaryIO, rows: range) -> tuple[bytes, bool]:
        """A TIFF file of some rows of strips or tiles, and whether it is complete."""
        each = self._rows * self._across
        numbers = [
            plane * each + row * self._across + piece
            for plane in range(self._planes)
            for row in rows
            for piece in range(self._across)
        ]
        height = sum(min(self._tall, self.height - row * self._tall) for row in rows)
        data, whole, read = [], True, 0
        for number in numbers:
            size = min(self._sizes[number], _MOST_READ if len(numbers) > 1 else _LARGEST_PIECE)
            file.seek(self._offsets[number])
            data.append(file.read(size))
            read += len(data[-1])
            if read > _MOST_READ and len(data) > 1:
                raise FormError(_("This TIFF file is damaged."))
            if len(data[-1]) < size:
                whole = False
                if self._is_plain:
                    data[-1] = data[-1].ljust(size, b"\0")
        tiled = TILES in self._tags
        tags = {tag: self._tags[tag] for tag in _KEPT if tag in self._tags}
        tags[LENGTH] = self._long(height)
        if not tiled:
            tags[ROWS] = self._long(self._tall)
        tags[TILE_SIZES if tiled else STRIP_SIZES] = self._long(*map(len, data))
        at = TILES if tiled else STRIPS
        tags[at] = self._long(*[0] * len(data))
        start = 8 + 6 + 12 * len(tags) + sum(len(v.raw) + 1 for v in tags.values())
        starts = []
        for piece in data:
            starts.append(start)
            start += len(piece)
        tags[at] = self._long(*starts)
        head = self._head(tags)
        return b"".join([head.ljust(starts[0], b"\0"), *data]), whole

    def _long(self, *numbers: int) -> Value:
        return Value.of(self._order, "I", numbers)

    def _head(self, tags: dict[int, Value]) -> bytes:
        order = self._order
        head = struct.pack(f"{order}2sHI", b"II" if order == "<" else b"MM", 42, 8)
        head += struct.pack(f"{order}H", len(tags))
        far = b""
        far_start = len(head) + 12 * len(tags) + 4
        for tag, value in sorted(tags.items()):
            kind, raw = value.kind, value.raw
            if kind > 13:  # 64-bit types do not exist in a classic TIFF
                found = struct.unpack(f"{order}{value.count}{_NUMBERS[kind]}", raw)
                kind, raw = 4, struct.pack(f"{order}{value.count}I", *found)
            head += struct.pack(f"{order}HHI", tag, kind, value.count)
            if len(raw) <= 4:
                head += raw.ljust(4, b"\0")
            else:
                head += struct.pack(f"{order}I", far_start + len(far))
                far += raw + b"\0" * (len(raw) % 2)
        return head + struct.pack(f"{order}I", 0) + far


def is_tiff(head: bytes) -> bool:
    """Whether a file with this beginning is a TIFF, classic or big."""
    return head[:4] in (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")


def best_page(file: BinaryIO, longest: int) -> Found:
    """The page to decode for a picture of this length.

    Returns a smaller page of the same picture if it is large enough. ExifilmError if no page can be
    decoded.
    """
    try:
        pages = list(_pages(file))
    except (struct.error, OverflowError, ValueError) as problem:
        raise FormError(_("This TIFF file is damaged.")) from problem
    whole = [page for page in pages[:1] if not page.is_reduced] or [
        page for page in pages if not page.is_reduced
    ]
    main = (whole or pages or [None])[0]
    if main is None:
        raise FormError(_("There is no picture in this file."))
    if not main.is_picture or not whole:
        main = max((p for p in pages if p.is_picture), key=_size, default=main)
    if not main.is_picture:
        raise FormError(_("The picture in this file has an unsupported format."))
    shape = main.width / main.height
    smaller = [
        page
        for page in pages
        if page.is_picture
        and (page.is_reduced or page is main)
        and max(page.width, page.height) >= longest
        and abs(page.width / page.height / shape - 1) < 0.02
    ]
    best = min(smaller, key=_size, default=main)
    if main.at in (places := _places(file)):
        return Found(best, main.width, main.height, places.index(main.at) + 1, len(places))
    return Found(best, main.width, main.height)


def _size(page: Page) -> int:
    return page.width * page.height


def _places(file: BinaryIO) -> list[int]:
    """The offsets of the file's pages. Smaller versions of a page and masks are no pages."""
    order, big, at = _start(file)
    places: list[int] = []
    seen: set[int] = set()
    while at and at not in seen and len(seen) < _MOST_COUNTED:
        seen.add(at)
        try:
            tags, following = _tags(file, at, order, big, (KIND, WIDTH))
        except (struct.error, OverflowError, ExifilmError):
            break
        if WIDTH not in tags:
            break  # the chain is damaged from here on
        kinds = tags[KIND].numbers(order) if KIND in tags else ()
        if not any(kind & (_REDUCED | _MASK) for kind in kinds):
            places.append(at)
        at = following
    return places


def _start(file: BinaryIO) -> tuple[str, bool, int]:
    """The byte order, whether it is a BigTIFF, and the offset of the first page."""
    file.seek(0)
    head = file.read(16)
    order = "<" if head[:2] == b"II" else ">"
    big = head[2:4] in (b"+\0", b"\0+")
    (start,) = struct.unpack_from(f"{order}{'Q' if big else 'I'}", head, 8 if big else 4)
    return order, big, start


def _pages(file: BinaryIO) -> Iterator[Page]:
    """The pages of a TIFF and their smaller versions, in the order of the file."""
    order, big, start = _start(file)
    due, seen = [start], set()
    while due and len(seen) < _MOST_PAGES:
        at = due.pop(0)
        if not at or at in seen:
            continue
        seen.add(at)
        tags, following = _tags(file, at, order, big)
        due.append(following)
        try:
            page = Page(order, tags, at)
        except ExifilmError:
            if len(seen) == 1 and not tags.get(SUB_IFDS):
                raise
        else:
            yield page
        if below := tags.get(SUB_IFDS):
            due[:0] = below.numbers(order)


def _tags(
    file: BinaryIO, at: int, order: str, big: bool, wanted: Container[int] | None = None
) -> tuple[dict[int, Value], int]:
    """The tags of a page (or the wanted ones), and the offset of the next page."""
    file.seek(at)
    (count,) = struct.unpack(f"{order}{'Q' if big else 'H'}", file.read(8 if big else 2))
    entry, room = (20, 8) if big else (12, 4)
    if count > 4096:
        raise FormError(_("This TIFF file is damaged."))
    table = file.read(entry * count)
    (following,) = struct.unpack(
        f"{order}{'Q' if big else 'I'}", file.read(room).ljust(room, b"\0")
    )
    tags: dict[int, Value] = {}
    for place in range(0, len(table) - entry + 1, entry):
        tag, kind, values = struct.unpack_from(f"{order}HH{'Q' if big else 'I'}", table, place)
        size = _SIZES[kind] * values if kind < len(_SIZES) else 0
        if tag not in (wanted or _NEEDED) or not size or values > _MOST_VALUES:
            continue
        raw = table[place + entry - room : place + entry]
        if size > room:
            file.seek(struct.unpack(f"{order}{'Q' if big else 'I'}", raw)[0])
            raw = file.read(size)
        if len(raw) >= size:
            tags[tag] = Value(kind, values, raw[:size])
    return tags, following


_NEEDED = {
    *_KEPT,
    KIND,
    LENGTH,
    ORIENTATION,
    STRIPS,
    ROWS,
    STRIP_SIZES,
    TILES,
    TILE_SIZES,
    SUB_IFDS,
}
