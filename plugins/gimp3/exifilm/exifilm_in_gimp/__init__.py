"""The exposure record inside GIMP 3: a thin adapter between GIMP's images and the form.

    offered.py        the procedures and menu entries that GIMP registers
    procedures.py     what the procedures do
    images.py         which sheet of film an image is: a file, or GIMP's image itself
    metadata.py       the metadata that GIMP keeps of an image, lent to ExifTool
    written.py        those metadata as GIMP writes them down
    beside.py         a record that those metadata cannot hold, kept with the image
    host.py           the sheets that the form shows
    dialog.py         the form in a window of GIMP's
    hint.py           in it, a hint that exports leave the record out
    exporting.py      an export that keeps the record
    naming.py         the window that asks where to export to
    last_settings.py  the settings of the last export, as GIMP keeps them
    messages.py       the sentences of the plug-in

Only the main thread calls GIMP. Workers read and save.
"""
