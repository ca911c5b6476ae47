"""Who imports whom: read from the source of the core and of the plug-ins, without running it.

A room is a package with modules of its own; `exifilm_core` and `exifilm_form` are the houses. What
lies in a house itself, such as the errors, belongs to no room.

An import inside a function counts, and so does one under TYPE_CHECKING: the reader meets both. An
import of a computed name, as in `import_module(name)`, does not.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
SHIPPED = ("exifilm_core", "plugins")
HOUSES = ("exifilm_core", "exifilm_form")


class Edge(NamedTuple):
    """A module and another that it imports."""

    importer: str
    imported: str

    def __str__(self) -> str:
        return f"{self.importer} → {self.imported}"


def within(module: str, packages: Iterable[str]) -> bool:
    """Whether the module is one of the packages, or in one."""
    return any(module == package or module.startswith(f"{package}.") for package in packages)


@cache
def modules(root: Path = ROOT) -> dict[str, Path]:
    """The path of every module by its dotted name; a script is named by its path."""
    found = {}
    for folder in SHIPPED:
        for path in sorted((root / folder).rglob("*.py")):
            top = path.parent
            while (top / "__init__.py").exists():
                top = top.parent
            if top == path.parent:
                found[path.relative_to(root).as_posix()] = path
            else:
                parts = path.relative_to(top).with_suffix("").parts
                found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


@cache
def edges(root: Path = ROOT) -> frozenset[Edge]:
    """Every import, also of modules that are not ours."""
    known = modules(root)
    return frozenset(
        Edge(module, imported)
        for module, path in known.items()
        for imported in _imports(module, path, known)
        if imported != module
    )


def _imports(module: str, path: Path, known: Mapping[str, Path]) -> Iterator[str]:
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) + 1 - node.level]
            base = ".".join([*above, *filter(None, [node.module])]) if node.level else node.module
            for alias in node.names:
                inside = f"{base}.{alias.name}"
                yield inside if inside in known or str(base) not in known else str(base)


def reached(start: str, graph: Mapping[str, Iterable[str]]) -> set[str]:
    """Everything that the module imports, also by way of others."""
    found: set[str] = set()
    waiting = [*graph.get(start, ())]
    while waiting:
        module = waiting.pop()
        if module not in found:
            found.add(module)
            waiting += graph.get(module, ())
    return found


@cache
def graph_of(some: frozenset[Edge]) -> dict[str, list[str]]:
    """The imported modules by importer."""
    graph: dict[str, list[str]] = {}
    for edge in sorted(some):
        graph.setdefault(edge.importer, []).append(edge.imported)
    return graph


def circles(some: frozenset[Edge]) -> list[list[str]]:
    """The sets of modules that all import each other, directly or by way of others."""
    graph = graph_of(some)
    reach = {module: reached(module, graph) for module in graph}
    found = {
        frozenset(other for other in reach[module] if module in reach.get(other, ()))
        for module in graph
        if module in reach[module]
    }
    return sorted(map(sorted, found))


def rooms(root: Path = ROOT) -> dict[str, set[str]]:
    """The rooms, each with the rooms that its modules import."""
    found: dict[str, set[str]] = {
        module: set()
        for module, path in modules(root).items()
        if path.name == "__init__.py" and module not in HOUSES
    }
    for edge in edges(root):
        importer, imported = (_room_of(module, found) for module in edge)
        if importer and imported and importer != imported:
            found[importer].add(imported)
    return found


def _room_of(module: str, known: Iterable[str]) -> str:
    """The innermost room that has the module; "" if none has."""
    return max((room for room in known if within(module, [room])), key=len, default="")
