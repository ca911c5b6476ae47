"""Tests of the quick reader. `differential.py` compares it with ExifTool, for as long as wanted."""
