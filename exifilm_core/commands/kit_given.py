"""Names of the kit on the command line: their meaning, and a shell's completions of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from exifilm_core.commands.console import complain
from exifilm_core.commands.exits import InputError
from exifilm_core.errors import ExifilmError

if TYPE_CHECKING:
    import click
    from click.shell_completion import CompletionItem

    from exifilm_core.film.films import Catalogue
    from exifilm_core.kit import Kit, Thing
    from exifilm_core.kit.following import Followed
    from exifilm_core.record import ExposureRecord


def known() -> Kit:
    """The kit; reports the mistakes in its file."""
    from exifilm_core.kit import known_kit, own_file

    kit, mistakes = known_kit()
    for mistake in mistakes:
        complain(mistake, own_file())
    return kit


def things(kit: Kit, names: Iterable[str], option: str, sort: str = "") -> list[Thing]:
    """The things that these names mean. InputError with all that mean none or several."""
    found, problems = [], []
    for name in names:
        try:
            found.append(kit.called(name, sort))
        except ExifilmError as problem:
            from exifilm_core.commands.hints import with_hint

            problems.append(f"{option}: {with_hint(problem.text)}")
    if problems:
        raise InputError("\n".join(problems))
    return found


class GivenKit:
    """The items and sets that --kit names. InputError with all names that mean none or several."""

    def __init__(self, names: Iterable[str], typed: Mapping[str, Any]) -> None:
        """`typed` are the values that win over those of the kit."""
        self._kit = known()
        self._film = typed.get("film") or ""
        self._things = things(self._kit, names, "--kit")
        self._catalogue: Catalogue | None = None
        fields = self._kit.values(self._things)
        if "film" in fields or any(item.factors for item in self._kit.of("filter")):
            from exifilm_core.actions.exposing import known_films

            self._catalogue = known_films()[0]
        self.values = self._kit.values(self._things, self._film, self._catalogue)
        """The values that they fill in, for the film that is typed or theirs."""

    def followed(self, record: ExposureRecord, over: Mapping[str, Any] | None) -> Followed:
        """What follows from them in a record; `over` as in `filled_in`."""
        from exifilm_core.kit.following import filled_in

        return filled_in(
            record, self._things, self._kit, self._catalogue, film=self._film, over=over
        )


def completed(
    _context: click.Context, _parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """The names of items and sets in which a word begins so."""
    return _completions(incomplete)


def completed_lenses(
    _context: click.Context, _parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """The names of lenses in which a word begins so."""
    return _completions(incomplete, "lens")


def _completions(incomplete: str, sort: str = "") -> list[CompletionItem]:
    from click.shell_completion import CompletionItem

    from exifilm_core.kit import Item, known_kit

    kit, _mistakes = known_kit()
    found = kit.meant(incomplete, sort) if incomplete.strip() else kit.things(sort)
    return [
        CompletionItem(thing.name, help=thing.sort if isinstance(thing, Item) else "set")
        for thing in found
    ]
