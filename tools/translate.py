"""The window's words and their translations: `python tools/translate.py`.

Gathers every text that the window may show, puts it into the catalogues of
plugins/exifilm_form/locale (LANGUAGE.po, which translators write in), compiles them to what the
window reads, and says what still lacks a translation. To begin a new language, make an empty file
of its name there and run this.

The one idea: nobody keeps a list. The form's own texts are what its sources give to `_`; labels,
help and units are what the record's declaration says; and what the core has to say, it says in
English, in f-strings: each is gathered as a pattern ("it is not between {0} and {1}"), by which
the window knows the message again (`exifilm_form.texts.heard`).
"""

from __future__ import annotations

import ast
import re
import struct
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from exifilm_core.kinds.typed_dates import MONTHS
from exifilm_core.record import ExposureRecord, Section

TOP = Path(__file__).resolve().parent.parent
FORM = TOP / "plugins" / "exifilm_form"
GIMP = TOP / "plugins" / "gimp3" / "exifilm" / "exifilm_in_gimp"
"""What puts the form into GIMP, and has a few words of its own."""
LOCALE = FORM / "locale"
DOMAIN = "exifilm_form"
PATTERNS = "(patterns)"
"""In a compiled catalogue: the English texts that have places in them, a line each."""

CORE = ("kinds/*.py", "scans/*.py", "exiftool/*.py", "storage/*.py", "printing/*.py", "iim.py")
SPOKEN = {
    # file: what is in it besides errors whose words reach the photographer
    "exiftool/complaints.py": {"_MEANINGS", "explained", "why_unread"},
    "exiftool/exiftool.py": {"write"},
    "exiftool/starting.py": {"GET_IT"},
    "scans/exact.py": {"put_back", "_gone"},
    "scans/replacing.py": {"_refused", "_not_kept"},
    "scans/drafts.py": {"_proven"},
    "scans/scan.py": {"_save_where_it_can_be"},
    "scans/taken_back.py": {"still_lost"},
    "kinds/kind.py": {"out_of_range"},
    "kinds/time.py": {"out_of_range"},
    "printing/document.py": {"__str__", "_warnings"},
}
DECLARED = {
    # what the form gives to `_` that stands in the declaration
    r"(self\.)?field\.(label|help|unit|kind\.accepts)",
    r"kind\.accepts",
    r"section\.title",
    r"difference\.label",
    r"ExposureRecord\.field\(\w+\)\.(label|help)",
    r"(standard|movement)\.title\(\)",
}


class Text(NamedTuple):
    """A text to be translated; `many` is what it is in the plural."""

    words: str
    many: str = ""


Catalogue = dict[Text, tuple[str, ...]]
"""Texts with their translations: one, or one for each form of the plural; none yet: ()."""


# ── what there is to translate ───────────────────────────────────────────────────────────────


def gathered() -> dict[Text, list[str]]:
    """Every text, with where it is from."""
    found: dict[Text, list[str]] = {}
    for text, where in (*_declared(), *_in_form(), *_in_core()):
        places = found.setdefault(text, [])
        if where not in places:
            places.append(where)
    return found


def patterns() -> list[str]:
    """What the core says with something filled in."""
    return list(dict.fromkeys(t.words for t, _where in _in_core() if "{0}" in t.words))


def _declared() -> Iterator[tuple[Text, str]]:
    for section in Section:
        yield Text(section.title), "the form's sections"
    for month in MONTHS:
        yield Text(month), "a date that may be two"
    for field in ExposureRecord.fields():
        for words in (field.label, field.help, field.unit, field.kind.accepts):
            if words:
                yield Text(words), f"the field {field.name}"
        standard, _, movement = field.name.partition("_")
        if standard in ("front", "rear"):
            yield Text(standard.title()), "the table of movements"
            yield Text(movement.title()), "the table of movements"


