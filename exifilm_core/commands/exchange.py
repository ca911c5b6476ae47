"""`exifilm exchange`: what a photo program's plug-in asks, and the answer, in files of JSON."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from exifilm_core.commands.console import complain
from exifilm_core.commands.exits import FAILED, WRONG_USAGE
from exifilm_core.errors import ExifilmError

if TYPE_CHECKING:
    from exifilm_core.exchange.place import AnswerPlace
    from exifilm_core.exchange.request import Request


@click.command()
@click.argument("request_file", metavar="REQUEST", type=click.Path(path_type=Path))
@click.argument("answer_file", metavar="ANSWER", type=click.Path(path_type=Path))
def exchange(request_file: Path, answer_file: Path) -> int:
    """Read and fill in records for the plug-in of a photo program.

    REQUEST is a JSON file with the images that are selected in that program, and perhaps with
    values to fill in. ExiFilm writes ANSWER, a JSON file with the values in the notation of the
    form, and with a problem for each file that it could not read or save. docs/exchange.md
    describes both.

    ANSWER.progress holds the number of scans that are done, and the number of all. If a file
    ANSWER.cancel appears, the scans in hand are the last.

    \b
    Example:
      exifilm exchange request.json answer.json
    """
    from exifilm_core.exchange.answer import refusal
    from exifilm_core.exchange.place import AnswerPlace
    from exifilm_core.exchange.request import WrongRequestError, read_request

    try:
        place = AnswerPlace(answer_file)
    except ExifilmError as problem:
        complain(problem)
        return WRONG_USAGE
    try:
        request = read_request(request_file)
    except WrongRequestError as problem:
        place.write(refusal(problem))
        for one in problem.problems:
            complain(one.text)
        return WRONG_USAGE
    try:
        answer = _answer(request, place)
    except ExifilmError as problem:  # of all scans: there is no ExifTool
        answer = refusal(problem)
    place.write(answer)
    return FAILED if answer["problems"] or answer["left"] else 0


def _answer(request: Request, place: AnswerPlace) -> dict[str, Any]:
    from exifilm_core.actions.selected import others_in_folders, read, scans_of, set_values
    from exifilm_core.exchange.answer import answered, listed
    from exifilm_core.exchange.request import LIST, SET

    if request.do == LIST:
        return listed()
    selection = scans_of(request.files)
    total, cancelled = len(selection), False

    def stop() -> bool:
        nonlocal cancelled
        cancelled = cancelled or place.is_cancelled
        return cancelled

    if request.do == SET:
        work = set_values(selection, request.values, stop)
    else:
        work = read(selection, stop)
    done = []
    for one in work:
        done.append(one)
        place.note(len(done), total)
    others = others_in_folders({one.path for one in selection}) if request.suggest else ()
    return answered(request, done, list(others))
