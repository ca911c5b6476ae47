"""`exifilm completion`: print click's completion scripts, adapted to fields.

The value follows “aperture=” at once, so bash must not add a space after an “=”.
"""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from exifilm_core.commands.console import say

_LOOP = "    for completion in $response; do\n"
_NO_SPACE = "        [[ $completion == *= ]] && compopt -o nospace\n"


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print a shell completion script.

    Completes commands, options, files, and the names of fields for “exifilm set”.

    \b
    Add one of these lines to the file behind it, and open a new terminal:
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
