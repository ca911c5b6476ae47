"""The style of the form and of the window around it, from `style.css`."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from exifilm_form.gtk import Gdk, Gtk

_STYLE = Path(__file__).with_name("style.css")


def dress() -> None:
    """Load the form's style into the screen, once."""
    if (screen := Gdk.Screen.get_default()) is not None:
        _dress(screen)


@cache
def _dress(screen: Gdk.Screen) -> None:
    provider = Gtk.CssProvider()
    provider.load_from_path(str(_STYLE))
    Gtk.StyleContext.add_provider_for_screen(
        screen, provider, Gtk.STYLE_PROVIDER_PRIORITY_APPLICATION
    )
