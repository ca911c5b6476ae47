"""The desk: the scrolled area in which the page of the form lies."""

from __future__ import annotations

from exifilm_form.form.form_page import FormPage
from exifilm_form.gtk import Gtk

_MARGIN = 8
"""Pixels of the desk around the page."""


class Desk(Gtk.ScrolledWindow):
    """Shows the page, and scrolls a field of it into view."""

    def __init__(self, page: FormPage) -> None:
        super().__init__(hscrollbar_policy=Gtk.PolicyType.AUTOMATIC)
        self._page = page
        self.get_style_context().add_class("desk")
        place = Gtk.Box(margin=_MARGIN)
        place.pack_start(page, True, True, 0)
        self.add(place)
        place.get_parent().set_shadow_type(Gtk.ShadowType.NONE)
        place.set_focus_vadjustment(self.get_vadjustment())
        place.set_focus_hadjustment(self.get_hadjustment())
        self.set_size_request(320, 200)

    def scroll_to(self, name: str) -> None:
        """Scroll the box into view with its label, and its section's title if there is room."""
        adjustment = self.get_vadjustment()
        for top, bottom in self._page.extent(name):
            if bottom - top <= adjustment.get_page_size():
                adjustment.clamp_page(top, bottom + 2 * _MARGIN)
