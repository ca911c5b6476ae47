"""The rooms of the core and the plug-ins, and who may know whom. A rule is a line of the table."""

from __future__ import annotations

import ast
from typing import NamedTuple

import pytest

from tools.imports import Edge, circles, edges, graph_of, modules, tree_of, within

ROOMS = (
    "messages files film kinds tags record tags.mapping exiftool readers readers.quick index scans "
    "scans.foreign scans.batch kit "
    "actions exchange printing tagset integrations commands"
).split()
"""The packages of the core. Each must be there, so that no rule is about nothing."""

TOOLKITS = ("gi", "gtk", "cairo", "tkinter", "PyQt5", "PyQt6", "PySide6", "wx")
HOSTS = ("gimp", "gimpfu", "gimpui", "gimpcolor", "darktable", "digikam")
PLUGINS = ("exifilm_form", "exifilm_in_gimp")
OTHER_ROOMS = tuple(
    f"exifilm_form.{room}" for room in ("form", "pictures", "printing", "program", "gtk")
)
"""The window's rooms besides its session."""
ABOVE_TAGS = tuple(
    "scans index readers exiftool kit actions exchange printing tagset integrations "
    "commands".split()
)
FOUNDATIONS = ("files", "film", "kinds")


class Rule(NamedTuple):
    """What these packages may not import, directly or by way of others."""

    who: tuple[str, ...]
    never: tuple[str, ...]
    besides: tuple[str, ...] = ()
    """Packages among them that may."""


def core(*rooms: str) -> tuple[str, ...]:
    return tuple(f"exifilm_core.{room}" for room in rooms)


RULES = {
    "the core imports no toolkit": Rule(("exifilm_core",), TOOLKITS),
    "messages import no other room": Rule(
        core("messages"), core(*FOUNDATIONS, "tags", "record", *ABOVE_TAGS)
    ),
    "the core imports no host program": Rule(("exifilm_core",), HOSTS),
    "the core imports no plug-in": Rule(("exifilm_core",), PLUGINS),
    "values know no tags": Rule(core("kinds"), core("tags")),
    "foundations import no upper room": Rule(
        core(*FOUNDATIONS), core("tags", "record", *ABOVE_TAGS)
    ),
    "tags and records import no upper room": Rule(core("tags", "record"), core(*ABOVE_TAGS)),
    "the protocol of readers knows none of them": Rule(
        core("readers"), core("exiftool", "scans", "actions", "commands")
    ),
    "the quick reader knows no other, and what a tag means no more than they": Rule(
        core("readers.quick"), core("exiftool", "scans", "actions", "commands", "tags.mapping")
    ),
    "the index imports no scans": Rule(core("index"), core("scans", "actions", "commands")),
    "what compares two versions knows no ExifTool": Rule(
        core("scans.foreign"), core("exiftool", "scans.batch", "scans.saving", "actions")
    ),
    "the kit knows no scans and no actions": Rule(
        core("kit"), core("scans", "index", "exiftool", "actions", "printing")
    ),
    "printing imports no scans": Rule(core("printing"), core("scans")),
    "the tag set imports no scans": Rule(core("tagset"), core("scans")),
    "integrations import no scans": Rule(core("integrations"), core("scans")),
    "only commands are a command line": Rule(
        ("exifilm_core", *PLUGINS), ("click", "tqdm", *core("commands")), besides=core("commands")
    ),
    "only exiftool/ imports PyExifTool": Rule(
        ("exifilm_core", *PLUGINS), ("exiftool",), besides=core("exiftool")
    ),
    "the window's session imports no toolkit and no other room": Rule(
        ("exifilm_form.session",), (*TOOLKITS, *OTHER_ROOMS)
    ),
}
FACE = "exifilm_core"
"""The package itself loads nothing before it is asked: `__version__` comes without the scans."""


def breaches(rule: Rule, some: frozenset[Edge]) -> list[str]:
    """The chains of imports from a module that the rule is about to one that it forbids."""
    graph = graph_of(some)
    starts = [m for m in modules() if within(m, rule.who) and not within(m, rule.besides)]
    chains = {module: module for module in sorted(starts)}
    waiting, found = [*chains], []
    for module in waiting:  # it grows: the nearest come first
        for imported in graph.get(module, ()):
            chain = f"{chains[module]} → {imported}"
            if within(imported, rule.never):
                found.append(chain)
            elif imported not in chains and imported != FACE and not within(imported, rule.besides):
                chains[imported] = chain
                waiting.append(imported)
    return found


@pytest.mark.parametrize("name", RULES)
def test_rule(name: str) -> None:
    assert breaches(RULES[name], edges()) == []


def test_every_room_is_there() -> None:
    packages = {name for name, path in modules().items() if path.name == "__init__.py"}
    assert {room for room in ROOMS if f"exifilm_core.{room}" in packages} == set(ROOMS)
    for rule in RULES.values():
        ours = [package for package in rule.never if package.startswith("exifilm")]
        for package in (*rule.who, *rule.besides, *ours):
            assert any(within(m, [package]) for m in modules()), (
                f"a rule is about {package}, which is not there"
            )


def test_no_module_imports_itself_by_way_of_others() -> None:
    assert circles(edges()) == []


def test_only_exiftool_finds_and_runs_exiftool() -> None:
    """Its name is in no other module's call of a function that finds or starts a program."""
    found = {module for module, path in modules().items() if _runs_exiftool(tree_of(path))}
    assert {m for m in found if not within(m, core("exiftool"))} == set()


STARTING = {"which", "run", "Popen", "call", "check_call", "check_output", "execvp", "system"}


def _runs_exiftool(tree: ast.Module) -> bool:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and node.value == "EXIFILM_EXIFTOOL":
            return True
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in STARTING:
            for part in ast.walk(node):
                if isinstance(part, ast.Constant) and part.value == "exiftool":
                    return True
    return False
