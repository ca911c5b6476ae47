"""Problems with printing a record or a blank form."""

from __future__ import annotations

from exifilm_core.messages import Template


class Printing(Template):
    """Of the printed form."""

    # The paper.
    NO_SUCH_PAPER = (
        "there is no paper size “{text}”. Give one of {names}, or a width and a height such as "
        "5x8in, 148x210mm or 360x540 (points)."
    )
    PAPER_TOO_LONG = "the paper size “{text}” is too long. Give at most 200 inches."
    FORMS_OUT_OF_RANGE = "{forms} forms do not fit on a page. Choose 1 to {most} forms per page."
    FORM_TOO_SMALL = (
        "a form on a page of {width} × {height} points would be too small to read. Choose larger "
        "paper."
    )
    FORMS_TOO_SMALL = (
        "{forms} forms on a page of {width} × {height} points would be too small to read. Choose "
        "larger paper or fewer forms."
    )
    LINES_TOO_LOW = (
        "{lines} lines on a page of {width} × {height} points would be too low to write on. Choose "
        "larger paper, or a form with fewer lines."
    )

    # The form's own file, which people may edit.
    UNREADABLE_FORM = "the paper form cannot be read."
    NO_PROLOGUE = (
        "{origin} lacks its prologue (%%BeginProlog to %%EndProlog). Start again from the original "
        "form."
    )
    NO_TABLE = (
        "{origin} lacks its table (%%BeginResource to %%EndResource). Start again from the "
        "original file."
    )
    NO_SETTING = "the form sets no number “{name}” on a line of its own (/{name} 1.5 def)."
    NO_BOX = (
        "the form lacks the box “{name}”, which printing needs. Put it back into the table of "
        "exposure_record.ps."
    )

    # The document.
    NO_RECORDS = "there is no record to print."
    NO_HOLDERS = "no record has a holder, so there is no list of them."
    NO_ROLLS = "no record has a roll or a frame, so there is no roll form."
    OUTPUT_CLOSED = "standard output is closed, so nothing can be printed on it."
    OF_ONE_RECORD = "No. {number}: {message}"
    NO_GLYPH = "no installed font has {characters}; a box is printed instead."
    NO_GLYPH_NO_FONTCONFIG = (
        "no installed font has {characters}; a box is printed instead. Install fontconfig, with "
        "which ExiFilm finds fonts."
    )
    NO_GLYPH_NO_FONTTOOLS = (
        "a box is printed instead of {characters}. To print letters beyond Latin here, install the "
        "Python package fonttools (Debian and Ubuntu: apt install python3-fonttools)."
    )
    UNSHAPED = (
        "{scripts} letters are printed one by one, from left to right. Install the Python packages "
        "uharfbuzz and python-bidi next to ExiFilm to join and arrange them."
    )
