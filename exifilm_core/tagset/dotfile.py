"""Making plain `exiftool` know the tag set, by a marked block in ~/.ExifTool_config.

The one idea: the block holds the whole tag set, adds to what is defined before it, and stands at
the end of the file, where nothing is assigned over it. So it needs no other file, and what is
taken out again is exactly what lies between its marks.

Nothing takes the file's place that ExifTool has not been run with: with the block in it, ExifTool
knows the tags; else the file stays as it was.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

from exifilm_core.errors import ExifilmError, printable_path
from exifilm_core.exiftool.starting import GET_IT
from exifilm_core.record import NAMESPACE
from exifilm_core.resources import resource
from exifilm_core.scans.replacing import NewVersion
from exifilm_core.storage.marks import VERSION, VERSION_NOW

NAME = ".ExifTool_config"
_BEGIN = b'# >>> ExiFilm: put in by "exifilm install exiftool" >>>\n'
_END = b'# <<< ExiFilm: taken out by "exifilm uninstall exiftool" <<<\n'
_MADE = b"# (and so was this file)\n"
_BESIDE = rb"""
# ExifTool reads this file instead of one beside its program, so that one is read here
{
    my $beside = "$Image::ExifTool::exeDir/.ExifTool_config";
    -r $beside and (eval { require $beside } or warn $@);
}

"""
_BLOCK = re.compile(
    rb"(?P<gap>\r?\n)?# >>> ExiFilm: (?P<inside>.*?)# <<< ExiFilm: [^\n]*(?:\n|\Z)", re.DOTALL
)
_MARK = re.compile(rb"^# (>>>|<<<) ExiFilm: ", re.MULTILINE)
_END_OF_CODE = re.compile(rb"^__(?:END|DATA)__\s*$", re.MULTILINE)
_PATIENCE = 30
"""Seconds that ExifTool may take to start; it takes a tenth of one."""


def install() -> str:
    """Make plain `exiftool` know the tag set; what was done, in a sentence.

    ExifilmError where the configuration may not be written, or ExifTool cannot read it.
    """
    path = config_file()
    old = _read(path)
    bare, _ = _without_block(old, path)
    for new in _with_block(bare):
        if new == old and _is_known(path):
            return f"ExifTool knows the exposure record already, by {printable_path(path)}."
        if new != old and _replace(path, new, only_if_known=True):
            break
    else:
        raise ExifilmError(_why_not(path, old), file=path)
    if not _is_known():
        _put_back(path, old)
        raise ExifilmError(
            "ExifTool does not read its configuration here, so nothing was changed. Where it "
            "does, EXIFTOOL_HOME can be set to that folder; then install again.",
            file=path,
        )
    return f"ExifTool now knows the exposure record, by {printable_path(path)}."


def uninstall() -> str:
    """Take out what `install` put in; what was done, in a sentence."""
    path = config_file()
    old = _read(path)
    bare, made = _without_block(old, path)
    if bare == old:
        return f"There is nothing of ExiFilm in {printable_path(path)}."
    _put_back(path, None if made and not bare else bare)
    return f"ExiFilm's part was taken out of {printable_path(path)}."


def config_file(environment: Mapping[str, str] = os.environ) -> Path:
    """ExifTool's config file in the home folder, as ExifTool finds that; it need not be there."""

    def given(*names: str) -> str:
        text = "".join(environment.get(name, "") for name in names)
        return "" if text == "0" else text  # to Perl, 0 is nothing

    home = given("EXIFTOOL_HOME") or given("HOME") or given("HOMEDRIVE", "HOMEPATH")
    if not home:
        raise ExifilmError(
            "ExifTool finds no home folder here to read its configuration from. Set HOME to "
            "yours, and try again."
        )
    return Path(home).absolute() / NAME


# ── the block in the text ────────────────────────────────────────────────────────────────────


