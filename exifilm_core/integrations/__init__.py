"""The programs with which people edit scans, and how ExiFilm is added to them.

Each program has a module. None of them imports the program: they only put files where it looks.
"""
