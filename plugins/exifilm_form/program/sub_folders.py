"""The scans of the folders below too: the window lists them during other work, and opens them.

The grid has the switch. What it sought and how it sorted stays. Another folder opens without them.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from exifilm_core.errors import printable_path
from exifilm_form.form.form_view import FormView
from exifilm_form.form.notice import Notice
from exifilm_form.gtk import GLib
from exifilm_form.session.failures import as_sentence, in_words
from exifilm_form.session.finding import ScansBelow, scans_below
from exifilm_form.session.folder import FolderHost
from exifilm_form.session.grid import Order
from exifilm_form.session.texts import _, ngettext
from exifilm_form.session.worker import Worker

_MOST_NAMED = 3
"""The most folders that a message lists."""


class Window(Protocol):
    """What this needs of the window."""

    host: FolderHost
    form: FormView | None
    message: Notice

    def show_host(self, host: FolderHost) -> None:
        """Show the scans of this host."""

    def say(self, words: str) -> None:
        """Show a message, if there is one."""

    def finish(self, then: Callable[[], None]) -> None:
        """Save everything, then call this."""


class SubFolders:
    """Opens the scans of the folder with those of all folders below it, or without them."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self._worker = Worker(GLib.idle_add, "sub-folders")
        self._search: object = None
        """The search under way, None for none."""

    def toggle(self, wanted: bool) -> None:
        """Open the scans of the folders below too, or those of the folder alone."""
        if self.cancel() or wanted == self._window.host.below:
            return
        folder = self._window.host.folder
        if not wanted:
            self._open(lambda start: FolderHost(folder, start if _is_in(start, folder) else None))
            return
        self._search = search = object()

        def given_up() -> bool:
            return self._search is not search

        self._window.message.say(
            _("Looking for scans in the folders below…"), {_("_Cancel"): self._give_up}
        )
        self._worker.do(partial(scans_below, folder, given_up), partial(self._found, search))

    def cancel(self) -> bool:
        """End the search; returns whether there was one."""
        was_under_way, self._search = self._search is not None, None
        if was_under_way:
            self._window.message.hush()
            self._show_switch()
        return was_under_way

    def _give_up(self) -> None:
        self.cancel()

    def close(self) -> None:
        """End the search with the window."""
        self._search = None
        self._worker.close()

    def _found(self, search: object, found: Any, error: Exception | None) -> None:
        if self._search is not search:
            return
        self._search = None
        self._window.message.hush()
        folder = self._window.host.folder
        if error:
            self._show_switch()
            self._window.say(as_sentence(in_words(error)))
        elif all(path.parent == folder for path in found.paths):
            self._show_switch()
            words = [_("The folders below have no scans."), *_said_of(found)]
            self._window.say("\n".join(words))
        else:
            paths = found.paths
            self._open(
                lambda start: FolderHost(folder, start, paths, below=True),
                "\n".join(_said_of(found)),
            )

    def _open(self, host: Callable[[Path | None], FolderHost], words: str = "") -> None:
        """Save everything, then show this host's scans in the grid as before."""
        self._show_switch()  # should something not be saved, all stays as it is

        def then() -> None:
            before = self._window.form
            start, text, order = None, "", Order()
            if before:
                start = before.session.scan.path
            if before and before.views and (grid := before.views.grid):
                text, order = grid.bar.search.get_text(), grid.grid.order
            self._window.show_host(host(start))
            self._show_grid(text, order)
            self._window.say(words)

        self._window.finish(then)

    def _show_grid(self, text: str, order: Order) -> None:
        form = self._window.form
        if form and form.views:
            form.views.show_grid().begin(text, order)
            self._show_switch()

    def _show_switch(self) -> None:
        form = self._window.form
        if form and form.views and form.views.grid:
            form.views.grid.bar.show_below(self._window.host.below)


def _is_in(path: Path | None, folder: Path) -> bool:
    return path is not None and path.parent == folder


def _said_of(found: ScansBelow) -> list[str]:
    """What the list lacks."""
    words = []
    if not found.complete:
        count = len(found.paths)
        said = ngettext(
            "Only the first scan was listed.", "Only the first {count} scans were listed.", count
        )
        words.append(said.format(count=count))
    if found.closed:
        names = ", ".join(printable_path(path) for path in found.closed[:_MOST_NAMED])
        more = "…" if len(found.closed) > _MOST_NAMED else ""
        said = ngettext(
            "This folder cannot be read: {names}",
            "These folders cannot be read: {names}",
            len(found.closed),
        )
        words.append(said.format(names=names + more))
    return words
