"""The questions before numbers count up, or dates change, over the selected scans.

Each dialogue shows what the first scans and the last one would get, while one types. The scans are
in an order that the dialogue is given.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from exifilm_core.kinds.date_series import Shift
from exifilm_core.record import ExposureRecord
from exifilm_form.gtk import Atk, Gtk, Pango
from exifilm_form.session import series
from exifilm_form.session.edit_session import EditSession
from exifilm_form.session.series import COUNTING, Plan
from exifilm_form.session.texts import _


class SeriesDialog(Gtk.Dialog):
    """A dialogue with a preview. It saves its plan in all selected scans, as one action."""

    def __init__(
        self, window: Gtk.Window, session: EditSession, order: Sequence[int], title: str
    ) -> None:
        """`order` has the selected scans."""
        super().__init__(title=title, transient_for=window, destroy_with_parent=True, modal=True)
        self.session, self.order = session, order
        self.plan = Plan({}, "")
        self.add_button(_("_Cancel"), Gtk.ResponseType.CANCEL)
        self.add_button(_("_Apply"), Gtk.ResponseType.OK)
        self.set_default_response(Gtk.ResponseType.OK)
        self.grid = Gtk.Grid(column_spacing=12, row_spacing=6, margin=18)
        self.preview = Gtk.Label(
            xalign=0, yalign=0, wrap=True, width_chars=44, max_width_chars=60, lines=6
        )
        self.preview.set_line_wrap_mode(Pango.WrapMode.WORD_CHAR)
        self.preview.set_size_request(-1, 110)
        self.preview.set_margin_start(18)
        self.preview.set_margin_end(18)
        self.preview.get_accessible().set_role(Atk.Role.ALERT)
        area = self.get_content_area()
        area.pack_start(self.grid, False, False, 0)
        area.pack_start(self.preview, True, True, 0)
        self.connect("response", self._on_response)

    def planned(self) -> Plan:
        """What is chosen in the dialogue now."""
        raise NotImplementedError

    def update(self, *_source: object) -> None:
        """Show what the scans would get."""
        self.plan = self.planned()
        self.preview.set_text(self.plan.words)
        self.set_response_sensitive(Gtk.ResponseType.OK, bool(self.plan.values))

    def row(self, line: int, words: str, widget: Gtk.Widget) -> None:
        """Add a widget with its label, of which the underlined letter leads there."""
        label = Gtk.Label.new_with_mnemonic(words)
        label.set_xalign(0)
        label.set_mnemonic_widget(widget)
        widget.get_accessible().set_name(words.replace("_", ""))
        self.grid.attach(label, 0, line, 1, 1)
        self.grid.attach(widget, 1, line, 1, 1)

    def _on_response(self, _dialog: Gtk.Dialog, response: int) -> None:
        self.destroy()
        if response == Gtk.ResponseType.OK and self.plan.values:
            self.session.together.put_each(self.plan.values)


class CountDialog(SeriesDialog):
    """Which field counts up, and from which value."""

    def __init__(self, window: Gtk.Window, session: EditSession, order: Sequence[int]) -> None:
        super().__init__(window, session, order, _("Count up over the selected scans"))
        self.field = Gtk.ComboBoxText()
        for name in COUNTING:
            self.field.append(name, _(ExposureRecord.field(name).label))
        self.first = Gtk.Entry(activates_default=True, hexpand=True)
        self.row(0, _("_Field"), self.field)
        self.row(1, _("_Begin with"), self.first)
        self.field.connect("changed", self._on_field)
        self.first.connect("changed", self.update)
        self.field.set_active(0)
        self.show_all()
        self.first.grab_focus()

    def planned(self) -> Plan:
        name, first = self.field.get_active_id(), self.first.get_text()
        return series.count_up(self.session, name, first, self.order)

    def _on_field(self, _field: Gtk.Widget) -> None:
        name = self.field.get_active_id()
        self.first.set_text(series.first_number(self.session, name, self.order))
        self.update()


class DatesDialog(SeriesDialog):
    """By how much to shift the dates, or between which dates to spread them."""

    def __init__(self, window: Gtk.Window, session: EditSession, order: Sequence[int]) -> None:
        super().__init__(window, session, order, _("Dates of the selected scans"))
        first, last = series.ends_of_dates(session, order)
        self.shift = Gtk.RadioButton.new_with_mnemonic(None, _("_Shift all by"))
        self.spread = Gtk.RadioButton.new_with_mnemonic_from_widget(
            self.shift, _("S_pread evenly, as estimates, between")
        )
        self.parts = {
            name: self._part(line, words)
            for line, (name, words) in enumerate(
                (
                    ("years", _("_Years")),
                    ("months", _("_Months")),
                    ("days", _("_Days")),
                    ("hours", _("_Hours")),
                    ("minutes", _("M_inutes")),
                ),
                start=1,
            )
        }
        self.ends = [
            self._end(7, _("_First date"), first),
            self._end(8, _("_Last date"), last),
        ]
        for button, line in ((self.shift, 0), (self.spread, 6)):
            self.grid.attach(button, 0, line, 2, 1)
        self.shift.connect("toggled", self.update)
        self.update()
        self.show_all()
        self.parts["hours"].grab_focus()

    def planned(self) -> Plan:
        if self.spread.get_active():
            first, last = (end.get_text() for end in self.ends)
            return series.spread_dates(self.session, first, last, self.order)
        by = Shift(**{name: part.get_value_as_int() for name, part in self.parts.items()})
        return series.shift_dates(self.session, by)

    def _part(self, line: int, words: str) -> Gtk.SpinButton:
        part = Gtk.SpinButton.new_with_range(-9999, 9999, 1)
        part.set_value(0)
        part.set_activates_default(True)
        self.row(line, words, part)
        part.connect("value-changed", self._choosing(self.shift))
        return part

    def _end(self, line: int, words: str, text: str) -> Gtk.Entry:
        end = Gtk.Entry(text=text, activates_default=True, hexpand=True)
        self.row(line, words, end)
        end.connect("changed", self._choosing(self.spread))
        return end

    def _choosing(self, button: Gtk.RadioButton) -> Callable[[Gtk.Widget], None]:
        """Choose what the changed widget belongs to."""

        def changed(_widget: Gtk.Widget) -> None:
            button.set_active(True)
            self.update()

        return changed
