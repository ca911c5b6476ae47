"""ExiFilm: an exposure record for film photographs, kept in the scan and printed on paper."""
