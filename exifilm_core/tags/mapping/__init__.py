"""Storage of a record in a file's tags. ExiFilm reads homes and mirrors, and writes the difference.

`mapping.py` turns records into tag values and back. `own.py` decides between our own tag and the
standard one, `unsure.py` finds values that rest on a guess, and `maker_notes.py` keeps a digital
camera's make and model. `in_step.py` updates other programs' mirrors; `marks.py` has the tags of a
record that are no field. `scanner_tags.py` separates the values of a scanner or a copy camera from
the film's; `copy_camera.py` and `default_texts.py` recognise them.
"""

from exifilm_core.tags.mapping.mapping import (
    Drift,
    Stored,
    WhichTags,
    drifted,
    fields_of,
    has_record,
    is_whole,
    owned_names,
    stored,
    tags_of_field,
    to_write,
)
from exifilm_core.tags.mapping.unsure import unsure_fields

__all__ = [
    "Drift",
    "Stored",
    "WhichTags",
    "drifted",
    "fields_of",
    "has_record",
    "is_whole",
    "owned_names",
    "stored",
    "tags_of_field",
    "to_write",
    "unsure_fields",
]
