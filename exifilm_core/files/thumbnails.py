"""The desktop's thumbnails of a file, which file managers and photo programs share.

A thumbnail is a PNG named by its file's URI, and valid while it notes the file's modification time:
freedesktop.org's Thumbnail Managing Standard. Nothing here raises: without a cache, or with a
damaged one, there are no thumbnails.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
import time
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from exifilm_core.files.atomic import LEFTOVER
from exifilm_core.files.temporary import PREFIX

SIZES = {"normal": 128, "large": 256, "x-large": 512, "xx-large": 1024}
"""The cache's folders, and the most pixels along a side of the thumbnails in each."""
_PNG = b"\x89PNG\r\n\x1a\n"
_URI, _TIME, _SIZE = "Thumb::URI", "Thumb::MTime", "Thumb::Size"
_LARGEST = 1 << 23
"""The most bytes of a thumbnail; larger files are none."""
_LONGEST_TEXT = 1 << 14
_YOUNG = 2.0
"""Seconds in which a file may change again with the same modification time, in whole seconds."""
_PLAIN = "!$&'()*+,:=@/~-._"
"""What GLib leaves as it is in the URI of a file, besides letters and digits."""


def find(path: Path, longest: int) -> bytes | None:
    """The PNG of a valid thumbnail of the file, at least this long unless the picture is."""
    for place in _places(path, longest):
        if png := _valid(place, path, status_of(path)):
            return png
    return None


def fitting(longest: int) -> int | None:
    """The length of the cache's smallest thumbnails that are at least this long."""
    return min((size for size in SIZES.values() if size >= longest), default=None)


def keep(path: Path, png: bytes, longest: int, before: os.stat_result | None) -> None:
    """Store a thumbnail that was made of the file, of a length that `fitting` gave.

    `before` is the file's status before it was read: nothing is stored if the file has changed
    since, or so lately that it could change again unnoticed; nor for temporary files of ours.
    """
    now = status_of(path)
    if not now or not before or _version(now) != _version(before):
        return
    if time.time() - now.st_mtime < _YOUNG or _is_private(path):
        return
    texts = {_URI: _uri(path), "Software": "ExiFilm"} | _noted(now)
    for place in _places(path, longest)[:1]:
        _write(place, _with_texts(png, texts))


@contextlib.contextmanager
def kept_valid(path: Path, new: Path) -> Iterator[None]:
    """Keep the file's valid thumbnails so, while `new` takes its place: it has the same pixels."""
    if not (cache := _cache()) or not cache.is_dir():
        yield
        return
    before, wanted = status_of(path), status_of(new)
    valid = {place: png for place in _places(path) if (png := _valid(place, path, before))}
    yield
    if valid and wanted and (now := status_of(path)) and _version(now) == _version(wanted):
        for place, png in valid.items():
            texts = {name: text for name, text in _noted(now).items() if name in _texts(png)}
            _write(place, _with_texts(png, texts))


def _places(path: Path, longest: int = 0) -> list[Path]:
    """Where the file's thumbnails of at least this length are, if it has any."""
    cache = _cache()
    if not cache:
        return []
    try:
        path.absolute()
    except OSError:  # of a working directory that is gone
        return []
    name = hashlib.md5(_uri(path).encode(), usedforsecurity=False).hexdigest() + ".png"
    return [cache / folder / name for folder, size in SIZES.items() if size >= longest]


def _cache() -> Path | None:
    """The cache's folder; None where the system has no such cache, or the user no home."""
    if os.name != "posix":
        return None
    named = os.environ.get("XDG_CACHE_HOME", "")
    try:
        base = Path(named) if named.startswith("/") else Path.home() / ".cache"
    except RuntimeError:
        return None
    return base / "thumbnails"


def _uri(path: Path) -> str:
    """The file's URI as GLib writes it; a link is a file of its own."""
    from urllib.parse import quote  # costs time that most commands need not spend

    return "file://" + quote(os.fsencode(_absolute(path)), safe=_PLAIN)


