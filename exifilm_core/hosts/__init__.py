"""The programs that scans are worked on in, and how ExiFilm's plug-ins come into them.

A module for each program. None of them imports the program: they only put files where it looks.
"""
