"""The form as one widget, for a window of its own or a dialogue of another program.

It is a thin layer over an `EditSession`: it passes on user input, and shows what changes.

    form = FormView(host)
    dialog.get_content_area().pack_start(form, True, True, 0)
    form.finish(then)       # before the dialogue closes: saves, waits, then calls `then`
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any

from exifilm_core.record import ExposureRecord
from exifilm_form.form.box import Box
from exifilm_form.form.chooser import Chooser
from exifilm_form.form.clipboard import RecordClipboard
from exifilm_form.form.closing import Closing
from exifilm_form.form.commands import Commands
from exifilm_form.form.completing import Completing
from exifilm_form.form.desk import Desk
from exifilm_form.form.foot import Foot
from exifilm_form.form.form_page import FormPage
from exifilm_form.form.key_overview import KeyOverview
from exifilm_form.form.keys import GRID, KEYS, OWN_WINDOW, PICTURE, SEVERAL
from exifilm_form.form.kit_in_form import KitInForm
from exifilm_form.form.layout import is_movement
from exifilm_form.form.mixed_values import MixedValues
from exifilm_form.form.notice import Notice
from exifilm_form.form.panes import Panes
from exifilm_form.form.pictures_in_form import PicturesInForm
from exifilm_form.form.progress import ProgressLine
from exifilm_form.form.remarks import Remarks
from exifilm_form.form.style import dress
from exifilm_form.form.tools import Tools
from exifilm_form.form.views import Views
from exifilm_form.gtk import GLib, Gtk
from exifilm_form.session import notices, trace
from exifilm_form.session.edit_session import EditSession
from exifilm_form.session.host import Host
from exifilm_form.session.notices import most_urgent
from exifilm_form.session.selection import Selection
from exifilm_form.session.sheet_state import CLOSED, SheetState, State, Wrong
from exifilm_form.session.standing import standing
from exifilm_form.session.texts import _
from exifilm_form.session.worker import Worker


class FormView(Gtk.Box):
    """The exposure records of a host's scans, shown and edited one at a time."""

    def __init__(self, host: Host, *, picture: bool = True) -> None:
        """`picture`: show the scans too; a host that shows the picture itself needs none."""
        super().__init__(orientation=Gtk.Orientation.VERTICAL)
        dress()
        self.host = host
        self._reader = Worker(self.on_main, "reading")
        self._saver = Worker(self.on_main, "saving")
        self.session = EditSession(host, self, self._reader, self._saver)
        self.kit = KitInForm(self.session, self._say_here)
        self.clipboard = RecordClipboard()
        self.field = ""
        """The field that has the focus, or had it last."""
        self._words = ""
        self._words_of: SheetState | None = None
        """The sheet that the words at the foot are about, if they end with it."""
        self._standing_due = False
        self.gone = False
        """Whether the form was destroyed."""
        self.closing = Closing(self)
        self.pictures: PicturesInForm | None = None
        if picture:
            self.pictures = PicturesInForm(self.session, lambda: self.commands.select_all())
        self.picture = self.pictures.picture if self.pictures else None
        self.thumbnails = self.pictures.thumbnails if self.pictures else None
        self.picture_bar = self.pictures.bar if self.pictures else None
        self.panes: Panes | None = None
        self.views: Views | None = None
        self.open_below: Callable[[bool], None] | None = None
        """Opens the scans of the sub-folders too, or no longer, where the window can."""
        self._make(host)
        self.connect("destroy", self._on_destroy)
        if host.scans:
            self.session.select(host.start)
            self.session.make_ready()
            self.page.connect("map", lambda _page: self._last_box().take_focus())
        if self.pictures and host.scans:
            GLib.idle_add(self.pictures.fill_strip, priority=GLib.PRIORITY_LOW)

    # ── widgets ──────────────────────────────────────────────────────────────────────────────

    def _make(self, host: Host) -> None:
        self.notice = Notice()
        self.chooser = Chooser(
            host.scans,
            self.session.state,
            self.session.select,
            self.session.all.called,
            self._select_these if self.session.together.possible else None,
        )
        self.commands = Commands(self)
        self.tools = Tools(
            self.commands,
            self.chooser,
            picture=self.pictures is not None,
            several=self.session.together.possible,
        )
        self.remarks = Remarks(self.session)
        self.page = FormPage(notices.LETTERS, self.remarks.by_field)
        self.pack_start(self.tools, False, False, 0)
        # No box around it: GTK would keep the height that it had while empty.
        self.pack_start(self.notice, False, False, 0)
        self.foot = Foot()
        desk = self._desk = Desk(self.page)
        if not host.scans:
            words = Gtk.Label(label=host.trouble, wrap=True)
            words.get_style_context().add_class("plain-page")
            self.pack_start(words, True, True, 0)
            self.tools.set_sensitive(False)
        elif self.pictures:
            self.panes = Panes(self.pictures, desk, self.page)
            self.views = Views(self.panes, self, KEYS)
            self.pack_start(self.views, True, True, 0)
        else:
            self.pack_start(desk, True, True, 0)
        self.pack_end(self.foot, False, False, 0)
        self.progress = ProgressLine(self.session.together.cancel)
        self.pack_end(self.progress, False, False, 0)
        for name, box in self.page.boxes.items():
            box.typed, box.entered, box.left = self._typed, self._entered, self._left
            box.drift.take, box.drift.keep = self._take, self._keep
            box.writing.connect("populate-popup", self._on_popup, name)
        self.page.zone_scale.connect("readings-changed", self._on_readings)
        self.completing = Completing(self.session, self.kit, self.page.boxes)

    def turned(self) -> None:
        self.closing.stop_asking()
        self.page.tip.hide()
        self.show_standing()

    def show_form(self) -> None:
        """Show the form, if the grid is shown."""
        if self.views:
            self.views.show_form()

    def _last_box(self) -> Box:
        """The box that had the focus last, at first the first one."""
        return self.page.boxes.get(self.field) or self.first_box()

    def first_box(self) -> Box:
        return next(iter(self.page.boxes.values()))

    # ── events of the session ────────────────────────────────────────────────────────────────

    def opened(self) -> None:
        sheet = self.session.sheet
        may = sheet.state not in CLOSED
        if self._words_of not in (None, sheet):
            self._words, self._words_of = "", None
        for name, box in self.page.boxes.items():
            if name == sheet.writing:  # a save failed, and typing goes on
                box.mark(sheet.wrong.get(name))
            else:
                box.fill(sheet.text(name), sheet.wrong.get(name))
            box.show_mixed(sheet.mixed(name))
            box.let_write(may)
        self._draw()
        self.chooser.show_open(self.session.index, self.session.selection.indices)
        if self.pictures:
            self.pictures.opened()
        if self.views:
            self.views.opened()
        focused = self.page.boxes.get(self.field)
        if focused and focused.writing.is_focus():
            self.foot.help.set_text(focused.help_line)
        if may and focused and focused.writing.has_focus() and sheet.writing != self.field:
            focused.select_all()
        self.stands(self.session.index)
        self.commands.opened()
        trace.emit("open" if may else "opening", index=self.session.index)

    def called_back(self) -> None:
        self.show_form()
        self.notice.take_focus()

    def wrote(self, names: Iterable[str]) -> None:
        sheet = self.session.sheet
        for name in names:
            self.page.boxes[name].fill(sheet.text(name), sheet.wrong.get(name))
            self.page.boxes[name].show_mixed(sheet.mixed(name))
        self._draw()

    def stands(self, index: int) -> None:
        self.chooser.refresh(index)
        if self.views:
            self.views.stands(index)
        if index == self.session.index:
            self.chooser.show_open(index, self.session.selection.indices)
            edited = self.session.sheet.state is State.EDITED
            self._words = "" if edited else self._words
            self._work_out()
            if self.remarks.show(self.page.boxes):
                GLib.idle_add(self._scroll_to, self.field)  # after GTK has made room for the remark
            self.show_standing()
        elif self.session.state(index) is not State.LOADING:  # else it was only read for the list
            self._show_standing_soon()

    def _work_out(self) -> None:
        """Show in grey what empty fields may hold."""
        self.completing.show_offers()
        focused = self.page.boxes.get(self.field)
        if focused and focused.writing.is_focus():
            self.foot.help.set_text(focused.help_line)

    def said(self, index: int, words: str) -> None:
        """Show the words at the foot; -1: they are about several scans."""
        name = f"{self.session.all.name(index)}: " if index >= 0 else ""
        self._words, self._words_of = name + words if words else "", None
        self.show_standing()

    def undone(self, names: Sequence[str], words: str) -> None:
        """Show the first of these fields, or stay in one of them; the words at the foot."""
        if words:
            self._words, self._words_of = words, self.session.sheet
            self.show_standing()
        focused = self.page.boxes.get(self.field)
        name = self.field if self.field in names else names[0]
        if focused and focused.writing.is_focus():  # else the keyboard is in a drawing, the strip …
            self.page.boxes[name].take_focus_to_go_on()
        self._scroll_to(name)

    def _say_here(self, words: str) -> None:
        """Show words about the open scan, or the selected ones."""
        self.said(-1 if self.session.together.sheet else self.session.index, words)

    def _draw(self) -> None:
        sheet = self.session.sheet
        readings, mixed = sheet.typed.readings or (), sheet.mixed("readings") is not None
        self.page.zone_scale.set_readings(readings, mixed=mixed)
        names = (name for name, box in self.page.boxes.items() if is_movement(box.field))
        self.page.show_movements(sheet.typed, [name for name in names if sheet.mixed(name)])

    def _show_standing_soon(self) -> None:
        """Show it once for many scans that are saved together."""
        if not self._standing_due:
            self._standing_due = True
            self.on_main(self.show_standing)

    def show_standing(self) -> None:
        self._standing_due = False
        self.tools.show(self.session)
        self.foot.standing.set_text(standing(self.session, self._words))
        self.page.show_drifted(self.session.drifted)
        self.progress.show_progress(self.session.together.progress)
        if not self.closing.is_under_way():
            self.notice.show_notice(most_urgent(self.session, self._show_drift))

    def _show_drift(self) -> None:
        """Open the choice of the first field whose tags need one."""
        self.show_form()
        names = {drift.field for drift in self.session.drifted if not drift.returns}
        next(box for name, box in self.page.boxes.items() if name in names).drift.open()

    def _select_these(self, indices: Collection[int]) -> None:
        self.session.select_several(Selection.of(indices, self.session.index))

    # ── events of the boxes ──────────────────────────────────────────────────────────────────

    def _typed(self, name: str, text: str) -> Wrong | None:
        self.closing.stop_asking()
        self.page.tip.hide()
        wrong = self.session.write(name, text)
        self.page.boxes[name].show_mixed(self.session.sheet.mixed(name))
        field = ExposureRecord.field(name)
        if name == "readings" or is_movement(field):
            self._draw()
        return wrong

    def _entered(self, name: str) -> None:
        self.field = name
        self.page.tip.hide()
        self.foot.help.set_text(self.page.boxes[name].help_line)
        self._scroll_to(name)

    def _scroll_to(self, name: str) -> bool:
        if name and not self.gone:
            self._desk.scroll_to(name)
        return False

    def _left(self, name: str) -> None:
        """Show the field in the form's notation, or what is wrong with it."""
        if self.session.index < 0:
            return
        sheet = self.session.sheet
        sheet.leave()
        self.foot.help.set_text("")
        self.page.boxes[name].fill(sheet.text(name), sheet.wrong.get(name))
        self.remarks.show(self.page.boxes)

    def _on_readings(self, scale: Gtk.Widget) -> None:
        self.session.put(readings=scale.readings or None)

    def _on_popup(self, _writing: Gtk.Widget, menu: Gtk.Widget, name: str) -> None:
        if isinstance(menu, Gtk.Menu) and self.session.together.sheet:
            if self.page.boxes[name].mixed:
                item = Gtk.MenuItem(label=KEYS["mixed"].words)
                item.connect("activate", lambda _item: self.show_mixed_values())
                menu.append(item)
                menu.show_all()
        elif isinstance(menu, Gtk.Menu):
            item = Gtk.MenuItem.new_with_mnemonic(_("Fill from the _previous scan"))
            item.connect("activate", lambda _item: self.session.previous.fill(name))
            menu.append(item)
            if name == "copy_exposure" and self.session.sheet.text(name):
                item = Gtk.MenuItem.new_with_mnemonic(notices.OF_THE_FILM)
                item.connect("activate", lambda _item: self.session.exif_is_the_films())
                menu.append(item)
            menu.show_all()

    def show_mixed_values(self) -> bool:
        box = self.page.boxes.get(self.field)
        if not (box and box.mixed and box.writing.is_focus()):
            return False
        name = self.field

        def chosen(text: str | None) -> None:
            if text is None:
                self.session.empty(name)
            else:
                self.closing.stop_asking()
                self.session.write(name, text)
                self.wrote([name])
            box.take_focus()

        self.page.tip.hide()
        MixedValues(box.writing, box.field, box.mixed.values(), chosen).open()
        return True

    def _take(self, name: str, value: Any) -> None:
        self.page.boxes[name].take_focus()
        self.session.take(name, value)

    def _keep(self, name: str) -> None:
        self.page.boxes[name].take_focus()
        self.session.keep([name])

    def show_keys(self) -> None:
        """Show all keys that work here: without the window's own in a host, or the picture's."""
        window = self.get_toplevel()
        own = OWN_WINDOW if isinstance(window, Gtk.Dialog) else {}
        without = {*own} if self.panes else {*own, *PICTURE}
        without |= set() if self.views else {*GRID}
        KeyOverview(window, without if self.session.together.possible else {*without, *SEVERAL})

    def show_sets(self) -> None:
        """Show the sets of the kit, to choose one."""
        self.kit.show_sets(self.tools.same)

    def toggle_positives(self) -> None:
        """Show negatives as positives, or as they are in the files."""
        if self.picture_bar:
            self.picture_bar.positives.clicked()

    # ── closing ──────────────────────────────────────────────────────────────────────────────

    def finish(self, then: Callable[[], None]) -> None:
        """Save everything, wait for the saves, and call `then`.

        If something cannot be saved, this opens that scan and asks the photographer. It does not
        call `then` if the photographer keeps editing.
        """
        self.closing.finish(then)

    def let_edit(self, may: bool) -> None:
        """Let the photographer use the page and the tools, or not."""
        (self.views or self.page).set_sensitive(may)
        self.tools.set_sensitive(may)

    def on_main(self, call: Callable[[], None]) -> None:
        """Call this on the main thread, unless the form has been destroyed by then."""

        def unless_gone() -> bool:
            if not self.gone:
                call()
            return False

        GLib.idle_add(unless_gone, priority=GLib.PRIORITY_DEFAULT)

    def _on_destroy(self, _form: Gtk.Widget) -> None:
        self.gone = True
        self.clipboard.close()
        self._reader.close()
        self._saver.close()
        self.host.close()
