"""A button with a menu of all fields, section by section, to choose one of them."""

from __future__ import annotations

from collections.abc import Callable

from exifilm_core.record import ExposureRecord, Section
from exifilm_form.gtk import Gtk, Pango
from exifilm_form.session.texts import _


class FieldMenu(Gtk.MenuButton):
    """Shows the chosen field's label; calls `chosen(name)` for another, "" for none of them."""

    def __init__(self, title: str, none: str, chosen: Callable[[str], None]) -> None:
        """`title` is the button's accessible name; `none` is the menu's first item."""
        super().__init__(focus_on_click=False)
        self._title, self._none, self._chosen = title, none, chosen
        self._name = ""
        line = Gtk.Box(spacing=4)
        self._label = Gtk.Label(ellipsize=Pango.EllipsizeMode.END, max_width_chars=16)
        arrow = Gtk.Image.new_from_icon_name("pan-down-symbolic", Gtk.IconSize.BUTTON)
        line.pack_start(self._label, True, True, 0)
        line.pack_end(arrow, False, False, 0)
        self.add(line)
        self._menu = Gtk.Menu()
        self._menu.connect("show", self._fill)  # few people open it, and it has many items
        self.set_popup(self._menu)
        self.show_field("")

    @property
    def field(self) -> str:
        """The name of the chosen field, "" for none."""
        return self._name

    def show_field(self, name: str) -> None:
        """Show that this field is chosen."""
        self._name = name
        label = _(ExposureRecord.field(name).label) if name else self._none
        self._label.set_text(label)
        self.set_tooltip_text(f"{self._title}: {label}")
        self.get_accessible().set_name(f"{self._title}: {label}")

    def _fill(self, menu: Gtk.Menu) -> None:
        for item in menu.get_children():
            item.destroy()
        menu.append(self._item("", self._none))
        for section in Section:
            inner = Gtk.Menu()
            for field in ExposureRecord.fields():
                if field.section is section:
                    inner.append(self._item(field.name, _(field.label)))
            item = Gtk.MenuItem(label=_(section.title), submenu=inner)
            menu.append(item)
        for item in menu.get_children():
            item.show_all()

    def _item(self, name: str, label: str) -> Gtk.CheckMenuItem:
        item = Gtk.CheckMenuItem(label=label, draw_as_radio=True, active=name == self._name)
        item.connect("activate", lambda _item: self._choose(name))
        return item

    def _choose(self, name: str) -> None:
        if name != self._name:
            self.show_field(name)
            self._chosen(name)
