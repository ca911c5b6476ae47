"""The form as one widget: put it into a window, or into a dialog of another program.

The one idea: a thin skin over a `Sitting`. Whatever a person does is told to the sitting, and
whatever changes there is shown here; this class knows nothing else.

    form = FormView(host)
    dialog.get_content_area().pack_start(form, True, True, 0)
    form.finish(then)       # before the dialog goes: saves, waits, then calls `then`
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

import gi

gi.require_version("Gtk", "3.0")
from gi.repository import Atk, Gdk, GLib, Gtk, Pango  # noqa: E402

from exifilm_core.kinds import Text  # noqa: E402
from exifilm_core.record import ExposureRecord, Section  # noqa: E402
from exifilm_form import witness  # noqa: E402
from exifilm_form.chooser import Chooser  # noqa: E402
from exifilm_form.draft import State, Wrong  # noqa: E402
from exifilm_form.drift import in_a_sentence  # noqa: E402
from exifilm_form.editing import Sitting, as_sentence  # noqa: E402
from exifilm_form.host import Host  # noqa: E402
from exifilm_form.layout import is_movement  # noqa: E402
from exifilm_form.notice import Notice  # noqa: E402
from exifilm_form.paper import Paper  # noqa: E402
from exifilm_form.picture import ScanPicture  # noqa: E402
from exifilm_form.picture_bar import PictureBar  # noqa: E402
from exifilm_form.texts import _, translated  # noqa: E402
from exifilm_form.thumbnails import Thumbnails  # noqa: E402
from exifilm_form.tools import Tools  # noqa: E402
from exifilm_form.worker import Worker  # noqa: E402

_STYLE = Path(__file__).with_name("style.css")
_CLOSED = (State.LOADING, State.UNREADABLE)


class FormView(Gtk.Box):
    """The exposure records of a host's sheets, one at a time, to look at and to fill in."""

    def __init__(self, host: Host, *, picture: bool = True) -> None:
        """`picture`: show the scans too; a host that shows the picture itself needs none."""
        super().__init__(orientation=Gtk.Orientation.VERTICAL)
        dress()
        self.host = host
        self._reader = Worker(self.on_main, "reading")
        self._saver = Worker(self.on_main, "saving")
        self.sitting = Sitting(host, self, self._reader, self._saver)
        self.field = ""
        """The field that one writes in, or wrote in last."""
        self._words = ""
        self._then: Callable[[], None] | None = None
        self._asking = False
        self._gone = False
        self._picture_shown: Path | None = Path()  # no sheet's, so that the first is shown
        self._picture_due = 0
        self.picture = ScanPicture() if picture else None
        self.thumbnails = Thumbnails() if picture else None
        self.picture_bar: PictureBar | None = None
        if self.picture and self.thumbnails:
            self.picture_bar = PictureBar(self.picture, self.thumbnails)
        self._make(host)
        self.connect("destroy", self._on_destroy)
        if host.sheets:
            self.sitting.select(host.start)
            self.paper.connect("map", lambda paper: next(iter(paper.boxes.values())).take_focus())
        if self.thumbnails and host.sheets:
            GLib.idle_add(self._show_thumbnails, priority=GLib.PRIORITY_LOW)

    # ── what it is made of ───────────────────────────────────────────────────────────────────

    def _make(self, host: Host) -> None:
        self.notice = Notice()
        self.chooser = Chooser(host.sheets, self.sitting.state, self.sitting.select)
        self.tools = Tools(self)
        self.paper = Paper(self.tools.letters)
        self.pack_start(self.tools, False, False, 0)
        # Without a box between: GTK would keep the height that this had while it was empty.
        self.pack_start(self.notice, False, False, 0)
        self._foot = Gtk.Box(spacing=12)
        self._foot.get_style_context().add_class("foot")
        self._standing = Gtk.Label(xalign=0, ellipsize=Pango.EllipsizeMode.END)
        self._standing.get_accessible().set_role(Atk.Role.STATUSBAR)
        self._hint = Gtk.Label(xalign=1, ellipsize=Pango.EllipsizeMode.END)
        self._foot.pack_start(self._standing, True, True, 0)
        self._foot.pack_end(self._hint, True, True, 0)
        desk = Gtk.ScrolledWindow(hscrollbar_policy=Gtk.PolicyType.AUTOMATIC)
        desk.get_style_context().add_class("desk")
        place = Gtk.Box(margin=8)
        place.pack_start(self.paper, True, True, 0)
        desk.add(place)
        place.get_parent().set_shadow_type(Gtk.ShadowType.NONE)
        place.set_focus_vadjustment(desk.get_vadjustment())
        desk.set_size_request(560, 420)
        if not host.sheets:
            words = Gtk.Label(label=host.trouble, wrap=True)
            words.get_style_context().add_class("plain-page")
            self.pack_start(words, True, True, 0)
            self.tools.set_sensitive(False)
        elif self.picture and self.thumbnails and self.picture_bar:
            panes = Gtk.Paned(wide_handle=False)
            look = Gtk.Box(orientation=Gtk.Orientation.VERTICAL, spacing=4, margin_start=8)
            look.pack_start(self.picture, True, True, 0)
            look.pack_start(self.picture_bar, False, False, 0)
            look.pack_start(self.thumbnails, False, False, 0)
            look.set_size_request(260, -1)
            panes.pack1(look, True, False)
            panes.pack2(desk, True, False)
            self.panes = panes
            self.thumbnails.connect("selected", lambda _strip, index: self.sitting.select(index))
            self.pack_start(panes, True, True, 0)
        else:
            self.pack_start(desk, True, True, 0)
        self.pack_end(self._foot, False, False, 0)
        for name, box in self.paper.boxes.items():
            box.typed, box.entered, box.left = self._typed, self._entered, self._left
            kind = box.field.kind
            if isinstance(kind, Text) and not kind.lines and not box.field.counts:
                box.complete_from(partial(self.sitting.used, name))
            box.drift.take, box.drift.keep = self._take, self._keep
            box.writing.connect("populate-popup", self._on_popup, name)
        self.paper.zone_scale.connect("readings-changed", self._on_readings)

    # ── what the sitting tells ───────────────────────────────────────────────────────────────

    def opened(self) -> None:
        draft = self.sitting.draft
        may = draft.state not in _CLOSED
        for name, box in self.paper.boxes.items():
            box.fill(draft.text(name), draft.wrong.get(name))
            box.let_write(may)
        self._draw()
        self.chooser.show_open(self.sitting.index)
        if self.thumbnails:
            self.thumbnails.select(self.sitting.index)
        if self._picture_due:
            GLib.source_remove(self._picture_due)
        self._picture_due = GLib.timeout_add(60, self._show_picture)
        if may and self.field and self.paper.boxes[self.field].writing.has_focus():
            self.paper.boxes[self.field].select_all()
        self.stands(self.sitting.index)
        witness.tell("open" if may else "opening", index=self.sitting.index)

    def called_back(self) -> None:
        self.notice.take_focus()

    def wrote(self, names: Iterable[str]) -> None:
        draft = self.sitting.draft
        for name in names:
            self.paper.boxes[name].fill(draft.text(name), draft.wrong.get(name))
        self._draw()

    def stands(self, index: int) -> None:
        self.chooser.refresh(index)
        if index == self.sitting.index:
            self.chooser.show_open(index)
            self._words = "" if self.sitting.state(index) is State.EDITED else self._words
        self._show_standing()

    def said(self, index: int, words: str) -> None:
        self._words = f"{self.name_of(index)}: {words}" if words else ""
        self._show_standing()

    def name_of(self, index: int) -> str:
        """What to call a sheet in a sentence."""
        sheet = self.sitting.sheets[index]
        number = sheet.glance.called if sheet.glance else ""
        return _("No. {number}").format(number=number) if number else sheet.name

    def _draw(self) -> None:
        draft = self.sitting.draft
        self.paper.zone_scale.set_readings(draft.typed.readings or ())
        self.paper.show_movements(draft.typed)

    def _show_standing(self) -> None:
        draft = self.sitting.draft
        state = draft.state
        self.tools.show(draft, self.sitting)
        glance = self.sitting.sheet.glance
        words = {
            State.LOADING: _("Reading…"),
            State.SAVING: _("Saving…"),
            State.EDITED: _("Not saved yet"),
            State.INVALID: self._saved_except(),
            State.LOADED: _("Saved") if glance and glance.has_record else _("No record yet"),
        }.get(state, "")
        elsewhere = self.sitting.saves_under_way - (state is State.SAVING)
        if elsewhere:
            words += " · " + _("saving another sheet…")
        self._standing.set_text(" · ".join(filter(None, (words, self._words))))
        self.paper.show_drifted(self.sitting.drifted)
        if self._then is None:
            self._show_notice(state)

    def _saved_except(self) -> str:
        """Which fields cannot be saved, of a record that is otherwise saved, or will be."""
        draft = self.sitting.draft
        names = [field.name for field in ExposureRecord.fields() if field.name in draft.wrong]
        labels = ", ".join(_(ExposureRecord.field(name).label) for name in names)
        words = _("Not saved yet; {fields} cannot be saved")
        return (words if draft.unsaved else _("Saved, except {fields}")).format(fields=labels)

    def _show_notice(self, state: State) -> None:
        draft, sitting = self.sitting.draft, self.sitting
        glance = sitting.sheet.glance
        again = {_("T_ry again"): sitting.try_again}
        others = [index for index in sitting.failed() if index != sitting.index]
        if state is State.UNREADABLE:
            self.notice.say(as_sentence(draft.problem), again, failed=True)
        elif state is State.CHANGED_ON_DISK:
            mine = {name: draft.is_mine(name) for name in draft.differences}
            name = self.name_of(sitting.index)
            self.notice.ask(name, draft.differences, mine, sitting.choose)
        elif state is State.FAILED:
            words = as_sentence(draft.problem)
            if draft.unsaved or draft.wrong:
                words += " " + _("All that you typed is still here.")
            self.notice.say(words, again, failed=True)
        elif others:
            words = _("{name} could not be saved. What you typed there is kept.")
            go = partial(sitting.select, others[0])
            self.notice.say(
                words.format(name=self.name_of(others[0])), {_("_Go there"): go}, failed=True
            )
        elif glance and glance.exif_is_the_copys and state not in _CLOSED:
            exposure, _sign, _rest = draft.text("copy_exposure").partition("; ")
            words = _("EXIF's exposure ({exposure}) is taken for that of the copy camera.")
            films = {_("These are the _film's"): sitting.exif_is_the_films}
            self.notice.say(words.format(exposure=exposure), films)
        elif drifted := [drift for drift in sitting.drifted if not drift.returns]:
            several = len({drift.field for drift in drifted}) > 1
            choices = {_("Sho_w"): self._show_drift}
            choices |= {_("Keep mine eve_rywhere"): self._keep_all} if several else {}
            self.notice.say(in_a_sentence(drifted), choices)
        else:
            self.notice.hush()

    def _show_thumbnails(self) -> bool:
        if self.thumbnails:
            self.thumbnails.set_sheets(self.sitting.sheets)
            self.thumbnails.select(self.sitting.index)
        return False

    def _show_picture(self) -> bool:
        self._picture_due = 0
        path = self.sitting.sheet.path
        if self.picture and path != self._picture_shown:
            self._picture_shown = path
            self.picture.show_file(path)
        return False

    # ── what a person does ───────────────────────────────────────────────────────────────────

    def _typed(self, name: str, text: str) -> Wrong | None:
        self._stop_asking()
        wrong = self.sitting.write(name, text)
        field = ExposureRecord.field(name)
        if name == "readings" or is_movement(field):
            self._draw()
        return wrong

    def _entered(self, name: str) -> None:
        self.field = name
        field = ExposureRecord.field(name)
        self._hint.set_text(translated(field.hint))

    def _left(self, name: str) -> None:
        """Show the field as the form writes it, or what is wrong with it."""
        if self.sitting.index < 0:
            return
        draft = self.sitting.draft
        draft.leave()
        self._hint.set_text("")
        self.paper.boxes[name].fill(draft.text(name), draft.wrong.get(name))

    def _on_readings(self, scale: Gtk.Widget) -> None:
        self.sitting.put(readings=scale.readings or None)

    def _on_popup(self, _writing: Gtk.Widget, menu: Gtk.Widget, name: str) -> None:
        if isinstance(menu, Gtk.Menu):
            item = Gtk.MenuItem.new_with_mnemonic(_("Same as the _previous sheet"))
            item.connect("activate", lambda _item: self.sitting.same_as_previous(name))
            menu.append(item)
            if name == "copy_exposure" and self.sitting.draft.text(name):
                item = Gtk.MenuItem.new_with_mnemonic(_("These are the _film's"))
                item.connect("activate", lambda _item: self.sitting.exif_is_the_films())
                menu.append(item)
            menu.show_all()

    def _take(self, name: str, value: Any) -> None:
        self.paper.boxes[name].take_focus()
        self.sitting.take(name, value)

    def _keep(self, name: str) -> None:
        self.paper.boxes[name].take_focus()
        self.sitting.keep([name])

    def _keep_all(self) -> None:
        self.sitting.keep({drift.field for drift in self.sitting.drifted})

    def _show_drift(self) -> None:
        """Open what the tags of the first field say that one has to choose in."""
        names = {drift.field for drift in self.sitting.drifted if not drift.returns}
        next(box for name, box in self.paper.boxes.items() if name in names).drift.open()

    def same_field(self) -> None:
        """The field one writes in, as on the previous sheet."""
        if self.field:
            self.sitting.same_as_previous(self.field)

    def same_section(self) -> None:
        """What is empty in the section one writes in, as on the previous sheet."""
        if self.field:
            section: Section = ExposureRecord.field(self.field).section
            self.sitting.same_as_previous(section=section)

    def go(self, step: int) -> None:
        """To the next sheet, or the previous one."""
        self._take_what_is_typed()
        self.sitting.select(self.sitting.index + step)

    def save(self) -> None:
        """Save the open sheet now."""
        self._take_what_is_typed()
        self.sitting.save()
        self._show_standing()

    def _take_what_is_typed(self) -> None:
        """Mark what is wrong in the field that one is still in."""
        if self.field and (wrong := self.sitting.draft.wrong.get(self.field)):
            self.paper.boxes[self.field].mark(wrong)

    # ── going ────────────────────────────────────────────────────────────────────────────────

    def finish(self, then: Callable[[], None]) -> None:
        """Save all that is not saved, wait until it is, and call `then`.

        Where something cannot be saved, its sheet is opened and the photographer is asked; `then`
        is not called if they go on writing.
        """
        self._stop_asking()
        if self._then is not None:
            return
        if not self.sitting.sheets:
            then()
            return
        self._then = then
        self.sitting.finish(self._was_finished)
        if self._then is not None and self.sitting.saves_under_way:
            self.paper.set_sensitive(False)
            self.tools.set_sensitive(False)
            self.notice.say(_("The last save is under way; the window closes when it is done."))

    def _was_finished(self, stuck: int | None) -> None:
        then = self._then
        assert then is not None
        self.paper.set_sensitive(True)
        self.tools.set_sensitive(True)
        if stuck is None:
            then()
            return
        self._then = None
        self.sitting.select(stuck)
        if self.sitting.draft.state is State.CHANGED_ON_DISK:
            self._show_standing()
            return
        problem = self.sitting.draft.problem
        words = as_sentence(problem) or _("Something that you typed cannot be understood.")
        self._then, self._asking = then, True  # so that no other notice takes its place
        self.notice.say(
            words + " " + _("If you close now, it is lost."),
            {_("_Go on writing"): self._go_on, _("Close _without it"): then},
            failed=True,
        )

    def _go_on(self) -> None:
        self._stop_asking()
        self.opened()

    def _stop_asking(self) -> None:
        """The photographer goes on writing: the form is not about to close any more."""
        if self._asking:
            self._asking, self._then = False, None

    def on_main(self, call: Callable[[], None]) -> None:
        """Have this called on the main thread, unless the form is gone by then."""

        def unless_gone() -> bool:
            if not self._gone:
                call()
            return False

        GLib.idle_add(unless_gone, priority=GLib.PRIORITY_DEFAULT)

    def _on_destroy(self, _form: Gtk.Widget) -> None:
        self._gone = True
        if self._picture_due:
            GLib.source_remove(self._picture_due)
        self._reader.close()
        self._saver.close()
        self.host.close()


def dress() -> None:
    """Give the screen the form's style, once."""
    screen = Gdk.Screen.get_default()
    if screen is None or getattr(dress, "done", False):
        return
    provider = Gtk.CssProvider()
    provider.load_from_path(str(_STYLE))
    Gtk.StyleContext.add_provider_for_screen(
        screen, provider, Gtk.STYLE_PROVIDER_PRIORITY_APPLICATION
    )
    dress.done = True
