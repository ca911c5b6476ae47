"""Whether a new version of a file still holds everything that the save should not change.

Compares all that ExifTool can read in the old version and the new: decoded maker notes, and
complete binary values. The tables here list the tags that may differ, each with its reason.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from exifilm_core.exiftool import Everything
from exifilm_core.messages import Text
from exifilm_core.messages.saving import Saving

_NOT_IN_THE_FILE = {
    "System": "what the file system says of the file",
    "ExifTool": "ExifTool's version, and its warnings, which are compared apart",
    "Composite": "worked out from other tags",
}
_FOLLOWS = {
    "XMP-x:XMPToolkit": "names the program that wrote the packet last",
    "XMP-xmpNote:HasExtendedXMP": "a digest of the packet's second part",
    "IPTC2:IPTC": "the second of two blocks itself",
    "RIFF:WebP_Flags": "which sorts of chunk a WebP has, metadata among them",
    "File:CurrentIPTCDigest": "worked out from the IPTC block",
    "Photoshop:IPTCDigest": "worked out from the IPTC block",
}
_OF_THE_CONTAINER = ("File:FileType", "RIFF:")
_PLACES = re.compile(r"(Offsets?|Start)$")
"""Tags with the offset of something in the file, which moves."""
_OF_EXIF = re.compile(r"(Sub)?IFD\d*|ExifIFD|GPS|InteropIFD")
REQUIRED_BY_EXIF = {
    "File:ExifByteOrder": "there is EXIF now",
    "IFD0:XResolution": "mandatory in EXIF 2.32, table 17",
    "IFD0:YResolution": "mandatory in EXIF 2.32, table 17",
    "IFD0:ResolutionUnit": "mandatory in EXIF 2.32, table 17",
    "IFD0:YCbCrPositioning": "mandatory in EXIF 2.32, table 17",
    "ExifIFD:ExifVersion": "mandatory in EXIF 2.32, table 18",
    "ExifIFD:ComponentsConfiguration": "mandatory in EXIF 2.32, table 18",
    "ExifIFD:FlashpixVersion": "mandatory in EXIF 2.32, table 18",
    "ExifIFD:ColorSpace": "mandatory in EXIF 2.32, table 18",
    "GPS:GPSVersionID": "mandatory in EXIF 2.32, table 19",
}
"""The tags that a new EXIF block, or a new directory in it, must have."""


def differences(
    old: Everything,
    new: Everything,
    written: Collection[str],
    *,
    wrapped: bool = False,
    restored: Collection[str] = (),
    notes_too: bool = False,
) -> Iterator[Text]:
    """What the new version has lost, gained or changed besides the tags `written`.

    `wrapped`: a bare JPEG XL picture was put into its container, which adds tags. `restored` are
    the blocks (EXIF, XMP, IPTC) that were restored. `notes_too`: maker notes may read differently,
    because the names on which their reading depends were corrected.
    """
    second = (name.replace("IPTC:", "IPTC2:") for name in written if name.startswith("IPTC:"))
    may_differ = {*_FOLLOWS, *written, *second}  # a save writes both of two equal IPTC blocks
    may_differ |= _undecoded(old) | _undecoded(new)
    if notes_too or "EXIF" in restored:
        may_differ |= old.notes | new.notes
    before, after = _foreign(old.values, may_differ), _foreign(new.values, may_differ)
    for name in before.keys() | after.keys():
        if before.get(name) == after.get(name) or _block_of(name) in restored:
            continue
        if name not in before:
            grown = wrapped or _is_extended(old, new)
            if name not in REQUIRED_BY_EXIF and not (
                grown and name.startswith((*_OF_THE_CONTAINER, "Jpeg2000:", "JXL:"))
            ):
                yield Saving.TAG_ADDED(tag=name)
        elif name not in after:
            # Required EXIF tags go with the last other tag of their directory. An empty XMP list,
            # as darktable writes, means none.
            empty = name.startswith("XMP-") and set(before[name]) <= {'""', "[]"}
            if name not in REQUIRED_BY_EXIF and not empty:
                yield Saving.TAG_LOST(tag=name)
        elif name.startswith(_OF_THE_CONTAINER) and (wrapped or _is_extended(old, new)):
            continue
        elif not (_PLACES.search(name) and _are_numbers(before[name] + after[name])):
            yield Saving.TAG_CHANGED(tag=name)
    if not restored:  # a restored block restores its damage too
        yield from (Text(said) for said in new.warnings if said not in old.warnings)


def _foreign(values: Mapping[str, list[str]], may_differ: Collection[str]) -> dict[str, list[str]]:
    return {
        name: found
        for name, found in values.items()
        if name.partition(":")[0] not in _NOT_IN_THE_FILE and name not in may_differ
    }


def _is_extended(old: Everything, new: Everything) -> bool:
    """Whether a plain WebP became an extended one, which has room for metadata.

    A chunk of its header holds the size of the picture, as other tags do.
    """
    types = [seen.values.get("File:FileType") for seen in (old, new)]
    return types == [['"WEBP"'], ['"Extended WEBP"']]


def _undecoded(seen: Everything) -> frozenset[str]:
    """The maker notes as a block, which may move, if their contents can be compared."""
    blocks = {name for name in seen.notes if ":MakerNote" in name and _is_block(seen, name)}
    return frozenset(blocks) if seen.notes - blocks else frozenset()


def _is_block(seen: Everything, name: str) -> bool:
    return any(text.startswith('"base64:') for text in seen.values[name])


def _block_of(name: str) -> str:
    group = name.partition(":")[0]
    return "EXIF" if _OF_EXIF.fullmatch(group) else group.partition("-")[0]


def _are_numbers(texts: list[str]) -> bool:
    return all(re.fullmatch(r'"?[\d ]+"?', text) for text in texts)
