"""The procedures that GIMP registers, with their menu entries and arguments, declared once.

GIMP queries them when it starts, so the module imports nothing but the catalogue of texts.
"""

from __future__ import annotations

from typing import NamedTuple

from exifilm_form.session.texts import _

RECORD, PRINT = "plug-in-exifilm-record", "plug-in-exifilm-print"
GET, SET = "plug-in-exifilm-get", "plug-in-exifilm-set"
EXPORT = "plug-in-exifilm-export"


class Argument(NamedTuple):
    """A procedure's argument or result besides the image: a text, or a number up to `most`."""

    name: str
    label: str
    help: str
    default: str | int = ""
    most: int = 0


class Offered(NamedTuple):
    """One procedure. It is in the menu if it has a `menu_label`."""

    blurb: str
    help: str
    menu_label: str = ""
    takes: tuple[Argument, ...] = ()
    gives: tuple[Argument, ...] = ()


_LARGEST = 999_999_999

OFFERED = {
    RECORD: Offered(
        _("Edit the exposure record of a film photograph"),
        _(
            "Opens the exposure record of the image in a window laid out like the paper form. The "
            "list at its top has the other scans of the folder; choosing one saves the record. "
            "The record is saved in the file, as standard metadata. GIMP's copy of the metadata "
            "is updated, so that exports can carry the record. An XCF, and an image without a "
            "file, keep the record in the image."
        ),
        _("_Exposure Record…"),
    ),
    EXPORT: Offered(
        _("Export the image as JPEG, TIFF, PNG or WebP, with its exposure record"),
        _(
            "Exports the image with its Exif, XMP and IPTC metadata, and checks that the exported "
            "file holds the exposure record. The name of the file gives the format: .jpg, .tif, "
            ".png or .webp. Opens a window that asks for the name, unless it is called by a script."
        ),
        _("E_xport with Exposure Record…"),
        takes=(Argument("output", _("_File"), _("The file to export to")),),
    ),
    PRINT: Offered(
        _("Print exposure records of film photographs on the paper form"),
        _(
            "Prints the record of the image. With “first” and “last”, prints the records of the "
            "scans in its folder that have these numbers. Called by a script, it writes the pages "
            "to the file “output”, as PostScript (.ps) or PDF (.pdf). Otherwise it opens a window "
            "that asks what to print."
        ),
        _("_Print Exposure Records…"),
        takes=(
            Argument(
                "first",
                _("_First number"),
                _("The first image number to print; -1 prints this image only"),
                -1,
                _LARGEST,
            ),
            Argument("last", _("_Last number"), _("The last image number to print"), -1, _LARGEST),
            Argument("paper", _("_Paper"), _("letter, a4 and so on; empty for the usual paper")),
            Argument("output", _("_File"), _("The .ps or .pdf file to write")),
        ),
    ),
    GET: Offered(
        _("Get the exposure record of the image as JSON"),
        _(
            "Returns a JSON object with the fields of the record that are filled in, such as "
            '{"subject": "Moonrise", "aperture": 22.6}. Times are in seconds, lengths in mm, the '
            "subject's distance in m. Opens no window. “exifilm schema” describes the fields."
        ),
        gives=(Argument("record", _("Record"), _("The record as a JSON object")),),
    ),
    SET: Offered(
        _("Set fields of the exposure record of the image, given as JSON"),
        _(
            "Takes a JSON object with the fields to set. null empties a field; the other fields "
            "stay as they are. Values may be written as on paper, such as "
            '{"aperture": "f/22½", "exposure_time": "1/60"}. Returns a JSON list of the fields '
            "that changed. An invalid value is an error, and then nothing changes. Opens no window."
        ),
        takes=(Argument("record", _("_Record"), _("The fields to set, as a JSON object"), "{}"),),
        gives=(Argument("changed", _("Changed"), _("The names of the fields that changed")),),
    ),
}
