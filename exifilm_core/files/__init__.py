"""Files in general: how they are found, locked, and replaced without loss. No record, no tags.

`tree.py` finds the images of folders, by the types in `formats.py`. `atomic.py` replaces a file in
one step, with the means that `file_systems.py` finds, and `versions.py` notices other programs that
write the same file. `locks.py` lets one process at a time save. `json_lines.py` adds lines to files
in the folders of `user_folders.py`; `temporary.py` has folders for temporary files. `thumbnails.py`
has the desktop's thumbnails. `truncation.py` detects images whose end is missing, in TIFF by the
values of `raw_values.py`, and `xml.py` parses XML. `resources.py` finds the files that come with
ExiFilm.
"""
