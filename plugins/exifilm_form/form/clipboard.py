"""The desktop's clipboard, with a record in it: as JSON, and as a text for other programs."""

from __future__ import annotations

from collections.abc import Callable

from exifilm_form.gtk import Gdk, Gtk
from exifilm_form.session.copying import Copy

_CLIPBOARD = Gdk.SELECTION_CLIPBOARD
_JSON = Gdk.Atom.intern("application/json", False)
_TEXTS = ("UTF8_STRING", "text/plain;charset=utf-8", "text/plain", "STRING", "TEXT")


class RecordClipboard:
    """Offers a copied record to all programs, and asks them for theirs."""

    def __init__(self) -> None:
        self._copy = Copy("", "")
        # PyGObject has no Gtk.Clipboard.set_with_data, so this widget owns the selection itself.
        self._owner = Gtk.Invisible()
        self._owner.connect("selection-get", self._on_asked)
        for name in _TEXTS:
            Gtk.selection_add_target(self._owner, _CLIPBOARD, Gdk.Atom.intern(name, False), 0)
        Gtk.selection_add_target(self._owner, _CLIPBOARD, _JSON, 1)

    def put(self, copy: Copy) -> None:
        """Offer this from now on."""
        self._copy = copy
        Gtk.selection_owner_set(self._owner, _CLIPBOARD, Gtk.get_current_event_time())

    def ask(self, then: Callable[[str], None]) -> None:
        """Call this with the JSON in the clipboard, or with its text; "" for neither."""
        clipboard = Gtk.Clipboard.get(_CLIPBOARD)

        def came(_clipboard: Gtk.Clipboard, data: Gtk.SelectionData) -> None:
            raw = data.get_data() if data.get_length() > 0 else b""
            if raw:
                then(bytes(raw).decode("utf-8", "replace"))
            else:
                clipboard.request_text(lambda _clipboard, text: then(text or ""))

        clipboard.request_contents(_JSON, came)

    def close(self) -> None:
        """End with the form: what it offers is gone then."""
        self._owner.destroy()

    def _on_asked(self, _owner: Gtk.Widget, data: Gtk.SelectionData, info: int, _time: int) -> None:
        if info:
            data.set(_JSON, 8, self._copy.json.encode())
        else:
            data.set_text(self._copy.text, -1)