def _with_block(bare: bytes | None) -> Iterator[bytes]:
    """The file with the block, in the ways that may do, the best first."""
    tags = resource("plugins/exiftool/exifilm.config").read_bytes()
    if bare is None:
        yield _BEGIN + _MADE + _BESIDE + tags + _END
        return
    # The line break ends a last line that has none, and goes when the block goes.
    block = b"\n" + _BEGIN + tags + _END
    yield bare + block
    if end := _END_OF_CODE.search(bare):
        yield bare[: end.start()] + block + bare[end.start() :]


def _without_block(text: bytes | None, path: Path) -> tuple[bytes | None, bool]:
    """The file as it was before `install`, and whether it was `install` that made it."""
    if text is None:
        return None, False
    made = False

    def what_stays(block: re.Match[bytes]) -> bytes:
        nonlocal made
        if _MADE.strip() not in block["inside"]:
            return b""
        made = True
        return block["gap"] or b""

    bare = _BLOCK.sub(what_stays, text)
    if _MARK.search(bare):
        raise ExifilmError(
            "one of the two lines is missing that mark the beginning (# >>> ExiFilm) and the end "
            "(# <<< ExiFilm) of what ExiFilm put there. Take it out by hand, and try again.",
            file=path,
        )
    return (None if made and not bare else bare), made


# ── the file, and ExifTool with it ───────────────────────────────────────────────────────────


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except IsADirectoryError as problem:
        raise ExifilmError(
            "it is a folder, where ExifTool's configuration should be. Move it away, and try "
            "again.",
            file=path,
        ) from problem
    except OSError as problem:
        raise ExifilmError(
            f"ExifTool's configuration cannot be read ({problem.strerror}). Change its "
            "permissions, and try again.",
            file=path,
        ) from problem


def _replace(path: Path, text: bytes, *, only_if_known: bool) -> bool:
    """Put the text in the file's place, unless ExifTool knows no tags by it; whether it was."""
    version = NewVersion(path)
    try:
        version.draft.write_bytes(text)
        if only_if_known and not _is_known(version.draft):
            return False
        version.sync(keep_time=False)
        version.put_in_place()
    finally:
        version.discard()
    return True


def _put_back(path: Path, text: bytes | None) -> None:
    """Make the file what it was; None: there was none."""
    if text is not None:
        _replace(path, text, only_if_known=False)
        return
    try:
        path.resolve().unlink(missing_ok=True)  # a symbolic link stays
    except OSError as problem:
        raise ExifilmError(
            f"it cannot be removed ({problem.strerror}). Change the permissions of its folder.",
            file=path,
        ) from problem


def _is_known(config: Path | None = None) -> bool:
    """Whether ExifTool can write our tags with this config file, or, without one, with its own."""
    said = _exiftool(f"-{VERSION}={VERSION_NOW}", "-o", "-.xmp", config=config)
    return NAMESPACE.encode() in said.stdout


def _why_not(path: Path, old: bytes | None) -> str:
    """Why ExifTool does not come to know the tags, whatever is put into the file."""
    if old is None:
        return "ExifTool cannot read ExiFilm's tags: ExiFilm is damaged. Install it again."
    complaint = _exiftool("-ver", config=path).stderr.decode("utf-8", "replace").strip()
    if complaint:
        return (
            f"ExifTool cannot read it to its end, so it was left as it is: “{complaint}” "
            "Correct it, or move it away, and install again."
        )
    return (
        "ExifTool does not read this file to its end, so it was left as it is. See whether it "
        "has a return, an exit, or documentation (=pod) without a =cut, and install again."
    )


def _exiftool(*arguments: str, config: Path | None) -> subprocess.CompletedProcess[bytes]:
    program = os.environ.get("EXIFILM_EXIFTOOL") or "exiftool"
    found = shutil.which(program)
    if not found:
        raise ExifilmError(f"ExifTool is not installed (“{program}” was not found). {GET_IT}")
    chosen = ["-config", str(config)] if config else []
    try:
        return subprocess.run(
            [found, *chosen, *arguments],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_PATIENCE,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as problem:
        raise ExifilmError(
            f"ExifTool ({found}) does not answer, so nothing was changed. See whether "
            "“exiftool -ver” does."
        ) from problem
