"""Records on paper: filled forms as PostScript, typeset by the form's own file.

`typeset` writes records as a document, and `blank` a page of empty forms. `form.py` reads the
form's declarations, and `page.py` lays it out on the paper. `leaves.py` fills in one record, with
`text.py` (characters and their fonts), `fitting.py` (values and their boxes) and `zone_marks.py`
(readings and the zone scale). `scripts.py` embeds characters that the printer's own fonts lack.
`tables.py` puts tables on the backs of blank forms. `bind` makes a book of records with pictures
and an index, `holder_list` a list of their holders, and `roll_forms` a form for each of their
rolls.
"""

from exifilm_core.printing.book import Bound, Picture, bind, book_page
from exifilm_core.printing.document import Warned, blank, typeset
from exifilm_core.printing.form import HOLDERS, RECORD, ROLL, Form
from exifilm_core.printing.lists import holder_list
from exifilm_core.printing.page import (
    Page,
    Paper,
    default_paper,
    lay_out,
    numbers_of_forms,
    paper_named,
)
from exifilm_core.printing.roll_forms import RollLines, roll_forms, roll_page, rolls_of
from exifilm_core.printing.tables import Column, Item, Table, blank_with_tables

__all__ = [
    "HOLDERS",
    "RECORD",
    "ROLL",
    "Bound",
    "Column",
    "Form",
    "Item",
    "Page",
    "Paper",
    "Picture",
    "RollLines",
    "Table",
    "Warned",
    "bind",
    "blank",
    "blank_with_tables",
    "book_page",
    "default_paper",
    "holder_list",
    "lay_out",
    "numbers_of_forms",
    "paper_named",
    "roll_forms",
    "roll_page",
    "rolls_of",
    "typeset",
]
