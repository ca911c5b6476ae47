"""Printing from the window: the dialogue, the preview of a page, and the job for the printer."""
