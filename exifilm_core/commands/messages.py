"""The errors that only the command line shows; no other program needs or translates them."""

from __future__ import annotations

from exifilm_core.messages import Template


class Commands(Template):
    """Of a command and the files that it was given."""

    # Files and folders.
    NO_IMAGES_BELOW = "there are no images in it or in its sub-folders."
    NO_IMAGES_IN = "there are no images in it."
    FOLDER_GIVEN = "it is a folder, not an image. {advice}"
    NO_STANDARD_INPUT = "standard input is closed, so there is no record to read from it."
    CANNOT_READ_INPUT = "{name} cannot be read: {reason}."

    # A list of records in JSON.
    TWICE_IN_LIST = "two entries of the list have the same file. Remove one."
    NO_RECORD_IN_LIST = (
        "entry {number} of the list is not a record. Write an object with “file” and “record”, as "
        "“exifilm show --json” does."
    )
    NOT_IN_LIST = "the list in JSON has no record of this file."
    UNCLEAR_IN_LIST = (
        "several files have this name, and the list in JSON has none with this path. Give the file "
        "as “exifilm show --json” did."
    )

    # The index.
    INDEX_IS_OFF = "there is no index, because EXIFILM_INDEX is 0."
    NO_INDEX = "there can be no index here: {reason}. ExiFilm reads the scans each time instead."
    INDEX_NOT_DELETED = "the index cannot be deleted: {reason}."

    # Setting fields.
    NO_COPY_EXPOSURE = (
        "--film-exif has no effect: no exposure is stored as the copy camera's, so none can become "
        "the film's."
    )
    NO_COPY_EXPOSURE_OTHERS_SAVED = (
        "--film-exif has no effect: no exposure is stored as the copy camera's, so none can become "
        "the film's. The other fields are saved."
    )

    # Rolls.
    OWN_VALUES = (
        "{n} file keeps its own {label}: {names}",
        "{n} files keep their own {label}: {names}",
    )
    OTHER_ROLLS = (
        "{n} file belongs to another roll and keeps its frame: {names}",
        "{n} files belong to another roll and keep their frames: {names}",
    )
    NOT_OF_PATTERN = (
        "the name of {n} file does not match the pattern: {names}",
        "the names of {n} files do not match the pattern: {names}",
    )
    DIFFERING_FILES = (
        "{first} and {others} are one sheet, but differ in {labels}. Neither is numbered; make "
        "them agree first."
    )
    DIFFERING_TO_SET = (
        "{first} and {others} are one sheet, but differ in {labels}. Neither is changed; make "
        "them agree first."
    )
    NO_SUCH_FRAMES = "no scan of the roll has the frames {frames}."
    DIFFERING_RECORDS = (
        "{first} and {others} are one sheet, but differ in {labels}. The record of {first} is "
        "printed."
    )
    FRAME_TAKEN = "{number} is also the number of {other}."

    # Searching.
    NOTHING_FOUND = ("the {n} scan does not match.", "none of the {n} scans matches.")
    NOTHING_FOUND_IN_KNOWN = (
        "the {n} scan in the known folders does not match. --in DIR searches another folder.",
        "none of the {n} scans in the known folders matches. --in DIR searches another folder.",
    )
    WORD_IS_A_FOLDER = (
        "“{word}” was searched for as a word. To search in that folder, give it with --in."
    )
    WORDS_ARE_TEXTS = (
        "words are searched for in texts only. For a number or a date, give its field: "
        "aperture=f/22."
    )
    FOLDERS_NOT_THERE = (
        "{n} known folder is not there now, so it was not searched: {example}",
        "{n} known folders are not there now, so they were not searched, such as {example}",
    )

    # Printing.
    NOTHING_TO_PRINT = "{missing} {more}"
    NO_RECORDS_HERE = "there are no records to print."
    NO_NUMBER_IN_RANGE = "no scan has an image number from {first} to {last}."
    NO_NAME_IN_RANGE = "no scan has a No. from “{first}” to “{last}”."
    NO_SUCH_NO = "no scan has the No. “{number}”."
    NO_SUCH_NO_NOR_RANGE = (
        "no scan has the No. “{number}”. As a range, its first number is greater than its last."
    )
    NONE_CHOSEN = "no scan has any of these Nos."
    NOT_PRINTED = "not printed: {why}"
    NO_PICTURE = "its picture is not printed: {why}"
    PICTURE_DAMAGED = "its picture: {why}"
    NO_PICTURES = (
        "no Python here has GTK 3 (PyGObject), which decodes the pictures. “exifilm doctor” says "
        "what to install."
    )
    DECODER_ENDED = "this picture has ended the program that decodes pictures."
    NO_HOLDER = (
        "{n} record has no holder, so it is not in the list.",
        "{n} records have no holder, so they are not in the list.",
    )
    NO_ROLL = (
        "{n} record has no roll and no frame, so it is not on a form.",
        "{n} records have no roll and no frame, so they are not on a form.",
    )
    FIELD_NOT_PRINTED = "{name} is not printed: “{text}” is not a valid value."

    # Programs.
    TAG_NOT_READ_BACK = (
        "ExifTool wrote {tag} but read back {found}. Install ExiFilm or ExifTool again."
    )
    NO_GTK = (
        "the window needs GTK 3 for Python (PyGObject), and no Python here has it. Install it:\n"
        "  Debian, Ubuntu: apt install python3-gi python3-gi-cairo gir1.2-gtk-3.0\n"
        "  Fedora:         dnf install python3-gobject gtk3\n"
        "  Arch:           pacman -S python-gobject python-cairo gtk3\n"
        "  macOS:          brew install pygobject3 gtk+3\n"
        "  Windows (MSYS2): pacman -S mingw-w64-ucrt-x86_64-python-gobject "
        "mingw-w64-ucrt-x86_64-gtk3"
    )
