"""The programs with which people edit scans, and how ExiFilm is added to them.

`integration.py` has the protocol and the table; each program has a module.
"""
