"""The form as a program of its own: a window for one folder at a time.

The window saves everything before it opens another folder: from a dialogue, from the recent
folders, or from dropped files.
"""

from __future__ import annotations

import signal
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from exifilm_core.errors import ExifilmError, printable_path
from exifilm_form.form.form_view import FormView
from exifilm_form.form.keys import pressed
from exifilm_form.form.notice import Notice
from exifilm_form.form.style import dress
from exifilm_form.gtk import Gdk, GLib, Gtk, unix_signal_add
from exifilm_form.program.dropping import accept_files, accept_files_on_texts
from exifilm_form.program.empty import EmptyFolder
from exifilm_form.program.main_loop import take_turns, watch
from exifilm_form.program.sub_folders import SubFolders
from exifilm_form.session import settings
from exifilm_form.session.failures import as_sentence
from exifilm_form.session.finding import is_folder
from exifilm_form.session.folder import FolderHost, host_of
from exifilm_form.session.opening import existing_recent_folders, short_path, what_to_open
from exifilm_form.session.texts import _, translated
from exifilm_form.session.worker import Worker

_SIZE = (1280, 900)


class FormWindow(Gtk.Window):
    """A window with the form in it, for one folder at a time."""

    def __init__(self, host: FolderHost) -> None:
        super().__init__(icon_name="org.exifilm.ExiFilm")
        dress()
        memory = settings.remembered()
        size = memory.get("size")
        if not (
            isinstance(size, list) and len(size) == 2 and all(isinstance(n, int) for n in size)
        ):
            size = _SIZE
        area = _work_area()
        width, height = (max(320, n) for n in size)
        self.set_default_size(min(width, area.width), min(height, area.height))
        if memory.get("maximized") is True:
            self.maximize()
        self._size = list(size)
        self._gone = False
        self._worker = Worker(GLib.idle_add, "recent folders")
        self._bar = Gtk.HeaderBar(show_close_button=True)
        self._bar.pack_start(self._make_opening())
        self.set_titlebar(self._bar)
        self.message = Notice()
        self.message.set_margin_top(6)
        self._page = Gtk.Box(orientation=Gtk.Orientation.VERTICAL)
        self._page.pack_start(self.message, False, False, 0)
        self.add(self._page)
        self._sub_folders = SubFolders(self)
        self.form: FormView | None = None
        self.empty: EmptyFolder | None = None
        self.host = host
        self.show_host(host)
        accept_files(self, self._on_dropped)
        self.connect("delete-event", self._on_delete)
        self.connect("size-allocate", self._on_size)
        self.connect("key-press-event", self._on_key)
        self.connect("destroy", self._on_destroy)

    def _make_opening(self) -> Gtk.Box:
        """The button that opens a folder, and the menu of the recent ones."""
        folder = Gtk.Button.new_from_icon_name("folder-open-symbolic", Gtk.IconSize.BUTTON)
        folder.set_tooltip_text(_("Open another folder (Ctrl+O)"))
        folder.get_accessible().set_name(_("Open another folder"))
        folder.connect("clicked", lambda _button: self._ask_for_folder())
        self._recent = Gtk.MenuButton(popup=Gtk.Menu(), sensitive=False)
        self._recent.set_tooltip_text(_("Recent folders"))
        self._recent.get_accessible().set_name(_("Recent folders"))
        opening = Gtk.Box()
        opening.get_style_context().add_class("linked")
        opening.pack_start(folder, False, False, 0)
        opening.pack_start(self._recent, False, False, 0)
        return opening

    def show_host(self, host: FolderHost) -> None:
        """Show the scans of this host instead of those before, all of which is saved."""
        self._sub_folders.cancel()
        for page in (self.form, self.empty):
            if page:
                page.destroy()
        self.form = self.empty = None
        self.host = host
        name = printable_path(host.folder)
        if host.scans:
            self.form = page = FormView(host)
            self.form.open_below = None if host.is_a_choice else self._sub_folders.toggle
            if self.form.views:  # the grid is made later
                self.form.views.connect("add", self._on_view)
            self._remember_positives(self.form)
            settings.remember_folder(host.folder)
        else:
            host.close()
            self.empty = page = EmptyFolder(
                host.folder,
                host.trouble,
                lambda path: self.open([path]),
                lambda: self._sub_folders.toggle(True),
                self._ask_for_folder,
            )
        page.show_all()
        self._page.pack_start(page, True, True, 0)
        accept_files_on_texts(page, self._on_dropped)
        self._bar.set_title(_("Exposure records"))
        below = _("{folder}, with its sub-folders").format(folder=name)
        self._bar.set_subtitle(below if host.below else name)
        self.set_title(f"{printable_path(Path(host.title))} – " + _("Exposure records"))
        self._worker.do(existing_recent_folders, self._fill_recent)

    def _remember_positives(self, form: FormView) -> None:
        """Show negatives as last time, and save each change of that setting."""
        assert form.picture_bar
        switch = form.picture_bar.positives
        switch.set_active(settings.remembered().get("positives") is True)
        switch.connect("toggled", lambda _: settings.remember(positives=switch.get_active()))

    def _fill_recent(self, folders: Any, _error: Exception | None) -> None:
        if self._gone:
            return
        menu = Gtk.Menu()
        for path in folders or ():
            if path != self.host.folder:
                item = Gtk.MenuItem(label=short_path(path))
                item.connect("activate", lambda _item, path=path: self.open([path]))
                menu.append(item)
        menu.show_all()
        self._recent.set_popup(menu)
        self._recent.set_sensitive(bool(menu.get_children()))

    # ── opening ──────────────────────────────────────────────────────────────────────────────

    def open(self, paths: Sequence[Path], message: str = "") -> None:
        """Save everything, then open a folder, a scan in its folder, or just these scans.

        The message appears with the newly opened folder.
        """

        def then() -> None:
            try:
                self.show_host(host_of(paths))
                words = message
            except ExifilmError as problem:
                words = as_sentence(translated(problem.text))
            self.say(words)

        self.finish(then)

    def _ask_for_folder(self) -> None:
        dialog = Gtk.FileChooserNative.new(
            _("Open a folder of scans"), self, Gtk.FileChooserAction.SELECT_FOLDER, None, None
        )
        if is_folder(self.host.folder):
            dialog.set_current_folder(str(self.host.folder))
        if dialog.run() == Gtk.ResponseType.ACCEPT:
            self.open([Path(dialog.get_filename())])

    def _on_dropped(self, dropped: Sequence[Path | None]) -> None:
        """Open the dropped files, and report those that cannot be opened."""
        paths, message = what_to_open(dropped)
        if paths:
            self.open(paths, message)
        else:
            self.say(message)

    def say(self, words: str) -> None:
        """Show a message, if there is one, until the user closes it or opens something else."""
        if words:
            self.message.say(words, {_("_Close"): self.message.hush})
        else:
            self.message.hush()

    def _on_view(self, _views: Gtk.Widget, view: Gtk.Widget) -> None:
        accept_files_on_texts(view, self._on_dropped)

    def finish(self, then: Callable[[], None]) -> None:
        """Save everything, then call this."""
        if self.form:
            self.form.finish(then)
        else:
            then()

    # ── closing ──────────────────────────────────────────────────────────────────────────────

    def _on_key(self, _window: Gtk.Window, event: Gdk.EventKey) -> bool:
        key, modifiers = pressed(event)
        if modifiers == Gdk.ModifierType.CONTROL_MASK:
            if key == Gdk.KEY_o:
                self._ask_for_folder()
                return True
            if key in (Gdk.KEY_w, Gdk.KEY_q):
                self.close()
                return True
        return False

    def _on_delete(self, _window: Gtk.Window, _event: Gdk.Event | None) -> bool:
        self.leave()
        return True

    def leave(self) -> None:
        """Save everything, then close."""
        self.finish(self._go)

    def _go(self) -> None:
        settings.remember(size=self._size, maximized=self.is_maximized())
        self.destroy()

    def _on_destroy(self, _window: Gtk.Window) -> None:
        self._gone = True
        self._sub_folders.close()
        self._worker.close()

    def _on_size(self, _window: Gtk.Window, _allocation: Gdk.Rectangle) -> None:
        if not self.is_maximized():
            self._size = list(self.get_size())


