"""Teach plain `exiftool` the tag names, by a marked block in ~/.ExifTool_config.

The block holds the complete tag set and adds to earlier definitions. It is at the end of the file,
where nothing overrides it, and needs no other file. `uninstall` removes exactly the text between
its marks.

ExiFilm first runs ExifTool with the new file. The file replaces the old one only if ExifTool then
knows the tags.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from exifilm_core.errors import ExifilmError, printable_path, reason_of
from exifilm_core.exiftool import program
from exifilm_core.files.atomic import NewVersion
from exifilm_core.files.resources import resource
from exifilm_core.messages import Text
from exifilm_core.messages.files import Files
from exifilm_core.messages.installing import Installing
from exifilm_core.tags.mapping.marks import VERSION, VERSION_NOW
from exifilm_core.tags.xmp import NAMESPACE

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


def install() -> Text:
    """Teach plain `exiftool` the tag names, and report it.

    ExifilmError where the configuration cannot be written, or ExifTool cannot read it.
    """
    path = config_file()
    old = _read(path)
    bare, _ = _without_block(old, path)
    for new in _with_block(bare):
        if new == old and _is_known(path):
            return Installing.TAGS_PRESENT(config=printable_path(path))
        if new != old and _replace(path, new, only_if_known=True):
            break
    else:
        raise ExifilmError(_why_not(path, old), file=path)
    if not _is_known():
        _put_back(path, old)
        raise ExifilmError(Installing.CONFIG_NOT_READ(), file=path)
    return Installing.TAGS_ADDED(config=printable_path(path))


def uninstall() -> Text:
    """Remove the block that `install` added, and report it."""
    path = config_file()
    old = _read(path)
    bare, made = _without_block(old, path)
    if bare == old:
        return Installing.NOTHING_THERE(place=printable_path(path))
    _put_back(path, None if made and not bare else bare)
    return Installing.TAGS_REMOVED(config=printable_path(path))


def is_there() -> bool:
    """Whether the block is in ExifTool's configuration, of this version or another."""
    path = config_file()
    text = _read(path)
    return _without_block(text, path)[0] != text


def config_file(environment: Mapping[str, str] = os.environ) -> Path:
    """ExifTool's config file in the home folder, which ExifTool finds so; it need not exist."""

    def given(*names: str) -> str:
        text = "".join(environment.get(name, "") for name in names)
        return "" if text == "0" else text  # to Perl, 0 is nothing

    home = given("EXIFTOOL_HOME") or given("HOME") or given("HOMEDRIVE", "HOMEPATH")
    if not home:
        raise ExifilmError(Installing.NO_HOME())
    return Path(home).absolute() / NAME


# ── the block in the text ────────────────────────────────────────────────────────────────────


def _with_block(bare: bytes | None) -> Iterator[bytes]:
    """The file with the block, at the possible places, the best first."""
    tags = resource("plugins/exiftool/exifilm.config").read_bytes()
    if bare is None:
        yield _BEGIN + _MADE + _BESIDE + tags + _END
        return
    # The line break ends a last line without one, and is removed with the block.
    block = b"\n" + _BEGIN + tags + _END
    yield bare + block
    if end := _END_OF_CODE.search(bare):
        yield bare[: end.start()] + block + bare[end.start() :]


def _without_block(text: bytes | None, path: Path) -> tuple[bytes | None, bool]:
    """The file as it was before `install`, and whether `install` created it."""
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
        raise ExifilmError(Installing.MARK_MISSING(), file=path)
    return (None if made and not bare else bare), made


# ── the file, and ExifTool with it ───────────────────────────────────────────────────────────


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except IsADirectoryError as problem:
        raise ExifilmError(Installing.CONFIG_IS_A_FOLDER(), file=path) from problem
    except OSError as problem:
        unread = Installing.CANNOT_READ_CONFIG(reason=reason_of(problem))
        raise ExifilmError(unread, file=path) from problem


def _replace(path: Path, text: bytes, *, only_if_known: bool) -> bool:
    """Replace the file by the text, unless ExifTool then knows no tags; whether it was replaced."""
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
    """Restore the file; None: remove it."""
    if text is not None:
        _replace(path, text, only_if_known=False)
        return
    try:
        path.resolve().unlink(missing_ok=True)  # a symbolic link stays
    except OSError as problem:
        unremoved = Files.NOT_REMOVED(reason=reason_of(problem))
        raise ExifilmError(unremoved, file=path) from problem


def _is_known(config: Path | None = None) -> bool:
    """Whether ExifTool can write our tags with this config file, or, without one, with its own."""
    said = program.run(f"-{VERSION}={VERSION_NOW}", "-o", "-.xmp", config=config)
    return NAMESPACE.encode() in said.stdout


def _why_not(path: Path, old: bytes | None) -> Text:
    """Why ExifTool does not know the tags, although the block is in the file."""
    if old is None:
        return Installing.TAGS_DAMAGED()
    complaint = program.run("-ver", config=path).stderr.decode("utf-8", "replace").strip()
    if complaint:
        return Installing.CONFIG_DAMAGED(said=complaint)
    return Installing.CONFIG_ENDS_EARLY()