def _in_form() -> Iterator[tuple[Text, str]]:
    for path in (*sorted(FORM.glob("*.py")), *sorted(GIMP.glob("*.py"))):
        module = ast.parse(path.read_text("utf-8"))
        named = {
            ast.unparse(node.targets[0]): node.value
            for node in module.body
            if isinstance(node, ast.Assign)
        }
        for call in ast.walk(module):
            if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name):
                continue
            if call.func.id == "_" and not is_declared(call.args[0]):
                text = named.get(ast.unparse(call.args[0]), call.args[0])
                for words in _constants(text, path):
                    yield Text(words), path.name
            elif call.func.id == "ngettext":
                one, many = (_constants(argument, path)[0] for argument in call.args[:2])
                yield Text(one, many), path.name


def is_declared(argument: ast.expr) -> bool:
    """Whether what is given to `_` is a text of the record's declaration."""
    written = ast.unparse(argument)
    return any(re.fullmatch(pattern, written) for pattern in DECLARED)


def _constants(argument: ast.expr, path: Path) -> list[str]:
    found = list(_said(argument))
    if not found or any("{0}" in words for words in found):
        raise SystemExit(
            f"{path.name}:{argument.lineno}: _({ast.unparse(argument)}) cannot be translated: "
            "give it a text that stands there, and fill in its places afterwards (.format)."
        )
    return found


def _in_core() -> Iterator[tuple[Text, str]]:
    top = TOP / "exifilm_core"
    of_core = sorted(path for name in CORE for path in top.glob(name))
    for path in (*of_core, GIMP / "metadata.py"):
        name = path.relative_to(top if path in of_core else TOP).as_posix()
        for words in dict.fromkeys(_spoken(ast.parse(path.read_text("utf-8")), name)):
            if re.search(r"[a-z]\S* \S|^[a-z]{4,}$", words.strip()):  # not a mode such as "rb"
                yield Text(words), name


def _spoken(module: ast.Module, name: str) -> Iterator[str]:
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and node.args:
            called = ast.unparse(node.func)
            if re.fullmatch(r"(?!Assertion|ChangedOn)\w*Error|kind", called):
                yield from _said(node.args[0])
        elif isinstance(node, ast.FunctionDef) and node.name in SPOKEN.get(name, ()):
            body = ast.Module(node.body[_has_docstring(node) :], [])
            yield from _all_said(body)
        elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) in SPOKEN.get(name, ()):
            yield from _all_said(node.value)


def _has_docstring(node: ast.FunctionDef) -> bool:
    return ast.get_docstring(node) is not None


def _all_said(node: ast.AST) -> Iterator[str]:
    """Every text in a piece of code, but not the keys of tables and the patterns of `re`."""
    if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("re."):
        return
    if isinstance(node, ast.expr) and (found := list(_said(node))):
        yield from found
        if not isinstance(node, (ast.JoinedStr, ast.BinOp, ast.IfExp)):
            return
    children = node.values if isinstance(node, ast.Dict) else ast.iter_child_nodes(node)
    for child in children:
        if isinstance(node, (ast.JoinedStr, ast.BinOp)) and isinstance(child, ast.Constant):
            continue  # a piece of what was said already
        yield from _all_said(child)


def _said(node: ast.expr) -> Iterator[str]:
    """What an expression may say, with {0}, {1}, … where something is filled in."""
    for parts in _alternatives(node):
        text, place = "", 0
        for part in parts:
            if part is None:
                text, place = f"{text}{{{place}}}", place + 1
            else:
                text += part
        yield text


def _alternatives(node: ast.expr) -> list[list[str | None]]:
    """The pieces of text that it may be made of; None for what is filled in."""
    match node:
        case ast.Constant(value=str(text)):
            return [[text]]
        case ast.JoinedStr(values=values):
            return [[v.value if isinstance(v, ast.Constant) else None for v in values]]
        case ast.IfExp(body=body, orelse=orelse):
            return _alternatives(body) + _alternatives(orelse)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return [a + b for a in _alternatives(left) for b in _alternatives(right)]
    return []


