"""How far a save of several scans has come, with the button that cancels it."""

from __future__ import annotations

from collections.abc import Callable

from exifilm_form.gtk import Gtk
from exifilm_form.session.actions import Progress
from exifilm_form.session.texts import _


class ProgressLine(Gtk.Box):
    """A line below the form; hidden while nothing is saved together."""

    def __init__(self, cancel: Callable[[], None]) -> None:
        super().__init__(spacing=12, margin_start=10, margin_end=10, no_show_all=True)
        self._bar = Gtk.ProgressBar(show_text=True, visible=True, valign=Gtk.Align.CENTER)
        self.cancel = Gtk.Button.new_with_mnemonic(_("_Cancel"))
        self.cancel.set_visible(True)
        self.cancel.connect("clicked", lambda _button: cancel())
        self.pack_start(self._bar, True, True, 0)
        self.pack_start(self.cancel, False, False, 0)

    def show_progress(self, progress: Progress | None) -> None:
        """Show how far it has come, or hide the line."""
        if progress:
            words = f"{progress.words} · {progress.done} / {progress.of}"
            self._bar.set_fraction(progress.done / max(progress.of, 1))
            self._bar.set_text(words)
            self._bar.get_accessible().set_name(words)
        self.cancel.set_sensitive(bool(progress) and not (progress and progress.stops))
        self.set_visible(bool(progress))
