"""The `exifilm` command: what there is to say, and how every command ends.

The one idea: the table below is all that `exifilm --help` needs. A command's module is imported
when the command is called, and it holds a click command by that name.

Exit status: 0 all done, 1 some failed and the rest is done, 2 wrong usage, 130 and 141 when the
user or the reader of our output had enough. What went wrong is said in one place, here.
"""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any, NoReturn

import click

from exifilm_core import __version__

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

FAILED, WRONG_USAGE, INTERRUPTED, NO_READER = 1, 2, 130, 141

COMMANDS = {
    # name: (module, help), in the order in which a photographer meets them.
    "show": ("show", "Show the exposure records of scans."),
    "set": ("set", "Fill in fields of the exposure records of scans."),
    "edit": ("edit", "Fill in exposure records in a window like the paper form."),
    "print": ("print", "Print the exposure records of a folder of scans."),
    "form": ("form", "Print blank forms to fill in by hand."),
    "undo": ("undo", "Put the previous exposure records back."),
    "restore": ("restore", "Save again what another program has overwritten."),
    "log": ("log", "Show how the record of a scan has changed."),
    "check": ("check", "Find what is missing, doubled or damaged in folders of scans."),
    "schema": ("schema", "Describe the fields of a record, for people or for programs."),
    "install": ("install", "Make other programs know exposure records."),
    "uninstall": ("install", "Take out what “exifilm install” put in."),
    "doctor": ("doctor", "Check that ExiFilm and the programs it uses are installed."),
    "completion": ("completion", "Print what makes a shell complete exifilm's words."),
}


class OutputError(Exception):
    """Standard output takes no more; its cause says why. It ends the command."""


class InputError(click.ClickException):
    """A value that cannot be used, however well the command is known: no usage stands before it."""

    exit_code = WRONG_USAGE


class Exifilm(click.Group):
    """The commands of the table, loaded when called, with all errors ending in `main`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"exifilm_core.commands.{COMMANDS[cmd_name][0]}")
        return next(
            thing
            for thing in vars(module).values()
            if isinstance(thing, click.Command) and thing.name == cmd_name
        )

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if name not in COMMANDS and not name.startswith("-") and not ctx.resilient_parsing:
            from difflib import get_close_matches

            near = get_close_matches(name, COMMANDS, n=1)
            hint = f"Did you mean “{near[0]}”?" if near else "“exifilm --help” lists them."
            ctx.fail(f"There is no command “{name}”. {hint}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem

        names = [
            CompletionItem(name, help=line)
            for name, (_, line) in COMMANDS.items()
            if name.startswith(incomplete)
        ]
        return names + click.Command.shell_complete(self, ctx, incomplete)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError as problem:  # which click would take for a failure
            raise OutputError("nobody reads it") from problem

    def main(  # type: ignore[override]
        self, args: Sequence[str] | None = None, prog_name: str | None = None, **extra: Any
    ) -> NoReturn:
        """Carry out a command line, say what went wrong, and end the process."""
        _occupy_closed_streams()
        _let_any_character_be_printed()
        try:
            extra["standalone_mode"] = False
            status = super().main(args, prog_name or "exifilm", **extra) or 0
        except click.Abort:
            status = INTERRUPTED
        except click.ClickException as problem:
            status = _shown(problem)
        except Exception as problem:  # noqa: BLE001 - the last place where one can be told
            status = _told(problem)
        sys.exit(status)


@click.group(
    cls=Exifilm,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="“exifilm COMMAND --help” explains a command, with examples.",
)
@click.option(
    "--debug",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=lambda _ctx, _param, wanted: wanted and os.environ.update(EXIFILM_DEBUG="1"),
    help="Where ExiFilm fails, say where in its code.",
)
@click.version_option(__version__, message="exifilm %(version)s")
def main() -> None:
    """An exposure record for film photographs, kept in the scan and printed on paper."""


def _shown(problem: click.ClickException) -> int:
    """Say what is wrong with the command line, as click does; the exit status."""
    from io import StringIO

    from exifilm_core.errors import printable

    problem.show(words := StringIO())
    click.echo(printable(words.getvalue()), err=True, nl=False)
    return problem.exit_code


def _told(problem: Exception) -> int:
    """Say what went wrong; the exit status."""
    from exifilm_core.commands.speaking import complain
    from exifilm_core.errors import ExifilmError, printable

    if os.environ.get("EXIFILM_DEBUG"):
        from traceback import format_exception

        click.echo(printable("".join(format_exception(problem))), err=True, nl=False)
    if isinstance(problem, OutputError):
        _abandon_output()
        if isinstance(problem.__cause__, BrokenPipeError):
            return NO_READER
        complain(f"what was asked for could not be written out: {problem}.")
    elif isinstance(problem, (ExifilmError, OSError)):
        complain(problem)
    else:
        what = " ".join(f"{type(problem).__name__}: {problem}".split())
        complain(
            f"this is a bug in ExiFilm ({what}). Please report it, with what "
            "“exifilm --debug …” says in place of “exifilm …”."
        )
    return FAILED


def _abandon_output() -> None:
    """Let nothing more be written to standard output, not even when Python ends."""
    if sys.stdout is None:
        return
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def _occupy_closed_streams() -> None:
    """Where a standard stream is closed, no file of ours may take its number."""
    for number in (0, 1, 2):
        try:
            os.fstat(number)
        except OSError as closed:
            if closed.errno == errno.EBADF:
                os.open(os.devnull, os.O_RDWR)


def _let_any_character_be_printed() -> None:
    for stream in (sys.stdout, sys.stderr):
        if stream and hasattr(stream, "reconfigure"):
            with contextlib.suppress(OSError):  # what is already in it does not fit
                stream.reconfigure(errors="backslashreplace")
