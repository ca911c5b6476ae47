"""Printing from the form: this record or a range of numbers, with the page to look at first.

The one idea: everything printed is the core's one PostScript document of the records; a preview, a
PDF and a printer each take that document.
"""

from __future__ import annotations

import io
import shutil
import subprocess
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import gi

gi.require_version("Gtk", "3.0")
from gi.repository import GdkPixbuf, Gtk, Pango  # noqa: E402

from exifilm_core.errors import ExifilmError  # noqa: E402
from exifilm_core.own_folder import OwnFolder  # noqa: E402
from exifilm_core.printing import Form, default_paper, lay_out, paper_named, typeset  # noqa: E402
from exifilm_core.printing.ghostscript import program  # noqa: E402
from exifilm_core.printing.output import to_file  # noqa: E402
from exifilm_core.record import ExposureRecord  # noqa: E402
from exifilm_form.failures import as_sentence, in_words  # noqa: E402
from exifilm_form.host import Sheet  # noqa: E402
from exifilm_form.texts import _, heard, ngettext  # noqa: E402
from exifilm_form.worker import Worker  # noqa: E402

if TYPE_CHECKING:
    from exifilm_form.form import FormView

Numbered = list[tuple[str, ExposureRecord]]
_PREVIEW_DPI = 72


class PrintDialog(Gtk.Dialog):
    """Asks what is to be printed and where to, and shows how it will look."""

    def __init__(self, form: FormView) -> None:
        super().__init__(
            title=_("Print exposure records"), transient_for=form.get_toplevel(), modal=True
        )
        self._form = form
        self._worker = Worker(form.on_main, "printing")
        self._pages: list[bytes] = []
        self._page = 0
        self._wanted = 0
        self._form_file = Form.read()
        self._make()
        self.connect("destroy", lambda _dialog: self._worker.close())
        self.connect("response", lambda _dialog, _response: self.destroy())
        self.get_content_area().show_all()
        self._preview()

    def _make(self) -> None:
        area = self.get_content_area()
        area.set_spacing(10)
        area.set_property("margin", 12)
        columns = Gtk.Box(spacing=18)
        area.pack_start(columns, True, True, 0)
        columns.pack_start(self._make_choices(), False, False, 0)
        columns.pack_start(self._make_page(), True, True, 0)
        self._words = Gtk.Label(xalign=0, wrap=True, max_width_chars=70, selectable=True)
        area.pack_start(self._words, False, False, 0)
        self.add_button(_("_Close"), Gtk.ResponseType.CLOSE)
        self.set_default_size(980, 760)

    def _make_choices(self) -> Gtk.Widget:
        grid = Gtk.Grid(row_spacing=8, column_spacing=8, valign=Gtk.Align.START)
        sitting = self._form.sitting
        self._this = Gtk.RadioButton.new_with_mnemonic_from_widget(
            None, _("_This record ({name})").format(name=self._form.name_of(sitting.index))
        )
        self._range = Gtk.RadioButton.new_with_mnemonic_from_widget(self._this, _("_Numbers from"))
        self._first, self._last = (
            Gtk.SpinButton.new_with_range(0, 999_999_999, 1) for _end in range(2)
        )
        number = _number(sitting.sheet) or 1
        for spin, name in ((self._first, _("First number")), (self._last, _("Last number"))):
            spin.set_value(number)
            spin.get_accessible().set_name(name)
            spin.set_width_chars(5)
            spin.connect("value-changed", lambda _spin: self._range.set_active(True))
            spin.connect("value-changed", lambda _spin: self._preview())
        self._this.connect("toggled", lambda _button: self._preview())
        grid.attach(self._this, 0, 0, 4, 1)
        grid.attach(self._range, 0, 1, 1, 1)
        grid.attach(self._first, 1, 1, 1, 1)
        grid.attach(Gtk.Label(label=_("to")), 2, 1, 1, 1)
        grid.attach(self._last, 3, 1, 1, 1)
        self._papers = Gtk.ComboBoxText()
        for name in self._form_file.papers:
            self._papers.append(name, name.title() if len(name) > 2 else name.upper())
        self._papers.set_active_id(default_paper(self._form_file).name.lower())
        if self._papers.get_active() < 0:
            self._papers.set_active(0)
        self._papers.connect("changed", lambda _papers: self._preview())
        paper = Gtk.Label.new_with_mnemonic(_("_Paper"))
        paper.set_mnemonic_widget(self._papers)
        grid.attach(paper, 0, 2, 1, 1)
        grid.attach(self._papers, 1, 2, 3, 1)
        self._outputs: list[Gtk.Button] = []
        for row, (label, action) in enumerate(
            (
                (_("Send to the p_rinter"), self._to_printer),
                (_("Save as P_DF…"), partial(self._ask_for_file, ".pdf")),
                (_("Save as Post_Script…"), partial(self._ask_for_file, ".ps")),
            ),
            start=3,
        ):
            button = Gtk.Button.new_with_mnemonic(label)
            button.connect("clicked", lambda _button, action=action: action())
            grid.attach(button, 0, row, 4, 1)
            self._outputs.append(button)
        return grid

    def _make_page(self) -> Gtk.Widget:
        column = Gtk.Box(orientation=Gtk.Orientation.VERTICAL, spacing=6)
        self._picture = Gtk.Image()
        self._picture.get_accessible().set_name(_("Preview of the page"))
        scrolled = Gtk.ScrolledWindow(shadow_type=Gtk.ShadowType.IN, min_content_height=440)
        scrolled.add(self._picture)
        column.pack_start(scrolled, True, True, 0)
        line = Gtk.Box(spacing=6, halign=Gtk.Align.CENTER)
        for icon, name, step in (
            ("go-previous-symbolic", _("Previous page"), -1),
            ("go-next-symbolic", _("Next page"), 1),
        ):
            button = Gtk.Button.new_from_icon_name(icon, Gtk.IconSize.BUTTON)
            button.get_accessible().set_name(name)
            button.connect("clicked", lambda _button, step=step: self._show_page(self._page + step))
            line.pack_start(button, False, False, 0)
        self._place = Gtk.Label(ellipsize=Pango.EllipsizeMode.END)
        line.pack_start(self._place, False, False, 0)
        column.pack_start(line, False, False, 0)
        return column

    # ── the document ─────────────────────────────────────────────────────────────────────────

    def _document(self) -> partial[tuple[bytes, list[str]]]:
        """A job that makes the document, of what is chosen at this moment."""
        sitting = self._form.sitting
        known = list(zip(sitting.sheets, sitting.all.records(), strict=True))
        chosen = None
        if self._this.get_active():
            known, chosen = [known[sitting.index]], None
        else:
            chosen = (self._first.get_value_as_int(), self._last.get_value_as_int())
        paper = self._papers.get_active_id()
        return partial(_document, self._form.host.look, known, chosen, paper, self._form_file)

    def _preview(self) -> None:
        self._wanted += 1
        wanted, document = self._wanted, self._document()

        def job() -> tuple[list[bytes], list[str]] | None:
            if wanted != self._wanted:
                return None  # something else was chosen meanwhile
            postscript, warnings = document()
            try:
                return _pages(postscript), warnings
            except ExifilmError as problem:  # it can be printed without being looked at
                return [], [*warnings, in_words(problem)]

        self._worker.do(job, partial(self._previewed, wanted))

    def _previewed(self, wanted: int, result: object, error: Exception | None) -> None:
        if wanted != self._wanted or not (result or error):
            return
        self._pages, warnings = result if isinstance(result, tuple) else ([], [])
        self._say([as_sentence(in_words(error))] if error else warnings)
        for button in self._outputs:
            button.set_sensitive(bool(result))
        self._show_page(0)

    def _show_page(self, page: int) -> None:
        self._page = max(0, min(page, len(self._pages) - 1))
        if not self._pages:
            self._picture.clear()
            self._place.set_text("")
            return
        loader = GdkPixbuf.PixbufLoader.new_with_type("png")
        loader.write(self._pages[self._page])
        loader.close()
        self._picture.set_from_pixbuf(loader.get_pixbuf())
        self._place.set_text(f"{self._page + 1} / {len(self._pages)}")

    def _say(self, lines: list[str]) -> None:
        self._words.set_text("\n".join(lines))

    # ── where it goes ────────────────────────────────────────────────────────────────────────

    def _to_printer(self) -> None:
        document = self._document()

        def job() -> list[str]:
            postscript, warnings = document()
            to_printer(postscript)
            return [_("The records were sent to the printer."), *warnings]

        self._worker.do(job, self._done)

    def _ask_for_file(self, suffix: str) -> None:
        dialog = Gtk.FileChooserNative.new(
            _("Save the printed records"), self, Gtk.FileChooserAction.SAVE, None, None
        )
        dialog.set_do_overwrite_confirmation(True)
        dialog.set_current_name(f"records{suffix}")
        if dialog.run() == Gtk.ResponseType.ACCEPT:
            self.write_file(Path(dialog.get_filename()).with_suffix(suffix))

    def write_file(self, path: Path) -> None:
        """Write the document as PostScript or PDF, by the end of the file's name."""
        document = self._document()

        def job() -> list[str]:
            postscript, warnings = document()

            def write(out: BinaryIO) -> None:
                out.write(postscript)

            to_file(write, path)
            return [_("Written: {file}").format(file=path), *warnings]

        self._worker.do(job, self._done)

    def _done(self, result: list[str] | None, error: Exception | None) -> None:
        self._say([as_sentence(in_words(error))] if error else result or [])


