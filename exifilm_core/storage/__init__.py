"""How a record is stored in a file's tags: read from homes and mirrors, written as the difference.

`storage.py` turns whole records into tag values and back; `marks.py` has the few tags that go with
a record without being a field.
"""

from exifilm_core.storage.storage import (
    Stored,
    drifted,
    has_record,
    is_whole,
    owned_names,
    stored,
    tags_of_field,
    to_write,
)

__all__ = [
    "Stored",
    "drifted",
    "has_record",
    "is_whole",
    "owned_names",
    "stored",
    "tags_of_field",
    "to_write",
]
