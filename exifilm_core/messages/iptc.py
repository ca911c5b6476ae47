"""Sentences about the IPTC block of an image (IIM). Each is a reason why it cannot be changed."""

from exifilm_core.messages import Template


class Iptc(Template):
    """Why the block cannot be changed."""

    TWO_BLOCKS = "the file has two IPTC blocks, and ExifTool would make them one"
    OLD_CHARACTER_SET = "the texts are in a character set that is no longer in use"
    NOT_IN_LATIN_1 = "Latin-1 does not have the character {character}"
    INVALID_FROM_BYTE = "the block is invalid from byte {byte} on"
