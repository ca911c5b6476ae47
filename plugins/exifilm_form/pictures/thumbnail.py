"""One cell in the strip of thumbnails: a scan's small picture and its name."""

from __future__ import annotations

from exifilm_form.gtk import Atk, Gdk, Gtk, Pango, PangoCairo, cairo

GAP = 4
"""Pixels around a picture."""


class Cell(Gtk.EventBox):
    """One scan's picture and name; the strip reuses a cell for several scans."""

    def __init__(self, picture: tuple[int, int], width: int, height: int) -> None:
        super().__init__(visible_window=False)
        self.index, self.left = -1, 0
        self.picture: cairo.ImageSurface | None = None
        self.failed = False
        self._room = picture
        self._marked = self._focused = self._open = False
        self.set_size_request(width, height)
        self._name = ""
        self.get_accessible().set_role(Atk.Role.LIST_ITEM)

    def lend(self, index: int, name: str) -> None:
        """Show another scan."""
        self.index, self.picture, self.failed = index, None, False
        self._name = name
        self.get_accessible().set_name(name)
        self.set_tooltip_text(name)

    def mark(self, marked: bool, *, opened: bool, focused: bool) -> None:
        """Show whether its scan is selected, whether it is open, and the focus of the strip."""
        if (marked, opened, focused) != (self._marked, self._open, self._focused):
            self._marked, self._open, self._focused = marked, opened, focused
            if marked:
                self.set_state_flags(Gtk.StateFlags.SELECTED, False)
            else:
                self.unset_state_flags(Gtk.StateFlags.SELECTED)
            self.queue_draw()

    def do_draw(self, context: cairo.Context) -> bool:
        """Draw the background, the picture (or its frame) and the name."""
        style = self.get_style_context()
        width, height = self.get_allocated_width(), self.get_allocated_height()
        found, ground = style.lookup_color("theme_selected_bg_color")
        ink = style.get_color(Gtk.StateFlags.NORMAL)
        if self._marked and found:
            Gdk.cairo_set_source_rgba(context, ground)
            context.rectangle(1, 0, width - 2, height)
            context.fill()
            found, letters = style.lookup_color("theme_selected_fg_color")
            ink = letters if found else ink
        if self.picture:
            scale = self.picture.get_device_scale()[0]
            size = self.picture.get_width() / scale, self.picture.get_height() / scale
            left = round((width - size[0]) / 2)
            context.set_source_surface(
                self.picture, left, GAP + round((self._room[1] - size[1]) / 2)
            )
            context.paint()
        else:
            context.set_source_rgba(ink.red, ink.green, ink.blue, 0.12)
            context.rectangle((width - self._room[0]) / 2, GAP, *self._room)
            context.fill()
            if self.failed:
                context.set_source_rgba(ink.red, ink.green, ink.blue, 0.5)
                context.set_line_width(1.5)
                middle, reach = (width / 2, GAP + self._room[1] / 2), self._room[1] * 0.12
                for way in (1, -1):
                    context.move_to(middle[0] - reach, middle[1] - reach * way)
                    context.line_to(middle[0] + reach, middle[1] + reach * way)
                context.stroke()
        Gdk.cairo_set_source_rgba(context, ink)
        name = self.create_pango_layout(self._name)
        small = Pango.AttrList()
        small.insert(Pango.attr_scale_new(0.8))
        name.set_attributes(small)
        name.set_width((width - 2 * GAP) * Pango.SCALE)
        name.set_ellipsize(Pango.EllipsizeMode.MIDDLE)
        name.set_alignment(Pango.Alignment.CENTER)
        context.move_to(GAP, height - GAP / 2 - name.get_pixel_size().height)
        PangoCairo.show_layout(context, name)
        if self._open and self._focused:
            Gtk.render_focus(style, context, 3, 2, width - 6, height - 4)
        return False
