"""Renew plugins/exiftool/exifilm.config: `make config`."""

from __future__ import annotations

from exifilm_core.files.resources import resource
from exifilm_core.tagset import config


def main() -> None:
    target = resource("plugins") / "exiftool" / "exifilm.config"
    target.parent.mkdir(exist_ok=True)
    target.write_text(config(), encoding="ascii", newline="\n")


if __name__ == "__main__":
    main()
