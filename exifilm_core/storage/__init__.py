"""Storage of a record in a file's tags. ExiFilm reads homes and mirrors, and writes the difference.

`storage.py` turns records into tag values and back. `own.py` decides between our own tag and the
standard one, `unsure.py` finds values that rest on a guess, and `maker_notes.py` keeps a digital
camera's make and model. `in_step.py` updates other programs' mirrors; `marks.py` has the tags of a
record that are no field.
"""

from exifilm_core.storage.storage import (
    Drift,
    Reading,
    Stored,
    drifted,
    fields_of,
    has_record,
    is_whole,
    owned_names,
    stored,
    tags_of_field,
    to_write,
)
from exifilm_core.storage.unsure import unsure_fields

__all__ = [
    "Drift",
    "Reading",
    "Stored",
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