def _work_area() -> Gdk.Rectangle:
    """The part of the screen that the window may fill."""
    display = Gdk.Display.get_default()
    return (display.get_primary_monitor() or display.get_monitor(0)).get_workarea()


def _listen_for_the_end(window: FormWindow) -> None:
    """Let the end of the session, or Ctrl+C in the terminal, save and close the window."""
    if unix_signal_add is None:
        return

    def leave(*_about: object) -> bool:
        window.leave()
        return True

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        unix_signal_add(GLib.PRIORITY_HIGH, number, leave)


def only_print(window: FormWindow) -> None:
    """Show the dialogue that prints; the window closes with it."""
    if window.form is None:
        return
    from exifilm_form.printing.print_dialog import PrintDialog

    printer = PrintDialog(window.form, everything=len(window.host.scans) > 1)
    printer.connect("destroy", lambda _printer: window.leave())
    printer.show()


def run(host: FolderHost, *, printing: bool = False) -> int:
    """Show the window until it closes; returns the exit status. `printing`: only to print."""
    Gdk.set_program_class("exifilm")  # else the class is the name of Python's program
    window = FormWindow(host)
    window.connect("destroy", lambda _window: Gtk.main_quit())
    _listen_for_the_end(window)
    window.show_all()
    if printing:
        only_print(window)
    take_turns()
    watch(window)
    Gtk.main()
    return 0
