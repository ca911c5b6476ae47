"""Why a file or a folder cannot be read, written or put in place."""

from __future__ import annotations

from exifilm_core.messages import Template


class Files(Template):
    """Of one file or folder; its path comes before the sentence."""

    # Missing, or of another type.
    NO_SUCH_FILE = "there is no such file."
    EMPTY_FILE = "the file is empty."
    IS_A_FOLDER = "it is a folder, not an image."
    IS_A_DEVICE = "it is a device or a pipe, not an image."
    IMPOSSIBLE_NAME = "no file can have this name."
    NO_SUCH_FOLDER = "there is no such folder."
    NOT_A_FOLDER = "it is a file, not a folder. Give the folder that contains it."
    IS_A_SIDECAR = "it is the sidecar of {image}. Give that file instead."

    # Unreadable.
    NO_READ_PERMISSION = (
        "you do not have permission to read this file. Ask its owner, or change its permissions."
    )
    CANNOT_READ = "it cannot be read: {reason}."
    CANNOT_READ_OR_WRITE = "it cannot be read or written: {reason}."
    CANNOT_READ_FOLDER = "this folder cannot be read: {reason}."
    CANNOT_READ_SIDECAR = "its sidecar {sidecar} cannot be read: {why}"
    INVALID_XML = "it is not valid XML ({reason}). Move it aside or repair it."
    NESTED_TOO_DEEPLY = (
        "its XMP is damaged: values are nested more than {levels} levels deep. Remove its XMP, or "
        "save the file again with the program that made it."
    )
    INVALID_METADATA = (
        "its metadata is damaged, and ExifTool cannot read it. Save the file again with the "
        "program that made it."
    )
    BEING_WRITTEN = "another program is writing it. Try again when that program has finished."

    # ExifTool's reports; {said} is ExifTool's own message.
    BIG_TIFF = (
        "this ExifTool cannot write BigTIFF files (ExifTool: {said}). A plain TIFF, of up to 4 GB, "
        "can hold the record itself."
    )
    UNWRITABLE_FORMAT = (
        "this ExifTool cannot write files of this format (ExifTool: {said}). A copy as TIFF can "
        "hold the record itself."
    )
    DAMAGED_METADATA = (
        "its metadata is damaged (ExifTool: {said}). Repair a JPEG or PNG with “{repair} FILE”; "
        "save a TIFF again with an image editor."
    )
    WRONG_EXTENSION = (
        "its extension does not match its format (ExifTool: {said}). Rename it, then save again."
    )
    DISK_FULL = (
        "the disk is full, so it could not be written (ExifTool: {said}). Free some space, then "
        "save again."
    )
    CANNOT_WRITE = (
        "it could not be written (ExifTool: {said}). The disk may be full, or the image damaged or "
        "truncated. Check both, then save again."
    )
    NO_WRITE_PERMISSION = (
        "you do not have permission to write it (ExifTool: {said}). Change the permissions of the "
        "file and its folder."
    )
    NOT_AN_IMAGE = "it is not an image, or it is damaged (ExifTool: {said})."
    DAMAGED_OR_TRUNCATED = "the image is damaged or truncated (ExifTool: {said})."
    EXIFTOOL_ERROR = "ExifTool error: {said}."
    EXIFTOOL_WARNING = "ExifTool warning: {said}."
    NO_REASON = "it gave no reason"

    # No new version may replace it.
    TRUNCATED = (
        "the image file is truncated, so nothing was saved. Copy it or scan it again, then save."
    )
    HARD_LINKS = (
        "this file has {count} hard links, and saving would update only this one. Replace it with "
        "a separate copy, then save again."
    )
    WRITE_PROTECTED = "this file is write-protected. Allow writing to it, then save again."
    OTHER_OWNER = (
        "this file belongs to another user or group, and saving would make it yours. Ask its owner "
        "to save, or change its owner first."
    )
    OTHER_PERMISSIONS = (
        "the file system would give the new version other permissions ({after}, not {before}), so "
        "nothing was saved. Copy the file to another disk and save there."
    )
    JUST_WRITTEN = "another program wrote this file just now, so nothing was saved. Try again."
    LOCKED = (
        "the file is locked by another ExiFilm process, so nothing was saved. Wait until that has "
        "finished, or end it, then save again."
    )

    # The system's errors: {reason} is one of those below, or the system's own words.
    UNCHANGED = "could not save; the file is unchanged: {reason}."
    NO_SPACE = "the disk is full. Free some space, then save again"
    OVER_QUOTA = "disk quota exceeded. Free some space, then save again"
    READ_ONLY = "read-only file system. Copy it to another disk and save there"
    CLOSED_FOLDER = (
        "you do not have permission to write to its folder. Change the folder's permissions"
    )
    FOLDER_GONE = "another program has removed its folder, or the new version in it"
    NAME_TOO_LONG = "the name is too long"
    NOT_WRITTEN = "it could not be written: {reason}."
    NOT_REMOVED = "it cannot be removed: {reason}. Change the permissions of its folder."

    # Attributes that a save could not keep.
    TIME_NOT_KEPT = "the file system did not keep its modification time."
    ATTRIBUTES_NOT_KEPT = "the file system did not keep its extended attributes."

    # ExiFilm's own files.
    CANNOT_READ_JOURNAL = "the undo journal {path} cannot be read: {reason}."
    DATA_FOLDER_READ_ONLY = (
        "ExiFilm's data folder is on a read-only file system ({path}), so nothing was saved. Mount "
        "it for writing, then save again."
    )
    CANNOT_WRITE_DATA_FOLDER = (
        "ExiFilm's data folder cannot be written ({path}: {reason}), so nothing was saved. Free "
        "some space or allow writing there."
    )
    NO_TEMPORARY_FILES = (
        "ExiFilm cannot create temporary files in {folder}: {reason}. Nothing was changed. Free "
        "some space or allow writing there."
    )
