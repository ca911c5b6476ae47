"""The doubt of the quick reader."""


class UnsureError(Exception):
    """The file holds something that only ExifTool is sure to read right; the text says what."""
