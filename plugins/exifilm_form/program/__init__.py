"""The form as a program of its own: its window, its folders, and what is dropped on it."""
