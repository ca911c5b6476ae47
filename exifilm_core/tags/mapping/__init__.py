"""Storage of a record in a file's tags. ExiFilm reads homes and mirrors, and writes the difference.

`reading.py` reads a record from tags, and `understood.py` remembers values that were read before.
`writing.py` gives the tags to write, and `drift.py` those that disagree; `fields.py` has the tags
of each field. `own.py` decides between our own tag and the standard one, `unsure.py` finds values
that rest on a guess, and `maker_notes.py` keeps a digital camera's make and model. `in_step.py`
updates other programs' mirrors; `marks.py` has the tags of a record that are no field.
`scanner_tags.py` separates the values of a scanner or a copy camera from the film's;
`copy_camera.py` and `default_texts.py` recognise them.
"""

from exifilm_core.tags.mapping.drift import Drift, drifted
from exifilm_core.tags.mapping.fields import fields_of, owned_names, tags_of_field
from exifilm_core.tags.mapping.reading import (
    StoredRecord,
    WhichTags,
    has_record,
    is_whole,
    read_record,
)
from exifilm_core.tags.mapping.unsure import unsure_fields
from exifilm_core.tags.mapping.writing import to_write

__all__ = [
    "Drift",
    "StoredRecord",
    "WhichTags",
    "drifted",
    "fields_of",
    "has_record",
    "is_whole",
    "owned_names",
    "read_record",
    "tags_of_field",
    "to_write",
    "unsure_fields",
]
