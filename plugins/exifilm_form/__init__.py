"""The form: the window in which photographers fill in exposure records.

The one idea: what is typed, kept, saved and failed is plain Python (`editing.py`), and the widgets
are a thin skin over it. Who shows the form gives it its images through `host.py`, so that the same
form is a program of its own (`window.py`) and a dialog of another program: put a
`form.FormView(host)` into it. Nothing here imports a host program.
"""
