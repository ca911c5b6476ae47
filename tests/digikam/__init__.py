"""Tests of ExiFilm in digiKam."""
