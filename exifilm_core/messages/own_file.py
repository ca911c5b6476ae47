"""Sentences about the files that a photographer edits: films, and kit."""

from __future__ import annotations

from exifilm_core.messages import Template


class OwnFile(Template):
    """Why such a file, or a part of it, cannot be read."""

    NOT_TOML = "it is not valid TOML ({reason})."
    OWN_FILE_NOT_UTF_8 = "it is not UTF-8"
    OWN_FILE_TOO_LONG = "it is longer than 1 MB"
