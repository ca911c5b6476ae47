"""The form as a program of its own: its window, its folders, and what is dropped on it.

Another host needs nothing of this room.
"""
