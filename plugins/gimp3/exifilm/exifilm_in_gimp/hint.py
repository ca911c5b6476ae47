"""A hint in the form: GIMP's exports leave the record out.

The hint appears after a save, before an export loses the record. It appears once for each image
while GIMP runs, and only until the boxes in the export window are ticked. Its button ticks them
permanently.
"""

from __future__ import annotations

import gettext
from collections.abc import Callable, Sequence

import gi

gi.require_version("Gtk", "3.0")
from exifilm_form.session.texts import _, translated  # noqa: E402
from gi.repository import Atk, Gimp, Gtk  # noqa: E402

from exifilm_core.errors import ExifilmError  # noqa: E402
from exifilm_in_gimp.exporting import FORMATS, Format  # noqa: E402

_SHOWN = "exifilm-export-hint"
"""The name of a temporary parasite: it lasts while GIMP runs, and does not change the image."""
_TICK = 1


class ExportHint(Gtk.InfoBar):
    """Hidden until it has a message; calls `then` after it has ticked the boxes."""

    def __init__(self, then: Callable[[], None]) -> None:
        super().__init__(
            message_type=Gtk.MessageType.WARNING, show_close_button=True, no_show_all=True
        )
        self._then = then
        self._words = Gtk.Label(
            wrap=True,
            width_chars=45,
            max_width_chars=60,
            xalign=0,
            selectable=True,
            can_focus=False,
        )
        self._words.get_accessible().set_role(Atk.Role.ALERT)
        self.get_content_area().pack_start(self._words, True, True, 0)
        self._button = self.add_button(_("_Tick Them for Good"), _TICK)
        self._words.show()
        self.connect("response", self._on_response)

    def show_for(self, images: Sequence[Gimp.Image]) -> None:
        """Show the hint after a save of these images' record, if it applies."""
        images = [image for image in images if image.is_valid()]
        left_out = unticked()
        if not left_out or all(image.get_parasite(_SHOWN) for image in images):
            return
        for image in images:
            image.attach_parasite(Gimp.Parasite.new(_SHOWN, 0, [1]))
        words = _(
            "GIMP leaves this record out of exports as {formats}, because “{exif}” and “{xmp}” "
            "are not ticked in its export window. Image ▸ Metadata ▸ Export with Exposure "
            "Record… always keeps the record."
        )
        names = ", ".join(one.name for one in left_out)
        exif, xmp = _gimps("Save _Exif"), _gimps("Save _XMP")
        self._words.set_text(words.format(formats=names, exif=exif, xmp=xmp))
        self._button.show()
        self.show()

    def _on_response(self, _bar: Gtk.InfoBar, response: int) -> None:
        if response != _TICK:
            self.hide()
            return
        try:
            for one in unticked():
                one.last_settings.tick()
        except ExifilmError as problem:
            self._words.set_text(translated(problem.text))
            return
        self._words.set_text(_("Both are ticked now. GIMP's exports keep the record."))
        self.set_message_type(Gtk.MessageType.INFO)
        self._button.hide()
        self._then()


def unticked() -> list[Format]:
    """The formats whose exports leave Exif or XMP out."""
    return [one for one in FORMATS if not one.last_settings.ticked]


def _gimps(words: str) -> str:
    """GIMP's own translation of a text."""
    known = gettext.translation("gimp30-libgimp", Gimp.locale_directory(), fallback=True)
    return known.gettext(words).replace("_", "")
