"""One cell of the grid: a scan's small picture, its number and subject, and two fields."""

from __future__ import annotations

from typing import NamedTuple

from exifilm_form.gtk import Atk, GLib, Gtk, Pango, cairo

PAD = 7
"""Pixels between a cell's edge and what is in it."""
GAP = 6
"""Pixels between two cells."""
LINES = 4
"""Lines of text below the picture: the number, the subject, two fields."""


class Card(NamedTuple):
    """The texts of a cell."""

    number: str
    mark: str
    """A sign for the scan's state, as in the list."""
    subject: str
    name: str
    """Of the file."""
    values: tuple[str, ...] = ()
    """The two fields, in the form's notation."""


class GridCell(Gtk.DrawingArea):
    """Draws one scan. It has no window of its own, so the grid gets the pointer's events."""

    def __init__(self, room: tuple[int, int]) -> None:
        """`room` is for the picture, in pixels."""
        super().__init__()
        self.set_has_window(False)
        self.index, self.at = -1, (-1, -1, -1)
        self.picture: cairo.ImageSurface | None = None
        self.why = ""
        """Why there is no picture."""
        self._room = room
        self._card = Card("", "", "", "")
        self._texts: tuple[Pango.Layout, Pango.Layout, Pango.Layout] | None = None
        self._laid_in = 0
        self._selected = self._focused = False
        self.get_style_context().add_class("scan")
        self.get_accessible().set_role(Atk.Role.LIST_ITEM)
        self.connect("style-updated", lambda *_of: self._forget_texts())

    def lend(self, index: int, card: Card) -> None:
        """Show this scan."""
        self.index = index
        if card == self._card:
            return
        self._card = card
        self._forget_texts()
        self._say()
        accessible = self.get_accessible()
        accessible.set_name(", ".join(filter(None, (card.number, card.subject, card.name))))
        accessible.set_description(", ".join(filter(None, (card.mark, *card.values))))

    def show_picture(self, picture: cairo.ImageSurface | None, why: str) -> None:
        """Show the picture of the scan, or nothing yet, or that there is none, and `why`."""
        self.picture = picture
        if why != self.why:
            self.why = why
            self._say()
        self.queue_draw()

    def _say(self) -> None:
        card = self._card
        words = (card.name, card.subject, *card.values, self.why)
        self.set_tooltip_text("\n".join(filter(None, words)))

    def show_state(self, *, selected: bool, focused: bool) -> None:
        """Show whether its scan is selected, and whether it has the keyboard's focus."""
        if (selected, focused) == (self._selected, self._focused):
            return
        if selected != self._selected:
            self._selected = selected
            if selected:
                self.set_state_flags(Gtk.StateFlags.SELECTED, False)
            else:
                self.unset_state_flags(Gtk.StateFlags.SELECTED)
            self.get_accessible().notify_state_change(Atk.StateType.SELECTED, selected)
        self._focused = focused
        self.queue_draw()

    def _forget_texts(self) -> None:
        self._texts = None
        self.queue_draw()

    def _lay_out(self, width: int) -> tuple[Pango.Layout, Pango.Layout, Pango.Layout]:
        """The mark, the first line, and the other lines; each line is shortened to the width."""
        if self._texts is None or self._laid_in != width:
            card = self._card
            mark = self.create_pango_layout(card.mark)
            left = width - 2 * PAD
            number = f"<b>{_escaped(card.number)}</b>  " if card.number else ""
            first = f'{number}<span size="smaller" alpha="60%">{_escaped(card.name)}</span>'
            values = (f'<span alpha="75%">{_escaped(value)}</span>' for value in card.values)
            others = "\n".join((_escaped(card.subject), *values))
            taken = mark.get_pixel_size().width
            self._texts = (
                mark,
                self._line(first, left - taken - (PAD if taken else 0), middle=True),
                self._line(others, left),
            )
            self._laid_in = width
        return self._texts

    def _line(self, markup: str, width: int, *, middle: bool = False) -> Pango.Layout:
        layout = self.create_pango_layout("")
        layout.set_markup(markup, -1)
        layout.set_width(max(width, 1) * Pango.SCALE)
        layout.set_ellipsize(Pango.EllipsizeMode.MIDDLE if middle else Pango.EllipsizeMode.END)
        if self._is_mirrored:  # Pango mirrors the alignment of texts that run from the left alone
            from_right = Pango.find_base_dir(layout.get_text(), -1) == Pango.Direction.RTL
            layout.set_alignment(Pango.Alignment.RIGHT if from_right else Pango.Alignment.LEFT)
        return layout

    @property
    def _is_mirrored(self) -> bool:
        return bool(self.get_direction() == Gtk.TextDirection.RTL)

    def do_draw(self, context: cairo.Context) -> bool:
        """Draw the background, the picture (or its frame) and the texts."""
        style = self.get_style_context()
        width, height = self.get_allocated_width(), self.get_allocated_height()
        Gtk.render_background(style, context, 0, 0, width, height)
        Gtk.render_frame(style, context, 0, 0, width, height)
        ink = style.get_color(style.get_state())
        if self.picture:
            scale = self.picture.get_device_scale()[0]
            size = self.picture.get_width() / scale, self.picture.get_height() / scale
            left = round((width - size[0]) / 2)
            context.set_source_surface(
                self.picture, left, PAD + round((self._room[1] - size[1]) / 2)
            )
            context.paint()
        else:
            left = round((width - self._room[0]) / 2)
            context.set_source_rgba(ink.red, ink.green, ink.blue, 0.08)
            context.rectangle(left, PAD, *self._room)
            context.fill()
            if self.why:
                context.set_source_rgba(ink.red, ink.green, ink.blue, 0.5)
                context.set_line_width(1.5)
                middle, reach = (width / 2, PAD + self._room[1] / 2), self._room[1] * 0.12
                for way in (1, -1):
                    context.move_to(middle[0] - reach, middle[1] - reach * way)
                    context.line_to(middle[0] + reach, middle[1] + reach * way)
                context.stroke()
        self._draw_texts(context, style, width)
        if self._focused:
            Gtk.render_focus(style, context, 2, 2, width - 4, height - 4)
        return False

    def _draw_texts(self, context: cairo.Context, style: Gtk.StyleContext, width: int) -> None:
        mark, first, others = self._lay_out(width)
        top, taken = 2 * PAD + self._room[1], mark.get_pixel_size().width
        mark_at, first_at = width - PAD - taken, PAD
        if self._is_mirrored:
            mark_at, first_at = PAD, PAD + (taken + PAD if taken else 0)
        Gtk.render_layout(style, context, mark_at, top, mark)
        Gtk.render_layout(style, context, first_at, top, first)
        top += first.get_pixel_size().height
        Gtk.render_layout(style, context, PAD, top, others)


def _escaped(text: str) -> str:
    return str(GLib.markup_escape_text(text))
