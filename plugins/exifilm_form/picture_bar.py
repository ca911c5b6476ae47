"""The tools below the picture: its zoom, and negatives shown as positives.

One table has each tool with its keys; the buttons and the window's keys are made of it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import gi

gi.require_version("Gtk", "3.0")
from gi.repository import Gtk, Pango  # noqa: E402

from exifilm_form.picture import ScanPicture  # noqa: E402
from exifilm_form.texts import _  # noqa: E402
from exifilm_form.thumbnails import Thumbnails  # noqa: E402


class LookingTool(NamedTuple):
    """Something to do with the picture."""

    name: str
    icon: str
    action: Callable[[], None]
    keys: tuple[str, ...]
    """The first is told; the others are the same on other keyboards."""


class PictureBar(Gtk.Box):
    """Buttons for the picture, and how large it is shown."""

    def __init__(self, picture: ScanPicture, thumbnails: Thumbnails) -> None:
        super().__init__(spacing=6)
        self._picture, self._thumbnails = picture, thumbnails
        self.positives = Gtk.ToggleButton(label="◐", focus_on_click=False)
        self.positives.connect("toggled", self._on_toggled)
        self.tools = (
            LookingTool(
                _("Zoom out"),
                "zoom-out-symbolic",
                picture.zoom_out,
                ("<Control>minus", "<Control>KP_Subtract"),
            ),
            LookingTool(
                _("Fit the picture to the window"),
                "zoom-fit-best-symbolic",
                picture.fit,
                ("<Control>0", "<Control><Shift>0", "<Control>KP_0"),
            ),
            LookingTool(
                _("Show the picture at 100 %"),
                "zoom-original-symbolic",
                picture.show_pixels,
                ("<Control>1", "<Control><Shift>1", "<Control>KP_1"),
            ),
            LookingTool(
                _("Zoom in"),
                "zoom-in-symbolic",
                picture.zoom_in,
                (
                    "<Control>plus",
                    "<Control><Shift>plus",
                    "<Control>equal",
                    "<Control>KP_Add",
                ),
            ),
            LookingTool(
                _("Show negatives as positives"), "", self.positives.clicked, ("<Control>i",)
            ),
        )
        zoom = Gtk.Box()
        zoom.get_style_context().add_class("linked")
        self._zooms = [self._button(tool) for tool in self.tools if tool.icon]
        for button in self._zooms:
            zoom.pack_start(button, False, False, 0)
        # It takes the room that is left, so that no button moves when the words change.
        self._told = Gtk.Label(xalign=0, width_chars=5, ellipsize=Pango.EllipsizeMode.END)
        self._told.get_style_context().add_class("dimmed")
        _tell(self.positives, self.tools[-1])
        for part in (zoom, self._told, self.positives):
            self.pack_start(part, part is self._told, part is self._told, 0)
        picture.connect("looked", lambda _picture: self._show())
        self._show()

    def _button(self, tool: LookingTool) -> Gtk.Button:
        button = Gtk.Button.new_from_icon_name(tool.icon, Gtk.IconSize.BUTTON)
        button.set_focus_on_click(False)
        button.connect("clicked", lambda _button: tool.action())
        _tell(button, tool)
        return button

    def _show(self) -> None:
        percent = self._picture.percent
        words = _("Fit · {percent} %") if self._picture.view.is_fitted else _("{percent} %")
        self._told.set_text(words.format(percent=percent) if percent else "")
        for button in self._zooms:
            button.set_sensitive(bool(percent))

    def _on_toggled(self, button: Gtk.ToggleButton) -> None:
        self._picture.show_positive(button.get_active())
        self._thumbnails.show_positives(button.get_active())


def _tell(button: Gtk.Button, tool: LookingTool) -> None:
    """Give the button its name, and a tooltip with its key."""
    label = Gtk.accelerator_get_label(*Gtk.accelerator_parse(tool.keys[0]))
    button.set_tooltip_text(f"{tool.name} ({label})")
    button.get_accessible().set_name(tool.name)
