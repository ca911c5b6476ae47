"""Errors in a photographer's words."""

from __future__ import annotations

from exifilm_core.errors import ExifilmError
from exifilm_form.session.texts import _, translated


def in_words(error: Exception) -> str:
    """The error's text, without a full stop."""
    if isinstance(error, ExifilmError):
        return translated(error.text)
    if isinstance(error, OSError):
        return error.strerror or str(error)
    return _("this is a bug in ExiFilm ({what}); please report it").format(
        what=f"{type(error).__name__}: {error}"
    )


def as_sentence(problem: str) -> str:
    """A message as a complete sentence."""
    problem = problem.strip()
    if not problem:
        return ""
    return problem[0].upper() + problem[1:] + ("" if problem[-1] in ".!?" else ".")