def to_printer(postscript: bytes) -> None:
    """Send the document to the printer that the system has as its own."""
    lpr = shutil.which("lpr")
    if not lpr:
        raise ExifilmError(
            _(
                "There is no “lpr” to print with (on Debian: apt install cups-bsd). Save a PDF, "
                "and print that."
            )
        )
    done = subprocess.run([lpr], input=postscript, capture_output=True, check=False)
    if done.returncode:
        said = " ".join(done.stderr.decode("utf-8", "replace").split())
        raise ExifilmError(_("The printer did not take it: {said}").format(said=said))


def _document(
    look: partial[None],
    known: list[tuple[Sheet, ExposureRecord | None]],
    chosen: tuple[int, int] | None,
    paper: str,
    form: Form,
) -> tuple[bytes, list[str]]:
    """The PostScript document, and what there is to say about it."""
    unseen = [sheet for sheet, record in known if record is None and sheet.glance is None]
    if unseen:
        look(unseen)
    numbered: list[tuple[int, str, ExposureRecord]] = []
    for sheet, typed in known:
        glance = sheet.glance
        record = typed or (glance.record if glance and not glance.problem else None)
        if record is None:
            continue
        number = _number(sheet)
        called = glance.called if glance and glance.guessed else ""
        name = record.image_id or called or Path(sheet.name).stem
        if chosen is None or (number is not None and chosen[0] <= number <= chosen[1]):
            numbered.append((number or 0, name, record))
    if not numbered:
        raise ExifilmError(_("No sheet has a number in that range."))
    numbered.sort(key=lambda item: item[0])
    out = io.BytesIO()
    sheet_of_paper = lay_out(paper_named(paper, form), 0, form)
    warnings = typeset(((name, record) for _n, name, record in numbered), sheet_of_paper, out)
    count = ngettext("{n} record", "{n} records", len(numbered)).format(n=len(numbered))
    return out.getvalue(), [count, *(heard(str(warning)) for warning in warnings)]


def _number(sheet: Sheet) -> int | None:
    number = sheet.glance.number if sheet.glance else ""
    return int(number) if number.isascii() and number.isdecimal() else None


def _pages(postscript: bytes) -> list[bytes]:
    """Pictures of the first pages, as PNG."""
    with OwnFolder() as folder:
        done = subprocess.run(
            [
                *(program(), "-dSAFER", "-q", "-sDEVICE=png16m", f"-r{_PREVIEW_DPI}"),
                *("-dTextAlphaBits=4", "-dGraphicsAlphaBits=4", "-dLastPage=24"),
                *(f"-sOutputFile={folder}/%03d.png", "-dBATCH", "-dNOPAUSE", "-"),
            ],
            input=postscript,
            capture_output=True,
            check=False,
        )
        if done.returncode:
            raise ExifilmError(_("Ghostscript could not draw the page."))
        return [path.read_bytes() for path in sorted(folder.glob("*.png"))]
