"""The gate: test every change on clean machines, with the real host programs.

It merges a change onto main, copies it into a new machine, and tests it there from end to end.
`docs/gate.md` is the guide; `tests/gate/gate --help` lists the commands. It runs before ExiFilm is
installed, so it needs Python 3.11 and no package from PyPI.

The modules by layer, the lowest first; a module uses only lower ones:

    errors     the one kind of error            matrix    images and suites
    store      the folders of the gate          ground    requirements on this computer
    network    a machine's network set-up       work      the change, merged onto main
    processes  parallel processes               images    the builds of images
    machines   one overlay each: ready, busy or kept
    logs       the output of a run              runs      a suite on a machine
    reaping    removal of old and stray files   commands  the command line
"""
