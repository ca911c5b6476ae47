"""The index: what was read from scans, kept in the user's cache folder so that it is read once.

It is a cache, which may be deleted at any moment. A row counts only while image and sidecar have
the state in which they were read, and while its checksum is right. At any doubt the files are read
again. No save relies on it.

`Index` in `index.py` is its interface. `database.py` opens the SQLite file and throws a damaged one
away; `tables.py` derives the tables from the declaration of the fields; `rows.py` packs and checks
a row; `search.py` finds the rows that may match a question.
"""

from exifilm_core.index.index import Index, Known, Read, is_off
from exifilm_core.index.rows import state_of, status_of

__all__ = ["Index", "Known", "Read", "is_off", "state_of", "status_of"]
