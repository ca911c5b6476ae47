"""ExiFilm's tests, each beside what it tests by name."""
