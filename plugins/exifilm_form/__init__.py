"""The form: the window in which photographers fill in exposure records.

`editing.py` holds the logic in plain Python; the widgets are a thin layer over it. A program that
shows the form supplies its scans through `host.py`. So the same form is a program of its own
(`window.py`) and a dialogue of another program: put a `form.FormView(host)` into it. This package
imports no host program.
"""
