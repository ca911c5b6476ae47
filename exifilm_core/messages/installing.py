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
    NOTE_DAMAGED = (
        "this note of what ExiFilm changed is damaged. Move it away, then try again. ExiFilm then "
        "cannot put back what was there before."
    )

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
    NO_COMMAND = "the exifilm command was not found, so other programs could not start it."
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

    # darktable's panel.
    DARKTABLE_ADDED = "Installed the panel in darktable, in {folder}."
    DARKTABLE_UPDATED = "Updated the panel in darktable, in {folder}."
    DARKTABLE_TAGS = "Added {tags} to darktable's metadata. Its data before that is in {backup}."
    DARKTABLE_TAGS_IN_ORDER = (
        "Put {first} before the other fields in darktable's metadata, because darktable confuses "
        "them otherwise. Its data before that is in {backup}."
    )
    DARKTABLE_START_ONCE = (
        "darktable has not been started yet. Start it once, close it, and install again: darktable "
        "5.4 or later then shows film, format, developer and holder."
    )
    DARKTABLE_NEXT = "Start darktable: the panel “exposure record” is in the lighttable."
    DARKTABLE_REMOVED = "Removed the panel from darktable, in {folder}."
    DARKTABLE_TAGS_REMOVED = (
        "Removed its fields from darktable's metadata. The data before that is in {backup}."
    )
    CHANGED_FILE_STAYS = "{file} was changed since it was installed, and stays."
    NO_DARKTABLE = "No darktable was found here. If you have one, start it once, then try again."
    CLOSE_DARKTABLE = (
        "darktable is running, and would overwrite its settings. Close it, then try again."
    )
    DATABASE_BUSY = (
        "another program is using darktable's data, so nothing was changed. Close darktable, then "
        "try again."
    )
    DATABASE_DAMAGED = (
        "darktable's data is damaged, so nothing was changed ({reason}). Start darktable, which "
        "offers to restore an earlier version, then try again."
    )
    DATABASE_UNCHANGED = (
        "darktable's data could not be changed: {reason}. Check that you may write the file and "
        "its folder, then try again."
    )
    NO_BACKUP = (
        "darktable's data could not be copied to {backup}, so nothing was changed: {reason}. Free "
        "some space or check the folder's permissions, then try again."
    )

    # digiKam's settings.
    DIGIKAM_ADDED = "Set up digiKam for ExiFilm, in {settings}."
    DIGIKAM_UPDATED = "Updated ExiFilm in digiKam, in {settings}."
    DIGIKAM_NEXT = (
        "Start digiKam. Right-click a scan and choose Open With, ExiFilm. The Batch Queue Manager "
        "has the workflows of ExiFilm."
    )
    DIGIKAM_REMOVED = "Removed ExiFilm from digiKam, in {settings}."
    CHANGED_SETTING_STAYS = "“{setting}” was changed since it was set, and stays."
    NO_DIGIKAM = (
        "No digiKam was found here. If you have one, start it once and answer its questions. Close "
        "it, then try again."
    )
    CLOSE_DIGIKAM = (
        "digiKam is running, and would overwrite its settings. Close it, then try again."
    )
    QUEUES_DAMAGED = (
        "digiKam's list of workflows cannot be read, so nothing was changed. Move the file away, "
        "then try again."
    )
    NO_SUCH_TARGET = "digiKam cannot show a field as “{target}”. Use {targets}."
    NOT_MAPPABLE = "digiKam cannot show {field} there. It can show these fields: {fields}."
    NO_TAG_LISTS = (
        "digiKam has not saved its lists of tags yet, so nothing was changed. In digiKam, choose "
        "Settings, Configure digiKam, and click OK. Close digiKam, then try again."
    )
    LISTS_DIFFER = (
        "digiKam's lists of tags for reading and for writing differ, so nothing was changed. In "
        "digiKam, choose Settings, Configure digiKam, Metadata, Advanced, and untick “Unify read "
        "and write”. Close digiKam, then try again."
    )
