"""`exifilm completion`: click's own completion scripts, with the little that they lack.

A completed “aperture=” wants its value at once, so bash is told to put no space behind an “=”.
"""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from exifilm_core.commands.speaking import say

_LOOP = "    for completion in $response; do\n"
_NO_SPACE = "        [[ $completion == *= ]] && compopt -o nospace\n"


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print what makes a shell complete exifilm's words.

    Completes commands, options, files, and the names of fields for “exifilm set”.

    \b
    Put one of these lines into the file named behind it, and open a new terminal:
      eval "$(exifilm completion bash)"       ~/.bashrc
      eval "$(exifilm completion zsh)"        ~/.zshrc, after compinit
      exifilm completion fish | source        ~/.config/fish/config.fish
    """
    made_by = get_completion_class(shell)
    assert made_by  # click has had these three since 8.0
    script = made_by(context.find_root().command, {}, "exifilm", "_EXIFILM_COMPLETE").source()
    if shell == "bash":
        script = script.replace(_LOOP, _LOOP + _NO_SPACE)
    say(script.strip())
