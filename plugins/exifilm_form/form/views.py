"""The two views of the scans: the form of those selected, and the grid of all. F8 turns them.

The grid is made when it is first shown, so that the window opens as quickly as without it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Protocol

from exifilm_form.gtk import Gtk
from exifilm_form.pictures.picture_bar import Key, PictureBar
from exifilm_form.session.edit_session import EditSession

if TYPE_CHECKING:
    from exifilm_form.form.grid_page import GridPage


class Form(Protocol):
    """What this needs of the form."""

    session: EditSession
    picture_bar: PictureBar | None
    open_below: Callable[[bool], None] | None
    """Opens the scans of the sub-folders too, or no longer; None where the window cannot."""

    def turned(self) -> None:
        """The other view is shown."""


class Views(Gtk.Stack):
    """Shows the one or the other."""

    def __init__(self, panes: Gtk.Widget, form: Form, keys: Mapping[str, Key]) -> None:
        """`panes` has the picture and the page of the form; `keys` has the form's keys."""
        super().__init__(hhomogeneous=False, vhomogeneous=False)
        self._panes, self._form, self._keys = panes, form, keys
        self.grid: GridPage | None = None
        """None until it is first shown."""
        self.add(panes)

    @property
    def shows_grid(self) -> bool:
        """Whether the grid is shown, not the form."""
        return self.grid is not None and self.get_visible_child() is self.grid

    def show_grid(self) -> GridPage:
        """Show the grid."""
        if self.grid is None:
            self.grid = self._made()
            self.add(self.grid)
        if not self.shows_grid:
            self.set_visible_child(self.grid)
            self._form.turned()
        return self.grid

    def _made(self) -> GridPage:
        from exifilm_form.form.grid_page import GridPage

        form = self._form
        grid = GridPage(form.session, self._keys, self.show_form, form.open_below)
        if bar := form.picture_bar:
            grid.sheet.show_positives(bar.positives.get_active())
            bar.positives.connect(
                "toggled", lambda switch: grid.sheet.show_positives(switch.get_active())
            )
        return grid

    def show_form(self) -> None:
        """Show the form."""
        if self.shows_grid:
            self.set_visible_child(self._panes)
            self._form.turned()

    def opened(self) -> None:
        """Other scans are selected."""
        if self.grid:
            self.grid.show_selection()

    def stands(self, index: int) -> None:
        """The record of that scan, or its state, is another."""
        if self.grid:
            self.grid.stands(index)
