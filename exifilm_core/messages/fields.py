"""Sentences about the fields of a record."""

from exifilm_core.messages import Template


class Fields(Template):
    """A field refuses a value, or a name means no field."""

    IN_FIELD = "{label} ({name}): {problem}"
    INVALID = "{invalid}. Enter {accepts}."
    INVALID_BECAUSE = "{invalid}: {reason}. Enter {accepts}."
    SEVERAL_READINGS = "“{text}” {readings}."
    FOR_EXAMPLE = "{purpose}: {example}"
    AND_NOTATION = "{purpose}; {notation}"
    TEXT_SUCH_AS = "any text, such as {example}"

    NO_FIELD = "there is no field “{name}”."
    NO_FIELD_BUT = "there is no field “{name}”. Did you mean {near}?"
    SEVERAL_FIELDS = "“{name}” may mean {fields}. Enter the name in brackets."
    LABEL_AND_NAME = "{label} ({name})"
    GIVEN_TWICE = "{name} is given twice, with different values."
    NOT_A_RECORD = "a record in JSON must be an object with the names of fields, such as {example}."
