"""The exposure record inside GIMP 3: a thin adapter between GIMP's images and the form.

    images.py       which sheet of film an image is: a file on the disk, or GIMP's own
    metadata.py     the metadata that GIMP keeps of an image, lent to ExifTool
    written.py      those metadata as GIMP writes them down
    beside.py       a record that those metadata cannot hold, kept with the image beside them
    host.py         the images that the form shows
    dialog.py       the form in a window of GIMP's
    procedures.py   what the procedures do
    messages.py     the sentences of the plug-in

GIMP is only spoken to on the main thread; reading and saving are done in workers.
"""
