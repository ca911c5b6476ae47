"""The form: its boxes and drawings, its tools, its notices, and the list of scans.

`FormView` puts them together. The parts know the session and what they are given, never the
`FormView`: it knows them.
"""
