"""The form: the window in which photographers fill in exposure records.

`session/` holds the logic, without a toolkit. `form/`, `pictures/` and `printing/` are a thin layer
of GTK over it, and `program/` makes them a program of its own. A program that shows the form
supplies its scans through `session/host.py`, and puts a `FormView(host)` into its own dialogue.
This package imports no host program.
"""
