"""The table of the commands. A command's module holds a click command of that name."""

COMMANDS = {
    # name: (module, help), in the order of a photographer's work.
    "show": ("show", "Show the exposure records of scans."),
    "set": ("set_fields", "Fill in fields of the exposure records of scans."),
    "number": ("number", "Number the frames of a roll."),
    "edit": ("edit", "Edit exposure records in a window laid out like the paper form."),
    "find": ("find", "Find scans by what their records say."),
    "print": ("print_records", "Print the exposure records of a folder of scans."),
    "form": ("blank_form", "Print blank forms to fill in by hand."),
    "undo": ("undo", "Undo the last save."),
    "restore": ("restore", "Save again what another program has overwritten."),
    "log": ("log", "Show how the record of a scan has changed."),
    "check": ("check", "Check folders for missing records, duplicate numbers and damaged files."),
    "index": ("index", "Read folders of scans once, so that they open at once and are found."),
    "kit": ("kit", "Keep a list of your cameras, lenses, films and developers."),
    "calc": ("calc", "Calculate exposures, zones, depth of field and tilts."),
    "exchange": ("exchange", "Read and fill in records for the plug-in of a photo program."),
    "schema": ("schema", "Describe the fields of a record, for people or for programs."),
    "install": ("install", "Set up GIMP, darktable, digiKam and others for ExiFilm."),
    "uninstall": ("install", "Remove what “exifilm install” added."),
    "doctor": ("doctor", "Check that ExiFilm and the programs it uses are installed."),
    "completion": ("completion", "Print a shell completion script."),
}
READ_SCANS = ("show", "set", "number", "undo", "restore", "log", "exchange")
"""The commands that may need ExifTool at once."""
SAVE_SCANS = ("set", "number", "undo", "exchange")
"""Those of them that nearly always save something."""
