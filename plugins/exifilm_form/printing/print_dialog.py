"""Printing from the form: the records and forms that are chosen, with a preview.

The core makes one PostScript document of the records or the forms. The preview, the file and the
printer all use that document. GTK's own dialogue asks for the printer, the copies and the like.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Protocol

from exifilm_core.errors import printable_path
from exifilm_core.files.temporary import OwnFolder
from exifilm_core.printing import Paper
from exifilm_form.gtk import Gtk
from exifilm_form.printing import print_job
from exifilm_form.printing.page_preview import PagePreview
from exifilm_form.printing.print_choices import PrintChoices
from exifilm_form.printing.records_on_paper import Made, to_system_printer, with_suffix, write
from exifilm_form.session.edit_session import EditSession
from exifilm_form.session.failures import as_sentence, in_words
from exifilm_form.session.texts import _
from exifilm_form.session.worker import Worker

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
        self.choices = PrintChoices(form.session, self._draw, everything=everything)
        self._make()
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
        choices.pack_start(self.choices, False, False, 0)
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

    # ── the document ─────────────────────────────────────────────────────────────────────────

    def _draw(self) -> None:
        """Preview the document for the current choices."""
        self._wanted += 1
        wanted, document = self._wanted, self.choices.document()
        self.preview.wait()

        def job() -> Made | None:
            return document() if wanted == self._wanted else None

        self._worker.do(job, partial(self._made, wanted, self.choices.paper))

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
        self.choices.remember()
        if print_job.can_ask():
            duplex = self.choices.duplex.get_active()
            print_job.ask(
                self, self.choices.paper, duplex, print_job.last_settings(), self._to_printer
            )
        else:
            document = self.choices.document()
            self._worker.do(partial(to_system_printer, document), self._done)

    def _to_printer(self, chosen: print_job.Chosen | None) -> None:
        """Send the records to the printer that was chosen in GTK's dialogue."""
        if chosen is None:
            return
        print_job.remember_settings(chosen.settings)
        duplex = chosen.is_duplex(self.choices.paper)
        if duplex is not None:
            self.choices.duplex.set_active(duplex)
        document = self.choices.document()
        is_blank = self.choices.blank.get_active()
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
        name = "form" if self.choices.blank.get_active() else "records"
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
        self.choices.remember()
        document = self.choices.document()

        def job() -> list[str]:
            return [_("Written: {file}").format(file=printable_path(path)), *write(document, path)]

        self._worker.do(job, self._done)

    def _done(self, result: list[str] | None, error: Exception | None) -> None:
        self._say([as_sentence(in_words(error))] if error else result or [])

    def _on_response(self, _dialog: Gtk.Dialog, _response: int) -> None:
        if self._sending:
            self.hide()  # until the printer has the complete document
        else:
            self.destroy()
