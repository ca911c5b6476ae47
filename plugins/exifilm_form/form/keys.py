"""The table of the form's keys and their actions.

The tools, their menu, the keyboard handler, the overview on F1 and a test of the manual derive from
it. For a key without a `call`, GTK, the window or a drawing handles it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from exifilm_form.form.commands import Commands
from exifilm_form.gtk import Gdk, Gtk
from exifilm_form.session.texts import _


class Key(NamedTuple):
    """Some keys and their action."""

    keys: str
    """Accelerators as GTK writes them, separated by blanks; each does the same."""
    words: str
    call: Callable[[Commands], object] | None = None
    """The action; if it returns False, the focused widget gets the key."""
    shown: str = ""
    """How to show the keys, if that does not follow from `keys`."""

    @property
    def label(self) -> str:
        """The keys for display: "Ctrl+S"."""
        return self.shown or ", ".join(map(_label, self.keys.split()))

    @property
    def first(self) -> str:
        """The first of them, for a button."""
        return self.label.split(", ")[0]


def _label(accelerator: str) -> str:
    return str(Gtk.accelerator_get_label(*Gtk.accelerator_parse(accelerator)))


_MODIFIERS = (
    Gdk.ModifierType.CONTROL_MASK | Gdk.ModifierType.SHIFT_MASK | Gdk.ModifierType.MOD1_MASK
)
_ASCII, _LATIN = 0x80, 0x100
"""The ends of ASCII and of Latin-1."""


def pressed(event: Gdk.EventKey) -> tuple[int, int]:
    """The key and its modifiers as `accelerator_parse` returns them, with Caps Lock or not.

    On a keyboard of another script, a key with Ctrl or Alt counts as its Latin letter, if it has
    one: Ctrl+S is the same key in Russian.
    """
    keyval, modifiers = event.keyval, event.state & _MODIFIERS
    if modifiers and Gdk.keyval_to_unicode(keyval) >= _LATIN:
        keymap = Gdk.Keymap.get_for_display(Gdk.Display.get_default())
        _found, _keys, keyvals = keymap.get_entries_for_keycode(event.hardware_keycode)
        keyval = next((each for each in keyvals or () if each < _ASCII), keyval)
    keyval = Gdk.keyval_to_lower(keyval)
    if keyval < 128 and not chr(keyval).isalpha():  # Shift has changed the character
        modifiers &= ~Gdk.ModifierType.SHIFT_MASK
    return keyval, int(modifiers)


FIELDS = {
    "tab": Key("Tab <Shift>Tab", _("Next field, field before")),
    "enter": Key(
        "Return KP_Enter",
        _("Next empty field that is filled in on the previous scan"),
        lambda do: do.next_empty(),
        _("Enter"),
    ),
    "section": Key(
        " ".join(f"<Alt>{digit}" for digit in range(1, 10)),
        _("First field of a section, by the number next to its title"),
        shown=_("Alt+1 … Alt+9"),
    ),
    "letter": Key(
        "",
        _("Field with that letter underlined; again, the same of the rear standard"),
        shown=_("Alt+underlined letter"),
    ),
    "suggestion": Key("Down Up", _("Choose a suggestion; Tab or Enter accepts it, Esc closes")),
}
SCANS = {
    "next": Key("Page_Down <Alt>Right <Alt>Down", _("Next scan"), lambda do: do.go(1)),
    "previous": Key("Page_Up <Alt>Left <Alt>Up", _("Previous scan"), lambda do: do.go(-1)),
    "next_first": Key(
        "<Control>Return <Control>KP_Enter",
        _("Next scan, first field"),
        lambda do: do.go(1, first=True),
        _("Ctrl+Enter"),
    ),
    "next_like_this": Key(
        "<Control><Shift>Return <Control><Shift>KP_Enter",
        _("Next scan, with what stays in the camera bag filled in"),
        lambda do: do.next_like_this(),
        _("Ctrl+Shift+Enter"),
    ),
    "list": Key("<Control>l", _("List of scans"), lambda do: do.choose()),
}
GRID = {
    "grid": Key("F8", _("Grid of scans, or back to the form"), lambda do: do.toggle_grid()),
    "find": Key("<Control>f", _("Find scans in the grid"), lambda do: do.find()),
    "grid_form": Key(
        "Return", _("From the grid to the form of the selected scans"), None, _("Enter")
    ),
    "grid_toggle": Key(
        "<Control>space", _("Select the focused scan too, or no longer"), None, _("Ctrl+Space")
    ),
    "grid_all": Key("<Control>a", _("Select all scans that the grid shows")),
}
"""A form without pictures has no grid."""
SEVERAL = {
    "extend": Key(
        "<Shift>Page_Down",
        _("Select the next scan too"),
        lambda do: do.extend(1),
    ),
    "extend_back": Key(
        "<Shift>Page_Up",
        _("Select the previous scan too"),
        lambda do: do.extend(-1),
    ),
    "everything": Key(
        "<Control><Shift>a",
        _("Select all scans"),
        lambda do: do.select_all(),
        _("Ctrl+Shift+A"),
    ),
    "mixed": Key(
        "F2",
        _("Values of the selected scans in this field; Enter takes one for all"),
        lambda do: do.mixed_values(),
    ),
    "count": Key(
        "<Control><Shift>n",
        _("Count up No., frame or holder over the selected scans"),
        lambda do: do.count_up(),
        _("Ctrl+Shift+N"),
    ),
    "roll": Key(
        "<Control><Shift>r",
        _("Number the selected scans as a roll, and type a page of notes about them"),
        lambda do: do.annotate_roll(),
        _("Ctrl+Shift+R"),
    ),
    "dates": Key(
        "<Control><Shift>t",
        _("Shift the dates of the selected scans, or spread them"),
        lambda do: do.change_dates(),
        _("Ctrl+Shift+T"),
    ),
    "swap": Key(
        "<Control><Shift>x",
        _("Swap the records of two selected scans"),
        lambda do: do.swap(),
        _("Ctrl+Shift+X"),
    ),
    "one": Key("Escape", _("Select the open scan alone"), lambda do: do.select_one(), _("Esc")),
}
IN_GRID = frozenset(
    "grid find list everything count roll dates swap copy paste paste_kit paste_sections undo save "
    "print positives zoom_in zoom_out fit keys".split()
)
"""The keys of the form that act in the grid too. The others change what one does not see there."""
SERIES = ("count", "roll", "dates", "swap")
"""Those of them that give each scan a value of its own."""
FILLING = {
    "field": Key(
        "F4",
        _("Fill this field from the previous scan, and go on"),
        lambda do: do.same_field(),
    ),
    "in_section": Key(
        "<Shift>F4",
        _("Fill empty fields in this section from the previous scan"),
        lambda do: do.same_section(),
    ),
    "bag": Key(
        "<Control>d",
        _("Fill in what stays in the camera bag; No. and holder count up"),
        lambda do: do.same(),
    ),
    "all": Key(
        "<Control><Shift>d",
        _("Fill all empty fields from the previous scan"),
        lambda do: do.same(whole=True),
        _("Ctrl+Shift+D"),
    ),
    "offer": Key(
        "<Control>e",
        _("Take the grey value that was worked out for this field"),
        lambda do: do.take_offer(),
    ),
    "offers": Key(
        "<Control><Shift>e",
        _("Take all grey values"),
        lambda do: do.take_offers(),
        _("Ctrl+Shift+E"),
    ),
}
COPYING = {
    "copy": Key("<Control><Shift>c", _("Copy the record"), lambda do: do.copy(), _("Ctrl+Shift+C")),
    "paste": Key(
        "<Control><Shift>v",
        _("Paste the copied record; the No. stays"),
        lambda do: do.paste(),
        _("Ctrl+Shift+V"),
    ),
    "paste_kit": Key(
        "<Control><Shift>k",
        _("Paste only what stays in the camera bag"),
        lambda do: do.paste_kit(),
        _("Ctrl+Shift+K"),
    ),
    "paste_sections": Key(
        "<Control><Alt>v",
        _("Paste chosen sections of the copied record"),
        lambda do: do.paste_sections(),
        _("Ctrl+Alt+V"),
    ),
}
RECORD = {
    "undo": Key("<Control>z", _("Undo the last change"), lambda do: do.undo()),
    "revert": Key(
        "<Control><Shift>z",
        _("Revert to the opened record"),
        lambda do: do.revert(),
        _("Ctrl+Shift+Z"),
    ),
    "sets": Key("<Control>k", _("Fill in a set of your kit"), lambda do: do.sets()),
    "save": Key("<Control>s", _("Save this record"), lambda do: do.save()),
    "print": Key("<Control>p", _("Print exposure records"), lambda do: do.print()),
}
PICTURE = {
    "picture": Key("F9", _("Show or hide the picture"), lambda do: do.toggle_picture()),
    "positives": Key("<Control>i", _("Show negatives as positives"), lambda do: do.positives()),
    "zoom_in": Key(
        "<Control>plus <Control>equal <Control>KP_Add",
        _("Zoom in"),
        lambda do: do.zoom_in(),
        _label("<Control>plus"),
    ),
    "zoom_out": Key(
        "<Control>minus <Control>KP_Subtract",
        _("Zoom out"),
        lambda do: do.zoom_out(),
        _label("<Control>minus"),
    ),
    "fit": Key(
        "<Control>0 <Control>KP_0",
        _("Fit the picture to the window"),
        lambda do: do.fit(),
        _label("<Control>0"),
    ),
    "pixels": Key(
        "<Control>1 <Control>KP_1",
        _("Show the picture at 100 %"),
        lambda do: do.show_pixels(),
        _label("<Control>1"),
    ),
}
"""Actions on the picture; a form without a picture has none of these."""
WINDOW = {
    "keys": Key("F1 <Control>question <Control>slash", _("All keys"), lambda do: do.show_keys()),
}
OWN_WINDOW = {
    "open": Key("<Control>o", _("Open another folder")),
    "close": Key("<Control>w <Control>q", _("Save everything and close the window")),
}
"""Keys of ExiFilm's own window; in a host's dialogue the host has them."""
GROUPS = {
    _("Fields"): FIELDS,
    _("Scans"): SCANS,
    _("Grid"): GRID,
    _("Several scans"): SEVERAL,
    _("From the previous scan"): FILLING,
    _("Copy and paste"): COPYING,
    _("Record"): RECORD,
    _("Picture"): PICTURE,
    _("Window"): WINDOW | OWN_WINDOW,
}
KEYS = FIELDS | SCANS | GRID | SEVERAL | FILLING | COPYING | RECORD | PICTURE | WINDOW | OWN_WINDOW
