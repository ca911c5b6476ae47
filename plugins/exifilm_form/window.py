"""The form as a program of its own: a window around it that remembers its size and the folder.

The one idea: ExifTool is started before anything of the window is loaded, so that both are ready
at the same time.
"""

from __future__ import annotations

import os
import signal
from pathlib import Path

import gi

gi.require_version("Gtk", "3.0")
from gi.repository import Gdk, GLib, Gtk  # noqa: E402

from exifilm_form import settings, witness  # noqa: E402
from exifilm_form.folder import FolderHost  # noqa: E402
from exifilm_form.form import FormView  # noqa: E402
from exifilm_form.texts import _  # noqa: E402

_SIZE = (1280, 900)


class FormWindow(Gtk.Window):
    """A window with the form in it, for one folder at a time."""

    def __init__(self, host: FolderHost) -> None:
        super().__init__(icon_name="org.exifilm.ExiFilm")
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
        self._bar = Gtk.HeaderBar(show_close_button=True)
        folder = Gtk.Button.new_from_icon_name("folder-open-symbolic", Gtk.IconSize.BUTTON)
        folder.set_tooltip_text(_("Open another folder (Ctrl+O)"))
        folder.get_accessible().set_name(_("Open another folder"))
        folder.connect("clicked", lambda _button: self._ask_for_folder())
        self._bar.pack_start(folder)
        self.set_titlebar(self._bar)
        self.form: FormView | None = None
        self._show(host)
        self.connect("delete-event", self._on_delete)
        self.connect("size-allocate", self._on_size)
        self.connect("key-press-event", self._on_key)

    def _show(self, host: FolderHost) -> None:
        if self.form:
            self.form.destroy()
        self.form = FormView(host)
        self.form.show_all()
        self.add(self.form)
        self._bar.set_title(_("Exposure records"))
        self._bar.set_subtitle(str(host.folder))
        self.set_title(f"{host.title} – " + _("Exposure records"))
        settings.remember(folder=str(host.folder))

    def _ask_for_folder(self) -> None:
        assert self.form
        dialog = Gtk.FileChooserNative.new(
            _("Open a folder of scans"), self, Gtk.FileChooserAction.SELECT_FOLDER, None, None
        )
        host = self.form.host
        if isinstance(host, FolderHost) and host.folder.is_dir():
            dialog.set_current_folder(str(host.folder))
        if dialog.run() == Gtk.ResponseType.ACCEPT:
            folder = Path(dialog.get_filename())
            self.form.finish(lambda: self._show(FolderHost(folder)))

    def _on_key(self, _window: Gtk.Window, event: Gdk.EventKey) -> bool:
        control = event.state & Gtk.accelerator_get_default_mod_mask()
        if control == Gdk.ModifierType.CONTROL_MASK:
            if event.keyval == Gdk.KEY_o:
                self._ask_for_folder()
                return True
            if event.keyval in (Gdk.KEY_w, Gdk.KEY_q):
                self.close()
                return True
        return False

    def _on_delete(self, _window: Gtk.Window, _event: Gdk.Event | None) -> bool:
        self.leave()
        return True

    def leave(self) -> None:
        """Close, once all is saved."""
        assert self.form
        self.form.finish(self._go)

    def _go(self) -> None:
        settings.remember(size=self._size, maximized=self.is_maximized())
        self.destroy()

    def _on_size(self, _window: Gtk.Window, _allocation: Gdk.Rectangle) -> None:
        if not self.is_maximized():
            self._size = list(self.get_size())


def _work_area() -> Gdk.Rectangle:
    """What a window may fill of the screen that it will be on."""
    display = Gdk.Display.get_default()
    return (display.get_primary_monitor() or display.get_monitor(0)).get_workarea()


def _listen_for_the_end(window: FormWindow) -> None:
    """A session that ends, or Ctrl+C where it was started, closes the window, which saves first."""
    if os.name != "posix":
        return
    try:  # where it moved to in 2024; the old place still works there, and complains
        gi.require_version("GLibUnix", "2.0")
        from gi.repository import GLibUnix

        listen = GLibUnix.signal_add
    except (ImportError, ValueError, AttributeError):
        listen = GLib.unix_signal_add

    def leave(*_about: object) -> bool:
        window.leave()
        return True

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        listen(GLib.PRIORITY_HIGH, number, leave)


def run(host: FolderHost) -> int:
    """Show the window until it is closed; the exit status."""
    Gdk.set_program_class("exifilm")  # else it is what Python was called with
    window = FormWindow(host)
    window.connect("destroy", lambda _window: Gtk.main_quit())
    _listen_for_the_end(window)
    window.show_all()
    witness.watch_main_loop(window)
    Gtk.main()
    return 0
