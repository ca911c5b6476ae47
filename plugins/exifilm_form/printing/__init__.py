"""Printing from the window: the dialogue, the preview of a page, and the job for the printer.

`records_on_paper.py` makes the document, without a toolkit; preview, file and printer use it.
"""
