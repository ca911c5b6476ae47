"""The bar above the grid: a search, what the scans are sorted by, the fields that they show."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from exifilm_form.form.field_menu import FieldMenu
from exifilm_form.gtk import Atk, Gdk, GLib, Gtk, Pango
from exifilm_form.pictures.picture_bar import Key
from exifilm_form.session.failures import as_sentence
from exifilm_form.session.grid import Order
from exifilm_form.session.texts import _


class Page(Protocol):
    """What the bar asks of the page."""

    def seek(self, text: str) -> None:
        """Show the scans that match this query."""

    def sort(self, order: Order) -> None:
        """Sort the scans."""

    def show_fields(self) -> None:
        """Show the fields that the bar has."""

    def zoom(self, step: int) -> None:
        """Show the pictures larger or smaller."""

    def go_to_sheet(self) -> None:
        """Give the grid the keyboard's focus."""


class GridBar(Gtk.Box):
    """One row in a wide window, two in a narrow one; below them what is wrong with the query."""

    def __init__(
        self, page: Page, keys: Mapping[str, Key], below: Callable[[bool], None] | None
    ) -> None:
        """`keys` has the key of each button, by the name of its action.

        `below` opens the scans of the sub-folders too, or no longer; None: it cannot.
        """
        super().__init__(orientation=Gtk.Orientation.VERTICAL, spacing=6, margin=8, margin_top=0)
        self._page = page
        self._rows = Gtk.Box(spacing=12)
        self.search = Gtk.SearchEntry(
            placeholder_text=_("Words, or conditions such as aperture=f/22..f/45"), width_chars=24
        )
        self.search.get_accessible().set_name(_("Find scans"))
        self.search.set_tooltip_text(
            _(
                "Words of the record or the file's name, and FIELD=VALUE in the field's notation:\n"
                'film=tri-x   lens="210 symmar"   aperture=f/22..f/45   taken=2012   filter='
            )
        )
        self.search.connect("search-changed", lambda entry: page.seek(entry.get_text()))
        self.search.connect("activate", self._on_entered)
        self.search.connect("stop-search", self._on_stop)
        self.search.connect("key-press-event", self._on_search_key)
        self.count = Gtk.Label(ellipsize=Pango.EllipsizeMode.END, xalign=1)
        self.count.get_style_context().add_class("dimmed")
        self.count.get_accessible().set_role(Atk.Role.STATUSBAR)
        first = Gtk.Box(spacing=12)
        first.pack_start(self.search, True, True, 0)
        first.pack_start(self.count, False, True, 0)
        self._choices = self._make_choices(keys, below)
        self._rows.pack_start(first, True, True, 0)
        self._rows.pack_start(self._choices, False, False, 0)
        self.problem = Gtk.Label(xalign=0, wrap=True, no_show_all=True)
        self.problem.set_line_wrap_mode(Pango.WrapMode.WORD_CHAR)
        self.problem.get_style_context().add_class("reason")
        self.problem.get_accessible().set_role(Atk.Role.ALERT)
        self.pack_start(self._rows, False, False, 0)
        self.pack_start(self.problem, False, False, 0)
        self._width = 0
        self.connect("size-allocate", self._on_size)

    def _make_choices(
        self, keys: Mapping[str, Key], below: Callable[[bool], None] | None
    ) -> Gtk.Box:
        page = self._page
        self.sorted_by = FieldMenu(_("Sort by"), _("File name"), lambda _name: self._sort())
        self.descending = Gtk.ToggleButton(focus_on_click=False)
        image = Gtk.Image.new_from_icon_name("view-sort-descending-symbolic", Gtk.IconSize.BUTTON)
        self.descending.set_image(image)
        self.descending.set_tooltip_text(_("In descending order"))
        self.descending.get_accessible().set_name(_("In descending order"))
        self.descending.connect("toggled", lambda _button: self._sort())
        self.fields = tuple(
            FieldMenu(title, _("Nothing"), lambda _name: page.show_fields())
            for title in (_("Show first"), _("Show second"))
        )
        zooms = [
            _button("zoom-out-symbolic", keys["zoom_out"], lambda: page.zoom(-1)),
            _button("zoom-in-symbolic", keys["zoom_in"], lambda: page.zoom(1)),
        ]
        choices = Gtk.Box(spacing=6)
        for label, parts in (
            (_("Sort by"), (self.sorted_by, self.descending)),
            (_("Show"), self.fields),
            ("", zooms),
        ):
            if label:
                caption = Gtk.Label(label=label, ellipsize=Pango.EllipsizeMode.END)
                caption.get_style_context().add_class("dimmed")
                choices.pack_start(caption, False, True, 0)
            linked = Gtk.Box(margin_end=6)
            linked.get_style_context().add_class("linked")
            for part in parts:
                linked.pack_start(part, False, True, 0)
            choices.pack_start(linked, False, True, 0)
        self.below: Gtk.CheckButton | None = None
        if below:
            self.below = Gtk.CheckButton(label=_("Sub-folders"))
            self.below.get_child().set_ellipsize(Pango.EllipsizeMode.END)
            self.below.set_tooltip_text(_("Show the scans of the folders below too"))
            self._on_below = self.below.connect("toggled", lambda b: below(b.get_active()))
            choices.pack_start(self.below, False, True, 0)
        return choices

    def show_below(self, wanted: bool) -> None:
        """Show whether the scans of the sub-folders are there too."""
        if self.below:
            self.below.handler_block(self._on_below)
            self.below.set_active(wanted)
            self.below.handler_unblock(self._on_below)

    def show_order(self, order: Order) -> None:
        """Show what the scans are sorted by."""
        self.sorted_by.show_field(order.field)
        self.descending.set_active(order.descending)

    def say(self, count: str, problem: str) -> None:
        """Show how many scans there are, and what is wrong with the query; "" for nothing."""
        self.count.set_text(count)
        self.problem.set_text(as_sentence(problem))
        self.problem.set_visible(bool(problem))

    def take_letter(self, event: Gdk.EventKey) -> None:
        """Go on in the search with a letter that was typed in the grid."""
        self.search.grab_focus_without_selecting()
        self.search.set_position(-1)
        self.search.handle_event(event)

    def _sort(self) -> None:
        self._page.sort(Order(self.sorted_by.field, self.descending.get_active()))

    def _on_entered(self, entry: Gtk.SearchEntry) -> None:
        self._page.seek(entry.get_text())  # the entry delays its signal
        if not self.problem.get_visible():
            self._page.go_to_sheet()

    def _on_stop(self, entry: Gtk.SearchEntry) -> None:
        if entry.get_text():
            entry.set_text("")
        else:
            self._page.go_to_sheet()

    def _on_search_key(self, _entry: Gtk.SearchEntry, event: Gdk.EventKey) -> bool:
        if event.keyval not in (Gdk.KEY_Down, Gdk.KEY_KP_Down, Gdk.KEY_Page_Down):
            return False
        self._page.go_to_sheet()
        return True

    def _on_size(self, _bar: Gtk.Widget, size: Gdk.Rectangle) -> None:
        if size.width != self._width:
            self._width = size.width
            GLib.idle_add(self._turn, priority=GLib.PRIORITY_HIGH_IDLE)

    def _turn(self) -> bool:
        """Put the choices next to the search, or below it where there is no room."""
        wide = sum(row.get_preferred_width().natural_width for row in self._rows.get_children())
        narrow = wide + self._rows.get_spacing() > self._width
        ways = Gtk.Orientation
        self._rows.set_orientation(ways.VERTICAL if narrow else ways.HORIZONTAL)
        return False


def _button(icon: str, key: Key, action: Callable[[], None]) -> Gtk.Button:
    button = Gtk.Button.new_from_icon_name(icon, Gtk.IconSize.BUTTON)
    button.set_focus_on_click(False)
    button.set_tooltip_text(f"{key.words} ({key.first})")
    button.get_accessible().set_name(key.words)
    button.connect("clicked", lambda _button: action())
    return button
