"""Two workflows for digiKam's Batch Queue Manager: remember a scan, and copy its record onto many.

digiKam keeps its workflows in queue.xml. A user's shell script is one of its tools. digiKam puts
the path of the scan into the script as text, in quotation marks and without escaping anything. So a
script reads that text from a here-document, which the shell leaves alone. Its end is a word that
nobody can know.

digiKam replaces a scan by what the script leaves as its output. The script changes the scan itself,
so that the scan keeps its history, and leaves a complete copy of it or nothing.
"""

from __future__ import annotations

import re
import secrets
import shlex
import sys
from pathlib import Path
from xml.sax.saxutils import escape

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from exifilm_core.errors import ExifilmError
from exifilm_core.messages.installing import Installing

NAME = "queue.xml"
REMEMBERED = "exifilm-record.txt"
"""The file with the path of the remembered scan, beside digiKam's workflows."""
REMEMBER, COPY = "ExiFilm: remember this record", "ExiFilm: copy the remembered record"
TITLES = (REMEMBER, COPY)
_EMPTY = b"""<!DOCTYPE XMLQueueList>
<queuelist encoding="UTF-8" client="digikam" version="2.0">
</queuelist>
"""
_END = b"</queuelist>"
_QUEUE = re.compile(rb"[ \t]*<queue>.*?</queue>[ \t]*\r?\n?", re.DOTALL)

_PATHS = """IFS= read -r scan <<'{end}'
$INPUT
{end}
IFS= read -r copy <<'{end}'
$OUTPUT
{end}
scan=${{scan#\\"}}; scan=${{scan%\\"}}; copy=${{copy#\\"}}; copy=${{copy%\\"}}
"""
_REMEMBER = "printf '%s\\n' \"$scan\" > {remembered} || exit 1\n"
_COPY = """IFS= read -r chosen < {remembered} || exit 1
{program} set --from "$chosen" -- "$scan" || exit 1
"""
_OUTPUT = 'cp -p -- "$scan" "$copy.part" && mv -f -- "$copy.part" "$copy" || exit 1\n'


def with_workflows(queues: bytes | None, file: Path, program: str) -> bytes:
    """The file with our workflows, once. ExifilmError when it is not digiKam's."""
    if queues is not None and _ours(queues) == _expected(queues, file, program):
        return queues
    bare = without_workflows(queues) or _EMPTY
    _refuse_damaged(bare, file)
    before, end, after = bare.rpartition(_END)
    if not end:  # <queuelist/>
        raise ExifilmError(Installing.QUEUES_DAMAGED(), file=file)
    word = secrets.token_hex(16)
    added = "".join(_workflow(title, file, program, word) for title in TITLES)
    return before + added.encode("utf-8", "surrogateescape") + end + after


def without_workflows(queues: bytes | None) -> bytes | None:
    """The file without our workflows; None if it has no others."""
    if queues is None:
        return None
    bare = _QUEUE.sub(lambda queue: b"" if _is_ours(queue[0]) else queue[0], queues)
    return None if bare == _EMPTY else bare


def has_workflows(queues: bytes | None) -> bool:
    """Whether both of our workflows are there."""
    return queues is not None and len(_ours(queues)) == len(TITLES)


def is_possible() -> bool:
    """Whether digiKam runs these scripts here: Windows has another shell."""
    return sys.platform != "win32"


def _is_ours(queue: bytes) -> bool:
    return any(f"<queuetitle value={_attribute(title)}/>".encode() in queue for title in TITLES)


def _ours(queues: bytes) -> list[bytes]:
    return [queue[0] for queue in _QUEUE.finditer(queues) if _is_ours(queue[0])]


def _expected(queues: bytes, file: Path, program: str) -> list[bytes] | None:
    """Our workflows with the word that is in them now; None without one."""
    found = re.search(rb"&lt;&lt;'(ExiFilm-[0-9a-f]{32})'", b"".join(_ours(queues)))
    if not found:
        return None
    word = found[1].decode().removeprefix("ExiFilm-")
    return [
        _workflow(title, file, program, word).encode("utf-8", "surrogateescape") for title in TITLES
    ]


def _workflow(title: str, file: Path, program: str, word: str) -> str:
    """A workflow in digiKam's XML."""
    values = {
        "program": shlex.quote(program),
        "remembered": shlex.quote(str(file.with_name(REMEMBERED))),
        "end": f"ExiFilm-{word}",
    }
    step = _REMEMBER if title == REMEMBER else _COPY
    script = (_PATHS + step + _OUTPUT).format(**values)
    about = {
        "queuetitle": title,
        "queuedesc": _DESCRIPTIONS[title],
        "renamingparser": "",
        "useoriginalalbum": "1",
        "saveasnewversion": "0",
        "usemulticorecpu": "0",
        "conflictrule": "0",  # overwrite
        "renamingrule": "0",  # keep the name
        "rawloadingrule": "0",
    }
    tool = {"toolname": "UserScript", "toolgroup": "1", "index": "0", "version": "1"}
    parameters = [("Output filetype", "int", "0"), ("Script", "QString", script)]
    lines = [
        " <queue>",
        *(f"  <{name} value={_attribute(value)}/>" for name, value in about.items()),
        "  <tool>",
        *(f"   <{name} value={_attribute(value)}/>" for name, value in tool.items()),
        *(
            f"   <parameter value={_attribute(value)} type={_attribute(kind)} "
            f"name={_attribute(name)}/>"
            for name, kind, value in parameters
        ),
        "  </tool>",
        " </queue>",
    ]
    return "\n".join(lines) + "\n"


_DESCRIPTIONS = {
    REMEMBER: "Remembers one scan, whose exposure record the other workflow copies.",
    COPY: "Copies the exposure record of the remembered scan onto these scans. They keep their No.",
}


def _attribute(text: str) -> str:
    return f'"{escape(text, {chr(34): "&quot;", chr(10): "&#xa;"})}"'


def _refuse_damaged(queues: bytes, file: Path) -> None:
    try:
        root = ElementTree.fromstring(queues)
    except (ElementTree.ParseError, DefusedXmlException, ValueError) as problem:
        raise ExifilmError(Installing.QUEUES_DAMAGED(), file=file) from problem
    if root.tag != "queuelist":
        raise ExifilmError(Installing.QUEUES_DAMAGED(), file=file)
