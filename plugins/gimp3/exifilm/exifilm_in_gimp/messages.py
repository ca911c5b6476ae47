"""Sentences of the plug-in for GIMP 3, for its dialogs and for scripts."""

from exifilm_core.messages import Template


class InGimp(Template):
    """GIMP, or a script in it, cannot get what it asks for."""

    WITHOUT_EXIFTOOL = (
        "ExifTool is not installed. Your entries are kept with the image in GIMP, and an XCF file "
        "holds them. They go into the metadata, and so into exports, once ExifTool is installed."
    )
    NO_METADATA = "GIMP cannot read the metadata of this image ({reason})."
    COPY_WITHOUT_RECORD = "The file has the record, but GIMP's copy of it does not: {problem}"
    NEEDS_A_WINDOW = (
        "the form needs a window. In a script use plug-in-exifilm-get and plug-in-exifilm-set."
    )
    NEEDS_CAIRO = (
        "the form cannot be shown: GIMP's Python has no cairo. Install it (Debian and Ubuntu: "
        "apt install python3-gi-cairo), and open the form again."
    )
    NOT_A_PAGE = "“{output}” is not the name of a .ps or .pdf file."
    NO_FOLDER = "this image has no file, so there is no folder of scans to print."
    NO_SUCH_NUMBERS = "no scan has an image number from {first} to {last}."
    NOT_JSON = "the record is not JSON ({reason})."
    NOT_AN_OBJECT = "the record must be a JSON object with the names of fields."
