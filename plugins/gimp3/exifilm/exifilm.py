#!/usr/bin/env python3
"""The exposure record inside GIMP 3: the program that GIMP starts.

GIMP queries a plug-in if it is new or the language has changed. This file answers the query from
`offered.py`. It imports everything else only when a procedure is called.
"""

from __future__ import annotations

import sys
from pathlib import Path

import gi

gi.require_version("Gimp", "3.0")
from gi.repository import Gimp, GLib, GObject  # noqa: E402

_HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(_HERE / "lib"), str(_HERE / "lib" / "plugins")]

from exifilm_in_gimp.offered import OFFERED, Argument  # noqa: E402

_READ_WRITE = GObject.ParamFlags.READWRITE


class ExposureRecords(Gimp.PlugIn):
    """The procedures, as GIMP registers them."""

    def do_set_i18n(self, _procedure_name: str) -> bool:
        return False  # the texts are translated already

    def do_query_procedures(self) -> list[str]:
        return list(OFFERED)

    def do_create_procedure(self, name: str) -> Gimp.Procedure:
        procedure = Gimp.ImageProcedure.new(self, name, Gimp.PDBProcType.PLUGIN, _run, None)
        offered = OFFERED[name]
        procedure.set_image_types("*")
        procedure.set_sensitivity_mask(
            Gimp.ProcedureSensitivityMask.DRAWABLE
            | Gimp.ProcedureSensitivityMask.DRAWABLES
            | Gimp.ProcedureSensitivityMask.NO_DRAWABLES
        )
        procedure.set_documentation(offered.blurb, offered.help, name)
        procedure.set_attribution("The ExiFilm developers", "GPL-3.0-or-later", "2026")
        if offered.menu_label:
            procedure.set_menu_label(offered.menu_label)
            procedure.add_menu_path("<Image>/Image/Metadata")
        for argument in offered.takes:
            _add(procedure, argument)
        for value in offered.gives:
            procedure.add_string_return_value(
                value.name, value.label, value.help, value.default, _READ_WRITE
            )
        return procedure


def _add(procedure: Gimp.Procedure, argument: Argument) -> None:
    words = argument.name, argument.label, argument.help
    if isinstance(argument.default, int):
        numbers = argument.default, argument.most, argument.default
        procedure.add_int_argument(*words, *numbers, _READ_WRITE)
    else:
        procedure.add_string_argument(*words, argument.default, _READ_WRITE)


def _run(
    procedure: Gimp.Procedure,
    run_mode: Gimp.RunMode,
    image: Gimp.Image,
    _drawables: list[Gimp.Drawable],
    config: Gimp.ProcedureConfig,
    _data: None,
) -> Gimp.ValueArray:
    """Run the procedure; returns an error to GIMP, which passes it to the caller."""
    from exifilm_in_gimp import procedures

    name = procedure.get_name()
    asked = {a.name: config.get_property(a.name) for a in OFFERED[name].takes}
    try:
        results = procedures.DO[name](run_mode, image, **asked)
    except Exception as problem:  # noqa: BLE001 - the last place where it can be reported
        error = GLib.Error.new_literal(Gimp.PlugIn.error_quark(), procedures.told(problem), 0)
        return procedure.new_return_values(Gimp.PDBStatusType.EXECUTION_ERROR, error)
    values = procedure.new_return_values(Gimp.PDBStatusType.SUCCESS, None)
    for place, result in enumerate(results, start=1):
        values.remove(place)
        values.insert(place, GObject.Value(GObject.TYPE_STRING, result))
    return values


Gimp.main(ExposureRecords.__gtype__, sys.argv)
