"""The options and commands that help with an error of the core.

The core's sentences name none, since the window and other programs show them too.
"""

from __future__ import annotations

from exifilm_core.messages import Text
from exifilm_core.messages.changed import Changed
from exifilm_core.messages.exposing import Films
from exifilm_core.messages.fields import Fields
from exifilm_core.messages.installing import Installing
from exifilm_core.messages.kit import Kits
from exifilm_core.messages.paper import Printing, Tables
from exifilm_core.messages.programs import Programs
from exifilm_core.messages.saving import Saving

_RESTORE = "“exifilm restore” saves it again; --force undoes the save before it."
HINTS = {
    # The sentence's code: the command line's addition, with the sentence's values.
    Changed.CHANGED_ON_DISK.name: (
        "Save with --merge to keep both programs' changes (yours win), or with --force to "
        "overwrite the other program's."
    ),
    Fields.NO_FIELD.name: "“exifilm schema --fields” lists them.",
    Films.NO_FILM.name: (
        "A film of your own goes into films.toml, as “exifilm calc exposure --help” says."
    ),
    Fields.NOT_A_RECORD.name: "“exifilm schema” describes it.",
    Kits.NOT_IN_KIT.name: "“exifilm kit” lists it.",
    Saving.UNDO_OF_CHANGED.name: (
        "“exifilm log” shows the saves; --force undoes the last one anyway."
    ),
    Saving.UNDO_OF_OVERWRITTEN.name: _RESTORE,
    Saving.UNDO_OF_OVERWRITTEN_FIELDS.name: _RESTORE,
    Saving.SEVERAL_TO_ACCEPT.name: "Set it with {name}=…",
    Programs.NO_GHOSTSCRIPT.name: "For PostScript, end the file's name in .ps: --output NAME.ps",
    Printing.OUTPUT_CLOSED.name: "Write a file instead: --output NAME.pdf",
    Printing.NO_ROLLS.name: "“exifilm number” gives scans their roll and frames.",
    Printing.FORMS_OUT_OF_RANGE.name: "Without --forms, ExiFilm chooses their number.",
    Printing.FORMS_TOO_SMALL.name: "Without --forms, ExiFilm chooses their number.",
    Tables.NO_LENSES.name: (
        "Add one: exifilm kit add lens NAME focal_length=150. Or learn the kit from your scans: "
        "exifilm kit learn DIR"
    ),
    Tables.NO_FILMS.name: "Add one: exifilm kit add film NAME film_format=4x5",
    Tables.NO_FILTERS.name: "Add one: exifilm kit add filter NAME filter_factor=4",
    Tables.NO_TIMES.name: (
        "Write them with “exifilm kit edit”, in a table that begins with [[development]]."
    ),
    Tables.NO_FOCAL_LENGTH.name: "“exifilm kit edit” opens the file: focal_length = 150",
    Installing.NO_GIMP.name: "Give the folder with --to DIR.",
    Installing.NO_DESKTOP.name: "“exifilm edit” opens the window.",
}


def with_hint(text: Text) -> str:
    """The sentence in English, and the command line's hint to it."""
    said = str(text)
    if text.code not in HINTS:
        return said
    between = "\n" if "\n" in said else " "
    return f"{said}{between}{HINTS[text.code].format(**text.values)}"
