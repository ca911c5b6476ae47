"""The tools below the picture: its zoom, and negatives shown as positives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from exifilm_form.gtk import Gtk, Pango
from exifilm_form.pictures.picture import ScanPicture
from exifilm_form.pictures.thumbnails import Thumbnails
from exifilm_form.session.texts import _


class Key(Protocol):
    """What a button tells of its key."""

    @property
    def words(self) -> str: ...
    @property
    def first(self) -> str: ...


class PictureBar(Gtk.Box):
    """Buttons for the picture, and its zoom in per cent."""

    def __init__(
        self, picture: ScanPicture, thumbnails: Thumbnails, keys: Mapping[str, Key]
    ) -> None:
        """`keys` has the key of each button, by the name of its action."""
        super().__init__(spacing=6)
        self._picture, self._thumbnails = picture, thumbnails
        self.positives = Gtk.ToggleButton(label="◐", focus_on_click=False)
        self.positives.connect("toggled", self._on_toggled)
        zoom = Gtk.Box()
        zoom.get_style_context().add_class("linked")
        self._zooms = [
            _button("zoom-out-symbolic", keys["zoom_out"], picture.zoom_out),
            _button("zoom-fit-best-symbolic", keys["fit"], picture.fit),
            _button("zoom-original-symbolic", keys["pixels"], picture.show_pixels),
            _button("zoom-in-symbolic", keys["zoom_in"], picture.zoom_in),
        ]
        for button in self._zooms:
            zoom.pack_start(button, False, False, 0)
        # It takes the remaining room, so that no button moves when the text changes.
        self._told = Gtk.Label(xalign=0, width_chars=5, ellipsize=Pango.EllipsizeMode.END)
        self._told.get_style_context().add_class("dimmed")
        _tell(self.positives, keys["positives"])
        for part in (zoom, self._told, self.positives):
            self.pack_start(part, part is self._told, part is self._told, 0)
        picture.connect("looked", lambda _picture: self._show())
        self._show()

    def _show(self) -> None:
        percent = self._picture.percent
        words = _("{percent} % · fit") if self._picture.view.is_fitted else _("{percent} %")
        self._told.set_text(words.format(percent=percent) if percent else "")
        for button in self._zooms:
            button.set_sensitive(bool(percent))

    def _on_toggled(self, button: Gtk.ToggleButton) -> None:
        self._picture.show_positive(button.get_active())
        self._thumbnails.show_positives(button.get_active())


def _button(icon: str, key: Key, action: Callable[[], None]) -> Gtk.Button:
    button = Gtk.Button.new_from_icon_name(icon, Gtk.IconSize.BUTTON)
    button.set_focus_on_click(False)
    button.connect("clicked", lambda _button: action())
    _tell(button, key)
    return button


def _tell(button: Gtk.Button, key: Key) -> None:
    """Set the button's accessible name, and a tooltip with its key."""
    button.set_tooltip_text(f"{key.words} ({key.first})")
    button.get_accessible().set_name(key.words)
