"""Sentences about a record that another program changed."""

from exifilm_core.messages import Template


class Changed(Template):
    """Two programs edit one record."""

    CHANGED_ON_DISK = (
        "another program changed the record after it was read, so nothing was saved:\n{differences}"
    )
    FIELD = "  {label}: was {was}, is now {now}"
    FIELD_TO_BE_SAVED = "  {label}: was {was}, is now {now}, to be saved {new}"
    VALUE = "“{value}”"
    EMPTY = "empty"
