"""Adding ExiFilm to other programs, and removing it from them again."""

from __future__ import annotations

from exifilm_core.messages import Template


class Installing(Template):
    """Reports of success, and of failure with its reason."""

    # Failures with any program.
    FOREIGN_FILE = (
        "another program or person has put a file of this name there. Move it away, then try again."
    )
    CANNOT_MAKE_FOLDER = "this folder cannot be made: {reason}."
    NOTHING_THERE = "ExiFilm is not installed in {place}."

    # ExifTool's configuration.
    TAGS_ADDED = "ExifTool now knows ExiFilm's tags, from {config}."
    TAGS_PRESENT = "ExifTool knows ExiFilm's tags already, from {config}."
    TAGS_REMOVED = "Removed ExiFilm's tags from {config}."
    CONFIG_NOT_READ = (
        "ExifTool does not read its configuration here, so nothing was changed. Set EXIFTOOL_HOME "
        "to the folder where it does, then install again."
    )
    NO_HOME = (
        "ExifTool finds no home folder to read its configuration from. Set HOME to yours, then try "
        "again."
    )
    MARK_MISSING = (
        "one of the two marks around ExiFilm's part is missing (# >>> ExiFilm and # <<< ExiFilm). "
        "Remove that part by hand, then try again."
    )
    CONFIG_IS_A_FOLDER = (
        "it is a folder where ExifTool's configuration should be. Move it away, then try again."
    )
    CANNOT_READ_CONFIG = (
        "ExifTool's configuration cannot be read: {reason}. Change its permissions, then try again."
    )
    TAGS_DAMAGED = "ExifTool cannot read ExiFilm's tags: ExiFilm is damaged. Install it again."
    CONFIG_DAMAGED = (
        "ExifTool cannot read this file to its end, so it is unchanged: “{said}” Correct it or "
        "move it away, then install again."
    )
    CONFIG_ENDS_EARLY = (
        "ExifTool does not read this file to its end, so it is unchanged. Look for a return, an "
        "exit, or documentation (=pod) without a =cut, then install again."
    )

    # The desktop's menu.
    DESKTOP_ADDED = "ExiFilm is now in the application menu, from {folder}."
    DESKTOP_PRESENT = "ExiFilm is already in the application menu, from {folder}."
    DESKTOP_REMOVED = "Removed ExiFilm from the application menu, in {folder}."
    NO_DESKTOP = "only the desktops of Linux have such a menu."
    NO_COMMAND = "the exifilm command was not found, so the menu could not start it."
    COMMAND_NOT_STARTABLE = (
        "a desktop cannot start a program of this name. Install ExiFilm in another folder."
    )

    # GIMP's plug-in.
    GIMP_ADDED = "Installed the plug-in in GIMP {version}, in {folder}."
    GIMP_UPDATED = "Updated the plug-in from {old} in GIMP {version}, in {folder}."
    GIMP_NEXT = "Restart GIMP, then choose Image, Metadata, Exposure Record."
    GIMP_REMOVED = "Removed ExiFilm from {folder}."
    NO_GIMP = (
        "No GIMP was found here. If you have one, start it once, then try again, or give the "
        "folder of its plug-ins. GIMP shows it under Edit, Preferences, Folders, Plug-ins."
    )
    NO_PLUG_INS_FOLDER = "there is no such folder to install into."
    NOT_PUT_THERE = "the plug-in could not be put there: {reason}."
    NOT_EXECUTABLE = (
        "GIMP cannot start programs in this folder: its file system has no executable files. Move "
        "GIMP's folder of plug-ins to another disk, then install again."
    )
    CLOSE_GIMP = "it cannot be removed: {reason}. Close GIMP, then try again."
