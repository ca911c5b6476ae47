"""Tests of ExiFilm in darktable, in its real window."""
