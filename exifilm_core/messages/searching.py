"""Sentences about what a search asks for."""

from exifilm_core.messages import Template


class Searching(Template):
    """A condition on a field cannot be understood."""

    BACKWARDS = "“{text}” begins with the greater value. Enter {swapped}."
    COMPARISON = "“{text}” is not a condition. Enter {range}: a range includes its ends."
