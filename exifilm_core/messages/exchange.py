"""Sentences in the answers to the plug-ins of photo programs."""

from __future__ import annotations

from exifilm_core.messages import Template


class Exchange(Template):
    """Of a request, or of a scan that a request names."""

    # The request.
    UNREADABLE_REQUEST = "the request {file} cannot be read: {reason}."
    NOT_A_FILE = "the request {file} is not a file."
    NOT_UTF8 = "the request is not UTF-8. Write it in UTF-8."
    REQUEST_NOT_JSON = "the request is not JSON ({reason}). Write an object, such as {example}."
    REQUEST_NOT_AN_OBJECT = "the request is not an object. Write one, such as {example}."
    KEY_TWICE = "“{key}” is given twice. Remove one."
    UNKNOWN_KEY = "a request has no key “{key}”. The keys are: {keys}."
    UNKNOWN_KEY_BUT = "a request has no key “{key}”. Did you mean “{near}”?"
    NOT_FOR = "a request to {do} has no key “{key}”. Remove it."
    MISSING = "“{key}” is missing. Add {wanted}."
    WRONG_TYPE = "“{key}” must be {wanted}."
    NEWER = (
        "the request is in version {asked} of the exchange, and this ExiFilm knows only version "
        "{known}. Update ExiFilm."
    )
    NO_FILES = "“files” is empty. Give at least one file."
    NO_VALUES = "“values” is empty. Give at least one field."
    RELATIVE = "{file} is not an absolute path. Give the path from the root folder."

    # What the keys hold.
    VERSION = "the version of the exchange, {version}"
    DO = "“read”, “set” or “list”"
    LIST_OF_TEXTS = "a list of texts"
    OBJECT_OF_TEXTS = "an object with a text for each field"
    YES_OR_NO = "true or false"

    # The answer.
    NO_PLACE = "the answer {file} cannot be written: {reason}. Nothing was done."
    ANSWER_NOT_WRITTEN = "the answer {file} cannot be written: {reason}. The work itself was done."
    NOT_AN_ANSWER = (
        "{file} is not an earlier answer, so it was not replaced. Give another name for the answer."
    )

    # A scan.
    ORPHAN = "it is a sidecar, and its image {image} is not in the folder. Give the image."
    INVALID_IN_FILE = "{label} has an invalid value, “{text}”. Enter it again."
    UNLIKELY_VALUE = "{label} is {value}, which is unlikely. If {meant} is meant, enter that."
    DISAGREES = "{label} is “{value}” in the record, but {tag} is “{text}”."
    RETURNS = (
        "{label} is “{value}” in the record. Another program has restored an old text, “{text}” "
        "({tag}); the next save replaces it."
    )
    OVERWRITTEN = (
        "another program has overwritten what was saved on {when} ({fields}). ExiFilm's "
        "command “restore” saves it again."
    )
    MAY_BE_MISREAD = "{label} may be misread: {tag} is in an unknown encoding. Enter it again."
    UNREADABLE_NOTES = (
        "its maker notes cannot be read: an earlier version of ExiFilm wrote the film camera's "
        "name over the digital camera's ({names}). The next save restores it."
    )
    COPY_EXPOSURE = (
        "EXIF's exposure ({exposure}) counts as that of the camera on the copy stand; the first "
        "save moves it to the field Copy exposure."
    )

    # Hints.
    TO_ACCEPT = "Enter that text to take it into the record, or enter the record's again."
