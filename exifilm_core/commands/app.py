"""The command line: finds the command in the table, runs it, and reports all errors that end it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any, NoReturn

import click

from exifilm_core import __version__
from exifilm_core.commands.ending import complain_in_words, end_with
from exifilm_core.commands.exits import INTERRUPTED, InputError, OutputError
from exifilm_core.commands.table import COMMANDS
from exifilm_core.commands.table_group import TableGroup


class Exifilm(TableGroup):
    """The commands of the table; it reports all errors that end one."""

    table = COMMANDS

    def refusal(self, name: str) -> InputError:
        from difflib import get_close_matches

        near = get_close_matches(name, COMMANDS, n=1)
        hint = f"Did you mean “{near[0]}”?" if near else "“exifilm --help” lists the commands."
        return InputError(f"there is no command “{name}”. {hint}")

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError as problem:  # click would end with status 1
            raise OutputError("its reader has closed it") from problem

    def main(  # type: ignore[override]
        self, args: Sequence[str] | None = None, prog_name: str | None = None, **extra: Any
    ) -> NoReturn:
        """Run a command line, report what went wrong, and end the process."""

        def work() -> int | None:
            try:
                extra["standalone_mode"] = False
                return main(args, prog_name or "exifilm", **extra) or 0
            except click.Abort:
                return INTERRUPTED
            except click.ClickException as problem:
                return _shown(problem)

        main = super().main
        end_with(work)


@click.group(
    cls=Exifilm,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="“exifilm COMMAND --help” explains a command, with examples. The exit status is 0 if "
    "all was done, 1 if some of it failed (the rest is done), and 2 for wrong usage.",
)
@click.option(
    "--debug",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=lambda _ctx, _param, wanted: wanted and os.environ.update(EXIFILM_DEBUG="1"),
    help="Show a traceback when a command fails.",
)
@click.version_option(__version__, message="exifilm %(version)s")
def app() -> None:
    """An exposure record for film photographs, kept in the scan and printed on paper."""


def run(words: Sequence[str]) -> NoReturn:
    """Run a command line that click understands, and end the process."""
    app.main(words)


def _shown(problem: click.ClickException) -> int:
    """Report what is wrong with the command line; the exit status."""
    lines = [f"exifilm: {_message_of(problem)}"]
    context = problem.ctx if isinstance(problem, click.UsageError) else None
    if context and not _is_invalid_value(problem):
        lines += [context.get_usage(), f"“{context.command_path} --help” explains the command."]
    complain_in_words("\n".join(lines))
    return problem.exit_code


def _is_invalid_value(problem: click.ClickException) -> bool:
    missing = isinstance(problem, click.MissingParameter)
    return isinstance(problem, click.BadParameter) and not missing


def _message_of(problem: click.ClickException) -> str:
    """The message in our words, or else in click's."""
    parameter = problem.param if isinstance(problem, click.BadParameter) else None
    if isinstance(problem, click.NoSuchOption):
        return f"there is no option “{problem.option_name}”."
    if isinstance(problem, click.MissingParameter) and parameter:
        wanted = parameter.metavar or (parameter.name or "argument").upper()
        choices = parameter.type.choices if isinstance(parameter.type, click.Choice) else ()
        hint = f" Choose {', '.join(map(str, choices))}." if choices else ""
        return f"no {wanted.rstrip('…')} given.{hint}"
    if parameter is None or not _is_invalid_value(problem):
        return problem.format_message()
    if isinstance(parameter.type, click.Choice):
        return _of_choice(problem.message, parameter, list(map(str, parameter.type.choices)))
    if not isinstance(parameter, click.Option):
        return problem.message
    option = max(parameter.opts, key=len)
    if isinstance(parameter.type, click.IntRange):
        return f"{option} needs a whole number from {parameter.type.min}."
    return f"{option}: {problem.message}"


def _of_choice(message: str, parameter: click.Parameter, choices: list[str]) -> str:
    """The message for a word that is none of the choices, with a similar one, if there is one."""
    from difflib import get_close_matches

    word = message.removeprefix("'").partition("' is not one of ")[0]
    near = get_close_matches(word, choices, n=1)
    hint = f"Did you mean “{near[0]}”?" if near else f"Choose {', '.join(choices)}."
    option = f"{max(parameter.opts, key=len)} " if isinstance(parameter, click.Option) else ""
    return f"there is no {option}“{word}”. {hint}"
