"""How a record is stored in a file's tags: read from homes and mirrors, written as the difference.

`storage.py` turns whole records into tag values and back; `own.py` says whose word counts where a
field has a copy of our own beside a standard tag; `unsure.py` which values rest on a guess;
`maker_notes.py` where make and model have to stay a digital camera's; `in_step.py` has the mirrors
that other programs made, `marks.py` the few tags that go with a record without being a field.
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