def _absolute(path: Path) -> Path:
    """The path from the root, as file managers know it: links are not resolved."""
    return Path(os.path.normpath(path.absolute()))


def status_of(path: Path) -> os.stat_result | None:
    """The file's status, None if it cannot be had."""
    try:
        return path.stat()
    except (OSError, ValueError):
        return None


def _version(status: os.stat_result) -> tuple[int, int, int]:
    return status.st_mtime_ns, status.st_size, status.st_ino


def _noted(status: os.stat_result) -> dict[str, str]:
    """What a thumbnail notes of its file's version."""
    return {_TIME: str(int(status.st_mtime)), _SIZE: str(status.st_size)}


def _is_private(path: Path) -> bool:
    """Whether it is a file of the cache itself, or a temporary one of ours."""
    path, cache, temporary = _absolute(path), _cache(), Path(tempfile.gettempdir())
    if path.name.startswith(LEFTOVER) or (cache and path.is_relative_to(cache)):
        return True
    if not path.is_relative_to(temporary):
        return False
    return path.relative_to(temporary).parts[0].startswith(PREFIX)


def _valid(place: Path, path: Path, status: os.stat_result | None) -> bytes | None:
    """The thumbnail at that place, if it is that of the file in this version."""
    try:
        if status is None or not place.is_file() or place.stat().st_size > _LARGEST:
            return None
        png = place.read_bytes()
        texts = _texts(png)
    except (OSError, ValueError, zlib.error):
        return None
    wanted = {_URI: _uri(path)} | _noted(status)
    if _SIZE not in texts:  # which need not be there
        del wanted[_SIZE]
    return png if wanted.items() <= texts.items() else None


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The chunks of a PNG, each as its type and data. ValueError if it is not a complete one."""
    if not png.startswith(_PNG):
        raise ValueError
    at, kind = len(_PNG), b""
    while kind != b"IEND":
        size, kind = int.from_bytes(png[at : at + 4], "big"), png[at + 4 : at + 8]
        if len(kind) < 4 or at + 12 + size > len(png):
            raise ValueError
        yield kind, png[at + 8 : at + 8 + size]
        at += 12 + size


def _text(kind: bytes, data: bytes) -> tuple[str, str] | None:
    """The keyword and the text of a chunk of text, plain or compressed."""
    if kind not in (b"tEXt", b"zTXt"):
        return None
    keyword, _, text = data.partition(b"\0")
    if kind == b"zTXt":
        text = zlib.decompressobj().decompress(text[1:], _LONGEST_TEXT)
    return keyword.decode("latin-1"), text.decode("latin-1")


def _texts(png: bytes) -> dict[str, str]:
    return dict(found for chunk in _chunks(png) if (found := _text(*chunk)))


def _with_texts(png: bytes, texts: Mapping[str, str]) -> bytes:
    """The PNG with these texts, instead of those with the same keywords."""
    parts = [_PNG]
    for kind, data in _chunks(png):
        if (found := _text(kind, data)) and found[0] in texts:
            continue
        parts.append(_chunk(kind, data))
        if kind == b"IHDR":
            parts += [_chunk(b"tEXt", f"{k}\0{v}".encode("latin-1")) for k, v in texts.items()]
    return b"".join(parts)


def _chunk(kind: bytes, data: bytes) -> bytes:
    checksum = zlib.crc32(kind + data).to_bytes(4, "big")
    return len(data).to_bytes(4, "big") + kind + data + checksum


def _write(place: Path, png: bytes) -> None:
    """Write a thumbnail in one step, for its user alone."""
    with contextlib.suppress(OSError):
        place.parent.parent.parent.mkdir(parents=True, exist_ok=True)
        for folder in (place.parent.parent, place.parent):
            folder.mkdir(mode=0o700, exist_ok=True)
        descriptor, draft = tempfile.mkstemp(dir=place.parent, suffix=".png")
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(png)
            Path(draft).replace(place)
        except OSError:
            Path(draft).unlink(missing_ok=True)
            raise
