"""Sentences about the numbering of a roll's frames."""

from __future__ import annotations

from exifilm_core.messages import Template


class Rolls(Template):
    """Frames cannot be numbered, or values of a roll cannot be set."""

    NO_DATE = "its record has no date. Enter one, or number by names."
    NO_MORE_FRAMES = "the frame before it is the last possible one, 9999."
    NOT_IN_FOLDER = "it is not among the scans of the folder."
    PATTERN_WORD = "“{word}” is no part of a pattern. Use {roll}, {frame} and *."
    PATTERN_WITHOUT_FRAME = "a pattern needs one {frame}, and at most one {roll}."
    PATTERN_WITHOUT_ROLL = "neither the pattern nor an option gives the roll."
    NOTES_LINE = "Line {line}: {problem}"
    NOTES_NO_SCAN = "no scan has these frames; the line is left out."
    NOTES_BACKWARDS = "frame {first} is after frame {last}. Write the first one first."
    NOTES_WITHOUT_FIELD = (
        "“{text}” has no field. Write FIELD=VALUE, or put its frames before it, as in 7: {text}."
    )
    NO_SUCH_ROLL = (
        "no scan belongs to the roll “{roll}”. Give a roll of these scans, or number them first."
    )
