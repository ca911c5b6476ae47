"""The gate: every change is proven on clean machines, with the real host programs.

A change is merged onto main, copied into a machine that started bare, and tried there from end
to end. `docs/gate.md` is the tour; `tests/gate/gate --help` is the list of commands. It is meant
to run before anything of ExiFilm is installed, so it needs Python 3.11 and nothing from PyPI.

How the modules stand on one another, the lowest first:

    errors     the one kind of error            matrix    which images, which suites
    store      where everything lies            ground    what this computer allows
    network    how a machine reaches the world  work      the change, merged onto main
    processes  several at once, and their end   images    what machines are made from
    machines   one overlay each: ready, busy or kept
    logs       what a run says                  runs      a suite tried on a machine
    reaping    nothing is left over             commands  what is typed
"""
