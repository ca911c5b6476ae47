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
    FORM_TOO_SMALL = "a form on {paper} would be too small to read. Choose larger paper."
    FORMS_TOO_SMALL = (
        "{forms} forms on {paper} would be too small to read. Choose larger paper or fewer forms."
    )
    LINES_TOO_LOW = (
        "{lines} lines on {paper} would be too low to write on. Choose "
        "larger paper, or a form with fewer lines."
    )

    US_LETTER = "US letter"
    US_LEGAL = "US legal"
    STANDARD_PAPER = "{name}"
    ACROSS = "{paper} across"
    IN_INCHES = "paper of {width} × {height} in"
    IN_MILLIMETRES = "paper of {width} × {height} mm"
    IN_POINTS = "paper of {width} × {height} points"

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


class Tables(Template):
    """On the back of a blank form, beside the tables of the photographer's kit."""

    NO_LENSES = "No lens of your kit has a focal length, so there is no table of bellows factors."
    NO_FILMS = "Your kit has no film, so there is no table of reciprocity."
    NO_FILTERS = "Your kit has no filter, so there is no table of filter factors."
    NO_TIMES = "Your kit has no developing times for N−1, N and N+1."
    NO_FOCAL_LENGTH = "Without a focal length in your kit: {lenses}."
    EXTENSION = "Extension in mm, from the lens to the film. Not for telephoto lenses."
    METERED = "The time to give for the metered one, after the factors of filter and bellows."
    NOT_LISTED = "{film}: there is no such film in the list of films."
    NO_RECIPROCITY = "{film}: no reciprocity data are known."
    EXTRAPOLATED = "( ): extrapolated beyond the last published time."
    NOT_PUBLISHED = "—: nothing is published for this time."
    ADVISED_AGAINST = "!: the maker advises against this time."
    ADD_FILTERS = "With a filter at these metered times: {filters}."
    OWN = "your own"
    NO_FACTOR_KNOWN = "no factor is known"
    PUBLISHED = "published"
    OF_ANOTHER = "that of another film, {film}"
    FACTORS_OF = "Factors of {film}: {source}."
