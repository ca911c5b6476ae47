"""What to print, and on which paper: the left side of the print dialogue."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from exifilm_core.errors import ExifilmError
from exifilm_core.files.formats import whole_number
from exifilm_core.printing import (
    HOLDERS,
    RECORD,
    ROLL,
    Form,
    Paper,
    default_paper,
    numbers_of_forms,
    paper_named,
)
from exifilm_form.gtk import Gtk
from exifilm_form.printing.records_on_paper import Kind, Layout, Made, make, make_blank
from exifilm_form.session import settings
from exifilm_form.session.edit_session import EditSession
from exifilm_form.session.texts import _, ngettext

_SMALL_PAPERS = {
    "a6 across": _("A6 across"),
    "3x5in": "3 × 5 in",
    "5x3in": "5 × 3 in",
    "95x171mm": "95 × 171 mm",
}
_BLANK_FORMS = (
    (_("exposure records"), RECORD, 0),
    (_("roll of 36 frames"), ROLL, 36),
    (_("roll of 24 frames"), ROLL, 24),
    (_("roll of 12 frames"), ROLL, 12),
    (_("list of film holders"), HOLDERS, 0),
)
"""The forms to print blank: the name, the form, and the number of its lines, 0 for its own."""
_FILLED_FORMS = (
    (_("exposure records"), RECORD, Kind.RECORDS),
    (_("roll forms"), ROLL, Kind.ROLLS),
    (_("list of film holders"), HOLDERS, Kind.HOLDERS),
)
"""What records are printed as: the name, the form, and how it is filled in."""


class PrintChoices(Gtk.Grid):
    """The choices, and the document that they mean. It calls `changed` after each choice."""

    def __init__(
        self, session: EditSession, changed: Callable[[], None], *, everything: bool
    ) -> None:
        """With `everything`, all records of the list are chosen at first."""
        super().__init__(row_spacing=8, column_spacing=8, valign=Gtk.Align.START)
        self._session, self._changed = session, changed
        self._record_form = Form.read()
        self._make_records()
        self._make_blank()
        self._make_paper()
        (self.all if everything else self.this).set_active(True)
        self._offer_numbers_of_forms()
        self._connect()

    # ── widgets ──────────────────────────────────────────────────────────────────────────────

    def _make_records(self) -> None:
        session = self._session
        name = session.all.name(session.index)
        count = len(session.selection.indices)
        words = _("_This record ({name})").format(name=name.replace("_", "__"))
        if count > 1:
            words = ngettext(
                "The {count} s_elected scan", "The {count} s_elected scans", count
            ).format(count=count)
        self.this = Gtk.RadioButton.new_with_mnemonic_from_widget(None, words)
        self.all = Gtk.RadioButton.new_with_mnemonic_from_widget(
            self.this, _("_All of the list ({n})").format(n=len(session.scans))
        )
        self.range = Gtk.RadioButton.new_with_mnemonic_from_widget(self.this, _("_Numbers from"))
        self.first, self.last = (
            Gtk.SpinButton.new_with_range(0, 999_999_999, 1) for _end in range(2)
        )
        number = whole_number(session.all.number(session.index)[0]) or 1
        for spin, name in ((self.first, _("First number")), (self.last, _("Last number"))):
            spin.set_value(number)
            spin.get_accessible().set_name(name)
            spin.set_width_chars(4)
        self.filled = Gtk.ComboBoxText()
        for name, _form, _kind in _FILLED_FORMS:
            self.filled.append_text(name)
        self.filled.set_active(0)
        self.attach(self.this, 0, 0, 4, 1)
        self.attach(self.all, 0, 1, 4, 1)
        self.attach(self.range, 0, 2, 1, 1)
        self.attach(self.first, 1, 2, 1, 1)
        self.attach(Gtk.Label(label=_("to")), 2, 2, 1, 1)
        self.attach(self.last, 3, 2, 1, 1)
        self._row(3, _("Pr_inted as"), self.filled)

    def _make_blank(self) -> None:
        self.blank = Gtk.RadioButton.new_with_mnemonic_from_widget(self.this, _("B_lank"))
        self.blanks = Gtk.ComboBoxText()
        for name, _form, _lines in _BLANK_FORMS:
            self.blanks.append_text(name)
        self.blanks.set_active(0)
        self.blanks.get_accessible().set_name(_("Blank form"))
        self.tables = Gtk.CheckButton.new_with_mnemonic(_("Tables of your _kit on the back"))
        self.tables.set_tooltip_text(
            _("Bellows, reciprocity, filters and developing times, to look up in the field.")
        )
        self.attach(self.blank, 0, 4, 1, 1)
        self.attach(self.blanks, 1, 4, 3, 1)
        self.attach(self.tables, 1, 5, 3, 1)

    def _make_paper(self) -> None:
        remembered = settings.remembered()
        self.papers, self.forms = Gtk.ComboBoxText(), Gtk.ComboBoxText()
        for name in self._record_form.papers:
            self.papers.append(name, name.title() if len(name) > 2 else name.upper())
        for name, label in _SMALL_PAPERS.items():
            self.papers.append(name, label)
        for name in (str(remembered.get("paper")), default_paper(self._record_form).name, "letter"):
            if self.papers.get_active() < 0:
                self.papers.set_active_id(name)
        self.duplex = Gtk.CheckButton.new_with_mnemonic(_("_Both sides of the paper"))
        self.duplex.set_tooltip_text(
            _("The margin for binding is on the right of the backs, and two records share a leaf.")
        )
        self.duplex.set_active(remembered.get("both_sides") is True)
        self._row(6, _("_Paper"), self.papers)
        self._row(7, _("Forms a pa_ge"), self.forms)
        self.attach(self.duplex, 0, 8, 4, 1)

    def _row(self, line: int, words: str, combo: Gtk.ComboBoxText) -> None:
        label = Gtk.Label(label=words, use_underline=True, xalign=0, mnemonic_widget=combo)
        self.attach(label, 0, line, 1, 1)
        self.attach(combo, 1, line, 3, 1)

    def _connect(self) -> None:
        for button in (self.this, self.all):
            button.connect("toggled", lambda _button: self._tell())
        for spin in (self.first, self.last):
            spin.connect("value-changed", self._on_number)
        self.blanks.connect("changed", lambda _blanks: self._on_blank())
        for part in (self.blank, self.tables):
            part.connect("toggled", lambda _part: self._offer_numbers_of_forms())
        self.tables.connect("toggled", self._on_tables)
        for combo in (self.papers, self.filled):
            combo.connect("changed", lambda _combo: self._offer_numbers_of_forms())
        self.forms.connect("changed", lambda _forms: self._tell())
        self.duplex.connect("toggled", lambda _duplex: self._tell())

    # ── choosing ─────────────────────────────────────────────────────────────────────────────

    def _tell(self) -> None:
        if self.forms.get_active_id() is not None:  # else the list of numbers is being filled
            self._changed()

    def _offer_numbers_of_forms(self) -> None:
        """Offer the numbers of forms that fit on the paper, and choose what the form has set."""
        form = self._form
        self.filled.set_sensitive(not self.blank.get_active())
        self.tables.set_sensitive(self.blank.get_active())
        self.forms.remove_all()
        self.forms.append("0", _("As many as fit"))
        try:
            numbers = numbers_of_forms(self.paper, form)
        except ExifilmError:  # the preview says that the paper is too small
            numbers = []
        for number in numbers:
            self.forms.append(str(number), str(number))
        wanted = int(form.number("forms"))
        self.forms.set_active_id(str(wanted if wanted in numbers else 0))

    @property
    def _form(self) -> Form:
        """The form that is chosen, blank or to be filled in."""
        if self.blank.get_active():
            _name, form, lines = _BLANK_FORMS[self.blanks.get_active()]
            return Form.read(form).with_lines(lines) if lines else Form.read(form)
        _name, form, kind = _FILLED_FORMS[self.filled.get_active()]
        return self._record_form if kind is Kind.RECORDS else Form.read(form)

    def _on_blank(self) -> None:
        """Print the blank form that was chosen."""
        if self.blank.get_active():
            self._offer_numbers_of_forms()
        else:
            self.blank.set_active(True)  # which offers them

    def _on_tables(self, _tables: Gtk.CheckButton) -> None:
        """Print on both sides, so that the tables are on the back."""
        if self.tables.get_active():
            self.duplex.set_active(True)

    def _on_number(self, changed: Gtk.SpinButton) -> None:
        """Set the range; one end moves the other rather than pass it."""
        number = changed.get_value()
        if self.first.get_value() > self.last.get_value():
            other = self.last if changed is self.first else self.first
            other.set_value(number)
        self.range.set_active(True)
        self._tell()

    # ── what is chosen ───────────────────────────────────────────────────────────────────────

    @property
    def paper(self) -> Paper:
        return paper_named(self.papers.get_active_id(), self._record_form)

    def document(self) -> Callable[[], Made]:
        """A job that makes the document from the current choices."""
        session = self._session
        layout = Layout(
            self.paper,
            int(self.forms.get_active_id() or 0),
            self._form,
            duplex=self.duplex.get_active(),
        )
        if self.blank.get_active():
            return partial(make_blank, layout, tables=self.tables.get_active())
        known = list(zip(session.scans, session.all.records(), strict=True))
        chosen = None
        if self.this.get_active():
            known = [known[index] for index in session.selection.indices]
        elif self.range.get_active():
            chosen = (self.first.get_value_as_int(), self.last.get_value_as_int())
        _name, _form, kind = _FILLED_FORMS[self.filled.get_active()]
        return partial(make, session.host.look, known, chosen, kind, layout)

    def remember(self) -> None:
        """Remember the paper and its sides for the next time; tables choose both sides alone."""
        settings.remember(paper=self.papers.get_active_id())
        if not (self.blank.get_active() and self.tables.get_active()):
            settings.remember(both_sides=self.duplex.get_active())
