"""Sentences of the plug-in for GIMP 3, for its dialogs and for scripts."""

from exifilm_core.messages import Template


class InGimp(Template):
    """Failed requests from GIMP, or from a script in it."""

    WITHOUT_EXIFTOOL = (
        "ExifTool is not installed. Your entries are kept with the image in GIMP, and an XCF file "
        "holds them. They go into the metadata, and so into exports, once ExifTool is installed."
    )
    NO_METADATA = "GIMP cannot read the metadata of this image ({reason})."
    COPY_WITHOUT_RECORD = "The file has the record, but GIMP's copy of it does not: {problem}"
    NEEDS_A_WINDOW = (
        "The form needs a window. In a script use plug-in-exifilm-get and plug-in-exifilm-set."
    )
    NEEDS_CAIRO = (
        "The form cannot be shown: GIMP's Python has no cairo. Install it (Debian and Ubuntu: "
        "apt install python3-gi-cairo), and open the form again."
    )
    NOT_A_PAGE = "Set “output” to a file name that ends in .ps or .pdf: “{output}” does not."
    NO_FOLDER = "This image has no file, so there is no folder of scans to print."
    NO_SUCH_NUMBERS = "no scan has an image number from {first} to {last}."
    NOT_JSON = "The record is not JSON ({reason})."
    NOT_AN_OBJECT = "The record must be a JSON object with the names of fields."
    NO_OUTPUT = "No file to export to. Set “output” to its name."
    XCF_IS_SAVED = "An XCF keeps the record without an export: choose File ▸ Save instead."
    OTHER_FORMAT = "Choose a name that ends in .jpg, .tif, .png or .webp: “{name}” does not."
    NO_EXPORT_WITHOUT_EXIFTOOL = "ExifTool is not installed, and it writes the record."
    EXPORTED_WITHOUT_RECORD = "exported, but without the complete record: {problem}"
    CANNOT_EXPORT = "This GIMP cannot export {format}."
    NOT_EXPORTED = "GIMP could not export the image: {reason}"
    SETTINGS_NOT_CHANGED = "GIMP's export settings could not be changed: {problem}"
