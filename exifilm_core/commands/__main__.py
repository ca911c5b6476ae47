"""`python -m exifilm_core.commands`: the `exifilm` command where no script is installed."""

from exifilm_core.commands import main

main()
