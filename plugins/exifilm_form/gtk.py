"""GTK 3 and its libraries, required in one place by version; the other modules import them here.

No module of `session/` may import this one: the session works without a toolkit.
"""

from __future__ import annotations

import gi

for _name, _version in (
    ("Atk", "1.0"),
    ("Gdk", "3.0"),
    ("GdkPixbuf", "2.0"),
    ("Gtk", "3.0"),
    ("Pango", "1.0"),
    ("PangoCairo", "1.0"),
):
    gi.require_version(_name, _version)
gi.require_foreign("cairo")  # else GTK could not hand a drawing over to Python

import cairo  # noqa: E402 - the versions come first
from gi.repository import (  # noqa: E402
    Atk,
    Gdk,
    GdkPixbuf,
    Gio,
    GLib,
    GObject,
    Gtk,
    Pango,
    PangoCairo,
)

try:  # its new module since 2024; the old one still works there, with a warning
    gi.require_version("GLibUnix", "2.0")
    from gi.repository import GLibUnix

    unix_signal_add = GLibUnix.signal_add
except (ImportError, ValueError, AttributeError):
    unix_signal_add = getattr(GLib, "unix_signal_add", None)  # None: this is not Unix

__all__ = [
    "Atk",
    "GLib",
    "GObject",
    "Gdk",
    "GdkPixbuf",
    "Gio",
    "Gtk",
    "Pango",
    "PangoCairo",
    "cairo",
    "unix_signal_add",
]
