"""ExiFilm's tests, named after what they test."""
