"""ExiFilm's tag set for ExifTool: the config file that is made of the record's declaration.

`config.py` writes it, from the declaration and from the hand-written Perl in `exifilm.config.in`;
`dotfile.py` makes plain `exiftool` know it. `python -m exifilm_core.tagset` writes
plugins/exiftool/exifilm.config anew.
"""

from exifilm_core.tagset.config import config

__all__ = ["config"]
