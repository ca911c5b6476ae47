"""Printing from the form: this record, all, a range of numbers, or blank forms, with a preview.

The core makes one PostScript document of the records or the forms. The preview, the file and the
printer all use that document. GTK's own dialogue asks for the printer, the copies and the like.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Protocol

from exifilm_core.errors import ExifilmError, printable_path
from exifilm_core.files.formats import whole_number
from exifilm_core.files.temporary import OwnFolder
from exifilm_core.printing import (
    HOLDERS,
    RECORD,
    ROLL,
    Form,
    Paper,
    default_paper,
    lay_out,
    numbers_of_forms,
    paper_named,
)
from exifilm_form.gtk import Gtk
from exifilm_form.printing import print_job
from exifilm_form.printing.page_preview import PagePreview
from exifilm_form.printing.records_on_paper import (
    Made,
    make,
    make_blank,
    to_system_printer,
    with_suffix,
    write,
)
from exifilm_form.session import settings
from exifilm_form.session.edit_session import EditSession
from exifilm_form.session.failures import as_sentence, in_words
from exifilm_form.session.texts import _
from exifilm_form.session.worker import Worker

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
_SIZE = (1100, 760)
_AROUND = 100
"""Pixels that a desktop needs above and below a dialogue."""


class RecordSource(Protocol):
    """The form whose records are printed."""

    session: EditSession

    def on_main(self, call: Callable[[], None]) -> None:
        """Call this on the main thread."""

    def get_toplevel(self) -> Gtk.Window:
        """The window around the form."""


class PrintDialog(Gtk.Dialog):
    """Asks which records to print, on which paper and where, and previews the pages."""

    def __init__(self, form: RecordSource, *, everything: bool = False) -> None:
        """With `everything`, all records of the list are chosen at first."""
        super().__init__(
            title=_("Print exposure records"), transient_for=form.get_toplevel(), modal=True
        )
        self._form = form
        self._worker = Worker(form.on_main, "printing")
        self._wanted = 0
        self._sending = False
        self._paper_form = Form.read()
        self._make()
        (self._all if everything else self._this).set_active(True)
        self.connect("destroy", lambda _dialog: self._worker.close())
        self.connect("response", self._on_response)
        self.connect("key-press-event", lambda _dialog, event: self.preview.takes(event))
        self.get_content_area().show_all()
        self._draw()

    # ── widgets ──────────────────────────────────────────────────────────────────────────────

    def _make(self) -> None:
        area = self.get_content_area()
        area.set_property("margin", 12)
        columns = Gtk.Box(spacing=18)
        area.pack_start(columns, True, True, 0)
        choices = Gtk.Box(orientation=Gtk.Orientation.VERTICAL, spacing=12)
        choices.pack_start(self._make_choices(), False, False, 0)
        self._words = Gtk.Label(
            xalign=0, yalign=0, wrap=True, width_chars=32, max_width_chars=32, selectable=True
        )
        scrolled = Gtk.ScrolledWindow(hscrollbar_policy=Gtk.PolicyType.NEVER)
        scrolled.add(self._words)
        choices.pack_start(scrolled, True, True, 0)
        columns.pack_start(choices, False, False, 0)
        self.preview = PagePreview(self._form.on_main)
        columns.pack_start(self.preview, True, True, 0)
        self.add_button(_("_Close"), Gtk.ResponseType.CLOSE)
        self._outputs: list[Gtk.Button] = []
        for label, action in (
            (_("Save as Post_Script…"), partial(self._ask_for_file, ".ps")),
            (_("Save as P_DF…"), partial(self._ask_for_file, ".pdf")),
            (_("P_rint…"), self._ask_for_printer),
        ):
            button = Gtk.Button.new_with_mnemonic(label)
            button.connect("clicked", lambda _button, action=action: action())
            button.show()
            self.get_action_area().add(button)
            self._outputs.append(button)
        self._outputs[-1].get_style_context().add_class("suggested-action")
        self.set_default_size(*self._fitting_size())

    def _fitting_size(self) -> tuple[int, int]:
        """A comfortable size, limited by the screen."""
        window = self._form.get_toplevel().get_window()
        if window is None:
            return _SIZE
        room = window.get_display().get_monitor_at_window(window).get_workarea()
        return min(_SIZE[0], room.width - _AROUND), min(_SIZE[1], room.height - _AROUND)

    def _make_choices(self) -> Gtk.Widget:
        grid = Gtk.Grid(row_spacing=8, column_spacing=8, valign=Gtk.Align.START)
        remembered = settings.remembered()
        session = self._form.session
        name = session.all.name(session.index)
        self._this = Gtk.RadioButton.new_with_mnemonic_from_widget(
            None, _("_This record ({name})").format(name=name.replace("_", "__"))
        )
        self._all = Gtk.RadioButton.new_with_mnemonic_from_widget(
            self._this, _("_All of the list ({n})").format(n=len(session.scans))
        )
        self._range = Gtk.RadioButton.new_with_mnemonic_from_widget(self._this, _("_Numbers from"))
        self._first, self._last = (
            Gtk.SpinButton.new_with_range(0, 999_999_999, 1) for _end in range(2)
        )
        number = whole_number(session.all.number(session.index)[0]) or 1
        for spin, name in ((self._first, _("First number")), (self._last, _("Last number"))):
            spin.set_value(number)
            spin.get_accessible().set_name(name)
            spin.set_width_chars(4)
            spin.connect("value-changed", self._on_number)
        self._blank = Gtk.RadioButton.new_with_mnemonic_from_widget(self._this, _("B_lank"))
        self._blanks = Gtk.ComboBoxText()
        for name, _form, _lines in _BLANK_FORMS:
            self._blanks.append_text(name)
        self._blanks.set_active(0)
        self._blanks.get_accessible().set_name(_("Blank form"))
        self._blanks.connect("changed", lambda _blanks: self._on_blank())
        self._blank.connect("toggled", lambda _button: self._offer_numbers_of_forms())
        for button in (self._this, self._all):
            button.connect("toggled", lambda _button: self._draw())
        grid.attach(self._this, 0, 0, 4, 1)
        grid.attach(self._all, 0, 1, 4, 1)
        grid.attach(self._range, 0, 2, 1, 1)
        grid.attach(self._first, 1, 2, 1, 1)
        grid.attach(Gtk.Label(label=_("to")), 2, 2, 1, 1)
        grid.attach(self._last, 3, 2, 1, 1)
        grid.attach(self._blank, 0, 3, 1, 1)
        grid.attach(self._blanks, 1, 3, 3, 1)
        self._papers, self._forms = Gtk.ComboBoxText(), Gtk.ComboBoxText()
        for name in self._paper_form.papers:
            self._papers.append(name, name.title() if len(name) > 2 else name.upper())
        for name, label in _SMALL_PAPERS.items():
            self._papers.append(name, label)
        for name in (str(remembered.get("paper")), default_paper(self._paper_form).name, "letter"):
            if self._papers.get_active() < 0:
                self._papers.set_active_id(name)
        self._duplex = Gtk.CheckButton.new_with_mnemonic(_("_Both sides of the paper"))
        self._duplex.set_tooltip_text(
            _("The margin for binding is on the right of the backs, and two records share a leaf.")
        )
        self._duplex.set_active(remembered.get("both_sides") is True)
        for row, (text, combo) in enumerate(
            ((_("_Paper"), self._papers), (_("Forms a pa_ge"), self._forms)), start=4
        ):
            label = Gtk.Label(label=text, use_underline=True, xalign=0, mnemonic_widget=combo)
            grid.attach(label, 0, row, 1, 1)
            grid.attach(combo, 1, row, 3, 1)
        grid.attach(self._duplex, 0, 6, 4, 1)
        self._offer_numbers_of_forms()
        self._papers.connect("changed", lambda _papers: self._offer_numbers_of_forms())
        self._forms.connect("changed", lambda _forms: self._draw())
        self._duplex.connect("toggled", lambda _duplex: self._draw())
        return grid

    def _offer_numbers_of_forms(self) -> None:
        """Offer the numbers of forms that fit on the paper, and choose what the form has set."""
        form = self._chosen_form
        self._forms.remove_all()
        self._forms.append("0", _("As many as fit"))
        try:
            numbers = numbers_of_forms(self._paper, form)
        except ExifilmError:  # the preview says that the paper is too small
            numbers = []
        for number in numbers:
            self._forms.append(str(number), str(number))
        wanted = int(form.number("forms"))
        self._forms.set_active_id(str(wanted if wanted in numbers else 0))

    @property
    def _chosen_form(self) -> Form:
        """The blank form that is chosen, or that of the records."""
        if not self._blank.get_active():
            return self._paper_form
        _name, form, lines = _BLANK_FORMS[self._blanks.get_active()]
        return Form.read(form).with_lines(lines) if lines else Form.read(form)

    def _on_blank(self) -> None:
        """Print the blank form that was chosen."""
        if self._blank.get_active():
            self._offer_numbers_of_forms()
        else:
            self._blank.set_active(True)  # which offers them

    def _on_number(self, changed: Gtk.SpinButton) -> None:
        """Set the range; one end moves the other rather than pass it."""
        number = changed.get_value()
        if self._first.get_value() > self._last.get_value():
            other = self._last if changed is self._first else self._first
            other.set_value(number)
        self._range.set_active(True)
        self._draw()

    @property
    def _paper(self) -> Paper:
        return paper_named(self._papers.get_active_id(), self._paper_form)

    # ── the document ─────────────────────────────────────────────────────────────────────────

    def _document(self) -> Callable[[], Made]:
        """A job that makes the document from the current choices."""
        session = self._form.session
        known = list(zip(session.scans, session.all.records(), strict=True))
        chosen = None
        if self._this.get_active():
            known = [known[session.index]]
        elif self._range.get_active():
            chosen = (self._first.get_value_as_int(), self._last.get_value_as_int())
        layout = partial(
            lay_out,
            self._paper,
            int(self._forms.get_active_id() or 0),
            self._chosen_form,
            duplex=self._duplex.get_active(),
        )
        if self._blank.get_active():
            return partial(make_blank, layout)
        return partial(make, session.host.look, known, chosen, layout)

    def _draw(self) -> None:
        """Preview the document for the current choices."""
        if self._forms.get_active_id() is None:
            return  # the list of numbers is being filled
        self._wanted += 1
        wanted, document = self._wanted, self._document()
        self.preview.wait()

        def job() -> Made | None:
            return document() if wanted == self._wanted else None

        self._worker.do(job, partial(self._made, wanted, self._paper))

    def _made(self, wanted: int, paper: Paper, made: Made | None, error: Exception | None) -> None:
        if wanted != self._wanted:
            return
        for button in self._outputs:
            button.set_sensitive(made is not None)
        if made:
            self.preview.show_document(made.postscript, paper.sides)
            self._say(made.said)
        elif error:
            self.preview.show_trouble(as_sentence(in_words(error)))
            self._say([])

    def _say(self, lines: list[str]) -> None:
        self._words.set_text("\n".join(lines))

    # ── printer and file ─────────────────────────────────────────────────────────────────────

    def _ask_for_printer(self) -> None:
        self._remember()
        if print_job.can_ask():
            duplex = self._duplex.get_active()
            print_job.ask(self, self._paper, duplex, print_job.last_settings(), self._to_printer)
        else:
            document = self._document()
            self._worker.do(partial(to_system_printer, document), self._done)

    def _to_printer(self, chosen: print_job.Chosen | None) -> None:
        """Send the records to the printer that was chosen in GTK's dialogue."""
        if chosen is None:
            return
        print_job.remember_settings(chosen.settings)
        duplex = chosen.is_duplex(self._paper)
        if duplex is not None:
            self._duplex.set_active(duplex)
        document = self._document()
        is_blank = self._blank.get_active()
        sent_records = _("The records were sent to {printer}.")
        folder = OwnFolder()
        file = folder.path / f"records{chosen.suffix}"
        self._sending = True
        self._say([_("Sending to {printer}…").format(printer=chosen.name)])

        def job() -> list[str]:
            return write(document, file)

        def written(warnings: list[str] | None, error: Exception | None) -> None:
            if error:
                sent(in_words(error))
            else:
                print_job.send(chosen, _("Exposure records"), file, partial(sent, said=warnings))

        def sent(problem: str, said: list[str] | None = None) -> None:
            folder.remove()
            self._sending = False
            done = _("The forms were sent to {printer}.") if is_blank else sent_records
            done = done.format(printer=chosen.name)
            failed = _("Printing failed: {said}").format(said=problem)
            self._say([as_sentence(failed)] if problem else [done, *(said or [])])
            if not self.get_visible():
                self.destroy()

        self._worker.do(job, written)

    def _ask_for_file(self, suffix: str) -> None:
        dialog = Gtk.FileChooserNative.new(
            _("Save the printed records"), self, Gtk.FileChooserAction.SAVE, None, None
        )
        dialog.set_do_overwrite_confirmation(True)
        name = "form" if self._blank.get_active() else "records"
        dialog.set_current_name(f"{name}{suffix}")
        while dialog.run() == Gtk.ResponseType.ACCEPT:
            chosen = Path(dialog.get_filename())
            path = with_suffix(chosen, suffix)
            if path == chosen or not path.exists():
                self.write_file(path)
                return
            dialog.set_current_folder(str(path.parent))
            dialog.set_current_name(path.name)  # GTK asks before it overwrites a file of that name

    def write_file(self, path: Path) -> None:
        """Write the document as PostScript or PDF, by the file name's extension."""
        self._remember()
        document = self._document()

        def job() -> list[str]:
            return [_("Written: {file}").format(file=printable_path(path)), *write(document, path)]

        self._worker.do(job, self._done)

    def _done(self, result: list[str] | None, error: Exception | None) -> None:
        self._say([as_sentence(in_words(error))] if error else result or [])

    def _remember(self) -> None:
        settings.remember(paper=self._papers.get_active_id(), both_sides=self._duplex.get_active())

    def _on_response(self, _dialog: Gtk.Dialog, _response: int) -> None:
        if self._sending:
            self.hide()  # until the printer has the complete document
        else:
            self.destroy()
