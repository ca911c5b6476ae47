#!/usr/bin/env python3
"""The exposure record inside GIMP 3: what GIMP is told of it.

The one idea: GIMP asks every plug-in what it offers each time that it finds it new, so this file
answers that and nothing else. What is done, and all that it takes, is loaded when it is called.
"""

import sys
from pathlib import Path

import gi

gi.require_version("Gimp", "3.0")
from gi.repository import Gimp, GLib, GObject  # noqa: E402

RECORD, PRINT = "plug-in-exifilm-record", "plug-in-exifilm-print"
GET, SET = "plug-in-exifilm-get", "plug-in-exifilm-set"
_READ_WRITE = GObject.ParamFlags.READWRITE

_ABOUT = {
    RECORD: (
        "_Exposure Record…",
        "Fill in the exposure record of a film photograph",
        "Opens the exposure record of the image in a window that looks like the paper form. The "
        "scans in the image's folder are in a drop-down list; choosing another one saves the "
        "record. The record is kept in the file itself, as standard metadata, and GIMP's copy is "
        "brought up to date, so that exports carry it. For an image that has no file, or is an "
        "XCF, the record is kept with the image.",
    ),
    PRINT: (
        "_Print Exposure Records…",
        "Print exposure records of film photographs on the paper form",
        "Prints the record of the image, or with “first” and “last” those of the scans in its "
        "folder that have these numbers. With a “file” the pages are written to it, as PostScript "
        "(.ps) or PDF (.pdf); interactively a window asks what is to be printed.",
    ),
    GET: (
        None,
        "Get the exposure record of the image as JSON",
        "Returns a JSON object with the fields of the record that are filled in, such as "
        '{"subject": "Moonrise", "aperture": 22.6}. Times are in seconds, lengths in mm, the '
        "subject's distance in m. Opens no window. “exifilm schema” describes the fields.",
    ),
    SET: (
        None,
        "Set fields of the exposure record of the image, given as JSON",
        "Takes a JSON object with the fields to be set; null empties a field, and fields that are "
        "not named stay as they are. Values may be written as on paper, such as "
        '{"aperture": "f/22½", "exposure_time": "1/60"}. Returns a JSON list of the fields that '
        "changed. A value that cannot be understood is an error that says what would be, and "
        "nothing is changed. Opens no window.",
    ),
}


class ExposureRecords(Gimp.PlugIn):
    """The four procedures."""

    def do_set_i18n(self, _procedure_name: str) -> bool:
        return False

    def do_query_procedures(self) -> list[str]:
        return list(_ABOUT)

    def do_create_procedure(self, name: str) -> Gimp.Procedure:
        procedure = Gimp.ImageProcedure.new(self, name, Gimp.PDBProcType.PLUGIN, _run, None)
        label, blurb, text = _ABOUT[name]
        procedure.set_image_types("*")
        procedure.set_sensitivity_mask(
            Gimp.ProcedureSensitivityMask.DRAWABLE
            | Gimp.ProcedureSensitivityMask.DRAWABLES
            | Gimp.ProcedureSensitivityMask.NO_DRAWABLES
        )
        procedure.set_documentation(blurb, text, name)
        procedure.set_attribution("The ExiFilm developers", "GPL-3.0-or-later", "2026")
        if label:
            procedure.set_menu_label(label)
            procedure.add_menu_path("<Image>/Image/Metadata")
        if name == GET:
            procedure.add_string_return_value(
                "record", "Record", "The record as a JSON object", "", _READ_WRITE
            )
        if name == SET:
            procedure.add_string_argument(
                "record", "_Record", "The fields to be set, as a JSON object", "{}", _READ_WRITE
            )
            procedure.add_string_return_value(
                "changed", "Changed", "The names of the fields that changed", "", _READ_WRITE
            )
        if name == PRINT:
            most = 999_999_999
            for end in ("first", "last"):
                procedure.add_int_argument(
                    end,
                    f"_{end.capitalize()} number",
                    f"The {end} image number to be printed; -1: the record of this image alone",
                    *(-1, most, -1),
                    _READ_WRITE,
                )
            procedure.add_string_argument(
                "paper", "_Paper", "letter, a4 and so on; empty: as usual here", "", _READ_WRITE
            )
            procedure.add_string_argument(
                "output", "_File", "The .ps or .pdf file to be written", "", _READ_WRITE
            )
        return procedure


def _run(procedure, run_mode, image, _drawables, config, _data):
    """Do what was called; what goes wrong is told to GIMP, which tells it to the caller."""
    here = Path(__file__).resolve().parent
    sys.path[:0] = [str(here / "lib"), str(here / "lib" / "plugins")]
    from exifilm_in_gimp import procedures

    asked = {name: config.get_property(name) for name in _arguments_of(procedure.get_name())}
    try:
        results = procedures.DO[procedure.get_name()](run_mode, image, **asked)
    except Exception as problem:  # noqa: BLE001 - the last place where one can be told
        error = GLib.Error.new_literal(Gimp.PlugIn.error_quark(), procedures.told(problem), 0)
        return procedure.new_return_values(Gimp.PDBStatusType.EXECUTION_ERROR, error)
    values = procedure.new_return_values(Gimp.PDBStatusType.SUCCESS, None)
    for place, result in enumerate(results, start=1):
        values.remove(place)
        values.insert(place, GObject.Value(GObject.TYPE_STRING, result))
    return values


def _arguments_of(name: str) -> tuple[str, ...]:
    return {SET: ("record",), PRINT: ("first", "last", "paper", "output")}.get(name, ())


Gimp.main(ExposureRecords.__gtype__, sys.argv)
