"""ExiFilm's tag set for ExifTool: the config file made from the record's declaration.

`config.py` writes it, from the declaration and from the hand-written Perl in `exifilm.config.in`.
`python -m exifilm_core.tagset` renews plugins/exiftool/exifilm.config.
"""

from exifilm_core.tagset.config import config

__all__ = ["config"]
