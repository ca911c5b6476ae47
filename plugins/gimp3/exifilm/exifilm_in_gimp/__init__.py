"""The exposure record inside GIMP 3: a thin adapter between GIMP's images and the form.

    offered.py        the procedures and menu entries that GIMP registers
    procedures.py     the actions of the procedures
    images.py         the record of an image: in its file, or in GIMP's image itself
    metadata.py       GIMP's metadata of an image, in a file for ExifTool
    exiv2_xml.py      GIMP's XML of those metadata
    parasite.py       a record that those metadata cannot hold, attached to the image
    host.py           the scans that the form shows
    dialog.py         the form in a window of GIMP's
    hint.py           in it, a hint that exports leave the record out
    exporting.py      an export that keeps the record
    naming.py         the window that asks where to export to
    last_settings.py  the settings of the last export, as GIMP keeps them
    messages.py       the sentences of the plug-in

Only the main thread calls GIMP. Workers read and save.
"""
