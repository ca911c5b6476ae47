"""The session: scans, records and saves. Everything that needs no toolkit.

`EditSession` is the centre: it takes its scans from a `Host` (`host.py`), keeps a `SheetState` for
each that was opened, and tells a `Watcher` what changed. What the window says is decided here too
(`notices.py`, `remarks.py`, `standing.py`). No module here imports GTK or another room.
"""