# ── catalogues, as translators write them and as gettext reads them ──────────────────────────


def read(path: Path) -> Catalogue:
    """The catalogue in a .po file. Texts that are translated by nothing have ()."""
    catalogue: Catalogue = {}
    for block in path.read_text("utf-8").split("\n\n"):
        parts: dict[str, str] = {}
        key = ""
        for line in block.splitlines():
            if match := re.match(r'(msgid|msgid_plural|msgstr(?:\[\d\])?) (".*")$', line):
                key = match[1]
                parts[key] = ast.literal_eval(match[2])
            elif line.startswith('"'):
                parts[key] += ast.literal_eval(line)
        if "msgid" in parts:
            said = [words for key, words in parts.items() if key.startswith("msgstr")]
            text = Text(parts["msgid"], parts.get("msgid_plural", ""))
            catalogue[text] = tuple(said) if all(said) else ()
    return catalogue


def written(catalogue: Catalogue, places: dict[Text, list[str]]) -> str:
    """The catalogue as a .po file."""
    blocks = []
    for text, translations in catalogue.items():
        lines = [f"#: {place}" for place in places.get(text, ())]
        lines.append(f"msgid {_quoted(text.words)}")
        if text.many:
            lines.append(f"msgid_plural {_quoted(text.many)}")
            for number, words in enumerate(translations or ("", "")):
                lines.append(f"msgstr[{number}] {_quoted(words)}")
        else:
            lines.append(f"msgstr {_quoted(translations[0] if translations else '')}")
        blocks.append("\n".join(lines) + "\n")
    return "\n".join(blocks)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    lines = escaped.split("\\n")
    if len(lines) == 1:
        return f'"{escaped}"'
    rows = [f"{line}\\n" for line in lines[:-1]] + lines[-1:]
    return "\n".join(['""', *(f'"{row}"' for row in rows if row)])


def compiled(catalogue: Catalogue) -> bytes:
    """The catalogue as gettext's .mo, with the list of the patterns in it."""
    entries = {
        "\0".join(filter(None, text)).encode(): "\0".join(translations).encode()
        for text, translations in catalogue.items()
        if translations
    }
    known = [p for p in patterns() if catalogue.get(Text(p))]
    entries[PATTERNS.encode()] = "\n".join(known).encode()
    keys = sorted(entries)
    tables = 28
    data = tables + 16 * len(keys)
    lengths: list[int] = []
    strings = b""
    for string in (*keys, *(entries[key] for key in keys)):
        lengths += [len(string), data + len(strings)]
        strings += string + b"\0"
    head = struct.pack(
        "<7I", 0x950412DE, 0, len(keys), tables, tables + 8 * len(keys), 0, tables + 16 * len(keys)
    )
    return head + struct.pack(f"<{len(lengths)}I", *lengths) + strings


def compiled_path(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / f"{DOMAIN}.mo"


HEAD = """\
Language: {language}
Content-Type: text/plain; charset=UTF-8
Content-Transfer-Encoding: 8bit
Plural-Forms: nplurals=2; plural=(n != 1);
"""


def main() -> int:
    places = gathered()
    lacking = 0
    for path in sorted(LOCALE.glob("*.po")):
        old = read(path)
        head = old.get(Text("")) or (HEAD.format(language=path.stem),)
        new: Catalogue = {Text(""): head, **{text: old.get(text, ()) for text in places}}
        path.write_text(written(new, places), encoding="utf-8")
        target = compiled_path(path.stem)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(compiled(new))
        missing = [text.words for text, translations in new.items() if not translations]
        print(f"{path.name}: {len(new) - 1} texts, {len(missing)} not translated yet")
        print("".join(f"    {words}\n" for words in missing), end="")
        lacking += len(missing)
    return 1 if lacking else 0


if __name__ == "__main__":
    sys.exit(main())
