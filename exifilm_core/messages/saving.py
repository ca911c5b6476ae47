"""Problems with saving, undoing or taking over a record, and the reports of a save."""

from __future__ import annotations

from exifilm_core.messages import Template


class Saving(Template):
    """Of one scan; its path comes before the sentence."""

    # Another program's changes.
    STILL_OVERWRITTEN = (
        "another program had overwritten what was saved before ({fields}). This save did not "
        "restore these fields. Set them again if they are wrong."
    )
    FIELD_CHANGE = "{label}: {before} → {after}"

    # Undo.
    NOTHING_TO_UNDO = "there is no save to undo."
    UNDO_OF_CHANGED = "another program has changed this file since; it was not undone."
    SAVED_SINCE = "it was saved again since, so the earlier save was not undone."
    UNDO_OF_OVERWRITTEN = (
        "another program has overwritten the last save, so there is nothing to undo."
    )
    UNDO_OF_OVERWRITTEN_FIELDS = (
        "another program has overwritten the last save ({fields}), so there is nothing to undo."
    )
    UNDONE_INEXACTLY = "undo could not restore these tags byte for byte: {tags}."
    UNDEFINED_VALUES = "ExifTool cannot write undefined values, so undo removed these tags: {tags}."
    GUESSED_ENCODING = (
        "undo restored text in an unknown encoding as UTF-8, read as Windows-1252: {tags}."
    )

    # Records that the image cannot hold.
    SAVED_IN_SIDECAR = "{why} The record is in the sidecar {sidecar}."
    CANNOT_CLEAR = (
        "these fields cannot be cleared: the image holds values that ExiFilm does not overwrite "
        "({fields}). Enter a value instead."
    )
    FIELD_IS = "{label}: {value}"
    SEVERAL_EXIF_BLOCKS = "this image has more than one EXIF block, which undo could not restore."
    NOT_UNDOABLE = "undo could not restore some of the image's own tags exactly ({tags})."
    TIFF_WITHOUT_TAGS = "this TIFF is damaged: it has no tags where its first bytes say."
    SECOND_BLOCK = (
        "this PNG keeps its {blocks} in a text chunk, as ImageMagick does, and would get a second "
        "one."
    )
    IPTC_NOT_UPDATED = "the image's old IPTC data cannot be updated to match: {reason}."
    DAMAGED_BY_SAVING = (
        "the image's metadata is damaged, and saving would lose some of it (ExifTool: {said})."
    )
    OTHERS_HARMED = "saving would harm other metadata in it, with ExifTool {version} ({changes})."
    TAG_ADDED = "{tag} would be added"
    TAG_LOST = "{tag} would be lost"
    TAG_CHANGED = "{tag} would change"
    PROPERTY_CHANGED = "{property}: was {before}, would be {after}"
    ABSENT = "absent"

    # Verification of the new version, before it replaces the old one.
    NOT_READ_BACK = "the new version could not be read back, so nothing was saved: {why}"
    NOT_VERIFIED = "the saved record could not be verified; the file was left unchanged ({fields})."
    NOT_VERIFIED_SAID = (
        "the saved record could not be verified; the file was left unchanged ({fields}). ExifTool: "
        "{said}."
    )
    FIELD_READ_BACK = "{label}: {wanted} was read back as {found}"
    INVALID_XML_MADE = "ExifTool made XMP that is not valid XML, so nothing was saved."

    # Taking over another program's value.
    NOTHING_TO_ACCEPT = (
        "all tags agree with the record on {label} ({name}), so there is nothing to accept."
    )
    SEVERAL_TO_ACCEPT = "the tags disagree on {label} ({tags}). Enter the right value."
    TAG_SAYS = "{tag}: “{text}”"
